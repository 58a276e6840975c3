//! JPEG, PNG, WebP and GIF.

use super::{clean_of, contains, file_of, reason, samples, tells_nothing};
use crate::{Kind, gif};

#[test]
fn a_photograph_keeps_its_picture_and_how_it_is_turned() {
    for orientation in [None, Some(1), Some(3), Some(6), Some(8), Some(9)] {
        let cleaned = clean_of(Kind::Jpeg, &samples::jpeg(orientation));
        tells_nothing(&cleaned);
        let picture = samples::jpeg_picture();
        assert!(contains(&cleaned, &picture), "not a byte of the picture is lost");
        assert!(cleaned.ends_with(&[picture.as_slice(), b"\xFF\xD9"].concat()), "nothing stands after its end");
        assert!(contains(&cleaned, b"JFIF") && contains(&cleaned, b"Adobe"), "how to show it");
        let turned = orientation.filter(|turned| (2..=8).contains(turned));
        let found = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&cleaned));
        match turned {
            None => assert!(found.is_err(), "no Exif without need"),
            Some(turned) => {
                let found = found.unwrap();
                let fields: Vec<_> = found.fields().collect();
                assert_eq!(fields.len(), 1, "the orientation alone");
                assert_eq!(fields[0].tag, exif::Tag::Orientation);
                assert_eq!(fields[0].value.get_uint(0), Some(turned.into()));
            }
        }
    }
}

#[test]
fn a_screenshot_keeps_its_picture_and_how_it_is_turned() {
    let cleaned = clean_of(Kind::Png, &samples::png(Some(8)));
    tells_nothing(&cleaned);
    assert!(contains(&cleaned, &samples::chunk(*b"IDAT", b"pixels")) && contains(&cleaned, b"pHYs"));
    assert!(cleaned.ends_with(&samples::chunk(*b"IEND", b"")), "nothing stands after its end");
    for gone in [b"iCCP", b"tEXt", b"iTXt", b"zTXt", b"tIME"] {
        assert!(!contains(&cleaned, gone));
    }
    let found = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&cleaned)).unwrap();
    assert_eq!(found.fields().count(), 1);
    assert!(!contains(&clean_of(Kind::Png, &samples::png(None)), b"eXIf"));
}

#[test]
fn a_webp_keeps_its_picture_its_flags_and_how_it_is_turned() {
    let cleaned = clean_of(Kind::Webp, &samples::webp(Some(3)));
    tells_nothing(&cleaned);
    assert!(
        contains(&cleaned, &samples::riff(*b"VP8 ", b"picture"))
            && contains(&cleaned, &samples::riff(*b"ALPH", b"see"))
    );
    assert_eq!(cleaned[20], 0x10 | 0x08, "transparency stays, Exif is there, profile and XMP are not");
    assert_eq!(u32::from_le_bytes(cleaned[4..8].try_into().unwrap()) as usize, cleaned.len() - 8);
    assert!(!contains(&cleaned, b"ICCP") && !contains(&cleaned, b"XMP ") && !contains(&cleaned, b"ODD!"));
    let plain = clean_of(Kind::Webp, &samples::webp(None));
    assert_eq!(plain[20], 0x10);
}

#[test]
fn a_gif_within_a_document_loses_its_comments() {
    let mut cleaned = Vec::new();
    gif::clean(&mut samples::gif().as_slice(), &mut cleaned).unwrap();
    tells_nothing(&cleaned);
    assert!(contains(&cleaned, b"NETSCAPE2.0") && !contains(&cleaned, b"XMP"));
    assert_eq!(cleaned.last(), Some(&0x3B));
}

#[test]
fn a_picture_that_is_also_a_page_is_a_picture() {
    let mut polyglot = samples::jpeg(None);
    polyglot.extend_from_slice(b"<html><script>alert(1)</script></html>");
    assert!(!contains(&clean_of(Kind::Jpeg, &polyglot), b"<html>"));
}

#[test]
fn a_picture_that_ends_early_is_refused() {
    assert_eq!(reason(b"\xFF\xD8\xFF\xD9"), "corrupt");
    let whole = samples::png(None);
    let mut broken = whole.clone();
    let at = whole.windows(6).position(|window| window == b"pixels").unwrap();
    broken[at] ^= 1;
    assert_eq!(reason(&broken), "corrupt", "its sum is wrong");
    assert!(crate::identify(&file_of(&whole)).is_ok());
}
