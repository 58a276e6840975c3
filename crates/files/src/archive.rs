//! Documents that are ZIP archives: part by part into a new archive without times, comments and extra fields.

use std::{
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::Path,
};

use quick_xml::{Reader, events::Event};
use zip::{
    CompressionMethod, DateTime, ZipArchive, ZipWriter, read::ZipFile, result::ZipError, write::SimpleFileOptions,
};

use crate::{
    kind::Kind,
    odf, ooxml,
    part::{self, Plan},
    refuse::Refused,
    xml::{Why, attribute},
};

/// More parts are in no document that a person made.
const MAX_PARTS: u64 = 5_000;
/// All parts of a document together, and of the documents in it each.
const MAX_UNPACKED: u64 = 100 * 1024 * 1024;
const MAX_MIMETYPE: u64 = 256;

/// What the document is, or `None` for another archive.
pub(crate) fn identify(input: &mut (impl Read + Seek)) -> Result<Option<Kind>, Refused> {
    let mut archive = open(input)?;
    if let Some(index) = archive.index_for_name("mimetype") {
        let mut text = String::new();
        let part = archive.by_index(index).map_err(refused)?;
        part.take(MAX_MIMETYPE).read_to_string(&mut text)?;
        return Ok(odf::kind(&text));
    }
    let Some(index) = archive.index_for_name("[Content_Types].xml") else { return Ok(None) };
    let part = archive.by_index(index).map_err(refused)?;
    main_part(part.take(MAX_UNPACKED))
}

/// Looks for the document's main part among the content types.
fn main_part(input: impl Read) -> Result<Option<Kind>, Refused> {
    let mut reader = Reader::from_reader(BufReader::new(input));
    let mut buffer = Vec::new();
    let mut kind = None;
    loop {
        match reader.read_event_into(&mut buffer).map_err(|_| Refused::Corrupt)? {
            Event::Empty(element) | Event::Start(element) => {
                let content_type = attribute(&element, "ContentType").unwrap_or_default();
                match ooxml::main_part(&content_type) {
                    Ok(found) => kind = kind.or(found),
                    Err(Why::Macros | Why::Encrypted) => return Err(Refused::Macros),
                }
            }
            Event::Eof => return Ok(kind),
            _ => {}
        }
        buffer.clear();
    }
}

/// Copies a document, each part cleaned.
pub(crate) fn clean(
    kind: Kind,
    input: &mut (impl Read + Seek),
    output: &mut (impl Write + Seek),
    scratch: &Path,
    depth: u8,
) -> Result<(), Refused> {
    let mut archive = open(input)?;
    if archive.has_duplicate_names() {
        return Err(Refused::Corrupt);
    }
    let mut writer = ZipWriter::new(output);
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(refused)?;
        if part.encrypted() {
            return Err(Refused::Encrypted);
        }
        let name = part.name().map_err(refused)?.into_owned();
        if name.ends_with('/') {
            continue;
        }
        left = clean_part(kind, &name, part, &mut writer, Limits { left, scratch, depth })?;
    }
    writer.finish().map_err(refused)?;
    Ok(())
}

struct Limits<'a> {
    left: u64,
    scratch: &'a Path,
    depth: u8,
}

fn clean_part<R: Read>(
    kind: Kind,
    name: &str,
    part: ZipFile<'_, R>,
    writer: &mut ZipWriter<impl Write + Seek>,
    limits: Limits<'_>,
) -> Result<u64, Refused> {
    let plan = match kind {
        Kind::Odt | Kind::Ods | Kind::Odp => odf::plan(name),
        _ => ooxml::plan(name),
    };
    let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
    // One byte more than is left tells that there was more.
    let mut part = part.take(limits.left + 1);
    match plan {
        Plan::Drop => return Ok(limits.left),
        Plan::Macros => return Err(Refused::Macros),
        Plan::Object => return Err(Refused::EmbeddedObject),
        Plan::Plain | Plan::Font => {
            writer.start_file(name, options).map_err(refused)?;
            io::copy(&mut part, writer)?;
        }
        Plan::Xml(rules) => {
            writer.start_file(name, options).map_err(refused)?;
            // Events come as few bytes each, which a compressor takes badly.
            let mut buffered = BufWriter::with_capacity(64 * 1024, &mut *writer);
            let filtered = crate::xml::filter(BufReader::new(&mut part), &mut buffered, rules);
            buffered.flush()?;
            drop(buffered);
            // Cut at the limit, it only looks damaged.
            if part.limit() > 0 {
                filtered?;
            }
        }
        Plan::Media => {
            let mut aside = tempfile::tempfile_in(limits.scratch)?;
            io::copy(&mut part, &mut aside)?;
            if part.limit() > 0 {
                let mut cleaned = part::clean_media(aside, limits.scratch, limits.depth)?;
                cleaned.rewind()?;
                writer.start_file(name, options).map_err(refused)?;
                io::copy(&mut cleaned, writer)?;
            }
        }
    }
    part.limit().checked_sub(1).ok_or(Refused::TooComplex)
}

/// Opens an archive whose directory is small enough to be read.
fn open<R: Read + Seek>(input: &mut R) -> Result<ZipArchive<&mut R>, Refused> {
    if parts(input)? > MAX_PARTS {
        return Err(Refused::TooComplex);
    }
    input.rewind()?;
    let archive = ZipArchive::new(input).map_err(refused)?;
    if archive.len() as u64 > MAX_PARTS { Err(Refused::TooComplex) } else { Ok(archive) }
}

/// How many parts the end of the archive tells of, before its directory is read into memory.
fn parts(input: &mut (impl Read + Seek)) -> Result<u64, Refused> {
    const END: &[u8] = b"PK\x05\x06";
    let length = input.seek(SeekFrom::End(0))?;
    let tail = length.min(22 + 65_535);
    input.seek(SeekFrom::Start(length - tail))?;
    let bytes = crate::stream::take(input, tail, tail)?;
    let at = bytes.windows(END.len()).rposition(|window| window == END).ok_or(Refused::Corrupt)?;
    let count = bytes.get(at + 10..at + 12).and_then(|two| two.try_into().ok()).ok_or(Refused::Corrupt)?;
    // Archives of the large form say 0xFFFF here: none of our documents needs that.
    Ok(u16::from_le_bytes(count).into())
}

fn refused(error: ZipError) -> Refused {
    match error {
        ZipError::Io(error) => error.into(),
        ZipError::UnsupportedArchive(text) if text == ZipError::PASSWORD_REQUIRED => Refused::Encrypted,
        _ => Refused::Corrupt,
    }
}
