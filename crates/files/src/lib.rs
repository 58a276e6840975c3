//! Cleaning of files that people hand in (lampiran): what a file is by its content, and a copy of it without what tells who
//! made it, where, when and with what: Exif, XMP, comments, thumbnails, authors, old revisions, whatever stands after its end.
//!
//! Pure: files in, files out; no network, no clock, no randomness. Pictures and films are copied piece by piece in constant
//! memory and never decoded, so nothing is lost but what is left out. Not promised: what is part of the picture itself, a film's
//! user data within its coded frames, and text that an author wrote into the document.

mod archive;
mod exif;
mod gif;
mod jpeg;
mod kind;
mod mp4;
mod odf;
mod ooxml;
mod part;
mod pdf;
mod pdf_budget;
mod png;
mod refuse;
mod stream;
mod webp;
mod xml;

use std::{
    fs::File,
    io::{BufReader, BufWriter, Seek as _, Write as _},
    path::Path,
};

pub use kind::{Kind, Unsupported, identify};
pub use refuse::Refused;

/// How deep documents may stand in documents.
const MAX_NESTING: u8 = 2;

/// Writes the clean copy of a file of this kind to `output`, which is empty. `scratch` is the folder for what must be set aside
/// meanwhile; nothing stays there.
///
/// # Errors
/// What can't be cleaned is refused, and what was written till then is of no use.
pub fn clean(kind: Kind, input: &File, output: &File, scratch: &Path) -> Result<(), Refused> {
    nested(kind, input, output, scratch, 0)
}

fn nested(kind: Kind, mut input: &File, output: &File, scratch: &Path, depth: u8) -> Result<(), Refused> {
    if depth > MAX_NESTING {
        return Err(Refused::TooComplex);
    }
    input.rewind()?;
    let mut reader = BufReader::new(input);
    let mut writer = BufWriter::new(output);
    match kind {
        Kind::Jpeg => jpeg::clean(&mut reader, &mut writer)?,
        Kind::Png => png::clean(&mut reader, &mut writer)?,
        Kind::Webp => webp::clean(&mut reader, &mut writer)?,
        Kind::Mp4 => mp4::clean(&mut reader, &mut writer)?,
        Kind::Pdf => pdf::clean(&mut reader, &mut writer)?,
        Kind::Docx | Kind::Xlsx | Kind::Pptx | Kind::Odt | Kind::Ods | Kind::Odp => {
            archive::clean(kind, &mut reader, &mut writer, scratch, depth)?;
        }
    }
    writer.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests;
