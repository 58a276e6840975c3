//! From the event log to notifications: a consumer that tells of each event whom it concerns.

use padi_complaints::{
    complaint::{self, Complaint},
    notice::{self, Addressee},
};
use padi_information::{exemption, objection, request};
use padi_kernel::{
    actor::ActorRole,
    escalation::Level,
    event::Audience,
    id::AgencyId,
    notice::{NoticeKind, Post},
};
use padi_persistence::{
    complaints,
    db::{self, Tx},
    events::LoggedEvent,
};

use super::{About, News, Owner};
use crate::{
    App,
    case::{Case, about_complaint, cut},
    error::Error,
    escalate,
    follow::Consumer,
    idempotency::Work,
};

/// The consumer.
pub(crate) const CONSUMER: Consumer = Consumer { name: "notifications", take };

fn take<'a>(app: &'a App, tx: &'a Tx, batch: &'a [LoggedEvent]) -> Work<'a, ()> {
    Box::pin(async move {
        for event in batch.iter().filter(|event| is_news(event)) {
            match Case::find(tx, &event.case_kind, event.case_id).await {
                Ok(Some(case)) => app.tell_of(tx, &case, event).await?,
                // Erased meanwhile.
                Ok(None) => {}
                // One broken row must not silence all others for ever.
                Err(broken @ (db::Error::Inconsistent { .. } | db::Error::Json(_))) => {
                    tracing::error!(case.id = %event.case_id, %broken, "nobody is told of an event");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    })
}

/// Whether anybody is told of the event.
fn is_news(event: &LoggedEvent) -> bool {
    match event.case_kind.as_str() {
        complaint::CASE_KIND => !notice::told(&event.kind, &event.data).is_empty(),
        request::CASE_KIND => !request::notice::told(&event.kind).is_empty(),
        objection::CASE_KIND => !objection::notice::told(&event.kind).is_empty(),
        exemption::CASE_KIND => true,
        _ => false,
    }
}

impl App {
    /// Of a passed finishing term the reporter is told by its name.
    async fn detail(&self, tx: &Tx, complaint: &Complaint, event: &LoggedEvent) -> Result<serde_json::Value, Error> {
        let code = event.data["code"].as_str().filter(|_| event.kind == "complaint.ombudsman_eligible");
        let Some(deadline) = code.and_then(|code| complaint.deadlines.latest(code)) else {
            return Ok(serde_json::json!({}));
        };
        let term = escalate::term(deadline, Level::L4, &self.ground(tx).await?);
        serde_json::to_value(term).map_err(Error::internal)
    }

    /// Whoever reported the same is told of what everybody may know, under the number of their own case.
    async fn tell_followers(
        &self,
        tx: &Tx,
        complaint: &Complaint,
        event: &LoggedEvent,
        news: &News,
    ) -> Result<(), Error> {
        if !complaint.has_followers || event.audience != Audience::Public {
            return Ok(());
        }
        let followers = complaints::followers_of(tx, complaint.id).await?;
        for follower in complaints::bare(tx, &followers).await? {
            let about = About { state: event.to_state.clone(), ..about_complaint(&follower) };
            let about = News::of(about, news.kind, news.source.clone(), news.at);
            self.tell_owner(tx, Owner::of_complaint(&follower), &about).await?;
        }
        Ok(())
    }

    async fn tell_of(&self, tx: &Tx, case: &Case, event: &LoggedEvent) -> Result<(), Error> {
        let news = |kind: NoticeKind| {
            let about = About { state: event.to_state.clone(), ..case.about() };
            News::of(about, kind, format!("event {}", event.id), event.at)
        };
        match case {
            Case::Complaint(complaint) => self.tell_of_complaint(tx, complaint, event, news).await,
            Case::Request(request) => {
                for (addressee, kind) in request::notice::told(&event.kind) {
                    let posts = request.posts(*addressee);
                    self.tell_of_information(tx, case, (*addressee, posts), event, &news(*kind)).await?;
                }
                Ok(())
            }
            Case::Objection(objection) => {
                for (addressee, kind) in objection::notice::told(&event.kind) {
                    let posts = objection.posts(*addressee);
                    self.tell_of_information(tx, case, (*addressee, posts), event, &news(*kind)).await?;
                }
                Ok(())
            }
            Case::Exemption(exemption) => {
                for (post, kind) in exemption.told(&event.kind) {
                    self.tell_posts(tx, &[post], |_: &Post| None, event.actor, &news(kind)).await?;
                }
                Ok(())
            }
        }
    }

    /// Tells the applicant, but of a receipt not of what they did themselves; or whoever holds the posts.
    async fn tell_of_information(
        &self,
        tx: &Tx,
        case: &Case,
        (addressee, posts): (request::notice::Addressee, Vec<Post>),
        event: &LoggedEvent,
        news: &News,
    ) -> Result<(), Error> {
        if addressee != request::notice::Addressee::Applicant {
            return self.tell_posts(tx, &posts, |_: &Post| None, event.actor, news).await.map(drop);
        }
        match case.owner() {
            Some(owner) if event.actor_role != ActorRole::Reporter || news.kind == NoticeKind::Receipt => {
                self.tell_owner(tx, owner, news).await
            }
            _ => Ok(()),
        }
    }

    async fn tell_of_complaint(
        &self,
        tx: &Tx,
        complaint: &Complaint,
        event: &LoggedEvent,
        news: impl Fn(NoticeKind) -> News + Sync,
    ) -> Result<(), Error> {
        let detail = self.detail(tx, complaint, event).await?;
        for (addressee, kind) in notice::told(&event.kind, &event.data) {
            let news = News { detail: detail.clone(), ..news(kind) };
            if addressee != Addressee::Reporter {
                if addressee == Addressee::Part || is_current(complaint, event, kind) {
                    let posts = complaint.posts(addressee, &event.data);
                    self.tell_posts(tx, &posts, |post: &Post| cut(complaint, post), event.actor, &news).await?;
                }
            } else if event.actor_role != ActorRole::Reporter || kind == NoticeKind::Receipt {
                self.tell_owner(tx, Owner::of_complaint(complaint), &news).await?;
                self.tell_followers(tx, complaint, event, &news).await?;
            }
        }
        Ok(())
    }
}

/// Whether the news still holds for whoever has the case now. Who lost it meanwhile is not told of it, and whoever was given it is told
/// by the later event.
fn is_current(complaint: &Complaint, event: &LoggedEvent, kind: NoticeKind) -> bool {
    match kind {
        NoticeKind::Receipt => complaint.verified_at.is_none() && complaint.unit_id.is_none(),
        NoticeKind::Disposition if event.kind != "complaint.returned" => {
            let given_to =
                event.data.get("unit_id").map(|unit| serde_json::from_value::<Option<AgencyId>>(unit.clone()));
            given_to.is_none_or(|unit| unit.is_ok_and(|unit| unit == complaint.unit_id))
        }
        _ => true,
    }
}
