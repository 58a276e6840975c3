//! The registers (buku register, Perki 1/2021) of requests for public information and of objections, and the yearly figures (UU 14/2008
//! Ps 12), over HTTP.

mod dto;
mod figures;
mod objections;
mod parameters;
mod requests;

use crate::routes::ServiceConfig;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(requests::list_request_register)
        .service(objections::list_objection_register)
        .service(figures::get_register_figures);
}
