//! Whether an objection can be made: its grounds must fit what happened, and their windows be open (UU 14/2008 Ps 35, 36(1)).

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    deadline::{self, Term},
    deadlines::{DeadlineError, Law},
    zone::Locality,
};

use super::Ground;
use crate::{
    clocks,
    refused::Refused,
    request::{
        InformationRequest,
        state::Outcome,
        window::{Trigger, Window},
    },
};

/// Under what an objection comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The windows that it uses.
    pub windows: Vec<Trigger>,
    /// Whether it came after one of its grounds' windows had closed.
    pub late: bool,
}

/// Whether the ground fits what happened to the request. That nothing periodic is provided needs no request, and is never one of it.
pub fn fits(ground: Ground, request: &InformationRequest) -> bool {
    match ground {
        Ground::A => matches!(request.outcome, Some(Outcome::Refused | Outcome::GrantedPartial)),
        Ground::B => false,
        Ground::C => request.windows.iter().any(|window| window.trigger == Trigger::Lapse),
        Ground::D => request.notice.is_some(),
        Ground::E => {
            let unserved = request.outcome.is_some_and(Outcome::gives) && request.missed_handover();
            unserved || request.delivery.is_some()
        }
        Ground::F => request.cost.is_some(),
        Ground::G => request.late,
    }
}

/// Whether an objection that was received then can be made on these grounds. What the applicant makes after a window is refused; what a
/// desk records from paper is judged by its receipt, and the superior says whether it is inadmissible (`decisions` 7).
///
/// The state comes before the sense: first whether anything can be objected to at all.
pub fn admit(
    request: &InformationRequest,
    grounds: &[Ground],
    received_at: DateTime<Utc>,
    from_paper: bool,
) -> Result<Admission, Refused> {
    if request.objection_id.is_some() {
        return Err(Refused::AlreadyObjected);
    }
    if request.windows.is_empty() || request.state.as_former().is_none() {
        return Err(Refused::State);
    }
    let in_time = |window: &&Window| window.was_open_at(&request.deadlines, received_at);
    if !from_paper {
        let open: Vec<_> = request.windows.iter().filter(in_time).collect();
        if open.is_empty() {
            return Err(Refused::Window);
        }
        if open.iter().all(|window| window.objection_id.is_some()) {
            return Err(Refused::AlreadyObjected);
        }
    }
    let unfit = grounds.iter().position(|ground| !fits(*ground, request));
    if let Some(index) = unfit {
        return Err(Refused::GroundNotApplicable(index));
    }
    let mut admission = Admission { windows: Vec::new(), late: false };
    for (index, ground) in grounds.iter().enumerate() {
        let of_ground: Vec<_> = request.windows.iter().filter(|window| window.admits(*ground)).collect();
        if of_ground.is_empty() {
            return Err(Refused::GroundNotApplicable(index));
        }
        let mut usable: Vec<_> = of_ground.iter().copied().filter(in_time).collect();
        if usable.is_empty() {
            if !from_paper {
                return Err(Refused::Window);
            }
            admission.late = true;
            usable = of_ground;
        }
        usable.retain(|window| window.objection_id.is_none());
        if usable.is_empty() {
            return Err(Refused::AlreadyObjected);
        }
        admission.windows.extend(usable.iter().map(|window| window.trigger));
    }
    admission.windows.sort_unstable();
    admission.windows.dedup();
    Ok(admission)
}

/// Whether it came after the window of periodic information that was found not to be there on that day.
pub fn is_late_for(
    found_on: NaiveDate,
    received_at: DateTime<Utc>,
    locality: &Locality,
    law: Law<'_>,
) -> Result<bool, DeadlineError> {
    let zone = locality.zone;
    let rule = law.rules.rule(clocks::O1.rule, found_on)?;
    let found_at = zone.midnight(found_on);
    let Term { due_at, .. } = deadline::term(found_at, rule.length, rule.unit, rule.party, locality, law.calendar)?;
    Ok(zone.day_of(received_at) > zone.day_of(due_at))
}
