//! Who is told of what: the posts by place of the case, and the rungs of the ladder.

use padi_kernel::{actor::Role, escalation::Level, id::AgencyId, notice::NoticeKind};
use serde_json::json;

use super::{
    place::{Flavour, Seat as Desks, Walk, situation},
    world::World,
};
use crate::{
    complaint::{Complaint, Desk},
    notice::{Addressee, Post, Seat, told},
};

/// Where the transitions and the scheduler name their events.
const SOURCES: [&str; 6] = [
    include_str!("../transition/desk.rs"),
    include_str!("../transition/handling.rs"),
    include_str!("../transition/reporter.rs"),
    include_str!("../transition/dialogue.rs"),
    include_str!("../lapse.rs"),
    include_str!("../filing.rs"),
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
    let first_of = |level| -> Vec<Vec<Role>> {
        complaint.told_at(level).iter().map(|part| part.iter().flat_map(|rung| roles(rung)).collect()).collect()
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
    assert!(complaint.told_at(Level::L2).iter().flatten().flatten().all(|post| post.seat != Seat::At(other)));
}
