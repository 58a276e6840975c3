//! MP4 (ISO/IEC 14496-12), box by box and in place: what is left out becomes a `free` box of zeroes, so that no offset moves.
//! Written by hand: crates read the boxes into values and write others.

use std::io::{self, Read, Write};

use crate::{
    refuse::Refused,
    stream::{array, array_or_end, copy, take},
};

/// The largest box that is read into memory to be changed.
const MAX_PATCHED: u64 = 64 * 1024;
const MAX_DEPTH: u8 = 12;

type Name = [u8; 4];

/// What becomes of a box.
#[derive(Clone, Copy)]
enum Fate {
    /// Its boxes are looked at one by one.
    Open,
    /// It is needed to play the film, and tells nothing else.
    Keep,
    /// It is needed, and a part of it is overwritten.
    Change(fn(&mut Film, &mut [u8]) -> Result<(), Refused>),
    /// It is overwritten.
    Free,
}

/// What is known of the film so far.
#[derive(Default)]
struct Film {
    tracks: u32,
    handler: Option<Name>,
}

struct Cleaner<'a, R, W> {
    input: &'a mut R,
    output: &'a mut W,
    film: Film,
}

/// Copies the film without what tells of its maker: user data, metadata, times, names of programs and devices.
pub(crate) fn clean(input: &mut impl Read, output: &mut impl Write) -> Result<(), Refused> {
    let mut cleaner = Cleaner { input, output, film: Film::default() };
    let mut boxes = 0_u64;
    while let Some(head) = array_or_end::<8>(cleaner.input)? {
        let header = Header::read(head, cleaner.input)?;
        if (boxes == 0) != (header.name == *b"ftyp") {
            return Err(Refused::Corrupt);
        }
        boxes += 1;
        let fate = fate_at_top(header.name);
        let Some(body) = header.body else {
            // The rest of the file, whatever its length.
            cleaner.output.write_all(&header.bytes_as(fate))?;
            return cleaner.rest(fate);
        };
        cleaner.one(&header, body, fate, 0)?;
    }
    if cleaner.film.tracks == 0 { Err(Refused::Corrupt) } else { Ok(()) }
}

/// A box's header, as it stands in the file.
struct Header {
    name: Name,
    /// `None` where the box reaches to the end of the file.
    body: Option<u64>,
    bytes: Vec<u8>,
}

impl Header {
    fn read(head: [u8; 8], input: &mut impl Read) -> Result<Self, Refused> {
        let [a, b, c, d, name @ ..] = head;
        let mut bytes = head.to_vec();
        let body = match u32::from_be_bytes([a, b, c, d]) {
            0 => None,
            1 => {
                let long: [u8; 8] = array(input)?;
                bytes.extend_from_slice(&long);
                Some(u64::from_be_bytes(long).checked_sub(16).ok_or(Refused::Corrupt)?)
            }
            size => Some(u64::from(size).checked_sub(8).ok_or(Refused::Corrupt)?),
        };
        Ok(Self { name, body, bytes })
    }

    fn size(&self, body: u64) -> Option<u64> {
        body.checked_add(self.bytes.len() as u64)
    }

    fn bytes_as(&self, fate: Fate) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        if matches!(fate, Fate::Free) {
            bytes[4..8].copy_from_slice(b"free");
        }
        bytes
    }
}

impl<R: Read, W: Write> Cleaner<'_, R, W> {
    fn one(&mut self, header: &Header, body: u64, fate: Fate, depth: u8) -> Result<(), Refused> {
        if depth > MAX_DEPTH {
            return Err(Refused::TooComplex);
        }
        match fate {
            Fate::Free => {
                self.output.write_all(&header.bytes_as(Fate::Free))?;
                self.zeroes(body)
            }
            Fate::Keep => {
                self.output.write_all(&header.bytes)?;
                copy(self.input, self.output, body)
            }
            Fate::Change(change) => {
                let mut bytes = take(self.input, body, MAX_PATCHED)?;
                change(&mut self.film, &mut bytes)?;
                self.output.write_all(&header.bytes)?;
                self.output.write_all(&bytes)?;
                Ok(())
            }
            Fate::Open => {
                if header.name == *b"trak" {
                    self.film.tracks += 1;
                    self.film.handler = None;
                }
                self.output.write_all(&header.bytes)?;
                self.inner(header.name, body, depth)
            }
        }
    }

    fn inner(&mut self, parent: Name, length: u64, depth: u8) -> Result<(), Refused> {
        let mut left = length;
        while left > 0 {
            let header = Header::read(array(self.input)?, self.input)?;
            let body = header.body.ok_or(Refused::Corrupt)?;
            let size = header.size(body).ok_or(Refused::Corrupt)?;
            left = left.checked_sub(size).ok_or(Refused::Corrupt)?;
            self.one(&header, body, fate_within(parent, header.name), depth + 1)?;
        }
        Ok(())
    }

    fn zeroes(&mut self, length: u64) -> Result<(), Refused> {
        crate::stream::skip(self.input, length)?;
        io::copy(&mut io::repeat(0).take(length), self.output)?;
        Ok(())
    }

    fn rest(&mut self, fate: Fate) -> Result<(), Refused> {
        match fate {
            Fate::Keep => io::copy(self.input, self.output).map(drop)?,
            Fate::Free => {
                let length = io::copy(self.input, &mut io::sink())?;
                io::copy(&mut io::repeat(0).take(length), self.output)?;
            }
            Fate::Open | Fate::Change(_) => return Err(Refused::Corrupt),
        }
        if self.film.tracks == 0 { Err(Refused::Corrupt) } else { Ok(()) }
    }
}

fn fate_at_top(name: Name) -> Fate {
    match &name {
        b"ftyp" | b"styp" | b"mdat" | b"sidx" | b"ssix" | b"pdin" => Fate::Keep,
        b"moov" | b"moof" | b"mfra" => Fate::Open,
        _ => Fate::Free,
    }
}

fn fate_within(parent: Name, name: Name) -> Fate {
    match (&parent, &name) {
        (b"moov", b"trak" | b"mvex")
        | (b"trak", b"mdia" | b"edts")
        | (b"mdia", b"minf")
        | (b"minf", b"stbl" | b"dinf")
        | (b"moof", b"traf") => Fate::Open,
        (b"moov", b"mvhd") | (b"trak", b"tkhd") | (b"mdia", b"mdhd") => Fate::Change(without_times),
        (b"mdia", b"hdlr") => Fate::Change(handler),
        (b"dinf", b"dref") => Fate::Change(data_reference),
        (b"stbl", b"stsd") => Fate::Change(sample_description),
        (b"edts", b"elst")
        | (b"minf", b"vmhd" | b"smhd" | b"nmhd")
        | (b"mvex", b"mehd" | b"trex")
        | (b"moof", b"mfhd")
        | (b"traf", b"tfhd" | b"tfdt" | b"trun" | b"sbgp" | b"sgpd" | b"subs")
        | (b"mfra", b"tfra" | b"mfro")
        | (
            b"stbl",
            b"stts" | b"ctts" | b"cslg" | b"stsc" | b"stsz" | b"stz2" | b"stco" | b"co64" | b"stss" | b"stsh" | b"sdtp"
            | b"sbgp" | b"sgpd" | b"subs",
        ) => Fate::Keep,
        _ => Fate::Free,
    }
}

/// Overwrites when the film, a track or its media were made and changed.
fn without_times(_: &mut Film, body: &mut [u8]) -> Result<(), Refused> {
    let length = match body.first() {
        Some(0) => 8,
        Some(1) => 16,
        _ => return Err(Refused::Corrupt),
    };
    body.get_mut(4..4 + length).ok_or(Refused::Corrupt)?.fill(0);
    Ok(())
}

/// Picture or sound, without the name of the program that wrote it.
fn handler(film: &mut Film, body: &mut [u8]) -> Result<(), Refused> {
    let kind: Name = body.get(8..12).and_then(|kind| kind.try_into().ok()).ok_or(Refused::Corrupt)?;
    if kind != *b"vide" && kind != *b"soun" {
        return Err(Refused::ForeignTrack);
    }
    film.handler = Some(kind);
    body[4..8].fill(0);
    body[12..].fill(0);
    Ok(())
}

/// The media stand in this file, and nowhere else.
fn data_reference(_: &mut Film, body: &mut [u8]) -> Result<(), Refused> {
    let mut at = 8;
    while at < body.len() {
        let (size, _) = entry(body, at)?;
        let flags = body.get(at + 8..at + 12).ok_or(Refused::Corrupt)?;
        if flags[3] & 1 == 0 {
            return Err(Refused::Corrupt);
        }
        body[at + 12..at + size].fill(0);
        at += size;
    }
    Ok(())
}

/// How samples are coded, without the names of coder and vendor.
fn sample_description(film: &mut Film, body: &mut [u8]) -> Result<(), Refused> {
    let video = film.handler.ok_or(Refused::Corrupt)? == *b"vide";
    let mut at = 8;
    while at < body.len() {
        let (size, _) = entry(body, at)?;
        let sample = &mut body[at..at + size];
        // After the entry's header come version, revision and vendor; the coder's name in 32 bytes after the picture's size.
        let fixed = if video { 86 } else { 36 };
        sample.get_mut(20..24).ok_or(Refused::Corrupt)?.fill(0);
        if video {
            sample.get_mut(50..82).ok_or(Refused::Corrupt)?.fill(0);
        }
        if sample.len() > fixed {
            free_user_data(&mut sample[fixed..]);
        }
        at += size;
    }
    Ok(())
}

fn free_user_data(boxes: &mut [u8]) {
    let mut at = 0;
    // Old sound descriptions have fields here that are no boxes: those end the walk.
    while let Ok((size, name)) = entry(boxes, at) {
        if matches!(&name, b"udta" | b"meta" | b"uuid") {
            boxes[at + 4..at + 8].copy_from_slice(b"free");
            boxes[at + 8..at + size].fill(0);
        }
        at += size;
    }
}

/// Size and name of the box at a place within its parent, all of which is there.
fn entry(bytes: &[u8], at: usize) -> Result<(usize, Name), Refused> {
    let head = bytes.get(at..at + 8).and_then(|head| head.first_chunk::<8>()).ok_or(Refused::Corrupt)?;
    let [a, b, c, d, name @ ..] = *head;
    let size = u32::from_be_bytes([a, b, c, d]) as usize;
    if size < 8 || size > bytes.len() - at { Err(Refused::Corrupt) } else { Ok((size, name)) }
}
