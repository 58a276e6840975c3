//! Whose inspectorate examines which office: dated reference data out of a file.

use chrono::NaiveDate;
use padi_complaints::subject::{Competence, Office};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::examination_rule::{ActiveModel, Column, Entity},
    inconsistent::Row,
};

/// One line: from that day to that day, this office is examined there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExaminationRule {
    /// Its id.
    pub id: Uuid,
    /// The office.
    pub office: Office,
    /// Whose inspectorate.
    pub competence: Competence,
    /// The article of law.
    pub legal_basis: String,
    /// Whether the text of the law was read and says so.
    pub confirmed: bool,
    /// First day, by the date of receipt.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_to: Option<NaiveDate>,
}

/// Whose inspectorate examines the office for what was received on that day; the youngest rule in force.
pub async fn competence(conn: impl Into<Conn<'_>>, office: Office, on: NaiveDate) -> Result<Option<Competence>, Error> {
    let row = Entity::find()
        .filter(Column::Office.eq(office.name()))
        .filter(Column::ValidFrom.lte(on))
        .filter(Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gte(on)))
        .order_by_desc(Column::ValidFrom)
        .order_by_asc(Column::Id)
        .one(&conn.into().0)
        .await?;
    row.map(|row| Row::new("examination_rules", row.id).name(&row.competence)).transpose()
}

/// Makes the table hold exactly these. Returns how many there are.
pub async fn replace(tx: &Tx, rules: &[ExaminationRule]) -> Result<usize, Error> {
    let conn = Conn::from(tx);
    Entity::delete_many().exec(&conn.0).await?;
    let rows = rules.iter().map(|rule| ActiveModel {
        id: Set(rule.id),
        office: Set(rule.office.name().to_owned()),
        competence: Set(rule.competence.name().to_owned()),
        legal_basis: Set(rule.legal_basis.clone()),
        confirmed: Set(rule.confirmed),
        valid_from: Set(rule.valid_from),
        valid_to: Set(rule.valid_to),
    });
    Entity::insert_many(rows).exec_without_returning(&conn.0).await?;
    Ok(rules.len())
}
