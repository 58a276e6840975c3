//! What a dialogue does to its case (Propartif): +P1 +P2 at its beginning, a substantive answer at its end.

use padi_kernel::{
    changed::Changed,
    event::{Audience, By},
};
use serde_json::json;

use super::{
    Context, Refused, Step,
    step::{for_handlers, for_reporter},
};
use crate::{
    clocks,
    command::{FollowUp, FollowUpType},
    complaint::Complaint,
    dialogue::{
        self, Agreement, Confirmation, Contact, Contribution, Dialogue, DialogueState, Interview, Party, Track,
    },
};

/// What is posted where the reporter used no words.
const SATISFIED: &str = "Pelapor menyatakan puas atas hasil dialog.";
/// What proves such an answer: the reporter's own word.
const EVIDENCE: &str = "Konfirmasi pelapor dalam dialog (Propartif).";

impl Complaint {
    /// Adds to the dialogue, if the state allows it. Whether the actor may was asked before ([`dialogue::authorize`]).
    pub fn contribute(
        self,
        contribution: &Contribution,
        by: By,
        context: &Context<'_>,
    ) -> Result<Changed<Self>, Refused> {
        dialogue::timely(contribution, &self)?;
        let mut step = Step::new(self, by, context.clone());
        match contribution {
            Contribution::Contact(contact) => step.contact(contact),
            Contribution::Interview(interview) => step.interview(interview),
            Contribution::Session(session) => {
                let data = json!({ "held_at": session.held_at, "online": session.online });
                step.record("complaint.dialogue_session", Audience::Reporter, None, data);
            }
            Contribution::Agreement(agreement) => step.agree(agreement),
            Contribution::Completion { item_id, .. } => {
                let data = json!({ "item_id": item_id });
                step.record("complaint.dialogue_item_completed", Audience::Reporter, None, data);
            }
            Contribution::Confirmation(confirmation) => step.confirm(confirmation)?,
        }
        Ok(step.done())
    }
}

impl Step<'_> {
    /// Mulai dialog: +P1 +P2.
    pub(super) fn start_dialogue(&mut self, note: Option<String>) -> Result<(), Refused> {
        let no = self.complaint.dialogue.as_ref().map_or(1, |last| last.no.saturating_add(1));
        self.complaint.dialogue = Some(Dialogue::begun(no, self.context.now));
        self.complaint.track = Track::Informal;
        self.start(clocks::P1)?;
        self.start(clocks::P2)?;
        self.record("complaint.dialogue_started", Audience::Reporter, for_handlers(note), json!({ "no": no }));
        Ok(())
    }

    /// Keluar dari dialog: back to the formal track, -P1 -P2.
    pub(super) fn exit_dialogue(&mut self, reason: String) {
        self.leave_dialogue();
        let data = json!({ "automatic": false });
        self.record("complaint.dialogue_exited", Audience::Reporter, for_reporter(reason), data);
    }

    /// Back to the formal track without anybody's act: P2 passed, or the reporter does not want to talk.
    pub(crate) fn fall_back(&mut self, why: &'static str) {
        self.leave_dialogue();
        let data = json!({ "automatic": true, "reason_code": why });
        self.record("complaint.dialogue_exited", Audience::Reporter, None, data);
    }

    /// The first contact that reaches the reporter meets P1, judged by when it was, not by when it was written down.
    fn contact(&mut self, contact: &Contact) {
        let Complaint { dialogue, deadlines, .. } = &mut self.complaint;
        let first = contact.reached && contact.party == Party::Reporter;
        if let Some(dialogue) = dialogue.as_mut().filter(|dialogue| first && dialogue.contacted_at.is_none()) {
            dialogue.contacted_at = Some(contact.at);
            dialogue.contact_in_time = deadlines.latest(clocks::P1.code).map(|term| contact.at <= term.due_at);
            self.meet(clocks::P1.code);
        }
        let data = json!({ "party": contact.party, "reached": contact.reached });
        self.record("complaint.dialogue_contact", Audience::Handlers, None, data);
    }

    fn interview(&mut self, interview: &Interview) {
        let data = json!({ "consent": interview.consent });
        self.record("complaint.dialogue_interview", Audience::Handlers, None, data);
        if !interview.consent {
            self.fall_back("refused");
        }
    }

    /// Kesepakatan: =P2.
    fn agree(&mut self, agreement: &Agreement) {
        if let Some(dialogue) = &mut self.complaint.dialogue {
            dialogue.agreed_at.get_or_insert(self.context.now);
        }
        self.meet(clocks::P2.code);
        let data = json!({ "items": agreement.items.len() });
        self.record("complaint.dialogue_agreed", Audience::Reporter, None, data);
    }

    /// Konfirmasi: a satisfied one ends the dialogue and is the answer to the case.
    fn confirm(&mut self, confirmation: &Confirmation) -> Result<(), Refused> {
        let data = json!({ "satisfied": confirmation.satisfied });
        self.record("complaint.dialogue_confirmed", Audience::Reporter, None, data);
        if !confirmation.satisfied {
            return Ok(());
        }
        self.meet(clocks::P2.code);
        self.end_dialogue(DialogueState::Confirmed);
        self.follow_up(FollowUp {
            kind: FollowUpType::Substantive,
            text: confirmation.text.clone().unwrap_or_else(|| SATISFIED.to_owned()),
            evidence: Some(EVIDENCE.to_owned()),
            no_evidence_reason: None,
        })
    }

    /// The case goes on by the formal track: whoever has it next starts anew.
    pub(super) fn leave_dialogue(&mut self) {
        let standing = self.complaint.dialogue.as_ref().map(|dialogue| dialogue.state);
        if matches!(standing, Some(DialogueState::Open | DialogueState::Confirmed)) {
            self.end_dialogue(DialogueState::Exited);
        }
        self.complaint.track = Track::Formal;
    }

    /// An ended case takes its dialogue with it: settled if it was closed on an agreement or on the reporter's word.
    pub(super) fn end_dialogue_with_case(&mut self, completed: bool) {
        let Some(dialogue) = &self.complaint.dialogue else { return };
        match dialogue.state {
            DialogueState::Settled | DialogueState::Exited => {}
            DialogueState::Confirmed if completed => self.end_dialogue(DialogueState::Settled),
            DialogueState::Open if completed && dialogue.agreed_at.is_some() => {
                self.end_dialogue(DialogueState::Settled);
            }
            DialogueState::Open | DialogueState::Confirmed => self.leave_dialogue(),
        }
    }

    /// Ends what still runs of it, and counts.
    fn end_dialogue(&mut self, state: DialogueState) {
        self.cancel(clocks::P1.code);
        self.cancel(clocks::P2.code);
        let zone = self.complaint.locality().zone;
        let now = self.context.now;
        let Some(dialogue) = &mut self.complaint.dialogue else { return };
        dialogue.state = state;
        dialogue.contact_in_time.get_or_insert(false);
        if dialogue.ended_at.is_none() {
            dialogue.ended_at = Some(now);
            let days = (zone.day_of(now) - zone.day_of(dialogue.started_at)).num_days();
            dialogue.days = Some(i32::try_from(days.max(0)).unwrap_or(i32::MAX));
        }
    }
}
