//! Acting on an objection: the one path of every transition.

use padi_information::{
    Context,
    objection::{Objection, command::Command, policy, view},
};
use padi_kernel::{
    actor::{ActorRole, Denied},
    attachment::{Attachment, AttachmentState, CaseRef},
    changed::Changed,
    event::By,
    id::{AttachmentId, ObjectionId},
};
use padi_persistence::{db::Tx, objections};

use super::{Shown, actor, objection_refused};
use crate::{
    App,
    complaints::{
        Access,
        act::{Terms, acting_user},
        order::check_attachments,
    },
    error::{Error, FieldError},
    idempotency::{Answer, Reply},
    if_match::IfMatch,
    information::context,
};

/// An order: an action, and the attachments of the objection that belong to it.
#[derive(Clone, Debug)]
pub struct Order {
    command: Command,
    attachment_ids: Vec<AttachmentId>,
    /// Whether the body names one attachment, and has no list of them.
    one: bool,
}

impl Order {
    /// With these attachments.
    pub fn with(command: Command, attachment_ids: Vec<AttachmentId>) -> Self {
        Self { command, attachment_ids, one: false }
    }

    /// With this attachment, if any.
    pub fn with_one(command: Command, attachment_id: Option<AttachmentId>) -> Self {
        Self { command, attachment_ids: attachment_id.into_iter().collect(), one: true }
    }
}

impl From<Command> for Order {
    fn from(command: Command) -> Self {
        Self::with(command, Vec::new())
    }
}

/// An act as it was asked for.
struct Asked {
    access: Access,
    id: ObjectionId,
    order: Order,
    if_match: Option<IfMatch>,
}

impl App {
    /// Does what is ordered. The checks come in this order: credentials, existence, permission, version, state, sense.
    pub async fn act_on_objection(
        &self,
        access: Access,
        id: ObjectionId,
        order: Order,
        terms: Terms,
        render: impl FnOnce(Shown) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        if access.is_anonymous() {
            return Err(Denied::Unauthenticated.into());
        }
        let viewer = access.clone();
        let asked = Asked { access, id, order, if_match: terms.if_match };
        let answer = self.once(terms.key, |app, tx| Box::pin(asked.act(app, tx)), render).await?;
        self.check_objection_replay(&viewer, &answer).await?;
        Ok(answer)
    }

    /// A repeated answer goes only to who may still read the objection that it tells of, as much of it as then.
    pub(crate) async fn check_objection_replay(&self, access: &Access, answer: &Answer) -> Result<(), Error> {
        let (Some(id), true) = (answer.reply.case_id, answer.replayed) else { return Ok(()) };
        let shown = self.show_objection(access, ObjectionId(id)).await?;
        if answer.reply.sight.is_some_and(|extent| !shown.seen.covers(extent)) {
            return Err(Denied::Hidden.into());
        }
        Ok(())
    }

    pub(super) async fn save_objection(&self, tx: &Tx, changed: &Changed<Objection>) -> Result<(), Error> {
        Ok(objections::save(tx, changed, &self.recording(changed)).await?)
    }
}

impl Asked {
    async fn act(self, app: &App, tx: &Tx) -> Result<Shown, Error> {
        let Self { access, id, order, if_match } = self;
        let objection = app.lock_objection(tx, id).await?;
        let law = app.law_within(tx).await?;
        let now = app.now();
        let (objection, _) = app.settle_objection(tx, objection, now, &law).await?;
        let actor = actor(&access, &objection)?;
        let Order { command, attachment_ids, one } = order;
        let action = command.action();
        let role = policy::authorize(&actor, action, &objection)?;
        IfMatch::honour(if_match.as_ref(), objection.version)?;
        policy::timely(action, &objection).map_err(|it| objection_refused(&it.into(), &actor, &objection))?;
        let mut faults = Vec::new();
        let case = CaseRef { kind: padi_information::objection::CASE_KIND.into(), id: objection.id.0 };
        // Of the side that acts, and not rejected.
        let own = |attachment: &Attachment| {
            let applicants = attachment.uploaded_by_role == ActorRole::Reporter;
            applicants == (role == ActorRole::Reporter) && attachment.state != AttachmentState::Rejected
        };
        check_attachments(tx, &attachment_ids, &case, ("/attachment_ids", own), &mut faults).await?;
        if !faults.is_empty() {
            if one {
                faults = vec![FieldError::new("/attachment_id", "unknown_value")];
            }
            return Err(Error::Invalid(faults));
        }
        let sight = view::sight(&actor, &objection)?;
        let by = By { role, user: acting_user(role, &actor) };
        let context = Context { attachments: &attachment_ids, ..context(&law, now) };
        let before = objection.clone();
        let applied =
            objection.apply(command, by, &context).map_err(|error| objection_refused(&error, &actor, &before))?;
        app.save_objection(tx, &applied.changed).await?;
        app.carry_over(tx, applied.effects, by, &law, now).await?;
        let after = app.reread_objection(tx, id).await?;
        app.shown_objection(tx, view::view_after(&actor, after, sight), law).await
    }
}
