//! Propartif over HTTP: from the first call to a closed case, its two clocks, who reads what, and what is refused.

use data_encoding::HEXLOWER;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, Places, TestServer, answer, complaint, on_both};

on_both!(
    from_the_first_call_to_a_closed_case,
    p1_and_p2_pass,
    who_reads_what,
    notes_lie_sealed,
    not_where_it_does_not_fit,
    either_party_leaves,
    what_makes_no_sense_is_told,
    keys_and_versions,
);

/// A case in the first unit's hands, in a dialogue.
pub(crate) async fn talking(server: &TestServer) -> Case<'_> {
    let case = Case::reachable(server).await;
    case.bring_to("in_dialogue", true).await;
    case
}

/// A valid body for each operation below `/dialogue`; none for reading.
pub(crate) fn body_of(operation: &str, places: &Places) -> Option<Value> {
    Some(match operation {
        "addDialogueContact" => contact("reporter", "2026-03-02T02:00:00Z", true),
        "addDialogueInterview" => interview(true),
        "addDialogueSession" => json!({
            "held_at": "2026-03-04T02:00:00Z", "place": "Aula Dukcapil", "online": false,
            "participants": ["Ibu Siti", "Kepala loket"], "agenda": "Nama yang salah", "minutes": "Rahasia notulen",
        }),
        "addDialogueAgreement" => json!({
            "text": "Kartu dicetak ulang.",
            "items": [{ "text": "Cetak ulang", "due_on": "2026-03-09", "owner_unit_id": places.units[0] }],
        }),
        "completeDialogueItem" => json!({ "evidence": "Foto kartu" }),
        "confirmDialogue" => json!({ "satisfied": true }),
        _ => return None,
    })
}

fn contact(party: &str, at: &str, reached: bool) -> Value {
    json!({ "party": party, "channel": "phone", "at": at, "reached": reached, "summary": "Rahasia kontak" })
}

fn interview(consent: bool) -> Value {
    json!({
        "facts": "Rahasia fakta", "interest": "Rahasia kepentingan", "wanted_outcome": "Rahasia harapan",
        "consent": consent,
    })
}

/// Agrees upon something; the id of the promised item.
pub(crate) async fn agree(case: &Case<'_>) -> String {
    let body = body_of("addDialogueAgreement", case.server.places()).expect("a body");
    let dialogue = add(case, "agreements", body).await;
    let agreements = dialogue["agreements"].as_array().expect("agreements");
    let item = &agreements.last().expect("an agreement")["items"][0]["id"];
    item.as_str().expect("an id").to_owned()
}

fn path(case: &Case<'_>, part: &str) -> String {
    format!("{}/dialogue/{part}", case.path())
}

/// The first unit's liaison writes it down; the dialogue afterwards.
async fn add(case: &Case<'_>, part: &str, body: Value) -> Value {
    let liaison = case.server.log_in(Person::Liaison).await;
    case.server.post(&liaison, &path(case, part), body).await.ok().json()
}

async fn read(case: &Case<'_>, caller: &Caller) -> Value {
    case.server.get(caller, &format!("{}/dialogue", case.path())).await.ok().json()
}

fn clock<'a>(case: &'a Value, code: &str) -> &'a Value {
    let clocks = case["deadlines"].as_array().expect("deadlines");
    clocks.iter().rev().find(|clock| clock["code"] == code).unwrap_or_else(|| panic!("no {code}: {case}"))
}

async fn from_the_first_call_to_a_closed_case(server: &TestServer) {
    let case = talking(server).await;
    let begun = case.seen().await;
    assert_eq!(begun["handling_track"], "informal");
    assert_eq!(clock(&begun, "P1")["due_at"], "2026-03-03T15:59:59.000Z");
    assert_eq!(clock(&begun, "P2")["due_at"], "2026-03-16T15:59:59.000Z");
    let tried = add(&case, "contacts", contact("reporter", "2026-03-02T02:00:00Z", false)).await;
    assert_eq!(tried["current"].get("contacted_at"), None);
    server.advance_clock(3600).await;
    let reached = add(&case, "contacts", contact("reporter", "2026-03-02T02:30:00Z", true)).await;
    assert_eq!(
        (&reached["current"]["contacted_at"], &reached["current"]["contact_in_time"]),
        (&json!("2026-03-02T02:30:00.000Z"), &json!(true))
    );
    let seen = case.seen().await;
    assert_eq!((&clock(&seen, "P1")["state"], &clock(&seen, "C2")["state"]), (&json!("met"), &json!("running")));
    add(&case, "contacts", contact("unit", "2026-03-02T02:40:00Z", true)).await;
    add(&case, "interviews", interview(true)).await;
    let body = body_of("addDialogueSession", server.places()).expect("a body");
    add(&case, "sessions", body).await;
    let item = agree(&case).await;
    assert_eq!(clock(&case.seen().await, "P2")["state"], "met");
    add(&case, "confirm", json!({ "satisfied": false, "text": "Kartunya belum ada." })).await;
    let proof = json!({ "evidence": "Foto kartu" });
    let done = add(&case, &format!("items/{item}/complete"), proof.clone()).await;
    assert_eq!(done["agreements"][0]["items"][0]["evidence"], "Foto kartu");
    let liaison = server.log_in(Person::Liaison).await;
    let again = server.post(&liaison, &path(&case, &format!("items/{item}/complete")), proof.clone()).await;
    again.refused(409, "invalid_transition");
    for nothing in ["0199aaaa-0000-7000-8000-000000000000", "x"] {
        let answer = server.post(&liaison, &path(&case, &format!("items/{nothing}/complete")), proof.clone()).await;
        answer.refused(404, "not_found");
    }
    server.set_clock("2026-03-05T02:00:00Z").await;
    let confirmed = add(&case, "confirm", json!({ "satisfied": true, "text": "Kartu sudah saya terima." })).await;
    assert_eq!((&confirmed["state"], &confirmed["handling_track"]), (&json!("awaiting_reporter"), &json!("informal")));
    assert_eq!((&confirmed["current"]["state"], &confirmed["current"]["days"]), (&json!("confirmed"), &json!(3)));
    assert_eq!(confirmed["confirmations"].as_array().expect("words").len(), 2);
    // The reporter reads the answer in the timeline, and closes.
    let timeline = server.all(&case.reporter, &format!("{}/timeline", case.path())).await;
    let answered = timeline.iter().find(|event| event["kind"] == "complaint.followed_up").expect("an answer");
    assert!(answered["text"].as_str().expect("words").starts_with("Kartu sudah saya terima."), "{answered}");
    let closed = case.reporter_must("accept").await;
    assert_eq!((&closed["state"], &closed["handling_track"]), (&json!("completed"), &json!("informal")));
    let talks = read(&case, &liaison).await;
    assert_eq!((&talks["current"]["state"], &talks["current"]["days"]), (&json!("settled"), &json!(3)));
    let counted = "SELECT count(*) FROM complaints WHERE dialogue_state = 'settled' AND dialogue_contact_in_time \
        AND dialogue_days = 3 AND handling_track = 'informal'";
    assert_eq!(server.database.number(counted).await, 1, "reports can sum the figures");
    server.post(&liaison, &path(&case, "interviews"), interview(true)).await.refused(409, "invalid_transition");
}

async fn p1_and_p2_pass(server: &TestServer) {
    let (silent, agreed) = (talking(server).await, talking(server).await);
    agree(&agreed).await;
    server.set_clock("2026-03-03T16:00:00Z").await;
    let late = silent.seen().await;
    assert_eq!((&late["handling_track"], &clock(&late, "P1")["state"]), (&json!("informal"), &json!("missed")));
    assert!(late["overdue"].as_array().expect("codes").contains(&json!("P1")), "{late}");
    server.set_clock("2026-03-16T15:59:59Z").await;
    assert_eq!(silent.seen().await["handling_track"], "informal");
    server.set_clock("2026-03-16T16:00:00Z").await;
    let ended = silent.seen().await;
    assert_eq!((&ended["handling_track"], &clock(&ended, "P2")["state"]), (&json!("formal"), &json!("missed")));
    assert!(!ended["overdue"].to_string().contains('P'), "{ended}");
    let liaison = server.log_in(Person::Liaison).await;
    let talks = read(&silent, &liaison).await["current"].clone();
    assert_eq!(
        (&talks["state"], &talks["contact_in_time"], &talks["days"], &talks["ended_at"]),
        (&json!("exited"), &json!(false), &json!(15), &json!("2026-03-16T16:00:00.000Z"))
    );
    let timeline = server.all(&silent.reporter, &format!("{}/timeline", silent.path())).await;
    assert!(
        timeline.iter().any(|event| event["kind"] == "complaint.dialogue_exited" && event["actor_role"] == "system")
    );
    assert_eq!(agreed.seen().await["handling_track"], "informal");
    // Once more, by the administrator.
    let again = silent.must(Person::AdminHere, "start_dialogue").await;
    assert_eq!(again["handling_track"], "informal");
    assert_eq!(read(&silent, &liaison).await["current"]["no"], 2);
}

async fn who_reads_what(server: &TestServer) {
    let case = talking(server).await;
    add(&case, "contacts", contact("reporter", "2026-03-02T02:00:00Z", true)).await;
    add(&case, "interviews", interview(true)).await;
    add(&case, "sessions", body_of("addDialogueSession", server.places()).expect("a body")).await;
    agree(&case).await;
    for person in [Person::Liaison, Person::AdminHere, Person::Coordinator] {
        let talks = read(&case, &server.log_in(person).await).await;
        assert_eq!(talks.to_string().matches("Rahasia").count(), 5, "{person:?}: {talks}");
        assert_eq!(talks["sessions"][0]["participants"][0], "Ibu Siti");
    }
    // The reporter reads when and where, and what was agreed upon; not the notes.
    let own = read(&case, &case.reporter).await;
    let text = own.to_string();
    assert!(!text.contains("Rahasia") && !text.contains("Ibu Siti") && !text.contains("Nama yang salah"), "{own}");
    for absent in ["contacts", "interviews"] {
        assert_eq!(own.get(absent), None, "{own}");
    }
    assert_eq!(own["sessions"][0]["place"], "Aula Dukcapil");
    assert_eq!(own["agreements"][0]["items"][0]["text"], "Cetak ulang");
    let timeline = server.get(&case.reporter, &format!("{}/timeline", case.path())).await.ok().json().to_string();
    assert!(!timeline.contains("dialogue_contact") && timeline.contains("dialogue_agreed"), "{timeline}");
    // Others see the case at most.
    let path = format!("{}/dialogue", case.path());
    for person in [Person::Ombudsman, Person::ProvinceHere] {
        server.get(&server.log_in(person).await, &path).await.refused(403, "forbidden");
    }
    for person in [Person::AdminElsewhere, Person::OtherLiaison, Person::Budi, Person::MinistryAdmin] {
        server.get(&server.log_in(person).await, &path).await.refused(404, "not_found");
    }
    server.get(&Caller::Nobody, &path).await.refused(401, "unauthenticated");
    let wrong = Caller::Secret("0123456789ABCDEFGHJKMNPQRS".to_owned());
    server.get(&wrong, &path).await.refused(404, "not_found");
    // The unit that loses the case loses its notes.
    case.must(Person::Liaison, "return").await;
    server.get(&server.log_in(Person::Liaison).await, &path).await.refused(404, "not_found");
    // Where there was none, there is nothing to read, and no error.
    let plain = Case::new(server).await;
    let none = read(&plain, &plain.reporter).await;
    assert_eq!((none.get("current"), &none["agreements"]), (None, &json!([])));
}

async fn notes_lie_sealed(server: &TestServer) {
    let case = talking(server).await;
    add(&case, "contacts", contact("reporter", "2026-03-02T02:00:00Z", true)).await;
    add(&case, "interviews", interview(true)).await;
    add(&case, "sessions", body_of("addDialogueSession", server.places()).expect("a body")).await;
    let item = agree(&case).await;
    add(&case, &format!("items/{item}/complete"), json!({ "evidence": "Rahasia bukti" })).await;
    let database = &server.database;
    assert_eq!(database.number("SELECT count(*) FROM dialogue_entries").await, 4);
    for words in ["Rahasia", "Ibu Siti", "Cetak ulang", "Kartu dicetak"] {
        let hex = HEXLOWER.encode(words.as_bytes());
        for (table, column) in
            [("dialogue_entries", "content"), ("dialogue_items", "content"), ("dialogue_items", "evidence")]
        {
            let shown = database.hex_of(column);
            let found = format!("SELECT count(*) FROM {table} WHERE lower({shown}) LIKE '%{hex}%'");
            assert_eq!(database.number(&found).await, 0, "{words} in {table}");
        }
        let events = format!("SELECT count(*) FROM events WHERE text LIKE '%{words}%'");
        assert_eq!(database.number(&events).await, 0, "{words} in the log");
    }
}

async fn not_where_it_does_not_fit(server: &TestServer) {
    // Nobody to call.
    let mute = Case::new(server).await;
    mute.dispose(true).await;
    let liaison = server.log_in(Person::Liaison).await;
    let refused = mute.act(&liaison, "start_dialogue", json!({})).await.refused(409, "invalid_transition").json();
    assert!(!refused["allowed_actions"].to_string().contains("dialogue"), "{refused}");
    // An account, a telephone number or an e-mail address is enough; a name is not.
    let filed = async |reporter: Value| {
        let mut body = complaint(server.places());
        body["reporter"] = reporter;
        let case = Case::file(server, &Caller::Nobody, body).await;
        case.dispose(true).await;
        case.act(&liaison, "start_dialogue", json!({})).await.status
    };
    assert_eq!(filed(json!({ "email": "siti@warga.example" })).await, 200);
    assert_eq!(filed(json!({ "name": "Siti", "address": "Jl. Mawar" })).await, 409);
    let siti = server.log_in(Person::Siti).await;
    let own = Case::file(server, &siti, complaint(server.places())).await;
    own.dispose(true).await;
    assert_eq!(own.must(Person::Liaison, "start_dialogue").await["handling_track"], "informal");
    // Where abuse is alleged there is nothing to be settled.
    for class in ["complaint_supervisory", "whistleblowing"] {
        let grave = Case::reachable(server).await;
        let mut body = crate::harness::body_of("handle", server.places());
        body["class"] = class.into();
        let admin = server.log_in(Person::AdminHere).await;
        // Where the rules of supervision keep the case from this desk, nobody here can start anything.
        if grave.act(&admin, "handle", body).await.status == 200 {
            let refused = grave.act(&admin, "start_dialogue", json!({})).await;
            assert!(refused.status == 409 || refused.status == 404, "{class}: {refused}");
        }
    }
    // Nothing is written down before there is a dialogue, nor by others.
    let early = Case::reachable(server).await;
    early.dispose(true).await;
    let places = server.places();
    for (part, operation) in [("contacts", "addDialogueContact"), ("confirm", "confirmDialogue")] {
        let body = body_of(operation, places).expect("a body");
        server.post(&liaison, &path(&early, part), body.clone()).await.refused(409, "invalid_transition");
        server.post(&Caller::Nobody, &path(&early, part), body.clone()).await.refused(401, "unauthenticated");
        server.post(&early.reporter, &path(&early, part), body).await.refused(403, "forbidden");
    }
}

async fn either_party_leaves(server: &TestServer) {
    let case = talking(server).await;
    let reason = json!({ "reason": "Kami tidak sepakat." });
    let left = case.done(&case.reporter, "exit_dialogue", reason.clone()).await;
    assert_eq!((&left["handling_track"], &left["state"]), (&json!("formal"), &json!("not_followed_up")));
    assert_eq!(clock(&left, "P2")["state"], "cancelled");
    let liaison = server.log_in(Person::Liaison).await;
    case.act(&liaison, "exit_dialogue", reason).await.refused(409, "invalid_transition");
    // Whoever does not consent is not held.
    let case = talking(server).await;
    let refused = add(&case, "interviews", interview(false)).await;
    assert_eq!((&refused["handling_track"], &refused["current"]["state"]), (&json!("formal"), &json!("exited")));
    // Forwarded: the next one starts anew.
    let case = talking(server).await;
    case.must(Person::AdminHere, "forward").await;
    assert_eq!(case.seen().await["handling_track"], "formal");
    // An answer by letter ends no talks; the reporter's reply to a confirmed one does.
    let case = talking(server).await;
    case.must_with(Person::Liaison, "follow_up", answer()).await;
    assert_eq!(case.reporter_must("reply").await["handling_track"], "informal");
    add(&case, "confirm", json!({ "satisfied": true })).await;
    assert_eq!(case.reporter_must("reply").await["handling_track"], "formal");
}

async fn what_makes_no_sense_is_told(server: &TestServer) {
    let case = talking(server).await;
    let liaison = server.log_in(Person::Liaison).await;
    let faults = async |part: &str, body: Value| {
        let refused = server.post(&liaison, &path(&case, part), body).await.refused(422, "validation_failed");
        refused.faults().into_iter().map(|(pointer, code)| format!("{pointer} {code}")).collect::<Vec<_>>()
    };
    assert_eq!(faults("contacts", contact("reporter", "2026-03-02T02:30:00Z", true)).await, ["/at in_future"]);
    assert_eq!(faults("contacts", contact("reporter", "2026-02-02T02:00:00Z", true)).await, ["/at out_of_range"]);
    let mut wrong = contact("reporter", "2026-03-02T02:00:00Z", true);
    wrong["channel"] = json!("telepati");
    wrong["summary"] = json!(" ");
    assert_eq!(faults("contacts", wrong).await, ["/channel unknown_value", "/summary too_short"]);
    let session = json!({ "held_at": "2026-03-04T02:00:00Z", "online": false, "participants": [], "agenda": "a" });
    assert_eq!(faults("sessions", session).await, ["/place required"]);
    let nothing = json!({ "text": "Sepakat", "items": [] });
    assert_eq!(faults("agreements", nothing).await, ["/items too_short"]);
    let item = |due_on: &str, unit: &str| json!({ "text": "Cetak", "due_on": due_on, "owner_unit_id": unit });
    let unit = &server.places().units[0];
    let unknown = "0199aaaa-0000-7000-8000-000000000000";
    let body = json!({ "text": "Sepakat", "items": [item("2026-03-01", unit), item("2026-03-02", unknown)] });
    assert_eq!(
        faults("agreements", body).await,
        ["/items/0/due_on out_of_range", "/items/1/owner_unit_id unknown_value"]
    );
    assert_eq!(read(&case, &liaison).await["agreements"], json!([]), "nothing of it was kept");
}

async fn keys_and_versions(server: &TestServer) {
    let case = talking(server).await;
    let liaison = server.log_in(Person::Liaison).await;
    let body = contact("reporter", "2026-03-02T02:00:00Z", true);
    let once = async || {
        let call = server.call(Method::POST, &path(&case, "contacts")).by(&liaison);
        call.header("idempotency-key", "kontak-pertama").json(&body).send().await.ok()
    };
    let (first, second) = (once().await, once().await);
    assert_eq!((first.status, second.header("idempotency-replayed")), (201, "true"));
    assert_eq!(first.body, second.body);
    assert_eq!(read(&case, &liaison).await["contacts"].as_array().expect("contacts").len(), 1);
    assert!(first.header("location").ends_with(&format!("/v1/complaints/{}/dialogue", case.id)));
    let stale = server.call(Method::POST, &path(&case, "contacts")).by(&liaison).header("if-match", "\"1\"");
    stale.json(&body).send().await.refused(412, "version_mismatch");
    let known = server.get(&liaison, &format!("{}/dialogue", case.path())).await.ok();
    assert_eq!(known.header("etag"), first.header("etag"));
    let again = server.call(Method::GET, &format!("{}/dialogue", case.path())).by(&liaison);
    let unchanged = again.header("if-none-match", known.header("etag")).send().await;
    assert_eq!(unchanged.status, 304);
    // A repeated answer goes to those only who may still read it.
    case.must(Person::Liaison, "return").await;
    let call = server.call(Method::POST, &path(&case, "contacts")).by(&liaison);
    call.header("idempotency-key", "kontak-pertama").json(&body).send().await.refused(404, "not_found");
}
