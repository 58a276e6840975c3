//! Complaints over HTTP: filing, acting, reading.

mod access_log;
mod assignments;
mod attachments;
mod call;
mod desk;
mod dialogue;
mod dto;
mod duplicates;
mod handling;
mod joint;
mod read;
mod reporter;
mod reveals;
mod secrecy;
mod submit;
mod supervision;

pub(super) use self::dto::{Complaint, Dialogue};
pub(super) use self::read::{ListScope, show};

use crate::routes::ServiceConfig;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(submit::submit_complaint)
        .service(read::list_complaints)
        .service(read::get_complaint)
        .service(read::get_complaint_timeline)
        .service(duplicates::list_likely_duplicates)
        .service(attachments::attach_to_complaint)
        .service(attachments::list_complaint_attachments)
        .service(attachments::get_complaint_attachment)
        .service(attachments::remove_complaint_attachment)
        .service(attachments::download_complaint_attachment)
        .service(attachments::link_complaint_attachment)
        .service(desk::verify_complaint)
        .service(desk::handle_complaint)
        .service(desk::postpone_complaint)
        .service(desk::resume_complaint)
        .service(desk::archive_complaint)
        .service(desk::reject_complaint_authority)
        .service(desk::unarchive_complaint)
        .service(desk::forward_complaint)
        .service(handling::return_complaint)
        .service(handling::redispose_complaint)
        .service(handling::follow_up_complaint)
        .service(handling::ask_complaint_reporter)
        .service(handling::comment_on_complaint)
        .service(handling::reopen_complaint_for_quality)
        .service(joint::add_complaint_support)
        .service(joint::merge_complaint)
        .service(joint::split_complaint)
        .service(joint::convert_complaint)
        .service(assignments::list_complaint_assignments)
        .service(assignments::answer_complaint_assignment)
        .service(assignments::release_complaint_assignment)
        .service(reporter::complete_complaint_data)
        .service(reporter::reply_to_complaint)
        .service(reporter::accept_complaint)
        .service(reporter::rate_complaint)
        .service(reporter::reopen_complaint)
        .service(reporter::withdraw_complaint)
        .service(dialogue::start_dialogue)
        .service(dialogue::exit_dialogue)
        .service(dialogue::get_dialogue)
        .service(dialogue::add_dialogue_contact)
        .service(dialogue::add_dialogue_interview)
        .service(dialogue::add_dialogue_session)
        .service(dialogue::add_dialogue_agreement)
        .service(dialogue::complete_dialogue_item)
        .service(dialogue::confirm_dialogue)
        .service(secrecy::restrict_complaint)
        .service(secrecy::redact_complaint)
        .service(secrecy::read_complaint_original)
        .service(access_log::list_complaint_accesses)
        .service(reveals::request_identity_reveal)
        .service(reveals::list_identity_reveals)
        .service(reveals::approve_identity_reveal)
        .service(reveals::deny_identity_reveal)
        .service(reveals::read_revealed_identity)
        .service(supervision::conclude_complaint_examination)
        .service(supervision::request_complaint_explanation)
        .service(supervision::explain_complaint);
}
