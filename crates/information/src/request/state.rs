//! The states of a request (status permohonan) and what belongs to them.

named! {
    /// How far the work on an answer has come. It goes on, late, where the notice was not given in time.
    Stage {
        /// Received complete (dicatat lengkap).
        Registered = "registered",
        /// A unit looks for it (dalam pencarian).
        InSearch = "in_search",
        /// The unit's material is there (dalam penelaahan).
        Review = "review",
        /// The consequences of opening it are tested (dalam uji konsekuensi).
        InTest = "in_test",
    }

    /// What the notice said (keputusan).
    Outcome {
        /// All of it is given (diberikan seluruhnya).
        Granted = "granted",
        /// A part is given, the rest blacked out (diberikan sebagian).
        GrantedPartial = "granted_partial",
        /// Exempt as a whole (ditolak).
        Refused = "refused",
        /// Not in this body's possession (tidak dikuasai).
        NotHeld = "not_held",
        /// Not documented (belum didokumentasikan).
        NotDocumented = "not_documented",
    }

    /// Why a request is closed (alasan penutupan).
    ClosingReason {
        /// Every window passed without an objection (tanpa keberatan).
        NoObjection = "no_objection",
        /// The copies were not paid for (tidak dibayar).
        Unpaid = "unpaid",
        /// The objection has run its whole course (keberatan selesai).
        ObjectionFinal = "objection_final",
        /// The applicant took the request or the last objection back (dicabut).
        Withdrawn = "withdrawn",
    }

    /// The state without its data: what is stored, filtered by and shown.
    StateTag {
        /// See [`State::Submitted`].
        Submitted = "submitted",
        /// See [`State::Incomplete`].
        Incomplete = "incomplete",
        /// See [`State::LapsedIncomplete`].
        LapsedIncomplete = "lapsed_incomplete",
        /// See [`Stage::Registered`].
        Registered = "registered",
        /// See [`Stage::InSearch`].
        InSearch = "in_search",
        /// See [`Stage::Review`].
        Review = "review",
        /// See [`Stage::InTest`].
        InTest = "in_test",
        /// See [`State::Notified`].
        Notified = "notified",
        /// See [`State::Delivered`].
        Delivered = "delivered",
        /// See [`State::Unanswered`].
        Unanswered = "unanswered",
        /// See [`State::UnderObjection`].
        UnderObjection = "under_objection",
        /// See [`State::Withdrawn`].
        Withdrawn = "withdrawn",
        /// See [`State::Closed`].
        Closed = "closed",
    }
}

/// Where a request stood when it was objected to: it goes back there if the objection is withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Former {
    /// See [`State::Unanswered`].
    Unanswered(Stage),
    /// See [`State::Notified`].
    Notified,
    /// See [`State::Delivered`].
    Delivered,
    /// See [`State::Closed`]: a window may outlive what a fee that was not paid has closed, and a letter may come to hand late.
    Closed(ClosingReason),
}

/// The state, with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Received; its completeness is not examined (diterima).
    Submitted,
    /// Waits for what the applicant must complete (belum lengkap).
    Incomplete,
    /// Not completed in time; need not be dealt with, and stays in the register (gugur karena tidak dilengkapi).
    LapsedIncomplete,
    /// The answer is worked on.
    InStage(Stage),
    /// The written notification was given (pemberitahuan tertulis).
    Notified,
    /// The information was handed over (diserahkan).
    Delivered,
    /// The time for the notice has passed; the work goes on (tidak ditanggapi).
    Unanswered(Stage),
    /// An objection is dealt with (dalam keberatan).
    UnderObjection(Former),
    /// Taken back by the applicant (dicabut).
    Withdrawn,
    /// Closed (ditutup).
    Closed(ClosingReason),
}

impl State {
    /// The tag.
    pub fn tag(self) -> StateTag {
        match self {
            Self::Submitted => StateTag::Submitted,
            Self::Incomplete => StateTag::Incomplete,
            Self::LapsedIncomplete => StateTag::LapsedIncomplete,
            Self::InStage(stage) => stage.tag(),
            Self::Notified => StateTag::Notified,
            Self::Delivered => StateTag::Delivered,
            Self::Unanswered(_) => StateTag::Unanswered,
            Self::UnderObjection(_) => StateTag::UnderObjection,
            Self::Withdrawn => StateTag::Withdrawn,
            Self::Closed(_) => StateTag::Closed,
        }
    }

    /// How far the work on an answer has come, while there is none.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::InStage(stage) | Self::Unanswered(stage) | Self::UnderObjection(Former::Unanswered(stage)) => {
                Some(stage)
            }
            _ => None,
        }
    }

    /// Why it is closed.
    pub fn closing_reason(self) -> Option<ClosingReason> {
        match self {
            Self::Closed(reason) => Some(reason),
            Self::Withdrawn => Some(ClosingReason::Withdrawn),
            _ => None,
        }
    }

    /// Whether work on it has not ended.
    pub fn is_open(self) -> bool {
        !self.tag().is_end()
    }
}

impl StateTag {
    /// Whether a request that stands there is closed.
    pub fn is_end(self) -> bool {
        matches!(self, Self::LapsedIncomplete | Self::Withdrawn | Self::Closed)
    }
}

impl Stage {
    /// The state of a request that is worked on in time.
    pub fn tag(self) -> StateTag {
        match self {
            Self::Registered => StateTag::Registered,
            Self::InSearch => StateTag::InSearch,
            Self::Review => StateTag::Review,
            Self::InTest => StateTag::InTest,
        }
    }
}

impl Former {
    /// The state that it stands for.
    pub fn state(self) -> State {
        match self {
            Self::Unanswered(stage) => State::Unanswered(stage),
            Self::Notified => State::Notified,
            Self::Delivered => State::Delivered,
            Self::Closed(reason) => State::Closed(reason),
        }
    }
}

impl State {
    /// What a request goes back to after an objection that is made now; none where there is nothing to object to.
    pub fn as_former(self) -> Option<Former> {
        match self {
            Self::Unanswered(stage) => Some(Former::Unanswered(stage)),
            Self::Notified => Some(Former::Notified),
            Self::Delivered => Some(Former::Delivered),
            Self::Closed(reason) => Some(Former::Closed(reason)),
            _ => None,
        }
    }
}

impl Outcome {
    /// Whether something is handed over.
    pub fn gives(self) -> bool {
        matches!(self, Self::Granted | Self::GrantedPartial)
    }
}
