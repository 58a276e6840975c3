//! From what was received to a sealed object: what it is, its clean copy, its hash, its key, its place in the store.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek as _, Write as _},
    path::Path,
    sync::Arc,
    time::Duration,
};

use data_encoding::HEXLOWER;
use padi_files::{Kind, Refused, Unsupported};
use padi_kernel::{
    attachment::CaseRef,
    id::{self, BlobId},
};
use padi_persistence::blobs::{self, Blob};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use super::{Files, sealing::ContentKey, store::StorageError};
use crate::{App, entropy::SystemEntropy, error::Error, keys};

/// How long an upload waits for its turn to be cleaned; after that it is kept and cleaned later.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// In whose company a file may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Company {
    /// With the same file of any case that is neither anonymous nor secret.
    Shared,
    /// With the same file of the same case only.
    Own(CaseRef),
    /// Alone: a file that was not cleaned yet.
    Alone,
}

/// A blob that no case holds yet.
#[derive(Clone, Debug)]
pub(super) struct NewBlob {
    /// The blob, with a mark of the active key.
    pub(super) blob: Blob,
    /// The marks that other living keys would give it.
    former_marks: Vec<Vec<u8>>,
}

impl NewBlob {
    /// The marks by which the same may be there already.
    pub(super) fn marks(&self) -> Vec<Vec<u8>> {
        [std::slice::from_ref(&self.blob.mark), &self.former_marks].concat()
    }
}

/// What came of cleaning.
pub(super) enum Cleaned {
    /// The clean copy.
    Now(File),
    /// Somebody else's is being cleaned: the file as it came.
    Later(File),
}

impl Files {
    /// Cleans a file, if its turn comes soon.
    pub(super) async fn clean_soon(&self, kind: Kind, file: Arc<File>, patience: Duration) -> Result<Cleaned, Error> {
        let turn = tokio::time::timeout(patience, self.turn(kind).acquire()).await;
        let Ok(turn) = turn else { return file.try_clone().map(Cleaned::Later).map_err(Error::internal) };
        let _turn = turn.map_err(Error::internal)?;
        Ok(Cleaned::Now(self.clean_in_turn(kind, file).await?))
    }

    /// Cleans a file, however long it takes until its turn comes.
    pub(super) async fn clean(&self, kind: Kind, file: Arc<File>) -> Result<File, Error> {
        let _turn = self.turn(kind).acquire().await.map_err(Error::internal)?;
        self.clean_in_turn(kind, file).await
    }

    fn turn(&self, kind: Kind) -> &Semaphore {
        match kind {
            Kind::Jpeg | Kind::Png | Kind::Webp | Kind::Mp4 => &self.media,
            Kind::Pdf | Kind::Docx | Kind::Xlsx | Kind::Pptx | Kind::Odt | Kind::Ods | Kind::Odp => &self.documents,
        }
    }

    async fn clean_in_turn(&self, kind: Kind, file: Arc<File>) -> Result<File, Error> {
        let scratch = self.scratch.clone();
        let work = move || {
            let output = tempfile::tempfile_in(&scratch)?;
            padi_files::clean(kind, &file, &output, &scratch)?;
            Ok(output)
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?.map_err(rejected)
    }
}

impl App {
    /// What a file is: [`Error::UnsupportedFile`] or [`Error::FileRejected`] where it is not taken.
    pub(super) async fn identify(&self, file: Arc<File>) -> Result<Kind, Error> {
        let identified = tokio::task::spawn_blocking(move || padi_files::identify(&file)).await;
        identified.map_err(Error::internal)?.map_err(|error| match error {
            Unsupported::Kind => Error::UnsupportedFile,
            Unsupported::Refused(refused) => rejected(refused),
        })
    }

    /// Seals a file and writes it to the store. The object is loose until a transaction takes the blob in.
    pub(super) async fn store_sealed(&self, file: File, company: Company) -> Result<NewBlob, Error> {
        let object_key = HEXLOWER.encode(&id::random(self.entropy()).into_bytes());
        let scratch = self.files().scratch.clone();
        let name = object_key.clone();
        let work = move || seal(file, &name, &scratch);
        let (content, size, sealed) =
            tokio::task::spawn_blocking(work).await.map_err(Error::internal)?.map_err(Error::internal)?;
        let (key, since) = (object_key.clone(), self.real_now());
        self.write(move |_, tx| Box::pin(async move { Ok(blobs::note_loose(tx, &key, since).await?) })).await?;
        self.files().store.put(&object_key, sealed).await.map_err(unstored)?;
        let id = BlobId(id::random(self.entropy()));
        let row = keys::row(id.0);
        let place = content_key_place(&row);
        let content_key = self.keys().seal(place, &content.to_bytes(), self.entropy()).map_err(Error::internal)?;
        let company_name = self.name_of(&company);
        let blob = Blob {
            id,
            object_key,
            content_key,
            size_bytes: i64::try_from(size).map_err(Error::internal)?,
            mark: self.keys().blob_mark(&company_name, &content.sha256),
            is_shared: company == Company::Shared,
            created_at: self.real_now(),
        };
        Ok(NewBlob { blob, former_marks: self.keys().former_blob_marks(&company_name, &content.sha256) })
    }

    /// By what the same file is found again, in the company that it may stand in.
    pub(super) fn mark_of(&self, company: &Company, sha256: &[u8]) -> Vec<u8> {
        self.keys().blob_mark(&self.name_of(company), sha256)
    }

    fn name_of(&self, company: &Company) -> String {
        match company {
            Company::Shared => "shared".to_owned(),
            Company::Own(CaseRef { kind, id }) => format!("{kind} {id}"),
            Company::Alone => id::random(self.entropy()).to_string(),
        }
    }

    /// The key that opens a blob's content.
    pub(super) fn open_content_key(&self, blob: &Blob) -> Result<ContentKey, Error> {
        let row = keys::row(blob.id.0);
        let plain = self.keys().open_sealed(content_key_place(&row), &blob.content_key).map_err(Error::internal)?;
        ContentKey::from_bytes(&plain).ok_or_else(|| Error::internal("the key of a blob has a wrong size"))
    }
}

fn content_key_place(row: &str) -> keys::Place<'_> {
    keys::Place { table: "blobs", column: "content_key", row }
}

/// Hashes a file, then seals it under a new key into a file of its own.
fn seal(mut file: File, name: &str, scratch: &Path) -> io::Result<(ContentKey, u64, File)> {
    file.rewind()?;
    let mut hasher = Sha256::new();
    let mut buffer = [0; 16 * 1024];
    let mut size = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        size += read as u64;
    }
    let content = ContentKey::generate(&SystemEntropy, hasher.finalize().into());
    file.rewind()?;
    let sealed = tempfile::tempfile_in(scratch)?;
    let mut writer = BufWriter::new(&sealed);
    content.seal(name, size, &mut BufReader::new(file), &mut writer)?;
    writer.flush()?;
    drop(writer);
    (&sealed).rewind()?;
    Ok((content, size, sealed))
}

/// What the file is to blame for is told; what it is not is our fault.
fn rejected(refused: Refused) -> Error {
    match refused.name() {
        Some(reason) => Error::FileRejected { reason },
        None => Error::internal(refused),
    }
}

/// A store that is away is like a database that is away.
pub(super) fn unstored(error: StorageError) -> Error {
    Error::StorageUnavailable(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Storage;

    #[tokio::test]
    async fn whoever_waits_too_long_is_cleaned_later() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(Storage { folder: folder.path(), url: None }).unwrap();
        let turn = files.documents.acquire().await.unwrap();
        let file = Arc::new(tempfile::tempfile().unwrap());
        let soon = files.clean_soon(Kind::Pdf, file.clone(), Duration::from_millis(20)).await.unwrap();
        assert!(matches!(soon, Cleaned::Later(_)), "one document at a time");
        let picture = files.clean_soon(Kind::Jpeg, file.clone(), Duration::from_millis(20)).await;
        assert!(
            matches!(picture, Err(Error::FileRejected { reason: "corrupt" })),
            "pictures do not wait for documents"
        );
        drop(turn);
        let turned = files.clean_soon(Kind::Pdf, file, Duration::from_millis(20)).await;
        assert!(matches!(turned, Err(Error::FileRejected { reason: "corrupt" })));
    }

    #[test]
    fn other_stores_are_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        for url in ["ftp://here", "objects", "file://relative"] {
            let refused = Files::open(Storage { folder: folder.path(), url: Some(url) });
            assert!(matches!(refused, Err(StorageError::Address(_))), "{url}");
        }
        let elsewhere = format!("file://{}", folder.path().join("elsewhere").display());
        assert!(Files::open(Storage { folder: folder.path(), url: Some(&elsewhere) }).is_ok());
        assert!(folder.path().join("elsewhere").is_dir());
    }
}
