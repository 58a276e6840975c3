//! The states of cases of every kind in words, for notifications.

use super::words::pick;
use crate::language::Language;

/// Name, Indonesian, English. States of several kinds that share a name are called alike.
const STATES: &[(&str, &str, &str)] = &[
    ("unverified", "Belum Terverifikasi", "not verified"),
    ("postponed", "Ditunda", "postponed"),
    ("not_followed_up", "Belum Ditindaklanjuti", "not followed up"),
    ("in_process", "Dalam Proses", "in process"),
    ("awaiting_reporter", "Menunggu Pelapor", "awaiting the reporter"),
    ("completed", "Selesai", "completed"),
    ("archived", "Diarsipkan", "archived"),
    ("withdrawn", "Dicabut", "withdrawn"),
    ("converted", "Menjadi Permohonan Informasi", "converted to a request"),
    ("submitted", "Diterima", "received"),
    ("incomplete", "Belum Lengkap", "incomplete"),
    ("lapsed_incomplete", "Gugur karena Tidak Dilengkapi", "lapsed, not completed"),
    ("registered", "Tercatat", "registered"),
    ("in_search", "Dalam Pencarian", "in search"),
    ("review", "Dalam Penelaahan", "in review"),
    ("in_test", "Dalam Uji Konsekuensi", "in a consequence test"),
    ("notified", "Sudah Diberitahukan", "notified"),
    ("delivered", "Sudah Diserahkan", "delivered"),
    ("unanswered", "Tidak Ditanggapi", "unanswered"),
    ("under_objection", "Dalam Keberatan", "under objection"),
    ("closed", "Ditutup", "closed"),
    ("filed", "Diajukan", "filed"),
    ("in_review", "Dalam Pertimbangan", "under consideration"),
    ("settled", "Disepakati", "settled"),
    ("answered", "Dijawab", "answered"),
    ("executed", "Dilaksanakan", "executed"),
    ("disputed", "Dalam Sengketa", "disputed"),
    ("final", "Selesai", "final"),
    ("active", "Berlaku", "in force"),
    ("expiring", "Akan Berakhir", "coming to its end"),
    ("opened", "Dibuka", "opened"),
    ("opened_by_decision", "Dibuka Berdasarkan Putusan", "opened by a decision"),
    ("reclassified", "Diklasifikasi Ulang", "classified anew"),
];

/// The state in words; one that is not listed speaks for itself.
pub(super) fn in_words(name: &str, language: Language) -> &str {
    let listed = STATES.iter().find(|(known, ..)| *known == name);
    listed.map_or(name, |(_, id, en)| pick(language, id, en))
}

#[cfg(test)]
mod tests {
    use super::*;
    use padi_complaints::state::StateTag;
    use padi_information::{exemption, objection, request::state};

    #[test]
    fn every_state_of_every_kind_has_words() {
        let complaints = StateTag::ALL.iter().map(|state| state.name());
        let requests = state::StateTag::ALL.iter().map(|state| state.name());
        let objections = objection::State::ALL.iter().map(|state| state.name());
        let exemptions = exemption::State::ALL.iter().map(|state| state.name());
        for name in complaints.chain(requests).chain(objections).chain(exemptions) {
            assert!(STATES.iter().any(|(known, ..)| *known == name), "{name}");
        }
    }
}
