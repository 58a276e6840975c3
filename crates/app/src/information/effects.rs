//! What an act on one thing means for another: applied in the same transaction, one after the other.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use padi_information::{
    Refused,
    consequence_test::{ConsequenceTest, Draft, Sheet},
    effect::Effect,
    exemption::Exemption,
};
use padi_kernel::event::By;
use padi_persistence::{
    consequence_tests, db::Tx, exemptions, information_requests, information_requests::Reference, objections,
};

use super::context;
use crate::{App, calendar::LawBook, error::Error};

impl App {
    /// Applies what follows, and what follows from that; `by` is whoever acted first.
    pub(super) async fn carry_over(
        &self,
        tx: &Tx,
        effects: Vec<Effect>,
        by: By,
        law: &LawBook,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut waiting = VecDeque::from(effects);
        while let Some(effect) = waiting.pop_front() {
            waiting.extend(self.apply_effect(tx, effect, by, law, now).await?);
        }
        Ok(())
    }

    async fn apply_effect(
        &self,
        tx: &Tx,
        effect: Effect,
        by: By,
        law: &LawBook,
        now: DateTime<Utc>,
    ) -> Result<Vec<Effect>, Error> {
        let context = context(law, now);
        match effect {
            Effect::Request(id, effect) => {
                let found = information_requests::find_for_update(tx, &Reference::Id(id)).await?;
                let request = found.ok_or_else(|| dangling("request", id))?;
                let applied = request.affect(effect, by, &context).map_err(broken)?;
                self.save_request(tx, &applied.changed).await?;
                Ok(applied.effects)
            }
            Effect::Objection(id, effect) => {
                let objection = objections::find_for_update(tx, id).await?.ok_or_else(|| dangling("objection", id))?;
                let applied = objection.affect(effect, by, &context).map_err(broken)?;
                objections::save(tx, &applied.changed, &self.recording(&applied.changed)).await?;
                Ok(applied.effects)
            }
            Effect::Exemption(id, effect) => {
                let exemption = exemptions::find_for_update(tx, id).await?.ok_or_else(|| dangling("exemption", id))?;
                // It may have ended while it was tested anew: nothing is left to change.
                let Some(applied) = exemption.affect(effect, by, &context) else { return Ok(Vec::new()) };
                exemptions::save(tx, &applied.changed, &self.recording(&applied.changed)).await?;
                Ok(applied.effects)
            }
            Effect::DraftTest { id, request_id, agency, information } => {
                let sheet = Sheet { information, ..Sheet::default() };
                let draft = Draft { id, agency, request_id: Some(request_id), exemption_id: None, sheet };
                let applied = ConsequenceTest::draft(draft, by, &context);
                consequence_tests::insert(tx, &applied.changed, &self.recording(&applied.changed)).await?;
                Ok(applied.effects)
            }
            Effect::ListExemption { test_id } => {
                let test = consequence_tests::find(tx, test_id).await?.ok_or_else(|| dangling("test", test_id))?;
                let listed = Exemption::list(&test, by, self.entropy(), &context).map_err(broken)?;
                let Some(applied) = listed else { return Ok(Vec::new()) };
                exemptions::insert(tx, &applied.changed, &self.recording(&applied.changed)).await?;
                Ok(applied.effects)
            }
        }
    }
}

/// Both stand in one transaction: what one leads to is there.
fn dangling(what: &str, id: impl std::fmt::Display) -> Error {
    Error::internal(format!("there is no {what} {id}"))
}

/// What follows was admitted before the act: it cannot be refused any more.
fn broken(refused: Refused) -> Error {
    Error::internal(format!("what follows from an act was refused: {refused}"))
}
