//! What several agencies do in one case: support is added, answered, released; the lead's answer waits for the others.

use padi_kernel::{
    event::Audience,
    id::{AgencyId, AssignmentId},
};
use serde_json::{Value, json};

use super::{
    Refused, Step,
    step::{for_handlers, for_reporter},
};
use crate::{
    assignment::{Assignment, AssignmentRole, AssignmentState},
    clocks,
    command::Support,
    state::State,
};

/// More parts than that nobody coordinates.
const MAX_ASSIGNMENTS: usize = 50;

impl Step<'_> {
    /// Tambah instansi pendukung atau tembusan: +C2 of the supporting agency.
    pub(super) fn add_support(&mut self, support: Support) -> Result<(), Refused> {
        let Support { id, role, body, unit_id, note } = support;
        self.may_take_part(role, body.id, unit_id)?;
        let assignment = Assignment { id, role, agency_id: body.id, unit_id, state: AssignmentState::Open };
        if role == AssignmentRole::Supporting {
            self.start_at(clocks::C2.of(id.0), &body.locality)?;
        }
        self.complaint.assignments.push(assignment);
        self.record("complaint.support_added", Audience::Reporter, for_handlers(note), facts(&assignment));
        Ok(())
    }

    /// The lead is no helper of its own, and nobody is asked twice at once.
    fn may_take_part(&self, role: AssignmentRole, agency: AgencyId, unit: Option<AgencyId>) -> Result<(), Refused> {
        let complaint = &self.complaint;
        let leads = agency == complaint.agency.id && (unit.is_none() || unit == complaint.unit_id);
        let has_part = complaint.assignments.iter().any(|has| {
            let same = (has.agency_id, has.unit_id) == (agency, unit) && has.state == AssignmentState::Open;
            same && (has.role == role || has.role == AssignmentRole::Supporting)
        });
        if leads || has_part {
            let pointer = if unit.is_some() { "/unit_id" } else { "/agency_id" };
            return Err(Refused::Invalid { pointer, code: "already_assigned" });
        }
        if complaint.assignments.len() >= MAX_ASSIGNMENTS {
            return Err(Refused::Invalid { pointer: "/agency_id", code: "too_many" });
        }
        Ok(())
    }

    /// Jawaban instansi pendukung: ends its C2; the last one lets the lead's answer take effect.
    pub(super) fn answer_assignment(&mut self, id: AssignmentId, text: String) -> Result<(), Refused> {
        let assignment = self.end_assignment(id, AssignmentState::Answered)?;
        let words = for_reporter(text);
        self.record("complaint.assignment_answered", Audience::Public, words, facts(&assignment));
        self.answer_if_all_have()
    }

    /// Pembebasan instansi pendukung: its answer is no longer waited for, and it loses sight of the case.
    pub(super) fn release_assignment(&mut self, id: AssignmentId, reason: String) -> Result<(), Refused> {
        let assignment = self.end_assignment(id, AssignmentState::Released)?;
        let words = for_handlers(Some(reason));
        self.record("complaint.assignment_released", Audience::Reporter, words, facts(&assignment));
        self.answer_if_all_have()
    }

    fn end_assignment(&mut self, id: AssignmentId, state: AssignmentState) -> Result<Assignment, Refused> {
        let found = self.complaint.assignments.iter_mut().find(|assignment| assignment.id == id);
        let assignment = found.ok_or(Refused::State)?;
        let possible = match state {
            AssignmentState::Answered => assignment.is_owed(),
            // What was answered stays answered; a copy can be taken back.
            _ => assignment.state == AssignmentState::Open,
        };
        if !possible {
            return Err(Refused::State);
        }
        assignment.state = state;
        let ended = *assignment;
        match state {
            AssignmentState::Answered => self.meet(("C2", id.0)),
            _ => self.cancel(("C2", id.0)),
        }
        Ok(ended)
    }

    /// The lead has answered in substance: pauses C3 and gives the reporter the window C4. While others owe theirs, the answer is
    /// kept and the case stays in process. Returns the state to go to.
    pub(super) fn answered(&mut self) -> Result<State, Refused> {
        if self.complaint.owes_answers() {
            self.complaint.answer_held_at.get_or_insert(self.context.now);
            return Ok(State::InProcess);
        }
        self.complaint.answer_held_at = None;
        self.pause(clocks::C3)?;
        self.start(clocks::C4)?;
        Ok(State::AwaitingReporter)
    }

    /// The lead's kept answer takes effect once all have answered or were released.
    fn answer_if_all_have(&mut self) -> Result<(), Refused> {
        let kept = self.complaint.state == State::InProcess && self.complaint.answer_held_at.is_some();
        if kept && !self.complaint.owes_answers() {
            let state = self.answered()?;
            self.go(state, "complaint.answered", Audience::Public, None, Value::Null);
        }
        Ok(())
    }

    /// Nothing is owed by a case that has ended; what was answered stays on record, and copies go on being informed.
    pub(crate) fn release_owed(&mut self) {
        self.release(Assignment::is_owed);
    }

    /// Whoever had a part loses it with the lead.
    pub(super) fn release_all(&mut self) {
        self.release(Assignment::is_active);
    }

    /// A unit that leads is no helper any more.
    pub(super) fn release_unit(&mut self, unit: AgencyId) {
        self.release(|assignment| assignment.is_active() && assignment.unit_id == Some(unit));
    }

    fn release(&mut self, which: impl Fn(&Assignment) -> bool) {
        let mut released = Vec::new();
        for assignment in self.complaint.assignments.iter_mut().filter(|assignment| which(assignment)) {
            assignment.state = AssignmentState::Released;
            released.push(assignment.id);
        }
        for id in released {
            self.cancel(("C2", id.0));
        }
        if !self.complaint.owes_answers() {
            self.complaint.answer_held_at = None;
        }
    }
}

fn facts(assignment: &Assignment) -> Value {
    json!({
        "assignment_id": assignment.id, "role": assignment.role,
        "agency_id": assignment.agency_id, "unit_id": assignment.unit_id,
    })
}
