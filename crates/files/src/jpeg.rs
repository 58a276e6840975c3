//! JPEG (ITU T.81), segment by segment. Written by hand: what reads segments from crates holds the whole picture in memory.

use std::io::{BufRead, Write};

use crate::{
    exif::Orientation,
    refuse::Refused,
    stream::{array, copy, skip, take},
};

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP14: u8 = 0xEE;

/// What a marker begins.
enum Segment {
    /// Part of the picture: frame headers, tables, restart interval, number of lines.
    Picture,
    /// An application's segment.
    Application(u8),
    /// A scan, whose coded data follow.
    Scan,
    /// A comment.
    Comment,
    /// The end.
    End,
}

fn segment(marker: u8) -> Result<Segment, Refused> {
    match marker {
        // JPG (C8) and the hierarchical ones (DE, DF) are read by nobody.
        0xC0..=0xC7 | 0xC9..=0xCF | 0xDB..=0xDD => Ok(Segment::Picture),
        0xE0..=0xEF => Ok(Segment::Application(marker)),
        SOS => Ok(Segment::Scan),
        0xFE => Ok(Segment::Comment),
        EOI => Ok(Segment::End),
        _ => Err(Refused::Corrupt),
    }
}

/// Copies the picture and how it is turned; cut after its end.
pub(crate) fn clean(input: &mut impl BufRead, output: &mut impl Write) -> Result<(), Refused> {
    copy_picture(input, output, true)
}

/// As [`clean`] for a picture within a document whose readers ignore how it is turned.
pub(crate) fn clean_unturned(input: &mut impl BufRead, output: &mut impl Write) -> Result<(), Refused> {
    copy_picture(input, output, false)
}

fn copy_picture(input: &mut impl BufRead, output: &mut impl Write, turned: bool) -> Result<(), Refused> {
    if array(input)? != [0xFF, SOI] {
        return Err(Refused::Corrupt);
    }
    output.write_all(&[0xFF, SOI])?;
    let (mut scans, mut frames, mut exif_seen) = (0_u32, 0_u32, !turned);
    let mut marker = next_marker(input)?;
    loop {
        match segment(marker)? {
            Segment::End if scans > 0 => {
                output.write_all(&[0xFF, EOI])?;
                return Ok(());
            }
            Segment::Picture => {
                frames += u32::from(!matches!(marker, 0xC4 | 0xCC | 0xDB..=0xDD));
                copy_segment(input, output, marker)?;
            }
            Segment::Scan if frames > 0 => {
                scans += 1;
                copy_segment(input, output, marker)?;
                marker = copy_coded(input, output)?;
                continue;
            }
            Segment::End | Segment::Scan => return Err(Refused::Corrupt),
            Segment::Comment => skip_segment(input)?,
            Segment::Application(marker) => copy_application(input, output, marker, &mut exif_seen)?,
        }
        marker = next_marker(input)?;
    }
}

/// The next marker; bytes of 0xFF before it are filling.
fn next_marker(input: &mut impl BufRead) -> Result<u8, Refused> {
    if array(input)? != [0xFF] {
        return Err(Refused::Corrupt);
    }
    loop {
        let [byte] = array(input)?;
        if byte != 0xFF {
            return Ok(byte);
        }
    }
}

/// Length of what follows the two bytes of the length.
fn length(input: &mut impl BufRead) -> Result<u16, Refused> {
    u16::from_be_bytes(array(input)?).checked_sub(2).ok_or(Refused::Corrupt)
}

fn copy_segment(input: &mut impl BufRead, output: &mut impl Write, marker: u8) -> Result<(), Refused> {
    let length = length(input)?;
    write_header(output, marker, length)?;
    copy(input, output, length.into())
}

fn skip_segment(input: &mut impl BufRead) -> Result<(), Refused> {
    let length = length(input)?;
    skip(input, length.into())
}

fn write_header(output: &mut impl Write, marker: u8, length: u16) -> Result<(), Refused> {
    output.write_all(&[0xFF, marker])?;
    output.write_all(&(length + 2).to_be_bytes())?;
    Ok(())
}

/// Of the applications' segments three are kept, and of those the part that is needed to show the picture: density (JFIF),
/// orientation (Exif), colour transform (Adobe). A colour profile can name the screen or camera that it was made for.
fn copy_application(
    input: &mut impl BufRead,
    output: &mut impl Write,
    marker: u8,
    exif_seen: &mut bool,
) -> Result<(), Refused> {
    let body = take_segment(input)?;
    match marker {
        APP0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => {
            write_header(output, marker, 14)?;
            output.write_all(&body[..12])?;
            // No thumbnail.
            output.write_all(&[0, 0])?;
        }
        APP1 if body.starts_with(b"Exif\0\0") && !*exif_seen => {
            *exif_seen = true;
            if let Some(orientation) = Orientation::read(body[6..].to_vec()) {
                let tiff = orientation.minimal_exif();
                write_header(output, marker, 6 + 26)?;
                output.write_all(b"Exif\0\0")?;
                output.write_all(&tiff)?;
            }
        }
        APP14 if body.starts_with(b"Adobe") && body.len() >= 12 => {
            write_header(output, marker, 12)?;
            output.write_all(&body[..12])?;
        }
        _ => {}
    }
    Ok(())
}

fn take_segment(input: &mut impl BufRead) -> Result<Vec<u8>, Refused> {
    let length = length(input)?;
    take(input, length.into(), u16::MAX.into())
}

/// Copies coded data up to the next marker, which it returns. Within them 0xFF is followed by 0 or a restart marker.
fn copy_coded(input: &mut impl BufRead, output: &mut impl Write) -> Result<u8, Refused> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Err(Refused::Corrupt);
        }
        let plain = buffer.iter().position(|byte| *byte == 0xFF).unwrap_or(buffer.len());
        output.write_all(&buffer[..plain])?;
        let found = plain < buffer.len();
        input.consume(plain);
        if found {
            match next_marker(input)? {
                stuffed @ (0 | 0xD0..=0xD7) => output.write_all(&[0xFF, stuffed])?,
                marker => return Ok(marker),
            }
        }
    }
}
