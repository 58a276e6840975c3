//! Categories: a tree of two levels that changes with time.

use chrono::NaiveDate;
use padi_agencies::{
    category::Category,
    policy::{self, Action},
};
use padi_kernel::{
    actor::Denied,
    id::{CategoryId, UserId},
    page::{Page, PageRequest},
};
use padi_persistence::{categories, db::Tx};

use super::{
    checked_code, checked_span, checked_text,
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

pub use padi_persistence::categories::Filter;

/// A category to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCategory {
    /// Its code, which no other category has.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The category of the first level above it; absent for one of the first level.
    pub parent_id: Option<CategoryId>,
    /// First day on which it may be used.
    pub valid_from: NaiveDate,
    /// Last day on which it may be used.
    pub valid_to: Option<NaiveDate>,
}

/// What is to be changed of a category; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeCategory {
    /// Another name.
    pub name: Option<String>,
    /// Whether new cases may carry it.
    pub active: Option<bool>,
    /// Another first day.
    pub valid_from: Option<NaiveDate>,
    /// Another last day, or none.
    pub valid_to: Option<Option<NaiveDate>>,
}

impl App {
    /// A page of the categories, by code.
    pub async fn categories(
        &self,
        filter: &Filter,
        page: &PageRequest<String>,
    ) -> Result<Page<Category, String>, Error> {
        Ok(categories::list(self.db(), filter, page).await?)
    }

    /// The category of that id.
    pub async fn category(&self, id: CategoryId) -> Result<Category, Error> {
        categories::find(self.db(), id).await?.ok_or(Error::NotFound)
    }

    /// Adds a category. 403 if the caller may not; 422 if the parent is unknown or of the second level, or the code is taken.
    pub async fn create_category(
        &self,
        key: Option<Key>,
        caller: &Caller,
        new: NewCategory,
        render: impl FnOnce(Category) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        policy::authorize(&caller.actor, Action::ChangeCategories)?;
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        self.once(key, move |app, tx| Box::pin(app.add_category(tx, new, by)), render).await
    }

    async fn add_category(&self, tx: &Tx, new: NewCategory, by: UserId) -> Result<Category, Error> {
        let mut faults = Vec::new();
        let name = checked_text(&new.name, "/name", &mut faults);
        checked_code(&new.code, "/code", &mut faults);
        checked_span(new.valid_from, new.valid_to, &mut faults);
        if let Some(parent) = new.parent_id {
            match categories::find(tx, parent).await? {
                None => faults.push(FieldError::new("/parent_id", "unknown_value")),
                Some(parent) if parent.parent_id.is_some() => {
                    faults.push(FieldError::new("/parent_id", "contradictory"));
                }
                Some(_) => {}
            }
        }
        no_faults(faults)?;
        let now = self.now();
        let category = Category {
            id: CategoryId::new(now, self.entropy()),
            code: new.code,
            name,
            parent_id: new.parent_id,
            active: true,
            valid_from: new.valid_from,
            valid_to: new.valid_to,
            version: 1,
        };
        categories::insert(tx, &category, now).await.map_err(|error| taken(error, "/code"))?;
        self.write_history(tx, (Kind::Category, category.id.0), by, Did::Created(history::category(&category))).await?;
        Ok(category)
    }

    /// Renames, closes, opens or dates a category.
    pub async fn change_category(
        &self,
        caller: &Caller,
        id: CategoryId,
        change: ChangeCategory,
        if_match: Option<IfMatch>,
    ) -> Result<Category, Error> {
        caller.person().ok_or(Denied::Unauthenticated)?;
        let caller = caller.clone();
        self.write(move |app, tx| Box::pin(app.alter_category(tx, caller, id, change, if_match))).await
    }

    async fn alter_category(
        &self,
        tx: &Tx,
        caller: Caller,
        id: CategoryId,
        change: ChangeCategory,
        if_match: Option<IfMatch>,
    ) -> Result<Category, Error> {
        let by = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let mut category = categories::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
        policy::authorize(&caller.actor, Action::ChangeCategories)?;
        IfMatch::require(if_match.as_ref(), category.version)?;
        let before = category.clone();
        let mut faults = Vec::new();
        if let Some(name) = &change.name {
            category.name = checked_text(name, "/name", &mut faults);
        }
        category.active = change.active.unwrap_or(category.active);
        category.valid_from = change.valid_from.unwrap_or(category.valid_from);
        category.valid_to = change.valid_to.unwrap_or(category.valid_to);
        checked_span(category.valid_from, category.valid_to, &mut faults);
        no_faults(faults)?;
        if category != before {
            categories::update(tx, &mut category, self.now()).await?;
            let did = Did::Updated(history::category(&before), history::category(&category));
            self.write_history(tx, (Kind::Category, id.0), by, did).await?;
        }
        Ok(category)
    }
}
