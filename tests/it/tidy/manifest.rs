//! Dependencies as the Cargo.toml files of the members name them.

use super::source::{self, Source};

/// One entry of a dependency table.
#[derive(Debug)]
pub(super) struct Dependency {
    pub(super) name: String,
    pub(super) from_workspace: bool,
    pub(super) for_tests: bool,
    pub(super) line: usize,
}

/// The manifests of all members: crates, migrations, tests.
pub(super) fn members() -> Vec<Source> {
    let members = source::files("", |name| name == "Cargo.toml");
    members.into_iter().filter(|manifest| manifest.path != "Cargo.toml").collect()
}

/// The name of the package.
pub(super) fn package(manifest: &Source) -> &str {
    let name = manifest.text.lines().find_map(|line| line.strip_prefix("name = \""));
    name.and_then(|rest| rest.split('"').next()).expect("a package has a name")
}

/// All entries of all dependency tables, in the form of a line each or of a table each.
pub(super) fn dependencies(manifest: &Source) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    let mut section = String::new();
    for (line, text) in (1..).zip(manifest.text.lines()) {
        let text = text.split('#').next().unwrap_or_default().trim();
        if let Some(header) = text.strip_prefix('[') {
            header.trim_matches(['[', ']']).clone_into(&mut section);
            if let Some((table, name)) = section.rsplit_once("dependencies.") {
                let (name, for_tests) = (name.to_owned(), table.ends_with("dev-"));
                found.push(Dependency { name, from_workspace: false, for_tests, line });
            }
            continue;
        }
        let Some((key, value)) = text.split_once('=') else { continue };
        let (key, value) = (key.trim(), value.trim());
        if section.ends_with("dependencies") {
            let name = key.strip_suffix(".workspace").unwrap_or(key).to_owned();
            let from_workspace = (key.ends_with(".workspace") && value == "true") || value.contains("workspace = true");
            found.push(Dependency { name, from_workspace, for_tests: section.ends_with("dev-dependencies"), line });
        } else if section.contains("dependencies.")
            && key == "workspace"
            && let Some(last) = found.last_mut()
        {
            last.from_workspace = value == "true";
        }
    }
    found
}

#[test]
fn every_form_of_a_dependency_is_read() {
    let text = "[package]\nname = \"x\"\n[dependencies]\na.workspace = true\nb = \"1\" # no\n[dev-dependencies]\nc = { workspace = true, features = [\"d\"] }\n[target.'cfg(unix)'.dependencies]\ne = { version = \"1\" }\n[dependencies.f]\nversion = \"1\"\n[build-dependencies.g]\nworkspace = true\n";
    let manifest = Source { path: "crates/x/Cargo.toml".to_owned(), text: text.to_owned() };
    let found: Vec<(String, bool, bool)> =
        dependencies(&manifest).into_iter().map(|it| (it.name, it.from_workspace, it.for_tests)).collect();
    let expected = [
        ("a", true, false),
        ("b", false, false),
        ("c", true, true),
        ("e", false, false),
        ("f", false, false),
        ("g", true, false),
    ];
    assert_eq!(found, expected.map(|(name, workspace, tests)| (name.to_owned(), workspace, tests)));
    assert_eq!(package(&manifest), "x");
}
