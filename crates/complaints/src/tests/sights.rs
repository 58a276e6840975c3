//! Who sees how much (`domain` 1.7), and that a list holds exactly what its reader may get.

use padi_kernel::{
    actor::{Actor, Denied, Role},
    event::Audience,
};

use super::{
    place::{self, Flavour, Seat, Situation},
    world::{Who, World, agency_id, grant, person},
};
use crate::{
    complaint::Complaint,
    policy::handles,
    scope::{List, Scope, scope},
    view::{Sight, audience_view, public_view, sight, view},
};

/// What the pages give each person.
fn expected(who: Who, situation: &Situation) -> Option<Sight> {
    let public = situation.is_shown().then_some(Sight::Public);
    match who {
        Who::ReporterByAccount | Who::ReporterBySecret => Some(Sight::Reporter),
        Who::AdminHere if matches!(situation.seat, Seat::City | Seat::Ministry) => Some(Sight::Desk),
        Who::Apip if situation.seat == Seat::Inspectorate => Some(Sight::Desk),
        Who::LiaisonOfUnit | Who::UnitHead if situation.has_unit => Some(Sight::Unit),
        Who::Ppid if situation.is_bodys_question() => Some(Sight::Unit),
        Who::Coordinator | Who::Scheduler => Some(Sight::Desk),
        Who::Ombudsman => Some(Sight::Observer),
        // Normal and anonymous cases of the bodies below; never secret or supervisory ones.
        Who::OwnProvince if situation.seat == Seat::City && situation.flavour != Flavour::Supervisory => {
            Some(Sight::Observer)
        }
        _ => public,
    }
}

/// A list holds exactly what its reader may get in that capacity.
pub(super) fn check_lists(actor: &Actor, complaint: &Complaint) {
    let seen = sight(actor, complaint);
    assert_eq!(Scope::Public.admits(complaint), sight(&Actor::Anonymous, complaint).is_ok());
    assert_eq!(Scope::Public.admits(complaint), public_view(complaint.clone()).is_ok());
    let nobodys = Complaint { reporter_key: None, ..complaint.clone() };
    let as_officer = sight(actor, &nobodys).is_ok_and(|sight| sight > Sight::Public);
    if let Actor::Person(_) = actor {
        let inbox = scope(actor, List::Inbox).is_ok_and(|inbox| inbox.admits(complaint));
        assert_eq!(inbox, as_officer, "{actor:?}");
        let mine = scope(actor, List::Mine).unwrap().admits(complaint);
        assert_eq!(mine, seen == Ok(Sight::Reporter), "{actor:?}");
        assert_eq!(seen.is_ok(), inbox || mine || Scope::Public.admits(complaint));
    } else {
        for list in [List::Inbox, List::Mine] {
            assert_eq!(scope(actor, list), Err(Denied::Unauthenticated));
        }
    }
    assert_eq!(scope(actor, List::Public), Ok(Scope::Public));
}

/// What somebody without a claim to the case is shown has nothing of the reporter's words.
pub(super) fn check_public_words(actor: &Actor, complaint: &Complaint) {
    let Ok(seen) = view(actor, complaint.clone()) else { return };
    let own = !seen.title().contains("publik") && !seen.body().contains("petugas");
    assert_eq!(own, seen.sight() != Sight::Public);
    assert_eq!(seen.is_public_view(), seen.sight() == Sight::Public);
    if seen.is_public_view() {
        assert!(!seen.title().contains("asli") && !seen.body().contains("asli"));
        assert!(complaint.is_public() && complaint.verified_at.is_some() && !complaint.is_secret);
    }
    let cut = complaint.is_anonymous && matches!(seen.sight(), Sight::Public | Sight::Copy | Sight::Unit);
    assert_eq!(seen.cuts_times(), cut);
}

/// What is indexed for an audience is what each of them reads.
fn check_indexed(actor: &Actor, complaint: &Complaint) {
    let Ok(seen) = view(actor, complaint.clone()) else { return };
    let audience = match seen.sight() {
        Sight::Public | Sight::Follower => Audience::Public,
        Sight::Reporter => Audience::Reporter,
        Sight::Observer | Sight::Copy | Sight::Unit | Sight::Desk => Audience::Handlers,
    };
    let indexed = audience_view(audience, complaint.clone()).expect("who sees it is of its audience");
    assert_eq!(indexed.texts(), seen.texts(), "{actor:?}");
}

#[test]
fn everybody_sees_what_the_pages_give() {
    let world = World::new();
    for situation in place::all(&world) {
        for who in Who::ALL {
            let actor = who.actor(&world, situation.here(&world), &situation.complaint);
            let found = sight(&actor, &situation.complaint);
            let right = expected(who, &situation).ok_or(Denied::Hidden);
            assert_eq!(found, right, "{who:?} {} {:?} {:?}", situation.place, situation.seat, situation.flavour);
            assert_eq!(situation.complaint.is_public(), situation.is_shown(), "{situation:?}");
            check_lists(&actor, &situation.complaint);
            check_public_words(&actor, &situation.complaint);
            check_indexed(&actor, &situation.complaint);
        }
    }
}

#[test]
fn the_public_has_no_document_of_what_it_may_not_know_of() {
    let world = World::new();
    for situation in place::all(&world) {
        let indexed = audience_view(Audience::Public, situation.complaint.clone());
        assert_eq!(indexed.is_some(), situation.is_shown(), "{situation:?}");
    }
}

#[test]
fn handlers_have_it_in_hand_and_nobody_else() {
    let world = World::new();
    for situation in place::all(&world) {
        for who in Who::ALL {
            let actor = who.actor(&world, situation.here(&world), &situation.complaint);
            let sight = sight(&actor, &situation.complaint);
            // A head reads, and acts through the liaison; the information officer only makes a request of it.
            let acts = !matches!(who, Who::Scheduler | Who::UnitHead | Who::Ppid);
            let right = matches!(sight, Ok(Sight::Desk | Sight::Unit)) && acts;
            assert_eq!(handles(&actor, &situation.complaint), right, "{who:?} {}", situation.place);
        }
    }
}

/// Somebody with every role at every place, and somebody with two.
#[test]
fn lists_and_gets_agree_for_every_role_anywhere() {
    let world = World::new();
    let bodies =
        [world.city.id, world.ministry.id, world.other_city.id, world.units[0], world.units[3], world.inspectorate];
    let mut people = Vec::new();
    for role in Role::ALL {
        for body in bodies {
            people.push(person(30, vec![grant(&world, role, body)]));
            for province in ["73", "71"] {
                let mut given = grant(&world, role, body);
                given.province = Some(province.to_owned());
                people.push(person(31, vec![given]));
            }
            people.push(person(1, vec![grant(&world, role, body)]));
            people.push(person(32, vec![grant(&world, role, agency_id(8)), grant(&world, Role::UnitLiaison, body)]));
        }
    }
    let situations: Vec<_> = place::all(&world).into_iter().filter(|s| s.returns == 0 && s.reopened == 0).collect();
    for situation in &situations {
        for actor in &people {
            check_lists(actor, &situation.complaint);
        }
    }
    assert!(people.len() * situations.len() > 30_000);
}

#[test]
fn only_these_roles_have_an_inbox() {
    let world = World::new();
    for role in Role::ALL {
        let mut given = grant(&world, role, world.city.id);
        given.province = Some("73".to_owned());
        let inbox = scope(&person(40, vec![given]), List::Inbox);
        let has_one = matches!(
            role,
            Role::AgencyAdmin
                | Role::UnitLiaison
                | Role::UnitHead
                | Role::Ppid
                | Role::Apip
                | Role::MinistryCoordinator
                | Role::ProvinceCoordinator
                | Role::Ombudsman
        );
        assert_eq!(inbox.is_ok(), has_one, "{role}");
    }
    assert_eq!(scope(&person(41, vec![]), List::Inbox), Err(Denied::Forbidden));
}

#[test]
fn words_reach_their_audience() {
    use Audience::{Handlers, Public, Reporter};
    let reads = |sight: Sight| [Public, Reporter, Handlers].map(|audience| sight.reads(audience));
    assert_eq!(reads(Sight::Public), [true, false, false]);
    assert_eq!(reads(Sight::Reporter), [true, true, false]);
    assert_eq!(reads(Sight::Follower), reads(Sight::Public));
    for officer in [Sight::Observer, Sight::Copy, Sight::Unit, Sight::Desk] {
        assert_eq!(reads(officer), [true, true, true]);
    }
    let order =
        [Sight::Public, Sight::Follower, Sight::Observer, Sight::Copy, Sight::Unit, Sight::Desk, Sight::Reporter];
    assert!(order.is_sorted());
}
