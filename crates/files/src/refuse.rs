//! Why a file is not taken.

use std::io;

/// Why a file could not be cleaned.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is damaged, cut, or not what it says.
    #[error("the file is damaged")]
    Corrupt,
    /// It is locked by a password.
    #[error("the file is encrypted")]
    Encrypted,
    /// It carries macros or scripts that can't be taken out without changing what it does.
    #[error("the file has macros")]
    Macros,
    /// It carries a foreign object (OLE, `ActiveX`) that nobody can clean.
    #[error("the file embeds an object")]
    EmbeddedObject,
    /// It carries a picture or film of a kind that nobody here can clean.
    #[error("the file embeds media of a kind that is not taken")]
    EmbeddedMedia,
    /// A film with tracks other than picture and sound, such as the places that a camera recorded.
    #[error("the film has a track other than picture and sound")]
    ForeignTrack,
    /// It unpacks to more, or has more parts, than anybody needs.
    #[error("the file is too complex")]
    TooComplex,
    /// The disk failed: our fault, not the file's.
    #[error("reading or writing failed")]
    Io(#[source] io::Error),
}

impl Refused {
    /// The stable code of the reason, or `None` where it is not the file's fault.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Self::Corrupt => Some("corrupt"),
            Self::Encrypted => Some("encrypted"),
            Self::Macros => Some("macros"),
            Self::EmbeddedObject => Some("embedded_object"),
            Self::EmbeddedMedia => Some("embedded_media"),
            Self::ForeignTrack => Some("foreign_track"),
            Self::TooComplex => Some("too_complex"),
            Self::Io(_) => None,
        }
    }
}

impl From<io::Error> for Refused {
    /// What the operating system reports is the disk's fault; what a decoder reports is the file's.
    fn from(error: io::Error) -> Self {
        if error.raw_os_error().is_some() || error.kind() == io::ErrorKind::StorageFull {
            Self::Io(error)
        } else {
            Self::Corrupt
        }
    }
}
