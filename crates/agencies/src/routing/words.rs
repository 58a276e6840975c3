//! Words of names and texts, and when a text holds a name.

use std::collections::HashSet;

use crate::agency::{Agency, AgencyKind};

/// The shortest name of one word that is looked for in a text: shorter ones are parts of speech.
const SHORTEST: usize = 4;

/// Words that offices and categories have without telling anything of what they do.
const EMPTY: [&str; 24] = [
    "badan",
    "bagian",
    "bidang",
    "biro",
    "daerah",
    "dinas",
    "kabupaten",
    "kantor",
    "kecamatan",
    "kelurahan",
    "khusus",
    "kota",
    "lainnya",
    "masyarakat",
    "nasional",
    "pelayanan",
    "pembangunan",
    "pemberdayaan",
    "pemerintah",
    "pengembangan",
    "provinsi",
    "topik",
    "umum",
    "unit",
];

/// The words of a text: runs of letters and digits, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let runs = text.split(|letter: char| !letter.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.map(str::to_lowercase)
}

/// A name as it is compared: its words, whatever stands between them.
pub fn name_key(name: &str) -> String {
    words(name).collect::<Vec<_>>().join(" ")
}

/// A text in which names are looked for.
pub(super) struct Text(String);

impl Text {
    pub(super) fn new(text: &str) -> Self {
        Self(format!(" {} ", name_key(text)))
    }

    /// Whether the text holds the name, word by word.
    pub(super) fn holds(&self, name: &str) -> bool {
        let key = name_key(name);
        let fits = key.contains(' ') || key.chars().count() >= SHORTEST;
        fits && self.0.contains(&format!(" {key} "))
    }
}

/// How many words that tell something the topics have in common with the names.
pub(super) fn in_common<'a>(topics: impl Iterator<Item = &'a str>, names: impl Iterator<Item = &'a str>) -> usize {
    let telling = |word: &String| word.chars().count() >= SHORTEST && !EMPTY.contains(&word.as_str());
    let topics: HashSet<String> = topics.flat_map(words).filter(telling).collect();
    let names: HashSet<String> = names.flat_map(words).filter(telling).collect();
    topics.intersection(&names).count()
}

/// The names that follow from the full one: without 'Pemerintah', and as everybody shortens it; a unit's without its body's.
pub(super) fn names_of(agency: &Agency, body: &Agency) -> Vec<String> {
    let mut names = vec![agency.name.clone()];
    let rest = |agency: &Agency| agency.name.strip_prefix("Pemerintah ").map(str::to_owned);
    match agency.kind {
        AgencyKind::Province | AgencyKind::Regency | AgencyKind::City | AgencyKind::AdministrativeRegion => {
            let Some(rest) = rest(agency) else { return names };
            for (long, shorts) in [
                ("Kota Administrasi ", ["Kota ", "Pemkot "]),
                ("Kabupaten Administrasi ", ["Kabupaten ", "Pemkab "]),
                ("Provinsi ", ["Pemprov ", "Pemda "]),
                ("Kota ", ["Pemkot ", "Pemda "]),
                ("Kabupaten ", ["Pemkab ", "Kab "]),
            ] {
                if let Some(place) = rest.strip_prefix(long) {
                    names.extend(shorts.map(|short| format!("{short}{place}")));
                }
            }
            names.push(rest);
        }
        AgencyKind::Unit => {
            let of_body = rest(body).unwrap_or_else(|| body.name.clone());
            names.extend(agency.name.strip_suffix(&of_body).map(|name| name.trim_end().to_owned()));
        }
        AgencyKind::Ministry | AgencyKind::Component => {}
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_held_word_by_word() {
        let text = Text::new("Saya ke Pemkot-Makassar, lalu ke DUKCAPIL.");
        for (name, held) in [
            ("Pemkot Makassar", true),
            ("pemkot  makassar", true),
            ("Dukcapil", true),
            ("Pemkot", true),
            ("Makas", false),
            ("Makassar lalu ke", true),
            ("ke", false),
            ("", false),
            ("-", false),
        ] {
            assert_eq!(text.holds(name), held, "{name}");
        }
    }

    #[test]
    fn words_in_common_tell_something() {
        let common = |topic: &'static str, name: &'static str| in_common([topic].into_iter(), [name].into_iter());
        assert_eq!(common("Perhubungan", "Dinas Perhubungan Kota Makassar"), 1);
        assert_eq!(common("Pertanian dan Peternakan", "Dinas Pertanian dan Peternakan"), 2);
        assert_eq!(common("Pelayanan Publik", "Badan Pelayanan Masyarakat"), 0);
        assert_eq!(common("Pembangunan Kewilayahan", "Badan Perencanaan Pembangunan Daerah"), 0);
    }
}
