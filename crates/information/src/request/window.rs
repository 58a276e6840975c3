//! The windows in which an applicant may object (jendela keberatan, UU 14/2008 Ps 36(1)): one for each trigger, with its grounds.

use chrono::{DateTime, Utc};
use padi_kernel::{
    deadline::{Deadline, DeadlineState},
    deadlines::Deadlines,
    id::ObjectionId,
};
use uuid::Uuid;

use crate::objection::Ground;

named! {
    /// What opened a window.
    Trigger {
        /// The time for the notice passed (tidak ditanggapi).
        Lapse = "lapse",
        /// A notice that does not give all (pemberitahuan).
        Notice = "notice",
        /// A notice with a fee (pemberitahuan berbiaya).
        Fee = "fee",
        /// What was granted was not handed over in time (tidak diserahkan).
        Handover = "handover",
        /// The information was handed over (penyerahan).
        Delivery = "delivery",
    }
}

impl Trigger {
    /// The grounds for which the window is open.
    pub fn grounds(self) -> &'static [Ground] {
        match self {
            Self::Lapse => &[Ground::C],
            Self::Notice => &[Ground::A, Ground::D, Ground::F, Ground::G],
            Self::Fee => &[Ground::F],
            Self::Handover => &[Ground::E],
            Self::Delivery => &[Ground::D, Ground::E, Ground::F, Ground::G],
        }
    }

    /// The subject of its deadline. A request meets with each trigger at most once, so that the trigger names it.
    pub fn subject(self) -> Uuid {
        let number = match self {
            Self::Lapse => 1,
            Self::Notice => 2,
            Self::Fee => 3,
            Self::Handover => 4,
            Self::Delivery => 5,
        };
        Uuid::from_u128(number)
    }

    /// The trigger of a deadline's subject.
    pub fn of_subject(subject: Option<Uuid>) -> Option<Self> {
        Self::ALL.iter().copied().find(|trigger| Some(trigger.subject()) == subject)
    }
}

/// A window that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// By what.
    pub trigger: Trigger,
    /// The objection that was made in it; a withdrawn one leaves it free.
    pub objection_id: Option<ObjectionId>,
}

/// A window as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownWindow {
    /// By what it was opened.
    pub trigger: Trigger,
    /// For which grounds.
    pub grounds: &'static [Ground],
    /// When.
    pub opens_at: DateTime<Utc>,
    /// The last second in which an objection is in time.
    pub closes_at: DateTime<Utc>,
    /// Whether it is open.
    pub is_open: bool,
}

impl Window {
    /// Its clock.
    pub fn deadline(self, deadlines: &Deadlines) -> Option<&Deadline> {
        deadlines.latest((crate::clocks::O1.code, self.trigger.subject()))
    }

    /// Whether an objection can still be made in it, by the clock of the request.
    pub fn is_open(self, deadlines: &Deadlines) -> bool {
        self.deadline(deadlines).is_some_and(|deadline| deadline.state == DeadlineState::Running)
    }

    /// Whether what was received then was received in time.
    pub fn was_open_at(self, deadlines: &Deadlines, received_at: DateTime<Utc>) -> bool {
        self.deadline(deadlines).is_some_and(|clock| received_at < clock.passes_at())
    }

    /// Whether the ground may be raised in it.
    pub fn admits(self, ground: Ground) -> bool {
        self.trigger.grounds().contains(&ground)
    }
}
