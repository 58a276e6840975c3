//! Reading attachments: the list of a case, one, and what is in it, whole or in part.

use std::ops::Range;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _, stream, stream::BoxStream};
use padi_kernel::{attachment::AttachmentState, id::AttachmentId};
use padi_persistence::{
    attachments::{self, Held},
    blobs::Blob,
};

use super::{
    AttachmentView, StorageError,
    intake::unstored,
    keeper::{CaseName, SeenCase},
    name_of,
    sealing::{ContentKey, PIECE, SEALED_PIECE, sealed_size},
};
use crate::{App, complaints::Access, error::Error};

/// Attachments of a case that somebody sees.
#[derive(Clone, Debug)]
pub struct Attachments {
    /// The attachments, in their order.
    pub items: Vec<AttachmentView>,
    /// The case, as it is seen.
    pub case: SeenCase,
}

/// Which part of a file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// All of it.
    Whole,
    /// From this byte to that, both included; the second may lie beyond the end.
    Between(u64, u64),
    /// From this byte to the end.
    From(u64),
    /// So many bytes before the end.
    Last(u64),
}

impl Span {
    /// The bytes of a file of this size; `None` where there are none.
    fn of(self, size: u64) -> Option<Range<u64>> {
        let range = match self {
            Self::Whole => return Some(0..size),
            Self::Between(first, last) => first..last.saturating_add(1).min(size),
            Self::From(first) => first..size,
            Self::Last(count) => size.saturating_sub(count)..size,
        };
        (range.start < range.end).then_some(range)
    }
}

/// What is in an attachment, on its way out.
pub struct Content {
    /// What the file is called.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// Which bytes come; `None` where the wanted part lies outside.
    pub range: Option<Range<u64>>,
    /// The bytes.
    pub bytes: BoxStream<'static, Result<Bytes, Error>>,
}

impl App {
    /// The attachments of a case that the caller sees.
    pub async fn list_attachments(&self, access: &Access, name: &CaseName) -> Result<Attachments, Error> {
        let case = self.see_case(access, name).await?;
        let held = attachments::list(self.db(), &case.case()).await?;
        let shown = held.into_iter().filter(|held| case.shows(&held.attachment));
        let items = shown.map(|held| self.view_of(held)).collect::<Result<_, _>>()?;
        Ok(Attachments { items, case })
    }

    /// One attachment of a case.
    pub async fn show_attachment(
        &self,
        access: &Access,
        name: &CaseName,
        id: AttachmentId,
    ) -> Result<(AttachmentView, SeenCase), Error> {
        let (held, case) = self.see_attachment(access, name, id).await?;
        Ok((self.view_of(held)?, case))
    }

    /// What is in an attachment of a case.
    pub async fn read_attachment(
        &self,
        access: &Access,
        name: &CaseName,
        id: AttachmentId,
        span: Span,
    ) -> Result<Content, Error> {
        let (held, _) = self.see_attachment(access, name, id).await?;
        self.content(held, span).await
    }

    pub(super) async fn see_attachment(
        &self,
        access: &Access,
        name: &CaseName,
        id: AttachmentId,
    ) -> Result<(Held, SeenCase), Error> {
        let case = self.see_case(access, name).await?;
        let held = attachments::find(self.db(), id).await?.ok_or(Error::NotFound)?;
        if held.case != case.case() || !case.shows(&held.attachment) {
            return Err(Error::NotFound);
        }
        Ok((held, case))
    }

    /// Opens what an attachment stands in: 404 as long as there is nothing clean.
    pub(super) async fn content(&self, held: Held, span: Span) -> Result<Content, Error> {
        let Held { attachment, blob, .. } = held;
        let blob = blob.filter(|_| attachment.state == AttachmentState::Ready).ok_or(Error::NotFound)?;
        let size = u64::try_from(blob.size_bytes).map_err(Error::internal)?;
        let range = span.of(size);
        let bytes = match range.clone() {
            Some(range) => self.open_blob(&blob, range).await?.boxed(),
            None => stream::empty().boxed(),
        };
        Ok(Content { name: name_of(&attachment), content_type: attachment.content_type, size, range, bytes })
    }

    /// A range of a blob's content, opened piece by piece.
    pub(super) async fn open_blob(
        &self,
        blob: &Blob,
        range: Range<u64>,
    ) -> Result<impl Stream<Item = Result<Bytes, Error>> + Send + 'static, Error> {
        let size = u64::try_from(blob.size_bytes).map_err(Error::internal)?;
        let key = self.open_content_key(blob)?;
        let first = range.start / PIECE;
        let end = range.end.div_ceil(PIECE).max(first + 1);
        let sealed = first * SEALED_PIECE..(end * SEALED_PIECE).min(sealed_size(size));
        let source = self.files().store.get(&blob.object_key, sealed).await.map_err(unstored)?;
        let opening =
            Opening { key, name: blob.object_key.clone(), size, range, place: first, end, held: BytesMut::new() };
        Ok(stream::try_unfold((opening, source.boxed()), |(mut opening, mut source)| async move {
            let opened = opening.next(&mut source).await?;
            Ok(opened.map(|bytes| (bytes, (opening, source))))
        }))
    }
}

/// A range of a sealed file that is being opened.
struct Opening {
    key: ContentKey,
    name: String,
    size: u64,
    range: Range<u64>,
    /// The piece that comes next.
    place: u64,
    /// The piece before which to stop.
    end: u64,
    /// What has come of it.
    held: BytesMut,
}

impl Opening {
    async fn next(
        &mut self,
        source: &mut BoxStream<'static, Result<Bytes, StorageError>>,
    ) -> Result<Option<Bytes>, Error> {
        if self.place >= self.end {
            return Ok(None);
        }
        let start = self.place * SEALED_PIECE;
        let length = SEALED_PIECE.min(sealed_size(self.size).saturating_sub(start));
        let length = usize::try_from(length).map_err(Error::internal)?;
        while self.held.len() < length {
            let Some(more) = source.next().await else { return Err(Error::internal("a stored file is cut")) };
            self.held.extend_from_slice(&more.map_err(unstored)?);
        }
        let sealed = self.held.split_to(length);
        let plain = self.key.open_piece(&self.name, self.size, self.place, &sealed).map_err(Error::internal)?;
        let before = self.place * PIECE;
        self.place += 1;
        let within = |at: u64| usize::try_from(at.saturating_sub(before)).unwrap_or(usize::MAX).min(plain.len());
        let (from, to) = (within(self.range.start), within(self.range.end));
        Ok(Some(Bytes::from(plain).slice(from..to)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_cut_at_the_end_and_none_lies_outside() {
        for (span, size, range) in [
            (Span::Whole, 10, Some(0..10)),
            (Span::Between(0, 0), 10, Some(0..1)),
            (Span::Between(3, 99), 10, Some(3..10)),
            (Span::Between(0, u64::MAX), 10, Some(0..10)),
            (Span::Between(10, 12), 10, None),
            (Span::From(9), 10, Some(9..10)),
            (Span::From(10), 10, None),
            (Span::Last(4), 10, Some(6..10)),
            (Span::Last(40), 10, Some(0..10)),
            (Span::Last(0), 10, None),
        ] {
            assert_eq!(span.of(size), range, "{span:?}");
        }
    }
}
