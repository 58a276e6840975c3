//! What every kind of case has over HTTP: how it is called and acted on, its deadlines, its timeline, its lists.
//!
//! What a case itself looks like, and what may be done to it, stands with its kind.

mod body;
mod call;
mod channel;
mod deadline;
pub(super) mod files;
mod list;
mod mirror;
mod timeline;

pub(super) use self::body::{EmptyBody, NoteBody, ReasonBody, TextBody, WithdrawBody, attachments, items_fit};
pub(super) use self::call::{Act, Call, KnownCall};
pub(super) use self::channel::Channel;
pub(super) use self::deadline::{Deadline, SkippedDay, TermUnit};
pub(super) use self::list::{ListSort, ListTotal, check_working_days};
#[cfg(test)]
pub(super) use self::mirror::assert_same;
pub(super) use self::mirror::mirrored;
pub(super) use self::timeline::{TimelineEvent, TimelinePage, TimelineParameters, timeline_page};
