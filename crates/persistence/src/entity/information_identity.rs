//! Table `information_identities`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "information_identities")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) case_id: Uuid,
    pub(crate) name: Option<Vec<u8>>,
    pub(crate) nik: Option<Vec<u8>>,
    pub(crate) decree_number: Option<Vec<u8>>,
    pub(crate) address: Option<Vec<u8>>,
    pub(crate) phone: Option<Vec<u8>>,
    pub(crate) email: Option<Vec<u8>>,
    pub(crate) occupation: Option<Vec<u8>>,
    pub(crate) proxy_name: Option<Vec<u8>>,
    pub(crate) power_of_attorney: Option<Vec<u8>>,
    pub(crate) account: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
