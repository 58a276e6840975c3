//! Data requests as they come in and go out.

use chrono::{DateTime, Utc};
use padi_app::privacy::submit::Ask;
use padi_app::privacy::{Changes, Shown};
use padi_complaints::identity::masked_nik;
use padi_kernel::page::PageRequest;
use padi_privacy::request;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::language::Language;
use crate::problem::Problem;
use crate::query::Limit;
use crate::timestamp::{millis, millis_option};
use crate::v1::case::{Deadline, ListTotal};
use crate::v1::reference::place;
use crate::v1::words::{not_blank, one_line, phone_number};

/// What is asked of one's data: jenis permintaan
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum DataRequestKind {
    /// Access and the trace of processing (akses).
    Access,
    /// Correcting or updating (pembetulan).
    Correction,
    /// Erasing (penghapusan).
    Erasure,
    /// Limiting the processing (pembatasan).
    Restriction,
    /// Withdrawing consent (penarikan persetujuan).
    ConsentWithdrawal,
}

/// Where a data request stands: status permintaan
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum DataRequestState {
    /// Received (diterima).
    Received,
    /// It is being checked who asks (pemeriksaan identitas).
    IdentityCheck,
    /// Done as asked (dikabulkan).
    Granted,
    /// Refused (ditolak).
    Refused,
    /// The person got the mail that tells the outcome (diberitahukan).
    Notified,
}

/// Why a data request is refused: alasan penolakan (UU 27/2022 Ps 15, 33)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum DataRequestRefusal {
    /// A case of the person is still handled (laporan masih ditangani).
    CaseOpen,
    /// The data must be kept for a time that has not ended (masa retensi).
    Retention,
    /// The case is kept for proceedings (penahanan hukum).
    LegalHold,
    /// It would endanger somebody or show another's data (membahayakan pihak lain).
    EndangersOthers,
    /// The asker did not show that they are the person (identitas tidak terbukti).
    IdentityUnproven,
}

impl From<DataRequestKind> for request::Kind {
    fn from(kind: DataRequestKind) -> Self {
        match kind {
            DataRequestKind::Access => Self::Access,
            DataRequestKind::Correction => Self::Correction,
            DataRequestKind::Erasure => Self::Erasure,
            DataRequestKind::Restriction => Self::Restriction,
            DataRequestKind::ConsentWithdrawal => Self::ConsentWithdrawal,
        }
    }
}

impl From<request::Kind> for DataRequestKind {
    fn from(kind: request::Kind) -> Self {
        match kind {
            request::Kind::Access => Self::Access,
            request::Kind::Correction => Self::Correction,
            request::Kind::Erasure => Self::Erasure,
            request::Kind::Restriction => Self::Restriction,
            request::Kind::ConsentWithdrawal => Self::ConsentWithdrawal,
        }
    }
}

impl From<request::State> for DataRequestState {
    fn from(state: request::State) -> Self {
        match state {
            request::State::Received => Self::Received,
            request::State::IdentityCheck => Self::IdentityCheck,
            request::State::Granted => Self::Granted,
            request::State::Refused => Self::Refused,
            request::State::Notified => Self::Notified,
        }
    }
}

impl From<DataRequestState> for request::State {
    fn from(state: DataRequestState) -> Self {
        match state {
            DataRequestState::Received => Self::Received,
            DataRequestState::IdentityCheck => Self::IdentityCheck,
            DataRequestState::Granted => Self::Granted,
            DataRequestState::Refused => Self::Refused,
            DataRequestState::Notified => Self::Notified,
        }
    }
}

impl From<request::RefusalReason> for DataRequestRefusal {
    fn from(reason: request::RefusalReason) -> Self {
        match reason {
            request::RefusalReason::CaseOpen => Self::CaseOpen,
            request::RefusalReason::Retention => Self::Retention,
            request::RefusalReason::LegalHold => Self::LegalHold,
            request::RefusalReason::EndangersOthers => Self::EndangersOthers,
            request::RefusalReason::IdentityUnproven => Self::IdentityUnproven,
        }
    }
}

impl From<DataRequestRefusal> for request::RefusalReason {
    fn from(reason: DataRequestRefusal) -> Self {
        match reason {
            DataRequestRefusal::CaseOpen => Self::CaseOpen,
            DataRequestRefusal::Retention => Self::Retention,
            DataRequestRefusal::LegalHold => Self::LegalHold,
            DataRequestRefusal::EndangersOthers => Self::EndangersOthers,
            DataRequestRefusal::IdentityUnproven => Self::IdentityUnproven,
        }
    }
}

/// What is to be corrected (pembetulan data); what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DataChanges {
    /// Name (nama).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    name: Option<String>,
    /// E-mail address to be reached by (surel); not that of the account, which is proved by a mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 254), email)]
    #[schema(max_length = 254, format = "email", nullable = false)]
    email: Option<String>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 5, max = 32), custom(function = phone_number))]
    #[schema(min_length = 5, max_length = 32, pattern = r"^[+ .()-]*([0-9][+ .()-]*){5,}$", nullable = false)]
    phone: Option<String>,
    /// National identity number (NIK), 16 digits; shown masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 16, max = 16))]
    #[schema(min_length = 16, max_length = 16, pattern = "^[0-9]{16}$", nullable = false)]
    nik: Option<String>,
    /// Address (alamat).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    address: Option<String>,
}

impl From<DataChanges> for Changes {
    fn from(changes: DataChanges) -> Self {
        let DataChanges { name, email, phone, nik, address } = changes;
        Self { name, email, phone, nik, address }
    }
}

/// What is to be corrected, as it is shown (pembetulan data).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ShownChanges {
    /// Name (nama).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// E-mail address (surel).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    email: Option<String>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    phone: Option<String>,
    /// National identity number (NIK), masked: nobody is shown it whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "************0001")]
    nik_masked: Option<String>,
    /// Address (alamat).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    address: Option<String>,
}

impl From<Changes> for ShownChanges {
    fn from(changes: Changes) -> Self {
        let Changes { name, email, phone, nik, address } = changes;
        Self { name, email, phone, nik_masked: nik.as_deref().map(masked_nik), address }
    }
}

/// Something asked of one's own data (permintaan subjek data pribadi).
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDataRequest {
    /// What.
    kind: DataRequestKind,
    /// In one's own words (uraian).
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S", example = "Nama saya salah tulis.")]
    text: String,
    /// What is to be corrected; needed for `correction`, and for nothing else.
    #[validate(nested)]
    #[schema(nullable = false)]
    changes: Option<DataChanges>,
}

impl From<NewDataRequest> for Ask {
    fn from(body: NewDataRequest) -> Self {
        Self { kind: body.kind.into(), text: body.text, changes: body.changes.map(Into::into) }
    }
}

/// A data subject's request (permintaan subjek data pribadi).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct DataRequest {
    /// Its id.
    id: Uuid,
    /// What is asked for.
    kind: DataRequestKind,
    /// Where it stands.
    state: DataRequestState,
    /// Whether it was granted (dikabulkan), once it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    granted: Option<bool>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason_code: Option<DataRequestRefusal>,
    /// What the officer wrote (keterangan putusan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decision_text: Option<String>,
    /// What the person wrote (uraian); absent once it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text: Option<String>,
    /// What is to be corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    changes: Option<ShownChanges>,
    /// When it was received (diterima pada).
    #[serde(serialize_with = "millis")]
    received_at: DateTime<Utc>,
    /// When it was decided (diputus pada).
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    decided_at: Option<DateTime<Utc>>,
    /// When the person got the mail that tells the outcome (diberitahukan pada).
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "millis_option")]
    #[schema(nullable = false)]
    notified_at: Option<DateTime<Utc>>,
    /// When it changed last.
    #[serde(serialize_with = "millis")]
    updated_at: DateTime<Utc>,
    /// Its clock (tenggat): 3 x 24 hours.
    deadlines: Vec<Deadline>,
    /// Codes of clocks that have passed and are still not met.
    overdue: Vec<String>,
    /// Duties that stand against an erasure (penghalang), for the officer; only where one request is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    obstacles: Option<Vec<DataRequestRefusal>>,
    /// What the caller may do now; only where one request is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    allowed_actions: Option<Vec<String>>,
    /// Grows with each change; the `ETag`.
    pub(super) version: i64,
}

impl DataRequest {
    /// As it is shown in that language.
    pub(super) fn new(shown: Shown, language: Language) -> Self {
        let Shown { request, text, changes, decision, options, law } = shown;
        let (obstacles, allowed) = options.map(|options| (options.obstacles, options.allowed)).unzip();
        Self {
            id: request.id.0,
            kind: request.kind.into(),
            state: request.state.into(),
            granted: request.granted,
            reason_code: request.refusal.map(Into::into),
            decision_text: decision,
            text,
            changes: changes.map(Into::into),
            received_at: request.received_at,
            decided_at: request.decided_at,
            notified_at: request.notified_at,
            updated_at: request.updated_at,
            deadlines: request.deadlines.all().iter().map(|clock| Deadline::new(clock, &law, language)).collect(),
            overdue: request.deadlines.overdue(),
            obstacles: obstacles.map(|all| all.into_iter().map(Into::into).collect()),
            allowed_actions: allowed.map(|all| all.into_iter().map(str::to_owned).collect()),
            version: request.version,
        }
    }
}

/// A page of data requests, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct DataRequestPage {
    /// The requests.
    pub(super) data: Vec<DataRequest>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    pub(super) next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) total: Option<ListTotal>,
}

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PageParameters {
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on: `next_cursor` of the page before.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Whether to count, up to 10,000.
    #[serde(default)]
    include_total: bool,
}

impl PageParameters {
    /// Those of a query that asks for more than a part.
    pub(super) fn of(limit: Limit, cursor: Option<String>, include_total: bool) -> Self {
        Self { limit, cursor, include_total }
    }

    /// The part that is asked for.
    pub(super) fn request<C: DeserializeOwned>(
        &self,
        http: &actix_web::HttpRequest,
    ) -> Result<PageRequest<C>, Problem> {
        let after = place(http, self.cursor.as_deref())?;
        Ok(PageRequest { limit: self.limit.get().into(), after, include_total: self.include_total })
    }
}

/// Which part of a list that is not counted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PartParameters {
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on: `next_cursor` of the page before.
    #[param(nullable = false)]
    cursor: Option<String>,
}

impl PartParameters {
    /// As parameters that could ask for a count.
    pub(super) fn whole(self) -> PageParameters {
        PageParameters::of(self.limit, self.cursor, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nik_is_never_shown_whole() {
        let changes = Changes { nik: Some("7371234501900001".to_owned()), ..Changes::default() };
        assert_eq!(ShownChanges::from(changes).nik_masked.as_deref(), Some("************0001"));
    }

    #[test]
    fn words_are_the_domains() {
        for kind in request::Kind::ALL {
            let word = serde_json::to_value(DataRequestKind::from(kind)).unwrap();
            assert_eq!(word, kind.name());
            assert_eq!(request::Kind::from(serde_json::from_value::<DataRequestKind>(word).unwrap()), kind);
        }
        for state in request::State::ALL {
            let word = serde_json::to_value(DataRequestState::from(state)).unwrap();
            assert_eq!(word, state.name());
            assert_eq!(request::State::from(serde_json::from_value::<DataRequestState>(word).unwrap()), state);
        }
        for reason in request::RefusalReason::ALL {
            let word = serde_json::to_value(DataRequestRefusal::from(reason)).unwrap();
            assert_eq!(word, reason.name());
            let read = serde_json::from_value::<DataRequestRefusal>(word).unwrap();
            assert_eq!(request::RefusalReason::from(read), reason);
        }
    }
}
