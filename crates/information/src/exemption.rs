//! An entry of the list of exempt information (Daftar Informasi yang Dikecualikan, PP 61/2010): what is kept back, why, and until when.
//!
//! The list is public, what is on it is not. An exemption opens by itself at the local midnight after its last day.

pub mod policy;
mod term;

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    body::Body,
    deadlines::Deadlines,
    entropy::Entropy,
    event::{Audience, By},
    id::{ConsequenceTestId, ExemptionId},
    zone::Locality,
};
use serde_json::json;

use crate::{
    article::Article,
    clocks,
    consequence_test::{ConsequenceTest, TestOutcome, period::Period},
    effect::Applied,
    refused::Refused,
    step::{Case, Context, Step, for_handlers},
};

/// The word for this kind of case in events and deadlines.
pub const CASE_KIND: &str = "exemption";

named! {
    /// Where an exemption stands.
    State {
        /// In force (berlaku).
        Active = "active",
        /// In force, and coming to its end: it is to be decreed open (akan berakhir).
        Expiring = "expiring",
        /// Opened at its end, or decreed open before it (dibuka).
        Opened = "opened",
        /// Opened by a decision while it was in force (dibuka berdasarkan putusan).
        OpenedByDecision = "opened_by_decision",
        /// Another test took its place (diklasifikasi ulang).
        Reclassified = "reclassified",
    }
}

impl State {
    /// Whether it still keeps something back.
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::Active | Self::Expiring)
    }
}

/// What follows for an exemption from a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExemptionEffect {
    /// Another test took its place.
    Reclassified {
        /// Which.
        test_id: ConsequenceTestId,
    },
    /// It was found open.
    Opened {
        /// By which decree.
        decree_number: String,
    },
}

/// That it was opened (penetapan pembukaan).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// By which decree or decision; none where it opened by itself.
    pub decree_number: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// An exemption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// Its id.
    pub id: ExemptionId,
    /// The body.
    pub agency: Body,
    /// The test that it rests on.
    pub test_id: ConsequenceTestId,
    /// Exactly which part.
    pub information: String,
    /// The letter of Ps 17.
    pub article: Article,
    /// Another law.
    pub law: Option<String>,
    /// What follows if it is opened.
    pub consequence_if_opened: String,
    /// What follows if it is kept.
    pub consequence_if_closed: String,
    /// Whether a part only is exempt.
    pub is_partial: bool,
    /// For how long, as it was decreed.
    pub period: Period,
    /// Its last day, if it has one.
    pub ends_on: Option<NaiveDate>,
    /// The decree that fixed it.
    pub decree_number: String,
    /// Where it stands.
    pub state: State,
    /// That it was opened.
    pub opening: Option<Opening>,
    /// Its clocks.
    pub deadlines: Deadlines,
    /// When it was decreed.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Grows with each change of what anybody sees.
    pub version: i64,
}

type ExemptionStep<'a> = Step<'a, Exemption>;

impl Exemption {
    /// What an approved test keeps back enters the list; nothing where the test does not say so. It comes with its end, the decree that
    /// is due before, and the warning before that; one that is short is coming to its end from the start.
    pub fn list(
        test: &ConsequenceTest,
        by: By,
        entropy: &dyn Entropy,
        context: &Context<'_>,
    ) -> Result<Option<Applied<Self>>, Refused> {
        let sheet = &test.sheet;
        let withheld = sheet.outcome.filter(|outcome| outcome.withholds());
        let decreed = (withheld, sheet.article, test.decree_number.clone());
        let (Some(outcome), Some(article), Some(decree_number)) = decreed else { return Ok(None) };
        let ends_on = sheet.period.ends_on(article, &test.agency.locality, context.law)?;
        let exemption = Self {
            id: ExemptionId::new(context.now, entropy),
            agency: test.agency.clone(),
            test_id: test.id,
            information: sheet.information.clone(),
            article,
            law: sheet.law.clone(),
            consequence_if_opened: sheet.consequence_if_opened.clone().unwrap_or_default(),
            consequence_if_closed: sheet.consequence_if_closed.clone().unwrap_or_default(),
            is_partial: outcome == TestOutcome::PartialRedact,
            period: sheet.period.clone(),
            ends_on,
            decree_number,
            state: State::Active,
            opening: None,
            deadlines: Deadlines::default(),
            created_at: context.now,
            updated_at: context.now,
            version: 1,
        };
        let data = json!({ "agency_id": exemption.agency.id, "ground": article, "ends_on": ends_on });
        let mut step = Step::first(exemption, by, *context);
        step.start_clocks()?;
        step.record("exemption.decreed", Audience::Public, None, data);
        Ok(Some(step.finished()))
    }

    /// Buka: decreed as its end comes near, or decided while it is in force (by the Commission, a court, or the body).
    pub fn open(
        self,
        decree_number: String,
        reason: String,
        by: By,
        context: &Context<'_>,
    ) -> Result<Applied<Self>, Refused> {
        let state = match self.state {
            State::Expiring => State::Opened,
            State::Active => State::OpenedByDecision,
            State::Opened | State::OpenedByDecision | State::Reclassified => return Err(Refused::State),
        };
        let mut step = Step::new(self, by, *context);
        step.open(state, Some(decree_number), Some(reason));
        Ok(step.done())
    }

    /// Changes as a test demands, in its transaction; nothing, where it is no longer in force.
    pub fn affect(self, effect: ExemptionEffect, by: By, context: &Context<'_>) -> Option<Applied<Self>> {
        if !self.state.is_in_force() {
            return None;
        }
        let mut step = Step::new(self, by, *context);
        match effect {
            ExemptionEffect::Reclassified { test_id } => {
                step.cancel_all_but(&[]);
                step.case.state = State::Reclassified;
                let data = json!({ "consequence_test_id": test_id });
                step.record("exemption.reclassified", Audience::Public, None, data);
            }
            ExemptionEffect::Opened { decree_number } => {
                step.open(State::OpenedByDecision, Some(decree_number), None);
            }
        }
        Some(step.done())
    }
}

impl ExemptionStep<'_> {
    fn open(&mut self, state: State, decree_number: Option<String>, reason: Option<String>) {
        if decree_number.is_some() {
            self.meet(clocks::R8.code);
        }
        self.cancel_all_but(&[]);
        self.case.state = state;
        let data = json!({ "automatic": decree_number.is_none() });
        self.case.opening = Some(Opening { decree_number, reason: reason.clone(), at: self.context.now });
        self.record("exemption.opened", Audience::Public, for_handlers(reason), data);
    }
}

impl Case for Exemption {
    fn state_name(&self) -> &'static str {
        self.state.name()
    }

    fn deadlines(&self) -> &Deadlines {
        &self.deadlines
    }

    fn deadlines_mut(&mut self) -> &mut Deadlines {
        &mut self.deadlines
    }

    fn locality(&self) -> &Locality {
        &self.agency.locality
    }

    fn received_at(&self) -> DateTime<Utc> {
        self.created_at
    }

    fn updated_at(&self) -> DateTime<Utc> {
        self.updated_at
    }

    fn renew(&mut self, now: DateTime<Utc>) {
        self.version += 1;
        self.updated_at = now;
    }
}
