//! Consequence tests: beginning one, writing in it, handing it in, deciding on it, reading.

use padi_information::consequence_test::{
    Command, ConsequenceTest, Draft, Sheet,
    policy::{self, Action},
};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    body::Body,
    event::By,
    id::{AgencyId, ConsequenceTestId, ExemptionId, InformationRequestId},
    page::{Page, PageRequest},
};
use padi_persistence::{
    consequence_tests,
    db::Tx,
    exemptions,
    information_requests::{self, Reference},
};

pub use padi_persistence::consequence_tests::{Filter, Place};

use super::{context, refused};
use crate::{
    App,
    caller::Caller,
    complaints::{act::Terms, order::target_body},
    error::{Error, FieldError},
    idempotency::{Answer, Reply},
    if_match::IfMatch,
};

/// A test as an officer reads it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The test.
    pub test: ConsequenceTest,
    /// What the reader may do now.
    pub allowed_actions: Vec<Action>,
}

/// A test that is to be begun.
#[derive(Clone, Debug)]
pub struct Begin {
    /// The body.
    pub agency_id: AgencyId,
    /// The request that asks for it.
    pub request_id: Option<InformationRequestId>,
    /// The exemption that is tested anew.
    pub exemption_id: Option<ExemptionId>,
    /// What it says so far.
    pub sheet: Sheet,
}

/// What is to be changed of a sheet: absent stays, for the optional ones none clears.
pub type Revision = Box<dyn FnOnce(Sheet) -> Sheet + Send>;

/// What is ordered of a test.
pub enum Order {
    /// Write in it.
    Revise(Revision),
    /// What refers to nothing.
    Direct(Command),
}

impl Order {
    fn action(&self) -> Action {
        match self {
            Self::Revise(_) => Action::Revise,
            Self::Direct(command) => command.action(),
        }
    }
}

impl App {
    /// Begins a test.
    pub async fn begin_consequence_test(
        &self,
        caller: Caller,
        begin: Begin,
        terms: Terms,
        render: impl FnOnce(Shown) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        known(&caller)?;
        let viewer = caller.clone();
        let answer = self.once(terms.key, |app, tx| Box::pin(app.begin(tx, caller, begin)), render).await?;
        self.check_test_replay(&viewer, &answer).await?;
        Ok(answer)
    }

    async fn begin(&self, tx: &Tx, caller: Caller, begin: Begin) -> Result<Shown, Error> {
        let mut faults = Vec::new();
        let body = target_body(tx, begin.agency_id, "/agency_id", &mut faults).await?;
        let Some(body) = body else { return Err(Error::Invalid(faults)) };
        let role = policy::may_draft(&caller.actor, body.id)?;
        if let Some(id) = begin.request_id {
            let request = information_requests::find(tx, &Reference::Id(id)).await?;
            if request.is_none_or(|request| request.agency.id != body.id) {
                faults.push(FieldError::new("/request_id", "unknown_value"));
            }
        }
        if let Some(id) = begin.exemption_id {
            let exemption = exemptions::find(tx, id).await?;
            if exemption.is_none_or(|it| it.agency.id != body.id || !it.state.is_in_force()) {
                faults.push(FieldError::new("/exemption_id", "unknown_value"));
            }
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let law = self.law_within(tx).await?;
        let now = self.now();
        let Begin { request_id, exemption_id, sheet, .. } = begin;
        let agency = Body { id: body.id, locality: body.locality };
        let id = ConsequenceTestId::new(now, self.entropy());
        let draft = Draft { id, agency, request_id, exemption_id, sheet };
        let by = acting(role, &caller.actor);
        let applied = ConsequenceTest::draft(draft, by, &context(&law, now));
        consequence_tests::insert(tx, &applied.changed, &self.recording(&applied.changed)).await?;
        Ok(shown(&caller.actor, applied.changed.value))
    }

    /// Does what is ordered. The checks come in this order: credentials, existence, permission, version, state, sense.
    pub async fn act_on_consequence_test(
        &self,
        caller: Caller,
        id: ConsequenceTestId,
        order: Order,
        terms: Terms,
        render: impl FnOnce(Shown) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        known(&caller)?;
        let viewer = caller.clone();
        let Terms { key, if_match } = terms;
        let answer = self.once(key, move |app, tx| Box::pin(act(app, tx, caller, id, order, if_match)), render).await?;
        self.check_test_replay(&viewer, &answer).await?;
        Ok(answer)
    }

    /// A repeated answer goes only to who may still read the test.
    async fn check_test_replay(&self, caller: &Caller, answer: &Answer) -> Result<(), Error> {
        let (Some(id), true) = (answer.reply.case_id, answer.replayed) else { return Ok(()) };
        self.show_consequence_test(caller, ConsequenceTestId(id)).await.map(drop)
    }

    /// One test.
    pub async fn show_consequence_test(&self, caller: &Caller, id: ConsequenceTestId) -> Result<Shown, Error> {
        known(caller)?;
        let test = consequence_tests::find(self.db(), id).await?.ok_or(Error::NotFound)?;
        policy::may_read(&caller.actor, &test)?;
        Ok(shown(&caller.actor, test))
    }

    /// The tests that the caller may read, newest first.
    pub async fn list_consequence_tests(
        &self,
        caller: &Caller,
        filter: &Filter,
        page: &PageRequest<Place>,
    ) -> Result<Page<Shown, Place>, Error> {
        let person = caller.person().ok_or(Denied::Unauthenticated)?;
        let offices = [Role::Ppid, Role::PpidSuperior, Role::ConsiderationTeam];
        let held = person.grants.iter().filter(|grant| offices.contains(&grant.role));
        let bodies: Vec<_> = held.flat_map(|grant| grant.reach.iter().copied()).collect();
        if bodies.is_empty() {
            return Err(Denied::Forbidden.into());
        }
        let page = consequence_tests::list(self.db(), &bodies, filter, page).await?;
        Ok(page.map(|test| shown(&caller.actor, test)))
    }
}

async fn act(
    app: &App,
    tx: &Tx,
    caller: Caller,
    id: ConsequenceTestId,
    order: Order,
    if_match: Option<IfMatch>,
) -> Result<Shown, Error> {
    let test = consequence_tests::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
    let actor = &caller.actor;
    let role = policy::authorize(actor, order.action(), &test)?;
    IfMatch::honour(if_match.as_ref(), test.version)?;
    let allowed = policy::allowed_actions(actor, &test).into_iter().map(Action::name).collect::<Vec<_>>();
    let state = test.state.name();
    policy::timely(order.action(), &test).map_err(|error| refused(&error.into(), state, allowed.clone()))?;
    let command = match order {
        Order::Revise(revise) => Command::Revise(revise(test.sheet.clone())),
        Order::Direct(command) => command,
    };
    let law = app.law_within(tx).await?;
    let now = app.now();
    let by = acting(role, actor);
    let applied = test.apply(command, by, &context(&law, now)).map_err(|error| refused(&error, state, allowed))?;
    consequence_tests::save(tx, &applied.changed, &app.recording(&applied.changed)).await?;
    app.carry_over(tx, applied.effects, by, &law, now).await?;
    Ok(shown(actor, applied.changed.value))
}

fn known(caller: &Caller) -> Result<(), Denied> {
    caller.person().map(drop).ok_or(Denied::Unauthenticated)
}

fn acting(role: ActorRole, actor: &Actor) -> By {
    By { role, user: actor.person().map(|person| person.user) }
}

fn shown(actor: &Actor, test: ConsequenceTest) -> Shown {
    Shown { allowed_actions: policy::allowed_actions(actor, &test), test }
}
