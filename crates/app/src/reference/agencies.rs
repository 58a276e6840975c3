//! Agencies: reading the tree, setting up units, renaming and closing, other names.

use padi_agencies::{
    agency::{Agency, AgencyKind, Known},
    policy::{self, Action},
    routing::name_key,
};
use padi_kernel::{
    actor::Denied,
    id::{AgencyId, UserId},
    page::{Page, PageRequest},
};
use padi_persistence::{
    agencies,
    agency_aliases::{self, NewAlias},
    db::{Conn, Tx},
};

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

/// The most other names of one agency.
const ALIASES_MAX: usize = 50;

impl App {
    /// A page of the agencies, by code.
    pub async fn agencies(&self, filter: &Filter, page: &PageRequest<String>) -> Result<Page<Known, String>, Error> {
        let Page { items, next, total } = agencies::list(self.db(), filter, page).await?;
        let mut aliases = agency_aliases::of(self.db(), items.iter().map(|agency| agency.id)).await?;
        let known = |agency: Agency| Known { aliases: aliases.remove(&agency.id).unwrap_or_default(), agency };
        Ok(Page { items: items.into_iter().map(known).collect(), next, total })
    }

    /// The agency of that id.
    pub async fn agency(&self, id: AgencyId) -> Result<Known, Error> {
        let agency = agencies::find(self.db(), id).await?.ok_or(Error::NotFound)?;
        known(self.db(), agency).await
    }

    /// Sets up an agency below another; region, zone and province are those of the agency above. 403 if the caller may not,
    /// 422 if the parent is unknown, the kind does not go there or the code is taken.
    pub async fn create_agency(
        &self,
        key: Option<Key>,
        caller: &Caller,
        new: NewAgency,
        render: impl FnOnce(Known) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        policy::authorize(&caller.actor, Action::CreateAgency { parent: new.parent_id, kind: new.kind })?;
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        self.once(key, move |app, tx| Box::pin(app.set_up(tx, new, by)), render).await
    }

    async fn set_up(&self, tx: &Tx, new: NewAgency, by: UserId) -> Result<Known, Error> {
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
        let known = Known { agency, aliases: Vec::new() };
        self.write_history(tx, (Kind::Agency, known.agency.id.0), by, Did::Created(history::agency(&known))).await?;
        Ok(known)
    }

    /// Renames, closes or opens an agency. It keeps its old name as another name, so that it is still found by it.
    pub async fn change_agency(
        &self,
        caller: &Caller,
        id: AgencyId,
        change: ChangeAgency,
        if_match: Option<IfMatch>,
    ) -> Result<Known, Error> {
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
    ) -> Result<Known, Error> {
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let mut agency = agencies::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
        policy::authorize(&caller.actor, Action::ChangeAgency { agency: id, kind: agency.kind })?;
        IfMatch::require(if_match.as_ref(), agency.version)?;
        let before = known(tx, agency.clone()).await?;
        let mut faults = Vec::new();
        if let Some(name) = &change.name {
            agency.name = checked_text(name, "/name", &mut faults);
        }
        agency.active = change.active.unwrap_or(agency.active);
        no_faults(faults)?;
        if agency == before.agency {
            return Ok(before);
        }
        let now = self.now();
        agencies::update(tx, &mut agency, now).await?;
        if name_key(&agency.name) != name_key(&before.agency.name) {
            let old = NewAlias { agency_id: id, name: before.agency.name.clone(), created_by: Some(by) };
            agency_aliases::insert_missing(tx, &[old], now).await?;
        }
        let after = known(tx, agency).await?;
        let did = Did::Updated(history::agency(&before), history::agency(&after));
        self.write_history(tx, (Kind::Agency, id.0), by, did).await?;
        Ok(after)
    }

    /// Gives an agency another name by which it is found, such as a short one. 422 if it goes by that name already.
    pub async fn add_agency_alias(
        &self,
        key: Option<Key>,
        caller: &Caller,
        (id, name): (AgencyId, String),
        if_match: Option<IfMatch>,
        render: impl FnOnce(Known) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        caller.person().ok_or(Denied::Unauthenticated)?;
        let caller = caller.clone();
        self.once(key, move |app, tx| Box::pin(app.add_alias(tx, caller, (id, name), if_match)), render).await
    }

    async fn add_alias(
        &self,
        tx: &Tx,
        caller: Caller,
        (id, name): (AgencyId, String),
        if_match: Option<IfMatch>,
    ) -> Result<Known, Error> {
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let mut agency = agencies::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
        policy::authorize(&caller.actor, Action::ChangeAgency { agency: id, kind: agency.kind })?;
        IfMatch::honour(if_match.as_ref(), agency.version)?;
        let before = known(tx, agency.clone()).await?;
        let mut faults = Vec::new();
        let name = checked_text(&name, "/name", &mut faults);
        let new_key = name_key(&name);
        let taken = std::iter::once(&agency.name).chain(&before.aliases).any(|known| name_key(known) == new_key);
        if faults.is_empty() && new_key.is_empty() {
            faults.push(FieldError::new("/name", "invalid_characters"));
        } else if faults.is_empty() && taken {
            faults.push(FieldError::new("/name", "taken"));
        } else if before.aliases.len() >= ALIASES_MAX {
            faults.push(FieldError::new("/name", "too_many"));
        }
        no_faults(faults)?;
        let now = self.now();
        agencies::update(tx, &mut agency, now).await?;
        agency_aliases::insert(tx, &NewAlias { agency_id: id, name, created_by: Some(by) }, now).await?;
        let after = known(tx, agency).await?;
        let did = Did::Updated(history::agency(&before), history::agency(&after));
        self.write_history(tx, (Kind::Agency, id.0), by, did).await?;
        Ok(after)
    }
}

async fn known(conn: impl Into<Conn<'_>>, agency: Agency) -> Result<Known, Error> {
    let aliases = agency_aliases::of(conn, [agency.id]).await?.remove(&agency.id).unwrap_or_default();
    Ok(Known { agency, aliases })
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
