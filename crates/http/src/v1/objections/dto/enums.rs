//! The closed lists of objections as the API writes them.

use padi_information::objection::command::Extent;
use padi_information::objection::{State, Verdict};

use crate::v1::case::mirrored;

mirrored! {
    /// State of an objection (status keberatan). More may be added.
    ObjectionState of State {
        /// Recorded at a desk, not yet registered (diajukan).
        Filed = "filed",
        /// In the register; the superior's term runs (terdaftar).
        Registered = "registered",
        /// With the consideration team (dalam pertimbangan).
        InReview = "in_review",
        /// Agreed (musyawarah mencapai kesepakatan).
        Settled = "settled",
        /// Answered (ditanggapi).
        Answered = "answered",
        /// The superior's term has passed; the answer is still owed (tidak ditanggapi).
        Unanswered = "unanswered",
        /// What was ordered or agreed is done (dilaksanakan).
        Executed = "executed",
        /// Before the Information Commission (disengketakan).
        Disputed = "disputed",
        /// The time to go there has passed (final).
        Final = "final",
        /// Taken back by the applicant (dicabut).
        Withdrawn = "withdrawn",
    }

    /// What the superior found, or what the team advises (tanggapan atas keberatan).
    ObjectionResult of Verdict {
        /// All must be given (dikabulkan).
        Accepted = "accepted",
        /// A part must be given (dikabulkan sebagian).
        AcceptedPartial = "accepted_partial",
        /// What was decided stands (menguatkan).
        Confirmed = "confirmed",
        /// Late, or not the objector's to raise (tidak dapat diterima).
        Inadmissible = "inadmissible",
    }

    /// How much must be given (luas pengabulan).
    ObjectionExtent of Extent {
        /// All of it (seluruhnya).
        All = "all",
        /// A part (sebagian).
        Part = "part",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v1::case::assert_same;

    #[test]
    fn the_api_writes_what_the_domain_calls_it() {
        assert_same::<_, ObjectionState>(State::ALL, State::name);
        assert_same::<_, ObjectionResult>(Verdict::ALL, Verdict::name);
        assert_same::<_, ObjectionExtent>(Extent::ALL, Extent::name);
    }
}
