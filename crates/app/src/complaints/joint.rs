//! What an order on several cases or agencies refers to: the part of another agency, the case to keep, the parts to split off.

use chrono::{Datelike as _, NaiveDate};
use padi_complaints::{
    assignment::AssignmentRole,
    command::{Kept, Part, Support},
    complaint::Desk,
    tracking::{Series, TrackingNumber},
    view,
};
use padi_kernel::id::{AgencyId, AssignmentId, CategoryId, ComplaintId};
use padi_persistence::complaints::{self, Reference};

use super::{
    order::{Scene, check_category_at, check_unit, on_desk_of, target_body},
    supervision,
};
use crate::error::{Error, FieldError};

/// A part that is to become a case of its own.
#[derive(Clone, Debug)]
pub struct Child {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub body: String,
    /// Its category.
    pub category_id: CategoryId,
    /// The body that handles it.
    pub target_agency_id: AgencyId,
}

impl Scene<'_> {
    /// The part of another agency.
    pub(super) async fn support(
        &self,
        (role, agency_id, unit_id): (AssignmentRole, AgencyId, Option<AgencyId>),
        note: Option<String>,
        faults: &mut Vec<FieldError>,
    ) -> Result<Option<Support>, Error> {
        supervision::refuse_accused(self.tx, self.complaint, unit_id.unwrap_or(agency_id)).await?;
        let body = target_body(self.tx, agency_id, "/agency_id", faults).await?;
        if let (Some(unit), Some(body)) = (unit_id, &body) {
            check_unit(self.tx, unit, body.id, faults).await?;
        }
        // A random id: it must not tell the minute of an anonymous case.
        let id = AssignmentId(padi_kernel::id::random(self.app.entropy()));
        Ok(body.map(|body| Support { id, role, body: on_desk_of(body), unit_id, note }))
    }

    /// The case to keep, locked and settled; one that the caller may not know of is as unknown as one that does not exist.
    pub(super) async fn kept(&self, id: ComplaintId, faults: &mut Vec<FieldError>) -> Result<Option<Kept>, Error> {
        if id == self.complaint.id {
            faults.push(FieldError::new("/kept_id", "same_case"));
            return Ok(None);
        }
        let found = complaints::find_for_update(self.tx, &Reference::Id(id)).await?;
        let Some(kept) = found.filter(|kept| view::sight(self.actor, kept).is_ok()) else {
            faults.push(FieldError::new("/kept_id", "unknown_value"));
            return Ok(None);
        };
        if kept.desk != Desk::Inspectorate {
            supervision::refuse_accused(self.tx, self.complaint, kept.unit_id.unwrap_or(kept.agency.id)).await?;
        }
        let (kept, _) = self.app.settle(self.tx, kept, self.now, self.ground).await?;
        let is_open = kept.state.is_open();
        Ok(Some(Kept { id: kept.id, is_open, is_anonymous: kept.is_anonymous, is_secret: kept.is_secret }))
    }

    /// The parts, each with an id and a number of its own.
    pub(super) async fn parts(
        &self,
        children: Vec<Child>,
        today: NaiveDate,
        faults: &mut Vec<FieldError>,
    ) -> Result<Vec<Part>, Error> {
        let (parent, entropy) = (self.complaint, self.app.entropy());
        let year = parent.locality().zone.day_of(parent.received_at).year();
        let mut parts = Vec::new();
        for (n, child) in children.into_iter().enumerate() {
            check_category_at(self.tx, child.category_id, today, format!("/children/{n}/category_id"), faults).await?;
            let pointer = format!("/children/{n}/target_agency_id");
            let Some(body) = target_body(self.tx, child.target_agency_id, pointer, faults).await? else { continue };
            supervision::refuse_accused(self.tx, parent, body.id).await?;
            let untimed = parent.is_anonymous || parent.is_secret;
            parts.push(Part {
                id: if untimed { ComplaintId::untimed(entropy) } else { ComplaintId::new(self.now, entropy) },
                tracking_number: TrackingNumber::generate(Series::Complaint, year, entropy),
                title: child.title,
                body: child.body,
                category_id: child.category_id,
                agency: on_desk_of(body),
            });
        }
        Ok(parts)
    }
}
