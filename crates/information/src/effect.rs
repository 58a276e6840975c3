//! What an act on one thing means for another. Values: whoever applied the act applies them in the same transaction.

use padi_kernel::{
    body::Body,
    changed::Changed,
    id::{ConsequenceTestId, ExemptionId, InformationRequestId, ObjectionId},
};

use crate::{exemption::ExemptionEffect, objection::ObjectionEffect, request::RequestEffect};

/// A change, and what follows from it.
#[must_use = "a change that is not saved is lost"]
#[derive(Clone, Debug, PartialEq)]
pub struct Applied<T> {
    /// The changed aggregate with its events and deadlines.
    pub changed: Changed<T>,
    /// What follows for others, in order.
    pub effects: Vec<Effect>,
}

/// What follows for another aggregate. [`crate::request::InformationRequest::affect`] and its likes apply it.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A request changes by what was done to its objection or test.
    Request(InformationRequestId, RequestEffect),
    /// An objection changes by what was done to its request.
    Objection(ObjectionId, ObjectionEffect),
    /// An exemption changes by a test that was approved.
    Exemption(ExemptionId, ExemptionEffect),
    /// A consequence test is drafted for a request.
    DraftTest {
        /// The id that it gets.
        id: ConsequenceTestId,
        /// For which request.
        request_id: InformationRequestId,
        /// Of which body.
        agency: Body,
        /// The part in question.
        information: String,
    },
    /// What an approved test found exempt enters the list of exempt information.
    ListExemption {
        /// The test.
        test_id: ConsequenceTestId,
    },
}
