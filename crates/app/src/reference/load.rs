//! Loading the reference files at start: each only when it changed, in one transaction, by any number of processes at once.
//!
//! What an administrator touched, deleted or added is never overwritten: rows of a file are new, or untouched since they came.

use std::collections::{HashMap, HashSet};

use data_encoding::HEXLOWER;
use padi_agencies::{agency::Agency, category::Category};
use padi_persistence::{
    agencies,
    agency_aliases::{self, NewAlias},
    categories,
    db::Tx,
    examination_rules,
    holidays::{self, StoredHoliday},
    reference_changes, regions,
    rules::{self, StoredRule},
    settings,
};
use uuid::Uuid;

use super::{
    history::Kind,
    sources::{self, is_fixed},
};
use crate::{App, error::Error, keys::sha256};

/// One of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    Regions,
    Agencies,
    Categories,
    Holidays,
    Rules,
    ExaminationRules,
}

impl File {
    const ALL: [Self; 6] =
        [Self::Regions, Self::Agencies, Self::Categories, Self::Holidays, Self::Rules, Self::ExaminationRules];

    /// Where the hash of what was loaded is kept.
    fn key(self) -> &'static str {
        match self {
            Self::Regions => "reference:regions.csv",
            Self::Agencies => "reference:agencies.json",
            Self::Categories => "reference:categories.json",
            Self::Holidays => "reference:holidays-id.csv",
            Self::Rules => "reference:rules.json",
            Self::ExaminationRules => "reference:examination-rules.json",
        }
    }

    /// The hash of what it is made of. Governments and their inspectorates are made of the regions.
    fn hash(self) -> String {
        let text = match self {
            Self::Regions => sources::REGIONS.to_owned(),
            Self::Agencies => format!("{}\0{}\0inspectorates", sources::AGENCIES, sources::REGIONS),
            Self::Categories => sources::CATEGORIES.to_owned(),
            Self::Holidays => sources::HOLIDAYS.to_owned(),
            Self::Rules => sources::RULES.to_owned(),
            Self::ExaminationRules => sources::EXAMINATION_RULES.to_owned(),
        };
        HEXLOWER.encode(&sha256(text.as_bytes()))
    }
}

impl App {
    /// Brings the reference data up to what the program carries. Quick where nothing changed.
    pub async fn load_reference(&self) -> Result<(), Error> {
        for file in File::ALL {
            let hash = file.hash();
            if settings::get(self.db(), file.key()).await?.as_deref() == Some(&hash) {
                continue;
            }
            self.write(move |app, tx| Box::pin(app.load_file(tx, file, hash))).await?;
        }
        self.law_changed();
        Ok(())
    }

    async fn load_file(&self, tx: &Tx, file: File, hash: String) -> Result<(), Error> {
        // Who waited for another process that loaded the same finds its work done.
        if settings::lock(tx, file.key(), "").await? == hash {
            return Ok(());
        }
        let changed = match file {
            File::Regions => {
                let wanted = sources::regions()?;
                regions::put(tx, &wanted).await?;
                wanted.len()
            }
            File::Agencies => self.load_agencies(tx).await?,
            File::Categories => self.load_categories(tx).await?,
            File::Holidays => self.load_holidays(tx).await?,
            File::Rules => self.load_rules(tx).await?,
            File::ExaminationRules => examination_rules::replace(tx, &sources::examination_rules()?).await?,
        };
        settings::set(tx, file.key(), &hash).await?;
        tracing::info!(file = file.key(), changed, "reference data loaded");
        Ok(())
    }

    async fn load_agencies(&self, tx: &Tx) -> Result<usize, Error> {
        let now = self.now();
        let touched = reference_changes::touched(tx, Kind::Agency.name()).await?;
        let stored = agencies::all(tx).await?.into_iter().map(|agency| (agency.code.clone(), agency)).collect();
        let plan =
            compare(sources::agencies()?, &stored, &touched, |agency: &Agency| (agency.code.clone(), agency.id.0));
        agencies::insert_missing(tx, &plan.missing, now).await?;
        let mut changed = plan.missing.len();
        for (wanted, stored) in plan.present {
            let mut agency = Agency { version: stored.version, active: stored.active, ..wanted };
            if agency != *stored {
                agencies::update(tx, &mut agency, now).await?;
                changed += 1;
            }
        }
        let alias = |(agency_id, name)| NewAlias { agency_id, name, created_by: None };
        let aliases: Vec<_> = sources::agency_aliases()?.into_iter().map(alias).collect();
        agency_aliases::insert_missing(tx, &aliases, now).await?;
        Ok(changed)
    }

    async fn load_categories(&self, tx: &Tx) -> Result<usize, Error> {
        let now = self.now();
        let touched = reference_changes::touched(tx, Kind::Category.name()).await?;
        let stored = categories::all(tx).await?.into_iter().map(|category| (category.code.clone(), category)).collect();
        let key = |category: &Category| (category.code.clone(), category.id.0);
        let plan = compare(sources::categories()?, &stored, &touched, key);
        categories::insert_missing(tx, &plan.missing, now).await?;
        let mut changed = plan.missing.len();
        for (wanted, stored) in plan.present {
            let mut category = Category { version: stored.version, ..wanted };
            if category != *stored {
                categories::update(tx, &mut category, now).await?;
                changed += 1;
            }
        }
        Ok(changed)
    }

    async fn load_holidays(&self, tx: &Tx) -> Result<usize, Error> {
        let now = self.now();
        let touched = reference_changes::touched(tx, Kind::Holiday.name()).await?;
        let stored: HashMap<_, _> = holidays::all(tx).await?.into_iter().map(|day| (place(&day), day)).collect();
        let is_first = stored.is_empty() && touched.is_empty();
        let wanted = sources::holidays()?;
        let kept: HashSet<Uuid> = wanted.iter().map(|day| day.id.0).collect();
        let plan = compare(wanted, &stored, &touched, |day: &StoredHoliday| (place(day), day.id.0));
        holidays::insert_missing(tx, &plan.missing, now).await?;
        let mut changed = plan.missing.len();
        for (wanted, stored) in plan.present {
            let mut day = StoredHoliday { version: stored.version, ..wanted };
            if day != *stored {
                holidays::update(tx, &mut day, now).await?;
                changed += 1;
            }
        }
        // A decree that moves a holiday takes the old day away: only holidays can vanish, because nothing refers to them.
        let gone =
            |day: &&StoredHoliday| is_fixed(day.id.0) && !kept.contains(&day.id.0) && !touched.contains(&day.id.0);
        for day in stored.values().filter(gone) {
            holidays::delete(tx, day).await?;
            changed += 1;
        }
        if changed > 0 && !is_first {
            holidays::raise_version(tx).await?;
        }
        Ok(changed)
    }

    async fn load_rules(&self, tx: &Tx) -> Result<usize, Error> {
        let now = self.now();
        let touched = reference_changes::touched(tx, Kind::Rule.name()).await?;
        let name = |stored: &StoredRule| (stored.rule.rule_set.clone(), stored.rule.code.clone());
        let stored = rules::all(tx).await?.into_iter().map(|stored| (name(&stored), stored)).collect();
        let plan =
            compare(sources::rules()?, &stored, &touched, |stored: &StoredRule| (name(stored), stored.rule.id.0));
        rules::insert_missing(tx, &plan.missing, now).await?;
        let mut changed = plan.missing.len();
        for (wanted, stored) in plan.present {
            let mut rule = StoredRule { version: stored.version, ..wanted };
            if rule != *stored {
                rules::update(tx, &mut rule, now).await?;
                changed += 1;
            }
        }
        Ok(changed)
    }
}

/// What distinguishes a day in the list.
fn place(day: &StoredHoliday) -> holidays::Place {
    (day.holiday.on, holidays::scope_of(&day.holiday).to_owned(), holidays::kind_of(&day.holiday).to_owned())
}

/// What has to be done so that the store holds a file.
struct Plan<'a, T> {
    /// Rows to be added.
    missing: Vec<T>,
    /// Rows of the file with what the store has of them, untouched by anybody.
    present: Vec<(T, &'a T)>,
}

/// Compares a file with the store, leaving out what administrators touched, deleted, or added under the same key.
fn compare<'a, T, K: Eq + std::hash::Hash>(
    wanted: Vec<T>,
    stored: &'a HashMap<K, T>,
    touched: &HashSet<Uuid>,
    key: impl Fn(&T) -> (K, Uuid),
) -> Plan<'a, T> {
    let mut plan = Plan { missing: Vec::new(), present: Vec::new() };
    for row in wanted {
        let (name, id) = key(&row);
        match stored.get(&name) {
            _ if touched.contains(&id) => {}
            None => plan.missing.push(row),
            Some(have) if key(have).1 == id => plan.present.push((row, have)),
            Some(_) => {}
        }
    }
    plan
}
