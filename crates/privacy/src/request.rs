//! A data subject's request (permintaan subjek data pribadi) and its transitions: received, identity checked, granted or refused,
//! notified. Each method is one act; the only place that knows what it does to state and clock.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use padi_kernel::{
    changed::Changed,
    deadlines::{DeadlineError, Deadlines, Kind as Clock, Law},
    event::{Audience, By, Event},
    id::{AgencyId, ComplaintId, DataRequestId, UserId},
    rule::UnknownName,
    zone::Locality,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The word for this kind of case in events and deadlines.
pub const CASE_KIND: &str = "data_request";

/// Correcting or updating (Ps 30): 3 x 24 hours.
const X1: Clock = Clock { code: "X1", rule: "X1" };
/// Access and the trace of processing (Ps 32): 3 x 24 hours.
const X2: Clock = Clock { code: "X2", rule: "X2" };
/// Withdrawal of consent, delay or limit (Ps 40, 41): 3 x 24 hours. Erasure runs by it too: Ps 43 names no term of its own.
const X4: Clock = Clock { code: "X4", rule: "X4" };

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Access to one's data and the trace of their processing (akses).
    Access,
    /// Correcting or updating them (pembetulan).
    Correction,
    /// Erasing them (penghapusan).
    Erasure,
    /// Limiting their processing (pembatasan).
    Restriction,
    /// Withdrawing consent (penarikan persetujuan).
    ConsentWithdrawal,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Access, Self::Correction, Self::Erasure, Self::Restriction, Self::ConsentWithdrawal];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Correction => "correction",
            Self::Erasure => "erasure",
            Self::Restriction => "restriction",
            Self::ConsentWithdrawal => "consent_withdrawal",
        }
    }

    fn clock(self) -> Clock {
        match self {
            Self::Correction => X1,
            Self::Access => X2,
            Self::Erasure | Self::Restriction | Self::ConsentWithdrawal => X4,
        }
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Received (diterima); the clock runs.
    Received,
    /// It is being checked whether the asker is the person (pemeriksaan identitas).
    IdentityCheck,
    /// Done as asked (dikabulkan).
    Granted,
    /// Refused, with a reason of law (ditolak).
    Refused,
    /// The person was told the outcome (diberitahukan).
    Notified,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Received, Self::IdentityCheck, Self::Granted, Self::Refused, Self::Notified];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::IdentityCheck => "identity_check",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Notified => "notified",
        }
    }

    /// Whether it waits for a decision.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::IdentityCheck)
    }
}

/// Why a request was refused (Ps 15, 33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// A case of the person is still being handled (laporan masih ditangani).
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

impl RefusalReason {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::CaseOpen, Self::Retention, Self::LegalHold, Self::EndangersOthers, Self::IdentityUnproven];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::CaseOpen => "case_open",
            Self::Retention => "retention",
            Self::LegalHold => "legal_hold",
            Self::EndangersOthers => "endangers_others",
            Self::IdentityUnproven => "identity_unproven",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|it| it.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for State {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|it| it.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for RefusalReason {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|it| it.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Whose data it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person with an account: the account and every case filed with it.
    Account(UserId),
    /// A reporter without account, who showed the secret of this case.
    Reporter(ComplaintId),
    /// Nobody any more: the account was erased, as was asked.
    Erased,
}

/// A data subject's request. What was written with it is kept sealed, beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRequest {
    /// Its id.
    pub id: DataRequestId,
    /// What is asked for.
    pub kind: Kind,
    /// Whose data.
    pub subject: Subject,
    /// Where it stands.
    pub state: State,
    /// Whether it was granted, once it was decided.
    pub granted: Option<bool>,
    /// Why it was refused.
    pub refusal: Option<RefusalReason>,
    /// The body whose privacy officer decides: that of the case, or the ministry for an account.
    pub agency_id: AgencyId,
    /// Where the clock runs.
    pub locality: Locality,
    /// Its clock.
    pub deadlines: Deadlines,
    /// When it was received, by the law's clock.
    pub received_at: DateTime<Utc>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// When the person was told.
    pub notified_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Grows with each change.
    pub version: i64,
}

/// A request as it comes in.
#[derive(Clone, Debug)]
pub struct Filing {
    /// Its id.
    pub id: DataRequestId,
    /// What is asked for.
    pub kind: Kind,
    /// Whose data.
    pub subject: Subject,
    /// The body whose privacy officer decides.
    pub agency_id: AgencyId,
    /// Where the clock runs.
    pub locality: Locality,
}

/// What can be done with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin to check who asks.
    CheckIdentity,
    /// Do as asked.
    Grant,
    /// Refuse.
    Refuse(RefusalReason),
    /// Tell the person the outcome.
    Notify,
}

/// The state does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the state does not allow it")]
pub struct WrongState;

impl DataRequest {
    /// Receives a request and starts its clock.
    pub fn submit(filing: Filing, by: By, now: DateTime<Utc>, law: Law<'_>) -> Result<Changed<Self>, DeadlineError> {
        let Filing { id, kind, subject, agency_id, locality } = filing;
        let mut deadlines = Deadlines::default();
        deadlines.start(kind.clock(), now, now, &locality, 1, law)?;
        let request = Self {
            id,
            kind,
            subject,
            state: State::Received,
            granted: None,
            refusal: None,
            agency_id,
            locality,
            deadlines,
            received_at: now,
            decided_at: None,
            notified_at: None,
            updated_at: now,
            version: 1,
        };
        let event = request.event("data_request.received", by, None, json!({ "kind": kind.name() }), now);
        let deadlines = request.deadlines.touched();
        Ok(Changed { value: request, events: vec![event], deadlines })
    }

    /// Whether the state allows it.
    pub fn allows(&self, command: Command) -> bool {
        match command {
            Command::CheckIdentity => self.state == State::Received,
            Command::Grant | Command::Refuse(_) => self.state.is_open(),
            Command::Notify => matches!(self.state, State::Granted | State::Refused),
        }
    }

    /// Does what is commanded, if the state allows it.
    pub fn apply(self, command: Command, by: By, now: DateTime<Utc>) -> Result<Changed<Self>, WrongState> {
        if !self.allows(command) {
            return Err(WrongState);
        }
        let from = self.state;
        let mut request = self;
        let (kind, data) = match command {
            Command::CheckIdentity => {
                request.state = State::IdentityCheck;
                ("data_request.identity_check", json!({}))
            }
            Command::Grant => {
                request.decide(true, now);
                ("data_request.granted", json!({}))
            }
            Command::Refuse(reason) => {
                request.decide(false, now);
                request.refusal = Some(reason);
                ("data_request.refused", json!({ "reason_code": reason.name() }))
            }
            Command::Notify => {
                request.state = State::Notified;
                request.notified_at = Some(now);
                ("data_request.notified", json!({}))
            }
        };
        Ok(request.changed(kind, by, from, data, now))
    }

    fn decide(&mut self, granted: bool, now: DateTime<Utc>) {
        self.state = if granted { State::Granted } else { State::Refused };
        self.granted = Some(granted);
        self.decided_at = Some(now);
        self.deadlines.meet(self.kind.clock().code, now);
    }

    /// The effect of its term if that has passed: the flag is raised, and stays until the decision.
    pub fn lapse(self, now: DateTime<Utc>) -> Option<Changed<Self>> {
        let passed = self.deadlines.next_passed(now)?;
        let (code, at) = (passed.code.clone(), passed.passes_at().max(self.updated_at));
        let from = self.state;
        let mut request = self;
        request.deadlines.pass(code.as_str(), at);
        Some(request.changed("data_request.deadline_missed", By::SYSTEM, from, json!({ "code": code }), at))
    }

    fn changed(mut self, kind: &'static str, by: By, from: State, data: Value, now: DateTime<Utc>) -> Changed<Self> {
        self.version += 1;
        self.updated_at = now;
        let event = self.event(kind, by, Some(from), data, now);
        let deadlines = self.deadlines.touched();
        Changed { value: self, events: vec![event], deadlines }
    }

    fn event(&self, kind: &'static str, by: By, from: Option<State>, data: Value, at: DateTime<Utc>) -> Event {
        Event {
            kind,
            at,
            by,
            from_state: from.map(State::name),
            to_state: self.state.name(),
            audience: Audience::Reporter,
            words: None,
            data,
        }
    }
}
