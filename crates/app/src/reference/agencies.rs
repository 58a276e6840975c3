//! Agencies: reading the tree, setting up units, renaming and closing.

use padi_agencies::{
    agency::{Agency, AgencyKind},
    policy::{self, Action},
};
use padi_kernel::{
    actor::Denied,
    id::{AgencyId, UserId},
    page::{Page, PageRequest},
};
use padi_persistence::{agencies, db::Tx};

use super::{
    checked_code, checked_text,
    history::{self, Did, Kind},
    no_faults, taken,
};
use crate::{
    App,
    caller::Caller,
    error::{Error, FieldError},
    idempotency::{Answer, Key, Reply},
    if_match::IfMatch,
};

pub use padi_persistence::agencies::Filter;

/// A unit, or a component of the ministry, to be set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgency {
    /// The agency above it.
    pub parent_id: AgencyId,
    /// [`AgencyKind::Unit`], or [`AgencyKind::Component`] directly below the ministry.
    pub kind: AgencyKind,
    /// Its name.
    pub name: String,
    /// Its code, which no other agency has.
    pub code: String,
}

/// What is to be changed of an agency; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeAgency {
    /// Another name.
    pub name: Option<String>,
    /// Whether cases can be given to it.
    pub active: Option<bool>,
}

impl App {
    /// A page of the agencies, by code.
    pub async fn agencies(&self, filter: &Filter, page: &PageRequest<String>) -> Result<Page<Agency, String>, Error> {
        Ok(agencies::list(self.db(), filter, page).await?)
    }

    /// The agency of that id.
    pub async fn agency(&self, id: AgencyId) -> Result<Agency, Error> {
        agencies::find(self.db(), id).await?.ok_or(Error::NotFound)
    }

    /// Sets up an agency below another; region, zone and province are those of the agency above. 403 if the caller may not,
    /// 422 if the parent is unknown, the kind does not go there or the code is taken.
    pub async fn create_agency(
        &self,
        key: Option<Key>,
        caller: &Caller,
        new: NewAgency,
        render: impl FnOnce(Agency) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        policy::authorize(&caller.actor, Action::CreateAgency { parent: new.parent_id, kind: new.kind })?;
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        self.once(key, move |app, tx| Box::pin(app.set_up(tx, new, by)), render).await
    }

    async fn set_up(&self, tx: &Tx, new: NewAgency, by: UserId) -> Result<Agency, Error> {
        let mut faults = Vec::new();
        let name = checked_text(&new.name, "/name", &mut faults);
        checked_code(&new.code, "/code", &mut faults);
        let parent = agencies::find(tx, new.parent_id).await?;
        match &parent {
            None => faults.push(FieldError::new("/parent_id", "unknown_value")),
            Some(parent) if !goes_below(new.kind, parent) => faults.push(FieldError::new("/kind", "contradictory")),
            Some(parent) if !parent.active => faults.push(FieldError::new("/parent_id", "unknown_value")),
            Some(_) => {}
        }
        no_faults(faults)?;
        let parent = parent.ok_or(Error::NotFound)?;
        let now = self.now();
        let agency = Agency {
            id: AgencyId::new(now, self.entropy()),
            code: new.code,
            kind: new.kind,
            name,
            region_code: parent.region_code,
            locality: parent.locality,
            parent_id: Some(parent.id),
            active: true,
            version: 1,
        };
        agencies::insert(tx, &agency, now).await.map_err(|error| taken(error, "/code"))?;
        self.write_history(tx, (Kind::Agency, agency.id.0), by, Did::Created(history::agency(&agency))).await?;
        Ok(agency)
    }

    /// Renames, closes or opens an agency.
    pub async fn change_agency(
        &self,
        caller: &Caller,
        id: AgencyId,
        change: ChangeAgency,
        if_match: Option<IfMatch>,
    ) -> Result<Agency, Error> {
        caller.person().ok_or(Denied::Unauthenticated)?;
        let caller = caller.clone();
        self.write(move |app, tx| Box::pin(app.alter_agency(tx, caller, id, change, if_match))).await
    }

    async fn alter_agency(
        &self,
        tx: &Tx,
        caller: Caller,
        id: AgencyId,
        change: ChangeAgency,
        if_match: Option<IfMatch>,
    ) -> Result<Agency, Error> {
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let mut agency = agencies::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
        policy::authorize(&caller.actor, Action::ChangeAgency { agency: id, kind: agency.kind })?;
        IfMatch::require(if_match.as_ref(), agency.version)?;
        let before = agency.clone();
        let mut faults = Vec::new();
        if let Some(name) = &change.name {
            agency.name = checked_text(name, "/name", &mut faults);
        }
        agency.active = change.active.unwrap_or(agency.active);
        no_faults(faults)?;
        if agency != before {
            agencies::update(tx, &mut agency, self.now()).await?;
            let did = Did::Updated(history::agency(&before), history::agency(&agency));
            self.write_history(tx, (Kind::Agency, id.0), by, did).await?;
        }
        Ok(agency)
    }
}

/// Whether an agency of the kind can be set up below that one. Governments come with the list of regions and by no other way.
fn goes_below(kind: AgencyKind, parent: &Agency) -> bool {
    match kind {
        AgencyKind::Unit => true,
        AgencyKind::Component => parent.kind == AgencyKind::Ministry,
        AgencyKind::Ministry
        | AgencyKind::Province
        | AgencyKind::Regency
        | AgencyKind::City
        | AgencyKind::AdministrativeRegion => false,
    }
}
