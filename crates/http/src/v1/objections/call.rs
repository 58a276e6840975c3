//! From an order to the use case, and from the objection to the answer.

use padi_app::complaints::act::Terms;
use padi_app::error::Error;
use padi_app::idempotency::{Answer, Reply};
use padi_app::information::objections::Shown;
use padi_app::information::objections::act::Order;
use padi_kernel::id::ObjectionId;

use super::dto::Objection;
use crate::language::Language;
use crate::v1::case::{Act, Call};

impl Act for Order {
    async fn act(self, call: &Call, id: &str, terms: Terms) -> Result<Answer, Error> {
        let language = call.context.language;
        let render = move |shown: Shown| reply(200, &Objection::new(&shown, language), &shown, language);
        call.app.act_on_objection(call.access.clone(), named(id)?, self, terms, render).await
    }
}

/// The objection that a path names; anything but an id names none.
pub(super) fn named(id: &str) -> Result<ObjectionId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// An objection as an answer, in the form that the body has.
pub(super) fn reply(
    status: u16,
    body: &impl serde::Serialize,
    shown: &Shown,
    language: Language,
) -> Result<Reply, Error> {
    let objection = shown.seen.objection();
    let reply = Reply::json(status, body)?.in_language(language.tag()).versioned(objection.version);
    Ok(reply.of_case(objection.id.0, shown.seen.extent()))
}
