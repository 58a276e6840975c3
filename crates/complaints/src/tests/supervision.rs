//! Who examines whom, and how an examination goes.

use chrono::Duration;
use padi_kernel::{
    actor::{ActorRole, Denied, Role},
    event::{Audience, By},
    id::AgencyId,
    zone::Zone,
};

use super::{
    command::{accusing, conclusion, findings, follow_up, kept, part, support, text},
    place::{Flavour, Seat, Walk},
    world::{Who, World, agency_id, at, grant, person, stored},
};
use crate::{
    Refused,
    action::Action,
    assignment::AssignmentRole,
    command::{Body, Command, Findings, FollowUpType, Target},
    complaint::{Complaint, Desk},
    policy,
    scope::{List, scope},
    state::{Class, State},
    subject::{Competence, Examiner, Ladder, Office, Subject},
    view::{Sight, sight, view, view_after},
};

const CITY: u128 = 7371;
const PROVINCE: u128 = 73;
const MINISTRY: u128 = 100;

fn body(world: &World, id: u128) -> Body {
    Body { id: agency_id(id), locality: world.city.locality.clone() }
}

fn inspectorate(of: u128) -> AgencyId {
    agency_id(of * 1000)
}

/// A city, its province and the ministry, from the one that is named on.
fn ladder(world: &World, from: u128) -> Ladder {
    let all = [CITY, PROVINCE, MINISTRY];
    let rungs = all.into_iter().skip_while(|id| *id != from);
    Ladder(rungs.map(|id| (body(world, id), Some(inspectorate(id)))).collect())
}

/// Office | competence of the data | nearest known government | examiner, `-` where there is none. By hand from `domain` 1.5.
const EXAMINERS: &str = "
ministry_official         | own      | city     | ministry
ministry_official         | own      | ministry | ministry
governor                  | ministry | city     | ministry
vice_governor             | ministry | province | ministry
regent_or_mayor           | province | city     | province
deputy_regent_or_mayor    | province | city     | province
provincial_council_member | ministry | province | ministry
local_council_member      | province | city     | province
provincial_official       | own      | city     | province
provincial_official       | own      | province | province
local_official            | own      | city     | city
local_official            | own      | province | province
village_head              | own      | city     | city
village_official          | own      | city     | city
inspectorate              | above    | city     | province
inspectorate              | above    | province | ministry
inspectorate              | above    | ministry | -
regent_or_mayor           | ministry | city     | ministry
regent_or_mayor           | province | ministry | ministry
";

fn government(name: &str) -> u128 {
    match name {
        "city" => CITY,
        "province" => PROVINCE,
        "ministry" => MINISTRY,
        other => panic!("{other}"),
    }
}

#[test]
fn each_office_is_examined_by_the_competent_inspectorate() {
    let world = World::new();
    for line in EXAMINERS.lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [office, competence, nearest, examiner] = cells[..] else { panic!("{line}") };
        let (office, competence): (Office, Competence) = (office.parse().unwrap(), competence.parse().unwrap());
        let found = ladder(&world, government(nearest)).examiner(office, competence, &[]);
        let right = (examiner != "-").then(|| inspectorate(government(examiner)));
        assert_eq!(found.map(|found| found.inspectorate_id), right, "{line}");
    }
    for office in Office::ALL {
        assert!(EXAMINERS.contains(&format!("\n{} ", office.name())), "{office:?} is in the table");
        assert_eq!(serde_json::to_value(office).unwrap(), office.name());
    }
}

#[test]
fn nobody_examines_themselves() {
    let world = World::new();
    let ladder_here = ladder(&world, CITY);
    let own = inspectorate(CITY);
    let found = |accused: &[AgencyId]| {
        ladder_here.examiner(Office::LocalOfficial, Competence::Own, accused).map(|found| found.inspectorate_id)
    };
    assert_eq!(found(&[agency_id(1), agency_id(CITY)]), Some(own), "another unit of the same city");
    assert_eq!(found(&[own, agency_id(CITY)]), Some(inspectorate(PROVINCE)));
    // A section of the inspectorate.
    assert_eq!(found(&[agency_id(9), own, agency_id(CITY)]), Some(inspectorate(PROVINCE)));
    let top = ladder(&world, MINISTRY);
    let itjen = [inspectorate(MINISTRY), agency_id(MINISTRY)];
    assert_eq!(top.examiner(Office::MinistryOfficial, Competence::Own, &itjen), None);
    // Where none is set up, the level above.
    let gap = Ladder(vec![(body(&world, CITY), None), (body(&world, PROVINCE), Some(inspectorate(PROVINCE)))]);
    let right = Examiner { body: body(&world, PROVINCE), inspectorate_id: inspectorate(PROVINCE) };
    assert_eq!(gap.examiner(Office::VillageHead, Competence::Own, &[]), Some(right));
    assert_eq!(Ladder(Vec::new()).examiner(Office::Governor, Competence::Ministry, &[]), None);
}

#[test]
fn a_unit_is_among_the_accused_with_all_below_it() {
    let accused = Subject { office: Office::LocalOfficial, agency_id: None, unit_id: Some(agency_id(1)) };
    assert!(accused.is_among(&[agency_id(1), agency_id(CITY)]));
    assert!(accused.is_among(&[agency_id(5), agency_id(1), agency_id(CITY)]));
    assert!(!accused.is_among(&[agency_id(2), agency_id(CITY)]));
    assert!(!accused.is_among(&[agency_id(CITY)]), "what stands above is not accused");
    assert!(!Subject { unit_id: None, ..accused }.is_among(&[agency_id(1)]));
}

fn tried(walk: &Walk<'_>, role: ActorRole, command: Command) -> Result<Complaint, Refused> {
    let now = walk.complaint.updated_at + Duration::minutes(5);
    let changed = walk.complaint.clone().apply(command, By { role, user: None }, &walk.world.context(now));
    changed.map(|changed| stored(changed.value))
}

#[test]
fn who_accuses_is_hidden_and_so_is_the_case() {
    let world = World::new();
    let filed = Walk::start(&world, Seat::Inspectorate).complaint;
    assert!(filed.is_anonymous && filed.is_secret && !filed.is_public());
    assert_eq!((filed.desk, filed.inspectorate_id), (Desk::Inspectorate, Some(world.inspectorate)));
    assert_eq!(filed.id.0.get_version_num(), 4, "an id that tells no time");
    assert!(filed.deadlines.open("C1").is_some());
}

#[test]
fn found_to_be_supervisory_at_another_desk_it_moves_at_once() {
    let world = World::new();
    for class in [Class::ComplaintSupervisory, Class::Whistleblowing] {
        let walk = Walk::start(&world, Seat::City);
        let target = || Target { body: world.city.clone(), unit_id: Some(world.units[0]) };
        for kept in [false, true] {
            let command = |findings: Findings| {
                if kept { Command::Handle(findings, world.city.clone()) } else { Command::Verify(findings, target()) }
            };
            let nobody_accused = command(findings(class, false));
            let needed = Refused::Invalid { pointer: "/subject", code: "required" };
            assert_eq!(tried(&walk, ActorRole::AgencyAdmin, nobody_accused), Err(needed));
            let nobody_above = command(Findings { examiner: None, ..accusing(&world, class) });
            assert_eq!(tried(&walk, ActorRole::AgencyAdmin, nobody_above), Err(Refused::ConflictOfInterest));
            let moved = tried(&walk, ActorRole::AgencyAdmin, command(accusing(&world, class))).unwrap();
            assert_eq!((moved.desk, moved.inspectorate_id), (Desk::Inspectorate, Some(world.inspectorate)));
            assert_eq!(
                (moved.unit_id, moved.state, moved.subject),
                (None, State::NotFollowedUp, Some(world.accused()))
            );
            assert!(moved.is_anonymous && moved.is_secret);
            assert_eq!(moved.deadlines.open("C3").unwrap().rule_code, "C3d");
            let admin = Who::AdminHere.actor(&world, &world.city, &moved);
            assert_eq!(sight(&admin, &moved), Err(Denied::Hidden), "the agency has no part in it any more");
            assert_eq!(view_after(&admin, moved, Sight::Desk).sight(), Sight::Desk, "but its act is answered");
        }
    }
}

#[test]
fn an_inspectorate_keeps_or_gives_on_what_is_not_supervisory() {
    let world = World::new();
    let walk = Walk::start(&world, Seat::Inspectorate);
    let plain = || findings(Class::ComplaintNonSupervisory, true);
    let kept = tried(&walk, ActorRole::Apip, Command::Handle(plain(), world.city.clone())).unwrap();
    assert_eq!((kept.desk, kept.inspectorate_id), (Desk::Inspectorate, Some(world.inspectorate)));
    assert!(!kept.is_examined(), "it is answered as any other");
    let target = Target { body: world.city.clone(), unit_id: Some(world.units[0]) };
    let given = tried(&walk, ActorRole::Apip, Command::Verify(plain(), target)).unwrap();
    assert_eq!((given.desk, given.inspectorate_id), (Desk::Agency, None));
    assert!(given.is_anonymous && given.is_secret, "never loosened");
    assert_eq!(given.subject, Some(world.accused()), "who is accused is not forgotten");
    let elsewhere = Target { body: world.other_city.clone(), unit_id: None };
    assert_eq!(tried(&walk, ActorRole::Apip, Command::Verify(plain(), elsewhere)), Err(Refused::OtherAgency));
}

#[test]
fn an_examination_ends_by_its_conclusion() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::Inspectorate);
    walk.verify(Flavour::Supervisory, None);
    let answer = follow_up(FollowUpType::Substantive);
    let refused = Refused::Invalid { pointer: "/type", code: "not_applicable" };
    assert_eq!(tried(&walk, ActorRole::Apip, answer), Err(refused));
    walk.act(ActorRole::Apip, follow_up(FollowUpType::Progress));
    let now = walk.complaint.updated_at + Duration::minutes(5);
    let by = By { role: ActorRole::Apip, user: None };
    let changed = walk.complaint.clone().apply(conclusion(), by, &world.context(now)).unwrap();
    let [event] = &changed.events[..] else { panic!("{:?}", changed.events) };
    assert_eq!((event.kind, event.audience), ("complaint.examination_concluded", Audience::Reporter));
    assert_eq!(event.words.as_ref().map(|words| words.audience), Some(Audience::Reporter));
    assert_eq!(event.data, serde_json::json!({ "result": "proven", "held": false }));
    walk.act(ActorRole::Apip, conclusion());
    assert!(walk.complaint.examination_result.is_some() && !walk.complaint.is_public());
    // Withdrawing is noted, and the examiners go on.
    let noted = tried(&walk, ActorRole::Reporter, Command::Withdraw { reason: None }).unwrap();
    assert_eq!(noted.state, State::AwaitingReporter);
    walk.act(ActorRole::Reporter, Command::Accept(None));
    walk.act(ActorRole::Reporter, Command::Reopen { reason: text("belum") });
    assert_eq!((walk.complaint.examination_result, walk.complaint.desk), (None, Desk::Inspectorate), "a new cycle");
    let filed = Walk::start(&world, Seat::Inspectorate);
    let noted = tried(&filed, ActorRole::Reporter, Command::Withdraw { reason: None }).unwrap();
    assert_eq!(noted.state, State::Unverified);
}

#[test]
fn an_explanation_has_fourteen_days_and_a_second_request_no_second_clock() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    let ask = || Command::RequestExplanation { text: text("mohon jelaskan") };
    walk.act_at(at(Zone::Wita, "2026-03-04 10:00:00"), ActorRole::Ombudsman, ask());
    let due = walk.complaint.deadlines.open("C15").unwrap().due_at;
    assert_eq!(due, at(Zone::Wita, "2026-03-18 23:59:59"));
    walk.act(ActorRole::Ombudsman, ask());
    let running = walk.complaint.deadlines.all().iter().filter(|clock| clock.code == "C15").count();
    assert_eq!(running, 1);
    walk.act(ActorRole::AgencyAdmin, Command::Explain { text: text("begini") });
    assert!(walk.complaint.deadlines.open("C15").is_none());
    let again = Command::Explain { text: text("begini") };
    assert_eq!(tried(&walk, ActorRole::AgencyAdmin, again), Err(Refused::State));
}

/// The ministry's coordinator does not see what the inspectorate examines of the ministry itself.
#[test]
fn the_coordinator_is_blind_where_the_own_house_is_accused() {
    let world = World::new();
    let mut complaint = Walk::start(&world, Seat::Inspectorate).complaint;
    let coordinator = Who::Coordinator.actor(&world, &world.ministry, &complaint);
    let inbox = scope(&coordinator, List::Inbox).unwrap();
    assert_eq!(sight(&coordinator, &complaint), Ok(Sight::Desk), "of a city");
    assert!(inbox.admits(&complaint));
    let office = Office::MinistryOfficial;
    complaint.subject = Some(Subject { office, agency_id: Some(world.ministry.id), unit_id: None });
    assert_eq!(sight(&coordinator, &complaint), Err(Denied::Hidden));
    assert!(!inbox.admits(&complaint));
    complaint.desk = Desk::Coordinator;
    complaint.inspectorate_id = None;
    assert_eq!(sight(&coordinator, &complaint), Ok(Sight::Desk), "what comes to that desk is seen there");
    assert!(inbox.admits(&complaint));
}

#[test]
fn the_accused_are_named_to_those_who_examine_supervise_or_complained() {
    let world = World::new();
    let examined = Walk::start(&world, Seat::Inspectorate).complaint;
    for (who, told) in
        [(Who::ReporterByAccount, true), (Who::Apip, true), (Who::Ombudsman, true), (Who::Coordinator, true)]
    {
        let actor = who.actor(&world, &world.city, &examined);
        assert_eq!(view(&actor, examined.clone()).unwrap().subject().is_some(), told, "{who:?}");
    }
    let mut given_on = Walk::start(&world, Seat::City);
    given_on.verify(Flavour::Public, Some(world.units[0]));
    given_on.complaint.subject = Some(world.accused());
    for who in [Who::LiaisonOfUnit, Who::UnitHead, Who::Anonymous] {
        let actor = who.actor(&world, &world.city, &given_on.complaint);
        assert_eq!(view(&actor, given_on.complaint.clone()).unwrap().subject(), None, "{who:?}");
    }
}

/// A unit on an inspectorate's desk is how that divides its work: nobody's liaison or head sees it by that.
#[test]
fn an_inspectorates_own_division_opens_no_door() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::Inspectorate);
    walk.verify(Flavour::Supervisory, None);
    let section = world.units[1];
    walk.act(ActorRole::Apip, Command::Redispose { unit_id: section, note: None });
    assert_eq!((walk.complaint.unit_id, walk.complaint.desk), (Some(section), Desk::Inspectorate));
    for role in [Role::UnitLiaison, Role::UnitHead] {
        let staff = person(30, vec![grant(&world, role, section)]);
        assert_eq!(sight(&staff, &walk.complaint), Err(Denied::Hidden));
        assert!(!scope(&staff, List::Inbox).unwrap().admits(&walk.complaint));
    }
    let examiner = person(31, vec![grant(&world, Role::Apip, world.inspectorate)]);
    assert_eq!(policy::authorize(&examiner, Action::FollowUp, &walk.complaint), Ok(ActorRole::Apip));
}

#[test]
fn a_conclusion_waits_for_those_who_were_asked() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::Inspectorate);
    walk.verify(Flavour::Supervisory, None);
    walk.act(ActorRole::Apip, support(1, AssignmentRole::Supporting, &world.other_city, None));
    walk.act(ActorRole::Apip, conclusion());
    assert_eq!(walk.complaint.state, State::InProcess, "the other city has not answered");
    assert!(walk.complaint.examination_result.is_some());
    let id = walk.complaint.assignments[0].id;
    walk.act(ActorRole::SupportingAgency, Command::AnswerAssignment { id, text: text("catatan kami") });
    assert_eq!(walk.complaint.state, State::AwaitingReporter);
}

#[test]
fn what_is_split_off_an_accusation_accuses_nobody() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::Inspectorate);
    walk.verify(Flavour::Supervisory, None);
    let by = By { role: ActorRole::Apip, user: None };
    let now = walk.complaint.updated_at + Duration::minutes(5);
    let split_off = walk.complaint.split_off(part(&world, 1, &world.other_city), by, &world.context(now));
    let child = split_off.unwrap().value;
    assert_eq!((child.subject, child.inspectorate_id, child.desk), (None, None, Desk::Agency));
    assert_eq!(child.class, Class::ComplaintNonSupervisory);
    assert!(child.is_anonymous && child.is_secret, "the reporter stays as hidden as they were");
}

#[test]
fn who_had_a_part_has_none_in_what_an_inspectorate_examines() {
    let world = World::new();
    let mut walk = Walk::start(&world, Seat::City);
    walk.verify(Flavour::Private, None);
    walk.act(ActorRole::AgencyAdmin, support(1, AssignmentRole::Copy, &world.other_city, None));
    walk.act(ActorRole::AgencyAdmin, Command::Merge { kept: kept(), reason: text("ganda") });
    walk.act(ActorRole::AgencyAdmin, Command::Unarchive { reason: text("keliru") });
    let target = Target { body: world.city.clone(), unit_id: None };
    walk.act(ActorRole::AgencyAdmin, Command::Verify(accusing(&world, Class::ComplaintSupervisory), target));
    assert_eq!(walk.complaint.desk, Desk::Inspectorate);
    assert!(walk.complaint.assignments.iter().all(|part| !part.is_active()));
}
