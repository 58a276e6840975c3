//! Telling whoever must know that a term comes to its end or has passed (`domain` 1.12): each level of each deadline once, at its own
//! instant. Nothing of it changes the case; L4, which does, comes with the passing of the term itself.

use chrono::{DateTime, Utc};
use padi_complaints::complaint::{CASE_KIND, Complaint};
use padi_kernel::{
    deadline::Deadline,
    escalation::Level,
    notice::NoticeKind,
    rule::{Party, Rule},
};
use padi_persistence::{
    db::Tx,
    deadlines,
    escalations::{self, Escalation},
};

use super::Ground;
use crate::{
    App,
    error::Error,
    notifications::{News, words::Term},
};

impl App {
    /// Tells of the case's next level, if it has come by then. Returns whether it had.
    pub(super) async fn climb(
        &self,
        tx: &Tx,
        complaint: &mut Complaint,
        until: DateTime<Utc>,
        ground: &Ground,
    ) -> Result<bool, Error> {
        let Some((deadline, level, at)) = complaint.deadlines.next_level() else { return Ok(false) };
        if at > until {
            return Ok(false);
        }
        let deadline = deadline.clone();
        let escalation = Escalation {
            case_kind: CASE_KIND,
            case_id: complaint.id.0,
            ordinal: deadline.ordinal,
            code: deadline.code.clone(),
            level,
            at,
        };
        if escalations::record(tx, &escalation).await? {
            self.tell_level(tx, complaint, &deadline, level, at, ground).await?;
        }
        if let Some(climbed) = complaint.deadlines.reach(deadline.ordinal, level) {
            deadlines::climbed(tx, CASE_KIND, complaint.id.0, climbed).await?;
        }
        Ok(true)
    }

    async fn tell_level(
        &self,
        tx: &Tx,
        complaint: &Complaint,
        deadline: &Deadline,
        level: Level,
        at: DateTime<Utc>,
        ground: &Ground,
    ) -> Result<(), Error> {
        let kind = if level == Level::L0 { NoticeKind::Reminder } else { NoticeKind::Escalation };
        let source = format!("deadline {}/{}/{level}", complaint.id, deadline.ordinal);
        let detail = serde_json::to_value(term(deadline, level, ground)).map_err(Error::internal)?;
        let news = News { detail, ..News::of(complaint, complaint.state.tag().name(), kind, source, at) };
        // A person's own window is theirs to watch.
        if deadline.party == Party::Reporter {
            return self.tell_reporter(tx, complaint, &news).await;
        }
        for rungs in complaint.told_at(level, deadline) {
            for posts in rungs {
                // A role that nobody holds passes to the next rung.
                if self.tell_posts(tx, complaint, &posts, None, &news).await? {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// The deadline as it is told of.
pub(crate) fn term(deadline: &Deadline, level: Level, ground: &Ground) -> Term {
    let rule = ground.law.rules.find(&deadline.rule_set, &deadline.rule_code);
    let name = |of: fn(&Rule) -> &String| rule.map_or_else(|| deadline.code.clone(), |rule| of(rule).clone());
    Term {
        code: deadline.code.clone(),
        name_id: name(|rule| &rule.name_id),
        name_en: name(|rule| &rule.name_en),
        due_on: deadline.locality.zone.day_of(deadline.due_at),
        level,
    }
}
