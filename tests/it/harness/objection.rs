//! One objection, from filing on, and how to bring it to any place.

use serde_json::{Value, json};

use super::{Answer, Caller, Person, Request, TestServer};

/// An objection under test.
pub(crate) struct Objection<'a> {
    pub(crate) server: &'a TestServer,
    pub(crate) id: String,
    /// Whoever objects.
    pub(crate) applicant: Caller,
}

/// An objection to a request on these grounds, to be filed.
pub(crate) fn objection(request_id: &str, grounds: &[&str]) -> Value {
    json!({
        "request_id": request_id,
        "grounds": grounds,
        "purpose": "Penelitian anggaran sekolah",
        "case_position": "Dokumen itu pernah dibacakan dalam rapat terbuka.",
    })
}

/// An objection to periodic information that the body does not provide, to be filed.
pub(crate) fn periodic(agency_id: &str) -> Value {
    json!({
        "agency_id": agency_id,
        "information": "Laporan keuangan tahunan 2024",
        "found_on": "2026-02-27",
        "grounds": ["b"],
        "purpose": "Pengawasan warga",
        "case_position": "Tidak ada di situs web maupun di papan pengumuman.",
    })
}

/// A valid body for each action; an agreement that a desk records is the test's to name.
pub(crate) fn objection_body_of(action: &str) -> Value {
    match action {
        "register" | "settle" | "withdraw" => json!({}),
        "assign_review" => json!({ "note": "Mohon ditelaah" }),
        "recommend" => json!({ "recommendation": "accepted", "text": "Alasannya cukup." }),
        "propose_settlement" => json!({ "text": "Ringkasannya kami serahkan." }),
        "answer_accept" => {
            json!({ "extent": "all", "order": "Serahkan seluruhnya.", "text": "Keberatan dikabulkan." })
        }
        "answer_confirm" | "inadmissible" => json!({ "reasons": "Keputusan PPID sudah tepat." }),
        "execute" => json!({ "text": "Diserahkan di meja layanan." }),
        "dispute_filed" => json!({ "filed_on": "2026-03-02", "commission": "Komisi Informasi Sulawesi Selatan" }),
        other => panic!("no such action: {other}"),
    }
}

impl<'a> Objection<'a> {
    /// Files what the body says, by the caller.
    pub(crate) async fn file(server: &'a TestServer, by: &Caller, body: Value) -> Self {
        let answer = server.post(by, "/v1/objections", body).await;
        assert_eq!(answer.status, 201, "{answer}");
        let applicant = match answer.json()["tracking_secret"].as_str() {
            Some(secret) => Caller::Secret(secret.to_owned()),
            None => by.clone(),
        };
        Self { server, id: answer.text("id"), applicant }
    }

    /// The applicant's own, to how the request was dealt with.
    pub(crate) async fn to(request: &Request<'a>, grounds: &[&str]) -> Self {
        Self::file(request.server, &request.applicant, objection(&request.id, grounds)).await
    }

    /// To an answer that gave nothing.
    pub(crate) async fn new(server: &'a TestServer) -> Self {
        Self::to(&Request::answered(server).await, &["d"]).await
    }

    /// The same, recorded by the desk.
    pub(crate) async fn on_paper(server: &'a TestServer) -> Self {
        let request = Request::answered(server).await;
        let mut body = objection(&request.id, &["d"]);
        body["channel"] = json!("letter");
        let desk = Self::file(server, &server.log_in(Person::Ppid).await, body).await;
        Self { applicant: request.applicant, ..desk }
    }

    pub(crate) fn path(&self) -> String {
        format!("/v1/objections/{}", self.id)
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

    /// The caller acts, and it is done; the whole objection.
    pub(crate) async fn done(&self, caller: &Caller, action: &str, body: Value) -> Value {
        let answer = self.act(caller, action, body).await;
        assert_eq!(answer.status, 200, "{action}: {answer}");
        answer.json()
    }

    /// Somebody acts with a valid body, and it is done; the whole objection.
    pub(crate) async fn must(&self, who: Person, action: &str) -> Value {
        self.must_with(who, action, objection_body_of(action)).await
    }

    /// As [`Self::must`], with that body.
    pub(crate) async fn must_with(&self, who: Person, action: &str, body: Value) -> Value {
        let caller = self.server.log_in(who).await;
        self.done(&caller, action, body).await
    }

    /// Brings a registered one to a place: a state, or `offered`, `accepted`, `confirmed`. The clock does not move.
    pub(crate) async fn bring_to(&self, place: &str) {
        let (who, action) = match place {
            "filed" | "registered" => return,
            "in_review" => (Person::PpidSuperior, "assign_review"),
            "offered" => (Person::Ppid, "propose_settlement"),
            "accepted" => (Person::PpidSuperior, "answer_accept"),
            "confirmed" => (Person::PpidSuperior, "answer_confirm"),
            "disputed" => {
                self.must(Person::PpidSuperior, "answer_confirm").await;
                (Person::Ppid, "dispute_filed")
            }
            other => panic!("no such place: {other}"),
        };
        self.must(who, action).await;
    }
}
