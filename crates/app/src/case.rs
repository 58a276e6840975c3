//! A case of any kind, where kinds are dealt with alike: by the scheduler, by those who tell people.

use chrono::{DateTime, Utc};
use padi_complaints::complaint::{self, Complaint};
use padi_information::{
    exemption::{self, Exemption},
    objection::{self, Objection},
    request::{self, InformationRequest},
};
use padi_kernel::{
    deadline::Deadline,
    deadlines::{Deadlines, Moved},
    escalation::Level,
    id::{ComplaintId, ExemptionId, InformationRequestId, ObjectionId},
    notice::Post,
    zone::Zone,
};
use padi_persistence::{
    complaints,
    db::{self, Tx},
    exemptions, information_requests,
    notifications::About,
    objections,
};
use uuid::Uuid;

use crate::{
    App,
    complaints::Ground,
    error::Error,
    information::context,
    notifications::{IdentityOf, Owner},
};

/// A case that has terms, and of which people are told.
pub(crate) enum Case {
    Complaint(Box<Complaint>),
    Request(Box<InformationRequest>),
    Objection(Box<Objection>),
    Exemption(Box<Exemption>),
}

impl Case {
    /// The case, locked; nothing if it is gone.
    pub(crate) async fn lock(app: &App, tx: &Tx, kind: &str, id: Uuid) -> Result<Option<Self>, Error> {
        Ok(match kind {
            complaint::CASE_KIND => {
                let found = complaints::find_for_update(tx, &complaints::Reference::Id(ComplaintId(id))).await?;
                found.map(|it| Self::Complaint(Box::new(it)))
            }
            request::CASE_KIND => {
                let reference = information_requests::Reference::Id(InformationRequestId(id));
                let found = information_requests::find_for_update(tx, &reference).await?;
                found.map(|it| Self::Request(Box::new(it)))
            }
            objection::CASE_KIND => match app.lock_objection(tx, ObjectionId(id)).await {
                Ok(found) => Some(Self::Objection(Box::new(found))),
                Err(Error::NotFound) => None,
                Err(error) => return Err(error),
            },
            exemption::CASE_KIND => {
                exemptions::find_for_update(tx, ExemptionId(id)).await?.map(|it| Self::Exemption(Box::new(it)))
            }
            _ => return Err(Error::internal(format!("{kind} is no kind of case that has terms"))),
        })
    }

    /// The case as it stands; nothing if it is gone, or has nothing that anybody is told of.
    pub(crate) async fn find(tx: &Tx, kind: &str, id: Uuid) -> Result<Option<Self>, db::Error> {
        Ok(match kind {
            complaint::CASE_KIND => {
                let found = complaints::find(tx, &complaints::Reference::Id(ComplaintId(id))).await?;
                found.map(|it| Self::Complaint(Box::new(it)))
            }
            request::CASE_KIND => {
                let reference = information_requests::Reference::Id(InformationRequestId(id));
                information_requests::find(tx, &reference).await?.map(|it| Self::Request(Box::new(it)))
            }
            objection::CASE_KIND => {
                objections::find(tx, ObjectionId(id)).await?.map(|it| Self::Objection(Box::new(it)))
            }
            exemption::CASE_KIND => {
                exemptions::find(tx, ExemptionId(id)).await?.map(|it| Self::Exemption(Box::new(it)))
            }
            _ => None,
        })
    }

    /// Its clocks.
    pub(crate) fn deadlines(&self) -> &Deadlines {
        match self {
            Self::Complaint(it) => &it.deadlines,
            Self::Request(it) => &it.deadlines,
            Self::Objection(it) => &it.deadlines,
            Self::Exemption(it) => &it.deadlines,
        }
    }

    /// Its clocks, to be moved.
    pub(crate) fn deadlines_mut(&mut self) -> &mut Deadlines {
        match self {
            Self::Complaint(it) => &mut it.deadlines,
            Self::Request(it) => &mut it.deadlines,
            Self::Objection(it) => &mut it.deadlines,
            Self::Exemption(it) => &mut it.deadlines,
        }
    }

    /// Its kind and id.
    pub(crate) fn name(&self) -> (&'static str, Uuid) {
        match self {
            Self::Complaint(it) => (complaint::CASE_KIND, it.id.0),
            Self::Request(it) => (request::CASE_KIND, it.id.0),
            Self::Objection(it) => (objection::CASE_KIND, it.id.0),
            Self::Exemption(it) => (exemption::CASE_KIND, it.id.0),
        }
    }

    /// Lets every term that has passed by then take its effect; returns how many did.
    pub(crate) async fn settle(
        self,
        app: &App,
        tx: &Tx,
        until: DateTime<Utc>,
        ground: &Ground,
    ) -> Result<(Self, u64), Error> {
        Ok(match self {
            Self::Complaint(it) => {
                let (it, lapsed) = app.settle(tx, *it, until, ground).await?;
                (Self::Complaint(Box::new(it)), lapsed)
            }
            Self::Request(it) => {
                let (it, lapsed) = app.settle_request(tx, *it, until, &ground.law).await?;
                (Self::Request(Box::new(it)), lapsed)
            }
            Self::Objection(it) => {
                let (it, lapsed) = app.settle_objection(tx, *it, until, &ground.law).await?;
                (Self::Objection(Box::new(it)), lapsed)
            }
            Self::Exemption(it) => {
                let (it, lapsed) = app.settle_exemption(tx, *it, until, &ground.law).await?;
                (Self::Exemption(Box::new(it)), lapsed)
            }
        })
    }

    /// Computes its open terms with the calendar as it is now; returns what moved, and stores it unless it is only a trial.
    pub(crate) async fn recompute(
        self,
        app: &App,
        tx: &Tx,
        ground: &Ground,
        dry_run: bool,
    ) -> Result<Vec<Moved>, Error> {
        let (now, calendar) = (app.now(), &ground.law.calendar);
        let context = context(&ground.law, now);
        Ok(match self {
            Self::Complaint(it) => {
                let (changed, moved) = it.recompute(now, calendar, &ground.context(now))?;
                if let Some(changed) = changed.filter(|_| !dry_run) {
                    complaints::save(tx, &changed, &app.recording(&changed)).await?;
                }
                moved
            }
            Self::Request(it) => {
                let (changed, moved) = it.recompute(now, calendar, &context)?;
                if let Some(changed) = changed.filter(|_| !dry_run) {
                    information_requests::save(tx, &changed, &app.recording(&changed)).await?;
                }
                moved
            }
            Self::Objection(it) => {
                let (changed, moved) = it.recompute(now, calendar, &context)?;
                if let Some(changed) = changed.filter(|_| !dry_run) {
                    objections::save(tx, &changed, &app.recording(&changed)).await?;
                }
                moved
            }
            Self::Exemption(it) => {
                let (changed, moved) = it.recompute(now, calendar, &context)?;
                if let Some(changed) = changed.filter(|_| !dry_run) {
                    exemptions::save(tx, &changed, &app.recording(&changed)).await?;
                }
                moved
            }
        })
    }

    /// What is told of it: number and state, and nothing else.
    pub(crate) fn about(&self) -> About {
        let (case_kind, case_id) = self.name();
        let (number, state) = match self {
            Self::Complaint(it) => return about_complaint(it),
            Self::Request(it) => (it.tracking_number.to_string(), it.state.tag().name()),
            Self::Objection(it) => (it.registration_number.to_string(), it.state.name()),
            Self::Exemption(it) => (it.decree_number.clone(), it.state.name()),
        };
        About { case_kind: case_kind.to_owned(), case_id, number, state: state.to_owned() }
    }

    /// Whose it is; an exemption is nobody's.
    pub(crate) fn owner(&self) -> Option<Owner<'_>> {
        match self {
            Self::Complaint(it) => Some(Owner::of_complaint(it)),
            Self::Request(it) => {
                Some(Owner { key: it.reporter_key.as_ref(), identity: IdentityOf::Applicant(it.id.0) })
            }
            Self::Objection(it) => {
                let identity = it.request_id.map_or(it.id.0, |request| request.0);
                Some(Owner { key: it.reporter_key.as_ref(), identity: IdentityOf::Applicant(identity) })
            }
            Self::Exemption(_) => None,
        }
    }

    /// Who is told at the level of a term, as alternatives for each part.
    pub(crate) fn told_at(&self, level: Level, deadline: &Deadline) -> Vec<Vec<Vec<Post>>> {
        match self {
            Self::Complaint(it) => it.told_at(level, deadline),
            Self::Request(it) => it.told_at(level, deadline),
            Self::Objection(it) => it.told_at(level, deadline),
            Self::Exemption(it) => it.told_at(level, deadline),
        }
    }

    /// The zone of the day to which times are cut for whoever holds the post, where they may not know the hour: of an anonymous case.
    pub(crate) fn cut(&self, post: &Post) -> Option<Zone> {
        match self {
            Self::Complaint(it) => cut(it, post),
            Self::Request(_) | Self::Objection(_) | Self::Exemption(_) => None,
        }
    }
}

/// What is told of a complaint.
pub(crate) fn about_complaint(complaint: &Complaint) -> About {
    About {
        case_kind: complaint::CASE_KIND.to_owned(),
        case_id: complaint.id.0,
        number: complaint.tracking_number.to_string(),
        state: complaint.state.tag().name().to_owned(),
    }
}

/// As [`Case::cut`], of a complaint.
pub(crate) fn cut(complaint: &Complaint, post: &Post) -> Option<Zone> {
    complaint.seen_from(post).is_none_or(|seen| seen.cuts_times()).then_some(complaint.locality().zone)
}
