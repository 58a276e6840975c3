//! Acting on a request: the one path of every transition, and what follows from it for others.

use padi_information::request::{InformationRequest, command::Command, policy, view};
use padi_kernel::{
    actor::Denied,
    changed::Changed,
    event::By,
    id::{AttachmentId, InformationRequestId},
};
use padi_persistence::{
    attachments,
    db::Tx,
    information_identities,
    information_requests::{self, Reference},
};

use super::{
    Shown, actor, context,
    order::{Order, Resolved},
    request_refused,
};
use crate::{
    App,
    complaints::{
        Access,
        act::{Terms, acting_user},
    },
    error::Error,
    idempotency::{Answer, Reply},
    if_match::IfMatch,
};

/// An act as it was asked for.
struct Asked {
    access: Access,
    reference: Reference,
    order: Order,
    if_match: Option<IfMatch>,
}

impl App {
    /// Does what is ordered. The checks come in this order: credentials, existence, permission, version, state, sense.
    pub async fn act_on_information_request(
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
        self.check_request_replay(&viewer, &answer).await?;
        Ok(answer)
    }

    /// A repeated answer goes only to who may still read the request that it tells of, as much of it as then.
    pub(crate) async fn check_request_replay(&self, access: &Access, answer: &Answer) -> Result<(), Error> {
        let (Some(id), true) = (answer.reply.case_id, answer.replayed) else { return Ok(()) };
        let shown = self.show_information_request(access, &Reference::Id(InformationRequestId(id))).await?;
        if answer.reply.sight.is_some_and(|extent| !shown.seen.covers(extent)) {
            return Err(Denied::Hidden.into());
        }
        Ok(())
    }

    /// Stores the change.
    pub(super) async fn save_request(&self, tx: &Tx, changed: &Changed<InformationRequest>) -> Result<(), Error> {
        Ok(information_requests::save(tx, changed, &self.recording(changed)).await?)
    }
}

impl Asked {
    async fn act(self, app: &App, tx: &Tx) -> Result<Shown, Error> {
        let Self { access, reference, order, if_match } = self;
        let request = app.lock_request(tx, &reference).await?;
        let law = app.law_within(tx).await?;
        let now = app.now();
        let (request, _) = app.settle_request(tx, request, now, &law).await?;
        let actor = actor(&access, &request)?;
        let role = policy::authorize(&actor, order.action(), &request)?;
        IfMatch::honour(if_match.as_ref(), request.version)?;
        policy::timely(order.action(), &request).map_err(|it| request_refused(&it.into(), &actor, &request))?;
        let Resolved { command, attachments: belonging, identity } = order.resolve(app, tx, &request).await?;
        let sight = view::sight(&actor, &request)?;
        let by = By { role, user: acting_user(role, &actor) };
        let context = padi_information::Context { attachments: &belonging, ..context(&law, now) };
        let before = request.clone();
        let hands_over = matches!(command, Command::Deliver(_));
        let applied = request.apply(command, by, &context).map_err(|error| request_refused(&error, &actor, &before))?;
        app.save_request(tx, &applied.changed).await?;
        if let Some(identity) = identity {
            let sealed = app.seal_applicant(before.id.0, &identity, None)?;
            information_identities::save(tx, before.id.0, sealed).await?;
        }
        if hands_over {
            open_to_applicant(tx, &before, belonging).await?;
        }
        app.carry_over(tx, applied.effects, by, &law, now).await?;
        let after = app.reread_request(tx, before.id).await?;
        app.shown_information(tx, view::view_after(&actor, after, sight), law).await
    }
}

/// What is handed over is the applicant's to read from then on, beside what was handed over before.
async fn open_to_applicant(tx: &Tx, request: &InformationRequest, handed: Vec<AttachmentId>) -> Result<(), Error> {
    let case = super::case_of(request);
    let held = attachments::list(tx, &case).await?;
    let mut open: Vec<_> = held.into_iter().map(|it| it.attachment).filter(|it| it.is_public).map(|it| it.id).collect();
    open.extend(handed);
    Ok(attachments::publish(tx, &case, &open).await?)
}
