//! GIF (`GIF89a`), block by block, for pictures within documents. Written by hand: crates decode the picture.

use std::io::{Read, Write};

use crate::{
    refuse::Refused,
    stream::{array, copy, skip},
};

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2C;
const TRAILER: u8 = 0x3B;
const GRAPHIC_CONTROL: u8 = 0xF9;
const APPLICATION: u8 = 0xFF;

/// Copies the pictures and how often they repeat, without comments and what applications added; cut after its end.
pub(crate) fn clean(input: &mut impl Read, output: &mut impl Write) -> Result<(), Refused> {
    let head: [u8; 13] = array(input)?;
    if !head.starts_with(b"GIF8") {
        return Err(Refused::Corrupt);
    }
    output.write_all(&head)?;
    copy(input, output, table(head[10]))?;
    let mut images = 0_u32;
    loop {
        match array(input)? {
            [IMAGE] => {
                images += 1;
                image(input, output)?;
            }
            [EXTENSION] => extension(input, output)?,
            [TRAILER] if images > 0 => {
                output.write_all(&[TRAILER])?;
                return Ok(());
            }
            _ => return Err(Refused::Corrupt),
        }
    }
}

/// Length of a table of colours.
fn table(flags: u8) -> u64 {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn image(input: &mut impl Read, output: &mut impl Write) -> Result<(), Refused> {
    let descriptor: [u8; 9] = array(input)?;
    output.write_all(&[IMAGE])?;
    output.write_all(&descriptor)?;
    copy(input, output, table(descriptor[8]) + 1)?;
    copy_blocks(input, output)
}

fn extension(input: &mut impl Read, output: &mut impl Write) -> Result<(), Refused> {
    let [label] = array(input)?;
    if label == GRAPHIC_CONTROL {
        output.write_all(&[EXTENSION, label])?;
        return copy_blocks(input, output);
    }
    let [length] = array(input)?;
    if label == APPLICATION && length == 11 {
        let name: [u8; 11] = array(input)?;
        if name == *b"NETSCAPE2.0" {
            output.write_all(&[EXTENSION, label, length])?;
            output.write_all(&name)?;
            return copy_blocks(input, output);
        }
    } else if length == 0 {
        return Ok(());
    } else {
        skip(input, length.into())?;
    }
    skip_blocks(input)
}

fn copy_blocks(input: &mut impl Read, output: &mut impl Write) -> Result<(), Refused> {
    loop {
        let [length] = array(input)?;
        output.write_all(&[length])?;
        if length == 0 {
            return Ok(());
        }
        copy(input, output, length.into())?;
    }
}

fn skip_blocks(input: &mut impl Read) -> Result<(), Refused> {
    loop {
        let [length] = array(input)?;
        if length == 0 {
            return Ok(());
        }
        skip(input, length.into())?;
    }
}
