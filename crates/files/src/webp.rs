//! WebP (RFC 9649), chunk by chunk. Written by hand: what reads chunks from crates holds the whole picture in memory.

use std::io::{Read, Seek, SeekFrom, Write};

use crate::{
    exif::Orientation,
    refuse::Refused,
    stream::{array, copy, skip},
};

const ICC: u8 = 0x20;
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;

/// Where the byte of flags stands that an extended file begins with: after `RIFF`, size, `WEBP`, `VP8X`, size.
const FLAGS_AT: u64 = 20;

/// What was found so far.
#[derive(Default)]
struct Found {
    flags: Option<u8>,
    picture: bool,
    orientation: Option<Orientation>,
}

/// Copies the picture and how it is turned; cut after its end.
pub(crate) fn clean(input: &mut impl Read, output: &mut (impl Write + Seek)) -> Result<(), Refused> {
    let [r, i, f, g] = array(input)?;
    let size = u32::from_le_bytes(array(input)?);
    if [r, i, f, g] != *b"RIFF" || array(input)? != *b"WEBP" {
        return Err(Refused::Corrupt);
    }
    output.write_all(b"RIFF\0\0\0\0WEBP")?;
    let mut left = u64::from(size).checked_sub(4).ok_or(Refused::Corrupt)?;
    let mut found = Found::default();
    while left > 0 {
        let kind = array(input)?;
        let length = u32::from_le_bytes(array(input)?);
        let whole = 8 + padded(length);
        // The last chunk's padding may be missing in the count.
        left = if whole == left + 1 { 0 } else { left.checked_sub(whole).ok_or(Refused::Corrupt)? };
        chunk(input, output, kind, length, &mut found)?;
        if left == 0 && length % 2 == 1 {
            break;
        }
    }
    if !found.picture {
        return Err(Refused::Corrupt);
    }
    finish(output, &found)
}

fn padded(length: u32) -> u64 {
    u64::from(length) + u64::from(length % 2)
}

fn chunk(
    input: &mut impl Read,
    output: &mut (impl Write + Seek),
    kind: [u8; 4],
    length: u32,
    found: &mut Found,
) -> Result<(), Refused> {
    match &kind {
        b"VP8X" if length == 10 && found.flags.is_none() && !found.picture => {
            let body: [u8; 10] = array(input)?;
            found.flags = Some(body[0] & !(ICC | EXIF | XMP));
            write_header(output, kind, length)?;
            output.write_all(&body)?;
        }
        b"VP8X" => return Err(Refused::Corrupt),
        b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" => {
            found.picture |= kind != *b"ALPH" && kind != *b"ANIM";
            write_header(output, kind, length)?;
            copy_padded(input, output, length)?;
        }
        b"ANMF" => {
            found.picture = true;
            write_header(output, kind, length)?;
            frame(input, output, length)?;
        }
        b"EXIF" => {
            let orientation = Orientation::read_from(input, length.into())?;
            found.orientation = found.orientation.or(orientation);
            pass_padding(input, length)?;
        }
        _ => {
            skip(input, length.into())?;
            pass_padding(input, length)?;
        }
    }
    Ok(())
}

/// One picture of an animation: its place and time, then chunks of which only those of the picture may be there.
fn frame(input: &mut impl Read, output: &mut impl Write, length: u32) -> Result<(), Refused> {
    copy(input, output, 16)?;
    let mut left = u64::from(length).checked_sub(16).ok_or(Refused::Corrupt)?;
    while left > 0 {
        let kind: [u8; 4] = array(input)?;
        let inner = u32::from_le_bytes(array(input)?);
        left = left.checked_sub(8 + padded(inner)).ok_or(Refused::Corrupt)?;
        if !matches!(&kind, b"VP8 " | b"VP8L" | b"ALPH") {
            return Err(Refused::Corrupt);
        }
        write_header(output, kind, inner)?;
        copy_padded(input, output, inner)?;
    }
    Ok(())
}

fn write_header(output: &mut impl Write, kind: [u8; 4], length: u32) -> Result<(), Refused> {
    output.write_all(&kind)?;
    output.write_all(&length.to_le_bytes())?;
    Ok(())
}

fn copy_padded(input: &mut impl Read, output: &mut impl Write, length: u32) -> Result<(), Refused> {
    copy(input, output, length.into())?;
    pass_padding(input, length)?;
    if length % 2 == 1 {
        output.write_all(&[0])?;
    }
    Ok(())
}

/// Reads the padding of an odd chunk; some writers leave it out at the very end.
fn pass_padding(input: &mut impl Read, length: u32) -> Result<(), Refused> {
    if length % 2 == 1 {
        let mut byte = [0];
        if input.read(&mut byte)? == 0 {
            return Ok(());
        }
    }
    Ok(())
}

/// How the picture is turned, the flags and the size, which are known only now.
fn finish(output: &mut (impl Write + Seek), found: &Found) -> Result<(), Refused> {
    if let Some(mut flags) = found.flags {
        if let Some(orientation) = found.orientation {
            write_header(output, *b"EXIF", 26)?;
            output.write_all(&orientation.minimal_exif())?;
            flags |= EXIF;
        }
        output.seek(SeekFrom::Start(FLAGS_AT))?;
        output.write_all(&[flags])?;
    }
    let end = output.seek(SeekFrom::End(0))?;
    let size = u32::try_from(end - 8).map_err(|_| Refused::TooComplex)?;
    output.seek(SeekFrom::Start(4))?;
    output.write_all(&size.to_le_bytes())?;
    output.seek(SeekFrom::Start(end))?;
    Ok(())
}
