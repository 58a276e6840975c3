//! What a caller orders of a request, with the references that are still to be resolved.

use padi_information::{
    applicant::Identity,
    request::{
        InformationRequest,
        action::Action,
        command::{Command, Completion, Grant, Handover, Proof, Redaction, RefusalGround},
    },
};
use padi_kernel::{
    actor::ActorRole,
    attachment::{Attachment, AttachmentState},
    id::{AgencyId, AttachmentId, ConsequenceTestId},
};
use padi_persistence::{consequence_tests, db::Tx, exemptions};

use crate::{
    App,
    complaints::order::{check_attachments, check_unit},
    error::{Error, FieldError},
};

/// An order: an action and what it carries.
#[derive(Clone, Debug)]
pub enum Order {
    /// The applicant, or the desk for them, completes it.
    Complete {
        /// Who asks, as far as it is told anew.
        identity: Box<Identity>,
        /// What else is completed; without the identity.
        completion: Completion,
    },
    /// A unit must look for it.
    Assign {
        /// The unit.
        unit_id: AgencyId,
        /// A note for the handlers.
        note: Option<String>,
    },
    /// The unit hands its material in.
    SubmitMaterial {
        /// What was found.
        text: String,
        /// The files.
        attachment_ids: Vec<AttachmentId>,
    },
    /// The consequences of opening it must be tested.
    StartConsequenceTest {
        /// The part in question.
        information: String,
    },
    /// A part of it is given.
    NotifyPartial {
        /// What is given.
        grant: Grant,
        /// What is not.
        redactions: Vec<Redaction>,
    },
    /// It is exempt.
    NotifyRefusal {
        /// Why.
        grounds: Vec<RefusalGround>,
        /// In words.
        text: String,
    },
    /// The information is handed over.
    Deliver(Handover),
    /// What refers to nothing.
    Direct(Command),
}

/// An order that is resolved.
pub(super) struct Resolved {
    pub(super) command: Command,
    /// The attachments that belong to what is done.
    pub(super) attachments: Vec<AttachmentId>,
    /// Who asks, where that changes.
    pub(super) identity: Option<Identity>,
}

impl Order {
    /// Which action it is.
    pub fn action(&self) -> Action {
        match self {
            Self::Complete { .. } => Action::Complete,
            Self::Assign { .. } => Action::Assign,
            Self::SubmitMaterial { .. } => Action::SubmitMaterial,
            Self::StartConsequenceTest { .. } => Action::StartConsequenceTest,
            Self::NotifyPartial { .. } => Action::NotifyPartial,
            Self::NotifyRefusal { .. } => Action::NotifyRefusal,
            Self::Deliver(_) => Action::Deliver,
            Self::Direct(command) => command.action(),
        }
    }

    /// Resolves what it refers to; every reference that leads nowhere is told.
    pub(super) async fn resolve(self, app: &App, tx: &Tx, request: &InformationRequest) -> Result<Resolved, Error> {
        let mut faults = Vec::new();
        let case = super::case_of(request);
        let (mut attachments, mut told) = (Vec::new(), None);
        let command = match self {
            Self::Complete { identity, completion } => {
                let identity = completed(app, tx, request, *identity, &mut faults).await?;
                told.clone_from(&identity);
                Command::Complete(Completion { identity, ..completion })
            }
            Self::Assign { unit_id, note } => {
                check_unit(tx, unit_id, request.agency.id, &mut faults).await?;
                Command::Assign { unit_id, note }
            }
            Self::SubmitMaterial { text, attachment_ids } => {
                check_attachments(tx, &attachment_ids, &case, ("/attachment_ids", by_officers), &mut faults).await?;
                attachments = attachment_ids;
                Command::SubmitMaterial { text }
            }
            Self::StartConsequenceTest { information } => {
                let test_id = ConsequenceTestId(padi_kernel::id::random(app.entropy()));
                Command::StartConsequenceTest { test_id, information }
            }
            Self::NotifyPartial { grant, redactions } => {
                let mut proven = Vec::new();
                for redaction in redactions {
                    let proof = proof(tx, redaction.consequence_test_id, request).await?;
                    proven.push((redaction, proof));
                }
                Command::NotifyPartial { grant, redactions: proven }
            }
            Self::NotifyRefusal { grounds, text } => {
                let mut proven = Vec::new();
                for ground in grounds {
                    let proof = proof(tx, ground.consequence_test_id, request).await?;
                    proven.push((ground, proof));
                }
                Command::NotifyRefusal { grounds: proven, text }
            }
            Self::Deliver(handover) => {
                let ids = &handover.attachment_ids;
                check_attachments(tx, ids, &case, ("/attachment_ids", by_officers), &mut faults).await?;
                attachments.clone_from(ids);
                Command::Deliver(handover)
            }
            Self::Direct(command) => command,
        };
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        Ok(Resolved { command, attachments, identity: told })
    }
}

/// What an officer handed in, and is clean.
fn by_officers(attachment: &Attachment) -> bool {
    attachment.uploaded_by_role != ActorRole::Reporter && attachment.state == AttachmentState::Ready
}

/// Who asks as it is known from now on; nothing where nothing of it was told anew.
async fn completed(
    app: &App,
    tx: &Tx,
    request: &InformationRequest,
    told: Identity,
    faults: &mut Vec<FieldError>,
) -> Result<Option<Identity>, Error> {
    if told == Identity::default() {
        return Ok(None);
    }
    faults.extend(super::identity::nik_fault(&told));
    let known = app.applicant_identity(tx, request.id.0).await?;
    Ok(Some(known.completed_by(told)))
}

/// What the test proves for an answer to the request; nothing where it does not exist, is not approved, or is not to be cited here.
async fn proof(tx: &Tx, id: ConsequenceTestId, request: &InformationRequest) -> Result<Option<Proof>, Error> {
    let Some(test) = consequence_tests::find(tx, id).await? else { return Ok(None) };
    let in_force = exemptions::is_in_force_by(tx, id).await?;
    Ok(test.proof(request.id, &request.agency, in_force))
}
