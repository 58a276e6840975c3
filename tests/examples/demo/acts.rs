//! Every act with its day, and what must be true after it. The last days of the terms were counted by hand, on a calendar.

use serde_json::{Value, json};

use super::cast::Cast;

/// Somebody of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Reporter,
    Coordinator,
    CityAdmin,
    Registry,
    District,
}

impl Who {
    pub(crate) const ALL: [Self; 5] =
        [Self::Reporter, Self::Coordinator, Self::CityAdmin, Self::Registry, Self::District];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Coordinator => "coordinator",
            Self::CityAdmin => "city's administrator",
            Self::Registry => "registry office",
            Self::District => "district's office",
        }
    }
}

/// An act.
pub(crate) struct Act {
    pub(crate) title: &'static str,
    /// When, by the clock of Makassar.
    pub(crate) at: &'static str,
    pub(crate) by: Who,
    /// The last part of the path.
    pub(crate) path: &'static str,
    pub(crate) body: Value,
    pub(crate) expect: Expected,
}

/// What must be true then.
pub(crate) struct Expected {
    pub(crate) state: &'static str,
    /// What the reporter may do.
    pub(crate) reporter_may: &'static [&'static str],
    /// Deadlines: code, state and, where they run, the last day in local time.
    pub(crate) deadlines: &'static [(&'static str, &'static str, &'static str)],
}

pub(crate) fn disposition(cast: &Cast) -> [Act; 3] {
    [
        Act {
            title: "The coordinator verifies and disposes to the city's registry office",
            at: "2026-03-03T10:00:00+08:00",
            by: Who::Coordinator,
            path: "verify",
            body: json!({
                "class": "complaint_non_supervisory", "category_id": cast.category,
                "target_agency_id": cast.city, "unit_id": cast.registry,
            }),
            expect: Expected {
                state: "not_followed_up",
                reporter_may: &["withdraw", "restrict"],
                deadlines: &[
                    ("C1", "met", ""),
                    ("C2", "running", "2026-03-10"),
                    ("C3", "running", "2026-03-30"),
                    ("C6", "running", "2026-05-02"),
                ],
            },
        },
        Act {
            title: "The registry office returns it with a reason",
            at: "2026-03-04T09:30:00+08:00",
            by: Who::Registry,
            path: "return",
            body: json!({
                "reason": "Pencetakan KTP untuk warga ini dilakukan di kantor kecamatan.", "suggested_unit_id": cast.district,
            }),
            expect: Expected {
                state: "not_followed_up",
                reporter_may: &["withdraw", "restrict"],
                deadlines: &[("C2", "running", "2026-03-10"), ("C11", "running", "2026-03-05")],
            },
        },
        Act {
            title: "The city's administrator gives it to the district's office",
            at: "2026-03-04T14:00:00+08:00",
            by: Who::CityAdmin,
            path: "redispose",
            body: json!({ "unit_id": cast.district, "note": "Mohon segera ditangani." }),
            expect: Expected {
                state: "not_followed_up",
                reporter_may: &["withdraw", "restrict"],
                deadlines: &[("C2", "running", "2026-03-10"), ("C11", "met", "")],
            },
        },
    ]
}

pub(crate) fn handling() -> [Act; 3] {
    [
        Act {
            title: "The district's office tells of progress",
            at: "2026-03-05T11:00:00+08:00",
            by: Who::District,
            path: "follow-ups",
            body: json!({ "type": "progress", "text": "Kami memeriksa antrean pencetakan." }),
            expect: Expected {
                state: "in_process",
                reporter_may: &["withdraw", "restrict"],
                deadlines: &[("C2", "met", ""), ("C3", "running", "2026-03-30")],
            },
        },
        Act {
            title: "It asks her for data: its own clock stands still",
            at: "2026-03-06T10:00:00+08:00",
            by: Who::District,
            path: "ask-reporter",
            body: json!({ "reason": "Data perekaman tidak ditemukan.", "missing": ["nomor resi perekaman"] }),
            expect: Expected {
                state: "postponed",
                reporter_may: &["complete_data", "withdraw", "restrict"],
                deadlines: &[("C3", "paused", ""), ("C5", "running", "2026-03-27"), ("C9", "running", "2026-04-06")],
            },
        },
        Act {
            title: "She completes the data: the clock goes on",
            at: "2026-03-09T10:00:00+08:00",
            by: Who::Reporter,
            path: "complete-data",
            body: json!({ "text": "Nomor resi 7371-0209, direkam 1 Desember 2025." }),
            expect: Expected {
                state: "in_process",
                reporter_may: &["withdraw", "restrict"],
                deadlines: &[("C3", "running", "2026-03-31"), ("C5", "met", ""), ("C9", "met", "")],
            },
        },
    ]
}

pub(crate) fn answers() -> [Act; 3] {
    [
        Act {
            title: "A substantive answer, with what proves it",
            at: "2026-03-11T10:00:00+08:00",
            by: Who::District,
            path: "follow-ups",
            body: json!({
                "type": "substantive", "text": "Kartu sudah dicetak dan dapat diambil di loket 3.",
                "evidence": "Tanda terima cetak nomor 470/1203.",
            }),
            expect: Expected {
                state: "awaiting_reporter",
                reporter_may: &["reply", "accept", "withdraw", "restrict"],
                deadlines: &[("C3", "paused", ""), ("C4", "running", "2026-04-01")],
            },
        },
        Act {
            title: "She replies: the name on the card is wrong",
            at: "2026-03-12T09:00:00+08:00",
            by: Who::Reporter,
            path: "reply",
            body: json!({ "text": "Kartunya ada, tetapi nama saya salah ejaan." }),
            expect: Expected {
                state: "in_process",
                reporter_may: &["withdraw", "restrict"],
                deadlines: &[("C3", "running", "2026-04-01"), ("C4", "met", "")],
            },
        },
        Act {
            title: "A second answer",
            at: "2026-03-13T15:00:00+08:00",
            by: Who::District,
            path: "follow-ups",
            body: json!({
                "type": "substantive", "text": "Kartu dengan nama yang benar sudah dicetak.",
                "evidence": "Tanda terima cetak nomor 470/1251.",
            }),
            expect: Expected {
                state: "awaiting_reporter",
                reporter_may: &["reply", "accept", "withdraw", "restrict"],
                // 16, 17, 25, 26, 27, 30, 31 March, 1, 2 and 6 April: Idulfitri and Good Friday lie between.
                deadlines: &[("C3", "paused", ""), ("C4", "running", "2026-04-06")],
            },
        },
    ]
}

/// An hour before the window closes nothing has happened yet.
pub(crate) const LAST_HOUR: Expected = Expected {
    state: "awaiting_reporter",
    reporter_may: &["reply", "accept", "withdraw", "restrict"],
    deadlines: &[("C4", "running", "2026-04-06")],
};

/// A second after it has closed.
pub(crate) const CLOSED: Expected = Expected {
    state: "completed",
    reporter_may: &["rate", "reopen", "restrict"],
    deadlines: &[("C10", "running", "2026-04-21")],
};

pub(crate) fn reopening() -> Act {
    Act {
        title: "She has it opened again, within ten working days",
        at: "2026-04-09T09:00:00+08:00",
        by: Who::Reporter,
        path: "reopen",
        body: json!({ "reason": "Kartu yang baru ternyata tidak terbaca di bank." }),
        expect: Expected {
            state: "not_followed_up",
            reporter_may: &["withdraw", "restrict"],
            deadlines: &[("C2", "running", "2026-04-16"), ("C3", "running", "2026-04-29")],
        },
    }
}
