//! Search: both databases find what the words say, each caller what they see, and nobody what is hidden.

use std::collections::BTreeSet;

use padi_search::Query;
use serde_json::{Value, json};

use crate::harness::{Backend, Caller, Case, Person, TestServer, answer, body_of, complaint, on_both};

on_both!(
    databases_find_what_the_words_say,
    each_finds_what_they_see,
    who_is_both_finds_what_they_are_shown,
    scope_and_flags_are_those_of_the_moment,
    nothing_of_an_identity_is_found,
    snippets_show_where_the_words_stand,
    pages_newest_first,
    times_of_the_anonymous_tell_no_hour,
    a_rebuilt_index_is_the_same,
    what_cannot_be_searched_is_told,
);

/// Lets the index follow.
async fn follow(server: &TestServer) {
    server.app().catch_up().await.expect("the index follows");
}

fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut all, byte| {
        write!(all, "%{byte:02X}").expect("a text");
        all
    })
}

async fn hits(server: &TestServer, caller: &Caller, scope: &str, q: &str) -> Vec<Value> {
    server.all(caller, &format!("/v1/search?scope={scope}&limit=7&q={}", encoded(q))).await
}

fn ids(hits: &[Value]) -> BTreeSet<String> {
    hits.iter().map(|hit| hit["id"].as_str().expect("an id").to_owned()).collect()
}

async fn finds(server: &TestServer, caller: &Caller, scope: &str, q: &str, case: &Case<'_>) -> bool {
    ids(&hits(server, caller, scope, q).await).contains(&case.id)
}

/// A complaint of these words on Makassar's desk.
async fn filed<'a>(server: &'a TestServer, title: &str, body: &str) -> Case<'a> {
    let mut filing = complaint(server.places());
    (filing["title"], filing["body"]) = (json!(title), json!(body));
    Case::file(server, &Caller::Nobody, filing).await
}

/// A verification that publishes these words.
fn published(server: &TestServer, title: &str, body: &str) -> Value {
    let mut verify = body_of("verify", server.places());
    verify["public_text"] = json!({ "title": title, "body": body });
    verify
}

const CORPUS: &[(&str, &str)] = &[
    ("KTP-el belum jadi", "Pelayanan di kelurahan lambat, petugas tidak melayani."),
    ("Jalan rusak", "Perjalanan ke pasar sulit, jalannya berlubang sepanjang 3 km."),
    ("Pembangunan jembatan", "Jembatan yang dibangun tahun 2025 sudah miring; bangunannya retak."),
    ("Café di trotoar", "Pemilik kafé menutup trotoar. Cafe itu buka sampai pukul 23.30."),
    ("Anak-anak tidak sekolah", "Anak-anak di RT 001/RW 002 tak bersekolah sejak Jum'at."),
    ("\"Uang rokok\"", "Petugas minta 'uang rokok' Rp 50.000,- kata mereka \"sukarela\"."),
    ("A & B | C", "Blok A & B !padam <-> menyala:* (berulang) ^2 NEAR(3) AND OR NOT"),
    ("Doa bersama", "Do’a bersama di Ka'bah mini, al-Qur'an hilang."),
    ("Nomor 081234567890", "Telepon 0812-3456-7890, rekening 1234567890123456, tanggal 2026-03-13."),
    ("Ｌｅｂａｒ penuh", "Huruf Ｌａｔｉｎ lebar dan ﬁrma, ½ hari, İstanbul, STRASSE Straße."),
    ("Дом и улица", "Улица темна. 東京 都 कार्यालय مدينة."),
    ("ja\u{AD}lan tersambung", "Kata ja\u{200B}lan ditulis dengan tanda lunak."),
    ("x_y-z snake_case", "kolom public:judul {a b} title:rusak -rusak +jalan ~2 jalan*"),
    ("%27 OR 1=1 --", "'; DROP TABLE complaints; -- \\' \\\\ $1 ? ?? $$"),
    ("Air PDAM keruh", "Airnya berbau; mohon diperbaiki. Perbaikan dijanjikan bulan lalu."),
    ("Sampah", "Pengangkutan sampah terlambat, sampah-sampah menumpuk, keterlambatan 2 minggu."),
];

const QUERIES: &[&str] = &[
    "ktp",
    "KTP-el",
    "layanan",
    "melayani",
    "pelayanan lambat",
    "jalan",
    "perjalanan",
    "berjalan",
    "bangun",
    "pembangunan",
    "membangun jembatan",
    "cafe",
    "CAFÉ",
    "kafe",
    "cafe\u{301}",
    "anak",
    "anak-anak",
    "jumat",
    "Jum'at",
    "jum at",
    "sekolah",
    "bersekolah",
    "\"uang rokok\"",
    "'uang'",
    "uang rokok sukarela",
    "50.000",
    "a & b",
    "A&B|C",
    "a | tidakada",
    "!padam",
    "menyala:*",
    "near(3)",
    "AND",
    "and or not",
    "doa",
    "do'a qur'an",
    "081234567890",
    "0812",
    "1234567890123456",
    "2026-03-13",
    "lebar latin",
    "firma",
    "1/2",
    "istanbul",
    "straße",
    "strasse",
    "дом",
    "улица",
    "東京",
    "कार्यालय",
    "snake_case",
    "title:rusak",
    "-rusak +jalan",
    "1=1 --",
    "$1 ?",
    "perbaikan terlambat",
];

async fn databases_find_what_the_words_say(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    let mut cases = Vec::new();
    for (title, body) in CORPUS {
        cases.push((filed(server, title, body).await, [*title, *body]));
    }
    follow(server).await;
    let mut found_any = 0;
    for q in QUERIES {
        let query = Query::parse(q);
        let expected = cases.iter().filter(|(case, texts)| {
            let all = texts.iter().copied().chain([case.tracking_number.as_str()]);
            query.finds(&all.flat_map(|text| query.hits(text)).collect::<Vec<_>>())
        });
        let expected: BTreeSet<String> = expected.map(|(case, _)| case.id.clone()).collect();
        assert_eq!(ids(&hits(server, &admin, "inbox", q).await), expected, "{q:?}");
        found_any += usize::from(!expected.is_empty());
    }
    assert!(found_any > 40, "{found_any}: the corpus has what the queries ask for");
    for (q, n) in
        [("layanan", 0), ("berjalan", 1), ("cafe", 3), ("jumat", 4), ("strasse", 9), ("дом", 10), ("snake_case", 12)]
    {
        assert!(finds(server, &admin, "inbox", q, &cases[n].0).await, "{q}");
    }
    for q in ["&&", "--", "\"\"", "1234567890123456", "tidakada", "a | tidakada"] {
        assert_eq!(hits(server, &admin, "inbox", q).await.len(), 0, "{q}");
    }
    let (case, _) = &cases[0];
    assert!(finds(server, &admin, "inbox", &case.tracking_number.to_lowercase(), case).await, "by its number");
}

async fn each_finds_what_they_see(server: &TestServer) {
    let siti = server.log_in(Person::Siti).await;
    let mut filing = complaint(server.places());
    for (name, word) in [
        ("title", "Judulasli"),
        ("body", "Isiasli"),
        ("incident_place", "Tempatasli"),
        ("loss_description", "Rugiasli"),
        ("requested_remedy", "Mintaasli"),
    ] {
        filing[name] = json!(word);
    }
    let case = Case::file(server, &siti, filing).await;
    let mut verify = published(server, "Judulumum", "Isiumum");
    verify["note"] = json!("Catatanpetugas");
    case.must_with(Person::AdminHere, "verify", verify).await;
    case.must_with(Person::Liaison, "follow_up", json!({ "type": "progress", "text": "Kabarkemajuan" })).await;
    case.must_with(Person::Liaison, "follow_up", answer()).await;
    case.done(&siti, "reply", json!({ "text": "Tanggapanpelapor" })).await;
    follow(server).await;
    let original = ["judulasli", "isiasli", "tempatasli", "rugiasli", "mintaasli"];
    let said = ["kabarkemajuan", "tanggapanpelapor"];
    let public = ["judulumum", "isiumum"];
    let all: Vec<&str> = [&original[..], &said, &public, &["catatanpetugas"]].concat();
    let handlers: Vec<&str> = [&original[..], &said, &["catatanpetugas"]].concat();
    let reporter: Vec<&str> = [&original[..], &said].concat();
    for (person, scope, words) in [
        (None, "public", &public[..]),
        (Some(Person::Budi), "public", &public[..]),
        // The public list is the same for all, whoever asks.
        (Some(Person::AdminHere), "public", &public[..]),
        (Some(Person::Siti), "public", &public[..]),
        (Some(Person::Siti), "mine", &reporter[..]),
        (Some(Person::Budi), "mine", &[][..]),
        (Some(Person::AdminHere), "inbox", &handlers[..]),
        (Some(Person::Liaison), "inbox", &handlers[..]),
        (Some(Person::Coordinator), "inbox", &handlers[..]),
        (Some(Person::Ombudsman), "inbox", &handlers[..]),
        (Some(Person::AdminElsewhere), "inbox", &[][..]),
        (Some(Person::OtherLiaison), "inbox", &[][..]),
    ] {
        let caller = match person {
            Some(person) => server.log_in(person).await,
            None => Caller::Nobody,
        };
        for word in &all {
            let found = finds(server, &caller, scope, word, &case).await;
            assert_eq!(found, words.contains(word), "{person:?} {scope} {word}");
        }
        // A word that is seen does not help with one that is not.
        let together = format!("{} catatanpetugas", words.first().unwrap_or(&"judulumum"));
        let both = finds(server, &caller, scope, &together, &case).await;
        assert_eq!(both, words.contains(&"catatanpetugas"), "{person:?} {scope}");
    }
}

/// An officer who is the reporter of a case sees of it what its reporter sees: the document of the handlers must not tell more.
async fn who_is_both_finds_what_they_are_shown(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    let case = Case::file(server, &admin, complaint(server.places())).await;
    let mut verify = body_of("verify", server.places());
    verify["note"] = json!("Catatanpetugas");
    case.must_with(Person::Coordinator, "verify", verify).await;
    follow(server).await;
    for scope in ["inbox", "mine"] {
        assert!(finds(server, &admin, scope, "ktp", &case).await, "{scope}");
        assert!(!finds(server, &admin, scope, "catatanpetugas", &case).await, "{scope}");
    }
    assert!(finds(server, &server.log_in(Person::Liaison).await, "inbox", "catatanpetugas", &case).await);
}

async fn scope_and_flags_are_those_of_the_moment(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    let liaison = server.log_in(Person::Liaison).await;
    let coordinator = server.log_in(Person::Coordinator).await;
    let case = filed(server, "Lampu padam", "Gelap").await;
    case.must_with(Person::AdminHere, "verify", published(server, "Penerangan", "Lampu")).await;
    assert!(!finds(server, &Caller::Nobody, "public", "penerangan", &case).await, "the index has not followed yet");
    follow(server).await;
    assert!(finds(server, &Caller::Nobody, "public", "penerangan", &case).await);
    assert!(finds(server, &liaison, "inbox", "padam", &case).await);
    // From here on the index does not follow: the live row decides.
    case.must(Person::AdminHere, "forward").await;
    assert!(!finds(server, &Caller::Nobody, "public", "penerangan", &case).await, "it left the public with its desk");
    assert!(!finds(server, &admin, "inbox", "padam", &case).await);
    assert!(!finds(server, &liaison, "inbox", "padam", &case).await);
    assert!(finds(server, &coordinator, "inbox", "padam", &case).await);
    // New words for the public: the old ones find nothing from the moment on, though the index still has them.
    case.must_with(Person::Coordinator, "verify", published(server, "Jaringan", "Listrik")).await;
    assert!(!finds(server, &Caller::Nobody, "public", "penerangan", &case).await);
    follow(server).await;
    assert!(finds(server, &Caller::Nobody, "public", "jaringan", &case).await);
    assert!(finds(server, &liaison, "inbox", "padam", &case).await);
    // Secret: gone from the public at once.
    case.must(Person::AdminHere, "forward").await;
    let mut secret = published(server, "Jaringan", "Listrik");
    secret["is_secret"] = json!(true);
    case.must_with(Person::Coordinator, "verify", secret).await;
    assert!(!finds(server, &Caller::Nobody, "public", "jaringan", &case).await);
    follow(server).await;
    assert!(!finds(server, &Caller::Nobody, "public", "jaringan", &case).await);
    let public = match server.backend() {
        Backend::Sqlite => "SELECT count(*) FROM search_public WHERE search_public MATCH 'jaringan'",
        Backend::Postgres => "SELECT count(*) FROM search_documents WHERE public_words @@ 'jaringan'",
    };
    assert_eq!(server.database.number(public).await, 0, "no document for who may not know of it");
}

async fn nothing_of_an_identity_is_found(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    let coordinator = server.log_in(Person::Coordinator).await;
    let mut filing = complaint(server.places());
    filing["body"] = json!("NIK saya 7371 0101 0101 0007, KK 7371020202020008, mohon dicek.");
    filing["reporter"] = json!({
        "name": "Zulkarnain Daeng", "email": "zulkarnain@uji.example", "phone": "081298765432",
        "nik": "7371010101010009", "address": "Lorong Zamrud 17",
    });
    let case = Case::file(server, &Caller::Nobody, filing).await;
    follow(server).await;
    for caller in [&admin, &coordinator] {
        assert!(finds(server, caller, "inbox", "nik dicek", &case).await);
        for q in [
            "zulkarnain",
            "daeng",
            "081298765432",
            "7371010101010009",
            "zamrud",
            "7371 0101 0101 0007",
            "7371020202020008",
            "0007",
            "dicek 7371020202020008",
        ] {
            assert!(!finds(server, caller, "inbox", q, &case).await, "{q}");
        }
    }
}

fn joined(snippet: &Value) -> String {
    let parts = snippet["parts"].as_array().expect("parts").iter();
    parts
        .map(|part| {
            let text = part["text"].as_str().expect("a text");
            if part["hit"] == true { format!("[{text}]") } else { text.to_owned() }
        })
        .collect()
}

async fn snippets_show_where_the_words_stand(server: &TestServer) {
    let liaison = server.log_in(Person::Liaison).await;
    let filler = "kata lain ".repeat(80);
    let case = filed(server, "Pelayanan <b>KTP</b>", &format!("{filler}petugas tidak melayani warga {filler}")).await;
    case.must_with(Person::AdminHere, "verify", published(server, "Layanan umum", "Ringkas")).await;
    case.must_with(Person::Liaison, "follow_up", json!({ "type": "progress", "text": "Loket dibuka lagi." })).await;
    follow(server).await;
    let hit = hits(server, &liaison, "inbox", "layanan").await.remove(0);
    assert_eq!((hit["kind"].as_str(), hit["id"].as_str()), (Some("complaint"), Some(case.id.as_str())));
    assert_eq!((&hit["number"], &hit["state"]), (&json!(case.tracking_number), &json!("in_process")));
    assert_eq!(hit["title"], "Pelayanan <b>KTP</b>", "text is text");
    let snippets = hit["snippets"].as_array().expect("snippets");
    assert_eq!(snippets.iter().map(|it| it["field"].clone()).collect::<Vec<_>>(), ["title", "body"]);
    assert_eq!(joined(&snippets[0]), "[Pelayanan] <b>KTP</b>");
    let body = joined(&snippets[1]);
    assert!(body.contains("petugas tidak [melayani] warga") && body.starts_with('…') && body.ends_with('…'), "{body}");
    assert!(body.chars().count() < 300, "{body}");
    let hit = hits(server, &liaison, "inbox", "ktp loket").await.remove(0);
    let said = &hit["snippets"][1];
    assert_eq!((said["field"].as_str(), joined(said).as_str()), (Some("timeline"), "[Loket] dibuka lagi."));
    let public = hits(server, &Caller::Nobody, "public", "layanan").await.remove(0);
    assert_eq!(public["title"], "Layanan umum");
    assert_eq!(public["snippets"].as_array().map(Vec::len), Some(1), "{public}");
}

async fn pages_newest_first(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    for n in 0..9 {
        let mut filing = complaint(server.places());
        (filing["channel"], filing["received_at"]) = (json!("letter"), json!(format!("2026-02-1{}T03:00:00Z", n % 5)));
        Case::file(server, &admin, filing).await;
    }
    follow(server).await;
    let listed = server.all(&admin, "/v1/complaints?scope=inbox&sort=-received_at").await;
    let listed: Vec<Value> = listed.into_iter().map(|row| row["id"].clone()).collect();
    let mut seen = Vec::new();
    let mut next = Some("/v1/search?q=ktp&scope=inbox&limit=2".to_owned());
    while let Some(path) = next {
        let answer = server.get(&admin, &path).await.ok();
        let page = answer.json();
        assert!(page["data"].as_array().is_some_and(|data| data.len() <= 2));
        seen.extend(page["data"].as_array().expect("data").iter().map(|hit| hit["id"].clone()));
        next = page["next_cursor"].as_str().map(|cursor| {
            assert!(answer.header("link").contains(cursor), "{}", answer.header("link"));
            format!("/v1/search?q=ktp&scope=inbox&limit=2&cursor={cursor}")
        });
        // What comes in newer than the place is not on the pages that follow.
        if seen.len() == 4 {
            Case::new(server).await;
            follow(server).await;
        }
    }
    assert_eq!(seen, listed);
    let page = server.get(&admin, "/v1/search?q=ktp&scope=inbox&limit=2").await.ok().json();
    let cursor = page["next_cursor"].as_str().expect("one more page");
    for other in ["q=jadi&scope=inbox", "q=ktp&scope=mine", "q=ktp&kind=complaint&scope=inbox"] {
        server.get(&admin, &format!("/v1/search?{other}&cursor={cursor}")).await.refused(400, "invalid_cursor");
    }
}

async fn times_of_the_anonymous_tell_no_hour(server: &TestServer) {
    let mut filing = complaint(server.places());
    filing["is_anonymous"] = json!(true);
    let case = Case::file(server, &Caller::Nobody, filing).await;
    case.must_with(Person::AdminHere, "verify", published(server, "KTP", "Isi")).await;
    follow(server).await;
    let midnight = json!("2026-03-01T16:00:00.000Z");
    let liaison = server.log_in(Person::Liaison).await;
    assert_eq!(hits(server, &Caller::Nobody, "public", "ktp").await[0]["received_at"], midnight);
    assert_eq!(hits(server, &liaison, "inbox", "ktp").await[0]["received_at"], midnight);
    let admin = server.log_in(Person::AdminHere).await;
    assert_ne!(hits(server, &admin, "inbox", "ktp").await[0]["received_at"], midnight);
}

async fn a_rebuilt_index_is_the_same(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    let states = ["unverified", "archived", "withdrawn", "in_process", "awaiting_reporter", "completed"];
    for (n, state) in states.iter().enumerate() {
        let case = filed(server, &format!("Perkara {state}"), "Pelayanan KTP").await;
        if n % 2 == 1 && *state != "archived" && *state != "withdrawn" {
            case.must_with(Person::AdminHere, "verify", published(server, "Layanan", state)).await;
        } else {
            case.bring_to(state, n % 2 == 0).await;
        }
    }
    follow(server).await;
    let look = async || {
        let mut found = Vec::new();
        for (caller, scope) in [(&Caller::Nobody, "public"), (&admin, "inbox")] {
            for q in ["layanan", "perkara", "sedang dicetak", "in_process", "cukup"] {
                found.push(hits(server, caller, scope, q).await);
            }
        }
        found
    };
    let followed = look().await;
    assert!(followed.iter().filter(|hits| !hits.is_empty()).count() > 4);
    // A second time changes nothing.
    assert_eq!(server.app().rebuild_search(|_| ()).await.expect("rebuilt"), 6);
    assert_eq!(look().await, followed);
    // From nothing.
    let emptied = match server.backend() {
        Backend::Sqlite => {
            "DELETE FROM search_public; DELETE FROM search_reporter; DELETE FROM search_handlers; DELETE FROM search_documents"
        }
        Backend::Postgres => "DELETE FROM search_documents",
    };
    server.database.execute(emptied).await;
    assert!(look().await.iter().all(Vec::is_empty));
    let mut told = Vec::new();
    assert_eq!(server.app().rebuild_search(|done| told.push(done)).await.expect("rebuilt"), 6);
    assert_eq!(told, [6]);
    assert_eq!(look().await, followed);
    // Cut short, it goes on behind the case that it had reached.
    server.database.execute(emptied).await;
    let order = match server.backend() {
        Backend::Sqlite => "SELECT lower(hex(id)) FROM complaints ORDER BY id",
        Backend::Postgres => "SELECT replace(id::text, '-', '') FROM complaints ORDER BY id",
    };
    let reached = &server.database.texts(order).await[1];
    let remember = format!("UPDATE settings SET value = '{reached}' WHERE key = 'search_rebuilt_to'");
    server.database.execute(&remember).await;
    assert_eq!(server.app().rebuild_search(|_| ()).await.expect("rebuilt"), 4);
    assert_eq!(server.app().rebuild_search(|_| ()).await.expect("rebuilt"), 6, "the next one begins anew");
    assert_eq!(look().await, followed);
}

async fn what_cannot_be_searched_is_told(server: &TestServer) {
    let admin = server.log_in(Person::AdminHere).await;
    for (query, code) in [
        ("", "invalid_parameter"),
        ("q=", "invalid_parameter"),
        ("q=a", "invalid_parameter"),
        (format!("q={}", "a".repeat(201)).as_str(), "invalid_parameter"),
        ("q=ktp&kind=request", "invalid_parameter"),
        ("q=ktp&scope=all", "invalid_parameter"),
        ("q=ktp&limit=0", "invalid_parameter"),
        ("q=ktp&cursor=x", "invalid_cursor"),
        ("q=ktp&offset=1", "unknown_parameter"),
        ("q=ktp&include_total=true", "unknown_parameter"),
        ("q=ktp%00", "invalid_parameter"),
    ] {
        server.get(&admin, &format!("/v1/search?{query}")).await.refused(400, code);
    }
    for good in ["é€".to_owned(), "ab".to_owned(), "é".repeat(200), "a ".repeat(100)] {
        server.get(&admin, &format!("/v1/search?scope=inbox&q={}", encoded(&good))).await.ok();
    }
    for scope in ["mine", "inbox"] {
        server.get(&Caller::Nobody, &format!("/v1/search?q=ktp&scope={scope}")).await.refused(401, "unauthenticated");
    }
    let budi = server.log_in(Person::Budi).await;
    server.get(&budi, "/v1/search?q=ktp&scope=inbox").await.refused(403, "forbidden");
}
