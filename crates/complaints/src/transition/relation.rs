//! What cases do to each other: one is split into children, one is merged into another, and what happens to the one is told to the
//! other. Each function changes one case; that both are changed together is the use case's to see to.

use chrono::{DateTime, Utc};
use padi_kernel::{
    changed::Changed,
    deadlines::{DeadlineError, Deadlines},
    event::{Audience, By, Event},
    id::InformationRequestId,
};
use serde_json::{Value, json};

use super::{Context, Refused, Step, step::for_reporter};
use crate::{
    clocks,
    command::{Kept, Part},
    complaint::{Complaint, Desk, Incident},
    dialogue::Track,
    state::{ArchiveReason, Class, State},
};

impl Step<'_> {
    /// Pemecahan laporan: the parts become cases of their own; the case goes on and does not complete before they end.
    pub(super) fn split(&mut self, parts: &[Part], reason: String) {
        let ids: Vec<_> = parts.iter().map(|part| part.id).collect();
        self.complaint.open_children += i32::try_from(ids.len()).unwrap_or(i32::MAX);
        self.complaint.child_ids.extend(&ids);
        let data = json!({ "child_ids": ids });
        self.record("complaint.split", Audience::Reporter, for_reporter(reason), data);
    }

    /// Penggabungan laporan ganda: archived as a duplicate, its reporter follows the kept case.
    pub(super) fn merge(&mut self, kept: Kept, reason: String) -> Result<(), Refused> {
        let complaint = &self.complaint;
        if kept.id == complaint.id {
            return Err(Refused::Invalid { pointer: "/kept_id", code: "same_case" });
        }
        if !kept.is_open {
            return Err(Refused::Invalid { pointer: "/kept_id", code: "case_ended" });
        }
        // A reporter who hides nothing must not come to follow a case that hides something.
        if (kept.is_secret && !complaint.is_secret) || (kept.is_anonymous && !complaint.is_anonymous) {
            return Err(Refused::StricterTarget);
        }
        self.complaint.merged_into_id = Some(kept.id);
        self.meet("C1");
        self.end_clocks();
        let data = json!({ "reason_code": ArchiveReason::Duplicate, "kept_id": kept.id });
        let state = State::Archived(ArchiveReason::Duplicate);
        self.go(state, "complaint.merged", Audience::Public, for_reporter(reason), data);
        Ok(())
    }

    /// Konversi: the question goes on as a request for information, and nothing of it can be revived here.
    pub(super) fn convert(&mut self, request_id: InformationRequestId, reason: String) {
        self.complaint.converted_to_id = Some(request_id);
        self.cancel("C9");
        self.end_clocks();
        let data = json!({ "request_id": request_id });
        self.go(State::Converted, "complaint.converted", Audience::Public, for_reporter(reason), data);
    }
}

impl Complaint {
    /// One part as a case of its own, at the desk of its agency: reporter, flags, secret and times of the parent; C1 was met there, C3
    /// and C6 are due as there, C2 is new.
    pub fn split_off(&self, part: Part, by: By, context: &Context<'_>) -> Result<Changed<Self>, DeadlineError> {
        let now = context.now;
        let examined = self.desk == Desk::Inspectorate;
        let inherited = [self.deadlines.latest("C1"), self.deadlines.open(clocks::C3), self.deadlines.open("C6")];
        let mut child = Self {
            id: part.id,
            tracking_number: part.tracking_number,
            state: State::NotFollowedUp,
            title: part.title,
            body: part.body,
            category_id: Some(part.category_id),
            agency: part.agency,
            desk: Desk::Agency,
            unit_id: None,
            // What is split off an accusation accuses nobody: the examination stays whole.
            class: if examined { Class::ComplaintNonSupervisory } else { self.class },
            subject: self.subject.filter(|_| !examined),
            inspectorate_id: None,
            examination_result: None,
            locked_text: None,
            // What was lost and what is asked for was said of the whole.
            incident: Incident { loss_description: None, requested_remedy: None, ..self.incident.clone() },
            public_text: None,
            returned_by: Vec::new(),
            redisposition_count: 0,
            cycle_no: 1,
            reopened_count: 0,
            rating: None,
            deadlines: Deadlines::copied(inherited.into_iter().flatten()),
            completed_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
            assignments: Vec::new(),
            answer_held_at: None,
            parent_id: Some(self.id),
            child_ids: Vec::new(),
            open_children: 0,
            merged_into_id: None,
            converted_to_id: None,
            has_followers: false,
            track: Track::Formal,
            dialogue: None,
            follower_count: 0,
            ..self.clone()
        };
        let locality = child.agency.locality.clone();
        child.deadlines.start(clocks::C2, now, child.received_at, &locality, 1, context.law)?;
        let event = Event {
            kind: "complaint.split_off",
            at: now,
            by,
            from_state: None,
            to_state: child.state.tag().name(),
            audience: Audience::Public,
            words: None,
            data: json!({ "parent_id": self.id, "agency_id": child.agency.id, "category_id": child.category_id }),
        };
        child.deadlines.lay_ladders(now, child.received_at, context.law);
        let deadlines = child.deadlines.touched();
        Ok(Changed { value: child, events: vec![event], deadlines })
    }

    /// A child ended, or was opened again.
    pub fn child_changed(self, child: &Self, context: &Context<'_>) -> Changed<Self> {
        let ended = !child.state.is_open();
        let kind = if ended { "complaint.child_ended" } else { "complaint.child_reopened" };
        let data = json!({ "child_id": child.id, "state": child.state.tag() });
        self.touched_by(Some((kind, data)), context, |complaint| {
            complaint.open_children = (complaint.open_children + if ended { -1 } else { 1 }).max(0);
        })
    }

    /// Whether somebody hides behind the case. The case that it follows then tells nothing of it.
    pub fn hides(&self) -> bool {
        self.is_anonymous || self.is_secret
    }

    /// How many more are counted as followers where this case is merged into: itself, unless it hides, and who follows it.
    pub fn counted(&self) -> u64 {
        self.follower_count + u64::from(!self.hides())
    }

    /// Another case was merged into this one.
    pub fn follower_joined(self, follower: &Self, context: &Context<'_>) -> Changed<Self> {
        self.follower("complaint.follower_joined", follower, context, |complaint| complaint.has_followers = true)
    }

    /// A case that was merged into this one, or into one that was, is a case of its own again.
    pub fn follower_left(self, follower: &Self, context: &Context<'_>) -> Changed<Self> {
        self.follower("complaint.follower_left", follower, context, |_| ())
    }

    /// A case that follows this one hides from now on, and is counted no longer.
    pub fn follower_hid(self, context: &Context<'_>) -> Changed<Self> {
        self.touched_by(None, context, |_| ())
    }

    fn follower(
        self,
        kind: &'static str,
        follower: &Self,
        context: &Context<'_>,
        change: impl FnOnce(&mut Self),
    ) -> Changed<Self> {
        let told = (!follower.hides()).then(|| (kind, json!({ "follower_id": follower.id })));
        self.touched_by(told, context, change)
    }

    /// What happened to another case changes this one, for the handlers to see if they are told.
    fn touched_by(
        self,
        told: Option<(&'static str, Value)>,
        context: &Context<'_>,
        change: impl FnOnce(&mut Self),
    ) -> Changed<Self> {
        // Another case's time may lie before this one's last act; a timeline never runs backwards.
        let now: DateTime<Utc> = context.now.max(self.updated_at);
        let mut step = Step::new(self, By::SYSTEM, Context { now, ..context.clone() });
        change(&mut step.complaint);
        if let Some((kind, data)) = told {
            step.record(kind, Audience::Handlers, None, data);
        }
        step.done()
    }
}
