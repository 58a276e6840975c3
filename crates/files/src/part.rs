//! What is done with one part of a document, and the cleaning of media within documents.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek as _, Write as _},
    path::Path,
};

use quick_xml::events::BytesStart;

use crate::{
    archive, gif,
    kind::{Sniffed, sniff},
    refuse::Refused,
    xml::{self, Fate, Rules, Value, local},
};

/// What is done with a part.
#[derive(Clone, Copy)]
pub(crate) enum Plan {
    /// It goes.
    Drop,
    /// It stays as it is: it tells nothing.
    Plain,
    /// XML that goes through a filter.
    Xml(&'static Rules),
    /// A font, which stays.
    Font,
    /// A picture, a film or a document, cleaned by its own kind.
    Media,
    /// No document with macros is taken.
    Macros,
    /// Nor one with foreign objects.
    Object,
}

/// Cleans what stands in a document into a file of its own.
pub(crate) fn clean_media(mut input: File, scratch: &Path, depth: u8) -> Result<File, Refused> {
    input.rewind()?;
    let mut head = Vec::new();
    (&input).take(8 * 1024).read_to_end(&mut head)?;
    input.rewind()?;
    let output = tempfile::tempfile_in(scratch)?;
    match sniff(&head) {
        Sniffed::Kind(kind) => crate::nested(kind, &input, &output, scratch, depth + 1)?,
        Sniffed::Archive => {
            let kind = archive::identify(&mut BufReader::new(&input))?.ok_or(Refused::EmbeddedObject)?;
            crate::nested(kind, &input, &output, scratch, depth + 1)?;
        }
        Sniffed::Other(known) => {
            let mut reader = BufReader::new(&input);
            let mut writer = BufWriter::new(&output);
            match drawing(known, &head)? {
                Drawing::Gif => gif::clean(&mut reader, &mut writer)?,
                Drawing::Svg => xml::filter(&mut reader, &mut writer, &SVG)?,
                Drawing::Described => copy_metafile(&mut reader, &mut writer, &head)?,
                Drawing::Plain => io::copy(&mut reader, &mut writer).map(drop)?,
            }
            writer.flush()?;
        }
    }
    Ok(output)
}

/// A drawing within a document.
enum Drawing {
    /// GIF.
    Gif,
    /// SVG.
    Svg,
    /// An enhanced metafile, whose header may name program and title.
    Described,
    /// Of a form without a place for names: Windows metafile, bitmap, `StarView` metafile; or empty.
    Plain,
}

fn drawing(known: &str, head: &[u8]) -> Result<Drawing, Refused> {
    let text = String::from_utf8_lossy(head);
    match known {
        "image/gif" => Ok(Drawing::Gif),
        "image/bmp" => Ok(Drawing::Plain),
        // OLE compound files come first: nobody cleans those.
        _ if head.starts_with(b"\xD0\xCF\x11\xE0") => Err(Refused::EmbeddedObject),
        _ if head.starts_with(b"\x01\0\0\0") && head.get(40..44) == Some(b" EMF") => Ok(Drawing::Described),
        _ if head.starts_with(b"\xD7\xCD\xC6\x9A") || head.starts_with(b"\x01\0\x09\0\0\x03") => Ok(Drawing::Plain),
        _ if head.starts_with(b"VCLMTF") || head.is_empty() => Ok(Drawing::Plain),
        _ if text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') && text.contains("<svg") => {
            Ok(Drawing::Svg)
        }
        _ => Err(Refused::EmbeddedMedia),
    }
}

/// Copies an enhanced metafile with its description overwritten (MS-EMF 2.2.9: length in characters at 60, offset at 64).
fn copy_metafile(input: &mut impl Read, output: &mut impl io::Write, head: &[u8]) -> Result<(), Refused> {
    let number = |at: usize| head.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let (Some(size), Some(characters), Some(offset)) = (number(4), number(60), number(64)) else {
        return Err(Refused::Corrupt);
    };
    let mut header = crate::stream::take(input, size.into(), 64 * 1024)?;
    if characters > 0 {
        let end = u64::from(offset) + 2 * u64::from(characters);
        let range = usize::try_from(offset).ok().zip(usize::try_from(end).ok()).ok_or(Refused::Corrupt)?;
        header.get_mut(range.0..range.1).ok_or(Refused::Corrupt)?.fill(0);
    }
    output.write_all(&header)?;
    io::copy(input, output)?;
    Ok(())
}

static SVG: Rules = Rules { element: svg_element, attribute: svg_attribute };

fn svg_element(element: &BytesStart<'_>) -> Fate {
    let name = element.name().0;
    match local(name) {
        // The last: a picture within would be one that nobody has cleaned.
        "metadata" | "script" | "title" | "desc" | "foreignObject" | "namedview" | "image" => Fate::Drop,
        _ => Fate::Keep,
    }
}

fn svg_attribute(_: &BytesStart<'_>, name: &str, _: &str) -> Value {
    let told = ["inkscape:", "sodipodi:", "data-"].iter().any(|start| name.starts_with(start));
    if told || local(name).starts_with("on") { Value::Drop } else { Value::Keep }
}
