//! PDF (ISO 32000): read whole, stripped, and written anew, so that earlier revisions are gone. A signature does not survive.

use std::io::{Read, Write};

use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};

use crate::{jpeg, pdf_budget as budget, refuse::Refused};

/// A document is read into memory; uploads are smaller.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What is taken out of every dictionary: metadata, private data of programs, scripts and what starts them, attached files,
/// forms in a language of their own, proofs of signatures.
const DROPPED: [&[u8]; 19] = [
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"AA",
    b"OpenAction",
    b"JavaScript",
    b"JS",
    b"EmbeddedFiles",
    b"EF",
    b"AF",
    b"XFA",
    b"Perms",
    b"DSS",
    b"Legal",
    b"Collection",
    b"RichMediaContent",
    b"Thumb",
    b"SpiderInfo",
    b"SigFlags",
];
/// In annotations: who wrote it and when.
const ANNOTATION: [&[u8]; 4] = [b"T", b"M", b"CreationDate", b"NM"];
/// Actions that run or fetch something. Links to places and addresses stay.
const ACTIONS: [&[u8]; 9] = [
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"GoToR",
    b"RichMediaExecute",
    b"Rendition",
    b"Sound",
];
/// Annotations that carry files, films or programs.
const CARRIERS: [&[u8]; 6] = [b"FileAttachment", b"RichMedia", b"Screen", b"Movie", b"Sound", b"3D"];

/// Writes the document anew without what tells of its maker.
pub(crate) fn clean(input: &mut impl Read, output: &mut impl Write) -> Result<(), Refused> {
    let mut bytes = Vec::new();
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES || budget::is_too_dense(&bytes) {
        return Err(Refused::TooComplex);
    }
    let mut document = load(&bytes)?;
    drop(bytes);
    if document.trailer.has(b"Encrypt") || document.was_encrypted() {
        return Err(Refused::Encrypted);
    }
    if document.get_pages().is_empty() {
        return Err(Refused::Corrupt);
    }
    for key in [b"Info".as_slice(), b"ID", b"Prev", b"XRefStm"] {
        document.trailer.remove(key);
    }
    // One at a time, and not all of them beside each other.
    for object in document.objects.values_mut() {
        strip(object)?;
    }
    document.prune_objects();
    document.renumber_objects();
    document.save_to(output)?;
    Ok(())
}

fn load(bytes: &[u8]) -> Result<Document, Refused> {
    let options = LoadOptions {
        filter: Some(budget::charge),
        max_decompressed_size: Some(budget::MAX_STREAM),
        ..LoadOptions::default()
    };
    budget::begin();
    let loaded = Document::load_mem_with_options(bytes, options);
    if !budget::end() {
        return Err(Refused::TooComplex);
    }
    match loaded {
        Ok(document) => Ok(document),
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => Err(Refused::TooComplex),
        Err(lopdf::Error::InvalidPassword | lopdf::Error::UnsupportedSecurityHandler(_)) => Err(Refused::Encrypted),
        Err(_) => Err(Refused::Corrupt),
    }
}

/// Takes out of an object, and all within it, what goes. The reader lets none be nested deeper than a hundred.
fn strip(object: &mut Object) -> Result<(), Refused> {
    match object {
        Object::Array(items) => items.iter_mut().try_for_each(strip),
        Object::Dictionary(dictionary) => {
            if is_dangerous(dictionary) {
                *object = Object::Null;
                return Ok(());
            }
            strip_dictionary(dictionary)
        }
        Object::Stream(stream) => {
            if is_named(&stream.dict, b"Type", &[b"Metadata", b"EmbeddedFile", b"ObjStm", b"XRef"]) {
                *object = Object::Null;
                return Ok(());
            }
            strip_dictionary(&mut stream.dict)?;
            strip_picture(stream)
        }
        _ => Ok(()),
    }
}

/// Actions that run something, what carries files, signatures.
fn is_dangerous(dictionary: &Dictionary) -> bool {
    let action = is_named(dictionary, b"S", &ACTIONS);
    let carrier = is_named(dictionary, b"Subtype", &CARRIERS) && dictionary.has(b"Rect");
    action || carrier || is_named(dictionary, b"Type", &[b"Sig", b"DocTimeStamp"])
}

fn is_named(dictionary: &Dictionary, key: &[u8], names: &[&[u8]]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|name| names.contains(&name))
}

fn strip_dictionary(dictionary: &mut Dictionary) -> Result<(), Refused> {
    for key in DROPPED {
        dictionary.remove(key);
    }
    // A widget's /T is the name of a form's field, without which the form is none.
    if dictionary.has(b"Rect") && !is_named(dictionary, b"Subtype", &[b"Widget"]) {
        for key in ANNOTATION {
            dictionary.remove(key);
        }
    }
    dictionary.iter_mut().try_for_each(|(_, value)| strip(value))
}

/// Pictures keep their own metadata within a document.
fn strip_picture(stream: &mut Stream) -> Result<(), Refused> {
    let last = |stream: &Stream| stream.filters().ok().and_then(|filters| filters.last().map(|name| name.to_vec()));
    match last(stream).as_deref() {
        Some(b"DCTDecode" | b"DCT") => {
            unwrap_picture(stream)?;
            let mut cleaned = Vec::new();
            jpeg::clean_unturned(&mut stream.content.as_slice(), &mut cleaned)?;
            stream.set_content(cleaned);
        }
        Some(b"JPXDecode") => {
            unwrap_picture(stream)?;
            free_boxes(&mut stream.content);
        }
        _ => {}
    }
    Ok(())
}

/// Takes off the filters around a coded picture, so that it stands there as it is.
fn unwrap_picture(stream: &mut Stream) -> Result<(), Refused> {
    let filters: Vec<Vec<u8>> =
        stream.filters().map_err(|_| Refused::Corrupt)?.into_iter().map(<[u8]>::to_vec).collect();
    let [outer @ .., picture] = filters.as_slice() else { return Ok(()) };
    if outer.is_empty() {
        return Ok(());
    }
    let names = outer.iter().map(|name| Object::Name(name.clone())).collect();
    let mut packed = Stream::new(Dictionary::new(), std::mem::take(&mut stream.content));
    packed.dict.set("Filter", Object::Array(names));
    let content = packed.get_plain_content_with_limit(budget::MAX_STREAM).map_err(|_| Refused::TooComplex)?;
    stream.dict.set("Filter", Object::Name(picture.clone()));
    stream.dict.remove(b"DecodeParms");
    stream.set_content(content);
    Ok(())
}

/// JPEG 2000 (ISO/IEC 15444-1): overwrites the boxes that hold XML and what programs add.
fn free_boxes(content: &mut [u8]) {
    let mut at = 0;
    while let Some([a, b, c, d, name @ ..]) = content.get(at..).and_then(|rest| rest.first_chunk::<8>()).copied() {
        let size = u32::from_be_bytes([a, b, c, d]) as usize;
        let end = at.saturating_add(size);
        if size < 8 || end > content.len() {
            return;
        }
        if matches!(&name, b"uuid" | b"xml " | b"uinf") {
            content[at + 4..at + 8].copy_from_slice(b"free");
            content[at + 8..end].fill(0);
        }
        at = end;
    }
}
