//! PDF.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

use super::{clean_of, contains, reason, samples, tells_nothing};
use crate::Kind;

fn secret() -> Object {
    Object::String(samples::SECRET.as_bytes().to_vec(), StringFormat::Literal)
}

/// A page with a photograph, a comment, a form's field, a script, an attached file, and properties.
pub(super) fn document() -> Document {
    let mut document = Document::with_version("1.6");
    let pages = document.new_object_id();
    let photo = document.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Filter" => "DCTDecode", "Width" => 1, "Height" => 1 },
        samples::jpeg(Some(6)),
    ));
    let metadata = document.add_object(Stream::new(dictionary! { "Type" => "Metadata" }, samples::SECRET.into()));
    let attached = document.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, samples::SECRET.into()));
    let script = dictionary! { "S" => "JavaScript", "JS" => secret() };
    let comment = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        "T" => secret(), "M" => secret(), "Contents" => Object::string_literal("Catatan"), "A" => script.clone(),
    });
    let file = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "FileAttachment", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        "FS" => dictionary! { "F" => secret(), "EF" => dictionary! { "F" => attached } },
    });
    let content = document.add_object(Stream::new(Dictionary::new(), b"BT (Jalan rusak) Tj ET".to_vec()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "LastModified" => secret(),
        "PieceInfo" => dictionary! { "X" => secret() }, "Annots" => vec![comment.into(), file.into()],
        "Resources" => dictionary! { "XObject" => dictionary! { "P" => photo } }, "Metadata" => metadata,
        "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, tree.into());
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Metadata" => metadata, "OpenAction" => script,
        "Names" => dictionary! { "JavaScript" => dictionary! { "Names" => vec![secret()] } },
    });
    let info = document.add_object(dictionary! { "Author" => secret(), "Producer" => secret() });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    document.trailer.set("ID", vec![secret(), secret()]);
    document
}

pub(super) fn pdf() -> Vec<u8> {
    saved(document())
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_document_keeps_its_pages_and_loses_the_rest() {
    let cleaned = clean_of(Kind::Pdf, &pdf());
    tells_nothing(&cleaned);
    let read = Document::load_mem(&cleaned).unwrap();
    assert_eq!(read.get_pages().len(), 1);
    for kept in [b"Jalan rusak".as_slice(), b"Catatan", b"DCTDecode", b"JFIF"] {
        assert!(contains(&cleaned, kept), "{}", String::from_utf8_lossy(kept));
    }
    for gone in [b"JavaScript".as_slice(), b"/Info", b"/Metadata", b"FileAttachment", b"EmbeddedFile", b"Exif", b"/ID"]
    {
        assert!(!contains(&cleaned, gone), "{}", String::from_utf8_lossy(gone));
    }
}

/// A document written by hand, with more in its trailer.
fn written(trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let secret = samples::SECRET;
    for (number, body) in [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".to_owned(),
        format!("<</Author({secret})>>"),
    ]
    .into_iter()
    .enumerate()
    {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{body}\nendobj\n", number + 1).as_bytes());
    }
    let table = bytes.len();
    bytes.extend_from_slice(b"xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<</Size 5/Root 1 0 R/Info 4 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n");
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

fn place(bytes: &[u8], of: &[u8]) -> usize {
    bytes.windows(of.len()).position(|window| window == of).unwrap()
}

#[test]
fn earlier_revisions_are_gone() {
    let mut bytes = written("");
    // A revision that replaces the properties: the old ones stand in the file all the same.
    let previous = place(&bytes, b"xref\n0");
    let at = bytes.len();
    bytes.extend_from_slice(b"4 0 obj\n<</Author(nobody)>>\nendobj\n");
    let table = bytes.len();
    bytes.extend_from_slice(
        format!("xref\n4 1\n{at:010} 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Info 4 0 R/Prev {previous}>>\nstartxref\n{table}\n%%EOF\n").as_bytes(),
    );
    assert!(contains(&bytes, samples::SECRET.as_bytes()));
    let cleaned = clean_of(Kind::Pdf, &bytes);
    tells_nothing(&cleaned);
    assert!(!contains(&cleaned, b"nobody"));
}

#[test]
fn objects_in_object_streams_are_cleaned_too() {
    let mut bytes = Vec::new();
    document().save_modern(&mut bytes).unwrap();
    let cleaned = clean_of(Kind::Pdf, &bytes);
    tells_nothing(&cleaned);
    assert!(contains(&cleaned, b"Catatan"));
}

#[test]
fn pictures_behind_other_filters_are_unwrapped_and_cleaned() {
    let mut document = document();
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.dict.has(b"Width")
        {
            let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
            std::io::Write::write_all(&mut packer, &stream.content).unwrap();
            stream.set_content(packer.finish().unwrap());
            stream.dict.set("Filter", vec![Object::from("FlateDecode"), "DCTDecode".into()]);
        }
    }
    let cleaned = clean_of(Kind::Pdf, &saved(document));
    tells_nothing(&cleaned);
    assert!(contains(&cleaned, b"JFIF"), "it stands there as it is");
}

#[test]
fn encrypted_documents_are_refused() {
    let bytes = written("/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P 0>>");
    assert_eq!(reason(&bytes), "encrypted");
}

#[test]
fn documents_that_swell_are_refused() {
    let zeroes = "0 ".repeat(4_000_000);
    let dense = format!("%PDF-1.4\n1 0 obj\n[{zeroes}]\nendobj\n");
    assert_eq!(reason(dense.as_bytes()), "too_complex");
    let mut document = document();
    // Objects, packed: three millions of ones in an array, and their stream twice packed.
    let plain = format!("900 0 [{}]", "1 ".repeat(3_000_000));
    let pack = |bytes: &[u8]| {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packer, bytes).unwrap();
        packer.finish().unwrap()
    };
    let content = pack(&pack(plain.as_bytes()));
    let filters = vec![Object::from("FlateDecode"), "FlateDecode".into()];
    document.add_object(Stream::new(
        dictionary! { "Type" => "ObjStX", "N" => 1, "First" => 6, "Filter" => filters },
        content,
    ));
    let mut bytes = saved(document);
    // The writer leaves such streams out: it is named only now.
    let named = place(&bytes, b"/ObjStX");
    bytes[named..named + 7].copy_from_slice(b"/ObjStm");
    assert!(bytes.len() < 100_000);
    assert_eq!(reason(&bytes), "too_complex");
}
