//! From an order to the use case, and from the request to the answer.

use padi_app::complaints::act::Terms;
use padi_app::error::Error;
use padi_app::idempotency::{Answer, Reply};
use padi_app::information::order::Order;
use padi_app::information::{Shown, reference};

use super::dto::InformationRequest;
use crate::language::Language;
use crate::v1::case::{Act, Call};

impl Act for Order {
    async fn act(self, call: &Call, id: &str, terms: Terms) -> Result<Answer, Error> {
        let language = call.context.language;
        let render = move |shown: Shown| {
            let body = InformationRequest::new(&shown, language);
            reply(200, &body, &shown, language)
        };
        call.app.act_on_information_request(call.access.clone(), reference(id)?, self, terms, render).await
    }
}

/// A request as an answer, in the form that the body has.
pub(super) fn reply(
    status: u16,
    body: &impl serde::Serialize,
    shown: &Shown,
    language: Language,
) -> Result<Reply, Error> {
    let request = shown.seen.request();
    let reply = Reply::json(status, body)?.in_language(language.tag()).versioned(request.version);
    Ok(reply.of_case(request.id.0, shown.seen.extent()))
}
