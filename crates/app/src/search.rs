//! Search: what is kept of each case to find it by, and finding. The index only says where to look; who may see what is asked of the
//! live case, and shown is the live text.

mod find;
mod index;
mod rebuild;

pub use find::{Found, SearchRequest, Snippet};
pub(crate) use index::{CONSUMER, take};
pub use padi_complaints::texts::TextField;
pub use padi_search::Part;
