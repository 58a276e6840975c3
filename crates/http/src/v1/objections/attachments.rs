//! Attachments of objections: handing in, listing, downloading, linking, taking back.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use padi_app::error::Error;
use padi_app::files::CaseName;

use crate::body::After;
use crate::problem::Problem;
use crate::v1::attachments::{Attachment, AttachmentLink, AttachmentList, UploadForm};
use crate::v1::case::{Call, KnownCall, files};

fn named(id: &str) -> Result<CaseName, Error> {
    id.parse().map(CaseName::Objection).map_err(|_| Error::NotFound)
}

/// Attach a file to an objection
///
/// Unggah lampiran. For the applicant, the information officers (PPID), and the superior (atasan PPID) who answers, one file for each call. The file's own name and what
/// tells of its maker (Exif, author, comments' names, earlier versions) are taken out before it is stored; a PDF's signature does
/// not survive that. Where another file is just being cleaned, the answer says `pending`: ask again until it is `ready` or
/// `rejected`.
#[utoipa::path(
    tag = "attachments",
    operation_id = "attachToObjection",
    params(("id" = String, Path, description = "Id.")),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    security(("bearer" = []), ("tracking_secret" = [])),
    responses(
        (status = 201, description = "The attachment.", body = Attachment, headers(("Location"))),
        (status = 415, description = "The form or its file is of a kind that is not taken (`unsupported_media_type`, `unsupported_file`)."),
        (status = 422, description = "The file cannot be taken as it is (`file_rejected`), or a field is not right."),
    ),
)]
#[post("/v1/objections/{id}/attachments")]
pub(super) async fn attach_to_objection(
    http: HttpRequest,
    id: web::Path<String>,
    After(call, payload): After<KnownCall, web::Payload>,
) -> Result<HttpResponse, Problem> {
    files::attach(&http, call, ("/v1/objections", named(&id)), payload).await
}

/// List the attachments of an objection
///
/// Daftar lampiran. The body's officers see all; the applicant what they handed in and what was handed over (`is_public`); a unit what
/// officers handed in; those who look from outside what was handed over.
#[utoipa::path(
    tag = "attachments",
    operation_id = "listObjectionAttachments",
    params(("id" = String, Path, description = "Id.")),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The attachments.", body = AttachmentList)),
)]
#[get("/v1/objections/{id}/attachments")]
pub(super) async fn list_objection_attachments(call: Call, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    files::list(&call, named(&id)).await
}

/// Read an attachment of an objection
///
/// Lihat lampiran. What is known of the file; `content` gives the file.
#[utoipa::path(
    tag = "attachments",
    operation_id = "getObjectionAttachment",
    params(
        ("id" = String, Path, description = "Id of the objection."),
        ("attachment_id" = String, Path, description = "Id of the attachment."),
    ),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses((status = 200, description = "The attachment.", body = Attachment)),
)]
#[get("/v1/objections/{id}/attachments/{attachment_id}")]
pub(super) async fn get_objection_attachment(
    call: Call,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    files::show(&call, named(&path.0), &path.1).await
}

/// Download an attachment of an objection
///
/// Unduh lampiran. Always a download, once the file is `ready`. Takes `Range`.
#[utoipa::path(
    tag = "attachments",
    operation_id = "downloadObjectionAttachment",
    params(
        ("id" = String, Path, description = "Id of the objection."),
        ("attachment_id" = String, Path, description = "Id of the attachment."),
    ),
    security((), ("bearer" = []), ("tracking_secret" = [])),
    responses(
        (status = 200, description = "The file.", content((Vec<u8> = "application/octet-stream"))),
        (status = 206, description = "The wanted part of the file.", content((Vec<u8> = "application/octet-stream"))),
    ),
)]
#[get("/v1/objections/{id}/attachments/{attachment_id}/content")]
pub(super) async fn download_objection_attachment(
    http: HttpRequest,
    call: Call,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    files::content(&http, &call, named(&path.0), &path.1).await
}

/// Make a link to an attachment of an objection
///
/// Buat tautan unduhan. For 15 minutes whoever has the address may download the file, for as long as the caller may see it.
#[utoipa::path(
    tag = "attachments",
    operation_id = "linkObjectionAttachment",
    params(
        ("id" = String, Path, description = "Id of the objection."),
        ("attachment_id" = String, Path, description = "Id of the attachment."),
    ),
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 201, description = "The link.", body = AttachmentLink)),
)]
#[post("/v1/objections/{id}/attachments/{attachment_id}/links")]
pub(super) async fn link_objection_attachment(
    call: KnownCall,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    files::link(call, named(&path.0), &path.1).await
}

/// Take an attachment of an objection back
///
/// Hapus lampiran. For whoever handed it in, until the objection is answered or settled. An attachment has no version of its own:
/// `If-Match`, where it is sent, is held against that of the case.
#[utoipa::path(
    tag = "attachments",
    operation_id = "removeObjectionAttachment",
    params(
        ("id" = String, Path, description = "Id of the objection."),
        ("attachment_id" = String, Path, description = "Id of the attachment."),
    ),
    security(("bearer" = []), ("tracking_secret" = [])),
    responses((status = 204, description = "The attachment is gone.")),
)]
#[delete("/v1/objections/{id}/attachments/{attachment_id}")]
pub(super) async fn remove_objection_attachment(
    call: KnownCall,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    files::remove(call, named(&path.0), &path.1).await
}
