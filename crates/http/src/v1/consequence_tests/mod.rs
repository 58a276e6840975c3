//! Consequence tests (uji konsekuensi, UU 14/2008 Ps 19) over HTTP: writing, deciding, reading.

mod dto;
mod read;
mod write;

pub(super) use self::dto::ExemptionPeriod;

use crate::routes::ServiceConfig;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(write::begin_consequence_test)
        .service(read::list_consequence_tests)
        .service(read::get_consequence_test)
        .service(write::change_consequence_test)
        .service(write::submit_consequence_test)
        .service(write::approve_consequence_test)
        .service(write::reject_consequence_test);
}
