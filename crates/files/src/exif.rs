//! Exif: how a picture is turned, which is kept, and nothing else.

use std::io::Read;

use exif::{Error, In, Reader, Tag};

use crate::{refuse::Refused, stream};

/// More of an Exif block is not looked at: the first directory stands at its beginning.
const LIMIT: u64 = 64 * 1024;

/// How a picture is to be turned, if not shown as it is stored: 2 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Orientation(u8);

impl Orientation {
    /// Out of a block of Exif (a TIFF structure); `None` for upright, unknown and unreadable.
    pub(crate) fn read(tiff: Vec<u8>) -> Option<Self> {
        let exif = match Reader::new().continue_on_error(true).read_raw(tiff) {
            Ok(exif) => exif,
            Err(Error::PartialResult(partial)) => partial.into_inner().0,
            Err(_) => return None,
        };
        let turned = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
        u8::try_from(turned).ok().filter(|turned| (2..=8).contains(turned)).map(Self)
    }

    /// Out of the next bytes of a stream, all of which are passed over.
    pub(crate) fn read_from(input: &mut impl Read, length: u64) -> Result<Option<Self>, Refused> {
        let head = length.min(LIMIT);
        let tiff = stream::take(input, head, LIMIT)?;
        stream::skip(input, length - head)?;
        let tiff = tiff.strip_prefix(b"Exif\0\0").map(<[u8]>::to_vec).unwrap_or(tiff);
        Ok(Self::read(tiff))
    }

    /// The smallest block of Exif that says so.
    pub(crate) fn minimal_exif(self) -> [u8; 26] {
        let mut tiff = *b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
        tiff[19] = self.0;
        tiff
    }
}
