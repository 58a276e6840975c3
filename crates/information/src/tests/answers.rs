//! What an answer needs: approved tests, an honest bill, and the right person (UU 14/2008 Ps 19, 22).

use chrono::Duration;
use padi_kernel::{
    actor::ActorRole::{Ppid, PpidUnit, Reporter},
    event::Audience,
    zone::Zone,
};

use super::{
    docket::{Docket, grant, handover, partial, refusal},
    place::{self, converted},
    world::{World, at, by, day, identity, text},
};
use crate::{
    Refused,
    applicant::{Applicant, Identity},
    article::Article,
    consequence_test::{self, TestOutcome},
    request::{
        command::{AccessMethod, Command, Completion, CostItem, DeliveryMethod, Handover},
        state::{Outcome, Stage, State},
        window::Trigger,
    },
};

#[test]
fn a_refusal_needs_an_approved_test_that_found_all_of_it_exempt() {
    let world = World::new();
    let mut docket = place::docket(&world, "review");
    assert_eq!(docket.try_act(Ppid, refusal(None)), Err(Refused::TestRequired));
    let part = docket.proof(Article::PersonalSecret, TestOutcome::PartialRedact);
    assert_eq!(docket.try_act(Ppid, refusal(Some(part))), Err(Refused::PartialExemption));
    let open = docket.proof(Article::PersonalSecret, TestOutcome::Open);
    assert_eq!(docket.try_act(Ppid, refusal(Some(open))), Err(Refused::TestRequired));
    let other = docket.proof(Article::Defence, TestOutcome::Exempt);
    let Command::NotifyRefusal { mut grounds, text } = refusal(Some(other)) else { panic!() };
    grounds[0].0.ground = Article::PersonalSecret;
    let of_another = Command::NotifyRefusal { grounds, text: text.clone() };
    assert_eq!(docket.try_act(Ppid, of_another), Err(Refused::TestRequired), "it tested another ground");
    let none = Command::NotifyRefusal { grounds: vec![], text };
    assert_eq!(docket.try_act(Ppid, none), Err(Refused::invalid("/grounds", "required")));
    let law = docket.proof(Article::OtherLaw, TestOutcome::Exempt);
    assert_eq!(docket.try_act(Ppid, refusal(Some(law))), Err(Refused::invalid("/grounds/0/law", "required")));
    let whole = docket.proof(Article::PersonalSecret, TestOutcome::Exempt);
    docket.act(Ppid, refusal(Some(whole)));
    assert_eq!(docket.request.outcome, Some(Outcome::Refused));
    assert_eq!(docket.request.notice.as_ref().unwrap().grounds[0].consequence_test_id, whole.test_id);
    assert_eq!(docket.request.decided_by, by(Ppid).user);
}

#[test]
fn what_is_blacked_out_needs_a_test_for_each_part() {
    let world = World::new();
    let mut docket = place::docket(&world, "review");
    assert_eq!(docket.try_act(Ppid, partial(None, 0)), Err(Refused::TestRequired));
    let open = docket.proof(Article::PersonalSecret, TestOutcome::Open);
    assert_eq!(docket.try_act(Ppid, partial(Some(open), 0)), Err(Refused::TestRequired));
    let whole = docket.proof(Article::Defence, TestOutcome::Exempt);
    let Command::NotifyPartial { grant: given, mut redactions } = partial(Some(whole), 0) else { panic!() };
    redactions[0].0.ground = Article::PersonalSecret;
    let of_another = Command::NotifyPartial { grant: given, redactions };
    assert_eq!(docket.try_act(Ppid, of_another), Err(Refused::TestRequired), "it tested another ground");
    let none = Command::NotifyPartial { grant: grant(0), redactions: vec![] };
    assert_eq!(docket.try_act(Ppid, none), Err(Refused::invalid("/redactions", "required")));
    for outcome in [TestOutcome::PartialRedact, TestOutcome::Exempt] {
        let mut docket = docket.clone();
        let proof = docket.proof(Article::PersonalSecret, outcome);
        docket.act(Ppid, partial(Some(proof), 0));
        assert_eq!(docket.request.redactions.len(), 1);
    }
}

#[test]
fn a_test_holds_for_its_request_and_for_what_its_exemption_still_keeps() {
    let world = World::new();
    let mut docket = place::docket(&world, "review");
    docket.proof(Article::PersonalSecret, TestOutcome::Exempt);
    let test = docket.tests[0].clone();
    let other = place::docket(&world, "review").request;
    assert_eq!(test.proof(other.id, &world.city, false), None, "it was made for another request");
    assert!(test.proof(other.id, &world.city, true).is_some(), "its exemption is in force");
    assert_eq!(test.proof(docket.request.id, &world.other_city, true), None, "of another body");
    let mut draft = test;
    draft.state = consequence_test::State::Submitted;
    assert_eq!(draft.proof(docket.request.id, &world.city, true), None);
}

#[test]
fn a_test_brings_the_request_back_to_review() {
    let world = World::new();
    for (late, decision) in [
        (false, consequence_test::Command::Approve { decree_number: text("SK-9") }),
        (true, consequence_test::Command::Reject { reason: text("Kurang") }),
    ] {
        let mut docket = place::docket(&world, if late { "unanswered_in_test" } else { "in_test" });
        let id = docket.request.open_test_id.unwrap();
        assert_eq!(docket.tests[0].request_id, Some(docket.request.id));
        assert_eq!(docket.tests[0].sheet.information, "Rekening");
        docket.decide_test(id, decision);
        let expected = if late { State::Unanswered(Stage::Review) } else { State::InStage(Stage::Review) };
        assert_eq!((docket.request.state, docket.request.open_test_id), (expected, None));
        assert_eq!(docket.exemptions.len(), usize::from(!late));
    }
    // One that nobody waits for moves nothing.
    let mut docket = place::docket(&world, "in_test");
    docket.proof(Article::PersonalSecret, TestOutcome::Exempt);
    assert_eq!(docket.request.state, State::InStage(Stage::InTest));
    // Under an objection for silence the work goes on beneath.
    let mut docket = place::docket(&world, "unanswered_in_test");
    let id = docket.request.open_test_id.unwrap();
    docket.file_objection(&[crate::objection::Ground::C]);
    docket.decide_test(id, consequence_test::Command::Approve { decree_number: text("SK-9") });
    assert_eq!(docket.request.state.stage(), Some(Stage::Review));
    assert_eq!(docket.request.state.tag().name(), "under_objection");
}

#[test]
fn a_bill_is_what_its_items_come_to() {
    let world = World::new();
    let item = |amount_idr| CostItem { item: text("Fotokopi"), amount_idr, legal_basis: text("Perwali 1/2025") };
    let billed = |items: Vec<CostItem>| {
        let mut docket = place::docket(&world, "review");
        let given = crate::request::command::Grant { cost: items, ..grant(0) };
        docket.try_act(Ppid, Command::NotifyGrant(given)).map(|()| docket.request.cost.map(|cost| cost.total_idr))
    };
    assert_eq!(billed(vec![item(2_000), item(500)]), Ok(Some(2_500)));
    assert_eq!(billed(vec![item(0)]), Ok(None), "nothing is charged");
    assert_eq!(billed(vec![item(1), item(-1)]), Err(Refused::invalid("/cost/items/1/amount_idr", "out_of_range")));
    assert_eq!(billed(vec![item(i64::MAX), item(1)]), Err(Refused::invalid("/cost/items", "out_of_range")));
}

#[test]
fn a_payment_is_whole_and_between_bill_and_now() {
    let world = World::new();
    let mut docket = place::docket(&world, "notified_fee");
    let billed = docket.now;
    docket.now += Duration::hours(1);
    let pay = |amount_idr, paid_at| Command::RecordPayment { amount_idr, paid_at, reference: text("1") };
    let invalid = |pointer: &'static str, code| Err(Refused::invalid(pointer, code));
    assert_eq!(docket.try_act(Ppid, pay(4_999, billed)), invalid("/amount_idr", "out_of_range"));
    let ahead = docket.now + Duration::seconds(1);
    assert_eq!(docket.try_act(Ppid, pay(5_000, ahead)), invalid("/paid_at", "in_future"));
    let before = billed - Duration::seconds(1);
    assert_eq!(docket.try_act(Ppid, pay(5_000, before)), invalid("/paid_at", "out_of_range"));
    docket.act(PpidUnit, pay(5_000, billed));
    let payment = docket.request.cost.unwrap().payment.unwrap();
    assert_eq!((payment.amount_idr, payment.paid_at), (5_000, billed));
}

#[test]
fn the_receipt_says_when_it_was_received() {
    let world = World::new();
    let mut docket = place::docket(&world, "notified_granted");
    let given = |received_at| {
        let (method, received_by) = (DeliveryMethod::Courier, Some(text("Siti")));
        Command::Deliver(Handover { method, attachment_ids: vec![], received_by, received_at: Some(received_at) })
    };
    docket.now = at(Zone::Wita, "2026-05-13 10:00");
    let invalid = |code| Err(Refused::invalid("/received_at", code));
    assert_eq!(docket.try_act(Ppid, given(docket.now + Duration::seconds(1))), invalid("in_future"));
    assert_eq!(docket.try_act(Ppid, given(at(Zone::Wita, "2026-05-10 23:59:59"))), invalid("out_of_range"));
    docket.act(Ppid, given(at(Zone::Wita, "2026-05-12 18:00")));
    let delivery = docket.request.delivery.clone().unwrap();
    assert_eq!((delivery.at, delivery.received_at), (docket.now, at(Zone::Wita, "2026-05-12 18:00")));
    let window = docket.request.windows[0].deadline(&docket.request.deadlines).unwrap();
    assert_eq!(docket.request.windows[0].trigger, Trigger::Delivery);
    // The applicant's clock counts from the plain civil day.
    assert_eq!(window.day_zero_on, day("2026-05-12"));
}

#[test]
fn completing_fills_gaps_and_keeps_the_others() {
    let world = World::new();
    let mut docket = converted(&world, "2026-05-20 10:00");
    let of_applicant = ["applicant.name", "applicant.nik", "applicant.address", "applicant.contact"];
    let of_request = ["purpose", "access_method", "delivery_method"];
    assert_eq!(docket.request.missing, of_applicant.into_iter().chain(of_request).collect::<Vec<_>>());
    assert!(!docket.request.has_contact);
    assert_eq!(
        docket.try_act(Reporter, Command::Complete(Completion::default())),
        Err(Refused::invalid("", "required"))
    );
    let mut bare = docket.clone();
    let purpose = Completion { purpose: Some(text("Skripsi")), ..Completion::default() };
    bare.act(Reporter, Command::Complete(purpose));
    assert_eq!(bare.request.missing.len(), 6);
    let whole = Completion {
        identity: Some(identity()),
        purpose: Some(text("Skripsi")),
        access_method: Some(AccessMethod::View),
        ..Completion::default()
    };
    docket.act(Reporter, Command::Complete(whole));
    assert!(docket.request.missing.is_empty() && docket.request.has_contact && !docket.request.has_proxy);
    assert_eq!(docket.request.purpose.as_deref(), Some("Skripsi"));
    // What the desk asked for in its own words it can read in the answer.
    let mut asked = place::docket(&world, "incomplete");
    let told = Completion { text: Some(text("NIK saya ...")), ..Completion::default() };
    asked.act(Reporter, Command::Complete(told));
    assert!(asked.request.missing.is_empty());
    let mut mistaken = place::docket(&world, "incomplete");
    let unknown = Identity { applicant: Applicant::default(), proxy: None };
    let partly = Completion { identity: Some(unknown), ..Completion::default() };
    mistaken.act(Ppid, Command::Complete(partly));
    assert_eq!(mistaken.request.missing, of_applicant);
}

#[test]
fn a_converted_question_keeps_its_day_of_receipt() {
    let world = World::new();
    let complete = || Command::Complete(Completion { identity: Some(identity()), ..Completion::default() });
    let mut docket = converted(&world, "2026-05-20 10:00");
    assert_eq!(docket.clocks(), "R2 R3~");
    assert_eq!(docket.request.origin_complaint_id.map(|id| id.0.as_u128()), Some(70));
    docket.at(at(Zone::Wita, "2026-05-22 10:00")).act(Reporter, complete());
    assert_eq!(docket.request.state, State::InStage(Stage::Registered));
    let due = |docket: &Docket<'_>, code| Zone::Wita.day_of(docket.request.deadlines.latest(code).unwrap().due_at);
    assert_eq!(due(&docket, "R3"), day("2026-06-03"));
    assert_eq!(docket.request.tracking_number.as_str().get(..9), Some("KIP-2026-"));
    // Put off, it still counts from there.
    let extension = super::table::valid(&mut docket, crate::request::action::Action::Extend, false).unwrap();
    docket.act(Ppid, extension);
    assert_eq!(due(&docket, "R4"), day("2026-06-12"));
    // One whose time had passed is unanswered, and its window begins when it is completed.
    let mut late = converted(&world, "2026-06-02 10:00");
    assert_eq!((late.request.state, late.clocks()), (State::Incomplete, text("R2 R3!")));
    late.at(at(Zone::Wita, "2026-06-04 17:30")).act(Reporter, complete());
    assert_eq!(late.request.state, State::Unanswered(Stage::Registered));
    let window = &late.request.objection_windows()[0];
    assert_eq!((window.trigger, Zone::Wita.day_of(window.opens_at)), (Trigger::Lapse, day("2026-06-04")));
    assert_eq!(Zone::Wita.day_of(window.closes_at), day("2026-07-17"));
    assert_eq!(late.request.deadlines.overdue(), ["R3"]);
    // Not completed, it lapses as any other, and nothing of it runs on.
    for on in ["2026-05-20 10:00", "2026-06-02 10:00"] {
        let mut docket = converted(&world, on);
        docket.at(docket.now + Duration::days(8));
        assert_eq!((docket.request.state, docket.clocks()), (State::LapsedIncomplete, text("")));
        assert!(docket.request.deadlines.overdue().is_empty());
    }
}

#[test]
fn nothing_that_happens_to_a_request_is_public() {
    let world = World::new();
    for (place, docket) in place::all(&world) {
        for event in docket.events.iter().filter(|event| !event.kind.starts_with("exemption.")) {
            assert!(event.audience > Audience::Public, "{} in {place}", event.kind);
            assert!(event.words.iter().all(|words| words.audience > Audience::Public));
        }
    }
    let mut docket = place::docket(&world, "review");
    docket.act(Ppid, Command::NotifyGrant(grant(0))).act(Ppid, handover());
    let material = docket.events.iter().find(|event| event.kind.ends_with("material_submitted")).unwrap();
    assert_eq!(material.words.as_ref().unwrap().audience, Audience::Handlers, "it is not the answer");
}
