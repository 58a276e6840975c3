//! What the floor copies: one filed and one verified complaint as `padi` stored them, and the places of the bench.

use anyhow::Context as _;
use sea_orm::{
    ColumnTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use crate::{
    entity::{agency, category, complaint, complaint_identity, deadline, event, user},
    read,
};

/// The code of the city whose desk the benchmark works at.
const CITY: &str = "73.71";
/// The code of its unit.
const UNIT: &str = "73.71.bench";

/// A complaint with all that was written with it.
pub(crate) struct Written {
    pub(crate) complaint: complaint::Model,
    pub(crate) deadlines: Vec<deadline::Model>,
    /// The last one.
    pub(crate) event: event::Model,
}

/// What is copied.
pub(crate) struct Template {
    pub(crate) filed: Written,
    pub(crate) identity: complaint_identity::Model,
    pub(crate) verified: Written,
    pub(crate) city: Uuid,
    pub(crate) unit: Uuid,
    pub(crate) category: Uuid,
    pub(crate) user: Uuid,
    /// The city and all below it: what its administrator's inbox reaches.
    pub(crate) reach: Vec<Uuid>,
}

impl Template {
    /// Reads it.
    pub(crate) async fn load(db: &DatabaseConnection) -> anyhow::Result<Self> {
        let agencies = agency::Entity::find().all(db).await?;
        let of_code = |code: &str| agencies.iter().find(|agency| agency.code == code).map(|agency| agency.id);
        let city = of_code(CITY).context("no city")?;
        let mut reach = vec![city];
        // A child follows its parent's turn: the tree is walked from above.
        let mut at = 0;
        while let Some(parent) = reach.get(at).copied() {
            reach.extend(agencies.iter().filter(|it| it.parent_id == Some(parent)).map(|it| it.id));
            at += 1;
        }
        let category = category::Entity::find().order_by_asc(category::Column::Code).one(db).await?;
        let user = user::Entity::find().one(db).await?;
        let filed = written(db, "unverified").await?;
        let identity = complaint_identity::Entity::find_by_id(filed.complaint.id).one(db).await?;
        Ok(Self {
            identity: identity.context("no identity")?,
            filed,
            verified: written(db, "not_followed_up").await?,
            city,
            unit: of_code(UNIT).context("no unit")?,
            category: category.context("no category")?.id,
            user: user.context("no user")?.id,
            reach,
        })
    }
}

/// The oldest complaint that came into that state and still stands there: `padi` wrote it, not we.
async fn written(db: &DatabaseConnection, state: &str) -> anyhow::Result<Written> {
    const FIRST: u64 = 10;
    let events = event::Entity::find().filter(event::Column::ToState.eq(state)).order_by_asc(event::Column::Seq);
    for event in events.limit(FIRST).all(db).await? {
        let complaint = complaint::Entity::find_by_id(event.case_id).one(db).await?.context("no complaint")?;
        if complaint.state == state {
            let deadlines = read::clocks([complaint.id]).all(db).await?;
            return Ok(Written { complaint, deadlines, event });
        }
    }
    anyhow::bail!("no complaint is {state}")
}
