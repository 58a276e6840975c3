//! Who is told of what happens to an objection, and of its terms. No post is told of an objection that it may not see.

use padi_kernel::{
    actor::Role,
    deadline::Deadline,
    escalation::Level,
    notice::{NoticeKind, Post},
};

use super::{
    Objection,
    view::{self, Seen},
};
use crate::{
    clocks,
    request::notice::{Addressee, rungs},
};

use Addressee::{Applicant, Desk, Superior, Team};

/// Who is told of which event, as what. What is not listed is nobody's news.
const TABLE: &[(&str, &[(Addressee, NoticeKind)])] = &[
    (
        "objection.filed",
        &[(Applicant, NoticeKind::Receipt), (Desk, NoticeKind::Receipt), (Superior, NoticeKind::Receipt)],
    ),
    ("objection.registered", &[(Applicant, NoticeKind::FollowUp), (Superior, NoticeKind::Disposition)]),
    ("objection.review_assigned", &[(Team, NoticeKind::Disposition)]),
    ("objection.recommended", &[(Superior, NoticeKind::FollowUp)]),
    ("objection.settlement_proposed", &[(Applicant, NoticeKind::Question)]),
    ("objection.settled", &[(Desk, NoticeKind::Disposition), (Superior, NoticeKind::FollowUp)]),
    ("objection.answered", &[(Applicant, NoticeKind::FollowUp), (Desk, NoticeKind::Disposition)]),
    ("objection.unanswered", &[(Applicant, NoticeKind::Escalation), (Superior, NoticeKind::Escalation)]),
    ("objection.executed", &[(Applicant, NoticeKind::FollowUp), (Superior, NoticeKind::FollowUp)]),
    ("objection.disputed", &[(Desk, NoticeKind::FollowUp), (Superior, NoticeKind::FollowUp)]),
    ("objection.final", &[(Applicant, NoticeKind::Completion), (Desk, NoticeKind::Completion)]),
    ("objection.withdrawn", &[(Desk, NoticeKind::Completion), (Superior, NoticeKind::Completion)]),
];

/// Who is told of the event, as what.
pub fn told(event: &str) -> &'static [(Addressee, NoticeKind)] {
    TABLE.iter().find(|(kind, _)| *kind == event).map_or(&[], |(_, told)| *told)
}

impl Objection {
    /// The posts that an addressee among the officers stands for. No unit has an objection.
    pub fn posts(&self, addressee: Addressee) -> Vec<Post> {
        let role = match addressee {
            Addressee::Applicant | Addressee::Unit => return Vec::new(),
            Addressee::Desk => Role::Ppid,
            Addressee::Superior => Role::PpidSuperior,
            Addressee::Team => Role::ConsiderationTeam,
        };
        vec![Post::at(role, self.agency.id)]
    }

    /// The objection as whoever holds the post sees it.
    pub fn seen_from(&self, post: &Post) -> Option<Seen> {
        view::view(&post.holder(self.agency.id, None), self.clone()).ok()
    }

    /// Who is told at the level of a term, as alternatives for each part: of each list of posts the first that somebody holds. The
    /// superior answers, the information officer executes; above both stand the coordinators.
    pub fn told_at(&self, level: Level, deadline: &Deadline) -> Vec<Vec<Vec<Post>>> {
        let owed_by = if deadline.code == clocks::O3.code { Desk } else { Superior };
        let of_body = [self.posts(owed_by), self.posts(Superior), self.posts(Superior)];
        rungs(of_body, self.agency.locality.province.clone(), level)
    }
}
