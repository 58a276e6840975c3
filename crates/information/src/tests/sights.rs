//! Who sees what (`decisions` 7), in sights, lists, notices and attachments.

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Person, Role},
    attachment::{Attachment, AttachmentState},
    escalation::Level,
    event::Audience,
    id::AttachmentId,
    notice::{NoticeKind, Post, Seat},
    page::List,
    zone::Zone,
};
use uuid::Uuid;

use super::{
    docket::Docket,
    place,
    world::{Who, World, at, reporter_key, text},
};
use crate::{
    applicant::Disclosure,
    attach,
    objection::{self, command::Command as OnObjection},
    request::{
        self,
        notice::Addressee,
        scope::{Reach, Scope, scope},
        view::{Sight, sight, view, view_after},
    },
};

/// A request in search, one that was tested, and one that is disputed.
fn dockets(world: &World) -> [(&'static str, Docket<'_>); 3] {
    let mut disputed = place::docket(world, "under_objection");
    let confirm = OnObjection::AnswerConfirm { reasons: text("-") };
    disputed.object(ActorRole::PpidSuperior, confirm);
    let filed_on = Zone::Wita.day_of(disputed.now);
    let dispute = OnObjection::DisputeFiled { filed_on, commission: text("KI"), reference: None };
    disputed.object(ActorRole::Ppid, dispute);
    [
        ("searched", place::docket(world, "in_search")),
        ("tested", place::docket(world, "in_test")),
        ("disputed", disputed),
    ]
}

fn expected(who: Who, case: &str) -> Option<Sight> {
    match (who, case) {
        (Who::ApplicantByAccount | Who::ApplicantBySecret, _) => Some(Sight::Applicant),
        (Who::Ppid | Who::Superior | Who::Scheduler, _) => Some(Sight::Desk),
        (Who::UnitOfficer | Who::DeskUnitOfficer, _) => Some(Sight::Unit),
        (Who::Coordinator | Who::OwnProvince, _)
        | (Who::Team, "tested" | "disputed")
        | (Who::Commission, "disputed") => Some(Sight::Observer),
        _ => None,
    }
}

#[test]
fn everybody_sees_as_much_as_decided() {
    let world = World::new();
    for (case, docket) in dockets(&world) {
        for who in Who::ALL {
            let actor = who.actor(&world, docket.request.id.0);
            let seen = view(&actor, docket.request.clone());
            let Some(sight) = expected(who, case) else {
                assert_eq!(seen, Err(Denied::Hidden), "{who:?} {case}");
                continue;
            };
            let seen = seen.unwrap();
            assert_eq!(seen.sight(), sight, "{who:?} {case}");
            let person = actor.person().is_some();
            let disclosure = match sight {
                Sight::Applicant => Disclosure::Full,
                Sight::Desk if person => Disclosure::Full,
                Sight::Unit => Disclosure::Name,
                _ => Disclosure::Nothing,
            };
            assert_eq!(seen.disclosure(), disclosure, "{who:?} {case}");
            assert!(seen.covers(seen.extent()));
            let reads = |audience| sight.reads(audience);
            assert!(reads(Audience::Public) && reads(Audience::Reporter));
            assert_eq!(reads(Audience::Handlers), sight != Sight::Applicant);
            assert_eq!(seen.request().id, docket.request.id);
        }
    }
}

fn weak(actor: Actor) -> Actor {
    match actor {
        Actor::Person(person) => Actor::Person(Person { second_factor: false, ..person }),
        other => other,
    }
}

#[test]
fn without_a_second_factor_an_officer_acts_and_sees_no_identity() {
    let world = World::new();
    for (_, docket) in dockets(&world) {
        for who in [Who::Ppid, Who::Superior, Who::UnitOfficer] {
            let strong = who.actor(&world, docket.request.id.0);
            let with = view(&strong, docket.request.clone()).unwrap();
            let without = view(&weak(strong), docket.request.clone()).unwrap();
            assert_eq!(without.disclosure(), Disclosure::Nothing, "{who:?}");
            assert_eq!(without.allowed_actions(), with.allowed_actions());
            assert!(with.covers(without.extent()) && !without.covers(with.extent()));
        }
        let own = weak(Who::ApplicantByAccount.actor(&world, docket.request.id.0));
        assert_eq!(view(&own, docket.request.clone()).unwrap().disclosure(), Disclosure::Full);
    }
}

#[test]
fn an_objection_is_seen_by_those_of_its_body() {
    let world = World::new();
    let [_, _, (_, disputed)] = dockets(&world);
    let open = place::docket(&world, "under_objection");
    for (docket, is_disputed) in [(&open, false), (&disputed, true)] {
        let objection = docket.objection();
        for who in Who::ALL {
            let actor = who.actor(&world, docket.request.id.0);
            let expected = match who {
                Who::ApplicantByAccount | Who::ApplicantBySecret => Some(Sight::Applicant),
                Who::Ppid | Who::Superior | Who::Scheduler => Some(Sight::Desk),
                Who::DeskUnitOfficer => Some(Sight::Unit),
                Who::Team | Who::Coordinator | Who::OwnProvince => Some(Sight::Observer),
                Who::Commission if is_disputed => Some(Sight::Observer),
                _ => None,
            };
            assert_eq!(objection::view::sight(&actor, objection).ok(), expected, "{who:?}");
        }
    }
    // What the team advises is for the superior.
    let mut advised = open;
    advised.object(ActorRole::PpidSuperior, OnObjection::AssignReview { note: None });
    let recommendation = objection::Verdict::Accepted;
    advised.object(ActorRole::ConsiderationTeam, OnObjection::Recommend { recommendation, text: text("Beralasan") });
    let seen = |who: Who| {
        let actor = who.actor(&world, advised.request.id.0);
        objection::view::view(&actor, advised.objection().clone()).unwrap()
    };
    assert_eq!(seen(Who::Superior).recommendations().len(), 1);
    assert_eq!(seen(Who::ApplicantBySecret).recommendations(), []);
    assert_eq!(seen(Who::Ppid).disclosure(), Disclosure::Full);
    assert!(seen(Who::Ppid).covers(seen(Who::Team).extent()) && !seen(Who::Team).covers(seen(Who::Ppid).extent()));
    let own = Actor::SecretHolder(advised.objection().id.0);
    assert_eq!(objection::view::sight(&own, advised.objection()), Ok(Sight::Applicant));
    let before = objection::view::view_after(&Actor::Anonymous, advised.objection().clone(), Sight::Unit);
    assert_eq!((before.sight(), before.allowed_actions().len()), (Sight::Unit, 0));
    let handlers = objection::view::audience_view(Audience::Handlers, advised.objection().clone()).unwrap();
    assert_eq!((handlers.sight(), handlers.disclosure()), (Sight::Desk, Disclosure::Nothing));
    assert_eq!(objection::view::audience_view(Audience::Public, advised.objection().clone()), None);
    let reporter = objection::view::audience_view(Audience::Reporter, advised.objection().clone()).unwrap();
    assert_eq!(reporter.recommendations(), []);
}

#[test]
fn what_is_indexed_and_what_is_answered_after_an_act() {
    let world = World::new();
    let docket = place::docket(&world, "in_search");
    let request = || docket.request.clone();
    assert_eq!(request::view::audience_view(Audience::Public, request()), None);
    for (audience, sight) in [(Audience::Reporter, Sight::Applicant), (Audience::Handlers, Sight::Desk)] {
        let seen = request::view::audience_view(audience, request()).unwrap();
        assert_eq!((seen.sight(), seen.disclosure()), (sight, Disclosure::Nothing));
        assert!(seen.allowed_actions().is_empty());
    }
    let unit = Who::UnitOfficer.actor(&world, docket.request.id.0);
    let mut moved = request();
    moved.unit_id = Some(world.units[1]);
    assert_eq!(sight(&unit, &moved), Err(Denied::Hidden));
    assert_eq!(view_after(&unit, moved, Sight::Unit).sight(), Sight::Unit);
    let desk = Who::Ppid.actor(&world, docket.request.id.0);
    assert_eq!(view_after(&desk, request(), Sight::Unit).sight(), Sight::Desk);
}

#[test]
fn a_coordinator_of_no_province_coordinates_none() {
    let world = World::new();
    let mut request = place::docket(&world, "in_search").request;
    request.agency = super::world::body_of(Zone::Wib);
    let grant = super::world::grant(&world, Role::ProvinceCoordinator, super::world::agency_id(73));
    assert_eq!(sight(&super::world::person(40, vec![grant]), &request), Err(Denied::Hidden));
}

/// A list shows what its viewer may open, and nothing else; a secret opens one case and lists none.
#[test]
fn lists_hold_what_their_viewers_may_open() {
    let world = World::new();
    for (case, docket) in dockets(&world) {
        let mut elsewhere = docket.request.clone();
        elsewhere.agency = world.other_city.clone();
        elsewhere.unit_id = None;
        elsewhere.reporter_key = Some(reporter_key(99));
        for who in Who::ALL {
            let actor = who.actor(&world, docket.request.id.0);
            let inbox = scope(&actor, List::Inbox);
            let mine = scope(&actor, List::Mine);
            if actor.person().is_none() {
                assert_eq!((inbox, mine), (Err(Denied::Unauthenticated), Err(Denied::Unauthenticated)), "{who:?}");
                continue;
            }
            let mine = mine.unwrap();
            assert_eq!(mine.admits(&docket.request), who == Who::ApplicantByAccount, "{who:?}");
            for request in [&docket.request, &elsewhere] {
                let officer = view(&actor, request.clone()).is_ok_and(|seen| seen.sight() != Sight::Applicant);
                let listed = inbox.as_ref().is_ok_and(|scope| scope.admits(request));
                assert_eq!(listed, officer, "{who:?} {case}");
            }
            for objection in &docket.objections {
                let officer = objection::view::sight(&actor, objection).is_ok_and(|sight| sight != Sight::Applicant);
                let listed = inbox.as_ref().is_ok_and(|scope| scope.admits_objection(objection));
                assert_eq!(listed, officer, "{who:?} {case}");
                assert_eq!(mine.admits_objection(objection), who == Who::ApplicantByAccount, "{who:?}");
            }
            assert_eq!(scope(&actor, List::Public), Err(Denied::Forbidden));
        }
    }
    let citizen = Who::OtherCitizen.actor(&world, Uuid::nil());
    assert_eq!(scope(&citizen, List::Inbox), Err(Denied::Forbidden));
    assert_eq!(scope(&Actor::Anonymous, List::Public), Err(Denied::Forbidden));
    let ministry = Who::Coordinator.actor(&world, Uuid::nil());
    assert_eq!(scope(&ministry, List::Inbox), Ok(Scope::Inbox(vec![Reach::Everything])));
}

fn attachment(by: ActorRole, is_public: bool, state: AttachmentState) -> Attachment {
    Attachment {
        id: AttachmentId(Uuid::from_u128(1)),
        number: 1,
        state,
        content_type: text("application/pdf"),
        description: None,
        reject_reason: None,
        is_public,
        uploaded_by_role: by,
        uploaded_by: (by != ActorRole::Reporter).then(|| super::world::user(3)),
        created_at: at(Zone::Wita, "2026-05-11 10:00"),
    }
}

#[test]
fn material_reaches_the_applicant_when_it_is_handed_over_and_no_sooner() {
    use AttachmentState::{Pending, Ready};
    for (by, is_public, state, seen_by) in [
        (ActorRole::PpidUnit, false, Ready, &[Sight::Unit, Sight::Desk][..]),
        (ActorRole::PpidUnit, true, Pending, &[Sight::Unit, Sight::Desk]),
        (ActorRole::Ppid, true, Ready, &[Sight::Observer, Sight::Unit, Sight::Desk, Sight::Applicant]),
        // What an applicant hands in tells who they are.
        (ActorRole::Reporter, false, Ready, &[Sight::Desk, Sight::Applicant]),
        (ActorRole::Reporter, true, Ready, &[Sight::Desk, Sight::Applicant]),
    ] {
        let attachment = attachment(by, is_public, state);
        for sight in [Sight::Observer, Sight::Unit, Sight::Desk, Sight::Applicant] {
            assert_eq!(attach::is_shown(sight, &attachment), seen_by.contains(&sight), "{by:?} {is_public} {sight:?}");
        }
    }
}

#[test]
fn who_attaches_and_takes_back() {
    let world = World::new();
    let docket = place::docket(&world, "under_objection");
    let (request, objection) = (&docket.request, docket.objection());
    let own = attachment(ActorRole::Reporter, false, AttachmentState::Ready);
    let officers = attachment(ActorRole::Ppid, false, AttachmentState::Ready);
    for who in Who::ALL {
        let actor = who.actor(&world, request.id.0);
        let to_request = match who {
            Who::ApplicantByAccount | Who::ApplicantBySecret => Ok(ActorRole::Reporter),
            Who::Ppid => Ok(ActorRole::Ppid),
            Who::UnitOfficer | Who::DeskUnitOfficer => Ok(ActorRole::PpidUnit),
            Who::Superior | Who::Team | Who::Coordinator | Who::OwnProvince | Who::Scheduler => Err(Denied::Forbidden),
            Who::Anonymous => Err(Denied::Unauthenticated),
            _ => Err(Denied::Hidden),
        };
        assert_eq!(attach::may_attach(&actor, request), to_request, "{who:?}");
        let to_objection = match who {
            Who::UnitOfficer => Err(Denied::Hidden),
            Who::Superior => Ok(ActorRole::PpidSuperior),
            _ => to_request,
        };
        assert_eq!(attach::may_attach_to_objection(&actor, objection), to_objection, "{who:?}");
        let is_applicant = matches!(who, Who::ApplicantByAccount | Who::ApplicantBySecret);
        for (attachment, theirs) in [(&own, is_applicant), (&officers, who == Who::Ppid)] {
            let denied = if who == Who::Anonymous { Denied::Unauthenticated } else { Denied::Forbidden };
            let expected = if theirs { Ok(()) } else { Err(denied) };
            assert_eq!(attach::may_remove(&actor, request, attachment), expected, "{who:?}");
            assert_eq!(attach::may_remove_from_objection(&actor, objection, attachment), expected, "{who:?}");
        }
    }
    for (place, docket) in place::all(&world) {
        let early = ["submitted", "incomplete", "converted", "converted_late"].contains(&place);
        assert_eq!(attach::is_removable(&docket.request), early, "{place}");
    }
    assert!(attach::is_removable_from_objection(objection));
    let mut answered = objection.clone();
    answered.state = objection::State::Answered;
    assert!(!attach::is_removable_from_objection(&answered));
}

fn at_city(role: Role, world: &World) -> Post {
    Post::at(role, world.city.id)
}

#[test]
fn nobody_is_told_of_what_they_may_not_see() {
    let world = World::new();
    for (place, docket) in place::all(&world) {
        for addressee in [Addressee::Desk, Addressee::Unit, Addressee::Superior, Addressee::Team] {
            for post in docket.request.posts(addressee) {
                assert!(docket.request.seen_from(&post).is_some(), "{addressee:?} in {place}");
            }
            for objection in &docket.objections {
                assert!(objection.posts(addressee).iter().all(|post| objection.seen_from(post).is_some()));
            }
        }
        assert_eq!(docket.request.posts(Addressee::Applicant), []);
    }
    let docket = place::docket(&world, "in_search");
    assert_eq!(docket.request.posts(Addressee::Unit), [Post::at(Role::PpidUnit, world.units[0])]);
    assert_eq!(docket.request.posts(Addressee::Team), [], "there is nothing to weigh");
    assert_eq!(place::docket(&world, "in_test").request.posts(Addressee::Team).len(), 1);
    assert_eq!(place::docket(&world, "submitted").request.posts(Addressee::Unit), []);
}

#[test]
fn terms_are_told_of_upwards() {
    let world = World::new();
    let docket = place::docket(&world, "in_search");
    let (unit, ppid) = (Post::at(Role::PpidUnit, world.units[0]), at_city(Role::Ppid, &world));
    let superior = at_city(Role::PpidSuperior, &world);
    let ministry = Post { role: Role::MinistryCoordinator, seat: Seat::Anywhere };
    let province = Post { role: Role::ProvinceCoordinator, seat: Seat::Province(text("73")) };
    let coordinators = vec![ministry, province];
    let told = |code: &str, level| {
        let deadline = docket.request.deadlines.open(code).unwrap();
        docket.request.told_at(level, deadline)
    };
    let chain = |first: &Post, second: &Post| {
        vec![vec![first.clone()], vec![second.clone()], vec![superior.clone()], coordinators.clone()]
    };
    assert_eq!(told("R6", Level::L0), [chain(&unit, &ppid)]);
    assert_eq!(told("R6", Level::L1), [chain(&unit, &ppid), chain(&unit, &ppid)[1..].to_vec()]);
    assert_eq!(told("R3", Level::L0), [chain(&ppid, &ppid)]);
    assert_eq!(told("R3", Level::L2), [vec![vec![superior.clone()], coordinators.clone()]]);
    assert_eq!(told("R3", Level::L3), [vec![coordinators.clone()]]);
    assert!(told("R3", Level::L4).is_empty());
    let docket = place::docket(&world, "ordered");
    let objection = docket.objection();
    let first = |code: &str| objection.told_at(Level::L0, objection.deadlines.latest(code).unwrap())[0][0].clone();
    assert_eq!((first("O3"), first("O2")), (vec![ppid], vec![superior]));
}

#[test]
fn every_event_that_is_told_happens_and_names_an_addressee() {
    let world = World::new();
    let mut happened: Vec<String> = Vec::new();
    for (_, docket) in place::all(&world) {
        happened.extend(docket.events.iter().map(|event| event.kind.to_owned()));
    }
    for kind in ["submitted", "registered", "notified", "unanswered", "closed", "assigned", "ordered", "delivered"] {
        let kind = format!("information_request.{kind}");
        assert!(happened.contains(&kind) && !request::notice::told(&kind).is_empty(), "{kind}");
    }
    assert_eq!(request::notice::told("information_request.deadlines_recomputed"), []);
    let receipt = request::notice::told("information_request.submitted");
    assert_eq!(receipt, [(Addressee::Applicant, NoticeKind::Receipt), (Addressee::Desk, NoticeKind::Receipt)]);
    assert_eq!(objection::notice::told("objection.filed").len(), 3);
    assert_eq!(objection::notice::told("objection.executed")[0].0, Addressee::Applicant);
    assert_eq!(objection::notice::told("objection.deadline_missed"), []);
}
