//! Attachments over HTTP, whatever kind of case they hang on: what comes in as a form, what goes out as a file.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::body::SizedStream;
use actix_web::http::header::{
    ACCEPT_RANGES, ByteRangeSpec, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, RANGE, Range,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use futures_util::TryStreamExt as _;
use padi_app::App;
use padi_app::files::{AttachmentView, Content, MAX_BYTES, Span, Upload};
use padi_kernel::attachment::AttachmentState as State;
use padi_kernel::zone::Zone;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use utoipa::ToSchema;
use uuid::Uuid;

use super::words::not_blank;
use crate::decode::scan::is_forbidden;
use crate::field::{FieldCode, FieldError};
use crate::language::Text;
use crate::payload;
use crate::problem::{Code, Problem};
use crate::timestamp::{millis, text as instant};

/// What a form may be larger than its file.
const FORM_SLACK: u64 = 64 * 1024;
/// The longest description, in characters.
const DESCRIPTION_MAX: usize = 500;

/// A file and what it shows.
#[derive(ToSchema)]
#[expect(dead_code, reason = "described only: the form is read as it comes")]
pub(super) struct UploadForm {
    /// The file: JPEG, PNG, WebP, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP or MP4, by its content, of at most 20 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What it shows (keterangan).
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    description: Option<String>,
}

/// How far an upload has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AttachmentState {
    /// Received, waits to be cleaned (menunggu).
    Pending,
    /// Cleaned; can be downloaded (siap).
    Ready,
    /// Could not be cleaned, and is gone (ditolak).
    Rejected,
}

/// An attachment (lampiran). Its own name is not kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Attachment {
    /// Its id.
    id: Uuid,
    /// What it is called by: `lampiran-1.jpg`.
    name: String,
    /// Its media type, by its content.
    content_type: String,
    /// Size of the cleaned file in bytes; once it is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    size_bytes: Option<i64>,
    /// SHA-256 of the cleaned file in hexadecimal digits; once it is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    sha256: Option<String>,
    /// How far it has come.
    state: AttachmentState,
    /// Why it was rejected: `corrupt`, `encrypted`, `macros`, `embedded_object`, `embedded_media`, `foreign_track`, `too_complex`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reject_reason: Option<String>,
    /// In the uploader's words (keterangan); for the reporter and the handlers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    description: Option<String>,
    /// Whether an officer has opened it to everybody who may see the case; of requests and objections, whether it was handed over.
    is_public: bool,
    /// When it was received; to the day where the case is anonymous.
    #[serde(serialize_with = "millis")]
    created_at: DateTime<Utc>,
    /// In what capacity it was uploaded: `reporter` (also an applicant), `agency_admin`, `unit_liaison`, `ppid`, ...
    uploaded_by_role: String,
}

impl Attachment {
    /// As somebody sees it who sees the case so.
    pub(super) fn new(view: &AttachmentView, public: bool, cut_to_day: Option<Zone>) -> Self {
        let attachment = &view.attachment;
        let at = attachment.created_at;
        Self {
            id: attachment.id.0,
            name: view.name(),
            content_type: attachment.content_type.clone(),
            size_bytes: view.size_bytes,
            sha256: view.sha256.as_ref().map(|hash| HEXLOWER.encode(hash)),
            state: match attachment.state {
                State::Pending => AttachmentState::Pending,
                State::Ready => AttachmentState::Ready,
                State::Rejected => AttachmentState::Rejected,
            },
            reject_reason: attachment.reject_reason.clone(),
            description: attachment.description.clone().filter(|_| !public),
            is_public: attachment.is_public,
            created_at: cut_to_day.map_or(at, |zone| zone.midnight(zone.day_of(at))),
            uploaded_by_role: attachment.uploaded_by_role.name().to_owned(),
        }
    }
}

/// The attachments of a case, in the order in which they came.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AttachmentList {
    /// The attachments; a case has at most 100.
    pub(super) data: Vec<Attachment>,
}

/// A link to a file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AttachmentLink {
    /// The address; whoever has it may download the file.
    url: String,
    /// When it ends.
    expires_at: String,
}

impl AttachmentLink {
    pub(super) fn new(link: &padi_app::files::FileLink) -> Self {
        Self { url: link.url.clone(), expires_at: instant(link.expires_at) }
    }
}

/// A form that was received.
pub(super) struct Received {
    /// The file and its description.
    pub(super) upload: Upload,
    /// What makes two such forms the same.
    pub(super) canonical: Vec<u8>,
}

/// Reads the form, the file straight onto the disk. Whatever is too large is refused while it comes.
///
/// # Errors
/// 400, 408, 413, 415 or 422, as a problem.
pub(super) async fn receive(app: &App, headers: &HeaderMap, payload: web::Payload) -> Result<Received, Problem> {
    refuse_early(headers)?;
    let mut form = Multipart::new(headers, payload);
    let (mut file, mut description) = (None, None);
    while let Some(mut field) = form.try_next().await.map_err(problem_of)? {
        match field.name().unwrap_or_default() {
            "file" if file.is_none() => file = Some(receive_file(app, &mut field).await?),
            "description" if description.is_none() => description = Some(receive_text(&mut field).await?),
            name @ ("file" | "description") => return Err(twice(name)),
            other => return Err(unknown_field(other)),
        }
    }
    let description = description.map(check_description).transpose();
    let (Some((file, hash)), Ok(description)) = (&file, &description) else {
        let mut errors = Vec::new();
        errors.extend(file.is_none().then(|| FieldError::new("/file", FieldCode::Required)));
        errors.extend(description.err());
        return Err(Problem::invalid(errors));
    };
    let canonical = [hash.as_slice(), description.as_deref().unwrap_or_default().as_bytes()].concat();
    let file = file.try_clone().map_err(|error| Problem::internal(&error))?;
    Ok(Received { upload: Upload { file, description: description.clone() }, canonical })
}

/// What can be refused before anything of the body is read.
fn refuse_early(headers: &HeaderMap) -> Result<(), Problem> {
    let coded = headers.get(CONTENT_ENCODING).is_some_and(|coding| coding.as_bytes() != b"identity");
    let form = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
        value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
    });
    if coded || !form {
        return Err(Problem::new(Code::UnsupportedMediaType).with_detail(Text::new(
            "Berkas dikirim sebagai multipart/form-data, tanpa Content-Encoding.",
            "A file is sent as multipart/form-data, without Content-Encoding.",
        )));
    }
    let declared = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > MAX_BYTES + FORM_SLACK) { Err(too_large()) } else { Ok(()) }
}

fn too_large() -> Problem {
    Problem::new(Code::PayloadTooLarge)
        .with("max_bytes", MAX_BYTES)
        .with_detail(Text::new("Berkas lebih besar dari 20 MiB.", "The file is larger than 20 MiB."))
}

async fn receive_file(app: &App, field: &mut Field) -> Result<(std::fs::File, Vec<u8>), Problem> {
    let mut file = tokio::fs::File::from_std(app.scratch_file()?);
    let mut hasher = Sha256::new();
    let mut size = 0_u64;
    while let Some(chunk) = field.try_next().await.map_err(problem_of)? {
        size += chunk.len() as u64;
        if size > MAX_BYTES {
            return Err(too_large());
        }
        hasher.update(&chunk);
        file.write_all(&chunk).await.map_err(|error| Problem::internal(&error))?;
    }
    file.flush().await.map_err(|error| Problem::internal(&error))?;
    Ok((file.into_std().await, hasher.finalize().to_vec()))
}

async fn receive_text(field: &mut Field) -> Result<Vec<u8>, Problem> {
    let mut text = Vec::new();
    while let Some(chunk) = field.try_next().await.map_err(problem_of)? {
        if text.len() + chunk.len() > DESCRIPTION_MAX * 4 {
            return Err(Problem::invalid(vec![FieldError::too_long("/description", DESCRIPTION_MAX as u64)]));
        }
        text.extend_from_slice(&chunk);
    }
    Ok(text)
}

fn check_description(bytes: Vec<u8>) -> Result<String, FieldError> {
    let fault = |code| FieldError::new("/description", code);
    let text = String::from_utf8(bytes).map_err(|_| fault(FieldCode::InvalidCharacters))?;
    if text.chars().any(is_forbidden) {
        return Err(fault(FieldCode::InvalidCharacters));
    }
    if not_blank(&text).is_err() {
        return Err(fault(FieldCode::TooShort));
    }
    if text.chars().count() > DESCRIPTION_MAX {
        return Err(FieldError::too_long("/description", DESCRIPTION_MAX as u64));
    }
    Ok(text)
}

fn twice(name: &str) -> Problem {
    Problem::new(Code::MalformedBody).with("pointer", format!("/{name}")).with_detail(Text::new(
        format!("Isian {name} tertulis lebih dari sekali; satu berkas setiap permintaan."),
        format!("The field {name} stands more than once; one file for each request."),
    ))
}

fn unknown_field(name: &str) -> Problem {
    let shown: String = name.chars().filter(|c| !is_forbidden(*c)).take(100).collect();
    Problem::new(Code::UnknownField)
        .with("pointer", format!("/{shown}"))
        .with_detail(Text::new("Isian yang dikenal: file, description.", "Known fields: file, description."))
}

fn problem_of(error: MultipartError) -> Problem {
    match error {
        MultipartError::Payload(error) => payload::problem_of(&error),
        _ => Problem::new(Code::MalformedBody).with_detail(Text::new(
            "Formulir multipart rusak atau terputus.",
            "The multipart form is broken or cut off.",
        )),
    }
}

/// Which part of a file the request wants. What is not understood, or asks for several parts, means the whole.
pub(super) fn span(req: &HttpRequest) -> Span {
    // A condition that cannot be checked is one that does not hold (RFC 9110 13.1.5).
    if req.headers().contains_key("if-range") {
        return Span::Whole;
    }
    let range = req.headers().get(RANGE).and_then(|value| value.to_str().ok()?.parse::<Range>().ok());
    match range {
        Some(Range::Bytes(specs)) => match specs.as_slice() {
            [ByteRangeSpec::FromTo(first, last)] if first <= last => Span::Between(*first, *last),
            [ByteRangeSpec::From(first)] => Span::From(*first),
            [ByteRangeSpec::Last(count)] => Span::Last(*count),
            _ => Span::Whole,
        },
        _ => Span::Whole,
    }
}

/// A file as a download, never shown in place: whatever is in it, no browser runs it here.
pub(super) fn download(content: Content, wanted: Span) -> HttpResponse {
    let partial = content.range.clone().filter(|_| wanted != Span::Whole);
    let mut response = if partial.is_some() { HttpResponse::PartialContent() } else { HttpResponse::Ok() };
    if let Some(range) = &partial {
        let last = range.end - 1;
        response.insert_header((CONTENT_RANGE, format!("bytes {}-{last}/{}", range.start, content.size)));
    }
    let length = content.range.map_or(0, |range| range.end - range.start);
    response
        .insert_header((CONTENT_TYPE, content.content_type))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", content.name)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((ACCEPT_RANGES, "bytes"))
        // Not compressed: a part of a compressed file is of no use.
        .insert_header((CONTENT_ENCODING, "identity"))
        .body(SizedStream::new(length, content.bytes))
}
