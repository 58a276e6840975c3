//! Rules of law: stored rows and the book made of them.

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    id::RuleId,
    page::{Page, PageRequest},
    rule::{Rule, RuleBook},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{Expr, OnConflict},
};

use crate::{
    db::{Conn, Error, Tx},
    entity::rule::{ActiveModel, Column, Entity, Model},
    keyset,
};

/// A rule as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRule {
    /// The rule.
    pub rule: Rule,
    /// Grows with each change.
    pub version: i64,
}

/// What part of the list is wanted; what is absent does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this set.
    pub rule_set: Option<String>,
    /// Of this code.
    pub code: Option<String>,
    /// In force for what was received on this day.
    pub on: Option<NaiveDate>,
}

/// Where a rule stands in the list: code, then set.
pub type Place = (String, String);

/// Every rule.
pub async fn book(conn: impl Into<Conn<'_>>) -> Result<RuleBook, Error> {
    let conn = conn.into();
    let rows = Entity::find().order_by_asc(Column::RuleSet).order_by_asc(Column::Code).all(&conn.0).await?;
    Ok(RuleBook::new(rows.into_iter().map(|row| domain(row).map(|stored| stored.rule)).collect::<Result<_, _>>()?))
}

/// Every rule with its version. For loading reference data.
pub async fn all(tx: &Tx) -> Result<Vec<StoredRule>, Error> {
    let conn = Conn::from(tx);
    Entity::find().all(&conn.0).await?.into_iter().map(domain).collect()
}

/// A page of the list, by code and set.
pub async fn list(
    conn: impl Into<Conn<'_>>,
    filter: &Filter,
    page: &PageRequest<Place>,
) -> Result<Page<StoredRule, Place>, Error> {
    let conn = conn.into();
    let total = keyset::total(&conn, page, select(filter)).await?;
    let rows = select(filter)
        .apply_if(page.after.clone(), |select, (code, set)| {
            let place = Expr::tuple([Expr::col(Column::Code), Expr::col(Column::RuleSet)]);
            select.filter(place.gt(Expr::tuple([Expr::val(code), Expr::val(set)])))
        })
        .order_by_asc(Column::Code)
        .order_by_asc(Column::RuleSet)
        .limit(page.limit + 1)
        .all(&conn.0)
        .await?;
    let rules = rows.into_iter().map(domain).collect::<Result<Vec<_>, _>>()?;
    Ok(keyset::cut(rules, page.limit, total, |stored| (stored.rule.code.clone(), stored.rule.rule_set.clone())))
}

fn select(filter: &Filter) -> Select<Entity> {
    Entity::find()
        .apply_if(filter.rule_set.clone(), |select, set| select.filter(Column::RuleSet.eq(set)))
        .apply_if(filter.code.clone(), |select, code| select.filter(Column::Code.eq(code)))
        .apply_if(filter.on, |select, on| {
            let not_ended = Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gte(on));
            select.filter(Column::ValidFrom.lte(on)).filter(not_ended)
        })
}

/// The rule of that id.
pub async fn find(conn: impl Into<Conn<'_>>, id: RuleId) -> Result<Option<StoredRule>, Error> {
    let conn = conn.into();
    Entity::find_by_id(id.0).one(&conn.0).await?.map(domain).transpose()
}

/// The rule of that id; nobody else changes it until the transaction ends.
pub async fn find_for_update(tx: &Tx, id: RuleId) -> Result<Option<StoredRule>, Error> {
    let conn = Conn::from(tx);
    Entity::find_by_id(id.0).lock_exclusive().one(&conn.0).await?.map(domain).transpose()
}

/// Stores a new rule. [`Error::Conflict`] if the set has one of its code.
pub async fn insert(tx: &Tx, stored: &StoredRule, at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    Entity::insert(new_row(stored, at)).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Stores new rules, leaving alone those that the set has already.
pub async fn insert_missing(tx: &Tx, rules: &[StoredRule], at: DateTime<Utc>) -> Result<(), Error> {
    if rules.is_empty() {
        return Ok(());
    }
    let conn = Conn::from(tx);
    let keep = OnConflict::new().do_nothing().to_owned();
    let rows = rules.iter().map(|stored| new_row(stored, at));
    Entity::insert_many(rows).on_conflict(keep).exec_without_returning(&conn.0).await?;
    Ok(())
}

/// Stores the rule as it is now, if it still has the version that it was read with; its version grows by one.
pub async fn update(tx: &Tx, stored: &mut StoredRule, at: DateTime<Utc>) -> Result<(), Error> {
    let conn = Conn::from(tx);
    let row = ActiveModel { id: NotSet, version: Set(stored.version + 1), ..new_row(stored, at) };
    let update = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(stored.rule.id.0))
        .filter(Column::Version.eq(stored.version));
    if update.exec(&conn.0).await?.rows_affected == 0 {
        return Err(Error::Stale);
    }
    stored.version += 1;
    Ok(())
}

fn new_row(stored: &StoredRule, at: DateTime<Utc>) -> ActiveModel {
    let rule = &stored.rule;
    ActiveModel {
        id: Set(rule.id.0),
        rule_set: Set(rule.rule_set.clone()),
        code: Set(rule.code.clone()),
        name_id: Set(rule.name_id.clone()),
        name_en: Set(rule.name_en.clone()),
        length: Set(rule.length),
        unit: Set(rule.unit.name().to_owned()),
        party: Set(rule.party.name().to_owned()),
        legal_basis: Set(rule.legal_basis.clone()),
        confirmed: Set(rule.confirmed),
        valid_from: Set(rule.valid_from),
        valid_to: Set(rule.valid_to),
        version: Set(stored.version),
        updated_at: Set(at),
    }
}

fn domain(row: Model) -> Result<StoredRule, Error> {
    let bad = |what: String| Error::Inconsistent { table: "rules", id: row.id.to_string(), what };
    let unit = row.unit.parse().map_err(|error| bad(format!("unit: {error}")))?;
    let party = row.party.parse().map_err(|error| bad(format!("party: {error}")))?;
    let rule = Rule {
        id: RuleId(row.id),
        rule_set: row.rule_set,
        code: row.code,
        name_id: row.name_id,
        name_en: row.name_en,
        length: row.length,
        unit,
        party,
        legal_basis: row.legal_basis,
        confirmed: row.confirmed,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    };
    Ok(StoredRule { rule, version: row.version })
}
