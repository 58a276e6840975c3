//! From an order to the use case, and from the complaint to the answer.

use padi_app::complaints::act::Terms;
use padi_app::complaints::order::Order;
use padi_app::complaints::{Shown, reference};
use padi_app::error::Error;
use padi_app::idempotency::{Answer, Reply};

use super::dto::Complaint;
use crate::language::Language;
use crate::v1::case::{Act, Call};

impl Act for Order {
    async fn act(self, call: &Call, id: &str, terms: Terms) -> Result<Answer, Error> {
        let language = call.context.language;
        let render = move |shown: Shown| reply(200, &shown, language);
        call.app.act_on_complaint(call.access.clone(), reference(id)?, self, terms, render).await
    }
}

/// The case as an answer.
pub(super) fn reply(status: u16, shown: &Shown, language: Language) -> Result<Reply, Error> {
    let complaint = shown.seen.complaint();
    let body = Complaint::new(shown, language);
    let reply = Reply::json(status, &body)?.in_language(language.tag()).versioned(complaint.version);
    Ok(reply.of_case(complaint.id.0, shown.seen.extent()))
}
