//! The register of objections (register keberatan).

use chrono::NaiveDate;
use padi_kernel::cell::Cell;
use serde::Serialize;

use crate::{
    applicant::Identity,
    objection::{Ground, Objection, State, Verdict},
};

/// The keys in the API's order, each with its heading.
pub const OBJECTION_HEADINGS: [(&str, &str); 22] = [
    ("no", "No"),
    ("filed_on", "Tanggal"),
    ("name", "Nama"),
    ("address", "Alamat"),
    ("occupation", "Pekerjaan"),
    ("npwp", "NPWP"),
    ("phone", "Nomor telepon"),
    ("email", "Surel"),
    ("information", "Informasi yang diminta"),
    ("purpose", "Tujuan penggunaan informasi"),
    ("ground_a", "Alasan keberatan a"),
    ("ground_b", "Alasan keberatan b"),
    ("ground_c", "Alasan keberatan c"),
    ("ground_d", "Alasan keberatan d"),
    ("ground_e", "Alasan keberatan e"),
    ("ground_f", "Alasan keberatan f"),
    ("ground_g", "Alasan keberatan g"),
    ("decision", "Keputusan atasan PPID"),
    ("answered_on", "Hari dan tanggal pemberian tanggapan atas keberatan"),
    ("superior_name", "Nama atasan PPID"),
    ("superior_position", "Jabatan atasan PPID"),
    ("applicant_response", "Tanggapan pemohon informasi"),
];

named! {
    /// What the applicant made of the answer (tanggapan pemohon).
    Response {
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

/// Who answered, by name and position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Superior {
    /// The name.
    pub name: Option<String>,
    /// The position, such as that of the secretary of the region (sekretaris daerah).
    pub position: Option<String>,
}

/// One row. What is not known, or was erased, is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the form has seven columns to be ticked")]
pub struct ObjectionRow {
    /// The n-th of what is shown, from 1.
    pub no: u64,
    /// When it was received.
    pub filed_on: NaiveDate,
    /// Who objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where they live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
    /// The tax number; nothing here asks for it, and an import may bring it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub npwp: Option<String>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What was asked for.
    pub information: String,
    /// What for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Refused as exempt.
    pub ground_a: bool,
    /// Periodic information is not provided.
    pub ground_b: bool,
    /// Not answered.
    pub ground_c: bool,
    /// Answered not as asked.
    pub ground_d: bool,
    /// Not fulfilled.
    pub ground_e: bool,
    /// An unreasonable cost.
    pub ground_f: bool,
    /// Later than the law allows.
    pub ground_g: bool,
    /// What the superior found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Verdict>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<NaiveDate>,
    /// Who the superior is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superior_name: Option<String>,
    /// What the superior is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superior_position: Option<String>,
    /// What the applicant made of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicant_response: Option<Response>,
}

impl ObjectionRow {
    /// The row of an objection; `identity` where names are shown and were not erased, `superior` once somebody has answered.
    pub fn of(no: u64, objection: &Objection, identity: Option<&Identity>, superior: Superior) -> Self {
        let zone = objection.locality().zone;
        let applicant = identity.map(|identity| identity.applicant.clone()).unwrap_or_default();
        let ticked = |ground| objection.grounds.contains(&ground);
        Self {
            no,
            filed_on: zone.day_of(objection.received_at),
            name: applicant.name,
            address: applicant.address,
            occupation: applicant.occupation,
            npwp: None,
            phone: applicant.phone,
            email: applicant.email,
            information: objection.information.clone(),
            purpose: objection.purpose.clone(),
            ground_a: ticked(Ground::A),
            ground_b: ticked(Ground::B),
            ground_c: ticked(Ground::C),
            ground_d: ticked(Ground::D),
            ground_e: ticked(Ground::E),
            ground_f: ticked(Ground::F),
            ground_g: ticked(Ground::G),
            decision: objection.result,
            answered_on: objection.answer.as_ref().map(|answer| zone.day_of(answer.at)),
            superior_name: superior.name,
            superior_position: superior.position,
            applicant_response: response(objection),
        }
    }

    /// The cells, in the order of the headings.
    pub fn cells(&self) -> Vec<Cell> {
        let ticks =
            [self.ground_a, self.ground_b, self.ground_c, self.ground_d, self.ground_e, self.ground_f, self.ground_g];
        let mut cells = vec![
            Cell::number(i64::try_from(self.no).ok()),
            Cell::Day(self.filed_on),
            Cell::text(self.name.as_ref()),
            Cell::text(self.address.as_ref()),
            Cell::text(self.occupation.as_ref()),
            Cell::text(self.npwp.as_ref()),
            Cell::text(self.phone.as_ref()),
            Cell::text(self.email.as_ref()),
            Cell::Text(self.information.clone()),
            Cell::text(self.purpose.as_ref()),
        ];
        cells.extend(ticks.map(Cell::Tick));
        cells.extend([
            Cell::word(self.decision.map(decision)),
            Cell::day(self.answered_on),
            Cell::text(self.superior_name.as_ref()),
            Cell::text(self.superior_position.as_ref()),
            Cell::word(self.applicant_response.map(response_word)),
        ]);
        cells
    }
}

fn decision(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "Dikabulkan",
        Verdict::AcceptedPartial => "Dikabulkan sebagian",
        Verdict::Confirmed => "Menguatkan",
        Verdict::Inadmissible => "Tidak dapat diterima",
    }
}

fn response(objection: &Objection) -> Option<Response> {
    match objection.state {
        State::Withdrawn => Some(Response::Withdrawn),
        State::Disputed => Some(Response::Disputed),
        State::Final => Some(Response::NotDisputed),
        _ => objection.settled_at.map(|_| Response::Settled),
    }
}

fn response_word(response: Response) -> &'static str {
    match response {
        Response::Settled => "Menyepakati",
        Response::NotDisputed => "Tidak mengajukan sengketa",
        Response::Disputed => "Mengajukan sengketa",
        Response::Withdrawn => "Mencabut keberatan",
    }
}
