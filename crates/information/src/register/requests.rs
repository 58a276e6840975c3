//! The register of requests (register permohonan informasi).

use chrono::NaiveDate;
use padi_kernel::cell::Cell;
use serde::Serialize;

use crate::{
    applicant::Identity,
    registration::RegistrationNumber,
    request::{
        InformationRequest,
        command::{AccessMethod, CopyForm},
        state::Outcome,
    },
};

/// The keys in the API's order, each with its heading.
pub const REQUEST_HEADINGS: [(&str, &str); 19] = [
    ("no", "No"),
    ("registration_number", "Nomor pendaftaran"),
    ("received_on", "Tanggal"),
    ("name", "Nama"),
    ("address", "Alamat"),
    ("contact", "Nomor kontak"),
    ("occupation", "Pekerjaan"),
    ("information", "Informasi yang diminta"),
    ("purpose", "Tujuan penggunaan informasi"),
    ("in_possession", "Status informasi: di bawah penguasaan"),
    ("not_documented", "Status informasi: belum didokumentasikan"),
    ("form_held", "Bentuk informasi yang dikuasai"),
    ("kind_of_request", "Jenis permohonan"),
    ("decision", "Keputusan"),
    ("refusal_reason", "Alasan penolakan"),
    ("notified_on", "Hari dan tanggal pemberitahuan tertulis"),
    ("given_on", "Hari dan tanggal pemberian informasi"),
    ("cost_idr", "Biaya (Rp)"),
    ("payment_method", "Cara pembayaran"),
];

/// One row. What is not known, or was erased, is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestRow {
    /// The n-th of what is shown, from 1.
    pub no: u64,
    /// Its number.
    pub registration_number: String,
    /// When it was received.
    pub received_on: NaiveDate,
    /// Who asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where they live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// How they are reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
    /// What is asked for.
    pub information: String,
    /// What for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Whether the body has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_possession: Option<bool>,
    /// Whether there is no document of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_documented: Option<bool>,
    /// In what form it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form_held: Option<String>,
    /// To see it, or to have a copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind_of_request: Option<AccessMethod>,
    /// What the notice said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Outcome>,
    /// The letters of Ps 17 on which something was kept back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal_reason: Option<String>,
    /// When the notice was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
    /// When the information was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_on: Option<NaiveDate>,
    /// What it cost, in whole rupiah.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_idr: Option<i64>,
    /// How it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<String>,
}

impl RequestRow {
    /// The row of a request; `identity` where names are shown and were not erased.
    pub fn of(no: u64, request: &InformationRequest, identity: Option<&Identity>) -> Self {
        let zone = request.locality().zone;
        let applicant = identity.map(|identity| identity.applicant.clone()).unwrap_or_default();
        let contact: Vec<_> = applicant.phone.into_iter().chain(applicant.email).collect();
        let cost = request.cost.as_ref();
        Self {
            no,
            registration_number: RegistrationNumber::to_string(&request.registration_number),
            received_on: zone.day_of(request.received_at),
            name: applicant.name,
            address: applicant.address,
            contact: (!contact.is_empty()).then(|| contact.join(", ")),
            occupation: applicant.occupation,
            information: request.information.clone(),
            purpose: request.purpose.clone(),
            in_possession: request.outcome.and_then(in_possession),
            not_documented: request.outcome.map(|outcome| outcome == Outcome::NotDocumented),
            form_held: form_held(request),
            kind_of_request: request.access_method,
            decision: request.outcome,
            refusal_reason: refusal_reason(request),
            notified_on: request.notice.as_ref().map(|notice| zone.day_of(notice.at)),
            given_on: request.delivery.as_ref().map(|delivery| zone.day_of(delivery.received_at)),
            cost_idr: cost.map(|cost| cost.total_idr),
            payment_method: cost.and_then(|cost| cost.payment.as_ref()).map(|payment| payment.reference.clone()),
        }
    }

    /// The cells, in the order of the headings.
    pub fn cells(&self) -> Vec<Cell> {
        let kind = self.kind_of_request.map(|kind| match kind {
            AccessMethod::View => "Melihat/mengetahui",
            AccessMethod::Copy => "Meminta salinan",
        });
        vec![
            Cell::number(i64::try_from(self.no).ok()),
            Cell::Text(self.registration_number.clone()),
            Cell::Day(self.received_on),
            Cell::text(self.name.as_ref()),
            Cell::text(self.address.as_ref()),
            Cell::text(self.contact.as_ref()),
            Cell::text(self.occupation.as_ref()),
            Cell::Text(self.information.clone()),
            Cell::text(self.purpose.as_ref()),
            Cell::flag(self.in_possession),
            Cell::flag(self.not_documented),
            Cell::text(self.form_held.as_ref()),
            Cell::word(kind),
            Cell::word(self.decision.map(decision)),
            Cell::text(self.refusal_reason.as_ref()),
            Cell::day(self.notified_on),
            Cell::day(self.given_on),
            Cell::number(self.cost_idr),
            Cell::text(self.payment_method.as_ref()),
        ]
    }
}

/// Whether the body has it, as far as the notice tells: of what is not documented it does not.
fn in_possession(outcome: Outcome) -> Option<bool> {
    match outcome {
        Outcome::Granted | Outcome::GrantedPartial | Outcome::Refused => Some(true),
        Outcome::NotHeld => Some(false),
        Outcome::NotDocumented => None,
    }
}

fn decision(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "Diberikan seluruhnya",
        Outcome::GrantedPartial => "Diberikan sebagian",
        Outcome::Refused => "Ditolak",
        Outcome::NotHeld => "Tidak dikuasai",
        Outcome::NotDocumented => "Belum didokumentasikan",
    }
}

/// The format that the notice named; else the copy that was asked for, once it was granted.
fn form_held(request: &InformationRequest) -> Option<String> {
    let named = request.notice.as_ref().and_then(|notice| notice.form.clone());
    let asked = || {
        let form = request.copy_form.filter(|_| request.delivery.is_some())?;
        let word = match form {
            CopyForm::Soft => "Salinan elektronik",
            CopyForm::Hard => "Salinan cetak",
        };
        Some(word.to_owned())
    };
    named.or_else(asked)
}

/// The letters of Ps 17 that were cited, each once, in their order.
fn refusal_reason(request: &InformationRequest) -> Option<String> {
    let refused = request.notice.iter().flat_map(|notice| &notice.grounds).map(|cited| cited.ground);
    let mut articles: Vec<_> = refused.chain(request.redactions.iter().map(|part| part.ground)).collect();
    articles.sort_unstable();
    articles.dedup();
    let letters: Vec<_> = articles.iter().map(|article| format!("Ps 17 huruf {}", &article.name()[2..])).collect();
    (!letters.is_empty()).then(|| letters.join(", "))
}
