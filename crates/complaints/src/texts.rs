//! The texts of a case, as far as somebody sees them: what is searched of it, and shown of what was found.

use crate::view::Seen;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    /// The tracking number (nomor pelacakan).
    Number,
    /// The title (judul).
    Title,
    /// The body (isi).
    Body,
    /// The place of the incident in words.
    IncidentPlace,
    /// The loss (uraian kerugian).
    LossDescription,
    /// The remedy asked for (permintaan penyelesaian).
    RequestedRemedy,
    /// What was said on the way (tindak lanjut, tanggapan).
    Timeline,
}

impl Seen {
    /// The texts of the case that this viewer sees, without its timeline. Nothing of an identity is among them.
    pub fn texts(&self) -> Vec<(TextField, &str)> {
        let complaint = self.complaint();
        let incident = Some(&complaint.incident).filter(|_| !self.original_is_kept_back());
        let told = [
            (TextField::IncidentPlace, incident.and_then(|incident| incident.place.as_deref())),
            (TextField::LossDescription, incident.and_then(|incident| incident.loss_description.as_deref())),
            (TextField::RequestedRemedy, incident.and_then(|incident| incident.requested_remedy.as_deref())),
        ];
        let mut texts = vec![
            (TextField::Number, complaint.tracking_number.as_str()),
            (TextField::Title, self.title()),
            (TextField::Body, self.body()),
        ];
        texts.extend(told.into_iter().filter_map(|(field, text)| Some((field, text?))));
        texts
    }
}
