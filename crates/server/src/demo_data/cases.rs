//! The cases of the demo data: each a short play whose acts bring it to the state that it stands for.

use anyhow::{Context as _, ensure};
use padi_app::{
    App,
    caller::Caller,
    complaints::{
        Access,
        act::Terms,
        order::Order,
        reference,
        submit::{Submission, Submitted},
    },
    error::Error,
    idempotency::Reply,
};
use padi_complaints::{
    assignment::AssignmentRole,
    command::{Command, Findings, FollowUp, FollowUpType, Missing, PublicText, Rating},
    complaint::Incident,
    identity::Identity,
    state::{ArchiveReason, Class},
    subject::{Office, Subject},
};
use padi_kernel::id::{AgencyId, CategoryId};
use serde::Serialize;
use serde_json::{Value, json};

use super::{DemoItem, places};

/// Who plays: everybody but the reporter without account, whom the secret of the case makes one.
pub(super) struct Cast {
    pub(super) coordinator: Caller,
    pub(super) admin: Caller,
    pub(super) liaison: Caller,
    pub(super) ombudsman: Caller,
    pub(super) citizen: Caller,
}

/// Who is accused, where somebody is: an official of the government of the place.
const ACCUSED: Subject = Subject { office: Office::LocalOfficial, agency_id: None, unit_id: None };

/// A part in the play.
#[derive(Clone, Copy)]
enum Part {
    Coordinator,
    Admin,
    Liaison,
    Ombudsman,
    Reporter,
}

/// A case as it is told of.
#[derive(Debug, Serialize)]
pub(super) struct DemoCase {
    /// What it stands for.
    stands_for: &'static str,
    /// Its state in the API.
    state: String,
    id: String,
    tracking_number: String,
    /// Absent where `citizen` filed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    tracking_secret: Option<String>,
    /// Its title.
    title: String,
}

/// How a case begins and goes on.
struct Play {
    stands_for: &'static str,
    copies: usize,
    /// Addressed to the city; to nobody, so to the coordinator, otherwise.
    addressed: bool,
    anonymous: bool,
    secret: bool,
    /// Who is accused from the start.
    accused: Option<Subject>,
    acts: Vec<(Part, Order)>,
}

impl Play {
    fn new(stands_for: &'static str, copies: usize, acts: Vec<(Part, Order)>) -> Self {
        Self { stands_for, copies, addressed: true, anonymous: false, secret: false, accused: None, acts }
    }
}

/// Where the plays are played.
pub(super) struct Stage<'a> {
    app: &'a App,
    cast: Cast,
    city: AgencyId,
    unit: AgencyId,
    helper: AgencyId,
    category: CategoryId,
    played: Vec<DemoCase>,
}

impl<'a> Stage<'a> {
    pub(super) fn new(
        app: &'a App,
        cast: Cast,
        agencies: &[DemoItem],
        categories: &[DemoItem],
    ) -> anyhow::Result<Self> {
        let id_of = |items: &[DemoItem], code: &str| {
            let found = items.iter().find(|item| item.code == code).map(|item| item.id.clone());
            found.with_context(|| format!("{code} is missing"))
        };
        Ok(Self {
            app,
            cast,
            city: id_of(agencies, "73.71")?.parse()?,
            unit: id_of(agencies, places::UNIT)?.parse()?,
            helper: id_of(agencies, places::OTHER_UNIT)?.parse()?,
            category: id_of(categories, "ktp-el")?.parse()?,
            played: Vec::new(),
        })
    }

    /// What was filed four weeks ago.
    pub(super) async fn play_old(&mut self) -> anyhow::Result<()> {
        let accept = (Part::Reporter, direct(Command::Accept(None)));
        let plays = [
            Play::new("overdue", 1, Vec::new()),
            Play::new("lapsed", 2, vec![(Part::Admin, postpone())]),
            Play::new("completed_window_closed", 1, self.answered([accept])),
        ];
        for play in plays {
            self.play(play).await?;
        }
        Ok(())
    }

    /// What was filed just now.
    pub(super) async fn play_new(&mut self) -> anyhow::Result<()> {
        for play in self.desk_plays().into_iter().chain(self.handling_plays()).chain(self.special_plays()) {
            self.play(play).await?;
        }
        self.recall_states().await
    }

    pub(super) fn into_cases(self) -> Vec<DemoCase> {
        self.played
    }

    fn desk_plays(&self) -> Vec<Play> {
        let archive = Command::Archive {
            reason: "Laporan uji coba, bukan pengaduan.".to_owned(),
            reason_code: ArchiveReason::Test,
        };
        let withdraw = Command::Withdraw { reason: Some("Sudah selesai.".to_owned()) };
        let ask = Command::AskReporter(missing());
        vec![
            Play::new("unverified_agency", 8, Vec::new()),
            Play { addressed: false, ..Play::new("unverified_coordinator", 2, Vec::new()) },
            Play::new("postponed_unverified", 3, vec![(Part::Admin, postpone())]),
            Play::new("postponed_in_process", 2, self.worked_on([(Part::Liaison, direct(ask))])),
            Play::new("archived", 3, vec![(Part::Admin, direct(archive))]),
            Play::new("withdrawn", 1, vec![(Part::Reporter, direct(withdraw))]),
        ]
    }

    fn handling_plays(&self) -> Vec<Play> {
        let reason = "KTP diterbitkan oleh kecamatan.".to_owned();
        let give_back = Command::Return { reason, suggested_unit_id: None };
        let accept = (Part::Reporter, direct(Command::Accept(None)));
        let rated = Rating { stars: Some(4), resolved: Some(true), text: None };
        let rated = (Part::Reporter, direct(Command::Accept(Some(rated))));
        vec![
            Play::new("not_followed_up", 4, vec![self.verified(None, Class::ComplaintNonSupervisory)]),
            Play::new(
                "returned",
                2,
                vec![self.verified(None, Class::ComplaintNonSupervisory), (Part::Liaison, direct(give_back))],
            ),
            Play::new("in_process", 5, self.worked_on([])),
            Play::new("awaiting_reporter", 6, self.answered([])),
            Play::new("completed", 5, self.answered([accept])),
            Play::new("supported", 4, self.worked_on([self.supported()])),
            Play::new("duplicate", 4, Vec::new()),
            Play::new("completed_rated", 1, self.answered([rated])),
        ]
    }

    fn special_plays(&self) -> Vec<Play> {
        let text = PublicText {
            title: "Antrean perekaman KTP elektronik".to_owned(),
            body: "Warga melaporkan antrean panjang perekaman KTP elektronik di Makassar.".to_owned(),
        };
        let ask = Command::RequestExplanation { text: "Mengapa kartu belum dicetak?".to_owned() };
        let public = vec![self.verified(Some(text), Class::ComplaintNonSupervisory), progress()];
        vec![
            Play::new("public", 2, public.clone()),
            Play { anonymous: true, ..Play::new("anonymous_public", 2, public) },
            Play { secret: true, ..Play::new("secret", 2, self.worked_on([])) },
            Play::new("supervisory", 2, vec![self.verified(None, Class::ComplaintSupervisory)]),
            Play { accused: Some(ACCUSED), ..Play::new("accusing", 2, Vec::new()) },
            Play::new(
                "explanation_requested",
                1,
                vec![self.verified(None, Class::ComplaintNonSupervisory), (Part::Ombudsman, direct(ask))],
            ),
        ]
    }

    fn verified(&self, public_text: Option<PublicText>, class: Class) -> (Part, Order) {
        let findings = Findings {
            class,
            category_id: self.category,
            title: None,
            is_anonymous: None,
            is_secret: None,
            public_text,
            note: Some("Mohon ditangani.".to_owned()),
            subject: class.is_supervisory().then_some(ACCUSED),
            examiner: None,
        };
        let order = Order::Verify { findings, target_agency_id: self.city, unit_id: Some(self.unit) };
        (Part::Coordinator, order)
    }

    /// Another unit of the city helps.
    fn supported(&self) -> (Part, Order) {
        let note = Some("Mohon bantuan pencetakan.".to_owned());
        let unit_id = Some(self.helper);
        (Part::Admin, Order::AddSupport { role: AssignmentRole::Supporting, agency_id: self.city, unit_id, note })
    }

    fn worked_on(&self, then: impl IntoIterator<Item = (Part, Order)>) -> Vec<(Part, Order)> {
        let verified = self.verified(None, Class::ComplaintNonSupervisory);
        [verified, progress()].into_iter().chain(then).collect()
    }

    fn answered(&self, then: impl IntoIterator<Item = (Part, Order)>) -> Vec<(Part, Order)> {
        let answer = FollowUp {
            kind: FollowUpType::Substantive,
            text: "KTP sudah dicetak dan dapat diambil di loket 3.".to_owned(),
            evidence: Some("Tanda terima nomor 470/1203.".to_owned()),
            no_evidence_reason: None,
        };
        let answered = (Part::Liaison, direct(Command::FollowUp(answer)));
        self.worked_on(std::iter::once(answered).chain(then))
    }

    /// Each copy by turns filed without account and by `citizen`.
    async fn play(&mut self, play: Play) -> anyhow::Result<()> {
        for copy in 0..play.copies {
            let case = self.play_once(&play, copy % 2 == 1).await;
            self.played.push(case.with_context(|| format!("the case {}", play.stands_for))?);
        }
        Ok(())
    }

    async fn play_once(&self, play: &Play, with_account: bool) -> anyhow::Result<DemoCase> {
        let by = if with_account { self.cast.citizen.clone() } else { Caller::anonymous() };
        let submission = self.submission(play);
        let title = submission.title.clone();
        let answer = self.app.submit_complaint(by, submission, None, filed).await?;
        let filed: Value = serde_json::from_str(answer.reply.body.as_deref().unwrap_or_default())?;
        let text = |name: &str| filed[name].as_str().map(str::to_owned);
        let case = DemoCase {
            stands_for: play.stands_for,
            state: String::new(),
            id: text("id").context("no id")?,
            tracking_number: text("tracking_number").context("no tracking number")?,
            tracking_secret: text("tracking_secret"),
            title,
        };
        ensure!(case.tracking_secret.is_none() == with_account, "a secret where there should be none, or none");
        for (part, order) in &play.acts {
            let access = self.access(*part, &case);
            let action = order.action();
            let done = self.app.act_on_complaint(access, reference(&case.id)?, order.clone(), Terms::default(), |_| {
                Ok(Reply::empty())
            });
            done.await.with_context(|| format!("cannot {action}"))?;
        }
        Ok(case)
    }

    fn access(&self, part: Part, case: &DemoCase) -> Access {
        let caller = match part {
            Part::Coordinator => self.cast.coordinator.clone(),
            Part::Admin => self.cast.admin.clone(),
            Part::Liaison => self.cast.liaison.clone(),
            Part::Ombudsman => self.cast.ombudsman.clone(),
            Part::Reporter => {
                let tracking_secret = case.tracking_secret.clone();
                let citizen = || self.cast.citizen.clone();
                let caller = if tracking_secret.is_some() { Caller::anonymous() } else { citizen() };
                return Access { caller, tracking_secret };
            }
        };
        Access::of(caller)
    }

    fn submission(&self, play: &Play) -> Submission {
        Submission {
            class: Class::Complaint,
            title: "KTP elektronik belum dicetak".to_owned(),
            body: "Saya merekam data KTP tiga bulan lalu di kantor kecamatan, tetapi kartunya belum juga jadi."
                .to_owned(),
            incident: Incident {
                on: Some(self.app.now().date_naive()),
                region_code: Some("73.71".to_owned()),
                place: Some("Kecamatan Panakkukang".to_owned()),
                loss_description: None,
                requested_remedy: Some("Kartu segera dicetak.".to_owned()),
                location: None,
            },
            target_agency_id: play.addressed.then_some(self.city),
            category_id: Some(self.category),
            is_anonymous: play.anonymous,
            is_secret: play.secret,
            reporter: Identity { name: Some("Siti Aminah".to_owned()), ..Identity::default() },
            subject: play.accused,
            channel: None,
            received_at: None,
        }
    }

    /// Asks the coordinator, who sees all, for the state that each case is in by now.
    async fn recall_states(&mut self) -> anyhow::Result<()> {
        for case in &mut self.played {
            let access = Access::of(self.cast.coordinator.clone());
            let shown = self.app.show_complaint(&access, &reference(&case.id)?).await?;
            shown.seen.complaint().state.tag().name().clone_into(&mut case.state);
        }
        Ok(())
    }
}

fn filed(submitted: Submitted) -> Result<Reply, Error> {
    let complaint = submitted.shown.seen.complaint();
    let told = json!({
        "id": complaint.id, "tracking_number": complaint.tracking_number.as_str(), "tracking_secret": submitted.tracking_secret,
    });
    Reply::json(201, &told)
}

fn direct(command: Command) -> Order {
    Order::Direct(command)
}

fn missing() -> Missing {
    Missing {
        reason: "Data belum lengkap.".to_owned(),
        missing: vec!["nomor kartu keluarga".to_owned(), "tanggal perekaman".to_owned()],
    }
}

fn postpone() -> Order {
    direct(Command::Postpone(missing()))
}

fn progress() -> (Part, Order) {
    let follow_up = FollowUp {
        kind: FollowUpType::Progress,
        text: "Berkas sedang diperiksa.".to_owned(),
        evidence: None,
        no_evidence_reason: None,
    };
    (Part::Liaison, direct(Command::FollowUp(follow_up)))
}
