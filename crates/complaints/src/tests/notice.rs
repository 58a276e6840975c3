//! Who is told of what: the posts by place of the case, and the rungs of the ladder.

use padi_kernel::{
    actor::{ActorRole, Role},
    escalation::Level,
    id::AgencyId,
    notice::NoticeKind,
};
use serde_json::json;

use super::{
    command::support,
    place::{Flavour, Seat as Desks, Walk, situation},
    world::World,
};
use crate::{
    assignment::{AssignmentRole, AssignmentState},
    complaint::{Complaint, Desk},
    notice::{Addressee, Post, Seat, told},
};

/// Where the transitions, the scheduler and reveals name their events.
const SOURCES: [&str; 10] = [
    include_str!("../transition/desk.rs"),
    include_str!("../transition/handling.rs"),
    include_str!("../transition/reporter.rs"),
    include_str!("../transition/dialogue.rs"),
    include_str!("../transition/relation.rs"),
    include_str!("../transition/supervision.rs"),
    include_str!("../transition/support.rs"),
    include_str!("../lapse.rs"),
    include_str!("../filing.rs"),
    include_str!("../reveal.rs"),
];

fn roles(posts: &[Post]) -> Vec<Role> {
    posts.iter().map(|post| post.role).collect()
}

fn city(has_unit: bool) -> Complaint {
    let world = World::new();
    situation(&world, "not_followed_up", (Desks::City, Flavour::Private, has_unit), (0, 0)).complaint
}

#[test]
fn what_is_told_of_does_happen() {
    let source = include_str!("../notice.rs");
    let events: Vec<_> = source.split('"').filter(|word| word.starts_with("complaint.")).collect();
    assert!(events.len() > 20, "{events:?}");
    for event in events {
        let quoted = format!("\"{event}\"");
        assert!(SOURCES.iter().any(|source| source.contains(&quoted)), "{event} is recorded nowhere");
        assert!(!told(event, &json!({})).is_empty(), "{event}");
    }
    assert_eq!(told("complaint.rated", &json!({})), []);
}

#[test]
fn the_last_reopening_is_heard_by_the_coordinators() {
    let first = (Addressee::Assignee, NoticeKind::Disposition);
    assert_eq!(told("complaint.reopened", &json!({ "reopened_count": 1 })), [first]);
    let heard = (Addressee::Coordinators, NoticeKind::Escalation);
    assert_eq!(told("complaint.reopened", &json!({ "reopened_count": 2 })), [first, heard]);
    assert_eq!(told("complaint.quality_reopened", &json!({ "reopened_count": 2 })).len(), 2);
}

#[test]
fn the_assignee_is_the_unit_else_the_desk() {
    let with_unit = city(true);
    let unit = with_unit.unit_id.unwrap();
    assert_eq!(with_unit.assignees(), [Post { role: Role::UnitLiaison, seat: Seat::At(unit) }]);
    let kept = city(false);
    assert_eq!(roles(&kept.assignees()), [Role::AgencyAdmin, Role::MinistryCoordinator]);
    assert!(kept.assignees().iter().all(|post| post.seat == Seat::At(kept.agency.id)));
    let world = World::new();
    let lost = Walk::start(&world, Desks::LastDesk).complaint;
    assert_eq!(lost.desk, Desk::Coordinator);
    assert_eq!(lost.assignees(), [Post { role: Role::MinistryCoordinator, seat: Seat::Anywhere }]);
}

#[test]
fn a_post_that_may_not_see_the_case_is_not_told_of_it() {
    let mut complaint = city(true);
    assert!(roles(&complaint.coordinators()).contains(&Role::ProvinceCoordinator));
    complaint.is_secret = true;
    assert_eq!(roles(&complaint.coordinators()), [Role::MinistryCoordinator]);
}

#[test]
fn each_level_reaches_higher_and_what_nobody_holds_passes_on() {
    let complaint = city(true);
    let term = complaint.deadlines.open("C2").unwrap();
    let first_of = |level| -> Vec<Vec<Role>> {
        complaint.told_at(level, term).iter().map(|part| part.iter().flat_map(|rung| roles(rung)).collect()).collect()
    };
    // Where there is no liaison the next rung is told: the alternatives of each part go on to the top.
    let [reminded] = &first_of(Level::L0)[..] else { panic!() };
    assert_eq!(reminded.first(), Some(&Role::UnitLiaison));
    assert_eq!(reminded.last(), Some(&Role::ProvinceCoordinator));
    assert_eq!(first_of(Level::L1).len(), 2, "the assignee, and whoever stands above");
    let [leadership] = &first_of(Level::L2)[..] else { panic!() };
    assert_eq!(leadership.first(), Some(&Role::AgencyAdmin));
    assert_eq!(first_of(Level::L3), [[Role::MinistryCoordinator, Role::ProvinceCoordinator]]);
    assert_eq!(first_of(Level::L4), Vec::<Vec<Role>>::new(), "the reporter's");
    let other = AgencyId(uuid::Uuid::from_u128(77));
    assert!(complaint.told_at(Level::L2, term).iter().flatten().flatten().all(|post| post.seat != Seat::At(other)));
}

#[test]
fn the_term_of_a_part_is_told_to_those_who_have_it() {
    let world = World::new();
    let mut walk = Walk::start(&world, Desks::City);
    walk.verify(Flavour::Private, None);
    walk.act(ActorRole::AgencyAdmin, support(1, AssignmentRole::Supporting, &world.other_city, None));
    let complaint = walk.complaint;
    let part = complaint.assignments[0].id;
    let term = complaint.deadlines.all().iter().find(|deadline| deadline.subject == Some(part.0)).unwrap();
    let [reminded] = &complaint.told_at(Level::L0, term)[..] else { panic!() };
    let there = |role| Post { role, seat: Seat::At(world.other_city.id) };
    assert_eq!(reminded[0], [there(Role::AgencyAdmin), there(Role::MinistryCoordinator)]);
    let facts = json!({ "assignment_id": part });
    assert_eq!(complaint.posts(Addressee::Part, &facts), reminded[0]);
    let mut released = complaint;
    released.assignments[0].state = AssignmentState::Released;
    assert_eq!(released.posts(Addressee::Part, &facts), [], "who has lost the part is told of nothing");
}

#[test]
fn of_an_examination_nobody_in_the_house_of_the_accused_is_told() {
    let world = World::new();
    let complaint = Walk::start(&world, Desks::Inspectorate).complaint;
    let examiners = Post { role: Role::Apip, seat: Seat::At(world.inspectorate) };
    assert_eq!(complaint.assignees(), [examiners]);
    let accused = complaint.subject.unwrap().agency_id.unwrap();
    let outside = Post { role: Role::MinistryCoordinator, seat: Seat::Outside(accused) };
    assert_eq!(complaint.coordinators(), [outside]);
    let term = complaint.deadlines.open("C1").unwrap();
    for level in Level::ALL {
        let told = complaint.told_at(level, term).concat().concat();
        assert!(told.iter().all(|post| matches!(post.role, Role::Apip | Role::MinistryCoordinator)), "{told:?}");
    }
}
