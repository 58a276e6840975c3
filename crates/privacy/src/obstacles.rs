//! What stands against erasing a person's data: duties that the law puts above the wish (Ps 15, 43).

use crate::request::RefusalReason;

/// What is known of all that an erasure would reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state")]
pub struct Facts {
    /// Some case of the person is not closed.
    pub has_open_case: bool,
    /// Some case of the person is under a legal hold.
    pub has_legal_hold: bool,
    /// Some supervisory case of the person has not been kept long enough.
    pub has_evidence: bool,
    /// The account holds a role: what an officer did must stay attributable.
    pub is_officer: bool,
}

/// Every reason against it, in a fixed order; none if it may be done.
pub fn obstacles(facts: Facts) -> Vec<RefusalReason> {
    let against = [
        (RefusalReason::CaseOpen, facts.has_open_case),
        (RefusalReason::Retention, facts.has_evidence || facts.is_officer),
        (RefusalReason::LegalHold, facts.has_legal_hold),
    ];
    against.into_iter().filter_map(|(reason, stands)| stands.then_some(reason)).collect()
}
