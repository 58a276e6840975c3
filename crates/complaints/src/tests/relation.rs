//! Splitting and merging: what the parts inherit, what a duplicate may be merged into, and what the other case is told.

use chrono::Duration;
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    deadline::DeadlineState,
    escalation::Level,
    event::{Audience, By},
    id::AgencyId,
    zone::Zone,
};
use serde_json::json;

use super::{
    command::{convert, follow_up, kept, missing, part, support, text, verify},
    place::{Flavour, Seat, Walk, place_of},
    world::{Who, World, agency_id, at, stored},
};
use crate::{
    Refused,
    action::Action,
    assignment::{AssignmentRole, AssignmentState},
    command::{Command, FollowUpType, Kept},
    complaint::{Complaint, Desk},
    policy::authorize,
    receipt::{Handed, first_receipt},
    state::{ArchiveReason, Class, State},
    view::{Sight, follower_view, sight},
};

use ActorRole::{AgencyAdmin, Reporter, UnitLiaison};

fn merge(kept: Kept) -> Command {
    Command::Merge { kept, reason: text("laporan yang sama") }
}

fn tried(walk: &Walk<'_>, role: ActorRole, command: Command) -> Result<Complaint, Refused> {
    let now = walk.complaint.updated_at + Duration::minutes(5);
    let by = By { role, user: None };
    walk.complaint.clone().apply(command, by, &walk.world.context(now)).map(|changed| stored(changed.value))
}

/// Verified on 2 March and asked for help; split on Thursday 5 March at 10:00.
fn split(world: &World) -> (Walk<'_>, Complaint) {
    let mut walk = Walk::start(world, Seat::City);
    walk.complaint.tracking_secret_hash = Some(vec![7; 32]);
    walk.complaint.is_anonymous = true;
    walk.verify(Flavour::Public, Some(world.units[0]));
    walk.act(AgencyAdmin, support(1, AssignmentRole::Supporting, &world.other_city, None));
    walk.act(UnitLiaison, follow_up(FollowUpType::Progress));
    let now = at(Zone::Wita, "2026-03-05 10:00:00");
    let parts = vec![part(world, 1, &world.third_city)];
    let by = By { role: AgencyAdmin, user: None };
    let child = walk.complaint.split_off(parts[0].clone(), by, &world.context(now)).unwrap();
    assert_eq!((child.events.len(), child.deadlines.len(), child.value.version), (1, 4, 1));
    assert_eq!((child.events[0].from_state, child.events[0].audience), (None, Audience::Public));
    walk.act_at(now, AgencyAdmin, Command::Split { parts, reason: text("dua pokok") });
    (walk, stored(child.value))
}

#[test]
fn a_question_goes_on_as_a_request_and_ends_here() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.complaint.class = Class::InformationQuestion;
    walk.act(AgencyAdmin, Command::Postpone(missing()));
    let question = walk.complaint.clone();
    walk.act(Reporter, convert());
    let converted = &walk.complaint;
    assert_eq!((converted.state, converted.converted_to_id.is_some()), (State::Converted, true));
    assert!(converted.deadlines.all().iter().all(|clock| !clock.is_open()), "nothing revives it");
    // What is a complaint, or lies on a desk that answers nothing, is none.
    for other in [
        Complaint { class: Class::Aspiration, ..question.clone() },
        Complaint { desk: Desk::Coordinator, ..question.clone() },
    ] {
        let walk = Walk { world: &world, complaint: other };
        assert_eq!(tried(&walk, AgencyAdmin, convert()), Err(Refused::NotConvertible));
    }
}

#[test]
fn who_hides_converts_for_themselves() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.complaint.class = Class::InformationQuestion;
    for (is_anonymous, is_secret) in [(false, false), (true, false), (false, true)] {
        let question = Complaint { is_anonymous, is_secret, ..walk.complaint.clone() };
        for who in [Who::AdminHere, Who::Ppid, Who::ReporterBySecret] {
            let may = authorize(&who.actor(&world, &world.city, &question), Action::Convert, &question);
            let expected =
                if question.hides() && who != Who::ReporterBySecret { Err(Denied::Forbidden) } else { Ok(()) };
            assert_eq!(may.map(drop), expected, "{who:?} {is_anonymous} {is_secret}");
        }
    }
}

#[test]
fn a_body_has_received_it_when_it_first_came_to_it() {
    let [body, other] = [agency_id(1), agency_id(2)];
    let [filed, entered, later, last] =
        ["01 08:00", "02 08:00", "03 08:00", "04 08:00"].map(|time| at(Zone::Wita, &format!("2026-03-{time}:00")));
    let handed = |kind: &str, at, to: AgencyId| Handed {
        kind: format!("complaint.{kind}"),
        at,
        data: json!({ "agency_id": to }),
    };
    // On paper, at its own desk.
    let straight = vec![handed("submitted", entered, body), handed("verified", later, body)];
    assert_eq!(first_receipt(body, filed, straight), Some(filed));
    // From another, and back to it once more.
    let sent_on =
        vec![handed("submitted", entered, other), handed("verified", later, body), handed("verified", last, body)];
    assert_eq!(first_receipt(body, filed, sent_on.clone()), Some(later));
    assert_eq!(first_receipt(other, filed, sent_on), Some(filed));
    assert_eq!(first_receipt(body, filed, vec![handed("submitted", entered, other)]), None);
}

#[test]
fn a_part_inherits_reporter_flags_and_times_and_nothing_of_the_handling() {
    let world = World::new();
    let (Walk { complaint: parent, .. }, child) = split(&world);
    assert_eq!((place_of(&child), child.agency.id, child.unit_id), ("not_followed_up", world.third_city.id, None));
    assert_eq!((child.title.as_str(), child.class, child.desk), ("Bagian", parent.class, Desk::Agency));
    assert_eq!((child.parent_id, parent.child_ids, parent.open_children), (Some(parent.id), vec![child.id], 1));
    assert_eq!(child.reporter_key, parent.reporter_key);
    assert_eq!(child.tracking_secret_hash, parent.tracking_secret_hash);
    assert_ne!(child.tracking_number, parent.tracking_number);
    assert!(child.is_anonymous && !child.is_secret && child.public_text.is_none());
    assert_eq!((child.received_at, child.verified_at), (parent.received_at, parent.verified_at));
    assert!(child.assignments.is_empty() && child.returned_by.is_empty() && child.child_ids.is_empty());
    let clocks: Vec<_> = child.deadlines.all().iter().map(|d| (d.code.as_str(), d.state)).collect();
    let running = DeadlineState::Running;
    assert_eq!(clocks, [("C1", DeadlineState::Met), ("C3", running), ("C6", running), ("C2", running)]);
    for code in ["C3", "C6"] {
        let due = |case: &Complaint| case.deadlines.open(code).unwrap().due_at;
        assert_eq!(due(&child), parent.deadlines.open(code).unwrap().due_at, "{code}");
    }
    // New, and counted where the part is handled: 6, 9 to 12 March.
    let contact = child.deadlines.open("C2").unwrap();
    assert_eq!(contact.due_at, at(Zone::Wit, "2026-03-12 23:59:59"));
    // And reminded of there.
    assert_eq!(contact.next_level(), Some((Level::L0, at(Zone::Wit, "2026-03-11 00:00:00"))));
}

#[test]
fn a_case_completes_after_its_parts_only() {
    let world = World::new();
    let (mut walk, mut child) = split(&world);
    walk.act(
        ActorRole::SupportingAgency,
        super::command::valid(&world, crate::action::Action::AnswerAssignment, AgencyAdmin, &walk.complaint),
    );
    walk.act(UnitLiaison, follow_up(FollowUpType::Substantive));
    assert_eq!(tried(&walk, Reporter, Command::Accept(None)), Err(Refused::ChildrenOpen));
    // The window passes: it begins anew, and the case stays.
    let first = walk.complaint.deadlines.open("C4").unwrap().due_at;
    walk.lapse();
    assert_eq!(place_of(&walk.complaint), "awaiting_reporter");
    let second = walk.complaint.deadlines.open("C4").unwrap();
    // 6, 9-13, 16, 17, 25 and 26 March; then from the 27th on 30, 31 March, 1, 2, 6-10 and 13 April.
    assert_eq!((first, second.due_at), (at(Zone::Wita, "2026-03-26 23:59:59"), at(Zone::Wita, "2026-04-13 23:59:59")));
    assert!(walk.complaint.deadlines.overdue().iter().all(|code| code != "C4"), "nobody is late");
    child.state = State::Completed;
    let changed = walk.complaint.clone().child_changed(&child, &world.context(walk.complaint.updated_at));
    assert_eq!((changed.events[0].kind, changed.events[0].audience), ("complaint.child_ended", Audience::Handlers));
    assert_eq!((changed.value.open_children, changed.value.version), (0, walk.complaint.version + 1));
    walk.complaint = stored(changed.value);
    assert!(tried(&walk, Reporter, Command::Accept(None)).is_ok());
    // Opened again, it is waited for again; time does not run backwards.
    child.state = State::NotFollowedUp;
    let early = walk.complaint.updated_at - Duration::days(1);
    let again = walk.complaint.clone().child_changed(&child, &world.context(early));
    assert_eq!((again.value.open_children, again.events[0].kind), (1, "complaint.child_reopened"));
    assert_eq!(again.value.updated_at, walk.complaint.updated_at);
    // Without parts under way the scheduler closes.
    walk.lapse();
    assert_eq!(place_of(&walk.complaint), "completed_open");
}

#[test]
fn a_duplicate_is_archived_and_nothing_is_owed_any_more() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Public, Some(world.units[0]));
    walk.act(AgencyAdmin, support(1, AssignmentRole::Supporting, &world.other_city, None));
    walk.act(AgencyAdmin, merge(kept()));
    let merged = &walk.complaint;
    assert_eq!(merged.state, State::Archived(ArchiveReason::Duplicate));
    assert_eq!((merged.merged_into_id, merged.assignments[0].state), (Some(kept().id), AssignmentState::Released));
    assert!(merged.deadlines.all().iter().all(|deadline| !deadline.is_open()));
    walk.act(AgencyAdmin, Command::Unarchive { reason: text("ternyata lain") });
    assert_eq!((walk.complaint.merged_into_id, place_of(&walk.complaint)), (None, "unverified"));
}

#[test]
fn no_merge_into_what_is_stricter_ended_or_the_same() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    let own = Kept { id: walk.complaint.id, ..kept() };
    let invalid = |code| Err(Refused::Invalid { pointer: "/kept_id", code });
    assert_eq!(tried(&walk, AgencyAdmin, merge(own)).map(|_| ()), invalid("same_case"));
    let ended = Kept { is_open: false, ..kept() };
    assert_eq!(tried(&walk, AgencyAdmin, merge(ended)).map(|_| ()), invalid("case_ended"));
    for (is_anonymous, is_secret) in [(false, false), (true, false), (false, true), (true, true)] {
        (walk.complaint.is_anonymous, walk.complaint.is_secret) = (is_anonymous, is_secret);
        for (other_anonymous, other_secret) in [(false, false), (true, false), (false, true), (true, true)] {
            let kept = Kept { is_anonymous: other_anonymous, is_secret: other_secret, ..kept() };
            let stricter = (other_anonymous && !is_anonymous) || (other_secret && !is_secret);
            let found = tried(&walk, AgencyAdmin, merge(kept)).map(|_| ());
            assert_eq!(found, if stricter { Err(Refused::StricterTarget) } else { Ok(()) });
        }
    }
}

#[test]
fn who_follows_sees_the_public_view_and_the_state() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    let follower = Walk::start(&world, Seat::City).complaint;
    let before = walk.complaint.version;
    let joined = walk.complaint.clone().follower_joined(&follower, &world.context(walk.complaint.updated_at));
    assert_eq!((joined.value.has_followers, joined.value.version, joined.events.len()), (true, before + 1, 1));
    walk.complaint = stored(joined.value);
    let hidden = follower_view(walk.complaint.clone());
    assert_eq!((hidden.sight(), hidden.title(), hidden.body(), hidden.shows_words()), (Sight::Follower, "", "", false));
    assert!(hidden.is_public_view() && hidden.allowed_actions().is_empty());
    let body = world.city.clone();
    walk.act(AgencyAdmin, verify(Class::ComplaintNonSupervisory, true, &body, None));
    let shown = follower_view(walk.complaint.clone());
    assert_eq!((shown.title(), shown.body(), shown.shows_words()), ("Judul publik", "Ringkasan petugas", true));
    // A text that is no longer for the public is not for followers.
    walk.complaint.is_secret = true;
    let secret = follower_view(walk.complaint.clone());
    assert_eq!((secret.title(), secret.shows_words()), ("", false));
    let other = Who::OtherSecret.actor(&world, &world.city, &walk.complaint);
    assert_eq!(sight(&other, &walk.complaint), Err(Denied::Hidden));
    assert_eq!(sight(&Actor::Anonymous, &walk.complaint), Err(Denied::Hidden));
    let left = walk.complaint.clone().follower_left(&follower, &world.context(walk.complaint.updated_at));
    assert_eq!((left.value.version, left.events.len()), (walk.complaint.version + 1, 1));
}

#[test]
fn of_a_follower_that_hides_the_kept_case_tells_nothing() {
    let world = World::new();
    let kept = Walk::start(&world, Seat::City).complaint;
    let context = world.context(kept.updated_at);
    let mut follower = Walk::start(&world, Seat::City).complaint;
    for (is_anonymous, is_secret) in [(true, false), (false, true), (true, true)] {
        (follower.is_anonymous, follower.is_secret) = (is_anonymous, is_secret);
        let joined = kept.clone().follower_joined(&follower, &context);
        assert_eq!((joined.value.has_followers, joined.events), (true, Vec::new()));
        assert_eq!(kept.clone().follower_left(&follower, &context).events, []);
        // Those who follow it and hide nothing are counted all the same.
        assert_eq!((follower.counted(), Complaint { follower_count: 2, ..follower.clone() }.counted()), (0, 2));
    }
    (follower.is_anonymous, follower.is_secret) = (false, false);
    assert_eq!(follower.counted(), 1);
    // That one hides from now on changes their number.
    let hid = kept.clone().follower_hid(&context);
    assert_eq!((hid.value.version, hid.events), (kept.version + 1, Vec::new()));
}
