//! Sealed identities of who asks for information or objects, apart from their cases.

use std::collections::HashMap;

use sea_orm::{ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, sea_query::OnConflict};
use uuid::Uuid;

use crate::{
    db::{Conn, Error, Tx},
    entity::information_identity::{Column, Entity, Model},
};

/// The sealed identity of an applicant and of who acts for them, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SealedIdentity {
    /// Name.
    pub name: Option<Vec<u8>>,
    /// National identity number.
    pub nik: Option<Vec<u8>>,
    /// Number of a legal body's decree.
    pub decree_number: Option<Vec<u8>>,
    /// Address.
    pub address: Option<Vec<u8>>,
    /// Telephone number.
    pub phone: Option<Vec<u8>>,
    /// E-mail address.
    pub email: Option<Vec<u8>>,
    /// Occupation.
    pub occupation: Option<Vec<u8>>,
    /// Name of who acts for them.
    pub proxy_name: Option<Vec<u8>>,
    /// Their power of attorney.
    pub power_of_attorney: Option<Vec<u8>>,
    /// The account of an applicant who has one: its id as text.
    pub account: Option<Vec<u8>>,
}

/// The sealed identity that stands beside the case, if any of it was told.
pub async fn find(conn: impl Into<Conn<'_>>, case: Uuid) -> Result<Option<SealedIdentity>, Error> {
    Ok(Entity::find_by_id(case).one(&conn.into().0).await?.map(sealed))
}

/// Those that stand beside any of the cases, by case.
pub async fn of_cases(
    conn: impl Into<Conn<'_>>,
    cases: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, SealedIdentity>, Error> {
    let rows = Entity::find().filter(Column::CaseId.is_in(cases)).all(&conn.into().0).await?;
    Ok(rows.into_iter().map(|row| (row.case_id, sealed(row))).collect())
}

fn sealed(row: Model) -> SealedIdentity {
    SealedIdentity {
        name: row.name,
        nik: row.nik,
        decree_number: row.decree_number,
        address: row.address,
        phone: row.phone,
        email: row.email,
        occupation: row.occupation,
        proxy_name: row.proxy_name,
        power_of_attorney: row.power_of_attorney,
        account: row.account,
    }
}

/// Puts the identity in the place of the one that was told before, if there is any to put. The account stays unless one is told.
pub async fn save(tx: &Tx, case: Uuid, told: SealedIdentity) -> Result<(), Error> {
    if told == SealedIdentity::default() {
        return Ok(());
    }
    let account = told.account.is_some().then_some(Column::Account);
    let row = Model {
        case_id: case,
        name: told.name,
        nik: told.nik,
        decree_number: told.decree_number,
        address: told.address,
        phone: told.phone,
        email: told.email,
        occupation: told.occupation,
        proxy_name: told.proxy_name,
        power_of_attorney: told.power_of_attorney,
        account: told.account,
    };
    let columns = [
        Column::Name,
        Column::Nik,
        Column::DecreeNumber,
        Column::Address,
        Column::Phone,
        Column::Email,
        Column::Occupation,
        Column::ProxyName,
        Column::PowerOfAttorney,
    ];
    let again = OnConflict::column(Column::CaseId).update_columns(columns.into_iter().chain(account)).to_owned();
    let insert = Entity::insert(row.into_active_model()).on_conflict(again);
    insert.exec_without_returning(&Conn::from(tx).0).await?;
    Ok(())
}

/// Erases who asked or objected.
pub async fn erase(tx: &Tx, case: Uuid) -> Result<(), Error> {
    Entity::delete_by_id(case).exec(&Conn::from(tx).0).await?;
    Ok(())
}
