//! A reporter in Makassar (73.71, WITA) from filing to reopening over Idulfitri 2026; every date counted by hand.
//!
//! Working days: 23-27 February, 2-6, 9-13, 16, 17, 25-27, 30, 31 March, 1, 2, 6-10, 13-17, 20-24, 27-30 April, 4-8 May.

use chrono::Duration;
use padi_kernel::{
    actor::{Actor, ActorRole, Role},
    deadline::DeadlineState::{Cancelled, Met, Missed, Paused, Running},
    zone::Zone,
};

use super::{
    command::{follow_up, missing, redispose, return_by_unit, text, verify},
    place::{Walk, place_of},
    world::{Who, World, at, by, filing, grant, person, stored},
};
use crate::{
    Refused,
    command::{Command, FollowUpType},
    complaint::Desk,
    filing::Filing,
    policy::{self, Untimely},
    state::Class,
};

impl Walk<'_> {
    /// The scheduler first, then the act, by somebody whom the policy lets.
    fn on(&mut self, local: &str, actor: &Actor, command: Command) {
        let now = at(Zone::Wita, local);
        self.complaint = self.world.lapse_all(self.complaint.clone(), now).value;
        let by = by(actor, command.action(), &self.complaint);
        self.act_at(now, by.role, command);
    }

    /// The clock's due time in WITA, and where it stands.
    #[track_caller]
    fn clock(&self, code: &str, due: &str, state: padi_kernel::deadline::DeadlineState) {
        let deadline = self.complaint.deadlines.latest(code).unwrap();
        let found = Zone::Wita.local(deadline.due_at).format("%Y-%m-%d %H:%M:%S").to_string();
        assert_eq!((found.as_str(), deadline.state), (due, state), "{code}");
    }
}

/// Filed on Monday 23 February without account and without target: on the coordinator's desk, in Jakarta.
fn filed(world: &World) -> Walk<'_> {
    let now = at(Zone::Wita, "2026-02-23 09:00:00");
    let filing = filing(&world.ministry, Desk::Coordinator, now);
    let filing = Filing { reporter_key: None, tracking_secret_hash: Some(vec![7; 32]), ..filing };
    Walk { world, complaint: stored(world.submit(filing, now).value) }
}

/// From filing to the second answer.
fn answered_twice(world: &World) -> Walk<'_> {
    let mut walk = filed(world);
    let reporter = Actor::SecretHolder(walk.complaint.id.0);
    let coordinator = Who::Coordinator.actor(world, &world.ministry, &walk.complaint);
    let admin = Who::AdminHere.actor(world, &world.city, &walk.complaint);
    let [first, second, ..] = world.units;
    let liaison_of = |unit| person(20, vec![grant(world, Role::UnitLiaison, unit)]);
    // 24, 25, 26 February, in Jakarta, which ends an hour later.
    walk.clock("C1", "2026-02-27 00:59:59", Running);

    let disposal = verify(Class::ComplaintNonSupervisory, true, &world.city, Some(first));
    walk.on("2026-02-24 10:00:00", &coordinator, disposal);
    walk.clock("C1", "2026-02-27 00:59:59", Met);
    walk.clock("C2", "2026-03-03 23:59:59", Running);
    walk.clock("C3", "2026-03-16 23:59:59", Running);
    walk.clock("C6", "2026-04-25 23:59:59", Running);

    walk.on("2026-02-25 11:00:00", &liaison_of(first), return_by_unit());
    walk.clock("C11", "2026-02-26 23:59:59", Running);
    walk.on("2026-02-26 09:00:00", &admin, redispose(second, None));
    walk.clock("C11", "2026-02-26 23:59:59", Met);
    walk.clock("C2", "2026-03-03 23:59:59", Running);

    let liaison = liaison_of(second);
    walk.on("2026-02-27 14:00:00", &liaison, follow_up(FollowUpType::Progress));
    walk.clock("C2", "2026-03-03 23:59:59", Met);

    // Four of fourteen used: 25-27 February and 2 March.
    walk.on("2026-03-02 10:00:00", &liaison, Command::AskReporter(missing()));
    walk.clock("C3", "2026-03-16 23:59:59", Paused);
    assert_eq!(walk.complaint.deadlines.open("C3").unwrap().remaining, 10);
    walk.clock("C5", "2026-03-16 23:59:59", Running);
    walk.clock("C9", "2026-04-01 23:59:59", Running);
    // After closing time: day 0 is Thursday 5 March. Ten more: 6, 9-13, 16, 17, 25, 26 March.
    walk.on("2026-03-04 17:00:00", &reporter, Command::CompleteData { text: text("nomor KK 7371...") });
    walk.clock("C3", "2026-03-26 23:59:59", Running);
    walk.clock("C5", "2026-03-16 23:59:59", Met);
    walk.clock("C9", "2026-04-01 23:59:59", Met);

    // One more used: 6 March. The reporter has 9-13, 16, 17, 25-27 March.
    walk.on("2026-03-06 10:00:00", &liaison, follow_up(FollowUpType::Substantive));
    walk.clock("C3", "2026-03-26 23:59:59", Paused);
    walk.clock("C4", "2026-03-27 23:59:59", Running);
    // Nine more: 10-13, 16, 17, 25-27 March.
    walk.on("2026-03-09 10:00:00", &reporter, Command::Reply { text: text("KTP tetap belum ada") });
    walk.clock("C4", "2026-03-27 23:59:59", Met);
    walk.clock("C3", "2026-03-27 23:59:59", Running);
    // One more used: 10 March. The reporter has 11-13, 16, 17, 25-27, 30, 31 March.
    walk.on("2026-03-10 15:00:00", &liaison, follow_up(FollowUpType::Substantive));
    walk.clock("C3", "2026-03-27 23:59:59", Paused);
    assert_eq!(walk.complaint.deadlines.open("C3").unwrap().remaining, 8);
    walk.clock("C4", "2026-03-31 23:59:59", Running);
    walk
}

#[test]
fn from_filing_to_closing_by_itself_and_reopening() {
    let world = World::new();
    let mut walk = answered_twice(&world);
    let reporter = Actor::SecretHolder(walk.complaint.id.0);
    let [_, second, ..] = world.units;
    assert!(walk.complaint.deadlines.overdue().is_empty());
    let skipped = walk.complaint.deadlines.open("C4").unwrap().skipped.clone();
    let days: Vec<_> = skipped.iter().map(|day| day.on.format("%d").to_string()).collect();
    assert_eq!(days, ["14", "15", "18", "19", "20", "21", "22", "23", "24", "28", "29"]);

    let late = at(Zone::Wita, "2026-04-07 08:00:00");
    walk.complaint = world.lapse_all(walk.complaint.clone(), late).value;
    let midnight = at(Zone::Wita, "2026-04-01 00:00:00");
    assert_eq!((place_of(&walk.complaint), walk.complaint.completed_at), ("completed_open", Some(midnight)));
    walk.clock("C3", "2026-03-27 23:59:59", Met);
    walk.clock("C4", "2026-03-31 23:59:59", Missed);
    walk.clock("C6", "2026-04-25 23:59:59", Met);
    walk.clock("C10", "2026-04-16 23:59:59", Running);

    // In the last second; after closing time, so the agency's clocks count from Friday 17 April.
    let closed = walk.complaint.clone();
    walk.on("2026-04-16 23:59:59", &reporter, Command::Reopen { reason: text("KTP salah nama") });
    assert_eq!(place_of(&walk.complaint), "not_followed_up");
    assert_eq!((walk.complaint.unit_id, walk.complaint.cycle_no), (Some(second), 2));
    assert_eq!((walk.complaint.reopened_count, walk.complaint.redisposition_count), (1, 1));
    walk.clock("C2", "2026-04-24 23:59:59", Running);
    walk.clock("C3", "2026-05-08 23:59:59", Running);
    walk.clock("C10", "2026-04-16 23:59:59", Cancelled);
    assert!(walk.complaint.deadlines.all().iter().filter(|d| d.cycle == 2).count() == 2);

    // One second later.
    let second_later = at(Zone::Wita, "2026-04-16 23:59:59") + Duration::seconds(1);
    walk.complaint = world.lapse_all(closed, second_later).value;
    assert_eq!(policy::timely(crate::action::Action::Reopen, &walk.complaint), Err(Untimely::Window));
    let by = padi_kernel::event::By { role: ActorRole::Reporter, user: None };
    let reopen = Command::Reopen { reason: text("terlambat") };
    assert_eq!(walk.complaint.apply(reopen, by, &world.context(second_later)), Err(Refused::Window));
}

#[test]
fn the_pause_of_decisions_2() {
    // C3c from Wed 2026-03-25 (due 04-15), paused Mon 03-30, resumed Thu 04-02 10:00: Mon 2026-04-20.
    let world = World::new();
    let now = at(Zone::Wita, "2026-03-25 09:00:00");
    let complaint = stored(world.submit(filing(&world.city, Desk::Agency, now), now).value);
    let reporter = Actor::SecretHolder(complaint.id.0);
    let admin = Who::AdminHere.actor(&world, &world.city, &complaint);
    let mut walk = Walk { world: &world, complaint };
    let disposal = verify(Class::ComplaintNonSupervisory, false, &world.city, None);
    walk.on("2026-03-25 10:00:00", &admin, disposal);
    walk.clock("C3", "2026-04-15 23:59:59", Running);
    walk.on("2026-03-26 10:00:00", &admin, follow_up(FollowUpType::Acknowledgement));
    walk.on("2026-03-30 10:00:00", &admin, Command::AskReporter(missing()));
    walk.on("2026-04-02 10:00:00", &reporter, Command::CompleteData { text: text("ini") });
    walk.clock("C3", "2026-04-20 23:59:59", Running);
}
