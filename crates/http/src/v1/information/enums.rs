//! The closed lists of which both requests and objections speak, as the API writes them.

use padi_information::applicant;
use padi_information::objection::Ground;
use padi_information::request::window::Trigger;

use crate::v1::case::mirrored;

mirrored! {
    /// In what form somebody asks (jenis pemohon).
    ApplicantKind of applicant::ApplicantKind {
        /// One person (perorangan).
        Individual = "individual",
        /// Several persons, through one of them (kelompok orang).
        Group = "group",
        /// An Indonesian legal body (badan hukum).
        LegalEntity = "legal_entity",
    }

    /// What opened a window for objections (peristiwa yang membuka jangka waktu keberatan). More may be added.
    ObjectionTrigger of Trigger {
        /// The time for the notice passed (tidak ditanggapi).
        Lapse = "lapse",
        /// A notice that does not give all (pemberitahuan).
        Notice = "notice",
        /// A notice with a fee (pemberitahuan berbiaya).
        Fee = "fee",
        /// What was granted was not handed over in time (tidak diserahkan).
        Handover = "handover",
        /// The information was handed over (penyerahan).
        Delivery = "delivery",
    }

    /// Ground of an objection (alasan keberatan), by the letter of UU 14/2008 Ps 35(1).
    ObjectionGround of Ground {
        /// Refused as exempt (penolakan berdasarkan alasan pengecualian).
        A = "a",
        /// Periodic information is not provided (tidak disediakannya informasi berkala).
        B = "b",
        /// Not answered (tidak ditanggapinya permintaan).
        C = "c",
        /// Answered not as asked (ditanggapi tidak sebagaimana yang diminta).
        D = "d",
        /// Not fulfilled (tidak dipenuhinya permintaan).
        E = "e",
        /// An unreasonable cost (pengenaan biaya yang tidak wajar).
        F = "f",
        /// Later than the law allows (penyampaian melebihi waktu).
        G = "g",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v1::case::assert_same;

    #[test]
    fn the_api_writes_what_the_domain_calls_it() {
        assert_same::<_, ApplicantKind>(applicant::ApplicantKind::ALL, applicant::ApplicantKind::name);
        assert_same::<_, ObjectionTrigger>(Trigger::ALL, Trigger::name);
        assert_same::<_, ObjectionGround>(Ground::ALL, Ground::name);
    }
}
