//! One request for information, from filing on, and how to bring it to any place.

use serde_json::{Value, json};

use super::{Answer, Caller, Person, TestServer, people::Places};

/// A request under test.
pub(crate) struct Request<'a> {
    pub(crate) server: &'a TestServer,
    pub(crate) id: String,
    pub(crate) tracking_number: String,
    /// Whoever filed it.
    pub(crate) applicant: Caller,
}

/// A request to be filed, whole, for Makassar.
pub(crate) fn information(places: &Places) -> Value {
    json!({
        "agency_id": places.city,
        "applicant": {
            "kind": "individual",
            "name": "Rahmat Hidayat",
            "nik": "7371010101019999",
            "address": "Jl. Sulawesi 7, Makassar",
            "phone": "0411-7654321",
            "occupation": "Peneliti",
        },
        "information": "Salinan DPA Dinas Pendidikan tahun 2025",
        "purpose": "Penelitian anggaran sekolah",
        "access_method": "copy",
        "copy_form": "soft",
        "delivery_method": "email",
    })
}

/// A notice that gives all, free of cost or not.
pub(crate) fn grant(cost_idr: Option<i64>) -> Value {
    let mut body = json!({ "text": "Seluruhnya diberikan.", "form": "PDF", "means": "Surel" });
    if let Some(amount) = cost_idr {
        let item = json!({ "item": "Fotokopi", "amount_idr": amount, "legal_basis": "Perda 1/2024" });
        body["cost"] = json!({ "items": [item] });
    }
    body
}

/// A valid body for each action. Those that need an approved test, and a payment, are the test's to name.
pub(crate) fn request_body_of(action: &str, places: &Places) -> Value {
    match action {
        "register_complete" | "withdraw" => json!({}),
        "ask_completion" => json!({ "missing": ["applicant.nik"], "reason": "NIK belum ada" }),
        "complete" => json!({ "applicant": { "nik": "7371010101019999" } }),
        "assign" => json!({ "unit_id": places.units[0], "note": "Mohon dicari" }),
        "submit_material" => json!({ "text": "Ada di arsip kami." }),
        "start_consequence_test" => json!({ "information": "Nomor rekening pada lampiran" }),
        "extend" => json!({ "reason_code": "not_yet_held", "text": "Masih dihimpun dari sekolah." }),
        "not_held" => json!({ "holder": "Badan Keuangan Provinsi", "text": "Dokumen itu tidak kami kuasai." }),
        "not_documented" => json!({ "text": "Belum didokumentasikan." }),
        "notify_grant" => grant(None),
        "deliver" => json!({ "method": "email" }),
        other => panic!("no such action: {other}"),
    }
}

impl<'a> Request<'a> {
    /// Files what the body says, by the caller.
    pub(crate) async fn file(server: &'a TestServer, by: &Caller, body: Value) -> Self {
        let answer = server.post(by, "/v1/information-requests", body).await;
        assert_eq!(answer.status, 201, "{answer}");
        let applicant = match answer.json()["tracking_secret"].as_str() {
            Some(secret) => Caller::Secret(secret.to_owned()),
            None => by.clone(),
        };
        Self { server, id: answer.text("id"), tracking_number: answer.text("tracking_number"), applicant }
    }

    /// A whole request without account on Makassar's desk.
    pub(crate) async fn new(server: &'a TestServer) -> Self {
        Self::file(server, &Caller::Nobody, information(server.places())).await
    }

    /// One that was answered with a notice which gives nothing: ground d fits.
    pub(crate) async fn answered(server: &'a TestServer) -> Self {
        let request = Self::new(server).await;
        request.bring_to("registered").await;
        request.must(Person::Ppid, "not_documented").await;
        request
    }

    pub(crate) fn path(&self) -> String {
        format!("/v1/information-requests/{}", self.id)
    }

    /// The path of an action on it.
    pub(crate) fn path_to(&self, action: &str) -> String {
        format!("{}/{}", self.path(), action.replace('_', "-"))
    }

    pub(crate) async fn see(&self, caller: &Caller) -> Answer {
        self.server.get(caller, &self.path()).await
    }

    /// As its applicant sees it.
    pub(crate) async fn seen(&self) -> Value {
        self.see(&self.applicant).await.ok().json()
    }

    pub(crate) async fn act(&self, caller: &Caller, action: &str, body: Value) -> Answer {
        self.server.post(caller, &self.path_to(action), body).await
    }

    /// The caller acts, and it is done; the whole request.
    pub(crate) async fn done(&self, caller: &Caller, action: &str, body: Value) -> Value {
        let answer = self.act(caller, action, body).await;
        assert_eq!(answer.status, 200, "{action}: {answer}");
        answer.json()
    }

    /// Somebody acts with a valid body, and it is done; the whole request.
    pub(crate) async fn must(&self, who: Person, action: &str) -> Value {
        self.must_with(who, action, request_body_of(action, self.server.places())).await
    }

    /// As [`Self::must`], with that body.
    pub(crate) async fn must_with(&self, who: Person, action: &str, body: Value) -> Value {
        let caller = self.server.log_in(who).await;
        self.done(&caller, action, body).await
    }

    /// Brings a fresh one to a place: a state, or `invoiced`. The clock does not move.
    pub(crate) async fn bring_to(&self, place: &str) {
        let (before, action) = match place {
            "submitted" => return,
            "incomplete" => ("submitted", "ask_completion"),
            "registered" => ("submitted", "register_complete"),
            "in_search" => ("registered", "assign"),
            "review" => ("in_search", "submit_material"),
            "in_test" => ("review", "start_consequence_test"),
            "notified" => ("review", "notify_grant"),
            "invoiced" => {
                Box::pin(self.bring_to("review")).await;
                self.must_with(Person::Ppid, "notify_grant", grant(Some(25_000))).await;
                return;
            }
            "delivered" => ("notified", "deliver"),
            other => panic!("no such place: {other}"),
        };
        Box::pin(self.bring_to(before)).await;
        self.must(Person::Ppid, action).await;
    }

    /// A payment of what [`Self::bring_to`] `invoiced` asks for, a moment ago.
    pub(crate) async fn payment(&self) -> Value {
        let clock = self.server.get(&Caller::Nobody, "/v1/sandbox/clock").await.ok();
        json!({ "amount_idr": 25_000, "paid_at": clock.text("now"), "reference": "STS-1" })
    }

    /// The test that was begun with `start_consequence_test`, as its officer sees it.
    pub(crate) async fn test(&self) -> Value {
        let ppid = self.server.log_in(Person::Ppid).await;
        let tests = self.server.all(&ppid, &format!("/v1/consequence-tests?request_id={}&state=draft", self.id)).await;
        tests.into_iter().next().expect("a draft")
    }

    /// Brings one in review through a test of that ground and outcome, and back; the id of the approved test.
    pub(crate) async fn tested(&self, ground: &str, outcome: &str) -> String {
        self.must(Person::Ppid, "start_consequence_test").await;
        let id = self.test().await["id"].as_str().expect("an id").to_owned();
        approve(self.server, &id, sheet(ground, outcome)).await;
        id
    }
}

/// A sheet that can be submitted.
pub(crate) fn sheet(ground: &str, outcome: &str) -> Value {
    json!({
        "ground": ground,
        "law": "UU 27/2022",
        "consequence_if_opened": "Rekening warga dapat disalahgunakan.",
        "consequence_if_closed": "Pengeluaran tetap dapat diperiksa dari jumlahnya.",
        "public_interest": "Pengawasan anggaran",
        "period": { "from": "2026-03-02", "until": "2026-12-31" },
        "outcome": outcome,
        "participants": ["PPID", "Bagian Hukum"],
        "held_on": "2026-03-02",
    })
}

/// Has the draft written, submitted and approved.
pub(crate) async fn approve(server: &TestServer, id: &str, sheet: Value) -> Value {
    let (ppid, superior) = (server.log_in(Person::Ppid).await, server.log_in(Person::PpidSuperior).await);
    let path = format!("/v1/consequence-tests/{id}");
    server.patch(&ppid, &path, sheet).await.ok();
    server.post(&ppid, &format!("{path}/submit"), json!({})).await.ok();
    let decree = json!({ "decree_number": "SK-17/2026" });
    server.post(&superior, &format!("{path}/approve"), decree).await.ok().json()
}
