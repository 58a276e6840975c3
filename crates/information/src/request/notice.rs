//! Who is told of what happens to a request, and of its terms. No post is told of a request that it may not see.

use padi_kernel::{
    actor::Role,
    deadline::Deadline,
    escalation::Level,
    notice::{NoticeKind, Post, Seat},
};

use super::{
    InformationRequest,
    view::{self, Seen},
};

/// Whom an event concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressee {
    /// The applicant, with or without account.
    Applicant,
    /// The body's information officers.
    Desk,
    /// Those of the unit that looks for it.
    Unit,
    /// Their superior.
    Superior,
    /// The consideration team.
    Team,
}

use Addressee::{Applicant, Desk, Team, Unit};

/// Who is told of which event, as what. What is not listed is nobody's news: an objection tells of itself.
const TABLE: &[(&str, &[(Addressee, NoticeKind)])] = &[
    ("information_request.submitted", &[(Applicant, NoticeKind::Receipt), (Desk, NoticeKind::Receipt)]),
    ("information_request.converted", &[(Applicant, NoticeKind::Question), (Desk, NoticeKind::Receipt)]),
    ("information_request.registered", &[(Applicant, NoticeKind::FollowUp)]),
    ("information_request.completion_asked", &[(Applicant, NoticeKind::Question)]),
    ("information_request.completed", &[(Desk, NoticeKind::FollowUp)]),
    ("information_request.lapsed", &[(Applicant, NoticeKind::Completion), (Desk, NoticeKind::Completion)]),
    ("information_request.assigned", &[(Unit, NoticeKind::Disposition)]),
    ("information_request.material_submitted", &[(Desk, NoticeKind::FollowUp)]),
    ("information_request.test_started", &[(Team, NoticeKind::Disposition)]),
    ("information_request.test_decided", &[(Desk, NoticeKind::FollowUp)]),
    ("information_request.extended", &[(Applicant, NoticeKind::FollowUp)]),
    ("information_request.notified", &[(Applicant, NoticeKind::FollowUp)]),
    ("information_request.unanswered", &[(Applicant, NoticeKind::Escalation), (Desk, NoticeKind::Escalation)]),
    ("information_request.paid", &[(Applicant, NoticeKind::FollowUp), (Desk, NoticeKind::FollowUp)]),
    ("information_request.delivered", &[(Applicant, NoticeKind::Completion)]),
    ("information_request.withdrawn", &[(Desk, NoticeKind::Completion), (Unit, NoticeKind::Completion)]),
    ("information_request.ordered", &[(Desk, NoticeKind::Disposition)]),
    ("information_request.closed", &[(Applicant, NoticeKind::Completion), (Desk, NoticeKind::Completion)]),
];

/// Who is told of the event, as what.
pub fn told(event: &str) -> &'static [(Addressee, NoticeKind)] {
    TABLE.iter().find(|(kind, _)| *kind == event).map_or(&[], |(_, told)| *told)
}

impl InformationRequest {
    /// The posts that an addressee among the officers stands for.
    pub fn posts(&self, addressee: Addressee) -> Vec<Post> {
        let body = self.agency.id;
        let posts = match addressee {
            Addressee::Applicant => Vec::new(),
            Addressee::Desk => vec![Post::at(Role::Ppid, body)],
            Addressee::Unit => self.unit_id.map(|unit| Post::at(Role::PpidUnit, unit)).into_iter().collect(),
            Addressee::Superior => vec![Post::at(Role::PpidSuperior, body)],
            Addressee::Team => vec![Post::at(Role::ConsiderationTeam, body)],
        };
        posts.into_iter().filter(|post| self.seen_from(post).is_some()).collect()
    }

    /// The request as whoever holds the post sees it.
    pub fn seen_from(&self, post: &Post) -> Option<Seen> {
        view::view(&post.holder(self.agency.id, self.unit_id), self.clone()).ok()
    }

    /// Who is told at the level of a term, as alternatives for each part: of each list of posts the first that somebody holds. A role
    /// that nobody holds passes to the next rung: the unit, the information officer, the superior, the coordinators.
    pub fn told_at(&self, level: Level, deadline: &Deadline) -> Vec<Vec<Vec<Post>>> {
        let of_unit = deadline.code == crate::clocks::R6.code;
        let assignees = self.posts(if of_unit { Addressee::Unit } else { Addressee::Desk });
        rungs(
            [assignees, self.posts(Addressee::Desk), self.posts(Addressee::Superior)],
            self.agency.locality.province.clone(),
            level,
        )
    }
}

/// The alternatives of a level, from whoever must act upwards; the coordinators stand above.
pub(crate) fn rungs(of_body: [Vec<Post>; 3], province: Option<String>, level: Level) -> Vec<Vec<Vec<Post>>> {
    let ministry = Post { role: Role::MinistryCoordinator, seat: Seat::Anywhere };
    let province = province.map(|code| Post { role: Role::ProvinceCoordinator, seat: Seat::Province(code) });
    let coordinators = [ministry].into_iter().chain(province).collect();
    let rungs: Vec<_> = of_body.into_iter().chain([coordinators]).collect();
    let from = |rung: usize| rungs.iter().skip(rung).cloned().collect::<Vec<_>>();
    match level {
        Level::L0 => vec![from(0)],
        Level::L1 => vec![from(0), from(1)],
        Level::L2 => vec![from(2)],
        Level::L3 => vec![from(3)],
        // A right of reporters of complaints.
        Level::L4 => Vec::new(),
    }
}
