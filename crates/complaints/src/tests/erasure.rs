//! Correcting and erasing who reported.

use chrono::Duration;
use padi_kernel::event::By;

use super::{
    place::{Flavour, Seat, Walk},
    world::World,
};
use crate::{action::Action, complaint::Complaint, policy};

#[test]
fn an_erased_reporter_is_known_and_reached_no_more() {
    let world = World::new();
    let walk = Walk::start(&world, Seat::City);
    let now = walk.complaint.updated_at + Duration::minutes(5);
    let before = walk.complaint.clone();
    let changed = walk.complaint.clone().erase_reporter(By::SYSTEM, &world.context(now));
    let after = changed.value;
    assert_eq!((&after.reporter_key, after.has_contact, after.version), (&None, false, before.version + 1));
    assert_eq!((&after.title, &after.body, after.state), (&before.title, &before.body, before.state));
    assert_eq!(changed.events.iter().map(|event| event.kind).collect::<Vec<_>>(), ["complaint.reporter_erased"]);
    assert!(changed.deadlines.is_empty(), "clocks run on");
}

#[test]
fn whoever_tells_how_to_be_reached_can_be_talked_with() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, Some(world.units[0]));
    let now = walk.complaint.updated_at + Duration::minutes(5);
    let silent = Complaint { has_contact: false, ..walk.complaint.clone() };
    for (told, starts) in [(false, false), (true, true)] {
        let changed = silent.clone().correct_reporter(told, By::SYSTEM, &world.context(now));
        assert_eq!(policy::timely(Action::StartDialogue, &changed.value).is_ok(), starts, "{told}");
        assert_eq!(changed.value.version, silent.version + 1);
    }
    let kept = walk.complaint.clone().correct_reporter(false, By::SYSTEM, &world.context(now));
    assert!(kept.value.has_contact, "what was told before stays");
}
