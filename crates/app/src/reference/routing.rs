//! Whose a complaint is likely to be: the directory that the pure scoring asks for. Reads only; the text is neither kept nor logged.

use padi_agencies::{
    agency::Known,
    category::Category,
    routing::{self, Preview, Question},
};
use padi_kernel::id::{AgencyId, CategoryId};
use padi_persistence::{agencies, agency_aliases, categories, db::Db};

use super::no_faults;
use crate::{
    App,
    error::{Error, FieldError},
    idempotency::{Answer, Key, Reply},
};

/// Units of a place's governments that are looked at: more than any of them has.
const UNITS_MAX: u64 = 2_000;

/// What is asked, checked for shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutingRequest {
    /// Where: a region code of any level.
    pub region_code: String,
    /// About what.
    pub category_id: Option<CategoryId>,
    /// In whose words.
    pub text: Option<String>,
}

impl App {
    /// The agencies that may be competent. 422 if there is no such region, or the category may not be used today.
    ///
    /// A key is honoured as everywhere; without one nothing is written, not even a transaction begun.
    pub async fn preview_routing(
        &self,
        key: Option<Key>,
        request: RoutingRequest,
        render: impl FnOnce(Preview) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        if key.is_none() {
            let reply = render(self.routing_of(&request).await?)?;
            return Ok(Answer { reply, replayed: false });
        }
        self.once(key, move |app, _| Box::pin(async move { app.routing_of(&request).await }), render).await
    }

    async fn routing_of(&self, request: &RoutingRequest) -> Result<Preview, Error> {
        let db = self.db();
        let mut faults = Vec::new();
        let locality = self.locality_of(&request.region_code).await?;
        if locality.is_none() {
            faults.push(FieldError::new("/region_code", "unknown_value"));
        }
        let today = locality.unwrap_or_else(padi_kernel::zone::Locality::ministry).zone.day_of(self.now());
        let category = match request.category_id {
            None => None,
            Some(id) => {
                let found = categories::find(db, id).await?.filter(|category| category.is_usable(today));
                if found.is_none() {
                    faults.push(FieldError::new("/category_id", "unknown_value"));
                }
                found
            }
        };
        no_faults(faults)?;
        let parent = match category.as_ref().and_then(|category: &Category| category.parent_id) {
            Some(parent) => categories::find(db, parent).await?,
            None => None,
        };
        let directory = directory(db, &request.region_code).await?;
        let question = Question {
            region_code: &request.region_code,
            category: category.as_ref(),
            parent: parent.as_ref(),
            text: request.text.as_deref(),
        };
        Ok(routing::preview(&question, &directory))
    }
}

/// All governments, the ministry with its components and units, and the units of the place's governments, with their other names.
async fn directory(db: &Db, region_code: &str) -> Result<Vec<Known>, Error> {
    let mut all = agencies::without_units(db).await?;
    let levels = [region_code.get(..2), region_code.get(..5)];
    let near: Vec<AgencyId> = all
        .iter()
        .filter(|agency| agency.region_code.is_none() || levels.contains(&agency.region_code.as_deref()))
        .map(|agency| agency.id)
        .collect();
    all.extend(agencies::units_below(db, near, UNITS_MAX).await?);
    let mut aliases = agency_aliases::of(db, all.iter().map(|agency| agency.id)).await?;
    let known = |agency: padi_agencies::agency::Agency| Known {
        aliases: aliases.remove(&agency.id).unwrap_or_default(),
        agency,
    };
    Ok(all.into_iter().map(known).collect())
}
