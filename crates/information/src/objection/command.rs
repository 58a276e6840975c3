//! The actions on an objection, by their names in the API, with what they carry.

use chrono::NaiveDate;
use padi_kernel::deadlines::Span;

use super::Verdict;

named! {
    /// What somebody can do to an objection.
    Action {
        /// Enter it in the register (catat keberatan).
        Register = "register",
        /// Ask the team to weigh it (minta pertimbangan).
        AssignReview = "assign_review",
        /// The team advises (beri rekomendasi).
        Recommend = "recommend",
        /// The information officer offers to settle (usulkan kesepakatan).
        ProposeSettlement = "propose_settlement",
        /// The applicant agrees (sepakati).
        Settle = "settle",
        /// All or a part must be given (kabulkan).
        AnswerAccept = "answer_accept",
        /// What was decided stands (kuatkan).
        AnswerConfirm = "answer_confirm",
        /// Late, or not the objector's to raise (nyatakan tidak dapat diterima).
        Inadmissible = "inadmissible",
        /// What was ordered or agreed is done (laksanakan).
        Execute = "execute",
        /// The applicant takes it back (cabut).
        Withdraw = "withdraw",
        /// The applicant went to the Commission (catat sengketa).
        DisputeFiled = "dispute_filed",
    }

    /// How much must be given.
    Extent {
        /// All of it (seluruhnya).
        All = "all",
        /// A part (sebagian).
        Part = "part",
    }
}

/// An action with what it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// See [`Action::Register`].
    Register,
    /// See [`Action::AssignReview`].
    AssignReview {
        /// A note for the handlers.
        note: Option<String>,
    },
    /// See [`Action::Recommend`].
    Recommend {
        /// What is advised.
        recommendation: Verdict,
        /// Why.
        text: String,
    },
    /// See [`Action::ProposeSettlement`].
    ProposeSettlement {
        /// What is offered.
        text: String,
        /// By when it is done.
        period: Option<Span>,
    },
    /// See [`Action::Settle`]. A desk hands the signed agreement in with it.
    Settle,
    /// See [`Action::AnswerAccept`].
    AnswerAccept {
        /// How much must be given.
        extent: Extent,
        /// What the information officer must do.
        order: String,
        /// By when.
        period: Option<Span>,
        /// In words.
        text: String,
    },
    /// See [`Action::AnswerConfirm`].
    AnswerConfirm {
        /// Why; the law demands it (Ps 36(3)).
        reasons: String,
    },
    /// See [`Action::Inadmissible`].
    Inadmissible {
        /// Why.
        reasons: String,
    },
    /// See [`Action::Execute`].
    Execute {
        /// What was done.
        text: String,
    },
    /// See [`Action::Withdraw`].
    Withdraw {
        /// Why.
        reason: Option<String>,
    },
    /// See [`Action::DisputeFiled`].
    DisputeFiled {
        /// When it was filed there.
        filed_on: NaiveDate,
        /// With which Commission.
        commission: String,
        /// By what it is known there.
        reference: Option<String>,
    },
}

impl Command {
    /// Which action it is.
    pub fn action(&self) -> Action {
        match self {
            Self::Register => Action::Register,
            Self::AssignReview { .. } => Action::AssignReview,
            Self::Recommend { .. } => Action::Recommend,
            Self::ProposeSettlement { .. } => Action::ProposeSettlement,
            Self::Settle => Action::Settle,
            Self::AnswerAccept { .. } => Action::AnswerAccept,
            Self::AnswerConfirm { .. } => Action::AnswerConfirm,
            Self::Inadmissible { .. } => Action::Inadmissible,
            Self::Execute { .. } => Action::Execute,
            Self::Withdraw { .. } => Action::Withdraw,
            Self::DisputeFiled { .. } => Action::DisputeFiled,
        }
    }
}
