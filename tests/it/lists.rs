//! Lists: every filter and sort against the same rows picked and sorted here, keyset pages under inserts, counts, ends.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Caller, Case, Person, TestServer, complaint, on_both};

on_both!(filters_and_sorts, pages_under_inserts, ends_counts_and_foreign_cursors, lists_of_reference_data);

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_default()
}

/// Files at the desk, as received at that time.
async fn receive<'a>(server: &'a TestServer, at: &str, change: impl Fn(&mut Value)) -> Case<'a> {
    let admin = server.log_in(Person::AdminHere).await;
    let mut body = complaint(server.places());
    (body["channel"], body["received_at"]) = (json!("face_to_face"), json!(at));
    change(&mut body);
    Case::file(server, &admin, body).await
}

async fn variety(server: &TestServer) {
    let places = server.places();
    let states = [
        "unverified",
        "postponed_unverified",
        "archived",
        "withdrawn",
        "not_followed_up",
        "in_process",
        "postponed_in_process",
        "awaiting_reporter",
        "completed",
    ];
    for (n, state) in states.iter().cycle().take(18).enumerate() {
        // Two of each hour, so that the id has to decide; the first ones long ago, so that a term has passed.
        let at = if n < 4 { format!("2026-02-1{n}T03:00:00Z") } else { format!("2026-02-27T0{}:00:00Z", (n - 4) / 2) };
        let case = receive(server, &at, |body| {
            body["incident_region_code"] = json!(["73.71", "73.71.01", "73.01", "31"][n % 4]);
            if n % 3 == 0 {
                body["class"] = json!("aspiration");
            }
            if n % 5 == 0 {
                body["category_id"] = json!(places.other_category);
            }
        });
        case.await.bring_to(state, n % 2 == 0).await;
    }
    let elsewhere = Case::file(server, &Caller::Nobody, {
        let mut body = complaint(places);
        body["target_agency_id"] = json!(places.other_city);
        body
    });
    elsewhere.await;
    // Lets what has passed take its effect.
    server.set_clock("2026-03-02T08:00:00Z").await;
}

/// Which rows a filter should find.
type Pick<'a> = Box<dyn Fn(&Value) -> bool + 'a>;

async fn filters_and_sorts(server: &TestServer) {
    variety(server).await;
    let places = server.places();
    let coordinator = server.log_in(Person::Coordinator).await;
    let all = server.all(&coordinator, "/v1/complaints?scope=inbox&limit=5").await;
    assert_eq!(all.len(), 19);
    let within: chrono::DateTime<chrono::Utc> =
        "2026-03-05T16:59:59.999Z".parse().expect("the end of the 5th in Jakarta");
    let filters: Vec<(String, Pick<'_>)> = vec![
        ("state=unverified".to_owned(), Box::new(|row| text(row, "state") == "unverified")),
        (
            "state=in_process,completed".to_owned(),
            Box::new(|row| ["in_process", "completed"].contains(&text(row, "state"))),
        ),
        ("class=aspiration".to_owned(), Box::new(|row| text(row, "class") == "aspiration")),
        ("class=aspiration,complaint_non_supervisory".to_owned(), Box::new(|row| text(row, "class") != "complaint")),
        (format!("category_id={}", places.category), Box::new(|row| text(row, "category_id") == places.category)),
        ("region_code=73".to_owned(), Box::new(|row| text(row, "incident_region_code").starts_with("73"))),
        ("region_code=73.71".to_owned(), Box::new(|row| text(row, "incident_region_code").starts_with("73.71"))),
        ("region_code=73.71.01".to_owned(), Box::new(|row| text(row, "incident_region_code") == "73.71.01")),
        (format!("agency_id={}", places.other_city), Box::new(|row| text(row, "agency_id") == places.other_city)),
        (format!("unit_id={}", places.units[0]), Box::new(|row| text(row, "unit_id") == places.units[0])),
        ("overdue=true".to_owned(), Box::new(|row| row["overdue"] != json!([]))),
        ("overdue=false".to_owned(), Box::new(|row| row["overdue"] == json!([]))),
        (
            "due_within_working_days=3".to_owned(),
            Box::new(|row| {
                row["next_due_at"]
                    .as_str()
                    .is_some_and(|at| at.parse::<chrono::DateTime<chrono::Utc>>().expect("a time") <= within)
            }),
        ),
        (
            "received_after=2026-02-27T03:00:00Z".to_owned(),
            Box::new(|row| text(row, "received_at") > "2026-02-27T03:00:00.000Z"),
        ),
        (
            "received_before=2026-02-27T03:00:00Z".to_owned(),
            Box::new(|row| text(row, "received_at") < "2026-02-27T03:00:00.000Z"),
        ),
        (
            format!("state=unverified,not_followed_up&region_code=73&agency_id={}&overdue=false", places.city),
            Box::new(|row| {
                ["unverified", "not_followed_up"].contains(&text(row, "state"))
                    && text(row, "incident_region_code").starts_with("73")
                    && text(row, "agency_id") == places.city
                    && row["overdue"] == json!([])
            }),
        ),
    ];
    for (filter, pick) in &filters {
        let expected: BTreeSet<String> =
            ids(&all.iter().filter(|row| pick(row)).cloned().collect::<Vec<_>>()).into_iter().collect();
        let found = server.all(&coordinator, &format!("/v1/complaints?scope=inbox&limit=2&{filter}")).await;
        assert_eq!(ids(&found).into_iter().collect::<BTreeSet<_>>(), expected, "{filter}");
        assert_eq!(found.len(), expected.len(), "{filter}: none twice");
        assert!(!expected.is_empty() && expected.len() < all.len(), "{filter} tells something apart");
    }
    for (sort, key, descending) in [
        ("received_at", "received_at", false),
        ("-received_at", "received_at", true),
        ("due_at", "next_due_at", false),
        ("-due_at", "next_due_at", true),
    ] {
        // What is never due is due last of all.
        let place = |row: &Value| (row[key].as_str().unwrap_or("9999").to_owned(), text(row, "id").to_owned());
        let mut expected = all.clone();
        expected.sort_by_key(place);
        if descending {
            expected.reverse();
        }
        let found = server.all(&coordinator, &format!("/v1/complaints?scope=inbox&limit=4&sort={sort}")).await;
        assert_eq!(ids(&found), ids(&expected), "{sort}");
    }
    let item = &all[0];
    assert!(item.get("body").is_none() && item.get("deadlines").is_none(), "{item}");
}

async fn pages_under_inserts(server: &TestServer) {
    for sort in ["received_at", "-received_at", "due_at", "-due_at"] {
        let before: BTreeSet<String> =
            ids(&server.all(&server.log_in(Person::AdminHere).await, "/v1/complaints?scope=inbox").await)
                .into_iter()
                .collect();
        for n in 0..10 {
            receive(server, &format!("2026-02-2{}T05:00:00Z", 3 + n % 4), |_| ()).await;
        }
        let admin = server.log_in(Person::AdminHere).await;
        let path = format!("/v1/complaints?scope=inbox&limit=3&sort={sort}");
        let mut seen = Vec::new();
        let mut next = Some(path.clone());
        while let Some(path) = next {
            let answer = server.get(&admin, &path).await.ok();
            let page = answer.json();
            seen.extend(ids(page["data"].as_array().expect("data")));
            // The link of the answer leads on, too, with all filters; the page has another size.
            let link = answer.header("link").to_owned();
            assert!(seen.len() < 200, "{sort}: pages without end");
            let cursor = page["next_cursor"].as_str().map(str::to_owned);
            assert_eq!(cursor.is_some(), link.contains("rel=\"next\""), "{link}");
            next = cursor.map(|cursor| {
                assert!(link.contains(&cursor) && link.contains("limit=") && link.contains(sort), "{link}");
                format!("/v1/complaints?cursor={cursor}&sort={sort}&limit=4&scope=inbox")
            });
            // One before, one after and one amid what has been seen.
            for at in ["2026-02-20T00:00:00Z", "2026-02-24T05:00:00Z", "2026-03-01T00:00:00Z"] {
                if seen.len() < 20 {
                    receive(server, at, |_| ()).await;
                }
            }
        }
        let unique: BTreeSet<&String> = seen.iter().collect();
        assert_eq!(unique.len(), seen.len(), "{sort}: none twice");
        assert!(before.iter().all(|id| unique.contains(id)), "{sort}: none lost");
    }
}

async fn ends_counts_and_foreign_cursors(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    let mut cases = Vec::new();
    for _ in 0..5 {
        cases.push(Case::new(server).await);
    }
    let list = "/v1/complaints?scope=inbox&state=unverified&sort=received_at";
    let page = server.get(&admin, &format!("{list}&limit=4&include_total=true")).await.ok().json();
    assert_eq!(page["total"], json!({ "value": 5, "exact": true }));
    let cursor = page["next_cursor"].as_str().expect("one more page").to_owned();
    cases[4].must(Person::AdminHere, "archive").await;
    let past = server.get(&admin, &format!("{list}&cursor={cursor}&include_total=true")).await.ok();
    assert_eq!(past.json(), json!({ "data": [], "next_cursor": null, "total": { "value": 4, "exact": true } }));
    assert_eq!(past.header("link"), "");
    assert!(server.get(&admin, list).await.ok().json().get("total").is_none());
    for other in [
        "/v1/complaints?scope=inbox&state=unverified&sort=-received_at",
        "/v1/complaints?scope=inbox&sort=received_at",
        "/v1/complaints?scope=mine&state=unverified&sort=received_at",
        "/v1/agencies?",
    ] {
        server.get(&admin, &format!("{other}&cursor={cursor}")).await.refused(400, "invalid_cursor");
    }
    for nonsense in ["", "x", "AAAA"] {
        server.get(&admin, &format!("{list}&cursor={nonsense}")).await.refused(400, "invalid_cursor");
    }
    for (bad, code) in [
        ("limit=0", "invalid_parameter"),
        ("limit=x", "invalid_parameter"),
        ("state=open", "invalid_parameter"),
        ("sort=title", "invalid_parameter"),
        ("region_code=7", "invalid_parameter"),
        ("overdue=yes", "invalid_parameter"),
        ("unit_id=x", "invalid_parameter"),
        ("due_within_working_days=251", "invalid_parameter"),
        ("received_after=yesterday", "invalid_parameter"),
        ("stat=x", "unknown_parameter"),
        ("offset=1", "unknown_parameter"),
    ] {
        let refused = server.get(&admin, &format!("/v1/complaints?scope=inbox&{bad}")).await.refused(400, code);
        assert_eq!(refused.json()["parameter"], bad.split('=').next().expect("a name"), "{refused}");
    }
    assert_eq!(
        server.get(&admin, "/v1/complaints?scope=inbox&limit=9999").await.ok().json()["data"].as_array().map(Vec::len),
        Some(5)
    );
    server.get(&Caller::Nobody, "/v1/complaints?scope=inbox").await.refused(401, "unauthenticated");
    server.get(&Caller::Nobody, "/v1/complaints?scope=mine").await.refused(401, "unauthenticated");
    server.get(&server.log_in(Person::Budi).await, "/v1/complaints?scope=inbox").await.refused(403, "forbidden");
    // A timeline has pages, too.
    let case = Case::new(server).await;
    case.bring_to("completed", true).await;
    let path = format!("{}/timeline", case.path());
    let (whole, pages) =
        (server.all(&case.reporter, &path).await, server.all(&case.reporter, &format!("{path}?limit=1")).await);
    assert_eq!(whole, pages);
    assert_eq!(whole.len(), 4);
}

async fn lists_of_reference_data(server: &TestServer) {
    let nobody = Caller::Nobody;
    for (path, total) in [
        ("/v1/regions?kind=province", Some(38)),
        ("/v1/agencies?kind=city", Some(93)),
        ("/v1/categories", None),
        ("/v1/rules", None),
        ("/v1/calendar/holidays?year=2026", None),
    ] {
        let join = if path.contains('?') { '&' } else { '?' };
        let whole = server.all(&nobody, &format!("{path}{join}limit=200")).await;
        let pages = server.all(&nobody, &format!("{path}{join}limit=7")).await;
        assert_eq!(whole, pages, "{path}");
        let counted = server.get(&nobody, &format!("{path}{join}include_total=true")).await.ok().json();
        assert_eq!(counted["total"], json!({ "value": whole.len(), "exact": true }), "{path}");
        assert!(total.is_none_or(|total| total == whole.len()), "{path}: {}", whole.len());
    }
    let found = server.all(&nobody, "/v1/agencies?region_code=73.71&kind=city").await;
    assert_eq!((found.len(), text(&found[0], "time_zone"), text(&found[0], "code")), (1, "Asia/Makassar", "73.71"));
    let units = server.all(&nobody, &format!("/v1/agencies?parent_id={}", server.places().city)).await;
    let (own, set_up): (Vec<_>, Vec<_>) = units.into_iter().partition(|unit| text(unit, "code") == "73.71.insp");
    assert_eq!((own.len(), text(&own[0], "name")), (1, "Inspektorat Kota Makassar"));
    assert_eq!(ids(&set_up).into_iter().collect::<BTreeSet<_>>(), server.places().units.iter().cloned().collect());
    // Reference data is not sent again to who has it.
    let first = server.get(&nobody, "/v1/rules?code=C3c").await.ok();
    let again = server.call(reqwest::Method::GET, "/v1/rules?code=C3c").header("if-none-match", first.header("etag"));
    assert_eq!(again.send().await.status, 304);
}
