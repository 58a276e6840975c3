//! Whose matter a category is, where it is not simply the place's government's.
//!
//! By the division of affairs in UU 23/2014: absolute affairs of the central government (Ps 10(1)), forests, sea, energy and mining of
//! the provinces (Ps 14(1)). What a component of the ministry supervises is its second address, not its first: the government of the
//! place handles its own services.

use crate::category::Category;

/// Whose matter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// The central government's, outside of the ministry.
    Central,
    /// The provinces'.
    Province,
    /// A component of the ministry, by its code below the ministry's.
    Component {
        /// Such as `dukcapil`.
        code: &'static str,
        /// What it weighs.
        weight: u32,
    },
}

/// It supervises those who handle it.
const SUPERVISES: u32 = 25;
/// It handles it itself: a head of government does not judge complaints about the head of government.
const HANDLES: u32 = 60;

const fn component(code: &'static str, weight: u32) -> Hint {
    Hint::Component { code, weight }
}

/// By the code of the category.
const TABLE: [(&str, Hint); 29] = [
    ("agama", Hint::Central),
    ("polri", Hint::Central),
    ("tni", Hint::Central),
    ("luar-negeri", Hint::Central),
    ("perpajakan", Hint::Central),
    ("p4gn-narkotika", Hint::Central),
    ("lingkungan-hidup-dan-kehutanan", Hint::Province),
    ("perairan", Hint::Province),
    ("energi-dan-sda", Hint::Province),
    ("sumber-daya-alam-dan-energi", Hint::Province),
    ("kependudukan", component("dukcapil", SUPERVISES)),
    ("ktp-el", component("dukcapil", SUPERVISES)),
    ("kartu-keluarga", component("dukcapil", SUPERVISES)),
    ("akta", component("dukcapil", SUPERVISES)),
    ("pembangunan-desa-daerah-tertinggal-dan-transmigrasi", component("pemdes", SUPERVISES)),
    ("dana-desa", component("pemdes", SUPERVISES)),
    ("perangkat-desa", component("pemdes", SUPERVISES)),
    ("pilkades", component("pemdes", SUPERVISES)),
    ("apbd", component("keuda", SUPERVISES)),
    ("bumd", component("keuda", SUPERVISES)),
    ("satpol-pp", component("adwil", SUPERVISES)),
    ("trantibum", component("adwil", SUPERVISES)),
    ("ketentraman-ketertiban-umum-dan-perlindungan-masyarakat", component("adwil", SUPERVISES)),
    ("daerah-perbatasan", component("adwil", SUPERVISES)),
    ("pembangunan-kewilayahan", component("bangda", SUPERVISES)),
    ("politik-dan-hukum", component("polpum", SUPERVISES)),
    ("ormas", component("polpum", SUPERVISES)),
    ("batas-wilayah", component("adwil", HANDLES)),
    ("kepala-daerah", component("otda", HANDLES)),
];

/// The hint of the category, or else of the one above it.
pub(super) fn of(category: Option<&Category>, parent: Option<&Category>) -> Option<&'static Hint> {
    [category, parent]
        .into_iter()
        .flatten()
        .find_map(|category| TABLE.iter().find(|(code, _)| *code == category.code).map(|(_, hint)| hint))
}

/// The codes of all categories with a hint, each with the code of the component that it leads to, if any. For comparing with the data.
pub fn codes() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    TABLE.iter().map(|(code, hint)| match hint {
        Hint::Component { code: component, .. } => (*code, Some(*component)),
        Hint::Central | Hint::Province => (*code, None),
    })
}
