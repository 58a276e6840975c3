//! Acting on a complaint: the one path of every transition.

use padi_complaints::{
    Context, Refused,
    command::{Command, Part},
    complaint::Complaint,
    policy, view,
};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    event::By,
    id::{AttachmentId, InformationRequestId},
};
use padi_persistence::{
    attachments,
    complaints::{self, Reference},
    db::Tx,
};

use super::{
    Access, Ground, Shown,
    order::{Order, Scene},
};
use crate::{
    App,
    error::Error,
    files::case_of,
    idempotency::{Answer, Key, Reply},
    if_match::IfMatch,
};

/// What comes with a call beside its body.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// `Idempotency-Key`.
    pub key: Option<Key>,
    /// `If-Match`.
    pub if_match: Option<IfMatch>,
}

/// An act as it was asked for.
struct Asked {
    access: Access,
    reference: Reference,
    order: Order,
    if_match: Option<IfMatch>,
}

impl App {
    /// Does what is ordered. The checks come in this order: credentials, existence, permission, version, state, sense.
    pub async fn act_on_complaint(
        &self,
        access: Access,
        reference: Reference,
        order: Order,
        terms: Terms,
        render: impl FnOnce(Shown) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let viewer = access.clone();
        let asked = Asked { access, reference, order, if_match: terms.if_match };
        let answer = self.once(terms.key, |app, tx| Box::pin(asked.act(app, tx)), render).await?;
        self.check_replay(&viewer, &answer).await?;
        Ok(answer)
    }

    /// A repeated answer goes only to who may still read the case that it tells of, as much of it as then.
    pub(crate) async fn check_replay(&self, access: &Access, answer: &Answer) -> Result<(), Error> {
        let (Some(id), true) = (answer.reply.case_id, answer.replayed) else { return Ok(()) };
        let shown = self.show_complaint(access, &Reference::Id(padi_kernel::id::ComplaintId(id))).await?;
        if answer.reply.sight.is_some_and(|extent| !shown.seen.covers(extent)) {
            return Err(Denied::Hidden.into());
        }
        Ok(())
    }

    /// Lets every term that has passed take its effect, each as of its own instant.
    pub(crate) async fn settle(
        &self,
        tx: &Tx,
        complaint: Complaint,
        now: chrono::DateTime<chrono::Utc>,
        ground: &Ground,
    ) -> Result<(Complaint, u64), Error> {
        let context = ground.context(now);
        let mut complaint = complaint;
        let mut effects = 0;
        while let Some(changed) = complaint.clone().lapse(&context).map_err(Error::internal)? {
            self.save_change(tx, &complaint, &changed, ground).await?;
            // Read back, so that what was just written is not written again with the next change.
            complaint = reread(tx, changed.value.id).await?;
            effects += 1;
        }
        Ok((complaint, effects))
    }
}

async fn reread(tx: &Tx, id: padi_kernel::id::ComplaintId) -> Result<Complaint, Error> {
    complaints::find(tx, &Reference::Id(id)).await?.ok_or(Error::NotFound)
}

impl Asked {
    async fn act(self, app: &App, tx: &Tx) -> Result<Shown, Error> {
        let Self { access, reference, order, if_match } = self;
        order.lock_first(tx, &reference).await?;
        let complaint = complaints::find_for_update(tx, &reference).await?.ok_or(Error::NotFound)?;
        let ground = app.ground(tx).await?;
        let now = app.now();
        let (complaint, _) = app.settle(tx, complaint, now, &ground).await?;
        let permitted = access.actor(&complaint).and_then(|actor| Ok((order.authorize(&actor, &complaint)?, actor)));
        let (role, actor) = match permitted {
            Ok(permitted) => permitted,
            // Who follows the case may know of it.
            Err(Denied::Hidden) if app.follows(tx, &access, &complaint).await? => return Err(Denied::Forbidden.into()),
            Err(denied) => return Err(denied.into()),
        };
        IfMatch::honour(if_match.as_ref(), complaint.version)?;
        let action = order.action();
        policy::timely(action, &complaint).map_err(|untimely| refused(&untimely.into(), &actor, &complaint))?;
        let belonging = order.attachments().to_vec();
        let scene = Scene { app, tx, actor: &actor, role, complaint: &complaint, ground: &ground, now };
        let command = order.resolve(&scene).await?;
        let (parts, opened, converted) = (parts(&command), opened(&command), converted(&command));
        let sight = view::sight(&actor, &complaint)?;
        let by = By { role, user: acting_user(role, &actor) };
        let before = complaint.clone();
        let context = Context { attachments: &belonging, ..ground.context(now) };
        let changed = complaint.apply(command, by, &context).map_err(|error| refused(&error, &actor, &before))?;
        app.save_change(tx, &before, &changed, &ground).await?;
        if let Some(ids) = opened.or_else(|| closes_all(&before, &changed.value).then(Vec::new)) {
            attachments::publish(tx, &case_of(&before), &ids).await?;
        }
        app.split_off(tx, &before, parts, by, &context).await?;
        if let Some(request_id) = converted {
            app.convert(tx, &before, request_id, by, &ground).await?;
        }
        app.shown(tx, view::view_after(&actor, changed.value, sight), ground.law).await
    }
}

/// The parts that become cases of their own.
fn parts(command: &Command) -> Vec<Part> {
    match command {
        Command::Split { parts, .. } => parts.clone(),
        _ => Vec::new(),
    }
}

/// The request that the case goes on as.
fn converted(command: &Command) -> Option<InformationRequestId> {
    match command {
        Command::Convert { request_id, .. } => Some(*request_id),
        _ => None,
    }
}

/// The attachments that are open to everybody from now on, if that is decided anew.
fn opened(command: &Command) -> Option<Vec<AttachmentId>> {
    match command {
        Command::Redact(redaction) => redaction.public_attachment_ids.clone(),
        _ => None,
    }
}

/// Whether the text for the public went: what was opened beside it is closed, lest it come back with another one.
fn closes_all(before: &Complaint, after: &Complaint) -> bool {
    before.public_text.is_some() && after.public_text.is_none()
}

/// The account that stands beside an event: never the reporter's, whose identity is kept apart.
pub(crate) fn acting_user(role: ActorRole, actor: &Actor) -> Option<padi_kernel::id::UserId> {
    match role {
        ActorRole::Reporter => None,
        _ => actor.person().map(|person| person.user),
    }
}

pub(super) fn refused(error: &Refused, actor: &Actor, complaint: &Complaint) -> Error {
    let state = complaint.state.tag().name();
    let allowed =
        || policy::allowed_actions(actor, complaint).into_iter().map(padi_complaints::action::Action::name).collect();
    match error {
        Refused::State => Error::Transition { state, allowed: allowed() },
        Refused::Window => Error::WindowClosed { state, allowed: allowed() },
        Refused::AssignmentsOpen => Error::AssignmentsOpen { state, allowed: allowed() },
        Refused::ChildrenOpen => Error::ChildrenOpen { state, allowed: allowed() },
        Refused::NotConvertible => Error::NotConvertible { state, allowed: allowed() },
        Refused::StricterTarget => Error::StricterTarget,
        Refused::UnitAlreadyReturned => Error::UnitAlreadyReturned,
        Refused::OtherAgency => Denied::Forbidden.into(),
        Refused::ConflictOfInterest => Error::ConflictOfInterest,
        Refused::Invalid { pointer, code } => Error::field(*pointer, code),
        Refused::Deadline(error) => Error::internal(error.clone()),
    }
}
