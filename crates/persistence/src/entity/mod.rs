//! Rows as sea-orm sees them. Private: nothing outside this crate can name one.

pub(crate) mod access_log;
pub(crate) mod agency;
pub(crate) mod agency_alias;
pub(crate) mod category;
pub(crate) mod complaint;
pub(crate) mod complaint_identity;
pub(crate) mod deadline;
pub(crate) mod dialogue_entry;
pub(crate) mod dialogue_item;
pub(crate) mod event;
pub(crate) mod event_consumer;
pub(crate) mod grant;
pub(crate) mod holiday;
pub(crate) mod idempotency_record;
pub(crate) mod mail;
pub(crate) mod mail_token;
pub(crate) mod recovery_code;
pub(crate) mod reference_change;
pub(crate) mod refresh_token;
pub(crate) mod region;
pub(crate) mod rule;
pub(crate) mod second_factor;
pub(crate) mod session;
pub(crate) mod setting;
pub(crate) mod user;
