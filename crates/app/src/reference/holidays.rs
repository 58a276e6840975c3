//! Holidays and joint leave. Each change raises the version of the calendar; deadlines that run are moved by an explicit
//! recomputation, never by the change itself.

use chrono::NaiveDate;
use padi_agencies::policy::{self, Action};
use padi_kernel::{
    actor::Denied,
    calendar::{DayKind, Holiday},
    id::{HolidayId, UserId},
    page::{Page, PageRequest},
};
use padi_persistence::{db::Tx, holidays, regions};

use super::{
    checked_day, checked_text,
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

pub use padi_persistence::holidays::{Filter, NATIONAL, Place, StoredHoliday, scope_of};

/// What is to be changed of a day; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeHoliday {
    /// Another day.
    pub on: Option<NaiveDate>,
    /// [`DayKind::Holiday`] or [`DayKind::JointLeave`].
    pub kind: Option<DayKind>,
    /// Another name.
    pub name: Option<String>,
}

impl App {
    /// A page of the list, by day.
    pub async fn holidays(
        &self,
        filter: &Filter,
        page: &PageRequest<Place>,
    ) -> Result<Page<StoredHoliday, Place>, Error> {
        Ok(holidays::list(self.db(), filter, page).await?)
    }

    /// The day of that id.
    pub async fn holiday(&self, id: HolidayId) -> Result<StoredHoliday, Error> {
        holidays::find(self.db(), id).await?.ok_or(Error::NotFound)
    }

    /// Adds a day. 403 if the caller may not; 422 if the province is unknown or the day stands in the list.
    pub async fn create_holiday(
        &self,
        key: Option<Key>,
        caller: &Caller,
        new: Holiday,
        render: impl FnOnce(StoredHoliday) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        policy::authorize(&caller.actor, Action::ChangeHolidays)?;
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let answer = self.once(key, move |app, tx| Box::pin(app.add_holiday(tx, new, by)), render).await?;
        self.law_changed();
        Ok(answer)
    }

    async fn add_holiday(&self, tx: &Tx, new: Holiday, by: UserId) -> Result<StoredHoliday, Error> {
        let mut faults = Vec::new();
        let name = checked_text(&new.name, "/name", &mut faults);
        checked_kind(new.kind, &mut faults);
        checked_day(new.on, "/on", &mut faults);
        if let Some(province) = &new.province
            && (province.len() != 2 || regions::find(tx, province).await?.is_none())
        {
            faults.push(FieldError::new("/scope", "unknown_value"));
        }
        no_faults(faults)?;
        let now = self.now();
        let id = HolidayId::new(now, self.entropy());
        let stored = StoredHoliday { id, holiday: Holiday { name, ..new }, version: 1 };
        holidays::insert(tx, &stored, now).await.map_err(|error| taken(error, "/on"))?;
        holidays::raise_version(tx).await?;
        self.write_history(tx, (Kind::Holiday, id.0), by, Did::Created(history::holiday(&stored))).await?;
        Ok(stored)
    }

    /// Moves or renames a day.
    pub async fn change_holiday(
        &self,
        caller: &Caller,
        id: HolidayId,
        change: ChangeHoliday,
        if_match: Option<IfMatch>,
    ) -> Result<StoredHoliday, Error> {
        caller.person().ok_or(Denied::Unauthenticated)?;
        let caller = caller.clone();
        let stored = self.write(move |app, tx| Box::pin(app.alter_holiday(tx, caller, id, change, if_match))).await?;
        self.law_changed();
        Ok(stored)
    }

    async fn alter_holiday(
        &self,
        tx: &Tx,
        caller: Caller,
        id: HolidayId,
        change: ChangeHoliday,
        if_match: Option<IfMatch>,
    ) -> Result<StoredHoliday, Error> {
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let mut stored = self.holiday_to_change(tx, &caller, id, if_match.as_ref()).await?;
        let before = stored.clone();
        let mut faults = Vec::new();
        stored.holiday.on = change.on.unwrap_or(stored.holiday.on);
        stored.holiday.kind = change.kind.unwrap_or(stored.holiday.kind);
        checked_kind(stored.holiday.kind, &mut faults);
        checked_day(stored.holiday.on, "/on", &mut faults);
        if let Some(name) = &change.name {
            stored.holiday.name = checked_text(name, "/name", &mut faults);
        }
        no_faults(faults)?;
        if stored != before {
            holidays::update(tx, &mut stored, self.now()).await.map_err(|error| taken(error, "/on"))?;
            holidays::raise_version(tx).await?;
            let did = Did::Updated(history::holiday(&before), history::holiday(&stored));
            self.write_history(tx, (Kind::Holiday, id.0), by, did).await?;
        }
        Ok(stored)
    }

    /// Takes a day out of the list; its history stays.
    pub async fn delete_holiday(&self, caller: &Caller, id: HolidayId, if_match: Option<IfMatch>) -> Result<(), Error> {
        caller.person().ok_or(Denied::Unauthenticated)?;
        let caller = caller.clone();
        self.write(move |app, tx| Box::pin(app.remove_holiday(tx, caller, id, if_match))).await?;
        self.law_changed();
        Ok(())
    }

    async fn remove_holiday(
        &self,
        tx: &Tx,
        caller: Caller,
        id: HolidayId,
        if_match: Option<IfMatch>,
    ) -> Result<(), Error> {
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let stored = self.holiday_to_change(tx, &caller, id, if_match.as_ref()).await?;
        holidays::delete(tx, &stored).await?;
        holidays::raise_version(tx).await?;
        self.write_history(tx, (Kind::Holiday, id.0), by, Did::Deleted(history::holiday(&stored))).await
    }

    async fn holiday_to_change(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: HolidayId,
        if_match: Option<&IfMatch>,
    ) -> Result<StoredHoliday, Error> {
        let stored = holidays::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
        policy::authorize(&caller.actor, Action::ChangeHolidays)?;
        IfMatch::require(if_match, stored.version)?;
        Ok(stored)
    }
}

/// Weekends are no entries of the list.
fn checked_kind(kind: DayKind, faults: &mut Vec<FieldError>) {
    if kind == DayKind::Weekend {
        faults.push(FieldError::new("/kind", "unknown_value"));
    }
}
