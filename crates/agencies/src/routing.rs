//! Whose a complaint is likely to be: candidates out of place, category and words, each with its reasons (penelusuran instansi
//! tujuan). Nothing is decided here: the reporter chooses, and the desk disposes.
//!
//! By region code alone: coordinates are kept with a case, but not looked up. The same question over the same directory always
//! has the same answer.

mod hints;
mod words;

use std::collections::HashMap;

use padi_kernel::id::AgencyId;

use crate::{
    agency::{AgencyKind, Known, MINISTRY_CODE},
    category::Category,
};

pub use hints::codes as hinted_categories;
pub use words::name_key;

/// The most candidates that are told.
const MOST: usize = 10;
/// The highest score.
const FULL: u32 = 100;
/// Below this nobody is likely enough, and the coordinator decides.
const LIKELY: u32 = 50;
/// More words that a category and a unit have in common add no more.
const MOST_COMMON_WORDS: usize = 3;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Where: a region code of any level.
    pub region_code: &'a str,
    /// About what.
    pub category: Option<&'a Category>,
    /// The category above it.
    pub parent: Option<&'a Category>,
    /// In whose words.
    pub text: Option<&'a str>,
}

/// Why an agency is a candidate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It governs the place.
    Place,
    /// It governs the administrative region of Jakarta in which the place lies, which has no government of its own.
    AnswersForPlace,
    /// It is the province of the place.
    ProvinceOfPlace,
    /// The category is a matter of provinces (UU 23/2014 Ps 14(1)).
    CategoryOfProvince,
    /// The category is that of a component of the ministry.
    CategoryOfMinistry,
    /// The unit's name tells of the category, in so many words.
    CategoryOfUnit {
        /// How many words they have in common.
        words: usize,
    },
    /// The category is a matter of the central government outside of the ministry (UU 23/2014 Ps 10(1)).
    CentralAffair,
    /// The text names it.
    Named {
        /// By this name.
        name: String,
    },
}

impl Reason {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::AnswersForPlace => "answers_for_place",
            Self::ProvinceOfPlace => "province_of_place",
            Self::CategoryOfProvince => "category_of_province",
            Self::CategoryOfMinistry => "category_of_ministry",
            Self::CategoryOfUnit { .. } => "category_of_unit",
            Self::CentralAffair => "central_affair",
            Self::Named { .. } => "named",
        }
    }
}

/// An agency, or a unit of it, that may be competent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The body whose desk receives.
    pub agency_id: AgencyId,
    /// A unit or component of it.
    pub unit_id: Option<AgencyId>,
    /// The name of the unit, or of the body where there is none.
    pub name: String,
    /// 1 to 100; comparable within one preview only.
    pub score: u32,
    /// Why, the strongest first.
    pub reasons: Vec<Reason>,
}

/// Who may be competent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The likeliest first.
    pub candidates: Vec<Candidate>,
    /// Whether the target is unknown: nobody is likely enough, or two bodies are equally likely. Filed without a target, the case
    /// goes to the ministry's coordinator.
    pub to_coordinator: bool,
}

/// A reason and what it weighs.
type Weighed = (u32, Reason);

/// Who may be competent, out of a directory that holds the governments, the ministry with its components, and the units of the
/// place's governments. Closed agencies are left out.
pub fn preview(question: &Question<'_>, directory: &[Known]) -> Preview {
    let by_id: HashMap<AgencyId, &Known> = directory.iter().map(|known| (known.agency.id, known)).collect();
    let hint = hints::of(question.category, question.parent);
    let text = question.text.map(words::Text::new);
    let mut bodies: HashMap<AgencyId, Vec<Weighed>> = HashMap::new();
    let mut units: HashMap<AgencyId, Vec<(&Known, Vec<Weighed>)>> = HashMap::new();
    for known in directory.iter().filter(|known| known.agency.active) {
        let Some(body) = body_of(known, &by_id).filter(|body| body.agency.active) else { continue };
        let name = text.as_ref().and_then(|text| named(known, body, text));
        let found = bodies.entry(body.agency.id).or_default();
        // An administrative region has no desk: naming it is naming its province.
        if known.agency.kind.is_body() || known.agency.kind == AgencyKind::AdministrativeRegion {
            found.extend(name);
            found.extend(of_body(known, question, hint, &by_id));
        } else {
            let mut reasons: Vec<Weighed> = name.into_iter().collect();
            reasons.extend(of_unit(known, body, question, hint));
            units.entry(body.agency.id).or_default().push((known, reasons));
        }
    }
    let mut candidates: Vec<(Candidate, &str)> = Vec::new();
    for (id, reasons) in &bodies {
        let Some(body) = by_id.get(id) else { continue };
        candidates.extend(of_desk(body, reasons, units.get(id).map_or(&[], Vec::as_slice)));
    }
    candidates.sort_by(|(a, a_code), (b, b_code)| b.score.cmp(&a.score).then_with(|| a_code.cmp(b_code)));
    let best = candidates.first().map(|(best, _)| (best.agency_id, best.score));
    let rival = best.is_some_and(|(agency, score)| {
        candidates.iter().any(|(other, _)| other.score == score && other.agency_id != agency)
    });
    let to_coordinator = rival || best.is_none_or(|(_, score)| score < LIKELY);
    candidates.truncate(MOST);
    Preview { candidates: candidates.into_iter().map(|(candidate, _)| candidate).collect(), to_coordinator }
}

/// The body whose desk answers for the agency.
fn body_of<'a>(known: &'a Known, by_id: &HashMap<AgencyId, &'a Known>) -> Option<&'a Known> {
    let mut at = known;
    // As deep as any tree of offices: rows that point in a ring have no body.
    for _ in 0..16 {
        if at.agency.kind.is_body() {
            return Some(at);
        }
        at = by_id.get(&at.agency.parent_id?)?;
    }
    None
}

/// What speaks for a body by itself.
fn of_body(
    known: &Known,
    question: &Question<'_>,
    hint: Option<&hints::Hint>,
    by_id: &HashMap<AgencyId, &Known>,
) -> Vec<Weighed> {
    let agency = &known.agency;
    let Some(code) = agency.region_code.as_deref().filter(|_| agency.kind.is_body()) else { return Vec::new() };
    let place = question.region_code;
    let (province, regency) = (place.get(..2), place.get(..5));
    let central = matches!(hint, Some(hints::Hint::Central));
    let weigh = |weight, reason| if central { (10, reason) } else { (weight, reason) };
    let mut reasons = Vec::new();
    if regency == Some(code) || (regency.is_none() && province == Some(code)) {
        reasons.push(weigh(50, Reason::Place));
    } else if province == Some(code) {
        let answers = by_id.values().any(|other| {
            other.agency.kind == AgencyKind::AdministrativeRegion && other.agency.region_code.as_deref() == regency
        });
        let reason = if answers { (50, Reason::AnswersForPlace) } else { (20, Reason::ProvinceOfPlace) };
        reasons.push(weigh(reason.0, reason.1));
    }
    if reasons.is_empty() {
        return reasons;
    }
    if central {
        reasons.push((0, Reason::CentralAffair));
    }
    if matches!(hint, Some(hints::Hint::Province)) && agency.kind == AgencyKind::Province {
        reasons.push((40, Reason::CategoryOfProvince));
    }
    reasons
}

/// What speaks for a unit or component beside its body.
fn of_unit(known: &Known, body: &Known, question: &Question<'_>, hint: Option<&hints::Hint>) -> Vec<Weighed> {
    if body.agency.kind == AgencyKind::Ministry {
        return match hint {
            Some(hints::Hint::Component { code, weight })
                if known.agency.code.strip_prefix(MINISTRY_CODE).and_then(|rest| rest.strip_prefix('.'))
                    == Some(code) =>
            {
                vec![(*weight, Reason::CategoryOfMinistry)]
            }
            _ => Vec::new(),
        };
    }
    let topics = [question.category, question.parent].into_iter().flatten().map(|category| category.name.as_str());
    let names = std::iter::once(&known.agency.name).chain(&known.aliases).map(String::as_str);
    let words = words::in_common(topics, names).min(MOST_COMMON_WORDS);
    let weight = 5 + 5 * u32::try_from(words).unwrap_or(0);
    if words == 0 { Vec::new() } else { vec![(weight, Reason::CategoryOfUnit { words })] }
}

/// Whether the text names the agency, and by which name.
fn named(known: &Known, body: &Known, text: &words::Text) -> Option<Weighed> {
    let own = words::names_of(&known.agency, &body.agency).into_iter();
    let name = own.chain(known.aliases.iter().cloned()).find(|name| text.holds(name))?;
    Some((35, Reason::Named { name }))
}

/// The candidates of one desk, with the code that breaks ties: its units for which something speaks, else the body itself.
fn of_desk<'a>(body: &'a Known, reasons: &[Weighed], units: &[(&'a Known, Vec<Weighed>)]) -> Vec<(Candidate, &'a str)> {
    let own: Vec<Weighed> = unrepeated(reasons);
    // A unit's name alone, without place or body, would bring up half the country's offices.
    let counts = |weighed: &Weighed| !own.is_empty() || !matches!(weighed.1, Reason::CategoryOfUnit { .. });
    let mut found: Vec<(Candidate, &str)> = Vec::new();
    for (unit, theirs) in units.iter().filter(|(_, theirs)| theirs.iter().any(counts)) {
        let all = own.iter().chain(theirs.iter()).cloned().collect();
        found.push((candidate(body, Some(unit), all), &unit.agency.code));
    }
    if found.is_empty() && !own.is_empty() {
        found.push((candidate(body, None, own), &body.agency.code));
    }
    found
}

/// Each reason once: Jakarta's province is named by any of its regions.
fn unrepeated(reasons: &[Weighed]) -> Vec<Weighed> {
    let mut kept: Vec<Weighed> = Vec::new();
    for weighed in reasons {
        if !kept.iter().any(|(_, reason)| reason.code() == weighed.1.code()) {
            kept.push(weighed.clone());
        }
    }
    kept
}

fn candidate(body: &Known, unit: Option<&Known>, mut reasons: Vec<Weighed>) -> Candidate {
    reasons.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.cmp(other)));
    let score = reasons.iter().map(|(weight, _)| weight).sum::<u32>().clamp(1, FULL);
    Candidate {
        agency_id: body.agency.id,
        unit_id: unit.map(|unit| unit.agency.id),
        name: unit.unwrap_or(body).agency.name.clone(),
        score,
        reasons: reasons.into_iter().map(|(_, reason)| reason).collect(),
    }
}

#[cfg(test)]
#[path = "routing/tests.rs"]
mod tests;
