//! What a file is, by its content. What somebody calls it, or says of it, is not asked.

use std::{
    fs::File,
    io::{BufReader, Read as _, Seek as _},
};

use crate::{archive, refuse::Refused};

/// How much of a file's beginning tells what it is.
const HEAD: u64 = 8 * 1024;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A picture (JPEG).
    Jpeg,
    /// A picture (PNG).
    Png,
    /// A picture (WebP).
    Webp,
    /// A document (PDF).
    Pdf,
    /// A text (Office Open XML).
    Docx,
    /// A spreadsheet (Office Open XML).
    Xlsx,
    /// A presentation (Office Open XML).
    Pptx,
    /// A text (`OpenDocument`).
    Odt,
    /// A spreadsheet (`OpenDocument`).
    Ods,
    /// A presentation (`OpenDocument`).
    Odp,
    /// A film (MP4).
    Mp4,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Mp4,
    ];

    /// The media type (RFC 6838).
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Mp4 => "video/mp4",
        }
    }

    /// The usual ending of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Mp4 => "mp4",
        }
    }

    /// The kind of a media type, out of those that are taken.
    pub fn of_content_type(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.content_type() == text)
    }
}

/// Why it is not known what a file is.
#[derive(Debug, thiserror::Error)]
pub enum Unsupported {
    /// Of a kind that is not taken.
    #[error("the kind of file is not taken")]
    Kind,
    /// Of a kind that is taken, but not as it is.
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// What a file is, by its content.
///
/// # Errors
/// A kind that is not taken; a document with macros or damage that hides what it is.
pub fn identify(mut file: &File) -> Result<Kind, Unsupported> {
    file.rewind().map_err(Refused::from)?;
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).map_err(Refused::from)?;
    match sniff(&head) {
        Sniffed::Kind(kind) => Ok(kind),
        Sniffed::Archive => {
            file.rewind().map_err(Refused::from)?;
            archive::identify(&mut BufReader::new(file))?.ok_or(Unsupported::Kind)
        }
        Sniffed::Other(_) => Err(Unsupported::Kind),
    }
}

/// What the beginning of a file tells.
pub(crate) enum Sniffed {
    /// A kind that is taken.
    Kind(Kind),
    /// A ZIP archive: a document, perhaps.
    Archive,
    /// Something else, by its media type; empty where nothing is known.
    Other(&'static str),
}

/// Judges by the beginning of a file.
pub(crate) fn sniff(head: &[u8]) -> Sniffed {
    if head.starts_with(b"PK\x03\x04") {
        return Sniffed::Archive;
    }
    // The brand of QuickTime films also begins with `ftyp`; they are not MP4.
    match infer::get(head).map_or("", |found| found.mime_type()) {
        "image/jpeg" => Sniffed::Kind(Kind::Jpeg),
        "image/png" => Sniffed::Kind(Kind::Png),
        "image/webp" => Sniffed::Kind(Kind::Webp),
        "application/pdf" => Sniffed::Kind(Kind::Pdf),
        "video/mp4" | "video/x-m4v" => Sniffed::Kind(Kind::Mp4),
        other => Sniffed::Other(other),
    }
}
