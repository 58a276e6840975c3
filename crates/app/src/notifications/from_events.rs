//! From the event log to notifications: a consumer that tells of each event whom it concerns.

use padi_complaints::{
    complaint::{CASE_KIND, Complaint},
    notice::{self, Addressee},
};
use padi_kernel::{
    actor::ActorRole,
    escalation::Level,
    event::Audience,
    id::{AgencyId, ComplaintId},
    notice::NoticeKind,
};
use padi_persistence::{
    complaints::{self, Reference},
    db::{self, Tx},
    events::LoggedEvent,
};

use super::News;
use crate::{App, complaints::escalate, error::Error, follow::Consumer, idempotency::Work};

/// The consumer.
pub(crate) const CONSUMER: Consumer = Consumer { name: "notifications", take };

fn take<'a>(app: &'a App, tx: &'a Tx, batch: &'a [LoggedEvent]) -> Work<'a, ()> {
    Box::pin(async move {
        for event in batch.iter().filter(|event| event.case_kind == CASE_KIND) {
            let told = notice::told(&event.kind, &event.data);
            if told.is_empty() {
                continue;
            }
            match complaints::find(tx, &Reference::Id(ComplaintId(event.case_id))).await {
                Ok(Some(complaint)) => app.tell_of(tx, &complaint, event, &told).await?,
                // Erased meanwhile.
                Ok(None) => {}
                // One broken row must not silence all others for ever.
                Err(broken @ (db::Error::Inconsistent { .. } | db::Error::Json(_))) => {
                    tracing::error!(complaint.id = %event.case_id, %broken, "nobody is told of an event");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    })
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
            let about = News::of(&follower, &event.to_state, news.kind, news.source.clone(), news.at);
            self.tell_reporter(tx, &follower, &about).await?;
        }
        Ok(())
    }

    async fn tell_of(
        &self,
        tx: &Tx,
        complaint: &Complaint,
        event: &LoggedEvent,
        told: &[(Addressee, NoticeKind)],
    ) -> Result<(), Error> {
        let detail = self.detail(tx, complaint, event).await?;
        for (addressee, kind) in told {
            let news = News::of(complaint, &event.to_state, *kind, format!("event {}", event.id), event.at);
            let news = News { detail: detail.clone(), ..news };
            if *addressee != Addressee::Reporter {
                if *addressee == Addressee::Part || is_current(complaint, event, *kind) {
                    self.tell_posts(tx, complaint, &complaint.posts(*addressee, &event.data), event.actor, &news)
                        .await?;
                }
            } else if event.actor_role != ActorRole::Reporter || *kind == NoticeKind::Receipt {
                self.tell_reporter(tx, complaint, &news).await?;
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
