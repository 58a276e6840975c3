//! The matrix of `domain` 1.7 over every way out: audience x flags x state x channel, held against a table written by hand.
//!
//! A new channel is one more entry of `CHANNELS` and one function; a new audience is one more word in the table.

use std::{collections::BTreeSet, fmt::Write as _};

use serde_json::{Value, json};

use crate::harness::{
    Answer, Caller, Case, Person, TestServer, accusation, answer, body_of, complaint, logs, on_both, photograph,
    supervisory,
};

on_both!(every_audience_over_every_channel);

/// What a case is filed as, in the order of the columns.
const FLAGS: [&str; 5] = ["plain", "anonymous", "secret", "both", "accusing"];

/// State | audiences | one cell for each of the flags.
///
/// Sight: `-` may not know of it, `P` the text for the public, `O` the content as a supervisor, `U` as the unit, `D` as the desk,
/// `R` as the reporter. Name: `n` the name, `a` Anonim, `0` nothing, `*` all but the whole NIK.
/// No session here has a second factor: an officer learns no more of who reported than the public does.
const TABLE: &str = "
unverified | Reporter                                                              | R* R* R* R* R*
unverified | AdminHere                                                             | D0 Da D0 Da -
unverified | Coordinator                                                           | D0 Da D0 Da Da
unverified | Ombudsman                                                             | O0 Oa O0 Oa Oa
unverified | ProvinceHere                                                          | O0 Oa -  -  -
unverified | Apip                                                                  | -  -  -  -  Da
unverified | Liaison UnitHead OtherLiaison LiaisonElsewhere AdminElsewhere         | -  -  -  -  -
unverified | MinistryAdmin ProvinceElsewhere ApipOfProvince                        | -  -  -  -  -
unverified | PrivacyOfficer SystemAdmin Budi Nobody WrongSecret                    | -  -  -  -  -

in_process | Reporter                                                              | R* R* R* R* R*
in_process | AdminHere                                                             | Dn Da D0 Da -
in_process | Liaison UnitHead                                                      | Un Ua U0 Ua -
in_process | Coordinator                                                           | Dn Da D0 Da Da
in_process | Ombudsman                                                             | On Oa O0 Oa Oa
in_process | ProvinceHere                                                          | On Oa -  -  -
in_process | Apip                                                                  | Pn Pa -  -  Da
in_process | OtherLiaison LiaisonElsewhere AdminElsewhere MinistryAdmin            | Pn Pa -  -  -
in_process | ProvinceElsewhere ApipOfProvince PrivacyOfficer SystemAdmin           | Pn Pa -  -  -
in_process | Budi Nobody                                                           | Pn Pa -  -  -
in_process | WrongSecret                                                           | -  -  -  -  -

completed  | Reporter                                                              | R* R* R* R* R*
completed  | AdminHere                                                             | Dn Da D0 Da -
completed  | Liaison UnitHead                                                      | Un Ua U0 Ua -
completed  | Coordinator                                                           | Dn Da D0 Da Da
completed  | Ombudsman                                                             | On Oa O0 Oa Oa
completed  | ProvinceHere                                                          | On Oa -  -  -
completed  | Apip                                                                  | Pn Pa -  -  Da
completed  | OtherLiaison LiaisonElsewhere AdminElsewhere MinistryAdmin            | Pn Pa -  -  -
completed  | ProvinceElsewhere ApipOfProvince PrivacyOfficer SystemAdmin           | Pn Pa -  -  -
completed  | Budi Nobody                                                           | Pn Pa -  -  -
completed  | WrongSecret                                                           | -  -  -  -  -

forwarded  | Reporter                                                              | R* R* R* R* R*
forwarded  | Coordinator                                                           | D0 Da D0 Da Da
forwarded  | Ombudsman                                                             | O0 Oa O0 Oa Oa
forwarded  | AdminHere Liaison UnitHead Apip ProvinceHere OtherLiaison             | -  -  -  -  -
forwarded  | LiaisonElsewhere AdminElsewhere MinistryAdmin ProvinceElsewhere       | -  -  -  -  -
forwarded  | ApipOfProvince PrivacyOfficer SystemAdmin Budi Nobody WrongSecret     | -  -  -  -  -
";

const STATES: [&str; 4] = ["unverified", "in_process", "completed", "forwarded"];

const ORIGINAL: &str = "Naskah asli kenari";
const OFFICERS: &str = "Ringkasan petugas murai";
const HANDLED: &str = "Kata penangan jalak";
const NAME: &str = "Pelapor Cendrawasih";
const EMAIL: &str = "cendrawasih@rahasia.example";
const PHONE: &str = "+62 811 5566 7788";
const ADDRESS: &str = "Jalan Cendrawasih 9";
const NIK: &str = "7371014107904321";

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    sight: char,
    name: char,
}

/// A case under test.
struct Filed<'a> {
    case: Case<'a>,
    flags: &'static str,
    state: &'static str,
    by_account: bool,
    /// What the reporter handed in.
    attachment: String,
}

/// Somebody who looks, with what each list shows them.
struct Viewer<'a> {
    server: &'a TestServer,
    name: &'a str,
    caller: Caller,
    /// What is in each list.
    lists: [BTreeSet<String>; 3],
    /// What a search finds in each: of the officer's words in the public one, of the reporter's in the others.
    found: [BTreeSet<String>; 3],
    /// All that the lists say.
    listed_text: String,
    /// What they were told of.
    notices: Vec<Value>,
}

/// One question asked of one case: what was wrong, if anything.
type Channel = (&'static str, for<'v> fn(&'v Viewer<'v>, &'v Filed<'v>, Cell) -> Asking<'v>);
type Asking<'v> = std::pin::Pin<Box<dyn Future<Output = Result<(), String>> + 'v>>;

/// Every way out.
const CHANNELS: [Channel; 11] = [
    ("get", |viewer, filed, cell| Box::pin(get(viewer, filed, cell))),
    ("track", |viewer, filed, cell| Box::pin(track(viewer, filed, cell))),
    ("timeline", |viewer, filed, cell| Box::pin(timeline(viewer, filed, cell))),
    ("etag", |viewer, filed, cell| Box::pin(etag(viewer, filed, cell))),
    ("lists", |viewer, filed, cell| Box::pin(async move { lists(viewer, filed, cell) })),
    ("search", |viewer, filed, cell| Box::pin(async move { search(viewer, filed, cell) })),
    ("times", |viewer, filed, cell| Box::pin(times(viewer, filed, cell))),
    ("refusal", |viewer, filed, cell| Box::pin(refusal(viewer, filed, cell))),
    ("attachment", |viewer, filed, cell| Box::pin(attachment(viewer, filed, cell))),
    ("notification", |viewer, filed, cell| Box::pin(async move { notification(viewer, filed, cell) })),
    ("original", |viewer, filed, cell| Box::pin(original(viewer, filed, cell))),
];

fn rows() -> Vec<(&'static str, &'static str, Vec<Cell>)> {
    let mut all = Vec::new();
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [state, audiences, cells] = cells[..] else { panic!("{line}") };
        let cell = |text: &str| {
            let mut letters = text.chars();
            Cell { sight: letters.next().expect("a letter"), name: letters.next().unwrap_or('0') }
        };
        let cells: Vec<Cell> = cells.split_whitespace().map(cell).collect();
        assert_eq!(cells.len(), FLAGS.len(), "{line}");
        all.extend(audiences.split_whitespace().map(|audience| (state, audience, cells.clone())));
    }
    all
}

fn hold(truth: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if truth { Ok(()) } else { Err(what()) }
}

fn text_of(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

/// What a text may hold: whose words, and what of who reported.
fn words(text: &str, cell: Cell, whole: bool) -> Result<(), String> {
    let original = matches!(cell.sight, 'O' | 'U' | 'D' | 'R');
    let full = cell.name == '*';
    for (marker, may, must) in [
        (ORIGINAL, original, original && whole),
        (OFFICERS, cell.sight != '-', false),
        (HANDLED, original, false),
        (NAME, matches!(cell.name, 'n' | '*'), whole && matches!(cell.name, 'n' | '*')),
        ("Anonim", matches!(cell.name, 'a' | '*'), whole && cell.name == 'a'),
        (EMAIL, full, full && whole),
        (PHONE, full, full && whole),
        (ADDRESS, full, full && whole),
        ("************4321", full, full && whole),
        (NIK, false, false),
    ] {
        let found = text.contains(marker);
        hold(may || !found, || format!("{marker} in {text}"))?;
        hold(found || !must, || format!("no {marker} in {text}"))?;
    }
    Ok(())
}

/// A 404 that tells nothing, or the thing itself.
fn status(answer: &Answer, cell: Cell) -> Result<(), String> {
    let right = if cell.sight == '-' { 404 } else { 200 };
    hold(answer.status == right, || format!("{right} expected: {answer}"))
}

async fn get(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    let answer = filed.case.see(&viewer.caller).await;
    status(&answer, cell)?;
    words(&text_of(&answer), cell, answer.status == 200)?;
    if cell.sight == 'P' {
        hold(answer.text("body") == OFFICERS && answer.json()["deadlines"] == json!([]), || answer.to_string())?;
    }
    Ok(())
}

async fn track(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    let path = format!("/v1/track/{}", filed.case.tracking_number);
    let answer = viewer.server.get(&viewer.caller, &path).await;
    status(&answer, cell)?;
    words(&text_of(&answer), cell, answer.status == 200)
}

async fn timeline(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    let answer = viewer.server.get(&viewer.caller, &format!("{}/timeline", filed.case.path())).await;
    status(&answer, cell)?;
    let text = text_of(&answer);
    let handled = !matches!(filed.state, "unverified");
    hold(text.contains(HANDLED) == (handled && matches!(cell.sight, 'O' | 'U' | 'D' | 'R')), || text.clone())?;
    hold(![NAME, EMAIL, PHONE, ADDRESS, NIK, ORIGINAL].iter().any(|marker| text.contains(marker)), || text.clone())
}

/// A version that is known all the same gives away nothing.
async fn etag(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    let version = format!("\"{}\"", filed.case.seen().await["version"]);
    let look = viewer.server.call(reqwest::Method::GET, &filed.case.path()).by(&viewer.caller);
    let answer = look.header("if-none-match", &version).send().await;
    let right = if cell.sight == '-' { 404 } else { 304 };
    hold(answer.status == right, || format!("{right} expected: {answer}"))
}

const LISTS: [&str; 3] = ["public", "mine", "inbox"];

/// In which lists the case is: the public one is the same for all.
fn belongs(filed: &Filed<'_>, cell: Cell) -> [bool; 3] {
    let published = matches!(filed.state, "in_process" | "completed") && matches!(filed.flags, "plain" | "anonymous");
    [published, cell.sight == 'R' && filed.by_account, matches!(cell.sight, 'O' | 'U' | 'D')]
}

/// Which lists hold the case; what is counted was compared when they were read.
fn lists(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    let held = viewer.lists.each_ref().map(|ids| ids.contains(&filed.case.id));
    hold(held == belongs(filed, cell), || format!("{LISTS:?}: {held:?}"))?;
    let named = [NAME, EMAIL, PHONE, ADDRESS, NIK].iter().any(|marker| viewer.listed_text.contains(marker));
    hold(!named, || "an identity in a list".to_owned())
}

/// What is found is what is listed.
fn search(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    let found = viewer.found.each_ref().map(|ids| ids.contains(&filed.case.id));
    hold(found == belongs(filed, cell), || format!("{LISTS:?}: {found:?}"))
}

/// The hour of an anonymous case is not for the public and the unit.
async fn times(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    if cell.sight == '-' {
        return Ok(());
    }
    let cut = matches!(cell.sight, 'P' | 'U') && filed.flags != "plain" && filed.flags != "secret";
    let seen = filed.case.see(&viewer.caller).await.json();
    let events = viewer.server.get(&viewer.caller, &format!("{}/timeline", filed.case.path())).await.json();
    let midnight = |value: &Value| value.as_str().is_some_and(|text| text.ends_with("T16:00:00.000Z"));
    let mut all = vec![seen["received_at"].clone(), seen["created_at"].clone(), seen["updated_at"].clone()];
    all.extend(events["data"].as_array().into_iter().flatten().map(|event| event["at"].clone()));
    let right = if cut { all.iter().all(midnight) } else { !all.iter().any(midnight) };
    hold(right, || format!("cut: {cut}, {all:?}"))?;
    let own_clocks = seen["deadlines"].as_array().into_iter().flatten();
    let told = own_clocks.filter(|clock| ["C4", "C5", "C9", "C10"].iter().any(|code| clock["code"] == *code));
    let due = told.filter(|clock| clock.get("due_at").is_some()).count();
    hold(!cut || due == 0, || format!("a due time of the reporter: {seen}"))
}

/// A refused act says no more than a look.
async fn refusal(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    // Nobody may do this in any of the states, so that nothing changes.
    let answer =
        filed.case.act(&viewer.caller, "complete_data", body_of("complete_data", viewer.server.places())).await;
    let right: &[u16] = match (&viewer.caller, cell.sight) {
        (Caller::Nobody, _) => &[401],
        (_, '-') => &[404],
        (_, 'R') => &[409],
        _ => &[403],
    };
    hold(right.contains(&answer.status), || format!("{right:?} expected: {answer}"))?;
    words(&text_of(&answer), Cell { sight: '-', name: '0' }, false)
}

/// What the reporter handed in is for those who read their words; nothing of it was opened to the public.
async fn attachment(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    let reads = matches!(cell.sight, 'O' | 'U' | 'D' | 'R');
    let path = format!("{}/attachments", filed.case.path());
    let list = viewer.server.get(&viewer.caller, &path).await;
    status(&list, cell)?;
    let shown = list.json()["data"].as_array().map_or(0, Vec::len);
    hold(shown == usize::from(reads), || list.to_string())?;
    let one = viewer.server.get(&viewer.caller, &format!("{path}/{}", filed.attachment)).await;
    let content = viewer.server.get(&viewer.caller, &format!("{path}/{}/content", filed.attachment)).await;
    let right = if reads { 200 } else { 404 };
    hold(one.status == right, || format!("{right} expected: {one}"))?;
    hold(content.status == right, || format!("{right} expected, not {}", content.status))
}

/// Whoever has lost a case, or never had it, finds it among their notifications no more than anywhere else.
fn notification(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    let told: Vec<_> = viewer.notices.iter().filter(|notice| notice["case_id"] == filed.case.id).collect();
    let may = matches!(cell.sight, 'O' | 'U' | 'D' | 'R');
    hold(may || told.is_empty(), || format!("{told:?}"))?;
    let text = json!(viewer.notices).to_string();
    let number = &filed.case.tracking_number;
    hold(may || !text.contains(number), || format!("{number} in {text}"))?;
    let markers = [ORIGINAL, OFFICERS, HANDLED, NAME, EMAIL, PHONE, ADDRESS, NIK];
    hold(!markers.iter().any(|marker| text.contains(marker)), || text.clone())
}

/// The original is the desk's and the Ombudsman's to ask for.
async fn original(viewer: &Viewer<'_>, filed: &Filed<'_>, cell: Cell) -> Result<(), String> {
    let path = format!("{}/original?reason=uji", filed.case.path());
    let answer = viewer.server.get(&viewer.caller, &path).await;
    let right = match (&viewer.caller, cell.sight, viewer.name) {
        (Caller::Nobody, ..) => 401,
        (_, '-', _) => 404,
        (_, 'D', _) | (_, 'O', "Ombudsman") => 200,
        _ => 403,
    };
    hold(answer.status == right, || format!("{right} expected: {answer}"))?;
    let text = text_of(&answer);
    hold(text.contains(ORIGINAL) == (right == 200), || text.clone())?;
    hold(![NAME, EMAIL, PHONE, ADDRESS, NIK].iter().any(|marker| text.contains(marker)), || text.clone())
}

fn body(server: &TestServer, flags: &str) -> Value {
    let mut body = if flags == "accusing" { accusation(server.places()) } else { complaint(server.places()) };
    for name in ["title", "body", "incident_place", "loss_description", "requested_remedy"] {
        body[name] = json!(ORIGINAL);
    }
    body["is_anonymous"] = json!(matches!(flags, "anonymous" | "both"));
    body["is_secret"] = json!(matches!(flags, "secret" | "both"));
    body["reporter"] = json!({ "name": NAME, "email": EMAIL, "phone": PHONE, "address": ADDRESS, "nik": NIK });
    body
}

async fn filed<'a>(server: &'a TestServer, flags: &'static str, state: &'static str, by_account: bool) -> Filed<'a> {
    let reporter = if by_account { server.log_in(Person::Siti).await } else { Caller::Nobody };
    let case = Case::file(server, &reporter, body(server, flags)).await;
    let attachment = server.upload(&case.reporter, &case.path(), &photograph()).await.ok().text("id");
    let examined = flags == "accusing";
    let (desk, handler) = if examined { (Person::Apip, Person::Apip) } else { (Person::AdminHere, Person::Liaison) };
    if state != "unverified" {
        let mut verify = if examined { supervisory(server.places()) } else { body_of("verify", server.places()) };
        verify["public_text"] = json!({ "title": "Judul petugas", "body": OFFICERS });
        verify["note"] = json!(HANDLED);
        case.must_with(desk, "verify", verify).await;
    }
    if state == "forwarded" {
        case.must_with(desk, "forward", json!({ "reason": HANDLED })).await;
    }
    if matches!(state, "in_process" | "completed") {
        case.must_with(handler, "follow_up", json!({ "type": "progress", "text": HANDLED })).await;
    }
    if state == "completed" {
        if examined {
            let conclusion = json!({ "result": "proven", "text": HANDLED });
            case.must_with(Person::Apip, "conclude_examination", conclusion).await;
        } else {
            case.must_with(Person::Liaison, "follow_up", answer()).await;
        }
        case.reporter_must("accept").await;
    }
    Filed { case, flags, state, by_account, attachment }
}

/// The ids of a page, and what it says; nothing where the caller has no such list.
async fn page(server: &TestServer, caller: &Caller, path: &str) -> (BTreeSet<String>, Option<Answer>) {
    let answer = server.get(caller, path).await;
    if answer.status != 200 {
        assert!(matches!(answer.status, 400 | 401 | 403), "{answer}");
        return (BTreeSet::new(), None);
    }
    let rows = answer.json()["data"].as_array().expect("data").clone();
    let ids = rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect();
    (ids, Some(answer))
}

async fn viewer<'a>(server: &'a TestServer, name: &'a str, caller: Caller) -> Viewer<'a> {
    let mut lists = [const { BTreeSet::new() }; 3];
    let mut found = lists.clone();
    let mut listed_text = String::new();
    for (index, scope) in LISTS.into_iter().enumerate() {
        let path = format!("/v1/complaints?scope={scope}&limit=200&include_total=true");
        let (ids, list) = page(server, &caller, &path).await;
        if let Some(list) = list {
            assert_eq!(list.json()["total"]["value"], ids.len(), "{name} {scope}: what is counted is what is shown");
            listed_text.push_str(&text_of(&list));
        }
        lists[index] = ids;
        let word = if scope == "public" { "murai" } else { "kenari" };
        let path = |word: &str| format!("/v1/search?scope={scope}&limit=200&q={word}");
        let (ids, hits) = page(server, &caller, &path(word)).await;
        listed_text.extend(hits.iter().map(text_of));
        found[index] = ids;
        for hidden in ["Cendrawasih", NIK, "cendrawasih@rahasia.example"] {
            let (ids, _) = page(server, &caller, &path(hidden)).await;
            assert_eq!(ids.len(), 0, "{name} finds {hidden}");
        }
    }
    let notices = server.get(&caller, "/v1/notifications?limit=200").await;
    let notices = notices.json()["data"].as_array().cloned().unwrap_or_default();
    Viewer { server, name, caller, lists, found, listed_text, notices }
}

async fn every_audience_over_every_channel(server: &TestServer) {
    let mut cases = Vec::new();
    for (i, state) in STATES.into_iter().enumerate() {
        for (j, flags) in FLAGS.into_iter().enumerate() {
            cases.push(filed(server, flags, state, (i + j) % 2 == 0).await);
        }
    }
    // The index follows.
    server.app().catch_up().await.expect("the index follows");
    let siti = server.log_in(Person::Siti).await;
    let (mut asked, mut told) = (0, 0);
    let mut wrong = String::new();
    let table = rows();
    let audiences: BTreeSet<&str> = table.iter().map(|(_, audience, _)| *audience).collect();
    for name in audiences {
        let caller = match Person::ALL.into_iter().find(|person| format!("{person:?}") == name) {
            Some(person) => server.log_in(person).await,
            None if name == "WrongSecret" => Caller::Secret("0123456789ABCDEFGHJKMNPQRS".to_owned()),
            None => Caller::Nobody,
        };
        let mut viewer = viewer(server, name, caller).await;
        told += viewer.notices.len();
        for filed in &cases {
            if name == "Reporter" {
                let by = if filed.by_account { siti.clone() } else { filed.case.reporter.clone() };
                viewer = self::viewer(server, name, by).await;
            }
            let (.., cells) =
                table.iter().find(|(state, who, _)| *state == filed.state && *who == name).expect("a row");
            let cell = cells[FLAGS.iter().position(|flags| *flags == filed.flags).expect("a column")];
            for (channel, ask) in CHANNELS {
                asked += 1;
                if let Err(what) = ask(&viewer, filed, cell).await {
                    let _ = writeln!(wrong, "{name} {} {} {channel}: {what}", filed.state, filed.flags);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(asked > 3_000, "{asked}");
    assert!(told > 20, "{told}: some were told");
    let log = logs();
    for marker in [ORIGINAL, OFFICERS, HANDLED, NAME, EMAIL, PHONE, ADDRESS, NIK] {
        assert!(!log.contains(marker), "{marker} in the log");
    }
}
