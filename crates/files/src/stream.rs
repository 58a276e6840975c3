//! Reading and copying by exact lengths: what ends early is damaged.

use std::io::{self, Read, Write};

use crate::refuse::Refused;

/// Copies exactly so many bytes.
pub(crate) fn copy(input: &mut impl Read, output: &mut impl Write, length: u64) -> Result<(), Refused> {
    let copied = io::copy(&mut input.by_ref().take(length), output)?;
    if copied == length { Ok(()) } else { Err(Refused::Corrupt) }
}

/// Passes over exactly so many bytes.
pub(crate) fn skip(input: &mut impl Read, length: u64) -> Result<(), Refused> {
    copy(input, &mut io::sink(), length)
}

/// Reads exactly so many bytes; never more than `limit` into memory.
pub(crate) fn take(input: &mut impl Read, length: u64, limit: u64) -> Result<Vec<u8>, Refused> {
    if length > limit {
        return Err(Refused::TooComplex);
    }
    let mut bytes = Vec::new();
    input.by_ref().take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(Refused::Corrupt) }
}

/// The next bytes.
pub(crate) fn array<const N: usize>(input: &mut impl Read) -> Result<[u8; N], Refused> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The next bytes, or `None` at the very end.
pub(crate) fn array_or_end<const N: usize>(input: &mut impl Read) -> Result<Option<[u8; N]>, Refused> {
    let mut bytes = [0; N];
    let mut filled = 0;
    while filled < N {
        match input.read(&mut bytes[filled..]) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(Refused::Corrupt),
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Some(bytes))
}
