//! Who is told of what happens to a complaint, and of its terms (`domain` 1.12).
//!
//! People are named by their posts: a role somewhere. Who holds it is for others to find out. No post is told of a case that it may
//! not see.

pub use padi_kernel::notice::{Post, Seat};
use padi_kernel::{
    actor::Role,
    deadline::Deadline,
    escalation::Level,
    id::{AgencyId, AssignmentId},
    notice::NoticeKind,
};
use serde_json::{Value, json};

use crate::{
    assignment::Assignment,
    complaint::{Complaint, Desk},
    policy::{self, MAX_REOPENINGS},
    view::{self, Seen},
};

/// Whom an event concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressee {
    /// The reporter, with or without account.
    Reporter,
    /// Whoever has the case in hand now.
    Assignee,
    /// The agency or unit that the event gives a part (instansi pendukung, tembusan).
    Part,
    /// Those who look after all desks.
    Coordinators,
    /// The Ombudsman.
    Ombudsman,
}

use Addressee::{Assignee, Coordinators, Ombudsman, Part, Reporter};

/// Who is told of which event, as what. What is not listed is nobody's news.
const TABLE: &[(&str, &[(Addressee, NoticeKind)])] = &[
    ("complaint.submitted", &[(Reporter, NoticeKind::Receipt), (Assignee, NoticeKind::Receipt)]),
    ("complaint.verified", &[(Reporter, NoticeKind::Disposition), (Assignee, NoticeKind::Disposition)]),
    ("complaint.handled", &[(Reporter, NoticeKind::Disposition), (Assignee, NoticeKind::Disposition)]),
    ("complaint.redisposed", &[(Reporter, NoticeKind::Disposition), (Assignee, NoticeKind::Disposition)]),
    ("complaint.returned", &[(Assignee, NoticeKind::Disposition)]),
    ("complaint.not_authority", &[(Reporter, NoticeKind::Disposition), (Assignee, NoticeKind::Disposition)]),
    ("complaint.forwarded", &[(Reporter, NoticeKind::Disposition), (Assignee, NoticeKind::Disposition)]),
    ("complaint.postponed", &[(Reporter, NoticeKind::Question)]),
    ("complaint.reporter_asked", &[(Reporter, NoticeKind::Question)]),
    ("complaint.data_completed", &[(Assignee, NoticeKind::FollowUp)]),
    ("complaint.resumed", &[(Reporter, NoticeKind::FollowUp)]),
    ("complaint.unarchived", &[(Reporter, NoticeKind::FollowUp)]),
    ("complaint.followed_up", &[(Reporter, NoticeKind::FollowUp)]),
    ("complaint.commented", &[(Reporter, NoticeKind::FollowUp), (Assignee, NoticeKind::FollowUp)]),
    ("complaint.replied", &[(Assignee, NoticeKind::FollowUp)]),
    ("complaint.accepted", &[(Assignee, NoticeKind::Completion)]),
    ("complaint.completed", &[(Reporter, NoticeKind::Completion), (Assignee, NoticeKind::Completion)]),
    ("complaint.archived", &[(Reporter, NoticeKind::Completion)]),
    ("complaint.lapsed", &[(Reporter, NoticeKind::Completion), (Assignee, NoticeKind::Completion)]),
    ("complaint.withdrawn", &[(Assignee, NoticeKind::Completion)]),
    ("complaint.withdrawal_noted", &[(Assignee, NoticeKind::FollowUp)]),
    ("complaint.reopened", &[(Assignee, NoticeKind::Disposition)]),
    ("complaint.quality_reopened", &[(Reporter, NoticeKind::Disposition), (Assignee, NoticeKind::Disposition)]),
    ("complaint.dialogue_started", &[(Reporter, NoticeKind::FollowUp), (Assignee, NoticeKind::FollowUp)]),
    ("complaint.dialogue_agreed", &[(Reporter, NoticeKind::FollowUp), (Assignee, NoticeKind::FollowUp)]),
    ("complaint.dialogue_confirmed", &[(Assignee, NoticeKind::FollowUp)]),
    ("complaint.dialogue_exited", &[(Reporter, NoticeKind::FollowUp), (Assignee, NoticeKind::FollowUp)]),
    ("complaint.support_added", &[(Part, NoticeKind::Disposition)]),
    ("complaint.assignment_answered", &[(Assignee, NoticeKind::FollowUp), (Reporter, NoticeKind::FollowUp)]),
    ("complaint.answered", &[(Reporter, NoticeKind::FollowUp)]),
    ("complaint.split", &[(Reporter, NoticeKind::FollowUp)]),
    ("complaint.split_off", &[(Reporter, NoticeKind::Disposition), (Assignee, NoticeKind::Disposition)]),
    ("complaint.child_ended", &[(Assignee, NoticeKind::FollowUp)]),
    ("complaint.converted", &[(Assignee, NoticeKind::Completion)]),
    ("complaint.merged", &[(Reporter, NoticeKind::Completion)]),
    ("complaint.follower_joined", &[(Assignee, NoticeKind::FollowUp)]),
    ("complaint.examination_concluded", &[(Reporter, NoticeKind::FollowUp)]),
    ("complaint.explanation_requested", &[(Assignee, NoticeKind::Question)]),
    ("complaint.explained", &[(Ombudsman, NoticeKind::FollowUp)]),
    ("complaint.identity_revealed", &[(Reporter, NoticeKind::IdentityRevealed)]),
    ("complaint.ombudsman_eligible", &[(Reporter, NoticeKind::Escalation)]),
];

/// Who is told of the event, as what; `data` are the event's facts. A reporter who has a case opened again for the last time is heard
/// by the coordinators, too (L3).
pub fn told(event: &str, data: &Value) -> Vec<(Addressee, NoticeKind)> {
    let listed = TABLE.iter().find(|(kind, _)| *kind == event).map_or(&[][..], |(_, told)| *told);
    let is_last = event == "complaint.reopened" && data["reopened_count"] == json!(MAX_REOPENINGS);
    listed.iter().copied().chain(is_last.then_some((Coordinators, NoticeKind::Escalation))).collect()
}

impl Complaint {
    /// Whoever has the case in hand: the unit's liaisons, else the desk on which it lies.
    pub fn assignees(&self) -> Vec<Post> {
        let posts = if let Some(inspectorate) = self.examining_inspectorate() {
            vec![Post::at(Role::Apip, inspectorate)]
        } else if let Some(unit) = self.unit_id {
            vec![Post::at(Role::UnitLiaison, unit)]
        } else if self.desk == Desk::Coordinator {
            vec![Post { role: Role::MinistryCoordinator, seat: Seat::Anywhere }]
        } else {
            // What the ministry itself has taken is its coordinator's as well.
            vec![Post::at(Role::AgencyAdmin, self.agency.id), Post::at(Role::MinistryCoordinator, self.agency.id)]
        };
        self.seen_by(posts)
    }

    /// The inspectorate on whose desk it lies. How that divides its work is nobody else's news.
    fn examining_inspectorate(&self) -> Option<AgencyId> {
        self.inspectorate_id.filter(|_| self.desk == Desk::Inspectorate)
    }

    /// Those who look after all desks: the ministry's coordinators and the province's.
    pub fn coordinators(&self) -> Vec<Post> {
        let province = self.agency.locality.province.clone();
        let province = province.map(|code| Post { role: Role::ProvinceCoordinator, seat: Seat::Province(code) });
        let accused = self.subject.and_then(|subject| subject.agency_id);
        let accused = accused.filter(|_| self.desk == Desk::Inspectorate);
        let ministry = Post { role: Role::MinistryCoordinator, seat: accused.map_or(Seat::Anywhere, Seat::Outside) };
        self.seen_by([ministry].into_iter().chain(province).collect())
    }

    /// The posts that an addressee among the officers stands for; `data` are the facts of the event.
    pub fn posts(&self, addressee: Addressee, data: &Value) -> Vec<Post> {
        match addressee {
            Addressee::Reporter => Vec::new(),
            Addressee::Part => {
                let part =
                    serde_json::from_value(data["assignment_id"].clone()).ok().and_then(|id| self.assignment(id));
                self.seen_by(part.filter(|part| part.is_active()).map(holding).unwrap_or_default())
            }
            Addressee::Ombudsman => self.seen_by(vec![Post { role: Role::Ombudsman, seat: Seat::Anywhere }]),
            Addressee::Assignee => self.assignees(),
            Addressee::Coordinators => self.coordinators(),
        }
    }

    /// Who is told of a passing term, from whoever must act upwards: whoever stands for it, the unit's head, the agency's administrator
    /// and leadership, the coordinators. The term of a part is that of the agency which has it.
    fn rungs(&self, part: Option<&Assignment>) -> [Vec<Post>; 4] {
        let (assignees, unit, agency) = if let Some(part) = part {
            (self.seen_by(holding(part)), part.unit_id, Some(part.agency_id))
        } else {
            (self.assignees(), policy::unit(self), (self.desk == Desk::Agency).then_some(self.agency.id))
        };
        let heads = unit.map(|unit| Post::at(Role::UnitHead, unit)).into_iter().collect();
        let leadership =
            agency.map(|agency| vec![Post::at(Role::AgencyAdmin, agency), Post::at(Role::UnitHead, agency)]);
        [assignees, self.seen_by(heads), self.seen_by(leadership.unwrap_or_default()), self.coordinators()]
    }

    /// Who is told at the level of a term, as alternatives for each part: of each list of posts the first that somebody holds. A role
    /// that nobody holds passes to the next rung.
    pub fn told_at(&self, level: Level, deadline: &Deadline) -> Vec<Vec<Vec<Post>>> {
        let part = deadline.subject.and_then(|subject| self.assignment(AssignmentId(subject)));
        let rungs = self.rungs(part);
        let from = |rung: usize| rungs.iter().skip(rung).cloned().collect::<Vec<_>>();
        match level {
            Level::L0 => vec![from(0)],
            Level::L1 => vec![from(0), from(1)],
            Level::L2 => vec![from(2)],
            Level::L3 => vec![from(3)],
            // The reporter's, and no officer's.
            Level::L4 => Vec::new(),
        }
    }

    /// The posts among these that may see the case as more than the public does.
    fn seen_by(&self, posts: Vec<Post>) -> Vec<Post> {
        posts.into_iter().filter(|post| self.seen_from(post).is_some_and(|seen| !seen.is_public_view())).collect()
    }

    /// The case as whoever holds the post sees it.
    pub fn seen_from(&self, post: &Post) -> Option<Seen> {
        view::view(&post.holder(self.agency.id, self.unit_id), self.clone()).ok()
    }
}

/// Whoever stands for a part in a case: the unit's liaisons, else the agency's administrators.
fn holding(part: &Assignment) -> Vec<Post> {
    match part.unit_id {
        Some(unit) => vec![Post::at(Role::UnitLiaison, unit)],
        None => vec![Post::at(Role::AgencyAdmin, part.agency_id), Post::at(Role::MinistryCoordinator, part.agency_id)],
    }
}
