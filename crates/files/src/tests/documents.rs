//! Office Open XML and `OpenDocument`.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::{clean_of, contains, reason, samples, tells_nothing};
use crate::Kind;

/// The parts of an archive, unpacked.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert!(archive.comment().is_empty());
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            assert!(part.last_modified().is_none_or(|at| at.year() == 1980), "no times");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn text_of(parts: &[(String, Vec<u8>)], name: &str) -> String {
    let (_, bytes) = parts.iter().find(|(part, _)| part == name).unwrap_or_else(|| panic!("{name} is gone"));
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn a_text_loses_its_authors_and_keeps_its_words() {
    let parts = parts(&clean_of(Kind::Docx, &samples::docx(&[])));
    for (_, bytes) in &parts {
        tells_nothing(bytes);
    }
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert!(!names.iter().any(|name| name.starts_with("docProps") || name.starts_with("customXml")));
    let document = text_of(&parts, "word/document.xml");
    assert!(document.contains("Jalan &amp; jembatan rusak"));
    assert!(document.contains(r#"<w:ins w:id="1" w:author="-">"#), "{document}");
    assert!(!document.contains("rsid") && !document.contains("<!--"));
    assert!(text_of(&parts, "word/settings.xml").contains("zoom"));
    let relationships = text_of(&parts, "_rels/.rels");
    assert!(relationships.contains("officeDocument") && !relationships.contains("docProps"));
    assert!(!text_of(&parts, "[Content_Types].xml").contains("docProps"));
    assert!(text_of(&parts, "word/_rels/settings.xml.rels").contains(r#"Target="file:///""#));
}

#[test]
fn spreadsheets_and_presentations_lose_their_people() {
    for (kind, sample) in [(Kind::Xlsx, samples::xlsx()), (Kind::Pptx, samples::pptx())] {
        for (name, bytes) in parts(&clean_of(kind, &sample)) {
            tells_nothing(&bytes);
            assert!(!name.contains("printerSettings"));
        }
    }
    let sheet = text_of(&parts(&clean_of(Kind::Xlsx, &samples::xlsx())), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>7</v>") && sheet.contains("paperSize") && !sheet.contains("r:id"));
}

#[test]
fn opendocument_loses_its_authors_and_keeps_its_words() {
    let cleaned = clean_of(Kind::Odt, &samples::odt(&[]));
    let parts = parts(&cleaned);
    assert_eq!(parts[0].0, "mimetype");
    assert!(cleaned.starts_with(b"PK\x03\x04") && contains(&cleaned[..100], b"mimetypeapplication/vnd.oasis"));
    for (_, bytes) in &parts {
        tells_nothing(bytes);
    }
    assert!(text_of(&parts, "content.xml").contains("Banjir di RT 3"));
    let manifest = text_of(&parts, "META-INF/manifest.xml");
    assert!(manifest.contains("content.xml") && !manifest.contains("meta.xml"));
    assert!(text_of(&parts, "settings.xml").contains("Zoom"));
}

#[test]
fn documents_within_documents_are_cleaned_but_not_without_end() {
    let inner = samples::xlsx();
    let outer = samples::docx(&[("word/embeddings/Sheet1.xlsx", &inner)]);
    let cleaned = parts(&clean_of(Kind::Docx, &outer));
    let (_, sheet) = cleaned.iter().find(|(name, _)| name == "word/embeddings/Sheet1.xlsx").unwrap();
    for (_, bytes) in parts(sheet) {
        tells_nothing(&bytes);
    }
    let mut deep = samples::docx(&[]);
    for _ in 0..4 {
        deep = samples::docx(&[("word/embeddings/more.docx", &deep)]);
    }
    assert_eq!(reason(&deep), "too_complex");
}

#[test]
fn what_nobody_can_clean_is_refused() {
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice();
    for (name, bytes, why) in [
        ("word/vbaProject.bin", b"macros".as_slice(), "macros"),
        ("word/vbaData.xml", b"<x/>", "macros"),
        ("word/activeX/activeX1.xml", b"<x/>", "embedded_object"),
        ("word/embeddings/oleObject1.bin", ole, "embedded_object"),
        ("word/embeddings/old.doc", ole, "embedded_object"),
        ("word/media/image3.tiff", b"II*\0\x08\0\0\0", "embedded_media"),
        ("word/media/image3.jpeg", b"\xFF\xD8\xFF\xE0 cut", "corrupt"),
        ("word/evil.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "corrupt"),
        ("word/evil.xml", b"<a><b></a>", "corrupt"),
        ("word/evil.xml", b"no xml", "corrupt"),
    ] {
        assert_eq!(reason(&samples::docx(&[(name, bytes)])), why, "{name}");
    }
    assert_eq!(reason(&samples::odt(&[("Basic/Standard/Module1.xml", b"<x/>")])), "macros");
    let encrypted = b"<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>";
    assert_eq!(reason(&samples::odt(&[("META-INF/other.xml", encrypted)])), "encrypted");
    let macros = "application/vnd.ms-word.document.macroEnabled.main+xml";
    let types = format!("<Types><Override PartName='/word/document.xml' ContentType='{macros}'/></Types>");
    assert_eq!(reason(&samples::zip(&[("[Content_Types].xml", types.as_bytes())])), "macros");
}

#[test]
fn archives_that_swell_are_refused() {
    let bomb = vec![b' '; 101 * 1024 * 1024];
    let packed = samples::docx(&[("word/media/image9.png", &bomb)]);
    assert!(packed.len() < 1024 * 1024);
    assert_eq!(reason(&packed), "too_complex");
    let xml = [b"<x>".as_slice(), &bomb, b"</x>"].concat();
    assert_eq!(reason(&samples::docx(&[("word/big.xml", &xml)])), "too_complex");
    let names: Vec<String> = (0..5_001).map(|index| format!("word/{index}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"<x/>".as_slice())).collect();
    assert_eq!(reason(&samples::docx(&many)), "too_complex");
    let deep = ["<x>".repeat(600), "</x>".repeat(600)].concat();
    assert_eq!(reason(&samples::docx(&[("word/deep.xml", deep.as_bytes())])), "too_complex");
}

#[test]
fn drawings_within_documents_lose_what_they_say_of_programs() {
    let secret = samples::SECRET;
    let mut metafile = vec![0; 88 + 2 * secret.len()];
    metafile[0] = 1;
    let size = u32::try_from(metafile.len()).unwrap();
    metafile[4..8].copy_from_slice(&size.to_le_bytes());
    metafile[40..44].copy_from_slice(b" EMF");
    metafile[60..64].copy_from_slice(&u32::try_from(secret.len()).unwrap().to_le_bytes());
    metafile[64..68].copy_from_slice(&88_u32.to_le_bytes());
    let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    metafile[88..].copy_from_slice(&wide);
    let svg = format!(
        "<svg xmlns='s'><metadata>{secret}</metadata><script>{secret}</script><path onclick='{secret}' d='M0 0'/></svg>"
    );
    let document = samples::docx(&[("word/media/a.emf", &metafile), ("word/media/b.svg", svg.as_bytes())]);
    let parts = parts(&clean_of(Kind::Docx, &document));
    for (_, bytes) in &parts {
        tells_nothing(bytes);
    }
    assert!(text_of(&parts, "word/media/b.svg").contains("M0 0"));
}
