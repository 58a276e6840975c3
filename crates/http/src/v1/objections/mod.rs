//! Objections (keberatan, UU 14/2008 Ps 35-37) over HTTP: filing, acting, reading.

mod answer;
mod attachments;
mod call;
mod dto;
mod outcome;
mod read;
mod review;
mod settlement;
mod submit;

pub(super) use self::dto::ObjectionResult;

use crate::routes::ServiceConfig;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(submit::submit_objection)
        .service(read::list_objections)
        .service(read::get_objection)
        .service(read::get_objection_timeline)
        .service(attachments::attach_to_objection)
        .service(attachments::list_objection_attachments)
        .service(attachments::get_objection_attachment)
        .service(attachments::download_objection_attachment)
        .service(attachments::link_objection_attachment)
        .service(attachments::remove_objection_attachment)
        .service(review::register_objection)
        .service(review::assign_objection_review)
        .service(review::recommend_on_objection)
        .service(settlement::propose_objection_settlement)
        .service(settlement::settle_objection)
        .service(answer::accept_objection)
        .service(answer::confirm_decision_objected_to)
        .service(answer::declare_objection_inadmissible)
        .service(outcome::execute_objection)
        .service(outcome::withdraw_objection)
        .service(outcome::record_objection_dispute);
}
