//! The resources of version 1 of the API.

mod account;
mod agencies;
mod attachments;
mod auth;
mod calendar;
mod case;
mod categories;
mod complaints;
mod consequence_tests;
mod exemptions;
mod files;
mod holidays;
mod information;
mod information_requests;
mod me;
mod notification_preferences;
mod notifications;
mod objections;
mod privacy;
mod recomputations;
mod reference;
mod regions;
mod registers;
mod routing;
mod rules;
mod sandbox;
mod search;
mod second_factor;
mod sessions;
mod table;
mod track;
mod users;
mod words;

use crate::routes::ServiceConfig;

/// Registers every resource below `/v1`.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .configure(auth::configure)
        .configure(me::configure)
        .configure(second_factor::configure)
        .configure(sessions::configure)
        .configure(notifications::configure)
        .configure(notification_preferences::configure)
        .configure(privacy::configure)
        .configure(users::configure)
        .configure(complaints::configure)
        .configure(information_requests::configure)
        .configure(consequence_tests::configure)
        .configure(exemptions::configure)
        .configure(registers::configure)
        .configure(objections::configure)
        .configure(track::configure)
        .configure(search::configure)
        .configure(files::configure)
        .configure(agencies::configure)
        .configure(regions::configure)
        .configure(routing::configure)
        .configure(categories::configure)
        .configure(calendar::configure)
        .configure(holidays::configure)
        .configure(recomputations::configure)
        .configure(rules::configure)
        .configure(sandbox::configure);
}
