//! Likely duplicates: found by whoever handles the case, among what they may see.

use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, TestServer, body_of, complaint, on_both};

on_both!(the_likest_come_first, only_what_the_caller_handles_and_sees);

async fn filed<'a>(server: &'a TestServer, title: &str, body: &str, change: impl Fn(&mut Value)) -> Case<'a> {
    let mut filing = complaint(server.places());
    (filing["title"], filing["body"]) = (json!(title), json!(body));
    change(&mut filing);
    Case::file(server, &Caller::Nobody, filing).await
}

async fn likely(case: &Case<'_>, who: Person) -> Vec<Value> {
    let caller = case.server.log_in(who).await;
    let answer = case.server.get(&caller, &format!("{}/likely-duplicates", case.path())).await.ok();
    answer.json()["data"].as_array().expect("data").clone()
}

fn ids(found: &[Value]) -> Vec<&str> {
    found.iter().map(|found| found["id"].as_str().expect("an id")).collect()
}

const TITLE: &str = "Lampu jalan padam di Pasar Terong";
const BODY: &str = "Sudah seminggu lampu jalan di depan Pasar Terong padam dan warga takut lewat.";

async fn the_likest_come_first(server: &TestServer) {
    let case = filed(server, TITLE, BODY, |filing| filing["incident_place"] = json!("Pasar Terong")).await;
    let same = filed(server, TITLE, BODY, |filing| filing["incident_place"] = json!("pasar terong")).await;
    let alike = filed(server, "Penerangan mati", "Lampu jalan padam dekat Pasar Terong, gelap sekali.", |_| ()).await;
    filed(server, "KTP belum jadi", "Enam bulan menunggu cetak KTP elektronik.", |_| ()).await;
    // The same words in another city, and three months before.
    filed(server, TITLE, BODY, |filing| filing["incident_region_code"] = json!("73.01")).await;
    let admin = server.log_in(Person::AdminHere).await;
    let mut old = complaint(server.places());
    (old["title"], old["body"], old["channel"]) = (json!(TITLE), json!(BODY), json!("letter"));
    (old["received_at"], old["incident_on"]) = (json!("2025-12-01T03:00:00Z"), json!("2025-11-01"));
    Case::file(server, &admin, old).await;
    let found = likely(&case, Person::AdminHere).await;
    assert_eq!(ids(&found), [same.id.as_str(), alike.id.as_str()], "{found:?}");
    assert_eq!((&found[0]["title"], &found[0]["tracking_number"]), (&json!(TITLE), &json!(same.tracking_number)));
    assert_eq!(found[0]["reasons"], json!(["similar_text", "similar_title", "similar_place", "near_day"]));
    assert_eq!(found[0]["score"], 90, "all but category and district, which are not known");
    assert!(found[1]["score"].as_u64().is_some_and(|score| (20..90).contains(&score)), "{found:?}");
    assert!(found.iter().all(|found| found.as_object().is_some_and(|found| found.len() == 5)), "{found:?}");
    // It holds the other way round, and by the number.
    assert_eq!(ids(&likely(&same, Person::AdminHere).await)[0], case.id);
    let by_number = format!("/v1/complaints/{}/likely-duplicates", case.tracking_number);
    assert_eq!(server.get(&admin, &by_number).await.ok().json()["data"].as_array().map(Vec::len), Some(2));
}

async fn only_what_the_caller_handles_and_sees(server: &TestServer) {
    let case = filed(server, TITLE, BODY, |_| ()).await;
    let elsewhere = filed(server, TITLE, BODY, |filing| {
        filing["target_agency_id"] = json!(server.places().other_city);
    })
    .await;
    let unit = filed(server, TITLE, BODY, |_| ()).await;
    unit.must_with(Person::AdminHere, "verify", body_of("verify", server.places())).await;
    assert_eq!(
        ids(&likely(&case, Person::AdminHere).await),
        [unit.id.as_str()],
        "another agency's case is not told of"
    );
    let all = likely(&case, Person::Coordinator).await;
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(ids(&all).contains(&elsewhere.id.as_str()));
    assert_eq!(ids(&likely(&unit, Person::Liaison).await), [] as [&str; 0], "the liaison has no other case");
    let path = |case: &Case<'_>| format!("{}/likely-duplicates", case.path());
    server.get(&Caller::Nobody, &path(&case)).await.refused(401, "unauthenticated");
    server.get(&Caller::Nobody, "/v1/complaints/x/likely-duplicates").await.refused(401, "unauthenticated");
    server.get(&case.reporter, &path(&case)).await.refused(403, "forbidden");
    server.get(&server.log_in(Person::Ombudsman).await, &path(&case)).await.refused(403, "forbidden");
    for stranger in [Person::Budi, Person::AdminElsewhere, Person::OtherLiaison] {
        server.get(&server.log_in(stranger).await, &path(&case)).await.refused(404, "not_found");
    }
    let admin = server.log_in(Person::AdminHere).await;
    server.get(&admin, &format!("{}?limit=5", path(&case))).await.refused(400, "unknown_parameter");
    server.get(&admin, "/v1/complaints/x/likely-duplicates").await.refused(404, "not_found");
}
