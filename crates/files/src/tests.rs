//! Made files with everything that must go, and what comes out; then damage of every sort.

mod damage;
mod documents;
mod films;
mod pdfs;
mod pictures;
mod samples;

use std::{
    fs::File,
    io::{Read as _, Seek as _, Write as _},
};

use crate::{Kind, Refused, Unsupported, clean, identify};

fn file_of(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// What comes out of a file, and what it was taken for.
fn cleaned(bytes: &[u8]) -> Result<(Kind, Vec<u8>), Unsupported> {
    let input = file_of(bytes);
    let kind = identify(&input)?;
    let mut output = tempfile::tempfile().unwrap();
    clean(kind, &input, &output, &std::env::temp_dir())?;
    output.rewind().unwrap();
    let mut found = Vec::new();
    output.read_to_end(&mut found).unwrap();
    Ok((kind, found))
}

/// What comes out, which must be of the kind.
fn clean_of(kind: Kind, bytes: &[u8]) -> Vec<u8> {
    let (found, cleaned) = cleaned(bytes).unwrap();
    assert_eq!(found, kind);
    cleaned
}

fn reason(bytes: &[u8]) -> &'static str {
    match cleaned(bytes) {
        Err(Unsupported::Refused(refused)) => refused.name().unwrap(),
        Err(Unsupported::Kind) => "unsupported",
        Ok((kind, _)) => panic!("taken as {kind:?}"),
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// None of what tells of somebody stands in it.
fn tells_nothing(bytes: &[u8]) {
    for secret in [samples::SECRET, "SECRET-TOO"] {
        assert!(!contains(bytes, secret.as_bytes()), "{secret} is left");
        let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!contains(bytes, &wide), "{secret} is left in UTF-16");
    }
}

#[test]
fn a_disk_that_fails_is_not_the_files_fault() {
    assert!(Refused::from(std::io::Error::from_raw_os_error(28)).name().is_none());
    assert_eq!(Refused::from(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)).name(), Some("corrupt"));
}

#[test]
fn kinds_are_told_by_content_and_others_are_not_taken() {
    for (kind, bytes) in samples::all() {
        assert_eq!(identify(&file_of(&bytes)).unwrap(), kind);
        assert_eq!(Kind::of_content_type(kind.content_type()), Some(kind));
    }
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let mov = b"\0\0\0\x14ftypqt  \0\0\0\0qt  \0\0\0\x08wide".to_vec();
    let zip = samples::zip(&[("readme.txt", b"nothing")]);
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more of it".to_vec();
    let html = b"<html><script>alert(1)</script></html>".to_vec();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec();
    let gif = samples::gif();
    for other in [heic, mov, zip, ole, html, svg, gif, b"MZ\x90".to_vec(), Vec::new()] {
        assert_eq!(reason(&other), "unsupported", "{:?}", String::from_utf8_lossy(&other));
    }
}

#[test]
fn what_is_clean_stays_as_it_is() {
    for (kind, bytes) in samples::all() {
        let once = clean_of(kind, &bytes);
        assert_eq!(clean_of(kind, &once), once, "{kind:?}");
        tells_nothing(&once);
        assert!(
            contains(&bytes, samples::SECRET.as_bytes()) || !matches!(kind, Kind::Jpeg | Kind::Png),
            "a real sample"
        );
    }
}
