//! Regions (`GET /v1/regions`): read-only.

use padi_agencies::region::Region;
use padi_kernel::{
    page::{Page, PageRequest},
    zone::Locality,
};
use padi_persistence::regions;

use crate::{App, error::Error};

pub use padi_persistence::regions::Filter;

impl App {
    /// A page of the regions, by code.
    pub async fn regions(&self, filter: &Filter, page: &PageRequest<String>) -> Result<Page<Region, String>, Error> {
        Ok(regions::list(self.db(), filter, page).await?)
    }

    /// The region of that code.
    pub async fn region(&self, code: &str) -> Result<Option<Region>, Error> {
        Ok(regions::find(self.db(), code).await?)
    }

    /// Zone and province of a region. Villages are known by their district, because they may not have been loaded.
    pub async fn locality_of(&self, region_code: &str) -> Result<Option<Locality>, Error> {
        let known = region_code.get(..8).filter(|_| region_code.len() > 8).unwrap_or(region_code);
        let region = self.region(known).await?;
        Ok(region.map(|region| Locality::of_region(region_code, region.zone)))
    }
}
