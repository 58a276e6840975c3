//! Files that people hand in: received, cleaned, sealed, kept, given out, deleted. Whatever kind of case they hang on.
//!
//! A file is cleaned and sealed before any transaction begins, and its object is noted as loose before it is written, so that a
//! crash at any point leaves at most an object that the sweep deletes.

mod intake;
mod keeper;
mod links;
mod read;
mod remark;
mod remove;
mod sealing;
mod store;
mod tend;
pub mod upload;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use padi_kernel::attachment::Attachment;
use padi_persistence::attachments::Held;
use tokio::sync::Semaphore;

pub(crate) use keeper::case_of;
pub use keeper::{CaseName, SeenCase};
pub use links::{FileLink, LINK_LIFETIME};
pub use read::{Attachments, Content, Span};
pub use store::StorageError;
pub use upload::Upload;

use crate::{App, error::Error};
use store::Store;

/// The largest file that is taken, in bytes: 20 MiB.
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;
/// The media types that are taken.
pub fn content_types() -> impl Iterator<Item = &'static str> {
    padi_files::Kind::ALL.into_iter().map(padi_files::Kind::content_type)
}

/// Pictures and films that are cleaned at a time; they need next to no memory.
const MEDIA_AT_A_TIME: usize = 4;
/// Documents: a PDF is read into memory.
const DOCUMENTS_AT_A_TIME: usize = 1;

/// Where files are kept.
#[derive(Clone, Copy, Debug)]
pub struct Storage<'a> {
    /// The folder for files, and for what is set aside while a file is cleaned.
    pub folder: &'a Path,
    /// Another place: `s3://bucket/prefix` or `file:///folder`.
    pub url: Option<&'a str>,
}

/// The parts of an application that deal with files.
pub struct Files {
    store: Store,
    scratch: PathBuf,
    media: Semaphore,
    documents: Semaphore,
}

impl Files {
    /// Opens the store, and makes the folder for what is set aside.
    pub fn open(storage: Storage<'_>) -> Result<Self, StorageError> {
        let scratch = storage.folder.join("tmp");
        let failed = |error| StorageError::Folder(scratch.clone(), error);
        make_private(&scratch).map_err(failed)?;
        // What a crashed process left there.
        for left in fs::read_dir(&scratch).map_err(failed)?.flatten() {
            fs::remove_file(left.path()).map_err(failed)?;
        }
        let store = Store::open(storage)?;
        Ok(Self {
            store,
            scratch,
            media: Semaphore::new(MEDIA_AT_A_TIME),
            documents: Semaphore::new(DOCUMENTS_AT_A_TIME),
        })
    }
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// An attachment with the size and hash of what is in it; absent until it is cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentView {
    /// The attachment.
    pub attachment: Attachment,
    /// Size in bytes.
    pub size_bytes: Option<i64>,
    /// SHA-256 of the cleaned file.
    pub sha256: Option<Vec<u8>>,
}

impl AttachmentView {
    /// What it is called by: its own name is not kept, for it may tell who somebody is.
    pub fn name(&self) -> String {
        name_of(&self.attachment)
    }
}

fn name_of(attachment: &Attachment) -> String {
    let kind = padi_files::Kind::of_content_type(&attachment.content_type);
    format!("lampiran-{}.{}", attachment.number, kind.map_or("bin", padi_files::Kind::extension))
}

impl App {
    /// A file that has no name and is gone when it is closed, for what is being received.
    pub fn scratch_file(&self) -> Result<File, Error> {
        tempfile::tempfile_in(self.scratch_folder()).map_err(Error::internal)
    }

    /// The folder of such files.
    pub(crate) fn scratch_folder(&self) -> &Path {
        &self.files().scratch
    }

    fn view_of(&self, held: Held) -> Result<AttachmentView, Error> {
        let Held { attachment, blob, .. } = held;
        let ready = attachment.state == padi_kernel::attachment::AttachmentState::Ready;
        let Some(blob) = blob.filter(|_| ready) else {
            return Ok(AttachmentView { attachment, size_bytes: None, sha256: None });
        };
        let secrets = self.open_content_key(&blob)?;
        Ok(AttachmentView { attachment, size_bytes: Some(blob.size_bytes), sha256: Some(secrets.sha256.to_vec()) })
    }
}
