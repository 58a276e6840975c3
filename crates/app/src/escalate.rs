//! Telling whoever must know that a term comes to its end or has passed (`domain` 1.12): each level of each deadline once, at its own
//! instant. Nothing of it changes the case; L4, which does, comes with the passing of the term itself.

use chrono::{DateTime, Utc};
use padi_kernel::{
    deadline::Deadline,
    escalation::Level,
    notice::{NoticeKind, Post},
    rule::{Party, Rule},
};
use padi_persistence::{
    db::Tx,
    deadlines,
    escalations::{self, Escalation},
};

use crate::{
    App,
    case::Case,
    complaints::Ground,
    error::Error,
    notifications::{News, words::Term},
};

impl App {
    /// Tells of the case's next level, if it has come by then. Returns whether it had.
    pub(crate) async fn climb(
        &self,
        tx: &Tx,
        case: &mut Case,
        until: DateTime<Utc>,
        ground: &Ground,
    ) -> Result<bool, Error> {
        let Some((deadline, level, at)) = case.deadlines().next_level() else { return Ok(false) };
        if at > until {
            return Ok(false);
        }
        let deadline = deadline.clone();
        let (case_kind, case_id) = case.name();
        let (ordinal, code) = (deadline.ordinal, deadline.code.clone());
        if escalations::record(tx, &Escalation { case_kind, case_id, ordinal, code, level, at }).await? {
            self.tell_level(tx, case, &deadline, level, at, ground).await?;
        }
        if let Some(climbed) = case.deadlines_mut().reach(deadline.ordinal, level) {
            deadlines::climbed(tx, case_kind, case_id, climbed).await?;
        }
        Ok(true)
    }

    async fn tell_level(
        &self,
        tx: &Tx,
        case: &Case,
        deadline: &Deadline,
        level: Level,
        at: DateTime<Utc>,
        ground: &Ground,
    ) -> Result<(), Error> {
        let kind = if level == Level::L0 { NoticeKind::Reminder } else { NoticeKind::Escalation };
        let source = format!("deadline {}/{}/{level}", case.name().1, deadline.ordinal);
        let detail = serde_json::to_value(term(deadline, level, ground)).map_err(Error::internal)?;
        let news = News { detail, ..News::of(case.about(), kind, source, at) };
        // A person's own window is theirs to watch.
        if deadline.party == Party::Reporter {
            return match case.owner() {
                Some(owner) => self.tell_owner(tx, owner, &news).await,
                None => Ok(()),
            };
        }
        for rungs in case.told_at(level, deadline) {
            for posts in rungs {
                // A role that nobody holds passes to the next rung.
                if self.tell_posts(tx, &posts, |post: &Post| case.cut(post), None, &news).await? {
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
