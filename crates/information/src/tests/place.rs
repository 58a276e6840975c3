//! A request in each place of the table, walked there.

use chrono::Duration;
use padi_kernel::{
    actor::ActorRole::{Ppid, PpidSuperior, PpidUnit},
    event::By,
    id::{ComplaintId, ConsequenceTestId, InformationRequestId},
    zone::Zone,
};
use uuid::Uuid;

use super::{
    docket::{Docket, grant, handover, partial, refusal},
    expected::OPEN,
    world::{World, at, number, reporter_key, text},
};
use crate::{
    article::Article,
    consequence_test::TestOutcome,
    objection::{self, Ground, command::Extent},
    request::{
        Conversion, InformationRequest,
        command::{Command, ExtensionReason},
        state::{ClosingReason, Outcome, State},
    },
};

pub(super) fn accept(period: Option<padi_kernel::deadlines::Span>) -> objection::command::Command {
    let (order, text) = (text("Serahkan seluruhnya"), text("Permohonan beralasan"));
    objection::command::Command::AnswerAccept { extent: Extent::All, order, period, text }
}

pub(super) fn start_test() -> Command {
    Command::StartConsequenceTest { test_id: ConsequenceTestId(Uuid::from_u128(500)), information: text("Rekening") }
}

/// Converted on that day from a question of Monday 2026-05-11.
pub(super) fn converted<'a>(world: &'a World, on: &str) -> Docket<'a> {
    let conversion = Conversion {
        id: InformationRequestId(Uuid::from_u128(71)),
        complaint_id: ComplaintId(Uuid::from_u128(70)),
        agency: world.city.clone(),
        registration_number: number(8),
        information: text("Berapa belanja jalan?"),
        channel: padi_kernel::channel::Channel::Web,
        received_at: at(Zone::Wita, "2026-05-11 10:00"),
        reporter_key: Some(reporter_key(1)),
        tracking_secret_hash: None,
    };
    let now = at(Zone::Wita, on);
    let born = InformationRequest::convert(conversion, By::REPORTER, &world.entropy, &world.context(now)).unwrap();
    Docket::with(world, born, now)
}

/// On Monday 2026-05-11 at ten, walked within minutes as far as it goes.
pub(super) fn docket<'a>(world: &'a World, place: &str) -> Docket<'a> {
    let mut docket = Docket::file(world, &world.city, at(Zone::Wita, "2026-05-11 10:00"));
    let register = Command::RegisterComplete { note: None };
    let assign = Command::Assign { unit_id: world.units[0], note: None };
    let material = Command::SubmitMaterial { text: text("Ada") };
    let late = at(Zone::Wita, "2026-05-30 00:00");
    match place {
        "submitted" => {}
        "incomplete" => {
            docket.act(Ppid, Command::AskCompletion { missing: vec![text("NIK")], reason: text("Wajib") });
        }
        "lapsed_incomplete" => {
            docket = self::docket(world, "incomplete");
            docket.at(at(Zone::Wita, "2026-05-20 00:00"));
        }
        "converted" => docket = converted(world, "2026-05-20 10:00"),
        "converted_late" => docket = converted(world, "2026-06-02 10:00"),
        "deemed_registered" => {
            docket.at(at(Zone::Wita, "2026-05-19 00:00"));
        }
        "registered" => {
            docket.act(Ppid, register);
        }
        "in_search" => {
            docket.act(Ppid, register).act(Ppid, assign);
        }
        "review" => {
            docket.act(Ppid, register).act(Ppid, assign).act(PpidUnit, material);
        }
        "in_test" => {
            docket = self::docket(world, "review");
            docket.act(Ppid, start_test());
        }
        "withdrawn" => {
            docket.act(padi_kernel::actor::ActorRole::Reporter, Command::Withdraw { reason: None });
        }
        "unanswered_closed" => {
            docket = self::docket(world, "review");
            docket.at(at(Zone::Wita, "2026-07-15 00:00"));
        }
        "unanswered_in_search" => {
            docket = self::docket(world, "unanswered_registered");
            docket.act(Ppid, assign);
        }
        _ => match (place.strip_suffix("_extended"), place.strip_prefix("unanswered_")) {
            (Some(stage), _) => {
                docket = self::docket(world, stage);
                let reason_code = ExtensionReason::ExemptionUndecided;
                docket.act(Ppid, Command::Extend { reason_code, text: text("Diuji") });
            }
            (_, Some(stage)) => {
                docket = self::docket(world, stage);
                docket.at(late);
            }
            _ => answered(&mut docket, world, place),
        },
    }
    docket
}

fn answered<'a>(docket: &mut Docket<'a>, world: &'a World, place: &str) {
    *docket = self::docket(world, if place == "under_objection" { "unanswered_review" } else { "review" });
    let now = docket.now + Duration::minutes(5);
    docket.at(now);
    match place {
        "notified_granted" => docket.act(Ppid, Command::NotifyGrant(grant(0))),
        "notified_fee" => docket.act(Ppid, Command::NotifyGrant(grant(5_000))),
        "notified_partial" => {
            let proof = docket.proof(Article::PersonalSecret, TestOutcome::PartialRedact);
            docket.act(Ppid, partial(Some(proof), 0))
        }
        "notified_refused" => {
            let proof = docket.proof(Article::PersonalSecret, TestOutcome::Exempt);
            docket.act(Ppid, refusal(Some(proof)))
        }
        "notified_not_held" => docket.act(Ppid, Command::NotHeld { holder: Some(text("BPN")), text: text("Tidak") }),
        "notified_overdue" => docket.act(Ppid, Command::NotifyGrant(grant(0))).at(at(Zone::Wita, "2026-05-19 00:00")),
        "notified_paid" => {
            let paid_at = docket.now;
            let payment = Command::RecordPayment { amount_idr: 5_000, paid_at, reference: text("1") };
            docket.act(Ppid, Command::NotifyGrant(grant(5_000))).act(Ppid, payment)
        }
        "delivered" => docket.act(Ppid, Command::NotifyGrant(grant(0))).act(Ppid, handover()),
        "under_objection" => docket.file_objection(&[Ground::C]),
        "closed_unpaid" => docket.act(Ppid, Command::NotifyGrant(grant(5_000))).at(at(Zone::Wita, "2026-05-27 00:00")),
        "closed_no_objection" => {
            docket.act(Ppid, Command::NotDocumented { text: text("-") }).at(at(Zone::Wita, "2026-07-15 00:00"))
        }
        _ => {
            *docket = self::docket(world, "under_objection");
            docket.object(PpidSuperior, accept(None));
            match place {
                "ordered" => docket,
                "delivered_ordered" => docket.act(Ppid, handover()),
                "closed_final" => docket.act(Ppid, handover()).at(at(Zone::Wita, "2026-08-30 00:00")),
                "closed_owing" => docket.at(at(Zone::Wita, "2026-08-30 00:00")),
                other => panic!("{other}"),
            }
        }
    };
}

/// The place in which a request stands.
pub(super) fn place_of(request: &InformationRequest) -> String {
    let extended = if request.is_extended() { "_extended" } else { "" };
    let open = |code| request.deadlines.open(code).is_some();
    match request.state {
        State::Incomplete if open("R3") && request.deadlines.overdue() == ["R3"] => text("converted_late"),
        State::Incomplete if open("R3") => text("converted"),
        State::InStage(_) if request.owes_execution() => text("ordered"),
        State::InStage(stage) => format!("{stage}{extended}"),
        State::Unanswered(stage) => format!("unanswered_{stage}"),
        State::Notified => {
            let tense = if request.late { "late" } else { "notified" };
            let paid = request.cost.as_ref().is_some_and(|cost| cost.payment.is_some());
            match request.outcome.unwrap() {
                Outcome::Granted if paid => format!("{tense}_paid"),
                Outcome::Granted if open("R7") => format!("{tense}_fee"),
                Outcome::Granted => format!("{tense}_granted"),
                Outcome::GrantedPartial if open("R7") => format!("{tense}_partial_fee"),
                Outcome::GrantedPartial => format!("{tense}_partial"),
                Outcome::Refused => format!("{tense}_refused"),
                other => format!("{tense}_{other}"),
            }
        }
        State::Delivered if request.order.is_some() => text("delivered_ordered"),
        State::Delivered if request.late => text("late_delivered"),
        State::Closed(ClosingReason::ObjectionFinal) if request.owes_execution() => text("closed_owing"),
        State::Closed(ClosingReason::ObjectionFinal) => text("closed_final"),
        State::Closed(reason) => format!("closed_{reason}"),
        other => text(other.tag().name()),
    }
}

/// Every place, with a request in it.
pub(super) fn all(world: &World) -> Vec<(&'static str, Docket<'_>)> {
    OPEN.iter().map(|(place, _)| (*place, docket(world, place))).collect()
}
