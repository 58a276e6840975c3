//! What the reporter does: complete data, reply, accept, rate, reopen, withdraw.

use padi_kernel::event::Audience;
use serde_json::{Value, json};

use super::{Refused, Step, step::for_reporter};
use crate::{
    clocks,
    command::Rating,
    dialogue::DialogueState,
    state::{PostponedFrom, State},
};

impl Step<'_> {
    /// Lengkapi: back to where the case came from; a lapsed one goes to the desk.
    pub(super) fn complete_data(&mut self, text: String) -> Result<(), Refused> {
        self.meet("C5");
        self.meet("C9");
        let state = match self.complaint.state {
            State::Postponed(PostponedFrom::InProcess) => {
                self.go_on(clocks::C3)?;
                State::InProcess
            }
            State::Postponed(PostponedFrom::Unverified) => {
                self.start(clocks::C1)?;
                State::Unverified
            }
            _ => {
                self.back_to_desk()?;
                State::Unverified
            }
        };
        self.go(state, "complaint.data_completed", Audience::Reporter, for_reporter(text), Value::Null);
        Ok(())
    }

    /// Tanggapi: not satisfied; -C4, C3 goes on.
    pub(super) fn reply(&mut self, text: String) -> Result<(), Refused> {
        self.meet("C4");
        self.go_on(clocks::C3)?;
        // Talks that ended in the reporter's word are over if that does not hold.
        if self.complaint.dialogue.as_ref().is_some_and(|dialogue| dialogue.state == DialogueState::Confirmed) {
            self.leave_dialogue();
        }
        self.go(State::InProcess, "complaint.replied", Audience::Public, for_reporter(text), Value::Null);
        Ok(())
    }

    /// Terima: closed at once; -C4 -C3 -C6 +C10.
    pub(super) fn accept(&mut self, rating: Option<Rating>) -> Result<(), Refused> {
        self.meet("C4");
        let words = rating.as_ref().and_then(|rating| rating.text.clone()).map(for_reporter);
        let stars = rating.as_ref().and_then(|rating| rating.stars);
        self.complaint.rating = rating;
        self.complete()?;
        self.record("complaint.accepted", Audience::Public, words, json!({ "stars": stars }));
        Ok(())
    }

    /// Closed: -C3 -C6 +C10.
    pub(crate) fn complete(&mut self) -> Result<(), Refused> {
        self.meet(clocks::C3);
        self.meet("C6");
        self.end_clocks();
        self.complaint.completed_at = Some(self.context.now);
        self.complaint.state = State::Completed;
        Ok(self.start(clocks::C10)?)
    }

    /// Nilai: one judgement a cycle, the last one counts.
    pub(super) fn rate(&mut self, rating: Rating) {
        let words = rating.text.clone().map(for_reporter);
        let data = json!({ "stars": rating.stars, "resolved": rating.resolved });
        self.complaint.rating = Some(rating);
        self.record("complaint.rated", Audience::Public, words, data);
    }

    /// Banding: within C10, at most twice.
    pub(super) fn reopen(&mut self, reason: String) -> Result<(), Refused> {
        self.complaint.reopened_count += 1;
        self.open_again(reason, "complaint.reopened")
    }

    /// Cabut: ends the case; of a supervisory complaint it is recorded, and the examiners go on.
    pub(super) fn withdraw(&mut self, reason: Option<String>) {
        let words = reason.map(for_reporter);
        if self.complaint.is_supervisory() {
            self.record("complaint.withdrawal_noted", Audience::Reporter, words, Value::Null);
            return;
        }
        // Nothing can revive what was taken back: of the two windows that outlive a case, C9 belongs to a lapsed one.
        self.cancel("C9");
        self.end_clocks();
        self.go(State::Withdrawn, "complaint.withdrawn", Audience::Public, words, Value::Null);
    }
}
