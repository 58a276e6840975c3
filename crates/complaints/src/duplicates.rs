//! Which cases likely tell of the same matter: their words, place, day and category, compared. A hint for whoever handles a case;
//! it decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use padi_kernel::id::CategoryId;

/// How alike two texts must be to be told, of 1.
const ALIKE: f64 = 0.25;
/// From when on titles or places count as alike.
const MUCH_ALIKE: f64 = 0.5;
/// So many words, at least, must be the same: one word is no matter.
const COMMON_WORDS: usize = 2;
/// Incidents so many days apart may be the same one.
const NEAR_DAYS: i64 = 3;
/// The length of a district's code: `73.71.01`.
const DISTRICT: usize = 8;

/// What is compared of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gist {
    /// Stems of the title.
    pub title: BTreeSet<String>,
    /// Stems of title and body.
    pub text: BTreeSet<String>,
    /// Stems of the place.
    pub place: BTreeSet<String>,
    /// Category.
    pub category_id: Option<CategoryId>,
    /// Region of the incident.
    pub region_code: Option<String>,
    /// Day of the incident.
    pub incident_on: Option<NaiveDate>,
}

/// What is alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The words of the text.
    SimilarText,
    /// The words of the title.
    SimilarTitle,
    /// The category.
    SameCategory,
    /// The district (kecamatan).
    SameDistrict,
    /// The words of the place.
    SimilarPlace,
    /// The day of the incident, give or take three.
    NearDay,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::SimilarText,
        Self::SimilarTitle,
        Self::SameCategory,
        Self::SameDistrict,
        Self::SimilarPlace,
        Self::NearDay,
    ];

    /// What it adds to a score of 100; that of texts, if they are the same.
    fn weight(self) -> f64 {
        match self {
            Self::SimilarText => 70.0,
            Self::SimilarTitle => 10.0,
            Self::SameCategory | Self::SameDistrict | Self::SimilarPlace | Self::NearDay => 5.0,
        }
    }
}

/// How alike two cases are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// 1 to 100.
    pub score: u8,
    /// Why; never empty.
    pub reasons: Vec<Reason>,
}

/// How alike each of the others is to the case; `None` for what is not alike. A word that many of them have tells little.
pub fn likenesses(case: &Gist, others: &[Gist]) -> Vec<Option<Likeness>> {
    let weights = Weights::of(std::iter::once(case).chain(others));
    others.iter().map(|other| likeness(case, other, &weights)).collect()
}

fn likeness(case: &Gist, other: &Gist, weights: &Weights<'_>) -> Option<Likeness> {
    let text = weights.cosine(&case.text, &other.text);
    if text < ALIKE || case.text.intersection(&other.text).count() < COMMON_WORDS {
        return None;
    }
    let title = weights.cosine(&case.title, &other.title);
    let place = weights.cosine(&case.place, &other.place);
    let apart = case.incident_on.zip(other.incident_on).map(|(one, two)| (one - two).num_days().abs());
    let holds = |reason: &Reason| match reason {
        Reason::SimilarText => true,
        Reason::SimilarTitle => title >= MUCH_ALIKE,
        Reason::SameCategory => case.category_id.is_some() && case.category_id == other.category_id,
        Reason::SameDistrict => district(case).is_some() && district(case) == district(other),
        Reason::SimilarPlace => place >= MUCH_ALIKE,
        Reason::NearDay => apart.is_some_and(|days| days <= NEAR_DAYS),
    };
    let reasons: Vec<Reason> = Reason::ALL.into_iter().filter(holds).collect();
    let measured = |reason: &Reason| match reason {
        Reason::SimilarText => text,
        Reason::SimilarTitle => title,
        _ => 1.0,
    };
    let score: f64 = reasons.iter().map(|reason| reason.weight() * measured(reason)).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 100")]
    let score = score.round().clamp(1.0, 100.0) as u8;
    Some(Likeness { score, reasons })
}

fn district(gist: &Gist) -> Option<&str> {
    gist.region_code.as_deref()?.get(..DISTRICT)
}

/// How much each word tells: the rarer, the more.
struct Weights<'a>(BTreeMap<&'a str, f64>);

impl<'a> Weights<'a> {
    fn of(gists: impl Iterator<Item = &'a Gist>) -> Self {
        let mut cases = 0_u32;
        let mut having: BTreeMap<&str, u32> = BTreeMap::new();
        for gist in gists {
            cases += 1;
            let words: BTreeSet<&str> =
                gist.text.iter().chain(&gist.title).chain(&gist.place).map(String::as_str).collect();
            for word in words {
                *having.entry(word).or_default() += 1;
            }
        }
        let weight = |with: u32| (1.0 + f64::from(cases) / f64::from(with)).ln();
        Self(having.into_iter().map(|(word, with)| (word, weight(with))).collect())
    }

    fn square(&self, word: &str) -> f64 {
        self.0.get(word).map_or(0.0, |weight| weight * weight)
    }

    /// The cosine between two sets of weighted words: 1 if they are the same, 0 if they share none.
    fn cosine(&self, one: &BTreeSet<String>, two: &BTreeSet<String>) -> f64 {
        let length = |words: &BTreeSet<String>| words.iter().map(|word| self.square(word)).sum::<f64>().sqrt();
        let shared: f64 = one.intersection(two).map(|word| self.square(word)).sum();
        let lengths = length(one) * length(two);
        if lengths > 0.0 { shared / lengths } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> BTreeSet<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn gist(title: &str, body: &str) -> Gist {
        Gist { title: words(title), text: words(&format!("{title} {body}")), ..Gist::default() }
    }

    fn category(n: u128) -> CategoryId {
        CategoryId(uuid::Uuid::from_u128(n))
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_same_matter_is_found_and_another_is_not() {
        let case = gist("lampu jalan padam", "gelap malam pasar terong");
        let others = [
            gist("lampu jalan padam", "gelap malam pasar terong"),
            gist("lampu padam", "jalan depan pasar terong gelap"),
            gist("ktp lambat", "enam bulan tunggu"),
            gist("sampah pasar", "bau busuk"),
            Gist::default(),
        ];
        let found = likenesses(&case, &others);
        let scores: Vec<_> = found.iter().map(|likeness| likeness.as_ref().map(|likeness| likeness.score)).collect();
        assert_eq!(scores[0], Some(80), "text and title are the same, nothing else is known");
        assert!(scores[1].is_some_and(|score| (40..80).contains(&score)), "{scores:?}");
        assert_eq!(scores[2..], [None, None, None]);
        assert_eq!(found[0].as_ref().unwrap().reasons, [Reason::SimilarText, Reason::SimilarTitle]);
    }

    #[test]
    fn every_reason_is_told_and_counts() {
        let case = Gist {
            place: words("pasar terong"),
            category_id: Some(category(1)),
            region_code: Some("73.71.01.1001".to_owned()),
            incident_on: Some(day("2026-03-01")),
            ..gist("lampu padam", "gelap")
        };
        let same =
            Gist { region_code: Some("73.71.01".to_owned()), incident_on: Some(day("2026-03-04")), ..case.clone() };
        let found = likenesses(&case, std::slice::from_ref(&same));
        assert_eq!(found, [Some(Likeness { score: 100, reasons: Reason::ALL.to_vec() })]);
        for (other, lost) in [
            (Gist { category_id: Some(category(2)), ..same.clone() }, Reason::SameCategory),
            (Gist { category_id: None, ..same.clone() }, Reason::SameCategory),
            (Gist { region_code: Some("73.71".to_owned()), ..same.clone() }, Reason::SameDistrict),
            (Gist { region_code: Some("73.71.02.1001".to_owned()), ..same.clone() }, Reason::SameDistrict),
            (Gist { incident_on: Some(day("2026-03-05")), ..same.clone() }, Reason::NearDay),
            (Gist { incident_on: None, ..same.clone() }, Reason::NearDay),
            (Gist { place: words("kampus"), ..same.clone() }, Reason::SimilarPlace),
        ] {
            let found = likenesses(&case, &[other]).remove(0).unwrap();
            assert_eq!(found.score, 95, "{lost:?}");
            assert!(!found.reasons.contains(&lost) && found.reasons.len() == 5, "{lost:?}");
        }
        let unknown = gist("lampu padam", "gelap");
        assert_eq!(likenesses(&unknown, std::slice::from_ref(&unknown))[0].as_ref().unwrap().reasons.len(), 2);
    }

    #[test]
    fn a_word_that_all_have_tells_little() {
        let case = gist("warga lapor lampu padam", "");
        let common = gist("warga lapor banjir besar", "");
        let rare = gist("lampu padam terus menerus", "");
        let filler: Vec<Gist> = (0..50).map(|n| gist("warga lapor", &format!("hal{n} lain{n}"))).collect();
        let others: Vec<Gist> = [common, rare].into_iter().chain(filler).collect();
        let found = likenesses(&case, &others);
        assert_eq!(found[0], None);
        assert!(found[1].is_some());
    }

    #[test]
    fn one_common_word_is_not_enough() {
        assert_eq!(likenesses(&gist("lampu", ""), &[gist("lampu", "")]), [None]);
    }

    proptest! {
        #[test]
        fn likeness_is_mutual_and_within_bounds(
            one in prop::collection::btree_set("[a-f]", 0..6),
            two in prop::collection::btree_set("[a-f]", 0..6),
        ) {
            let of = |text: &BTreeSet<String>| Gist { text: text.clone(), title: text.clone(), ..Gist::default() };
            let (there, back) = (likenesses(&of(&one), &[of(&two)]), likenesses(&of(&two), &[of(&one)]));
            prop_assert_eq!(&there, &back);
            if let Some(likeness) = &there[0] {
                prop_assert!((1..=80).contains(&likeness.score) && !likeness.reasons.is_empty());
            }
            let itself = likenesses(&of(&one), &[of(&one)]);
            prop_assert_eq!(itself[0].as_ref().map(|likeness| likeness.score), (one.len() >= COMMON_WORDS).then_some(80));
        }
    }
}
