//! Lists that may go out as files: in which form one is wanted, and the answer that a file is.

use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use padi_app::table::{Format, TableFile};
use serde::Deserialize;
use utoipa::ToSchema;

/// In which form a list goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ListFormat {
    /// Page by page.
    #[default]
    Json,
    /// The whole list, as text with commas.
    Csv,
    /// The whole list, as a spreadsheet.
    Xlsx,
}

impl ListFormat {
    /// The form of a file, where one is wanted.
    pub(super) fn file(self) -> Option<Format> {
        match self {
            Self::Json => None,
            Self::Csv => Some(Format::Csv),
            Self::Xlsx => Some(Format::Xlsx),
        }
    }
}

/// The file as a download, never shown in place. What fails on the way cuts it off, so that nobody takes a part for the whole.
pub(super) fn download(file: TableFile) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, file.format.content_type()))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"));
    match file.size {
        // A spreadsheet is compressed in itself.
        Some(size) => response.insert_header((CONTENT_ENCODING, "identity")).body(SizedStream::new(size, file.bytes)),
        None => response.streaming(file.bytes),
    }
}
