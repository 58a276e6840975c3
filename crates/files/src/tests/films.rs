//! MP4.

use super::{clean_of, contains, reason, samples, tells_nothing};
use crate::Kind;

#[test]
fn a_film_keeps_its_frames_where_they_are() {
    let film = samples::mp4();
    let cleaned = clean_of(Kind::Mp4, &film);
    tells_nothing(&cleaned);
    for part in [b"SECR".as_slice(), b"ET-T", b"udta", b"meta", b"uuid", b"WHAT", b"\xA9xyz"] {
        assert!(!contains(&cleaned, part), "{}", String::from_utf8_lossy(part));
    }
    assert_eq!(cleaned.len(), film.len(), "no offset moves");
    let at = |bytes: &[u8]| bytes.windows(6).position(|window| window == b"frames").unwrap();
    assert_eq!(at(&cleaned), at(&film));
    for needed in [b"avcC".as_slice(), b"config", b"stco", b"vide", b"soun", b"url "] {
        assert!(contains(&cleaned, needed));
    }
}

#[test]
fn a_film_of_the_rest_of_the_file_is_taken() {
    let mut film = samples::mp4();
    let at = film.len();
    film.extend_from_slice(b"\0\0\0\0mdat and so on to the end");
    assert_eq!(&clean_of(Kind::Mp4, &film)[at..], &film[at..]);
    film[at + 4..at + 8].copy_from_slice(b"junk");
    assert!(!contains(&clean_of(Kind::Mp4, &film), b"and so on"));
}

#[test]
fn tracks_of_places_and_data_elsewhere_are_refused() {
    assert_eq!(reason(&samples::mp4_with(&[b"vide", b"meta"])), "foreign_track");
    assert_eq!(reason(&samples::mp4_with(&[b"text"])), "foreign_track");
    assert_eq!(reason(&samples::mp4_with(&[])), "corrupt");
    let mut elsewhere = samples::mp4();
    let at = elsewhere.windows(4).position(|window| window == b"url ").unwrap();
    elsewhere[at + 7] = 0;
    assert_eq!(reason(&elsewhere), "corrupt");
}

#[test]
fn boxes_that_lie_about_their_size_are_refused() {
    let film = samples::mp4();
    let at = film.windows(4).position(|window| window == b"moov").unwrap() - 4;
    for size in [1_u32, 7, u32::MAX, 8] {
        let mut broken = film.clone();
        broken[at..at + 4].copy_from_slice(&size.to_be_bytes());
        assert_eq!(reason(&broken), "corrupt", "{size}");
    }
    let mut deep = samples::mp4_box(*b"trak", b"");
    for _ in 0..40 {
        deep = samples::mp4_box(*b"traf", &deep);
    }
    let nested = [samples::mp4_box(*b"ftyp", b"isom\0\0\0\x01isom"), samples::mp4_box(*b"moof", &deep)].concat();
    assert_eq!(reason(&nested), "corrupt", "boxes within boxes where none belong are not opened");
}
