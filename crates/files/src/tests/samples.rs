//! Files as cameras, phones and office programs write them, with a secret in every place that could hold one.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::Kind;

pub(super) const SECRET: &str = "SITI-RAHAYU-S3CR3T";

/// One of each kind.
pub(super) fn all() -> Vec<(Kind, Vec<u8>)> {
    vec![
        (Kind::Jpeg, jpeg(Some(6))),
        (Kind::Png, png(Some(8))),
        (Kind::Webp, webp(Some(3))),
        (Kind::Pdf, super::pdfs::pdf()),
        (Kind::Docx, docx(&[])),
        (Kind::Xlsx, xlsx()),
        (Kind::Pptx, pptx()),
        (Kind::Odt, odt(&[])),
        (Kind::Ods, opendocument("spreadsheet", &[])),
        (Kind::Odp, opendocument("presentation", &[])),
        (Kind::Mp4, mp4()),
    ]
}

/// Exif with maker, place and a small picture, in either byte order.
pub(super) fn exif(orientation: Option<u8>, big: bool) -> Vec<u8> {
    let two = |n: u16| if big { n.to_be_bytes() } else { n.to_le_bytes() };
    let four = |n: u32| if big { n.to_be_bytes() } else { n.to_le_bytes() };
    let mut tiff = if big { b"MM".to_vec() } else { b"II".to_vec() };
    tiff.extend(two(42));
    tiff.extend(four(8));
    let entries = 2 + u16::from(orientation.is_some());
    let data = 8 + 2 + u32::from(entries) * 12 + 4;
    tiff.extend(two(entries));
    let text = SECRET.as_bytes();
    let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        tiff.extend(two(tag));
        tiff.extend(two(kind));
        tiff.extend(four(count));
        tiff.extend(value);
    };
    entry(0x010F, 2, u32::try_from(text.len()).unwrap(), four(data));
    if let Some(orientation) = orientation {
        let [a, b] = two(orientation.into());
        entry(0x0112, 3, 1, [a, b, 0, 0]);
    }
    entry(0x8825, 4, 1, four(0));
    tiff.extend(four(0));
    tiff.extend(text);
    tiff
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], length.as_slice(), body].concat()
}

/// The coded picture, with a stuffed byte, a restart marker and a second scan.
pub(super) fn jpeg_picture() -> Vec<u8> {
    [
        segment(0xDB, &[0; 65]),
        segment(0xC2, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        segment(0xC4, &[0; 20]),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        b"coded\xFF\x00data\xFF\xD0more".to_vec(),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        b"again".to_vec(),
    ]
    .concat()
}

pub(super) fn jpeg(orientation: Option<u8>) -> Vec<u8> {
    let secret = SECRET.as_bytes();
    [
        b"\xFF\xD8".to_vec(),
        segment(0xE0, &[b"JFIF\0\x01\x02\x01\0\x48\0\x48\x02\x02".as_slice(), secret].concat()),
        segment(0xE1, &[b"Exif\0\0".as_slice(), &exif(orientation, false)].concat()),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), secret].concat()),
        segment(0xE2, &[b"ICC_PROFILE\0\x01\x01".as_slice(), secret].concat()),
        segment(0xED, &[b"Photoshop 3.0\0".as_slice(), secret].concat()),
        segment(0xEE, &[b"Adobe\0\x64\0\0\0\0\x01".as_slice(), secret].concat()),
        segment(0xFE, secret),
        jpeg_picture(),
        b"\xFF\xD9".to_vec(),
        secret.to_vec(),
    ]
    .concat()
}

pub(super) fn chunk(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&kind);
    hasher.update(body);
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [length.as_slice(), &kind, body, &hasher.finalize().to_be_bytes()].concat()
}

pub(super) fn png(orientation: Option<u8>) -> Vec<u8> {
    let text = [b"Author\0".as_slice(), SECRET.as_bytes()].concat();
    let mut parts = vec![
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(*b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(*b"iCCP", &text),
        chunk(*b"tEXt", &text),
        chunk(*b"iTXt", &text),
        chunk(*b"tIME", &[7, 0xEA, 11, 24, 8, 0, 0]),
        chunk(*b"eXIf", &exif(orientation, true)),
        chunk(*b"pHYs", &[0; 9]),
        chunk(*b"IDAT", b"pixels"),
        chunk(*b"zTXt", &text),
        chunk(*b"IEND", b""),
    ];
    parts.push(text);
    parts.concat()
}

pub(super) fn riff(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let padding: &[u8] = if body.len() % 2 == 1 { b"\0" } else { b"" };
    [kind.as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), body, padding].concat()
}

pub(super) fn webp(orientation: Option<u8>) -> Vec<u8> {
    let chunks = [
        riff(*b"VP8X", &[0x20 | 0x08 | 0x04 | 0x10, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
        riff(*b"ICCP", SECRET.as_bytes()),
        riff(*b"ALPH", b"see"),
        riff(*b"VP8 ", b"picture"),
        riff(*b"EXIF", &exif(orientation, true)),
        riff(*b"XMP ", SECRET.as_bytes()),
        riff(*b"ODD!", SECRET.as_bytes()),
    ]
    .concat();
    let size = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", size.as_slice(), b"WEBP", &chunks, SECRET.as_bytes()].concat()
}

pub(super) fn gif() -> Vec<u8> {
    let secret = SECRET.as_bytes();
    let length = u8::try_from(secret.len()).unwrap();
    [
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF".as_slice(),
        b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0",
        b"\x21\xFF\x0BXMP DataXMP",
        &[length],
        secret,
        b"\0\x21\xFE",
        &[length],
        secret,
        b"\0\x21\xF9\x04\0\0\0\0\0",
        b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B",
        secret,
    ]
    .concat()
}

pub(super) fn mp4_box(name: [u8; 4], body: &[u8]) -> Vec<u8> {
    [&u32::try_from(body.len() + 8).unwrap().to_be_bytes(), name.as_slice(), body].concat()
}

pub(super) fn track(handler: [u8; 4]) -> Vec<u8> {
    let secret = SECRET.as_bytes();
    let times = [&[0, 0, 0, 0], b"SECR".as_slice(), b"ET-T", &[0; 12]].concat();
    let hdlr = [&[0; 8], handler.as_slice(), &[0; 12], secret, b"\0"].concat();
    let video = handler == *b"vide";
    let (coding, fixed): ([u8; 4], usize) = if video { (*b"avc1", 86) } else { (*b"mp4a", 36) };
    let mut sample = vec![0; fixed - 8];
    sample[12..16].copy_from_slice(b"SECR");
    if video {
        sample[42..60].copy_from_slice(secret);
    }
    sample.extend(mp4_box(*b"avcC", b"config"));
    sample.extend(mp4_box(*b"udta", secret));
    let stsd = [&[0, 0, 0, 0, 0, 0, 0, 1], mp4_box(coding, &sample).as_slice()].concat();
    let dref = [&[0, 0, 0, 0, 0, 0, 0, 1], mp4_box(*b"url ", &[0, 0, 0, 1]).as_slice()].concat();
    let stbl = [mp4_box(*b"stsd", &stsd), mp4_box(*b"stco", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 40])].concat();
    let minf =
        [mp4_box(*b"vmhd", &[0; 12]), mp4_box(*b"dinf", &mp4_box(*b"dref", &dref)), mp4_box(*b"stbl", &stbl)].concat();
    let mdia = [mp4_box(*b"mdhd", &times), mp4_box(*b"hdlr", &hdlr), mp4_box(*b"minf", &minf)].concat();
    let trak = [mp4_box(*b"tkhd", &times), mp4_box(*b"mdia", &mdia), mp4_box(*b"udta", secret)].concat();
    mp4_box(*b"trak", &trak)
}

pub(super) fn mp4_with(tracks: &[&[u8; 4]]) -> Vec<u8> {
    let secret = SECRET.as_bytes();
    let times = [&[1, 0, 0, 0], b"SECRET-TOO-LATE!".as_slice(), &[0; 12]].concat();
    let mut moov = mp4_box(*b"mvhd", &times);
    moov.extend(tracks.iter().flat_map(|handler| track(**handler)));
    moov.extend(mp4_box(*b"udta", &mp4_box(*b"\xA9xyz", secret)));
    moov.extend(mp4_box(*b"meta", secret));
    [
        mp4_box(*b"ftyp", b"isom\0\0\0\x01isom"),
        mp4_box(*b"free", secret),
        mp4_box(*b"mdat", b"frames of the film"),
        mp4_box(*b"moov", &moov),
        mp4_box(*b"uuid", secret),
        mp4_box(*b"WHAT", secret),
    ]
    .concat()
}

pub(super) fn mp4() -> Vec<u8> {
    mp4_with(&[b"vide", b"soun"])
}

pub(super) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method =
            if *name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.set_comment(SECRET).unwrap();
    writer.finish().unwrap().into_inner()
}

fn types(main: &str, overrides: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/main.xml" ContentType="{main}"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{overrides}</Types>"#
    )
}

const ROOT_RELATIONSHIPS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>"#;

const DOCX_MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

pub(super) fn docx(more: &[(&str, &[u8])]) -> Vec<u8> {
    let content_types = types(DOCX_MAIN, "");
    let core = format!("<cp:coreProperties xmlns:cp='x'><dc:creator>{SECRET}</dc:creator></cp:coreProperties>");
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:r="r"><!-- {SECRET} --><w:body><w:p w:rsidR="00AA" w:rsidRDefault="00AA"><w:ins w:id="1" w:author="{SECRET}" w:date="2026-11-24T08:00:00Z"><w:r><w:t>Jalan &amp; jembatan rusak</w:t></w:r></w:ins></w:p></w:body></w:document>"#
    );
    let comments = format!(
        r#"<w:comments xmlns:w="w"><w:comment w:id="0" w:author="{SECRET}" w:initials="{SECRET}"><w:p/></w:comment></w:comments>"#
    );
    let settings = format!(
        r#"<w:settings xmlns:w="w"><w:attachedTemplate r:id="rId1" xmlns:r="r"/><w:rsids><w:rsid w:val="{SECRET}"/></w:rsids><w:zoom w:percent="100"/></w:settings>"#
    );
    let people = format!(
        r#"<w15:people xmlns:w15="w15"><w15:person w15:author="{SECRET}"><w15:presenceInfo w15:providerId="AD" w15:userId="{SECRET}"/></w15:person></w15:people>"#
    );
    let links = format!(
        r#"<Relationships><Relationship Id="rId9" Type="x/attachedTemplate" Target="file:///D:/Kerja/{SECRET}/t.dotx" TargetMode="External"/><Relationship Id="rId8" Type="x/hyperlink" Target="file:///D:/Kerja/{SECRET}/a.txt" TargetMode="External"/></Relationships>"#
    );
    let (photo, picture) = (jpeg(Some(6)), gif());
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", content_types.as_bytes()),
        ("_rels/.rels", ROOT_RELATIONSHIPS.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
        ("docProps/thumbnail.jpeg", SECRET.as_bytes()),
        ("customXml/item1.xml", core.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/comments.xml", comments.as_bytes()),
        ("word/settings.xml", settings.as_bytes()),
        ("word/people.xml", people.as_bytes()),
        ("word/_rels/settings.xml.rels", links.as_bytes()),
        ("word/media/image1.jpeg", &photo),
        ("word/media/image2.gif", &picture),
    ];
    parts.extend(more);
    zip(&parts)
}

pub(super) fn xlsx() -> Vec<u8> {
    let content_types = types("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "");
    let comments = format!("<comments><authors><author>{SECRET}</author></authors><commentList/></comments>");
    let person = format!(
        r#"<personList><person displayName="{SECRET}" id="{{1}}" userId="{SECRET}" providerId="AD"/></personList>"#
    );
    let workbook = format!(
        r#"<workbook><fileSharing userName="{SECRET}"/><x15ac:absPath url="D:\Kerja\{SECRET}\" xmlns:x15ac="a"/><sheets/></workbook>"#
    );
    let sheet = r#"<worksheet><sheetData><row><c><v>7</v></c></row></sheetData><pageSetup paperSize="9" r:id="rId1" xmlns:r="r"/></worksheet>"#;
    zip(&[
        ("[Content_Types].xml", content_types.as_bytes()),
        ("_rels/.rels", ROOT_RELATIONSHIPS.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/comments1.xml", comments.as_bytes()),
        ("xl/persons/person.xml", person.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/printerSettings/printerSettings1.bin", SECRET.as_bytes()),
    ])
}

pub(super) fn pptx() -> Vec<u8> {
    let main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
    let content_types = types(main, "");
    let authors = format!(
        r#"<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="0" name="{SECRET}" initials="{SECRET}"/></p:cmAuthorLst>"#
    );
    let film = mp4();
    zip(&[
        ("[Content_Types].xml", content_types.as_bytes()),
        ("_rels/.rels", ROOT_RELATIONSHIPS.as_bytes()),
        ("ppt/presentation.xml", b"<p:presentation xmlns:p='p'/>"),
        ("ppt/commentAuthors.xml", authors.as_bytes()),
        ("ppt/media/media1.mp4", &film),
    ])
}

pub(super) fn opendocument(kind: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mimetype = format!("application/vnd.oasis.opendocument.{kind}");
    let meta =
        format!("<office:document-meta xmlns:office='o'><dc:creator>{SECRET}</dc:creator></office:document-meta>");
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:text="t" xmlns:dc="d"><office:annotation><dc:creator>{SECRET}</dc:creator><dc:date>2026</dc:date><text:p>Catatan</text:p></office:annotation><text:p>Banjir di RT 3</text:p></office:document-content>"#
    );
    let settings = format!(
        r#"<s xmlns:config="c"><config:config-item config:name="PrinterName">{SECRET}</config:config-item><config:config-item config:name="Zoom">9</config:config-item></s>"#
    );
    let manifest = r#"<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="/"/><manifest:file-entry manifest:full-path="meta.xml"/><manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>"#;
    let photo = jpeg(None);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("mimetype", mimetype.as_bytes()),
        ("meta.xml", meta.as_bytes()),
        ("content.xml", content.as_bytes()),
        ("settings.xml", settings.as_bytes()),
        ("Thumbnails/thumbnail.png", SECRET.as_bytes()),
        ("Pictures/1.jpg", &photo),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ];
    parts.extend(more);
    zip(&parts)
}

pub(super) fn odt(more: &[(&str, &[u8])]) -> Vec<u8> {
    opendocument("text", more)
}
