//! Loading the 83,762 villages (`padi regions load-villages`): not at start, because few installations need them.

use std::io::Read as _;

use data_encoding::HEXLOWER;
use flate2::read::GzDecoder;
use padi_agencies::region::Region;
use padi_persistence::{regions, settings};
use serde::Deserialize;

use super::sources;
use crate::{App, error::Error, keys::sha256};

/// Where the hash of what was loaded is kept.
const KEY: &str = "reference:villages.csv.gz";

/// Rows in one transaction, so that nobody else waits long for the only writer of SQLite.
const CHUNK: usize = 4000;

/// What loading did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Villages {
    /// So many were stored.
    Loaded(usize),
    /// They were there already.
    Unchanged,
}

#[derive(Deserialize)]
struct Line {
    code: String,
    district_code: String,
    name: String,
}

impl App {
    /// Loads the villages, or finds them loaded. Cut short, it can be started again.
    pub async fn load_villages(&self) -> Result<Villages, Error> {
        let hash = HEXLOWER.encode(&sha256(sources::VILLAGES));
        if settings::get(self.db(), KEY).await?.as_deref() == Some(&hash) {
            return Ok(Villages::Unchanged);
        }
        let mut all = villages()?;
        let count = all.len();
        while !all.is_empty() {
            let chunk = all.split_off(all.len().saturating_sub(CHUNK));
            self.write(move |_, tx| Box::pin(async move { Ok(regions::put(tx, &chunk).await?) })).await?;
        }
        self.write(move |_, tx| Box::pin(async move { Ok(settings::set(tx, KEY, &hash).await?) })).await?;
        Ok(Villages::Loaded(count))
    }
}

fn villages() -> Result<Vec<Region>, Error> {
    let mut text = String::new();
    GzDecoder::new(sources::VILLAGES).read_to_string(&mut text).map_err(Error::internal)?;
    let zones = sources::zones()?;
    let lines = csv::Reader::from_reader(text.as_bytes()).into_deserialize::<Line>();
    lines
        .map(|line| {
            let Line { code, district_code, name } = line.map_err(Error::internal)?;
            let zone = code.get(..2).and_then(|province| zones.get(province)).copied();
            let zone = zone.ok_or_else(|| Error::internal(format!("village {code} lies in no province")))?;
            Ok(Region { code, kind: "village".to_owned(), parent_code: Some(district_code), name, zone })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::villages;
    use padi_agencies::region::is_region_code;

    #[test]
    fn every_village_lies_in_a_district() {
        let districts: HashSet<String> = super::sources::regions().unwrap().into_iter().map(|r| r.code).collect();
        let all = villages().unwrap();
        assert_eq!(all.len(), 83_762);
        for village in &all {
            assert!(is_region_code(&village.code) && village.code.len() == 13, "{}", village.code);
            let parent = village.parent_code.as_deref().unwrap();
            assert!(village.code.starts_with(parent) && districts.contains(parent), "{}", village.code);
        }
    }
}
