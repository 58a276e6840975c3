//! Requests for public information (permohonan informasi publik) over HTTP: filing, acting, reading.

mod attachments;
mod call;
mod delivery;
mod dto;
mod notice;
mod read;
mod receipt;
mod submit;
mod work;

pub(super) use self::dto::{AccessMethod, ExemptionGround, InformationRequest, InformationRequestOutcome};
pub(super) use self::read::show;

use crate::routes::ServiceConfig;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(submit::submit_information_request)
        .service(read::list_information_requests)
        .service(read::get_information_request)
        .service(read::get_information_request_timeline)
        .service(attachments::attach_to_information_request)
        .service(attachments::list_information_request_attachments)
        .service(attachments::get_information_request_attachment)
        .service(attachments::download_information_request_attachment)
        .service(attachments::link_information_request_attachment)
        .service(attachments::remove_information_request_attachment)
        .service(receipt::register_information_request_complete)
        .service(receipt::ask_information_request_completion)
        .service(receipt::complete_information_request)
        .service(receipt::withdraw_information_request)
        .service(work::assign_information_request)
        .service(work::submit_information_material)
        .service(work::start_information_consequence_test)
        .service(work::extend_information_request)
        .service(notice::notify_information_not_held)
        .service(notice::notify_information_not_documented)
        .service(notice::notify_information_grant)
        .service(notice::notify_information_partial)
        .service(notice::notify_information_refusal)
        .service(delivery::record_information_payment)
        .service(delivery::deliver_information);
}
