//! The words of notifications, in both languages, in the system and by mail: a case's number and state and a term's name and day,
//! and nothing else of it.

use chrono::NaiveDate;
use padi_information::{exemption, objection, request};
use padi_kernel::{escalation::Level, notice::NoticeKind};
use padi_persistence::notifications::About;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Shown, states::in_words};
use crate::{language::Language, mail::Letter};

/// A deadline that is told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Term {
    /// Its code in the case.
    pub(crate) code: String,
    /// Its name in Indonesian.
    pub(crate) name_id: String,
    /// Its name in English.
    pub(crate) name_en: String,
    /// The day on which it is or was due.
    pub(crate) due_on: NaiveDate,
    /// The level.
    pub(crate) level: Level,
}

/// Title and text of a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// In a few words.
    pub title: String,
    /// In a sentence or two.
    pub text: String,
}

/// What is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matter<'a> {
    pub(super) kind: NoticeKind,
    pub(super) about: Option<&'a About>,
    pub(super) is_withdrawn: bool,
    pub(super) detail: &'a Value,
}

impl Shown {
    /// The notification in words.
    pub fn words(&self, language: Language) -> Words {
        let Self { kind, about, is_withdrawn, detail, .. } = self;
        words(Matter { kind: *kind, about: about.as_ref(), is_withdrawn: *is_withdrawn, detail }, language)
    }
}

/// The mail that tells it. Its subject stays in the outbox for longer than its text, so no number stands in it.
pub(super) fn letter(matter: Matter<'_>, language: Language, public_url: &str) -> Letter {
    let Words { title, text } = words(matter, language);
    let subject = heading(matter.kind, Noun::of(matter.about), language);
    let body = match language {
        Language::Indonesian => format!(
            "{title}\n\n{text}\n\nSurel ini dikirim otomatis oleh Padi ({public_url}). Anda dapat mengatur pemberitahuan melalui\n\
             PATCH {public_url}/v1/me/notification-preferences\n"
        ),
        Language::English => format!(
            "{title}\n\n{text}\n\nThis mail was sent automatically by Padi ({public_url}). You can choose what you are told at\n\
             PATCH {public_url}/v1/me/notification-preferences\n"
        ),
    };
    Letter { subject, body }
}

/// What a kind of case is called: in Indonesian, in English, with its article, and whose it is.
#[derive(Clone, Copy)]
struct Noun {
    id: &'static str,
    en: &'static str,
    an: &'static str,
    owner: [&'static str; 2],
}

const REPORT: Noun = Noun { id: "laporan", en: "report", an: "a", owner: ["pelapor", "reporter"] };
const REQUEST: Noun =
    Noun { id: "permohonan informasi", en: "request for information", an: "a", owner: ["pemohon", "applicant"] };
const OBJECTION: Noun = Noun { id: "keberatan", en: "objection", an: "an", owner: ["pemohon", "applicant"] };
const EXEMPTION: Noun =
    Noun { id: "pengecualian informasi", en: "exemption", an: "an", owner: ["badan publik", "public body"] };

impl Noun {
    fn of(about: Option<&About>) -> Self {
        match about.map(|about| about.case_kind.as_str()) {
            Some(request::CASE_KIND) => REQUEST,
            Some(objection::CASE_KIND) => OBJECTION,
            Some(exemption::CASE_KIND) => EXEMPTION,
            _ => REPORT,
        }
    }
}

fn words(matter: Matter<'_>, language: Language) -> Words {
    let noun = Noun::of(matter.about);
    let heading = heading(matter.kind, noun, language);
    let Some(about) = matter.about else {
        return Words { title: heading, text: without_case(matter, language).to_owned() };
    };
    let title = format!("{heading}: {}", about.number);
    let said = match serde_json::from_value::<Term>(matter.detail.clone()) {
        Ok(term) => of_term(&term, &about.number, noun, language),
        Err(_) => of_case(matter.kind, &about.number, noun, language),
    };
    let state = in_words(&about.state, language);
    let text = match language {
        Language::Indonesian => format!("{said} Status: {state}."),
        Language::English => format!("{said} State: {state}."),
    };
    Words { title, text }
}

fn heading(kind: NoticeKind, Noun { id, en, an, .. }: Noun, language: Language) -> String {
    let (id, en) = match kind {
        NoticeKind::Receipt => (format!("Tanda terima {id}"), format!("Receipt of {an} {en}")),
        NoticeKind::Disposition => (format!("Disposisi {id}"), format!("Disposition of {an} {en}")),
        NoticeKind::FollowUp => (format!("Perkembangan {id}"), format!("Progress of {an} {en}")),
        NoticeKind::Completion => (format!("{} berakhir", capital(id)), format!("{} {en} has ended", capital(an))),
        NoticeKind::Escalation => (format!("Eskalasi {id}"), format!("Escalation of {an} {en}")),
        other => {
            let (id, en) = apart_from_cases(other);
            (id.to_owned(), en.to_owned())
        }
    };
    match language {
        Language::Indonesian => id,
        Language::English => en,
    }
}

/// What is headed alike whatever it is about.
fn apart_from_cases(kind: NoticeKind) -> (&'static str, &'static str) {
    match kind {
        NoticeKind::Question => ("Permintaan kelengkapan data", "Data are asked for"),
        NoticeKind::Reminder => ("Pengingat tenggat", "Reminder of a deadline"),
        NoticeKind::IdentityRevealed => ("Identitas pelapor dibuka", "An identity was revealed"),
        NoticeKind::SignIn => ("Aktivitas masuk ke akun Anda", "Sign-in to your account"),
        NoticeKind::ImportFinished => ("Impor selesai", "An import has ended"),
        NoticeKind::Receipt
        | NoticeKind::Disposition
        | NoticeKind::FollowUp
        | NoticeKind::Completion
        | NoticeKind::Escalation => ("Pemberitahuan", "A notice"),
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn without_case(matter: Matter<'_>, language: Language) -> &'static str {
    let (id, en) = match matter.kind {
        _ if matter.is_withdrawn => {
            ("Laporan ini tidak lagi dalam jangkauan Anda.", "This report is no longer within your reach.")
        }
        NoticeKind::SignIn => (
            "Ada yang masuk ke akun Anda dari sesi baru. Jika bukan Anda, akhiri sesi itu dan ganti kata sandi.",
            "Somebody signed in to your account by a new session. If it was not you, end it and change your password.",
        ),
        NoticeKind::ImportFinished => {
            ("Impor yang Anda mulai sudah berakhir.", "The import that you started has ended.")
        }
        _ => ("Ada pemberitahuan baru untuk Anda.", "There is something new for you."),
    };
    pick(language, id, en)
}

fn of_case(kind: NoticeKind, number: &str, noun: Noun, language: Language) -> String {
    let Noun { owner: [whose_id, whose_en], .. } = noun;
    let question =
        (format!("memerlukan data tambahan dari {whose_id}"), format!("needs more data from the {whose_en}"));
    let (id, en) = match kind {
        NoticeKind::Question => (question.0.as_str(), question.1.as_str()),
        NoticeKind::Receipt => ("telah diterima", "was received"),
        NoticeKind::Disposition => ("telah didisposisikan atau diteruskan", "was disposed or passed on"),
        NoticeKind::Completion => ("telah berakhir", "has ended"),
        NoticeKind::IdentityRevealed => (
            "dibuka identitas pelapornya; alasannya ada di lini masa",
            "had its reporter's identity revealed; the timeline says why",
        ),
        // Without a term: the case was opened again for the last time.
        NoticeKind::Escalation => ("dibuka kembali untuk kedua kalinya", "was opened again for the second time"),
        NoticeKind::FollowUp | NoticeKind::Reminder | NoticeKind::SignIn | NoticeKind::ImportFinished => {
            ("mendapat tindak lanjut atau tanggapan", "has a follow-up or a reply")
        }
    };
    match language {
        Language::Indonesian => format!("{} {number} {id}.", capital(noun.id)),
        Language::English => format!("The {} {number} {en}.", noun.en),
    }
}

fn of_term(term: &Term, number: &str, Noun { id, en, .. }: Noun, language: Language) -> String {
    let Term { code, name_id, name_en, due_on, level } = term;
    match (level, language) {
        (Level::L0, Language::Indonesian) => {
            format!("Tenggat {code} ({name_id}) {id} {number} berakhir pada {due_on}.")
        }
        (Level::L0, Language::English) => {
            format!("The deadline {code} ({name_en}) of {en} {number} ends on {due_on}.")
        }
        // A complaint's alone: what is not answered of requests goes to the superior.
        (Level::L4, Language::Indonesian) => format!(
            "Tenggat penyelesaian laporan {number} terlampaui. Anda berhak menyampaikan laporan ini kepada Ombudsman Republik Indonesia."
        ),
        (Level::L4, Language::English) => format!(
            "The finishing term of report {number} has passed. You have the right to take this report to the Ombudsman of the Republic of \
             Indonesia."
        ),
        (_, Language::Indonesian) => {
            format!("Eskalasi {level}: tenggat {code} ({name_id}) {id} {number}, {due_on}, telah terlampaui.")
        }
        (_, Language::English) => {
            format!("Escalation {level}: the deadline {code} ({name_en}) of {en} {number}, {due_on}, has passed.")
        }
    }
}

pub(super) fn pick(language: Language, id: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Indonesian => id,
        Language::English => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words_in_both_languages_and_no_number_in_the_subject() {
        let about = About {
            case_kind: "complaint".to_owned(),
            case_id: uuid::Uuid::nil(),
            number: "KDN-2026-ABC".to_owned(),
            state: "in_process".to_owned(),
        };
        let detail = serde_json::json!({});
        for kind in NoticeKind::ALL {
            let matter = Matter { kind, about: Some(&about), is_withdrawn: false, detail: &detail };
            let told = [Language::Indonesian, Language::English].map(|language| words(matter, language));
            assert_ne!(told[0], told[1], "{kind}");
            assert!(told[0].text.ends_with("Status: Dalam Proses."), "{}", told[0].text);
            assert!(told[1].text.ends_with("State: in process."), "{}", told[1].text);
            let letter = letter(matter, Language::Indonesian, "https://padi.example");
            assert!(!letter.subject.contains("KDN") && letter.subject.is_ascii(), "{}", letter.subject);
            assert!(letter.body.contains("KDN-2026-ABC"), "{}", letter.body);
        }
    }

    #[test]
    fn each_kind_of_case_is_called_by_its_name() {
        let of = |case_kind: &str, state: &str, language| {
            let (case_kind, state) = (case_kind.to_owned(), state.to_owned());
            let about = About { case_kind, case_id: uuid::Uuid::nil(), number: "7".to_owned(), state };
            let detail = Value::Null;
            let matter =
                Matter { kind: NoticeKind::Completion, about: Some(&about), is_withdrawn: false, detail: &detail };
            let Words { title, text } = words(matter, language);
            format!("{title}. {text}")
        };
        assert_eq!(
            of("information_request", "closed", Language::Indonesian),
            "Permohonan informasi berakhir: 7. Permohonan informasi 7 telah berakhir. Status: Ditutup."
        );
        assert_eq!(
            of("objection", "final", Language::English),
            "An objection has ended: 7. The objection 7 has ended. State: final."
        );
    }

    #[test]
    fn of_a_case_out_of_sight_nothing_is_left() {
        let detail = Value::Null;
        let matter = Matter { kind: NoticeKind::Disposition, about: None, is_withdrawn: true, detail: &detail };
        let told = words(matter, Language::English);
        assert_eq!(told.title, "Disposition of a report");
        assert_eq!(told.text, "This report is no longer within your reach.");
    }

    #[test]
    fn every_level_names_its_term() {
        let about = About {
            case_kind: "complaint".to_owned(),
            case_id: uuid::Uuid::nil(),
            number: "KDN-2026-ABC".to_owned(),
            state: "unverified".to_owned(),
        };
        for level in Level::ALL {
            let term = Term {
                code: "C1".to_owned(),
                name_id: "Verifikasi".to_owned(),
                name_en: "Verification".to_owned(),
                due_on: "2026-03-05".parse().unwrap(),
                level,
            };
            let detail = serde_json::to_value(&term).unwrap();
            let matter =
                Matter { kind: NoticeKind::Escalation, about: Some(&about), is_withdrawn: false, detail: &detail };
            for language in [Language::Indonesian, Language::English] {
                let text = words(matter, language).text;
                assert!(text.contains("KDN-2026-ABC"), "{text}");
                assert_eq!(text.contains("Ombudsman"), level == Level::L4, "{text}");
                assert_eq!(text.contains("2026-03-05"), level != Level::L4, "{text}");
            }
        }
    }
}
