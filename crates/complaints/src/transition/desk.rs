//! What a desk does: verify, handle, postpone, resume, archive, not authority, unarchive.

use padi_kernel::{event::Audience, id::AgencyId};
use serde_json::{Value, json};

use super::{
    Refused, Step,
    step::{for_handlers, for_reporter},
};
use crate::{
    clocks,
    command::{Body, Findings, Missing, Target},
    complaint::{Complaint, Desk},
    state::{ArchiveReason, PostponedFrom, State},
    subject::Examiner,
};

/// Who gets a verified case.
struct Seat {
    body: Body,
    desk: Desk,
    inspectorate_id: Option<AgencyId>,
    unit_id: Option<AgencyId>,
}

impl Step<'_> {
    /// Verifikasi dan disposisi: -C1 +C2 +C3 +C6.
    pub(super) fn verify(&mut self, findings: Findings, target: Target) -> Result<(), Refused> {
        if findings.class.is_supervisory() {
            return self.give_to_inspectorate(findings, "complaint.verified");
        }
        let coordinator = Complaint::is_coordinator(self.by());
        if !coordinator && target.body.id != self.complaint.agency.id {
            return Err(Refused::OtherAgency);
        }
        if let Some(unit) = target.unit_id {
            self.may_give_to(unit, findings.note.as_ref())?;
        }
        let seat = Seat { body: target.body, desk: Desk::Agency, inspectorate_id: None, unit_id: target.unit_id };
        self.dispose(findings, seat, "complaint.verified")
    }

    /// Kelola sendiri: as verify, kept by the verifying agency or inspectorate.
    pub(super) fn handle(&mut self, findings: Findings, body: Body) -> Result<(), Refused> {
        if findings.class.is_supervisory() {
            return self.give_to_inspectorate(findings, "complaint.handled");
        }
        if !Complaint::is_coordinator(self.by()) && body.id != self.complaint.agency.id {
            return Err(Refused::OtherAgency);
        }
        let inspectorate_id = self.complaint.inspectorate_id;
        let desk = if inspectorate_id.is_some() { Desk::Inspectorate } else { Desk::Agency };
        self.dispose(findings, Seat { body, desk, inspectorate_id, unit_id: None }, "complaint.handled")
    }

    /// A supervisory complaint goes to the inspectorate that is competent for the accused, from whatever desk.
    fn give_to_inspectorate(&mut self, findings: Findings, kind: &'static str) -> Result<(), Refused> {
        if findings.subject.or(self.complaint.subject).is_none() {
            return Err(Refused::Invalid { pointer: "/subject", code: "required" });
        }
        let Some(Examiner { body, inspectorate_id }) = findings.examiner.clone() else {
            return Err(Refused::ConflictOfInterest);
        };
        let inspectorate_id = Some(inspectorate_id);
        self.dispose(findings, Seat { body, desk: Desk::Inspectorate, inspectorate_id, unit_id: None }, kind)
    }

    fn dispose(&mut self, findings: Findings, seat: Seat, kind: &'static str) -> Result<(), Refused> {
        if !findings.class.is_verified() {
            return Err(Refused::Invalid { pointer: "/class", code: "unknown_value" });
        }
        if seat.desk == Desk::Inspectorate && self.complaint.desk != Desk::Inspectorate {
            // Nobody keeps an old part in what an inspectorate examines.
            self.release_all();
        }
        let complaint = &mut self.complaint;
        // The reporter's choice can be made stricter, never looser.
        if complaint.is_anonymous && findings.is_anonymous == Some(false) {
            return Err(Refused::Invalid { pointer: "/is_anonymous", code: "only_stricter" });
        }
        if complaint.is_secret && findings.is_secret == Some(false) {
            return Err(Refused::Invalid { pointer: "/is_secret", code: "only_stricter" });
        }
        complaint.is_anonymous |= findings.is_anonymous.unwrap_or(findings.class.is_supervisory());
        complaint.is_secret |= findings.is_secret.unwrap_or(findings.class.is_supervisory());
        complaint.class = findings.class;
        complaint.category_id = Some(findings.category_id);
        if let Some(title) = findings.title {
            complaint.title = title;
        }
        if findings.public_text.is_some() {
            complaint.public_text = findings.public_text;
        }
        complaint.subject = findings.subject.or(complaint.subject);
        complaint.agency = seat.body;
        complaint.desk = seat.desk;
        complaint.inspectorate_id = seat.inspectorate_id;
        complaint.unit_id = seat.unit_id;
        complaint.verified_at = Some(self.context.now);
        let data = json!({
            "agency_id": complaint.agency.id, "unit_id": seat.unit_id, "inspectorate_id": seat.inspectorate_id,
            "class": complaint.class, "category_id": complaint.category_id,
        });
        self.meet("C1");
        self.start(clocks::C2)?;
        self.start(clocks::finish(findings.class))?;
        self.start(clocks::C6)?;
        self.go(State::NotFollowedUp, kind, Audience::Public, for_handlers(findings.note), data);
        Ok(())
    }

    /// A unit that gave the case back gets it again from the coordinator only, with a note.
    pub(super) fn may_give_to(&self, unit: AgencyId, note: Option<&String>) -> Result<(), Refused> {
        let noted = Complaint::is_coordinator(self.by()) && note.is_some();
        if self.complaint.was_returned_by(unit) && !noted {
            return Err(Refused::UnitAlreadyReturned);
        }
        Ok(())
    }

    /// Tunda: -C1 +C5 +C9.
    pub(super) fn postpone(&mut self, missing: Missing) -> Result<(), Refused> {
        self.meet("C1");
        self.wait_for_reporter(missing, PostponedFrom::Unverified, "complaint.postponed")
    }

    pub(super) fn wait_for_reporter(
        &mut self,
        missing: Missing,
        from: PostponedFrom,
        kind: &'static str,
    ) -> Result<(), Refused> {
        self.start(clocks::C5)?;
        self.start(clocks::C9)?;
        let text = if missing.missing.is_empty() {
            missing.reason
        } else {
            format!("{} ({})", missing.reason, missing.missing.join("; "))
        };
        self.go(State::Postponed(from), kind, Audience::Public, for_reporter(text), Value::Null);
        Ok(())
    }

    /// Lanjutkan: back to the desk, -C5 -C9 +C1.
    pub(super) fn resume(&mut self, note: Option<String>) -> Result<(), Refused> {
        self.cancel("C5");
        self.cancel("C9");
        self.start(clocks::C1)?;
        self.go(State::Unverified, "complaint.resumed", Audience::Reporter, for_handlers(note), Value::Null);
        Ok(())
    }

    /// Arsipkan: ends all clocks.
    pub(super) fn archive(&mut self, reason: String, code: ArchiveReason) -> Result<(), Refused> {
        if code == ArchiveReason::IncompleteLapsed {
            return Err(Refused::Invalid { pointer: "/reason_code", code: "unknown_value" });
        }
        self.meet("C1");
        self.end_clocks();
        let data = json!({ "reason_code": code });
        self.go(State::Archived(code), "complaint.archived", Audience::Public, for_reporter(reason), data);
        Ok(())
    }

    /// Bukan wewenang: onto the coordinator's desk, -C1 +C1.
    pub(super) fn not_authority(&mut self, reason: String, suggested: Option<AgencyId>) -> Result<(), Refused> {
        self.meet("C1");
        self.onto_last_desk("complaint.not_authority", reason, suggested)
    }

    /// Teruskan: to another agency through the coordinator, -C2 -C3 -C11 +C1; C6 runs on.
    pub(super) fn forward(&mut self, reason: String, suggested: Option<AgencyId>) -> Result<(), Refused> {
        for code in ["C2", clocks::C3, "C11"] {
            self.cancel(code);
        }
        self.onto_last_desk("complaint.forwarded", reason, suggested)
    }

    fn onto_last_desk(
        &mut self,
        kind: &'static str,
        reason: String,
        suggested: Option<AgencyId>,
    ) -> Result<(), Refused> {
        let from = self.complaint.agency.id;
        self.complaint.agency = self.context.ministry.clone();
        self.complaint.desk = Desk::Coordinator;
        self.complaint.inspectorate_id = None;
        self.undo_disposition();
        self.start(clocks::C1)?;
        let agency = self.complaint.agency.id;
        let data = json!({ "agency_id": agency, "from_agency_id": from, "suggested_agency_id": suggested });
        self.go(State::Unverified, kind, Audience::Reporter, for_reporter(reason), data);
        Ok(())
    }

    /// Buka arsip: back to the desk, -C9 +C1; a merged case is one of its own again.
    pub(super) fn unarchive(&mut self, reason: String) -> Result<(), Refused> {
        self.cancel("C9");
        self.complaint.merged_into_id = None;
        self.back_to_desk()?;
        self.go(State::Unverified, "complaint.unarchived", Audience::Reporter, for_reporter(reason), Value::Null);
        Ok(())
    }

    /// Puts the case on the desk of the agency that had it.
    pub(super) fn back_to_desk(&mut self) -> Result<(), Refused> {
        self.undo_disposition();
        Ok(self.start(clocks::C1)?)
    }

    /// Nobody has the case any more, and what one agency wrote for the public is not another's.
    fn undo_disposition(&mut self) {
        self.leave_dialogue();
        self.complaint.unit_id = None;
        self.complaint.verified_at = None;
        self.complaint.public_text = None;
        self.release_all();
    }
}
