//! One complaint, from filing on, and how to bring it into any state.

use serde_json::{Value, json};

use super::{Answer, Caller, Person, TestServer, people::Places};

/// A complaint under test.
pub(crate) struct Case<'a> {
    pub(crate) server: &'a TestServer,
    pub(crate) id: String,
    pub(crate) tracking_number: String,
    /// Whoever filed it.
    pub(crate) reporter: Caller,
}

/// A complaint to be filed, for Makassar's desk.
pub(crate) fn complaint(places: &Places) -> Value {
    json!({
        "class": "complaint",
        "title": "KTP elektronik belum jadi",
        "body": "Sudah enam bulan menunggu KTP.",
        "incident_on": "2026-01-05",
        "incident_region_code": "73.71",
        "target_agency_id": places.city,
    })
}

/// A valid body for each action.
pub(crate) fn body_of(action: &str, places: &Places) -> Value {
    match action {
        "verify" => json!({
            "class": "complaint_non_supervisory", "category_id": places.category,
            "target_agency_id": places.city, "unit_id": places.units[0],
        }),
        "handle" => json!({ "class": "complaint_non_supervisory", "category_id": places.category }),
        "postpone" | "ask_reporter" => json!({ "reason": "Data kurang", "missing": ["nomor KK"] }),
        "complete_data" | "reply" | "comment" => json!({ "text": "Ini nomornya." }),
        "resume" | "withdraw" | "accept" | "start_dialogue" => json!({}),
        "archive" => json!({ "reason": "Terlalu umum", "reason_code": "too_general" }),
        "redispose" => json!({ "unit_id": places.units[1] }),
        "follow_up" => json!({ "type": "progress", "text": "Sedang dicetak." }),
        "add_support" => {
            json!({ "agency_id": places.other_city, "unit_id": places.foreign_unit, "kind": "supporting" })
        }
        // The other case is the test's to name.
        "merge" => json!({ "kept_id": "019513d1-0000-7000-8000-000000000000", "reason": "Laporan yang sama" }),
        "split" => json!({
            "children": [{
                "title": "Bagian", "body": "Bagian dari laporan.", "category_id": places.category,
                "target_agency_id": places.other_city,
            }],
            "reason": "Dua pokok laporan",
        }),
        "rate" => json!({ "stars": 4, "resolved": true }),
        "not_authority" | "return" | "forward" | "reopen" | "quality_reopen" | "unarchive" | "exit_dialogue" => {
            json!({ "reason": "Alasan yang cukup" })
        }
        "restrict" => json!({ "is_secret": true, "reason": "Menyebut nama orang" }),
        "redact" => json!({ "public_text": { "title": "Judul petugas", "body": "Ringkasan petugas" } }),
        "conclude_examination" => json!({ "result": "proven", "text": "Terbukti menerima uang." }),
        "request_explanation" | "explain" => json!({ "text": "Mohon penjelasan." }),
        other => panic!("no such action: {other}"),
    }
}

/// A complaint that accuses an official of Makassar.
pub(crate) fn accusation(places: &Places) -> Value {
    let mut body = complaint(places);
    body["subject"] = json!({ "office": "local_official" });
    body
}

/// A verification as supervisory, of what accuses that official.
pub(crate) fn supervisory(places: &Places) -> Value {
    let mut body = body_of("verify", places);
    body["class"] = json!("complaint_supervisory");
    body["subject"] = json!({ "office": "local_official" });
    body
}

/// The path of an action below the case.
pub(crate) fn path_of(action: &str) -> String {
    if action == "follow_up" { "follow-ups".to_owned() } else { action.replace('_', "-") }
}

/// A substantive answer.
pub(crate) fn answer() -> Value {
    json!({ "type": "substantive", "text": "KTP sudah jadi.", "evidence": "Foto KTP" })
}

impl<'a> Case<'a> {
    /// Files what the body says, by the caller.
    pub(crate) async fn file(server: &'a TestServer, by: &Caller, body: Value) -> Self {
        let answer = server.post(by, "/v1/complaints", body).await;
        assert_eq!(answer.status, 201, "{answer}");
        let filed = answer.json();
        let reporter = match filed["tracking_secret"].as_str() {
            Some(secret) => Caller::Secret(secret.to_owned()),
            None => by.clone(),
        };
        Self { server, id: answer.text("id"), tracking_number: answer.text("tracking_number"), reporter }
    }

    /// An ordinary complaint without account on Makassar's desk.
    pub(crate) async fn new(server: &'a TestServer) -> Self {
        Self::file(server, &Caller::Nobody, complaint(server.places())).await
    }

    /// The same by somebody who left a telephone number.
    pub(crate) async fn reachable(server: &'a TestServer) -> Self {
        let mut body = complaint(server.places());
        body["reporter"] = json!({ "phone": "0411-1234567" });
        Self::file(server, &Caller::Nobody, body).await
    }

    /// The path of the case.
    pub(crate) fn path(&self) -> String {
        format!("/v1/complaints/{}", self.id)
    }

    /// The path of an action on it.
    pub(crate) fn path_to(&self, action: &str) -> String {
        format!("{}/{}", self.path(), path_of(action))
    }

    pub(crate) async fn see(&self, caller: &Caller) -> Answer {
        self.server.get(caller, &self.path()).await
    }

    /// As its reporter sees it.
    pub(crate) async fn seen(&self) -> Value {
        self.see(&self.reporter).await.ok().json()
    }

    pub(crate) async fn act(&self, caller: &Caller, action: &str, body: Value) -> Answer {
        self.server.post(caller, &self.path_to(action), body).await
    }

    /// Acts with a valid body and demands that it is done; the whole case.
    pub(crate) async fn must(&self, who: Person, action: &str) -> Value {
        self.must_with(who, action, body_of(action, self.server.places())).await
    }

    /// As [`Self::must`], with that body.
    pub(crate) async fn must_with(&self, who: Person, action: &str, body: Value) -> Value {
        let caller = self.server.log_in(who).await;
        self.done(&caller, action, body).await
    }

    /// The reporter acts, and it is done; the whole case.
    pub(crate) async fn reporter_must(&self, action: &str) -> Value {
        self.done(&self.reporter, action, body_of(action, self.server.places())).await
    }

    /// The caller acts, and it is done; the whole case.
    pub(crate) async fn done(&self, caller: &Caller, action: &str, body: Value) -> Value {
        let answer = self.act(caller, action, body).await;
        assert_eq!(answer.status, 200, "{action}: {answer}");
        answer.json()
    }

    /// Brings a fresh case of Makassar's desk to the first unit, or into the hands of the administrator.
    pub(crate) async fn dispose(&self, to_unit: bool) {
        self.must(Person::AdminHere, if to_unit { "verify" } else { "handle" }).await;
    }

    /// Brings a fresh case of Makassar's desk into a place: a state, or `postponed_in_process`, `lapsed`. The clock does not move.
    pub(crate) async fn bring_to(&self, place: &str, to_unit: bool) {
        let handler = if to_unit { Person::Liaison } else { Person::AdminHere };
        match place {
            "unverified" => {}
            "postponed_unverified" => {
                self.must(Person::AdminHere, "postpone").await;
            }
            "archived" => {
                self.must(Person::AdminHere, "archive").await;
            }
            "withdrawn" => {
                self.reporter_must("withdraw").await;
            }
            "not_followed_up" => self.dispose(to_unit).await,
            "in_process" => {
                self.dispose(to_unit).await;
                self.must(handler, "follow_up").await;
            }
            "asked" => {
                Box::pin(self.bring_to("in_process", to_unit)).await;
                self.must(Person::Ombudsman, "request_explanation").await;
            }
            "postponed_in_process" => {
                Box::pin(self.bring_to("in_process", to_unit)).await;
                self.must(handler, "ask_reporter").await;
            }
            "awaiting_reporter" => {
                self.dispose(to_unit).await;
                self.must_with(handler, "follow_up", answer()).await;
            }
            "in_dialogue" => {
                self.dispose(to_unit).await;
                self.must(handler, "start_dialogue").await;
            }
            "completed" => {
                Box::pin(self.bring_to("awaiting_reporter", to_unit)).await;
                self.reporter_must("accept").await;
            }
            other => panic!("no such place: {other}"),
        }
    }
}
