//! Consequence tests as they come in and go out.

use chrono::{DateTime, NaiveDate, Utc};
use padi_app::information::consequence_tests::{Begin, Order, Shown};
use padi_information::consequence_test::period::Period;
use padi_information::consequence_test::{self, Sheet};
use padi_kernel::id::{AgencyId, ExemptionId, InformationRequestId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::body::Change;
use crate::timestamp::{millis, millis_option};
use crate::v1::case::{ListTotal, items_fit, mirrored};
use crate::v1::information_requests::ExemptionGround;
use crate::v1::reference::clearable;
use crate::v1::words::{not_blank, one_line};

/// The longest paragraph of a sheet, in characters.
const TEXT_MAX: usize = 10_000;
/// The longest line of a sheet, in characters.
const LINE_MAX: usize = 500;

mirrored! {
    /// Where a test stands (status uji konsekuensi). More may be added.
    ConsequenceTestState of consequence_test::State {
        /// Being written (draf).
        Draft = "draft",
        /// Handed to the superior (diajukan).
        Submitted = "submitted",
        /// Approved (disetujui).
        Approved = "approved",
        /// Not approved (ditolak).
        Rejected = "rejected",
    }

    /// What a test found (hasil uji konsekuensi).
    ConsequenceTestOutcome of consequence_test::TestOutcome {
        /// It is opened (dibuka).
        Open = "open",
        /// A part is exempt, and blacked out (dikecualikan sebagian): never the whole.
        PartialRedact = "partial_redact",
        /// It is exempt as a whole (dikecualikan).
        Exempt = "exempt",
    }
}

/// For how long something is exempt (jangka waktu pengecualian, UU 14/2008 Ps 20).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExemptionPeriod {
    /// Its first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) from: Option<NaiveDate>,
    /// Its last day: at the local midnight after it, it opens by itself. Ground 17a reaches thirty years at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) until: Option<NaiveDate>,
    /// What ends it where no day is known, such as a judgment. Only 17g and 17h may have neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 500, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) rule: Option<String>,
}

impl From<&Period> for ExemptionPeriod {
    fn from(period: &Period) -> Self {
        let Period { from, until, rule } = period.clone();
        Self { from, until, rule }
    }
}

impl From<ExemptionPeriod> for Period {
    fn from(ExemptionPeriod { from, until, rule }: ExemptionPeriod) -> Self {
        Self { from, until, rule }
    }
}

/// A consequence test (uji konsekuensi, UU 14/2008 Ps 19; Perki 1/2021): what follows if information is opened, and if it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ConsequenceTest {
    /// Its id; cited by the notice that withholds something.
    pub(crate) id: Uuid,
    /// Grows with each change; the `ETag`.
    pub(crate) version: i64,
    /// Where it stands.
    pub(crate) state: ConsequenceTestState,
    /// The body (badan publik).
    pub(crate) agency_id: Uuid,
    /// The request that asked for it; absent where it comes before any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) request_id: Option<Uuid>,
    /// The exemption that is tested anew (pengujian ulang).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) exemption_id: Option<Uuid>,
    /// Exactly which part (informasi yang diuji).
    pub(crate) information: String,
    /// The letter of UU 14/2008 Ps 17.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) ground: Option<ExemptionGround>,
    /// Another law (dasar hukum lain).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) law: Option<String>,
    /// What follows if it is opened (konsekuensi jika dibuka).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) consequence_if_opened: Option<String>,
    /// What follows if it is kept (konsekuensi jika ditutup).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) consequence_if_closed: Option<String>,
    /// What the public gains (kepentingan publik).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) public_interest: Option<String>,
    /// For how long.
    pub(crate) period: ExemptionPeriod,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) outcome: Option<ConsequenceTestOutcome>,
    /// Who took part (peserta).
    pub(crate) participants: Vec<String>,
    /// When it was held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) held_on: Option<NaiveDate>,
    /// The decree that fixed it (surat penetapan klasifikasi).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) decree_number: Option<String>,
    /// Why it was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) rejection_reason: Option<String>,
    /// When it was decided.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    pub(crate) decided_at: Option<DateTime<Utc>>,
    /// When it was begun.
    #[serde(serialize_with = "millis")]
    pub(crate) created_at: DateTime<Utc>,
    /// When it changed last.
    #[serde(serialize_with = "millis")]
    pub(crate) updated_at: DateTime<Utc>,
    /// What the caller may do now: `revise` is `PATCH`, each other has its name as its path. Whoever wrote in it is not offered to
    /// decide on it.
    pub(crate) allowed_actions: Vec<String>,
}

impl From<&Shown> for ConsequenceTest {
    fn from(shown: &Shown) -> Self {
        let Shown { test, allowed_actions } = shown;
        let sheet = test.sheet.clone();
        Self {
            id: test.id.0,
            version: test.version,
            state: test.state.into(),
            agency_id: test.agency.id.0,
            request_id: test.request_id.map(|id| id.0),
            exemption_id: test.exemption_id.map(|id| id.0),
            information: sheet.information,
            ground: sheet.article.map(Into::into),
            law: sheet.law,
            consequence_if_opened: sheet.consequence_if_opened,
            consequence_if_closed: sheet.consequence_if_closed,
            public_interest: sheet.public_interest,
            period: (&sheet.period).into(),
            outcome: sheet.outcome.map(Into::into),
            participants: sheet.participants,
            held_on: sheet.held_on,
            decree_number: test.decree_number.clone(),
            rejection_reason: test.rejection_reason.clone(),
            decided_at: test.decided_at,
            created_at: test.created_at,
            updated_at: test.updated_at,
            allowed_actions: allowed_actions.iter().map(|action| action.name().to_owned()).collect(),
        }
    }
}

/// A page of tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ConsequenceTestPage {
    /// The tests.
    pub(crate) data: Vec<ConsequenceTest>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    pub(crate) next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) total: Option<ListTotal>,
}

/// A test that is to be begun (uji konsekuensi baru). What is not known yet may be left out until it is submitted.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginConsequenceTest {
    /// The body (badan publik).
    pub(crate) agency_id: Uuid,
    /// The request of that body that asks for it.
    #[schema(nullable = false)]
    pub(crate) request_id: Option<Uuid>,
    /// The exemption of that body, in force, that is tested anew (pengujian ulang).
    #[schema(nullable = false)]
    pub(crate) exemption_id: Option<Uuid>,
    /// Exactly which part (informasi yang diuji).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) information: String,
    /// The letter of UU 14/2008 Ps 17.
    #[schema(nullable = false)]
    pub(crate) ground: Option<ExemptionGround>,
    /// Another law (dasar hukum lain); needed with ground 17j.
    #[validate(length(min = 1, max = 500), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 500, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) law: Option<String>,
    /// What follows if it is opened (konsekuensi jika dibuka).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S", nullable = false)]
    pub(crate) consequence_if_opened: Option<String>,
    /// What follows if it is kept (konsekuensi jika ditutup).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S", nullable = false)]
    pub(crate) consequence_if_closed: Option<String>,
    /// What the public gains (kepentingan publik).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S", nullable = false)]
    pub(crate) public_interest: Option<String>,
    /// For how long; needed where something is kept back.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) period: Option<ExemptionPeriod>,
    /// What was found.
    #[schema(nullable = false)]
    pub(crate) outcome: Option<ConsequenceTestOutcome>,
    /// Who took part (peserta).
    #[serde(default)]
    #[validate(length(max = 50), custom(function = participants_fit))]
    #[schema(max_items = 50)]
    pub(crate) participants: Vec<String>,
    /// When it was held; not in the future.
    #[schema(nullable = false)]
    pub(crate) held_on: Option<NaiveDate>,
}

impl From<BeginConsequenceTest> for Begin {
    fn from(body: BeginConsequenceTest) -> Self {
        let sheet = Sheet {
            information: body.information,
            article: body.ground.map(Into::into),
            law: body.law,
            consequence_if_opened: body.consequence_if_opened,
            consequence_if_closed: body.consequence_if_closed,
            public_interest: body.public_interest,
            period: body.period.map(Into::into).unwrap_or_default(),
            outcome: body.outcome.map(Into::into),
            participants: body.participants,
            held_on: body.held_on,
        };
        Self {
            agency_id: AgencyId(body.agency_id),
            request_id: body.request_id.map(InformationRequestId),
            exemption_id: body.exemption_id.map(ExemptionId),
            sheet,
        }
    }
}

/// What to change of a period; what is absent stays, `null` clears.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExemptionPeriodChange {
    /// Another first day.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub(crate) from: Change<NaiveDate>,
    /// Another last day.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub(crate) until: Change<NaiveDate>,
    /// Another end, where no day is known.
    #[serde(default)]
    #[validate(custom(function = line_fits))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) rule: Change<String>,
}

/// What to change of a draft; what is absent stays, `null` clears (perubahan draf uji konsekuensi).
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsequenceTestChange {
    /// Exactly which part (informasi yang diuji).
    #[validate(length(min = 1, max = 10_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 10_000, pattern = r"\S", nullable = false)]
    pub(crate) information: Option<String>,
    /// Another letter of UU 14/2008 Ps 17.
    #[schema(nullable = false)]
    pub(crate) ground: Option<ExemptionGround>,
    /// Another law (dasar hukum lain).
    #[serde(default)]
    #[validate(custom(function = line_fits))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) law: Change<String>,
    /// What follows if it is opened (konsekuensi jika dibuka).
    #[serde(default)]
    #[validate(custom(function = text_fits))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) consequence_if_opened: Change<String>,
    /// What follows if it is kept (konsekuensi jika ditutup).
    #[serde(default)]
    #[validate(custom(function = text_fits))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) consequence_if_closed: Change<String>,
    /// What the public gains (kepentingan publik).
    #[serde(default)]
    #[validate(custom(function = text_fits))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10_000, pattern = r"\S")]
    pub(crate) public_interest: Change<String>,
    /// For how long.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) period: Option<ExemptionPeriodChange>,
    /// What was found.
    #[schema(nullable = false)]
    pub(crate) outcome: Option<ConsequenceTestOutcome>,
    /// Who took part: the whole list (peserta).
    #[validate(length(max = 50), custom(function = participants_fit))]
    #[schema(max_items = 50, nullable = false)]
    pub(crate) participants: Option<Vec<String>>,
    /// When it was held; not in the future.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub(crate) held_on: Change<NaiveDate>,
}

impl From<ConsequenceTestChange> for Order {
    fn from(change: ConsequenceTestChange) -> Self {
        Self::Revise(Box::new(move |before| revised(before, change)))
    }
}

fn revised(before: Sheet, change: ConsequenceTestChange) -> Sheet {
    let mut period = before.period;
    if let Some(ExemptionPeriodChange { from, until, rule }) = change.period {
        period =
            Period { from: over(from, period.from), until: over(until, period.until), rule: over(rule, period.rule) };
    }
    Sheet {
        information: change.information.unwrap_or(before.information),
        article: change.ground.map(Into::into).or(before.article),
        law: over(change.law, before.law),
        consequence_if_opened: over(change.consequence_if_opened, before.consequence_if_opened),
        consequence_if_closed: over(change.consequence_if_closed, before.consequence_if_closed),
        public_interest: over(change.public_interest, before.public_interest),
        period,
        outcome: change.outcome.map(Into::into).or(before.outcome),
        participants: change.participants.unwrap_or(before.participants),
        held_on: over(change.held_on, before.held_on),
    }
}

fn over<T>(change: Change<T>, before: Option<T>) -> Option<T> {
    clearable(change).unwrap_or(before)
}

/// The decree that approves a test.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApproveConsequenceTest {
    /// Number of the decree that fixes it (surat penetapan klasifikasi).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) decree_number: String,
}

fn participants_fit(names: &[String]) -> Result<(), ValidationError> {
    items_fit(names)
}

fn text_fits(change: &Change<String>) -> Result<(), ValidationError> {
    fits(change, TEXT_MAX, not_blank)
}

fn line_fits(change: &Change<String>) -> Result<(), ValidationError> {
    fits(change, LINE_MAX, one_line)
}

fn fits(
    change: &Change<String>,
    max: usize,
    shape: fn(&str) -> Result<(), ValidationError>,
) -> Result<(), ValidationError> {
    let Change::Set(text) = change else { return Ok(()) };
    if text.chars().count() > max {
        return Err(ValidationError::new("too_long"));
    }
    shape(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use padi_information::article::Article;

    fn sheet() -> Sheet {
        Sheet { information: "Nomor rekening".to_owned(), law: Some("UU 27/2022".to_owned()), ..Sheet::default() }
    }

    fn change(text: &str) -> ConsequenceTestChange {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn what_a_patch_does_not_name_stays() {
        assert_eq!(revised(sheet(), change("{}")), sheet());
    }

    #[test]
    fn a_patch_reaches_into_the_period() {
        let before = Sheet {
            period: Period { from: NaiveDate::from_ymd_opt(2026, 1, 1), until: None, rule: Some("putusan".to_owned()) },
            ..sheet()
        };
        let after = revised(before, change(r#"{"period": {"until": "2026-12-31"}, "ground": "17h"}"#));
        assert_eq!(after.period.from, NaiveDate::from_ymd_opt(2026, 1, 1));
        assert_eq!(after.period.until, NaiveDate::from_ymd_opt(2026, 12, 31));
        assert_eq!(after.period.rule.as_deref(), Some("putusan"));
        assert_eq!(after.article.map(Article::name), Some("17h"));
        assert_eq!(after.law.as_deref(), Some("UU 27/2022"));
    }

    #[test]
    fn the_api_writes_what_the_domain_calls_it() {
        for state in consequence_test::State::ALL {
            assert_eq!(serde_json::to_value(ConsequenceTestState::from(*state)).unwrap(), state.name());
        }
        for outcome in consequence_test::TestOutcome::ALL {
            assert_eq!(serde_json::to_value(ConsequenceTestOutcome::from(*outcome)).unwrap(), outcome.name());
        }
    }
}
