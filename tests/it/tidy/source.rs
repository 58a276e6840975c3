//! Source text as the conventions look at it: lines of code without comments and string contents, with and without tests.
//!
//! A scanner, no parser: it knows comments, strings, character literals and braces, which is all that the rules need.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// One text file of the workspace.
#[derive(Debug)]
pub(super) struct Source {
    /// From the workspace's root, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

/// One line of code: its number from 1, and its text without comments and string contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) code: String,
}

/// The workspace's root.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests stand in the workspace").to_path_buf()
}

/// All files below a folder of the workspace whose name `wanted` takes, without what is built or installed there.
pub(super) fn files(folder: &str, wanted: impl Fn(&str) -> bool) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the workspace") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", ".git", "var", ".scratch", "node_modules"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if wanted(&name)
                && let Ok(text) = fs::read_to_string(&path)
            {
                let path = path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// All Rust sources below a folder.
pub(super) fn rust(folder: &str) -> Vec<Source> {
    with_extension(folder, "rs")
}

/// All files below a folder with an extension.
pub(super) fn with_extension(folder: &str, extension: &str) -> Vec<Source> {
    files(folder, |name| Path::new(name).extension().is_some_and(|it| it == extension))
}

impl Source {
    /// Whether the whole file is a test: a file or folder `tests`, a file `..._tests.rs`, or the tests crate.
    pub(super) fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.ends_with("/tests.rs")
            || self.path.ends_with("_tests.rs")
            || self.path.contains("/tests/")
    }

    /// All lines as code.
    pub(super) fn lines(&self) -> Vec<Line> {
        let code = blank(&self.text);
        code.lines().enumerate().map(|(at, line)| Line { number: at + 1, code: line.to_owned() }).collect()
    }

    /// The lines that are no test: nothing of a test file, and no item behind `#[cfg(test)]`.
    pub(super) fn lines_without_tests(&self) -> Vec<Line> {
        if self.is_test() { Vec::new() } else { without_tests(self.lines()) }
    }
}

fn without_tests(lines: Vec<Line>) -> Vec<Line> {
    let mut kept = Vec::new();
    let mut lines = lines.into_iter();
    while let Some(line) = lines.next() {
        let Some(item) = line.code.trim_start().strip_prefix("#[cfg(test)]") else {
            kept.push(line);
            continue;
        };
        let mut depth = 0_usize;
        let mut code = item.to_owned();
        // Up to the item's own `;` or closing brace, attributes between passed over.
        while !ends_item(&code, &mut depth) {
            let Some(next) = lines.next() else { break };
            code = next.code;
        }
    }
    kept
}

/// Follows the braces of one line; tells whether an item ends on it.
fn ends_item(code: &str, depth: &mut usize) -> bool {
    let mut square = 0_usize;
    for character in code.chars() {
        match character {
            '[' => square += 1,
            ']' => square = square.saturating_sub(1),
            '{' => *depth += 1,
            '}' => {
                *depth = depth.saturating_sub(1);
                if *depth == 0 {
                    return true;
                }
            }
            ';' if *depth == 0 && square == 0 => return true,
            _ => {}
        }
    }
    false
}

/// The text with comments and the contents of strings and characters blanked; line breaks stay.
fn blank(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let end = match characters[at] {
            '/' if characters.get(at + 1) == Some(&'/') => end_of_line(&characters, at),
            '/' if characters.get(at + 1) == Some(&'*') => end_of_block(&characters, at),
            '"' => end_of_string(&characters, at),
            'r' if starts_raw_string(&characters, at) => end_of_raw_string(&characters, at),
            '\'' => end_of_character(&characters, at),
            _ => at,
        };
        if end == at {
            out.push(characters[at]);
            at += 1;
        } else {
            out.extend(characters[at..end].iter().map(|&it| if it == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

fn end_of_line(characters: &[char], at: usize) -> usize {
    characters[at..].iter().position(|&it| it == '\n').map_or(characters.len(), |length| at + length)
}

fn end_of_block(characters: &[char], at: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = at;
    while at < characters.len() {
        match (characters[at], characters.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    characters.len()
}

fn end_of_string(characters: &[char], at: usize) -> usize {
    let mut at = at + 1;
    while at < characters.len() && characters[at] != '"' {
        at += if characters[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(characters.len())
}

fn starts_raw_string(characters: &[char], at: usize) -> bool {
    let in_word =
        at > 0 && (characters[at - 1].is_alphanumeric() || characters[at - 1] == '_') && characters[at - 1] != 'b';
    !in_word && characters[at + 1..].iter().find(|&&it| it != '#') == Some(&'"')
}

fn end_of_raw_string(characters: &[char], at: usize) -> usize {
    let hashes = characters[at + 1..].iter().take_while(|&&it| it == '#').count();
    let mut end = vec!['"'];
    end.resize(hashes + 1, '#');
    let start = at + hashes + 2;
    let length = characters[start..].windows(end.len()).position(|window| window == end.as_slice());
    length.map_or(characters.len(), |length| start + length + end.len())
}

/// A character literal's end; a lifetime is no literal and stays.
fn end_of_character(characters: &[char], at: usize) -> usize {
    match (characters.get(at + 1), characters.get(at + 2)) {
        (Some('\\'), Some(_)) => {
            characters[at + 3..].iter().position(|&it| it == '\'').map_or(characters.len(), |length| at + length + 4)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at,
    }
}

#[test]
fn comments_strings_and_characters_are_blanked() {
    let text = "let a = \"dbg!\"; // todo!\n/* .unwrap() /* */ x */ let b = r#\"a \"quoted\" todo!\"#; let c = '\"'; let d: &'static str;\n";
    let code = blank(text);
    assert_eq!(code.lines().count(), 2);
    assert_eq!(code.chars().count(), text.chars().count());
    assert!(!code.contains("dbg!") && !code.contains("todo!") && !code.contains("unwrap"), "{code}");
    assert!(code.contains("let b =") && code.contains("let c =") && code.contains("&'static str;"), "{code}");
}

#[test]
fn test_items_are_cut_wherever_they_stand() {
    let text = "mod a;\n#[cfg(test)]\nmod tests;\nfn b() {\n}\n#[cfg(test)]\n#[expect(x, reason = \"y\")]\nmod c {\n    fn d() { if e {} }\n}\nfn f() {}\n";
    let source = Source { path: "crates/x/src/lib.rs".to_owned(), text: text.to_owned() };
    let numbers: Vec<usize> = source.lines_without_tests().iter().map(|line| line.number).collect();
    assert_eq!(numbers, [1, 4, 5, 11]);
}
