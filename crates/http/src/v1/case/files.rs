//! Files of a case of any kind: handing in, listing, downloading, linking, taking back.

use actix_web::{HttpRequest, HttpResponse, web};
use padi_app::error::Error;
use padi_app::files::upload::Attached;
use padi_app::files::{CaseName, FileLink, SeenCase};
use padi_app::idempotency::Reply;
use padi_kernel::id::AttachmentId;

use super::{Call, KnownCall};
use crate::problem::Problem;
use crate::v1::attachments::{Attachment, AttachmentLink, AttachmentList, download, receive, span};
use crate::write::respond;

/// A case by what its path names it, and an attachment of it.
type Named = Result<CaseName, Error>;

fn attachment_id(text: &str) -> Result<AttachmentId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// Takes a file in; `cases` is the path of the cases of that kind.
pub(in crate::v1) async fn attach(
    http: &HttpRequest,
    KnownCall(call): KnownCall,
    (cases, name): (&'static str, Named),
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let received = receive(&call.app, http.headers(), payload).await?;
    let terms = call.terms(&received.canonical)?;
    let render = move |Attached { view, case }: Attached| {
        let of = case.case();
        let path = format!("{cases}/{}/attachments/{}", of.id, view.attachment.id);
        let body = Attachment::new(&view, case.is_public_view(), case.cut_to_day());
        Ok(Reply::json(201, &body)?.at(path).of_case(of.id, case.extent()))
    };
    let attached = async { call.app.attach_file(call.access.clone(), name?, received.upload, terms, render).await };
    Ok(respond(&call.context, attached.await.map_err(|error| call.failed(error))?))
}

/// All that the caller sees.
pub(in crate::v1) async fn list(call: &Call, name: Named) -> Result<HttpResponse, Problem> {
    let found = async { call.app.list_attachments(&call.access, &name?).await };
    let found = found.await.map_err(|error| call.failed(error))?;
    let (public, cut) = (found.case.is_public_view(), found.case.cut_to_day());
    let data = found.items.iter().map(|view| Attachment::new(view, public, cut)).collect();
    Ok(HttpResponse::Ok().json(AttachmentList { data }))
}

/// What is known of one.
pub(in crate::v1) async fn show(call: &Call, name: Named, id: &str) -> Result<HttpResponse, Problem> {
    let found = async { call.app.show_attachment(&call.access, &name?, attachment_id(id)?).await };
    let (view, case) = found.await.map_err(|error| call.failed(error))?;
    Ok(HttpResponse::Ok().json(Attachment::new(&view, case.is_public_view(), case.cut_to_day())))
}

/// What is in one.
pub(in crate::v1) async fn content(
    http: &HttpRequest,
    call: &Call,
    name: Named,
    id: &str,
) -> Result<HttpResponse, Problem> {
    let wanted = span(http);
    let content = async { call.app.read_attachment(&call.access, &name?, attachment_id(id)?, wanted).await };
    Ok(download(content.await.map_err(|error| call.failed(error))?, wanted))
}

/// A link to one.
pub(in crate::v1) async fn link(KnownCall(call): KnownCall, name: Named, id: &str) -> Result<HttpResponse, Problem> {
    let terms = call.terms(b"")?;
    let render = |link: FileLink, case: SeenCase| {
        let reply = Reply::json(201, &AttachmentLink::new(&link))?;
        Ok(reply.of_case(case.case().id, case.extent()))
    };
    let linked = async {
        let id = attachment_id(id)?;
        call.app.link_attachment(call.access.clone(), name?, id, terms, render).await
    };
    Ok(respond(&call.context, linked.await.map_err(|error| call.failed(error))?))
}

/// Takes one back.
pub(in crate::v1) async fn remove(KnownCall(call): KnownCall, name: Named, id: &str) -> Result<HttpResponse, Problem> {
    let terms = call.terms(b"")?;
    let removed = async {
        let id = attachment_id(id)?;
        call.app.remove_attachment(call.access.clone(), name?, id, terms.if_match).await
    };
    removed.await.map_err(|error| call.failed(error))?;
    Ok(HttpResponse::NoContent().finish())
}
