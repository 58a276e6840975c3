//! A request with its objections, tests and exemptions, kept together as whoever stores them must: each act with all that follows from
//! it, each term at its own instant.

use chrono::{DateTime, Utc};
use padi_kernel::{
    actor::ActorRole,
    body::Body,
    channel::Channel,
    deadline::DeadlineState,
    deadlines::Deadlines,
    event::{By, Event},
    id::{AttachmentId, ConsequenceTestId, ObjectionId},
};
use uuid::Uuid;

use super::world::{World, by, day, filing, number, text};
use crate::{
    Context, Refused,
    article::Article,
    consequence_test::{self, ConsequenceTest, Draft, Sheet, TestOutcome, period::Period},
    effect::{Applied, Effect},
    exemption::Exemption,
    objection::{self, About, Ground, Objection},
    request::{
        InformationRequest,
        command::{Command, CostItem, DeliveryMethod, Grant, Handover, Proof, Redaction, RefusalGround},
        filing::Filing,
    },
};

/// The office.
#[derive(Clone)]
pub(super) struct Docket<'a> {
    pub(super) world: &'a World,
    pub(super) request: InformationRequest,
    pub(super) objections: Vec<Objection>,
    pub(super) tests: Vec<ConsequenceTest>,
    pub(super) exemptions: Vec<Exemption>,
    /// What happened to the request, and to all.
    pub(super) events: Vec<Event>,
    pub(super) now: DateTime<Utc>,
    by: By,
    attachments: Vec<AttachmentId>,
}

/// As it comes back from the database.
pub(super) fn stored(deadlines: &Deadlines) -> Deadlines {
    Deadlines::stored(deadlines.all().to_vec())
}

impl<'a> Docket<'a> {
    /// Filed complete by the applicant then.
    pub(super) fn file(world: &'a World, agency: &Body, now: DateTime<Utc>) -> Self {
        Self::of(world, filing(agency, now), By::REPORTER, now)
    }

    pub(super) fn of(world: &'a World, filing: Filing, by: By, now: DateTime<Utc>) -> Self {
        let filed = InformationRequest::submit(filing, by, &world.entropy, &world.context(now)).unwrap();
        Self::with(world, filed, now)
    }

    pub(super) fn with(world: &'a World, filed: Applied<InformationRequest>, now: DateTime<Utc>) -> Self {
        assert!(filed.effects.is_empty());
        let mut request = filed.changed.value;
        request.deadlines = stored(&request.deadlines);
        let (objections, tests, exemptions) = (Vec::new(), Vec::new(), Vec::new());
        let events = filed.changed.events;
        Self { world, request, objections, tests, exemptions, events, now, by: By::SYSTEM, attachments: Vec::new() }
    }

    pub(super) fn at(&mut self, now: DateTime<Utc>) -> &mut Self {
        self.run(now);
        self.now = now;
        self
    }

    fn context(&self) -> Context<'a> {
        self.world.context(self.now)
    }

    /// Does it in that capacity, now.
    pub(super) fn try_act(&mut self, role: ActorRole, command: Command) -> Result<(), Refused> {
        self.by = by(role);
        let attachments = self.attachments.clone();
        let context = Context { attachments: &attachments, ..self.context() };
        let applied = self.request.clone().apply(command, self.by, &context)?;
        self.take(applied);
        Ok(())
    }

    pub(super) fn act(&mut self, role: ActorRole, command: Command) -> &mut Self {
        let tried = format!("{command:?} in {:?}", self.request.state);
        self.try_act(role, command).unwrap_or_else(|error| panic!("{tried}: {error:?}"));
        self
    }

    /// Does it to the last objection.
    pub(super) fn try_object(&mut self, role: ActorRole, command: objection::command::Command) -> Result<(), Refused> {
        self.by = by(role);
        let attachments = self.attachments.clone();
        let context = Context { attachments: &attachments, ..self.context() };
        let applied = self.objection().clone().apply(command, self.by, &context)?;
        self.take_objection(applied);
        Ok(())
    }

    pub(super) fn object(&mut self, role: ActorRole, command: objection::command::Command) -> &mut Self {
        let tried = format!("{command:?} in {:?}", self.objection().state);
        self.try_object(role, command).unwrap_or_else(|error| panic!("{tried}: {error:?}"));
        self
    }

    /// With something attached.
    pub(super) fn attaching(&mut self, act: impl FnOnce(&mut Self)) -> &mut Self {
        self.attachments = vec![AttachmentId(Uuid::from_u128(31))];
        act(self);
        self.attachments = Vec::new();
        self
    }

    /// Objects on these grounds, by the applicant now, or from paper that was received then.
    pub(super) fn try_file(&mut self, grounds: &[Ground], received: Option<DateTime<Utc>>) -> Result<(), Refused> {
        let role = if received.is_some() { ActorRole::DeskOfficer } else { ActorRole::Reporter };
        self.by = by(role);
        let filing = objection(grounds, received.unwrap_or(self.now));
        let context = self.context();
        let about = About::Request(&self.request);
        let filed = Objection::file(filing, about, self.by, &self.world.entropy, &context)?;
        self.take_objection(filed);
        Ok(())
    }

    pub(super) fn file_objection(&mut self, grounds: &[Ground]) -> &mut Self {
        self.try_file(grounds, None).unwrap();
        self
    }

    /// The last objection.
    pub(super) fn objection(&self) -> &Objection {
        self.objections.last().unwrap()
    }

    /// A test of that outcome, approved, for the request.
    pub(super) fn proof(&mut self, article: Article, outcome: TestOutcome) -> Proof {
        let id = ConsequenceTestId(Uuid::from_u128(600 + self.tests.len() as u128));
        let draft = Draft {
            id,
            agency: self.request.agency.clone(),
            request_id: Some(self.request.id),
            exemption_id: None,
            sheet: sheet(article, outcome),
        };
        let drafted = ConsequenceTest::draft(draft, by(ActorRole::Ppid), &self.context());
        self.take_test(drafted);
        self.decide_test(id, consequence_test::Command::Approve { decree_number: text("SK-1") });
        let test = self.tests.iter().find(|test| test.id == id).unwrap();
        test.proof(self.request.id, &self.request.agency, false).unwrap()
    }

    /// Hands a test in and decides on it.
    pub(super) fn decide_test(&mut self, id: ConsequenceTestId, decision: consequence_test::Command) {
        for (role, command) in
            [(ActorRole::ConsiderationTeam, consequence_test::Command::Submit), (ActorRole::PpidSuperior, decision)]
        {
            let test = self.tests.iter().find(|test| test.id == id).unwrap().clone();
            self.by = by(role);
            let applied = test.apply(command, self.by, &self.context()).unwrap();
            self.take_test(applied);
        }
    }

    fn take(&mut self, applied: Applied<InformationRequest>) {
        assert_eq!(applied.changed.value.version, self.request.version + 1);
        self.request = applied.changed.value;
        self.request.deadlines = stored(&self.request.deadlines);
        self.events.extend(applied.changed.events);
        self.follow(applied.effects);
    }

    fn take_objection(&mut self, applied: Applied<Objection>) {
        let mut value = applied.changed.value;
        value.deadlines = stored(&value.deadlines);
        match self.objections.iter_mut().find(|objection| objection.id == value.id) {
            Some(objection) => *objection = value,
            None => self.objections.push(value),
        }
        self.events.extend(applied.changed.events);
        self.follow(applied.effects);
    }

    fn take_test(&mut self, applied: Applied<ConsequenceTest>) {
        let value = applied.changed.value;
        match self.tests.iter_mut().find(|test| test.id == value.id) {
            Some(test) => *test = value,
            None => self.tests.push(value),
        }
        self.events.extend(applied.changed.events);
        self.follow(applied.effects);
    }

    fn follow(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Request(id, effect) => {
                    assert_eq!(id, self.request.id);
                    let applied = self.request.clone().affect(effect, self.by, &self.context()).unwrap();
                    self.take(applied);
                }
                Effect::Objection(id, effect) => {
                    let objection = self.objection_of(id).clone();
                    let applied = objection.affect(effect, self.by, &self.context()).unwrap();
                    self.take_objection(applied);
                }
                Effect::Exemption(id, effect) => {
                    let exemption = self.exemptions.iter().find(|one| one.id == id).unwrap().clone();
                    if let Some(applied) = exemption.affect(effect, self.by, &self.context()) {
                        self.take_exemption(applied);
                    }
                }
                Effect::DraftTest { id, request_id, agency, information } => {
                    let sheet = Sheet { information, ..sheet(Article::PersonalSecret, TestOutcome::Exempt) };
                    let request_id = Some(request_id);
                    let draft = Draft { id, agency, request_id, exemption_id: None, sheet };
                    let drafted = ConsequenceTest::draft(draft, self.by, &self.context());
                    self.take_test(drafted);
                }
                Effect::ListExemption { test_id } => {
                    let test = self.tests.iter().find(|test| test.id == test_id).unwrap();
                    let listed = Exemption::list(test, self.by, &self.world.entropy, &self.context()).unwrap();
                    self.take_exemption(listed.unwrap());
                }
            }
        }
    }

    fn take_exemption(&mut self, applied: Applied<Exemption>) {
        let mut value = applied.changed.value;
        value.deadlines = stored(&value.deadlines);
        match self.exemptions.iter_mut().find(|one| one.id == value.id) {
            Some(exemption) => *exemption = value,
            None => self.exemptions.push(value),
        }
        self.events.extend(applied.changed.events);
        self.follow(applied.effects);
    }

    pub(super) fn objection_of(&self, id: ObjectionId) -> &Objection {
        self.objections.iter().find(|objection| objection.id == id).unwrap()
    }

    /// Lets every term pass that ends by then, of whatever, in the order of their instants.
    pub(super) fn run(&mut self, until: DateTime<Utc>) {
        self.by = By::SYSTEM;
        loop {
            let passing =
                |deadlines: &Deadlines| deadlines.next_passed(until).map(padi_kernel::deadline::Deadline::passes_at);
            let of_request = passing(&self.request.deadlines);
            let of_objection = self.objections.iter().filter_map(|it| Some((passing(&it.deadlines)?, it.id))).min();
            let Some(first) = of_request.into_iter().chain(of_objection.map(|(at, _)| at)).min() else { return };
            self.now = first.max(self.now);
            let context = self.world.context(until);
            if of_request == Some(first) {
                let applied = self.request.clone().lapse(&context).unwrap().unwrap();
                self.take(applied);
            } else if let Some((_, id)) = of_objection {
                let applied = self.objection_of(id).clone().lapse(&context).unwrap().unwrap();
                self.take_objection(applied);
            }
        }
    }

    /// The open clocks of the request, `~` standing still and `!` passed; a window by its trigger.
    pub(super) fn clocks(&self) -> String {
        clocks(&self.request.deadlines)
    }

    /// The open clocks of the last objection.
    pub(super) fn objection_clocks(&self) -> String {
        clocks(&self.objection().deadlines)
    }
}

/// The open clocks, by name.
pub(super) fn clocks(deadlines: &Deadlines) -> String {
    let open = deadlines.all().iter().filter(|deadline| deadline.is_open());
    let mut open: Vec<_> = open
        .map(|deadline| {
            let sign = match deadline.state {
                DeadlineState::Paused => "~",
                DeadlineState::Missed => "!",
                _ => "",
            };
            let trigger = crate::request::window::Trigger::of_subject(deadline.subject);
            let trigger = trigger.map(|trigger| format!("/{trigger}")).unwrap_or_default();
            format!("{}{sign}{trigger}", deadline.code)
        })
        .collect();
    open.sort();
    open.join(" ")
}

/// What is objected, received then.
pub(super) fn objection(grounds: &[Ground], received_at: DateTime<Utc>) -> objection::Filing {
    objection::Filing {
        registration_number: number(1),
        information: None,
        grounds: grounds.to_vec(),
        purpose: Some(text("Penelitian")),
        case_position: Some(text("Tidak ditanggapi")),
        has_proxy: false,
        channel: Channel::Web,
        received_at,
    }
}

/// A sheet that says all.
pub(super) fn sheet(article: Article, outcome: TestOutcome) -> Sheet {
    Sheet {
        information: text("Nomor rekening penerima"),
        article: Some(article),
        law: Some(text("UU 27/2022 Ps 4")),
        consequence_if_opened: Some(text("Dapat disalahgunakan")),
        consequence_if_closed: Some(text("Rahasia terjaga")),
        public_interest: None,
        period: Period { from: Some(day("2026-01-01")), until: Some(day("2026-12-31")), rule: None },
        outcome: Some(outcome),
        participants: vec![text("Kepala bagian hukum")],
        held_on: Some(day("2026-01-05")),
    }
}

pub(super) fn grant(cost: i64) -> Grant {
    let item = CostItem { item: text("Fotokopi"), amount_idr: cost, legal_basis: text("Perwali 1/2025") };
    let cost = if cost == 0 { Vec::new() } else { vec![item] };
    Grant { text: text("Terlampir"), form: text("Berkas"), means: text("Surel"), available_on: None, cost }
}

pub(super) fn handover() -> Command {
    let (received_by, received_at) = (None, None);
    Command::Deliver(Handover { method: DeliveryMethod::Email, attachment_ids: Vec::new(), received_by, received_at })
}

pub(super) fn refusal(proof: Option<Proof>) -> Command {
    let test = proof.map_or(ConsequenceTestId(Uuid::nil()), |proof| proof.test_id);
    let ground = proof.map_or(Article::PersonalSecret, |proof| proof.article);
    let cited = RefusalGround { ground, law: None, consequence_test_id: test };
    Command::NotifyRefusal { grounds: vec![(cited, proof)], text: text("Dikecualikan") }
}

pub(super) fn partial(proof: Option<Proof>, cost: i64) -> Command {
    let test = proof.map_or(ConsequenceTestId(Uuid::nil()), |proof| proof.test_id);
    let ground = proof.map_or(Article::PersonalSecret, |proof| proof.article);
    let redaction = Redaction { part: text("Lampiran 2"), ground, consequence_test_id: test };
    Command::NotifyPartial { grant: grant(cost), redactions: vec![(redaction, proof)] }
}
