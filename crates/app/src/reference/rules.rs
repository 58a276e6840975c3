//! Rules of law. A changed rule holds for what starts after the change; deadlines that run keep the length they began with.

use chrono::NaiveDate;
use padi_agencies::policy::{self, Action};
use padi_kernel::{
    actor::Denied,
    id::{RuleId, UserId},
    page::{Page, PageRequest},
    rule::{Party, Rule, Unit},
};
use padi_persistence::{db::Tx, rules};

use super::{
    checked_code, checked_span, checked_text,
    history::{self, Did, Kind},
    no_faults, taken,
};
use crate::{
    App,
    caller::Caller,
    error::{Error, FieldError},
    idempotency::{Answer, Key, Reply},
    if_match::IfMatch,
};

pub use padi_persistence::rules::{Filter, Place, StoredRule};

/// The longest term, in units of any kind, forwards or backwards.
pub const LENGTH_MAX: i32 = 1000;

/// The longest code of a rule, in characters.
pub const RULE_CODE_MAX: usize = 8;

/// A rule to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRule {
    /// The rule set.
    pub rule_set: String,
    /// The code, which the set does not have.
    pub code: String,
    /// Name in Indonesian.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// How many units; negative counts back.
    pub length: i32,
    /// What it counts.
    pub unit: Unit,
    /// Whose clock it is.
    pub party: Party,
    /// The article.
    pub legal_basis: String,
    /// Whether the text of the law was read and says so.
    pub confirmed: bool,
    /// First day of receipt for which it holds.
    pub valid_from: NaiveDate,
    /// Last day of receipt for which it holds.
    pub valid_to: Option<NaiveDate>,
}

/// What is to be changed of a rule; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeRule {
    /// Another name in Indonesian.
    pub name_id: Option<String>,
    /// Another name in English.
    pub name_en: Option<String>,
    /// Another length.
    pub length: Option<i32>,
    /// Another unit.
    pub unit: Option<Unit>,
    /// Another article.
    pub legal_basis: Option<String>,
    /// Whether the text of the law was read and says so.
    pub confirmed: Option<bool>,
    /// Another first day.
    pub valid_from: Option<NaiveDate>,
    /// Another last day, or none.
    pub valid_to: Option<Option<NaiveDate>>,
}

impl ChangeRule {
    fn apply(self, rule: &mut Rule) {
        fn set<T>(place: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *place = value;
            }
        }
        set(&mut rule.name_id, self.name_id);
        set(&mut rule.name_en, self.name_en);
        set(&mut rule.length, self.length);
        set(&mut rule.unit, self.unit);
        set(&mut rule.legal_basis, self.legal_basis);
        set(&mut rule.confirmed, self.confirmed);
        set(&mut rule.valid_from, self.valid_from);
        set(&mut rule.valid_to, self.valid_to);
    }
}

impl App {
    /// A page of the rules, by code and set.
    pub async fn rules(&self, filter: &Filter, page: &PageRequest<Place>) -> Result<Page<StoredRule, Place>, Error> {
        Ok(rules::list(self.db(), filter, page).await?)
    }

    /// The rule of that id.
    pub async fn rule(&self, id: RuleId) -> Result<StoredRule, Error> {
        rules::find(self.db(), id).await?.ok_or(Error::NotFound)
    }

    /// Adds a rule. 403 if the caller may not; 422 if the set has one of its code.
    pub async fn create_rule(
        &self,
        key: Option<Key>,
        caller: &Caller,
        new: NewRule,
        render: impl FnOnce(StoredRule) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        policy::authorize(&caller.actor, Action::ChangeRules)?;
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let answer = self.once(key, move |app, tx| Box::pin(app.add_rule(tx, new, by)), render).await?;
        self.law_changed();
        Ok(answer)
    }

    async fn add_rule(&self, tx: &Tx, new: NewRule, by: UserId) -> Result<StoredRule, Error> {
        let now = self.now();
        let mut rule = Rule {
            id: RuleId::new(now, self.entropy()),
            rule_set: new.rule_set,
            code: new.code,
            name_id: new.name_id,
            name_en: new.name_en,
            length: new.length,
            unit: new.unit,
            party: new.party,
            legal_basis: new.legal_basis,
            confirmed: new.confirmed,
            valid_from: new.valid_from,
            valid_to: new.valid_to,
        };
        check(&mut rule)?;
        let stored = StoredRule { rule, version: 1 };
        rules::insert(tx, &stored, now).await.map_err(|error| taken(error, "/code"))?;
        self.write_history(tx, (Kind::Rule, stored.rule.id.0), by, Did::Created(history::rule(&stored))).await?;
        Ok(stored)
    }

    /// Changes a rule.
    pub async fn change_rule(
        &self,
        caller: &Caller,
        id: RuleId,
        change: ChangeRule,
        if_match: Option<IfMatch>,
    ) -> Result<StoredRule, Error> {
        caller.person().ok_or(Denied::Unauthenticated)?;
        let caller = caller.clone();
        let stored = self.write(move |app, tx| Box::pin(app.alter_rule(tx, caller, id, change, if_match))).await?;
        self.law_changed();
        Ok(stored)
    }

    async fn alter_rule(
        &self,
        tx: &Tx,
        caller: Caller,
        id: RuleId,
        change: ChangeRule,
        if_match: Option<IfMatch>,
    ) -> Result<StoredRule, Error> {
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let mut stored = rules::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
        policy::authorize(&caller.actor, Action::ChangeRules)?;
        IfMatch::require(if_match.as_ref(), stored.version)?;
        let before = stored.clone();
        change.apply(&mut stored.rule);
        check(&mut stored.rule)?;
        if stored != before {
            rules::update(tx, &mut stored, self.now()).await?;
            let did = Did::Updated(history::rule(&before), history::rule(&stored));
            self.write_history(tx, (Kind::Rule, id.0), by, did).await?;
        }
        Ok(stored)
    }
}

/// Whether the rule makes sense, all faults at once; trims its texts.
fn check(rule: &mut Rule) -> Result<(), Error> {
    let mut faults = Vec::new();
    checked_code(&rule.rule_set, "/rule_set", &mut faults);
    if rule.code.is_empty() || rule.code.len() > RULE_CODE_MAX || !rule.code.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        faults.push(FieldError::new("/code", "invalid_format"));
    }
    rule.name_id = checked_text(&rule.name_id, "/name_id", &mut faults);
    rule.name_en = checked_text(&rule.name_en, "/name_en", &mut faults);
    rule.legal_basis = checked_text(&rule.legal_basis, "/legal_basis", &mut faults);
    if !(-LENGTH_MAX..=LENGTH_MAX).contains(&rule.length) {
        faults.push(FieldError::new("/length", "out_of_range"));
    }
    checked_span(rule.valid_from, rule.valid_to, &mut faults);
    no_faults(faults)
}
