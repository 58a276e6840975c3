//! Personal data: requests about one's own, their decision, exports, who read it, legal holds.

mod dto;
mod export;
mod holds;
mod mine;
mod officer;
mod reporter;

use crate::routes::ServiceConfig;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(mine::submit_my_data_request)
        .service(mine::list_my_data_requests)
        .service(export::ask_data_export)
        .service(export::get_data_export)
        .service(mine::list_my_access_log)
        .service(reporter::submit_reporter_data_request)
        .service(reporter::list_reporter_data_requests)
        .service(officer::list_data_requests)
        .service(officer::get_data_request)
        .service(officer::check_data_request_identity)
        .service(officer::grant_data_request)
        .service(officer::refuse_data_request)
        .service(holds::place_legal_hold)
        .service(holds::list_legal_holds)
        .service(holds::lift_legal_hold);
}
