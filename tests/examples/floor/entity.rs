//! The rows of the product, as they are.

#[path = "../../../crates/persistence/src/entity/agency.rs"]
pub(crate) mod agency;
#[path = "../../../crates/persistence/src/entity/category.rs"]
pub(crate) mod category;
#[path = "../../../crates/persistence/src/entity/complaint.rs"]
pub(crate) mod complaint;
#[path = "../../../crates/persistence/src/entity/complaint_identity.rs"]
pub(crate) mod complaint_identity;
#[path = "../../../crates/persistence/src/entity/deadline.rs"]
pub(crate) mod deadline;
#[path = "../../../crates/persistence/src/entity/event.rs"]
pub(crate) mod event;
#[path = "../../../crates/persistence/src/entity/idempotency_record.rs"]
pub(crate) mod idempotency_record;
#[path = "../../../crates/persistence/src/entity/region.rs"]
pub(crate) mod region;
#[path = "../../../crates/persistence/src/entity/user.rs"]
pub(crate) mod user;
