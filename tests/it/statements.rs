//! A page costs at most three statements, however many rows it has: after authentication, without BEGIN and COMMIT, the pool's
//! question and the session check.

use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, TestServer, body_of, complaint, on_both, statements};

on_both!(a_page_costs_at_most_three);

const MOST: usize = 3;
/// More than the largest page that is asked for first, so that sizes differ.
const CASES: usize = 52;

/// Every list there is, and who asks for it; `{case}` is a case, `{number}` its tracking number, `{city}`, `{unit}`, `{category}` and `{user}`
/// ids.
const LISTS: &[(Option<Person>, &str)] = &[
    (None, "/v1/complaints"),
    (None, "/v1/complaints?state=not_followed_up&class=complaint_non_supervisory&region_code=73&sort=received_at"),
    (Some(Person::Budi), "/v1/complaints?scope=public&category_id={category}&agency_id={city}&unit_id={unit}"),
    (Some(Person::Siti), "/v1/complaints?scope=mine"),
    (Some(Person::Siti), "/v1/complaints?scope=mine&sort=-due_at&overdue=false"),
    (Some(Person::AdminHere), "/v1/complaints?scope=inbox&sort=due_at"),
    (
        Some(Person::AdminHere),
        "/v1/complaints?scope=inbox&due_within_working_days=9&received_after=2026-01-01T00:00:00Z",
    ),
    (Some(Person::Liaison), "/v1/complaints?scope=inbox&state=not_followed_up&due_within_working_days=9"),
    (Some(Person::Coordinator), "/v1/complaints?scope=inbox&sort=received_at"),
    (Some(Person::ProvinceHere), "/v1/complaints?scope=inbox&sort=due_at"),
    (Some(Person::Ombudsman), "/v1/complaints?scope=inbox&sort=-due_at"),
    (Some(Person::Siti), "/v1/complaints/{case}/timeline"),
    (Some(Person::AdminHere), "/v1/complaints/{case}/timeline"),
    (None, "/v1/complaints/{number}/timeline"),
    (None, "/v1/search?q=judul"),
    // One word of the title and one of the note: what was said is read, too.
    (Some(Person::Liaison), "/v1/search?q=ktp+dinas&scope=inbox"),
    (Some(Person::Siti), "/v1/search?q=ktp&scope=mine"),
    (None, "/v1/agencies"),
    (None, "/v1/agencies?region_code=73.71&kind=city"),
    (None, "/v1/agencies?q=dinas"),
    (None, "/v1/regions"),
    (None, "/v1/categories"),
    (None, "/v1/rules"),
    (None, "/v1/calendar/holidays"),
    (Some(Person::SystemAdmin), "/v1/agencies/{unit}/history"),
    (Some(Person::SystemAdmin), "/v1/categories/{category}/history"),
    (Some(Person::SystemAdmin), "/v1/users?email=siti@uji.example"),
    (Some(Person::AdminHere), "/v1/notifications"),
    (Some(Person::Siti), "/v1/me/sessions"),
    (Some(Person::Siti), "/v1/me/data-requests"),
    (Some(Person::Siti), "/v1/me/access-log"),
    (Some(Person::PrivacyOfficer), "/v1/data-requests"),
    (Some(Person::PrivacyOfficer), "/v1/data-requests?state=received"),
    (Some(Person::PrivacyOfficer), "/v1/legal-holds"),
];

/// Lists that are not counted or have one size.
const UNCOUNTED: [&str; 4] = ["/timeline", "/history", "/v1/users", "/v1/search"];

async fn a_page_costs_at_most_three(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let admin = server.log_in(Person::AdminHere).await;
    let mut filed = Vec::new();
    for n in 0..CASES {
        let case = Case::file(server, &siti, complaint(server.places())).await;
        let mut body = body_of("verify", server.places());
        body["public_text"] = json!({ "title": "Judul", "body": "Isi" });
        body["note"] = json!("Untuk dinas");
        case.done(&admin, "verify", body).await;
        let asked = json!({ "kind": "access", "text": format!("Permintaan {n}") });
        server.post(&siti, "/v1/me/data-requests", asked).await.ok();
        filed.push(case);
    }
    server.app().catch_up().await.expect("the index is made");
    let case = &filed[0];
    let officer = server.log_in(Person::PrivacyOfficer).await;
    let hold = json!({ "case_kind": "complaint", "case_id": case.id, "reason": "Perkara." });
    server.post(&officer, "/v1/legal-holds", hold).await.ok();
    // One case, by whoever sees it.
    for caller in [&siti, &admin, &Caller::Nobody] {
        at_most_three(server, caller, &case.path()).await;
    }
    let tracked = Case::new(server).await;
    let track = format!("/v1/track/{}/data-requests", tracked.tracking_number);
    server.post(&tracked.reporter, &track, json!({ "kind": "access", "text": "Mohon." })).await.ok();
    at_most_three(server, &tracked.reporter, &track).await;
    let places = server.places();
    for (person, path) in LISTS {
        let caller = match person {
            Some(person) => server.log_in(*person).await,
            None => Caller::Nobody,
        };
        let path = path
            .replace("{case}", &case.id)
            .replace("{number}", &case.tracking_number)
            .replace("{city}", &places.city)
            .replace("{unit}", &places.units[0])
            .replace("{category}", &places.category);
        if UNCOUNTED.iter().any(|part| path.contains(part)) {
            at_most_three(server, &caller, &path).await;
            continue;
        }
        let join = if path.contains('?') { '&' } else { '?' };
        let mut cursor = Value::Null;
        for limit in [1, 50, 200] {
            let page = at_most_three(server, &caller, &format!("{path}{join}limit={limit}&include_total=true")).await;
            let rows = page["data"].as_array().map_or(0, Vec::len);
            assert!(rows <= limit, "{path}: {rows} of {limit}");
            if limit == 1 {
                assert_eq!(rows == 0, path.contains("access-log"), "{path}: there is something to be read");
                cursor = page["next_cursor"].clone();
            }
        }
        if let Some(cursor) = cursor.as_str() {
            // The filters of the cursor: the same ones, whatever the size.
            at_most_three(server, &caller, &format!("{path}{join}include_total=true&limit=50&cursor={cursor}")).await;
        }
    }
    // The counter counts: a write sends more than that.
    let case = Case::new(server).await;
    let answer = case.act(&admin, "postpone", body_of("postpone", server.places())).await.ok();
    assert!(statements(answer.header("x-request-id")).len() > MOST);
}

/// Asks, and counts; the answer's body.
async fn at_most_three(server: &TestServer, caller: &Caller, path: &str) -> Value {
    // Session and law are read now and then, and kept for some seconds: of three calls at least one has both at hand.
    let mut least = None::<Vec<String>>;
    let mut body = Value::Null;
    for _ in 0..3 {
        let answer = server.get(caller, path).await;
        let answer = answer.ok();
        body = answer.json();
        let sent = statements(answer.header("x-request-id"));
        if least.as_ref().is_none_or(|least| sent.len() < least.len()) {
            least = Some(sent);
        }
    }
    let least = least.expect("three calls");
    assert!(!least.is_empty(), "{path}: nothing was read");
    assert!(least.len() <= MOST, "{path}: {least:#?}");
    body
}
