//! The places where a case can stand, each reached by real commands, with everything that the table depends on.

use chrono::{DateTime, Duration, Utc};
use padi_kernel::{actor::ActorRole, deadline::DeadlineState, event::By, id::AgencyId, zone::Zone};

use super::{
    command::{accusing, conclusion, convert, findings, follow_up, missing, redispose, return_by_unit, text, verify},
    world::{World, at, filing, stored},
};
use crate::{
    command::{Body, Command, FollowUpType, Target},
    complaint::{Complaint, Desk},
    state::{ArchiveReason, Class, PostponedFrom, State},
};

/// In whose hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    City,
    /// The ministry as an agency of its own.
    Ministry,
    /// The coordinator's desk.
    LastDesk,
    /// The desk of the city's inspectorate.
    Inspectorate,
}

/// What kind of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flavour {
    /// With a text for the public.
    Public,
    /// Without.
    Private,
    /// A question, without such a text.
    Question,
    /// Supervisory, hence anonymous and secret.
    Supervisory,
}

/// A case and what the table asks of it.
#[derive(Clone, Debug)]
pub(super) struct Situation {
    pub(super) place: &'static str,
    pub(super) seat: Seat,
    pub(super) flavour: Flavour,
    pub(super) has_unit: bool,
    pub(super) returns: usize,
    pub(super) reopened: i32,
    /// Whether the Ombudsman has asked for an explanation.
    pub(super) asked: bool,
    pub(super) complaint: Complaint,
}

impl Situation {
    /// The body that has it.
    pub(super) fn here<'a>(&self, world: &'a World) -> &'a Body {
        if matches!(self.seat, Seat::City | Seat::Inspectorate) { &world.city } else { &world.ministry }
    }

    /// Whether the public may see it: verified at least once, and with a text.
    pub(super) fn is_shown(&self) -> bool {
        let verified = match self.place {
            "unverified" | "postponed_unverified" | "archived" => false,
            "lapsed_open" | "lapsed_closed" => self.has_unit,
            _ => true,
        };
        self.flavour == Flavour::Public && verified && !(self.place == "withdrawn" && self.seat == Seat::LastDesk)
    }

    /// Whether it is a question in the hands of a body.
    pub(super) fn is_bodys_question(&self) -> bool {
        self.flavour == Flavour::Question && matches!(self.seat, Seat::City | Seat::Ministry)
    }

    /// A time shortly after the last act.
    pub(super) fn next_minute(&self) -> DateTime<Utc> {
        self.complaint.updated_at + Duration::minutes(5)
    }
}

/// The name of the place where the case stands.
pub(super) fn place_of(complaint: &Complaint) -> &'static str {
    let runs = |code: &str| complaint.deadlines.open(code).is_some_and(|d| d.state == DeadlineState::Running);
    match complaint.state {
        State::Unverified => "unverified",
        State::Postponed(PostponedFrom::Unverified) => "postponed_unverified",
        State::Postponed(PostponedFrom::InProcess) => "postponed_in_process",
        State::NotFollowedUp => "not_followed_up",
        State::InProcess => "in_process",
        State::AwaitingReporter => "awaiting_reporter",
        State::Completed if runs("C10") => "completed_open",
        State::Completed => "completed_closed",
        State::Archived(ArchiveReason::IncompleteLapsed) if runs("C9") => "lapsed_open",
        State::Archived(ArchiveReason::IncompleteLapsed) => "lapsed_closed",
        State::Archived(_) => "archived",
        State::Withdrawn => "withdrawn",
        State::Converted => "converted",
    }
}

/// A case under way: each act five minutes after the one before.
pub(super) struct Walk<'a> {
    pub(super) world: &'a World,
    pub(super) complaint: Complaint,
}

impl<'a> Walk<'a> {
    /// Filed on Monday 2026-03-02 at 10:00 WITA.
    pub(super) fn start(world: &'a World, seat: Seat) -> Self {
        let (body, desk) = match seat {
            Seat::City => (&world.city, Desk::Agency),
            Seat::Ministry => (&world.ministry, Desk::Agency),
            Seat::LastDesk => (&world.ministry, Desk::Coordinator),
            Seat::Inspectorate => (&world.city, Desk::Inspectorate),
        };
        let now = at(Zone::Wita, "2026-03-02 10:00:00");
        let mut filing = filing(body, desk, now);
        if seat == Seat::Inspectorate {
            filing.inspectorate_id = Some(world.inspectorate);
            filing.subject = Some(world.accused());
        }
        Self { world, complaint: stored(world.submit(filing, now).value) }
    }

    pub(super) fn act(&mut self, role: ActorRole, command: Command) -> &mut Self {
        self.act_at(self.complaint.updated_at + Duration::minutes(5), role, command)
    }

    pub(super) fn act_at(&mut self, now: DateTime<Utc>, role: ActorRole, command: Command) -> &mut Self {
        let changed = self.complaint.clone().apply(command, By { role, user: None }, &self.world.context(now));
        self.complaint = stored(changed.unwrap().value);
        self
    }

    /// The scheduler's next act, however far away.
    pub(super) fn lapse(&mut self) -> &mut Self {
        let far = self.complaint.updated_at + Duration::days(400);
        self.complaint = stored(self.complaint.clone().lapse(&self.world.context(far)).unwrap().unwrap().value);
        self
    }

    pub(super) fn verify(&mut self, flavour: Flavour, unit: Option<AgencyId>) -> &mut Self {
        let body = self.complaint.agency.clone();
        if self.complaint.desk == Desk::Inspectorate {
            if flavour != Flavour::Supervisory {
                return self
                    .act(ActorRole::Apip, Command::Handle(findings(Class::ComplaintNonSupervisory, false), body));
            }
            let findings = accusing(self.world, Class::ComplaintSupervisory);
            return self.act(ActorRole::Apip, Command::Verify(findings, Target { body, unit_id: None }));
        }
        let class = Class::ComplaintNonSupervisory;
        self.act(ActorRole::AgencyAdmin, verify(class, flavour == Flavour::Public, &body, unit))
    }

    /// Verified, given back so many times, and at last with the first unit or with none.
    fn dispose(&mut self, flavour: Flavour, has_unit: bool, returns: usize) {
        let first = self.world.units[0];
        let returning = &self.world.units[1..=returns];
        self.verify(flavour, returning.first().copied().or(has_unit.then_some(first)));
        for index in 0..returns {
            self.act(ActorRole::UnitLiaison, return_by_unit());
            let next = returning.get(index + 1).copied().or(has_unit.then_some(first));
            if let Some(unit) = next {
                self.act(ActorRole::MinistryCoordinator, redispose(unit, None));
            }
        }
    }

    fn go_to(&mut self, place: &str, flavour: Flavour, has_unit: bool, returns: usize) {
        use ActorRole::{AgencyAdmin, Reporter, UnitLiaison};
        let from_desk = matches!(place, "unverified" | "postponed_unverified" | "archived")
            || (place.starts_with("lapsed") && !has_unit)
            || (place == "withdrawn" && (flavour == Flavour::Supervisory || self.complaint.desk == Desk::Coordinator));
        if !from_desk {
            self.dispose(flavour, has_unit, returns);
        }
        match place {
            "postponed_unverified" => self.act(AgencyAdmin, Command::Postpone(missing())),
            "lapsed_open" | "lapsed_closed" if from_desk => self.act(AgencyAdmin, Command::Postpone(missing())),
            "archived" => {
                let reason_code = ArchiveReason::Duplicate;
                self.act(AgencyAdmin, Command::Archive { reason: text("ganda"), reason_code })
            }
            "withdrawn" => self.act(Reporter, Command::Withdraw { reason: None }),
            "converted" => {
                self.complaint.class = Class::InformationQuestion;
                self.act(AgencyAdmin, convert())
            }
            "unverified" | "not_followed_up" => self,
            _ => self.act(UnitLiaison, follow_up(FollowUpType::Progress)),
        };
        match place {
            "postponed_in_process" => self.act(UnitLiaison, Command::AskReporter(missing())),
            "lapsed_open" | "lapsed_closed" if !from_desk => self.act(UnitLiaison, Command::AskReporter(missing())),
            "awaiting_reporter" | "completed_open" | "completed_closed" if self.complaint.is_examined() => {
                self.act(ActorRole::Apip, conclusion())
            }
            "awaiting_reporter" | "completed_open" | "completed_closed" => {
                self.act(UnitLiaison, follow_up(FollowUpType::Substantive))
            }
            _ => self,
        };
        match place {
            "completed_open" => self.act(Reporter, Command::Accept(None)),
            "completed_closed" => self.act(Reporter, Command::Accept(None)).lapse(),
            "lapsed_open" => self.lapse(),
            "lapsed_closed" => self.lapse().lapse(),
            _ => self,
        };
    }
}

/// The case at that place.
pub(super) fn situation(
    world: &World,
    place: &'static str,
    (seat, flavour, has_unit): (Seat, Flavour, bool),
    (returns, reopened): (usize, i32),
) -> Situation {
    let mut walk = Walk::start(world, seat);
    walk.go_to(place, flavour, has_unit, returns);
    let mut complaint = walk.complaint;
    if flavour == Flavour::Question {
        complaint.class = Class::InformationQuestion;
    }
    if flavour == Flavour::Supervisory {
        complaint.class = Class::ComplaintSupervisory;
        complaint.is_anonymous = true;
        complaint.is_secret = true;
    }
    complaint.reopened_count = reopened;
    complaint.cycle_no = 1 + reopened;
    assert_eq!(place_of(&complaint), place);
    Situation { place, seat, flavour, has_unit, returns, reopened, asked: false, complaint }
}

/// The same, after the Ombudsman asked for an explanation.
fn asked(world: &World, situation: &Situation) -> Situation {
    let mut walk = Walk { world, complaint: situation.complaint.clone() };
    walk.act(ActorRole::Ombudsman, Command::RequestExplanation { text: text("mohon jelaskan") });
    Situation { asked: true, complaint: walk.complaint, ..situation.clone() }
}

/// Every combination that can come about.
pub(super) fn all(world: &World) -> Vec<Situation> {
    let mut found = Vec::new();
    for (place, _) in super::expected::OPEN {
        for seat in [Seat::City, Seat::Ministry, Seat::LastDesk, Seat::Inspectorate] {
            let at_desk = matches!(*place, "unverified" | "postponed_unverified" | "archived");
            let can_lie_on_last_desk = at_desk || place.starts_with("lapsed") || *place == "withdrawn";
            if seat == Seat::LastDesk && !can_lie_on_last_desk {
                continue;
            }
            for flavour in [Flavour::Public, Flavour::Private, Flavour::Question, Flavour::Supervisory] {
                let is_question = flavour == Flavour::Question;
                if *place == "converted" && !(is_question && matches!(seat, Seat::City | Seat::Ministry)) {
                    continue;
                }
                // On an inspectorate's desk somebody is accused, and such a case is never withdrawn from it.
                let examined = seat == Seat::Inspectorate;
                if examined && (flavour == Flavour::Public || *place == "withdrawn") {
                    continue;
                }
                let withdrawn_early = *place == "withdrawn" && flavour == Flavour::Supervisory;
                let unit_options: &[bool] = if at_desk || withdrawn_early || examined || seat == Seat::LastDesk {
                    &[false]
                } else {
                    &[true, false]
                };
                for has_unit in unit_options {
                    counts(world, place, (seat, flavour, *has_unit), &mut found);
                }
            }
        }
    }
    found
}

fn counts(world: &World, place: &'static str, kind: (Seat, Flavour, bool), found: &mut Vec<Situation>) {
    let (seat, _, has_unit) = kind;
    let from_desk = matches!(place, "unverified" | "postponed_unverified" | "archived" | "withdrawn");
    let disposed = !from_desk && (has_unit || !place.starts_with("lapsed"));
    for returns in if disposed && seat != Seat::Inspectorate { 0..=2 } else { 0..=0 } {
        for reopened in if disposed { 0..=2 } else { 0..=0 } {
            let situation = situation(world, place, kind, (returns, reopened));
            if situation.complaint.state.is_open() && returns == 0 && reopened == 0 {
                found.push(asked(world, &situation));
            }
            found.push(situation);
        }
    }
}
