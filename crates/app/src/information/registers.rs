//! The registers (buku register permohonan dan keberatan, Perki 1/2021), a page at a time or as a file, and the yearly figures
//! (UU 14/2008 Ps 12). Everything that was numbered is in them, whatever became of it.

use std::{collections::HashMap, sync::Arc};

use chrono::NaiveDate;
use padi_agencies::agency::AgencyKind;
use padi_information::{
    applicant::Identity,
    register::{
        self, OBJECTION_HEADINGS, ObjectionRow, Part, Period, REQUEST_HEADINGS, RequestRow, Superior,
        figures::{Facts, Figures, Tally},
    },
    registration::Place,
};
use padi_kernel::{
    actor::{ActorRole, Denied},
    body::Body,
    cell::Cell,
    id::{AgencyId, UserId},
    page::{Page, PageRequest},
};
use padi_persistence::{access_log::What, agencies, registers, users};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::objections::identity_of;
use crate::{
    App,
    caller::Caller,
    complaints::access::Reading,
    error::Error,
    table::{self, Format, Table, TableFile},
};

/// Requests that are counted at a time.
const STEP: u64 = 200;

/// Which register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    /// Of requests (register permohonan informasi).
    Requests,
    /// Of objections (register keberatan).
    Objections,
}

impl Register {
    /// What its files are called by.
    fn title(self) -> &'static str {
        match self {
            Self::Requests => "register-permohonan",
            Self::Objections => "register-keberatan",
        }
    }

    /// What the access log calls it by.
    fn kind(self) -> &'static str {
        match self {
            Self::Requests => "request_register",
            Self::Objections => "objection_register",
        }
    }

    fn headings(self) -> Vec<&'static str> {
        let of = |headings: &[(&str, &'static str)]| headings.iter().map(|(_, heading)| *heading).collect();
        match self {
            Self::Requests => of(&REQUEST_HEADINGS),
            Self::Objections => of(&OBJECTION_HEADINGS),
        }
    }
}

/// Which part of a register is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whose.
    pub agency_id: AgencyId,
    /// From which day of registering on; see [`Period::of`].
    pub from: Option<NaiveDate>,
    /// To which.
    pub to: Option<NaiveDate>,
}

/// Where a page of a register ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The last number on it.
    place: Place,
    /// How many rows stand up to there.
    no: u64,
}

/// A part of a register that somebody may read.
#[derive(Clone, Debug)]
struct Opened {
    part: Part,
    code: String,
    kind: AgencyKind,
    /// In what capacity it is read.
    role: ActorRole,
    /// Whether names stand in it.
    named: bool,
}

impl App {
    /// A page of the register of requests, in the order of their numbers.
    pub async fn list_request_register(
        &self,
        caller: &Caller,
        wanted: Wanted,
        page: &PageRequest<Mark>,
    ) -> Result<Page<RequestRow, Mark>, Error> {
        let opened = self.open_register(caller, wanted).await?;
        self.log_register(caller, Register::Requests, &opened, "json").await?;
        self.request_rows(&opened, page).await
    }

    /// A page of the register of objections, in the order of their numbers.
    pub async fn list_objection_register(
        &self,
        caller: &Caller,
        wanted: Wanted,
        page: &PageRequest<Mark>,
    ) -> Result<Page<ObjectionRow, Mark>, Error> {
        let opened = self.open_register(caller, wanted).await?;
        self.log_register(caller, Register::Objections, &opened, "json").await?;
        self.objection_rows(&opened, page).await
    }

    /// A register as a file, whole.
    pub async fn export_register(
        &self,
        caller: &Caller,
        register: Register,
        wanted: Wanted,
        format: Format,
    ) -> Result<TableFile, Error> {
        let opened = self.open_register(caller, wanted).await?;
        self.log_register(caller, register, &opened, format.extension()).await?;
        let name =
            format!("{}_{}_{}_{}", register.title(), opened.code, opened.part.period.from(), opened.part.period.to());
        let (app, opened) = (self.clone(), Arc::new(opened));
        let rows = table::rows(move |page| {
            let (app, opened) = (app.clone(), opened.clone());
            async move { app.register_cells(register, &opened, &page).await }
        });
        self.write_table(Table { name, headings: register.headings(), rows }, format).await
    }

    /// The four figures of what a body registered in the period.
    pub async fn register_figures(&self, caller: &Caller, wanted: Wanted) -> Result<Figures, Error> {
        let Opened { part, .. } = self.open_register(caller, wanted).await?;
        let law = self.law().await?;
        let (mut tally, mut after) = (Tally::default(), None);
        loop {
            let page = PageRequest { limit: STEP, after, include_total: false };
            let page = registers::requests(self.db(), &part, &page).await?;
            for request in &page.items {
                tally.add(&Facts::of(request), request.locality(), &law.calendar)?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(tally.figures());
            }
        }
    }

    async fn open_register(&self, caller: &Caller, wanted: Wanted) -> Result<Opened, Error> {
        let role = register::may_read(&caller.actor, wanted.agency_id)?;
        let agency = agencies::find(self.db(), wanted.agency_id).await?.ok_or(Error::NotFound)?;
        let today = agency.locality.zone.day_of(self.now());
        let period = Period::of(wanted.from, wanted.to, today).ok_or_else(|| Error::field("/to", "inconsistent"))?;
        let part = Part { body: Body { id: agency.id, locality: agency.locality }, period };
        let named = register::shows_names(&caller.actor);
        Ok(Opened { part, code: agency.code, kind: agency.kind, role, named })
    }

    /// Writes down that somebody reads the names in a register, before they do: one entry for each page or file.
    async fn log_register(
        &self,
        caller: &Caller,
        register: Register,
        opened: &Opened,
        form: &'static str,
    ) -> Result<(), Error> {
        if !opened.named {
            return Ok(());
        }
        let Opened { part: Part { body, period }, role, .. } = opened;
        let reading = Reading {
            case_kind: register.kind(),
            case: body.id.0,
            reader: caller.person().ok_or(Denied::Unauthenticated)?.user,
            role: *role,
            what: What::Identity,
            reason: format!("{form} {}..{}", period.from(), period.to()),
            reveal: None,
        };
        self.write(move |app, tx| Box::pin(async move { app.log_access(tx, reading).await })).await
    }

    async fn register_cells(
        &self,
        register: Register,
        opened: &Opened,
        page: &PageRequest<Mark>,
    ) -> Result<Page<Vec<Cell>, Mark>, Error> {
        Ok(match register {
            Register::Requests => self.request_rows(opened, page).await?.map(|row| row.cells()),
            Register::Objections => self.objection_rows(opened, page).await?.map(|row| row.cells()),
        })
    }

    async fn request_rows(&self, opened: &Opened, page: &PageRequest<Mark>) -> Result<Page<RequestRow, Mark>, Error> {
        let found = registers::requests(self.db(), &opened.part, &by_place(page)).await?;
        let known = self.names_in(opened, found.items.iter().map(|request| request.id.0)).await?;
        Ok(counted(found, page.after, |no, request| RequestRow::of(no, request, known.get(&request.id.0))))
    }

    async fn objection_rows(
        &self,
        opened: &Opened,
        page: &PageRequest<Mark>,
    ) -> Result<Page<ObjectionRow, Mark>, Error> {
        let found = registers::objections(self.db(), &opened.part, &by_place(page)).await?;
        let known = self.names_in(opened, found.items.iter().map(identity_of)).await?;
        let names = self.names_of(found.items.iter().filter_map(|objection| objection.answered_by)).await?;
        // Who answers does it in an office, and stands in the register by name and office whoever reads it.
        let position = opened.kind.information_superior().map(str::to_owned);
        Ok(counted(found, page.after, |no, objection| {
            let superior = objection
                .answered_by
                .map(|user| Superior { name: names.get(&user).cloned(), position: position.clone() });
            ObjectionRow::of(no, objection, known.get(&identity_of(objection)), superior.unwrap_or_default())
        }))
    }

    /// Who stands behind the cases; where names are not shown, nothing is opened.
    async fn names_in(
        &self,
        opened: &Opened,
        cases: impl Iterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Identity>, Error> {
        if opened.named { self.registered_applicants(cases).await } else { Ok(HashMap::new()) }
    }

    async fn names_of(&self, accounts: impl Iterator<Item = UserId>) -> Result<HashMap<UserId, String>, Error> {
        let users = users::of_ids(self.db(), accounts).await?;
        Ok(users.into_iter().map(|user| (user.id, user.name)).collect())
    }
}

fn by_place(page: &PageRequest<Mark>) -> PageRequest<Place> {
    PageRequest { limit: page.limit, after: page.after.map(|mark| mark.place), include_total: page.include_total }
}

/// The rows of a page, numbered on from the page before.
fn counted<T, R>(found: Page<T, Place>, after: Option<Mark>, row: impl Fn(u64, &T) -> R) -> Page<R, Mark> {
    let before = after.map_or(0, |mark| mark.no);
    let no = before + found.items.len() as u64;
    let items = (before + 1..).zip(&found.items).map(|(no, item)| row(no, item)).collect();
    Page { items, next: found.next.map(|place| Mark { place, no }), total: found.total }
}
