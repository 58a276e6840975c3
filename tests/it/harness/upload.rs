//! Files as forms bring them.

use reqwest::Method;

use super::{Answer, Caller, TestServer};

const BOUNDARY: &str = "a-boundary-that-is-in-no-file";

/// What stands in every sample where a camera or an author would tell who somebody is.
pub(crate) const SECRET: &str = "SITI-RAHAYU-S3CR3T";

/// A form of these fields; a field with a name of a file is a file.
pub(crate) fn form(fields: &[(&str, Option<&str>, &[u8])]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, file, bytes) in fields {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

/// A photograph, turned to the left, with a place in its Exif, a comment and something after its end.
pub(crate) fn photograph() -> Vec<u8> {
    let segment = |marker: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).expect("a short segment").to_be_bytes();
        [&[0xFF, marker], length.as_slice(), body].concat()
    };
    let mut exif =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x0f\0\x02\0\0\0\x12\0\0\0\x26\0\0\0\0"
            .to_vec();
    exif.extend_from_slice(SECRET.as_bytes());
    [
        b"\xFF\xD8".to_vec(),
        segment(0xE1, &exif),
        segment(0xFE, SECRET.as_bytes()),
        segment(0xDB, &[0; 65]),
        segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        segment(0xC4, &[0; 20]),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        vec![0x55; 200_000],
        b"\xFF\xD9".to_vec(),
        SECRET.as_bytes().to_vec(),
    ]
    .concat()
}

impl TestServer {
    /// Uploads one file below a case.
    pub(crate) async fn upload(&self, caller: &Caller, case: &str, bytes: &[u8]) -> Answer {
        let (kind, body) = form(&[("file", Some("rahasia-siti.jpg"), bytes)]);
        let path = format!("{case}/attachments");
        self.call(Method::POST, &path).by(caller).header("content-type", kind).raw(body).send().await
    }
}
