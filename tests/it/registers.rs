//! The registers of requests and objections and the yearly figures: the same as a recount of the cases, in every form.

mod recount;
mod sheets;

use chrono::NaiveDate;
use padi_app::{
    accounts::NewUser,
    complaints::{Access, act::Terms},
    idempotency::Reply,
    information::objections::file::{Subject, Submission},
};
use padi_information::{
    applicant::{Applicant, Identity},
    objection::{
        Ground,
        command::{Command, Extent},
    },
    register::{OBJECTION_HEADINGS, REQUEST_HEADINGS},
};
use padi_kernel::{actor::Role, id::ObjectionId};
use recount::{cell, printed, row};
use reqwest::Method;
use serde_json::{Value, json};
use sheets::{csv_rows, xlsx_rows};

use crate::{
    harness::{Answer, Caller, PASSWORD, Person, Request, TestServer, grant, information, on_both},
    personal_data::{MINE, ask, officer, path_of},
};

const REQUESTS: &str = "/v1/registers/requests";
const OBJECTIONS: &str = "/v1/registers/objections";
const FIGURES: &str = "/v1/registers/figures";

on_both!(
    the_register_of_requests_equals_a_recount,
    the_register_of_objections_tells_what_became_of_each,
    figures_equal_a_recount_by_hand,
    names_are_for_a_session_with_a_second_factor,
    what_was_written_does_not_run,
    a_day_ends_at_the_bodys_own_midnight,
    a_year_follows_the_other,
    erased_rows_stay_and_are_blank,
    a_long_register_is_whole,
    parameters_are_checked,
);

fn headings(all: &[(&str, &str)]) -> Vec<String> {
    all.iter().map(|(_, heading)| (*heading).to_owned()).collect()
}

/// Both files of a list, which must show the same; their rows without the headings.
async fn files(server: &TestServer, caller: &Caller, path: &str, all: &[(&str, &str)]) -> Vec<Vec<String>> {
    let csv = server.get(caller, &format!("{path}&format=csv")).await.ok();
    let mut rows = csv_rows(&csv);
    let xlsx = server.get(caller, &format!("{path}&format=xlsx")).await.ok();
    assert_eq!(xlsx_rows(&xlsx), rows, "{path}");
    assert_eq!(rows.remove(0), headings(all), "{path}");
    rows
}

/// Brings one into each of many places; some weeks pass.
async fn many(server: &TestServer) {
    let ppid = server.log_in(Person::Ppid).await;
    Request::new(server).await;
    Request::new(server).await.bring_to("incomplete").await;
    let given = Request::new(server).await;
    given.bring_to("invoiced").await;
    given.must_with(Person::PpidUnit, "record_payment", given.payment().await).await;
    given.must(Person::PpidUnit, "deliver").await;
    let refused = Request::new(server).await;
    refused.bring_to("review").await;
    let test = refused.tested("17h", "exempt").await;
    let ground = json!({ "ground": "17h", "consequence_test_id": test });
    refused.must_with(Person::Ppid, "notify_refusal", json!({ "grounds": [ground], "text": "Rahasia pribadi." })).await;
    let partial = Request::new(server).await;
    partial.bring_to("review").await;
    let test = partial.tested("17b", "partial_redact").await;
    let mut notice = grant(None);
    notice["redactions"] = json!([{ "part": "NIK", "ground": "17b", "consequence_test_id": test }]);
    partial.must_with(Person::Ppid, "notify_partial", notice).await;
    for action in ["not_held", "not_documented"] {
        let request = Request::new(server).await;
        request.bring_to("registered").await;
        request.must(Person::Ppid, action).await;
    }
    let withdrawn = Request::new(server).await;
    withdrawn.done(&withdrawn.applicant, "withdraw", json!({})).await;
    let letter = json!({
        "agency_id": server.places().city, "applicant": { "kind": "individual", "name": "Daeng Tata" },
        "information": "Peta jalan kota", "access_method": "view", "channel": "letter", "received_at": "2026-02-26T16:30:00Z",
    });
    Request::file(server, &ppid, letter).await;
    let mut elsewhere = information(server.places());
    elsewhere["agency_id"] = json!(server.places().other_city);
    elsewhere["applicant"]["email"] = json!("rahmat@contoh.test");
    Request::file(server, &Caller::Nobody, elsewhere).await;
    server.set_clock("2026-04-15T02:00:00Z").await;
}

async fn the_register_of_requests_equals_a_recount(server: &TestServer) {
    many(server).await;
    let places = server.places();
    for (officer, body, count) in [(Person::Ppid, &places.city, 9), (Person::PpidElsewhere, &places.other_city, 1)] {
        let officer = server.with_second_factor(officer).await;
        let mut cases = Vec::new();
        for item in server.all(&officer, "/v1/information-requests?scope=inbox").await {
            let path = format!("/v1/information-requests/{}", item["id"].as_str().expect("an id"));
            cases.push(server.get(&officer, &path).await.ok().json());
        }
        cases.sort_by_key(|case| case["registration_number"].as_str().expect("a number").to_owned());
        let expected: Vec<_> = (1..).zip(&cases).map(|(no, case)| row(no, case, true)).collect();
        assert_eq!(expected.len(), count);
        let path = format!("{REQUESTS}?agency_id={body}");
        let rows = server.all(&officer, &format!("{path}&limit=2")).await;
        assert_eq!(rows, expected);
        let files = files(server, &officer, &path, &REQUEST_HEADINGS).await;
        assert_eq!(files, expected.iter().map(printed).collect::<Vec<_>>());
        let counted = server.get(&officer, &format!("{path}&limit=1&include_total=true")).await.ok();
        assert_eq!(counted.json()["total"], json!({ "value": count, "exact": true }));
    }
    let superior = server.with_second_factor(Person::PpidSuperior).await;
    let path = format!("{REQUESTS}?agency_id={}", places.city);
    let whole = server.all(&superior, &path).await;
    // Nothing that was numbered is missing, and no outcome.
    let column = |key: &str| whole.iter().filter_map(|row| row[key].as_str()).collect::<Vec<_>>();
    let expected: Vec<_> = (1..=9).map(|n| format!("{n:04}/PPID/73.71/III/2026")).collect();
    assert_eq!(column("registration_number"), expected);
    assert_eq!(column("decision"), ["granted", "refused", "granted_partial", "not_held", "not_documented"]);
    assert_eq!(column("refusal_reason"), ["Ps 17 huruf h", "Ps 17 huruf b"]);
    assert_eq!((&whole[2]["cost_idr"], &whole[2]["payment_method"]), (&json!(25_000), &json!("STS-1")));
    assert_eq!(whole[8]["received_on"], "2026-02-27", "received on paper before it was registered");
    let csv = server.get(&superior, &format!("{path}&format=csv")).await.ok();
    let name = "register-permohonan_73.71_2026-01-01_2026-12-31";
    assert_eq!(csv.header("content-disposition"), format!("attachment; filename=\"{name}.csv\""));
    let xlsx = server.get(&superior, &format!("{path}&format=xlsx")).await.ok();
    assert_eq!(xlsx.header("content-disposition"), format!("attachment; filename=\"{name}.xlsx\""));
    let head = server.call(Method::HEAD, &format!("{path}&format=csv")).by(&superior).send().await;
    assert_eq!((head.status, head.body.len()), (200, 0));
}

/// Files an objection as whoever holds the access.
async fn object(server: &TestServer, access: Access, subject: Subject, grounds: &[Ground]) -> ObjectionId {
    let submission = Submission {
        subject,
        information: Some("Laporan keuangan 2025".to_owned()),
        grounds: grounds.to_vec(),
        purpose: Some("Pemantauan anggaran".to_owned()),
        case_position: None,
        proxy: None,
        channel: None,
        received_at: None,
    };
    let id = |submitted: padi_app::information::objections::file::Submitted| {
        Reply::json(201, &submitted.shown.seen.objection().id)
    };
    let filed = server.app().file_objection(access, submission, None, id).await.expect("an objection");
    serde_json::from_str(&filed.reply.body.expect("an id")).expect("an id")
}

async fn access(server: &TestServer, caller: &Caller) -> Access {
    let Caller::Token(token) = caller else { panic!("somebody with an account, not {caller:?}") };
    Access::of(server.app().authenticate(token).await.expect("a session").caller())
}

async fn act(server: &TestServer, person: Person, objection: ObjectionId, command: Command) {
    let access = access(server, &server.log_in(person).await).await;
    let terms = Terms { key: None, if_match: None };
    let done = server.app().act_on_objection(access, objection, command.into(), terms, |_| Ok(Reply::empty()));
    done.await.expect("an act");
}

async fn the_register_of_objections_tells_what_became_of_each(server: &TestServer) {
    let places = server.places();
    let siti = server.log_in(Person::Siti).await;
    let mine = Request::file(server, &siti, information(places)).await;
    server.set_clock("2026-03-17T02:00:00Z").await;
    let about = Subject::Request(mine.id.parse().expect("an id"));
    let answered = object(server, access(server, &siti).await, about, &[Ground::C]).await;
    let periodic = |agency: &str, name: &str| Subject::Periodic {
        agency_id: agency.parse().expect("an id"),
        found_on: NaiveDate::from_ymd_opt(2026, 3, 16),
        identity: Box::new(Identity {
            applicant: Applicant {
                name: Some(name.to_owned()),
                phone: Some("+62 411 555123".to_owned()),
                ..Applicant::default()
            },
            proxy: None,
        }),
    };
    let nobody = || Access::of(padi_app::caller::Caller::anonymous());
    object(server, nobody(), periodic(&places.city, "Yayasan Warga"), &[Ground::B]).await;
    object(server, nobody(), periodic(&places.other_city, "Yayasan Lain"), &[Ground::B]).await;
    server.set_clock("2026-03-25T02:00:00Z").await;
    let accept = Command::AnswerAccept {
        extent: Extent::All,
        order: "Berikan seluruhnya".to_owned(),
        period: None,
        text: "Dikabulkan.".to_owned(),
    };
    act(server, Person::PpidSuperior, answered, accept).await;
    let ppid = server.with_second_factor(Person::Ppid).await;
    let path = format!("{OBJECTIONS}?agency_id={}", places.city);
    let ticked = |ground: &str| {
        let all = ["a", "b", "c", "d", "e", "f", "g"];
        all.map(|letter| (format!("ground_{letter}"), json!(letter == ground)))
            .into_iter()
            .collect::<serde_json::Map<_, _>>()
    };
    let with = |mut row: Value, ground: &str| {
        row.as_object_mut().expect("a row").extend(ticked(ground));
        row
    };
    let expected = [
        with(
            json!({
                "no": 1, "filed_on": "2026-03-17", "name": "Rahmat Hidayat", "address": "Jl. Sulawesi 7, Makassar",
                "occupation": "Peneliti", "phone": "0411-7654321", "email": "siti@uji.example",
                "information": "Laporan keuangan 2025", "purpose": "Pemantauan anggaran",
                "decision": "accepted", "answered_on": "2026-03-25", "superior_name": "Uji ppidsuperior@uji.example",
                "superior_position": "Sekretaris Daerah",
            }),
            "c",
        ),
        with(
            json!({
                "no": 2, "filed_on": "2026-03-17", "name": "Yayasan Warga", "phone": "+62 411 555123",
                "information": "Laporan keuangan 2025", "purpose": "Pemantauan anggaran",
            }),
            "b",
        ),
    ];
    assert_eq!(server.all(&ppid, &format!("{path}&limit=1")).await, expected);
    let rows = files(server, &ppid, &path, &OBJECTION_HEADINGS).await;
    for (row, seen) in rows.iter().zip(&expected) {
        for ((key, _), shown) in OBJECTION_HEADINGS.iter().zip(row) {
            let told = match &seen[*key] {
                Value::Bool(ticked) => if *ticked { "√" } else { "" }.to_owned(),
                Value::String(word) if word == "accepted" => "Dikabulkan".to_owned(),
                other => cell(other),
            };
            assert_eq!(*shown, told, "{key}");
        }
    }
    assert_eq!(rows.len(), 2);
    // Without names the superior is still named: that is an office.
    let weak = server.log_in(Person::PpidSuperior).await;
    let row = server.all(&weak, &path).await.remove(0);
    assert_eq!((row.get("name"), row.get("email")), (None, None));
    assert_eq!(row["superior_name"], "Uji ppidsuperior@uji.example");
    let empty = format!("{path}&from=2026-03-18");
    assert_eq!(server.all(&ppid, &empty).await, [json!(null); 0]);
    assert_eq!(files(server, &ppid, &empty, &OBJECTION_HEADINGS).await, [[""; 0]; 0]);
}

async fn figures_equal_a_recount_by_hand(server: &TestServer) {
    let ppid = server.log_in(Person::Ppid).await;
    let city = &server.places().city;
    let figures =
        async |query: &str| server.get(&ppid, &format!("{FIGURES}?agency_id={city}{query}")).await.ok().json();
    let none = json!({ "requests": 0, "granted": 0, "granted_partial": 0, "refused": 0, "refusal_reasons": [] });
    assert_eq!(figures("").await, none);
    let reviewed = [Request::new(server).await, Request::new(server).await, Request::new(server).await];
    for request in &reviewed {
        request.bring_to("review").await;
    }
    let [granted, refused, partial] = &reviewed;
    let silent = Request::new(server).await;
    granted.must(Person::Ppid, "notify_grant").await;
    // Two working days later.
    server.set_clock("2026-03-04T02:00:00Z").await;
    let test = refused.tested("17h", "exempt").await;
    let ground = json!({ "ground": "17h", "consequence_test_id": test });
    refused.must_with(Person::Ppid, "notify_refusal", json!({ "grounds": [ground], "text": "Rahasia." })).await;
    // Five: there is a weekend between.
    server.set_clock("2026-03-09T02:00:00Z").await;
    Request::new(server).await;
    let test = partial.tested("17b", "partial_redact").await;
    let mut notice = grant(None);
    notice["redactions"] = json!([{ "part": "NIK", "ground": "17b", "consequence_test_id": test }]);
    partial.must_with(Person::Ppid, "notify_partial", notice).await;
    silent.must(Person::Ppid, "not_held").await;
    let mut elsewhere = information(server.places());
    elsewhere["agency_id"] = json!(server.places().other_city);
    Request::file(server, &Caller::Nobody, elsewhere).await;
    // 0, 2, 5 and 5 working days; one waits.
    let expected = json!({
        "requests": 5, "handling_time": { "mean": 3.0, "median": 3.5 }, "granted": 1, "granted_partial": 1, "refused": 1,
        "refusal_reasons": [{ "ground": "17h", "count": 1 }],
    });
    assert_eq!(figures("").await, expected);
    let rows = server.all(&ppid, &format!("{REQUESTS}?agency_id={city}")).await;
    let count = |decision: &str| rows.iter().filter(|row| row["decision"] == decision).count();
    assert_eq!((rows.len(), count("granted"), count("granted_partial"), count("refused")), (5, 1, 1, 1));
    let mut later = none.clone();
    later["requests"] = json!(1);
    assert_eq!(figures("&from=2026-03-09").await, later);
    assert_eq!(figures("&to=2026-03-01").await, none);
    let elsewhere = server.log_in(Person::PpidElsewhere).await;
    let there = format!("{FIGURES}?agency_id={}", server.places().other_city);
    assert_eq!(server.get(&elsewhere, &there).await.ok().json(), later);
}

async fn names_are_for_a_session_with_a_second_factor(server: &TestServer) {
    Request::new(server).await;
    Request::new(server).await;
    let path = format!("{REQUESTS}?agency_id={}", server.places().city);
    let logged = async || server.database.texts("SELECT reason FROM access_log ORDER BY at, reason").await;
    let hidden = ["name", "address", "contact", "occupation"];
    for officer in [Person::Ppid, Person::PpidSuperior] {
        let weak = server.log_in(officer).await;
        let rows = server.all(&weak, &path).await;
        assert_eq!(rows.len(), 2);
        for row in &rows {
            assert!(hidden.iter().all(|key| row.get(key).is_none()) && row.get("purpose").is_some(), "{row}");
        }
        for row in files(server, &weak, &path, &REQUEST_HEADINGS).await {
            assert_eq!(row[3..7], [""; 4], "{row:?}");
        }
        assert_eq!(logged().await, [""; 0], "nothing was opened");
    }
    let strong = server.with_second_factor(Person::Ppid).await;
    let rows = server.all(&strong, &format!("{path}&limit=1")).await;
    assert_eq!(rows[1]["name"], "Rahmat Hidayat");
    assert_eq!((&rows[1]["contact"], &rows[1]["occupation"]), (&json!("0411-7654321"), &json!("Peneliti")));
    assert_eq!(logged().await, ["json 2026-01-01..2026-12-31"; 2], "once a page");
    files(server, &strong, &format!("{path}&to=2026-06-30"), &REQUEST_HEADINGS).await;
    assert_eq!(logged().await[2..], ["csv 2026-01-01..2026-06-30", "xlsx 2026-01-01..2026-06-30"], "once a file");
    let of_it = "case_kind = 'request_register' AND reader_role = 'ppid' AND what = 'identity'";
    assert_eq!(server.database.count_of("access_log", "case_id", &server.places().city, of_it).await, 4);
    // The number of an identity card stands in no register.
    let csv = server.get(&strong, &format!("{path}&format=csv")).await.ok();
    assert!(!String::from_utf8_lossy(&csv.body).contains("7371010101019999"), "{csv}");
    for person in [Person::AdminHere, Person::ConsiderationTeam, Person::Coordinator, Person::PrivacyOfficer] {
        let caller = server.log_in(person).await;
        server.get(&caller, &path).await.refused(403, "forbidden");
    }
}

async fn what_was_written_does_not_run(server: &TestServer) {
    let mut body = information(server.places());
    body["applicant"]["name"] = json!("=HYPERLINK(\"http://x.test\",\"klik\")");
    body["applicant"]["address"] = json!("@SUM(1+1)*cmd|' /C calc'!A0");
    body["applicant"]["phone"] = json!("+62 811-1234-567");
    body["applicant"]["occupation"] = json!("'=1+1");
    body["information"] = json!("-2+3\nbaris kedua, dengan \"kutip\" dan ;");
    body["purpose"] = json!("\t=1+1");
    Request::file(server, &Caller::Nobody, body.clone()).await;
    let ppid = server.with_second_factor(Person::Ppid).await;
    let path = format!("{REQUESTS}?agency_id={}", server.places().city);
    let row = server.all(&ppid, &path).await.remove(0);
    assert_eq!((&row["name"], &row["contact"]), (&body["applicant"]["name"], &body["applicant"]["phone"]), "as it is");
    let rows = files(server, &ppid, &path, &REQUEST_HEADINGS).await;
    let told = [
        "'=HYPERLINK(\"http://x.test\",\"klik\")",
        "'@SUM(1+1)*cmd|' /C calc'!A0",
        "'+62 811-1234-567",
        "''=1+1",
        "'-2+3\nbaris kedua, dengan \"kutip\" dan ;",
        "'\t=1+1",
    ];
    assert_eq!(rows[0][3..9], told);
    let csv = server.get(&ppid, &format!("{path}&format=csv")).await.ok();
    let text = String::from_utf8(csv.body.to_vec()).expect("UTF-8");
    assert!(text.starts_with("No,Nomor pendaftaran,") && text.ends_with("\r\n"), "{text}");
    assert!(text.contains(",\"'-2+3\nbaris kedua, dengan \"\"kutip\"\" dan ;\","), "{text}");
}

/// An information officer of the body of that code, logged in, and the body's id.
async fn officer_of(server: &TestServer, code: &str) -> (Caller, String) {
    let email = format!("ppid-{code}@uji.example");
    let new = NewUser {
        email: email.clone(),
        name: "Petugas".to_owned(),
        role: Role::Ppid,
        agency_code: Some(code.to_owned()),
        password: PASSWORD.to_owned().into(),
    };
    server.app().create_user(new).await.expect("an account");
    let body = json!({ "email": email, "password": PASSWORD });
    let token = server.post(&Caller::Nobody, "/v1/auth/login", body).await.ok().text("access_token");
    let agency = server.get(&Caller::Nobody, &format!("/v1/agencies?code={code}")).await.ok().json();
    (Caller::Token(token), agency["data"][0]["id"].as_str().expect("an id").to_owned())
}

async fn a_day_ends_at_the_bodys_own_midnight(server: &TestServer) {
    // WIT is nine hours before UTC.
    let (ppid, jayapura) = officer_of(server, "91.71").await;
    let mut body = information(server.places());
    body["agency_id"] = json!(jayapura);
    for now in ["2026-03-30T15:00:00Z", "2026-03-31T14:59:59Z", "2026-03-31T15:00:00Z", "2026-04-01T14:59:59Z"] {
        server.set_clock(now).await;
        Request::file(server, &Caller::Nobody, body.clone()).await;
    }
    let path = format!("{REQUESTS}?agency_id={jayapura}");
    for (days, expected) in [
        ("&from=2026-03-31&to=2026-03-31", vec!["0001", "0002"]),
        ("&from=2026-04-01&to=2026-04-01", vec!["0003", "0004"]),
        ("&from=2026-04-01", vec!["0003", "0004"]),
        ("&to=2026-03-31", vec!["0001", "0002"]),
        ("&from=2026-03-31&to=2026-04-01", vec!["0001", "0002", "0003", "0004"]),
        ("&from=2026-04-02", vec![]),
        ("&to=2026-03-30", vec![]),
    ] {
        let numbers = |texts: Vec<&str>| texts.iter().map(|text| text[..4].to_owned()).collect::<Vec<_>>();
        let rows = server.all(&ppid, &format!("{path}{days}")).await;
        let listed = rows.iter().map(|row| row["registration_number"].as_str().expect("a number")).collect();
        assert_eq!(numbers(listed), expected, "{days}");
        let rows = files(server, &ppid, &format!("{path}{days}"), &REQUEST_HEADINGS).await;
        assert_eq!(numbers(rows.iter().map(|row| row[1].as_str()).collect()), expected, "{days}");
        let figures = server.get(&ppid, &format!("{FIGURES}?agency_id={jayapura}{days}")).await.ok().json();
        assert_eq!(figures["requests"], expected.len(), "{days}");
    }
}

async fn a_year_follows_the_other(server: &TestServer) {
    let ppid = server.log_in(Person::Ppid).await;
    let path = format!("{REQUESTS}?agency_id={}", server.places().city);
    for now in ["2026-12-01T02:00:00Z", "2026-12-31T15:59:59Z", "2026-12-31T16:00:00Z", "2027-01-04T02:00:00Z"] {
        server.set_clock(now).await;
        Request::new(server).await;
    }
    let shown = async |query: &str| -> Vec<(u64, String)> {
        let rows = server.all(&ppid, &format!("{path}&limit=1{query}")).await;
        let shown = rows.iter().map(|row| (row["no"].as_u64(), row["registration_number"].as_str()));
        shown.map(|(no, number)| (no.expect("a place"), number.expect("a number").to_owned())).collect()
    };
    let numbers =
        ["0001/PPID/73.71/XII/2026", "0002/PPID/73.71/XII/2026", "0001/PPID/73.71/I/2027", "0002/PPID/73.71/I/2027"];
    let of = |part: &[&str]| (1..).zip(part).map(|(no, number)| (no, (*number).to_owned())).collect::<Vec<_>>();
    assert_eq!(shown("").await, of(&numbers[2..]), "the current year");
    assert_eq!(shown("&to=2026-12-31").await, of(&numbers[..2]));
    assert_eq!(shown("&from=2026-01-01").await, of(&numbers));
    // Numbers beyond the four digits come after those with them.
    let grown = "UPDATE information_requests SET registered_n = 10000, registration_number = '10000/PPID/73.71/I/2027' \
                 WHERE registration_number = '0001/PPID/73.71/I/2027'";
    server.database.execute(grown).await;
    assert_eq!(shown("").await, of(&[numbers[3], "10000/PPID/73.71/I/2027"]));
}

async fn erased_rows_stay_and_are_blank(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let first = Request::file(server, &siti, information(server.places())).await;
    Request::new(server).await;
    first.done(&siti, "withdraw", json!({})).await;
    let ppid = server.with_second_factor(Person::Ppid).await;
    let path = format!("{REQUESTS}?agency_id={}", server.places().city);
    let before = server.all(&ppid, &path).await;
    let (erasure, privacy) = (ask(server, &siti, MINE, "erasure").await, officer(server).await);
    server.post(&privacy, &format!("{}/grant", path_of(&erasure)), json!({})).await.ok();
    server.forget(Person::Siti);
    let after = server.all(&ppid, &path).await;
    assert_eq!(before[1..], after[1..], "the others");
    let mut blank = before[0].clone();
    for key in ["name", "address", "contact", "occupation"] {
        assert!(blank.as_object_mut().expect("a row").remove(key).is_some(), "{key}");
    }
    assert_eq!(after[0], blank);
    let rows = files(server, &ppid, &path, &REQUEST_HEADINGS).await;
    assert_eq!(rows, after.iter().map(printed).collect::<Vec<_>>());
}

async fn a_long_register_is_whole(server: &TestServer) {
    // More than are read at a time.
    const COUNT: usize = 203;
    let ppid = server.with_second_factor(Person::Ppid).await;
    let body = information(server.places());
    for _ in 0..COUNT {
        Request::file(server, &Caller::Nobody, body.clone()).await;
    }
    let path = format!("{REQUESTS}?agency_id={}", server.places().city);
    let rows = files(server, &ppid, &path, &REQUEST_HEADINGS).await;
    let numbers: Vec<_> = rows.iter().map(|row| (row[0].clone(), row[1].clone(), row[3].clone())).collect();
    let number = |n: usize| format!("{n:04}/PPID/73.71/III/2026");
    let expected: Vec<_> = (1..=COUNT).map(|n| (n.to_string(), number(n), "Rahmat Hidayat".to_owned())).collect();
    assert_eq!(numbers, expected);
    let figures = server.get(&ppid, &format!("{FIGURES}?agency_id={}", server.places().city)).await.ok().json();
    assert_eq!(figures["requests"], COUNT);
}

async fn parameters_are_checked(server: &TestServer) {
    let ppid = server.log_in(Person::Ppid).await;
    let city = &server.places().city;
    let get = async |path: &str, query: &str| -> Answer { server.get(&ppid, &format!("{path}?{query}")).await };
    for path in [REQUESTS, OBJECTIONS, FIGURES] {
        let backwards = get(path, &format!("agency_id={city}&from=2026-03-02&to=2026-03-01")).await;
        assert_eq!(
            backwards.refused(422, "validation_failed").faults(),
            [("/to".to_owned(), "inconsistent".to_owned())],
            "{path}"
        );
        get(path, &format!("agency_id={city}&from=2027-01-01")).await.refused(422, "validation_failed");
        get(path, "").await.refused(400, "invalid_parameter");
        get(path, "agency_id=x").await.refused(400, "invalid_parameter");
        get(path, &format!("agency_id={city}&from=2026-02-30")).await.refused(400, "invalid_parameter");
        get(path, &format!("agency_id={city}&year=2026")).await.refused(400, "unknown_parameter");
        // Whoever may not read it is not told whether there is one.
        let unknown = "agency_id=019513d1-0000-7000-8000-000000000000";
        get(path, unknown).await.refused(403, "forbidden");
        get(path, &format!("agency_id={}", server.places().other_city)).await.refused(403, "forbidden");
        server.get(&Caller::Nobody, &format!("{path}?agency_id={city}")).await.refused(401, "unauthenticated");
        let secret = Caller::Secret("0".repeat(26));
        server.get(&secret, &format!("{path}?agency_id={city}")).await.refused(401, "unauthenticated");
        let ever = get(path, &format!("agency_id={city}&from=0001-01-01&to=9999-12-31")).await.ok();
        assert_eq!(ever.status, 200);
    }
    for format in ["csv", "xlsx"] {
        let query = format!("agency_id={city}&format={format}&from=2026-03-02&to=2026-03-01");
        get(REQUESTS, &query).await.refused(422, "validation_failed");
    }
    get(REQUESTS, &format!("agency_id={city}&format=pdf")).await.refused(400, "invalid_parameter");
    get(REQUESTS, &format!("agency_id={city}&cursor=abc")).await.refused(400, "invalid_cursor");
}
