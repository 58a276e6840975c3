//! The conventions of CONTRIBUTING.md that a text can hold. Each test is one rule; its failure names every file and line.
//!
//! No parser and no style: what clippy, rustfmt and the type system hold already is not asked here again.

mod manifest;
mod source;

use source::{Line, Source};

const DOMAIN: [&str; 5] =
    ["crates/kernel", "crates/agencies", "crates/complaints", "crates/information", "crates/privacy"];

/// What each member may use of ours. Arrows point one way; what is not named here may not be used.
const GRAPH: &[(&str, &[&str])] = &[
    ("padi-kernel", &[]),
    ("padi-files", &[]),
    ("padi-migrations", &[]),
    ("padi-search", &[]),
    ("padi-agencies", &["padi-kernel"]),
    ("padi-complaints", &["padi-kernel", "padi-agencies"]),
    ("padi-information", &["padi-kernel"]),
    ("padi-privacy", &["padi-kernel"]),
    (
        "padi-persistence",
        &["padi-kernel", "padi-agencies", "padi-complaints", "padi-information", "padi-privacy", "padi-migrations"],
    ),
    (
        "padi-app",
        &[
            "padi-kernel",
            "padi-files",
            "padi-agencies",
            "padi-complaints",
            "padi-information",
            "padi-privacy",
            "padi-persistence",
            "padi-search",
        ],
    ),
    ("padi-http", &["padi-kernel", "padi-agencies", "padi-complaints", "padi-information", "padi-privacy", "padi-app"]),
    ("padi-worker", &["padi-kernel", "padi-agencies", "padi-complaints", "padi-app"]),
    ("padi-server", &["padi-kernel", "padi-agencies", "padi-complaints", "padi-app", "padi-http", "padi-worker"]),
];

/// What the domain may use of others: nothing that waits, reads, writes or asks the time.
const DOMAIN_LIBRARIES: [&str; 5] = ["chrono", "serde", "serde_json", "thiserror", "uuid"];

/// Fails with all findings of one rule.
fn hold(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}\n  {}\n", findings.join("\n  "));
}

fn found(source: &Source, line: &Line, what: &str) -> String {
    format!("{}:{}: {what}: {}", source.path, line.number, line.code.trim())
}

/// Each of `words` in the code outside tests; a word that starts or ends in a letter is found as a whole word only.
fn words_in(sources: &[Source], words: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources {
        for line in source.lines_without_tests() {
            for word in words.iter().filter(|word| has_word(&line.code, word)) {
                findings.push(found(source, &line, word));
            }
        }
    }
    findings
}

fn has_word(code: &str, word: &str) -> bool {
    let part_of_word = |it: char| it.is_alphanumeric() || it == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_some_and(part_of_word) && word.starts_with(part_of_word);
        let after = code[at + word.len()..].chars().next().is_some_and(part_of_word) && word.ends_with(part_of_word);
        !before && !after
    })
}

fn product_code() -> Vec<Source> {
    let mut sources = source::rust("crates");
    sources.extend(source::rust("migrations"));
    assert!(sources.len() > 20, "the sources of the workspace were found");
    sources
}

/// The product without the migrations, which run before anything else and hold a lock of their own.
fn crates_code() -> Vec<Source> {
    product_code().into_iter().filter(|source| source.path.starts_with("crates/")).collect()
}

fn domain_code() -> Vec<Source> {
    DOMAIN.iter().flat_map(|folder| source::rust(folder)).collect()
}

#[test]
fn crates_depend_in_one_direction_only() {
    let mut findings = Vec::new();
    let mut seen = Vec::new();
    for manifest in manifest::members() {
        let package = manifest::package(&manifest);
        seen.push(package.to_owned());
        if package == "padi-tests" {
            continue;
        }
        let Some((_, allowed)) = GRAPH.iter().find(|(name, _)| *name == package) else {
            findings.push(format!("{}: {package} has no row in GRAPH", manifest.path));
            continue;
        };
        for used in manifest::dependencies(&manifest).iter().filter(|it| it.name.starts_with("padi-")) {
            if !allowed.contains(&used.name.as_str()) {
                findings.push(format!("{}:{}: {package} may not use {}", manifest.path, used.line, used.name));
            }
        }
    }
    findings.extend(
        GRAPH.iter().filter(|(name, _)| !seen.iter().any(|it| it == name)).map(|(name, _)| format!("{name} is gone")),
    );
    hold("Convention 1: server -> http, worker -> app -> persistence -> domain -> kernel", &findings);
}

#[test]
fn domain_crates_have_no_async_io_clock_sql_or_http() {
    let mut findings = Vec::new();
    for manifest in manifest::members() {
        if DOMAIN.iter().any(|folder| manifest.path.starts_with(&format!("{folder}/"))) {
            for used in manifest::dependencies(&manifest) {
                let ours = used.name.starts_with("padi-");
                let known =
                    DOMAIN_LIBRARIES.contains(&used.name.as_str()) || (used.for_tests && used.name == "proptest");
                if !ours && !known {
                    findings.push(format!("{}:{}: {}", manifest.path, used.line, used.name));
                }
            }
        }
    }
    let words = [
        "async",
        ".await",
        "tokio",
        "actix_web",
        "utoipa",
        "sea_orm",
        "sqlx",
        "reqwest",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "Utc::now",
        "Local::now",
        "SystemTime",
        "Instant",
    ];
    findings.extend(words_in(&domain_code(), &words));
    hold("Convention 1: domain crates have no async, I/O, clock, SQL or HTTP", &findings);
}

#[test]
fn time_and_randomness_come_in_as_arguments() {
    let words = ["Utc::now", "Local::now", "SystemTime::now", "Uuid::new_v4", "Uuid::now_v7", "getrandom::fill"];
    let mut findings = Vec::new();
    for source in product_code() {
        let lines = source.lines_without_tests();
        for (at, line) in lines.iter().enumerate() {
            // The system's own clock and entropy say by `#[expect]`, in the lines before, that they are the one place.
            let expected =
                lines[at.saturating_sub(12)..at].iter().any(|it| it.code.contains("clippy::disallowed_methods"));
            if words.iter().any(|word| has_word(&line.code, word)) && !expected {
                findings.push(found(&source, line, "read without an argument"));
            }
        }
    }
    hold("Convention 2: `now` and entropy are arguments; the globals are read in one place, which says so", &findings);
}

#[test]
fn http_knows_neither_persistence_nor_sea_orm() {
    let words = ["padi_persistence", "sea_orm", "sqlx", "padi_migrations"];
    let mut sources = source::rust("crates/http");
    sources.extend(source::rust("crates/worker"));
    hold("Convention 1: http and worker go through app", &words_in(&sources, &words));
}

#[test]
fn only_app_begins_and_commits() {
    let outside: Vec<Source> = crates_code()
        .into_iter()
        .filter(|source| !source.path.starts_with("crates/app/") && source.path != "crates/persistence/src/db.rs")
        .collect();
    let mut findings = words_in(&outside, &[".commit()", ".write().await"]);
    for source in source::rust("crates/app") {
        let lines = source.lines_without_tests();
        let spawned = lines.iter().any(|line| has_word(&line.code, "atomically"));
        findings.extend(
            lines
                .iter()
                .filter(|line| line.code.contains(".commit()") && !spawned)
                .map(|line| found(&source, line, "a commit in a file that never names atomically")),
        );
    }
    hold("Convention 5: only app begins and commits, one transaction for a use case, inside atomically", &findings);
}

#[test]
fn transactions_begin_in_one_place() {
    let sources: Vec<Source> =
        crates_code().into_iter().filter(|source| source.path != "crates/persistence/src/db.rs").collect();
    let words = [
        ".begin()",
        ".begin_with(",
        ".begin_with_options(",
        ".begin_with_config(",
        ".transaction(",
        "TransactionTrait",
    ];
    hold(
        "Convention 6: a transaction begins by Db::write (IMMEDIATE), never by a plain begin",
        &words_in(&sources, &words),
    );
}

#[test]
fn entities_are_private_and_there_are_no_repositories() {
    let mut findings =
        words_in(&source::rust("crates"), &["pub mod entity", "pub(crate) mod entity", "pub use entity"]);
    for source in source::rust("crates/persistence") {
        for line in source.lines_without_tests() {
            if has_word(&line.code, "trait") && line.code.trim_start().contains("Repo") {
                findings.push(found(&source, &line, "a repository trait"));
            }
        }
    }
    let outside = product_code().into_iter().filter(|source| !source.path.starts_with("crates/persistence/"));
    let outside: Vec<Source> = outside.filter(|source| !source.path.starts_with("migrations/")).collect();
    findings.extend(words_in(&outside, &["ActiveModel", "DeriveEntityModel", "EntityTrait"]));
    hold("Convention 8: entities stay inside persistence, whose functions are free functions", &findings);
}

#[test]
fn every_aggregate_has_its_typed_id() {
    let mut findings = Vec::new();
    let mut sources = domain_code();
    sources.extend(source::rust("crates/app"));
    for source in sources.iter().filter(|source| source.path != "crates/kernel/src/id.rs") {
        for line in source.lines_without_tests() {
            let code = line.code.trim();
            let newtype = code.contains("struct ") && (code.contains("(Uuid)") || code.contains("(pub Uuid)"));
            let field = ["id: Uuid", "id: Option<Uuid>", "ids: Vec<Uuid>"].iter().any(|it| code.contains(it));
            if newtype || (field && !has_word(code, "fn")) {
                findings.push(found(source, &line, "an id without a type of its own"));
            }
        }
    }
    hold("Convention 11: a typed id for every aggregate, registered in kernel/src/id.rs", &findings);
}

#[test]
fn request_bodies_deny_unknown_fields() {
    let mut findings = Vec::new();
    let mut checked = 0;
    for source in source::rust("crates/http") {
        let (bodies, open) = request_bodies(&source);
        checked += bodies;
        findings.extend(open);
    }
    assert!(checked > 0, "the request bodies of crates/http were found");
    let stored: Vec<Source> = product_code()
        .into_iter()
        .filter(|it| !it.path.starts_with("crates/http/") && !it.path.starts_with("crates/server/"))
        .collect();
    findings.extend(words_in(&stored, &["deny_unknown_fields"]));
    hold("Convention 18: deny_unknown_fields on request bodies, never on stored JSON", &findings);
}

/// How many structs of a file derive both Deserialize and Validate, and which of them take unknown fields.
fn request_bodies(source: &Source) -> (usize, Vec<String>) {
    let (mut checked, mut findings) = (0, Vec::new());
    let mut attributes = String::new();
    for line in source.lines_without_tests() {
        let code = line.code.trim();
        let item = ["struct ", "enum ", "fn ", "impl", "const ", "type ", "mod ", "use "];
        let code_word =
            code.trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ").trim_start_matches("pub ");
        if !item.iter().any(|it| code_word.starts_with(it)) {
            attributes.push_str(code);
            attributes.push(' ');
            continue;
        }
        let body = has_word(&attributes, "Deserialize") && has_word(&attributes, "Validate");
        if code_word.starts_with("struct ") && body && attributes.contains("derive(") {
            checked += 1;
            if !has_word(&attributes, "deny_unknown_fields") {
                findings.push(found(source, &line, "takes unknown fields"));
            }
        }
        attributes.clear();
    }
    (checked, findings)
}

#[test]
fn side_files_of_migrations_come_in_pairs() {
    let files = source::with_extension("migrations", "sql");
    let mut findings = Vec::new();
    for file in &files {
        let twin = if let Some(stem) = file.path.strip_suffix(".postgres.sql") {
            format!("{stem}.sqlite.sql")
        } else if let Some(stem) = file.path.strip_suffix(".sqlite.sql") {
            format!("{stem}.postgres.sql")
        } else {
            findings.push(format!("{}: is neither .postgres.sql nor .sqlite.sql", file.path));
            continue;
        };
        if !files.iter().any(|other| other.path == twin) {
            findings.push(format!("{}: {twin} is missing", file.path));
        }
    }
    findings.extend(words_in(&source::rust("migrations"), &["padi_persistence", "DeriveEntityModel"]));
    hold("Convention 23: portable code and two side files; migrations never name entities", &findings);
}

#[test]
fn exceptions_explain_themselves() {
    let mut sources = product_code();
    sources.extend(source::rust("tests"));
    let mut findings = Vec::new();
    for source in &sources {
        let lines = source.lines();
        for (at, line) in lines.iter().enumerate() {
            let code = line.code.trim_start();
            if code.starts_with("#[allow(")
                || code.starts_with("#![allow(")
                || (code.contains("cfg_attr(") && has_word(code, "allow("))
            {
                findings.push(found(source, line, "allow: use expect with a reason"));
            }
            if code.starts_with("#[expect(") || code.starts_with("#![expect(") {
                let end = lines[at..]
                    .iter()
                    .position(|it| it.code.contains(")]"))
                    .map_or(lines.len(), |length| at + length + 1);
                if !lines[at..end].iter().any(|it| has_word(&it.code, "reason")) {
                    findings.push(found(source, line, "expect without a reason"));
                }
            }
        }
    }
    hold("Convention 24: #[expect(lint, reason = ...)], never allow", &findings);
}

#[test]
fn nothing_is_left_undone_or_taken_for_granted() {
    let words = ["todo!", "unimplemented!", "dbg!", ".unwrap()", ".unwrap_unchecked()"];
    let mut findings = words_in(&product_code(), &words);
    for source in source::rust("tests") {
        let undone = source
            .lines()
            .into_iter()
            .filter(|line| ["todo!", "unimplemented!"].iter().any(|it| has_word(&line.code, it)));
        findings.extend(undone.map(|line| found(&source, &line, "undone")));
    }
    hold("Convention 24: no todo, no dbg, no unwrap outside tests", &findings);
}

#[test]
fn only_the_program_prints() {
    let sources: Vec<Source> = product_code().into_iter().filter(|it| !it.path.starts_with("crates/server/")).collect();
    let words = ["println!", "print!", "eprintln!", "eprint!"];
    hold("Only crates/server prints; everything else logs", &words_in(&sources, &words));
}

#[test]
fn files_have_one_subject() {
    let mut findings = Vec::new();
    let mut sources = product_code();
    sources.extend(source::rust("tests"));
    for source in sources {
        let (length, limit) =
            if source.is_test() { (source.lines().len(), 900) } else { (source.lines_without_tests().len(), 500) };
        if length > limit {
            findings.push(format!("{}: {length} lines, more than {limit}", source.path));
        }
    }
    hold("Convention 25: at most 500 lines without tests, 900 of tests", &findings);
}

#[test]
fn versions_and_features_stand_in_the_workspace_only() {
    let mut findings = Vec::new();
    for manifest in manifest::members() {
        for used in manifest::dependencies(&manifest).iter().filter(|used| !used.from_workspace) {
            findings.push(format!("{}:{}: {} is not `workspace = true`", manifest.path, used.line, used.name));
        }
        if !manifest.text.contains("[lints]\nworkspace = true") {
            findings.push(format!("{}: does not take the lints of the workspace", manifest.path));
        }
    }
    hold("Convention 28: dependencies and lints come from the workspace", &findings);
}

#[test]
fn nothing_names_the_machine_of_one_developer() {
    let texts = [
        ".rs", ".toml", ".md", ".sh", ".sql", ".json", ".yaml", ".yml", ".py", ".js", ".csv", "Makefile", "run",
        "NOTICE",
    ];
    let mut findings = Vec::new();
    for file in source::files("", |name| texts.iter().any(|end| name.ends_with(end))) {
        for (number, line) in (1..).zip(file.text.lines()) {
            let folders = ["root", "work", "home", "Users"].map(|folder| format!("/{folder}/"));
            if folders.iter().any(|folder| is_absolute(line, folder)) {
                findings.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    hold("No absolute folder of one machine stands in the repository", &findings);
}

/// Whether the folder stands at the beginning of a path, and not within an address or a relative path.
fn is_absolute(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|it| it.is_alphanumeric() || "_-./}~*".contains(it))
    })
}

/// A rule that cannot fail holds nothing.
#[test]
fn rules_find_what_they_forbid() {
    let bad = |text: &str| vec![Source { path: "crates/x/src/lib.rs".to_owned(), text: text.to_owned() }];
    assert_eq!(
        words_in(&bad("let now = Utc::now();"), &["Utc::now"]),
        ["crates/x/src/lib.rs:1: Utc::now: let now = Utc::now();"]
    );
    assert_eq!(words_in(&bad("\n    x.unwrap(); // here"), &[".unwrap()"]).len(), 1);
    assert_eq!(words_in(&bad("eprintln!();"), &["println!"]).len(), 0, "another word");
    assert_eq!(words_in(&bad("#[cfg(test)]\nmod tests {\n x.unwrap();\n}\n"), &[".unwrap()"]).len(), 0, "a test");
    let open = "#[derive(Deserialize, Validate)]\n#[serde(rename_all = \"snake_case\")]\npub(crate) struct Body {\n a: u8,\n}\n";
    assert_eq!(request_bodies(&bad(open)[0]).1.len(), 1);
    let closed = open.replace("rename_all = \"snake_case\"", "deny_unknown_fields");
    assert_eq!(request_bodies(&bad(&closed)[0]), (1, Vec::new()));
    let folder = format!("/{}/", "home");
    assert!(
        is_absolute(&format!("see {folder}me"), &folder) && !is_absolute(&format!("https://padi.id{folder}"), &folder)
    );
}
