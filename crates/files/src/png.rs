//! PNG (ISO/IEC 15948), chunk by chunk. Written by hand: what reads chunks from crates holds the whole picture in memory.

use std::io::{Read, Write};

use crc32fast::Hasher;

use crate::{
    exif::Orientation,
    refuse::Refused,
    stream::{array, skip},
};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// What is needed to show the picture. Text, times, profiles and whatever nobody knows are left out.
const KEPT: [&[u8; 4]; 14] = [
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"cICP", b"acTL",
    b"fcTL", b"fdAT",
];
const MAX_CHUNK: u32 = i32::MAX as u32;

/// Copies the picture and how it is turned; cut after its end.
pub(crate) fn clean(input: &mut impl Read, output: &mut impl Write) -> Result<(), Refused> {
    if array(input)? != SIGNATURE {
        return Err(Refused::Corrupt);
    }
    output.write_all(&SIGNATURE)?;
    let (mut chunks, mut pictures, mut orientation) = (0_u64, 0_u64, None);
    loop {
        let length = u32::from_be_bytes(array(input)?);
        let kind: [u8; 4] = array(input)?;
        if length > MAX_CHUNK || (chunks == 0) != (kind == *b"IHDR") {
            return Err(Refused::Corrupt);
        }
        chunks += 1;
        match &kind {
            b"IEND" if pictures > 0 && length == 0 => {
                if let Some(orientation) = orientation {
                    write_chunk(output, *b"eXIf", &Orientation::minimal_exif(orientation))?;
                }
                return write_chunk(output, kind, &[]);
            }
            b"IEND" => return Err(Refused::Corrupt),
            b"eXIf" => {
                let found = Orientation::read_from(input, length.into())?;
                orientation = orientation.or(found);
                skip(input, 4)?;
            }
            kept if KEPT.contains(&kept) => {
                pictures += u64::from(kept == b"IDAT");
                copy_chunk(input, output, length, kind)?;
            }
            // A critical chunk that nobody knows: no picture without it.
            unknown if unknown[0].is_ascii_uppercase() => return Err(Refused::Corrupt),
            _ => skip(input, u64::from(length) + 4)?,
        }
    }
}

fn copy_chunk(input: &mut impl Read, output: &mut impl Write, length: u32, kind: [u8; 4]) -> Result<(), Refused> {
    let mut hasher = Hasher::new();
    hasher.update(&kind);
    output.write_all(&length.to_be_bytes())?;
    output.write_all(&kind)?;
    let mut left = length as usize;
    let mut buffer = [0; 8192];
    while left > 0 {
        let part = left.min(buffer.len());
        input.read_exact(&mut buffer[..part])?;
        hasher.update(&buffer[..part]);
        output.write_all(&buffer[..part])?;
        left -= part;
    }
    let sum = hasher.finalize().to_be_bytes();
    if array(input)? != sum {
        return Err(Refused::Corrupt);
    }
    output.write_all(&sum)?;
    Ok(())
}

fn write_chunk(output: &mut impl Write, kind: [u8; 4], body: &[u8]) -> Result<(), Refused> {
    let mut hasher = Hasher::new();
    hasher.update(&kind);
    hasher.update(body);
    let length = u32::try_from(body.len()).map_err(|_| Refused::TooComplex)?;
    output.write_all(&length.to_be_bytes())?;
    output.write_all(&kind)?;
    output.write_all(body)?;
    output.write_all(&hasher.finalize().to_be_bytes())?;
    Ok(())
}
