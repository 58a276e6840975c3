//! Rows of the registers and figures as they go out. The keys are those of the domain's headings, in their order.

use chrono::NaiveDate;
use padi_information::register::figures::{Figures, HandlingTime, RefusalReason};
use padi_information::register::{ObjectionRow, RequestRow, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::v1::case::{ListTotal, mirrored};
use crate::v1::information_requests::{AccessMethod, ExemptionGround, InformationRequestOutcome};
use crate::v1::objections::ObjectionResult;

mirrored! {
    /// What the applicant made of the superior's answer (tanggapan pemohon). More may be added.
    ObjectionResponse of Response {
        /// Agreed to a settlement (menyepakati).
        Settled = "settled",
        /// Let the time to go to the Commission pass (tidak mengajukan sengketa).
        NotDisputed = "not_disputed",
        /// Went to the Commission (mengajukan sengketa).
        Disputed = "disputed",
        /// Took the objection back (mencabut).
        Withdrawn = "withdrawn",
    }
}

/// A row of the register of requests (register permohonan informasi).
///
/// What is not known, was erased or may not be seen is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct RequestRegisterRow {
    /// The how-many-th row of the period (nomor urut), from 1.
    no: u64,
    /// Its number (nomor pendaftaran), such as `0007/PPID/73.71/III/2026`.
    registration_number: String,
    /// When it was received (tanggal), in the body's local time.
    received_on: NaiveDate,
    /// Who asks (nama).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// Where they live (alamat).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    address: Option<String>,
    /// How they are reached (nomor kontak): telephone, e-mail, or both.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    contact: Option<String>,
    /// What they do (pekerjaan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    occupation: Option<String>,
    /// What is asked for (informasi yang diminta).
    information: String,
    /// What for (tujuan penggunaan informasi).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    purpose: Option<String>,
    /// Whether the body has it (di bawah penguasaan), as far as the notice tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    in_possession: Option<bool>,
    /// Whether there is no document of it (belum didokumentasikan); absent before the notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    not_documented: Option<bool>,
    /// In what form it is held (bentuk informasi yang dikuasai).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    form_held: Option<String>,
    /// To see it, or to have a copy (jenis permohonan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    kind_of_request: Option<AccessMethod>,
    /// What the notice said (keputusan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decision: Option<InformationRequestOutcome>,
    /// The letters of UU 14/2008 Ps 17 on which something was kept back (alasan penolakan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    refusal_reason: Option<String>,
    /// When the notice was given (hari dan tanggal pemberitahuan tertulis).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    notified_on: Option<NaiveDate>,
    /// When the information was given (hari dan tanggal pemberian informasi).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    given_on: Option<NaiveDate>,
    /// What it cost (biaya), in whole rupiah.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cost_idr: Option<i64>,
    /// How it was paid (cara pembayaran): the reference of the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    payment_method: Option<String>,
}

impl From<RequestRow> for RequestRegisterRow {
    fn from(row: RequestRow) -> Self {
        Self {
            no: row.no,
            registration_number: row.registration_number,
            received_on: row.received_on,
            name: row.name,
            address: row.address,
            contact: row.contact,
            occupation: row.occupation,
            information: row.information,
            purpose: row.purpose,
            in_possession: row.in_possession,
            not_documented: row.not_documented,
            form_held: row.form_held,
            kind_of_request: row.kind_of_request.map(Into::into),
            decision: row.decision.map(Into::into),
            refusal_reason: row.refusal_reason,
            notified_on: row.notified_on,
            given_on: row.given_on,
            cost_idr: row.cost_idr,
            payment_method: row.payment_method,
        }
    }
}

/// A row of the register of objections (register keberatan).
///
/// What is not known, was erased or may not be seen is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "the form has seven columns to be ticked")]
pub(super) struct ObjectionRegisterRow {
    /// The how-many-th row of the period (nomor urut), from 1.
    no: u64,
    /// When it was received (tanggal), in the body's local time.
    filed_on: NaiveDate,
    /// Who objects (nama).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// Where they live (alamat).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    address: Option<String>,
    /// What they do (pekerjaan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    occupation: Option<String>,
    /// The tax number (NPWP); nothing here asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    npwp: Option<String>,
    /// Telephone number (nomor telepon).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    phone: Option<String>,
    /// E-mail address (surel).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    email: Option<String>,
    /// What was asked for (informasi yang diminta).
    information: String,
    /// What for (tujuan penggunaan informasi).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    purpose: Option<String>,
    /// Refused as exempt (UU 14/2008 Ps 35(1) a).
    ground_a: bool,
    /// Periodic information is not provided (Ps 35(1) b).
    ground_b: bool,
    /// Not answered (Ps 35(1) c).
    ground_c: bool,
    /// Answered not as asked (Ps 35(1) d).
    ground_d: bool,
    /// Not fulfilled (Ps 35(1) e).
    ground_e: bool,
    /// An unreasonable cost (Ps 35(1) f).
    ground_f: bool,
    /// Later than the law allows (Ps 35(1) g).
    ground_g: bool,
    /// What the superior found (keputusan atasan PPID).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decision: Option<ObjectionResult>,
    /// When (hari dan tanggal pemberian tanggapan atas keberatan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    answered_on: Option<NaiveDate>,
    /// Who answered (nama atasan PPID).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    superior_name: Option<String>,
    /// In which office (jabatan atasan PPID).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    superior_position: Option<String>,
    /// What the applicant made of the answer (tanggapan pemohon informasi).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    applicant_response: Option<ObjectionResponse>,
}

impl From<ObjectionRow> for ObjectionRegisterRow {
    fn from(row: ObjectionRow) -> Self {
        Self {
            no: row.no,
            filed_on: row.filed_on,
            name: row.name,
            address: row.address,
            occupation: row.occupation,
            npwp: row.npwp,
            phone: row.phone,
            email: row.email,
            information: row.information,
            purpose: row.purpose,
            ground_a: row.ground_a,
            ground_b: row.ground_b,
            ground_c: row.ground_c,
            ground_d: row.ground_d,
            ground_e: row.ground_e,
            ground_f: row.ground_f,
            ground_g: row.ground_g,
            decision: row.decision.map(Into::into),
            answered_on: row.answered_on,
            superior_name: row.superior_name,
            superior_position: row.superior_position,
            applicant_response: row.applicant_response.map(Into::into),
        }
    }
}

/// A page of the register of requests.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RequestRegisterPage {
    /// The rows, in the order of their numbers.
    pub(super) data: Vec<RequestRegisterRow>,
    /// Where the next page begins; null at the end.
    pub(super) next_cursor: Option<String>,
    /// How many rows the period has, where `include_total` asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) total: Option<ListTotal>,
}

/// A page of the register of objections.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ObjectionRegisterPage {
    /// The rows, in the order of their numbers.
    pub(super) data: Vec<ObjectionRegisterRow>,
    /// Where the next page begins; null at the end.
    pub(super) next_cursor: Option<String>,
    /// How many rows the period has, where `include_total` asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) total: Option<ListTotal>,
}

/// How long the notices took (waktu yang diperlukan), in working days: from the day of receipt, which after 16:00 local or on a day off is
/// the next working day, to that of the notice.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
struct NoticeTime {
    /// On average (rata-rata).
    #[schema(minimum = 0)]
    mean: f64,
    /// In the middle (median).
    #[schema(minimum = 0)]
    median: f64,
}

/// How often a ground was cited (alasan penolakan).
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
struct RefusalCount {
    /// The letter of UU 14/2008 Ps 17.
    ground: ExemptionGround,
    /// In how many refusals.
    count: u64,
}

/// The figures of UU 14/2008 Ps 12, over what was registered in the period.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RegisterFigures {
    /// How many requests there were (jumlah permohonan).
    requests: u64,
    /// How long the notices took; absent where none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    handling_time: Option<NoticeTime>,
    /// How many were granted as a whole (dikabulkan seluruhnya).
    granted: u64,
    /// How many in part (dikabulkan sebagian).
    granted_partial: u64,
    /// How many were refused as a whole (ditolak). What the body does not hold, or has not documented, is neither granted nor refused.
    refused: u64,
    /// On which grounds those were refused, in the order of the letters; one refusal may cite several.
    refusal_reasons: Vec<RefusalCount>,
}

impl From<Figures> for RegisterFigures {
    fn from(figures: Figures) -> Self {
        let time = |HandlingTime { mean, median }| NoticeTime { mean, median };
        let reason = |RefusalReason { ground, count }| RefusalCount { ground: ground.into(), count };
        Self {
            requests: figures.requests,
            handling_time: figures.handling_time.map(time),
            granted: figures.granted,
            granted_partial: figures.granted_partial,
            refused: figures.refused,
            refusal_reasons: figures.refusal_reasons.into_iter().map(reason).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use padi_information::register::{OBJECTION_HEADINGS, REQUEST_HEADINGS};
    use utoipa::PartialSchema;

    use super::*;

    fn properties<T: PartialSchema>() -> BTreeSet<String> {
        let schema = serde_json::to_value(T::schema()).unwrap();
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn the_keys_are_those_of_the_files_columns() {
        let keys = |headings: &[(&'static str, &str)]| headings.iter().map(|(key, _)| (*key).to_owned()).collect();
        assert_eq!(properties::<RequestRegisterRow>(), keys(&REQUEST_HEADINGS));
        assert_eq!(properties::<ObjectionRegisterRow>(), keys(&OBJECTION_HEADINGS));
    }
}
