//! The closed lists of requests for information as the API writes them.

use padi_information::applicant;
use padi_information::article::Article;
use padi_information::objection::Ground;
use padi_information::request::command;
use padi_information::request::state;
use padi_information::request::window::Trigger;

use crate::v1::case::mirrored;

mirrored! {
    /// State of a request (status permohonan). More may be added.
    InformationRequestState of state::StateTag {
        /// Received; its completeness is not examined (diterima).
        Submitted = "submitted",
        /// Waits for what the applicant must complete (belum lengkap).
        Incomplete = "incomplete",
        /// Not completed in time; stays in the register (gugur karena tidak dilengkapi).
        LapsedIncomplete = "lapsed_incomplete",
        /// Received complete (dicatat lengkap).
        Registered = "registered",
        /// A unit looks for it (dalam pencarian).
        InSearch = "in_search",
        /// The unit's material is there (dalam penelaahan).
        Review = "review",
        /// The consequences of opening it are tested (dalam uji konsekuensi).
        InTest = "in_test",
        /// The written notification was given (pemberitahuan tertulis).
        Notified = "notified",
        /// The information was handed over (diserahkan).
        Delivered = "delivered",
        /// The time for the notice has passed; the work goes on (tidak ditanggapi).
        Unanswered = "unanswered",
        /// An objection is dealt with (dalam keberatan).
        UnderObjection = "under_objection",
        /// Taken back by the applicant (dicabut).
        Withdrawn = "withdrawn",
        /// Closed (ditutup).
        Closed = "closed",
    }

    /// How far the work on an answer has come (tahap penanganan). More may be added.
    InformationRequestStage of state::Stage {
        /// Received complete (dicatat lengkap).
        Registered = "registered",
        /// A unit looks for it (dalam pencarian).
        InSearch = "in_search",
        /// The unit's material is there (dalam penelaahan).
        Review = "review",
        /// The consequences of opening it are tested (dalam uji konsekuensi).
        InTest = "in_test",
    }

    /// What the notice said (keputusan atas permohonan). More may be added.
    InformationRequestOutcome of state::Outcome {
        /// All of it is given (diberikan seluruhnya).
        Granted = "granted",
        /// A part is given, the rest blacked out (diberikan sebagian).
        GrantedPartial = "granted_partial",
        /// Exempt as a whole (ditolak).
        Refused = "refused",
        /// Not in this body's possession (tidak dikuasai).
        NotHeld = "not_held",
        /// Not documented (belum didokumentasikan).
        NotDocumented = "not_documented",
    }

    /// Why a request is closed (alasan penutupan). More may be added.
    InformationRequestClosingReason of state::ClosingReason {
        /// Every window passed without an objection (tanpa keberatan).
        NoObjection = "no_objection",
        /// The copies were not paid for (tidak dibayar).
        Unpaid = "unpaid",
        /// The objection has run its whole course (keberatan selesai).
        ObjectionFinal = "objection_final",
        /// The applicant took the request or the last objection back (dicabut).
        Withdrawn = "withdrawn",
    }

    /// In what form somebody asks (jenis pemohon).
    ApplicantKind of applicant::ApplicantKind {
        /// One person (perorangan).
        Individual = "individual",
        /// Several persons, through one of them (kelompok orang).
        Group = "group",
        /// An Indonesian legal body (badan hukum).
        LegalEntity = "legal_entity",
    }

    /// How the applicant wants to have it (cara memperoleh informasi): see, read, hear or note it down, or get a copy.
    AccessMethod of command::AccessMethod {
        /// See, read, listen or note down (melihat, membaca, mendengarkan, mencatat).
        View = "view",
        /// Get a copy (mendapatkan salinan).
        Copy = "copy",
    }

    /// In what form a copy is wanted (bentuk salinan): a file, or paper.
    CopyForm of command::CopyForm {
        /// A file (salinan elektronik).
        Soft = "soft",
        /// On paper (salinan cetak).
        Hard = "hard",
    }

    /// How it comes to the applicant (cara mendapatkan salinan informasi).
    DeliveryMethod of command::DeliveryMethod {
        /// Collected at the desk (diambil langsung).
        Collect = "collect",
        /// By courier (kurir).
        Courier = "courier",
        /// By post (pos).
        Post = "post",
        /// By e-mail (surel).
        Email = "email",
        /// By fax (faksimile).
        Fax = "fax",
        /// By a link (unduhan).
        Download = "download",
    }

    /// Why a notice comes later (alasan perpanjangan, UU 14/2008 Ps 22(8)).
    ExtensionReason of command::ExtensionReason {
        /// Not yet in possession (belum dikuasai).
        NotYetHeld = "not_yet_held",
        /// Not yet documented (belum didokumentasikan).
        NotDocumented = "not_documented",
        /// Not yet decided whether it is exempt (belum dapat diputuskan dikecualikan atau tidak).
        ExemptionUndecided = "exemption_undecided",
    }

    /// Ground of exemption (alasan pengecualian), by the letter of UU 14/2008 Ps 17.
    ExemptionGround of Article {
        /// Obstruct law enforcement (menghambat proses penegakan hukum).
        LawEnforcement = "17a",
        /// Harm intellectual property or fair competition (HAKI, persaingan usaha tidak sehat).
        Competition = "17b",
        /// Endanger defence and security (pertahanan dan keamanan negara).
        Defence = "17c",
        /// Reveal natural wealth (kekayaan alam Indonesia).
        NaturalWealth = "17d",
        /// Harm the national economy (ketahanan ekonomi nasional).
        Economy = "17e",
        /// Harm foreign relations (hubungan luar negeri).
        ForeignRelations = "17f",
        /// Reveal a private deed or last will (akta otentik yang bersifat pribadi, wasiat).
        PrivateDeed = "17g",
        /// Reveal personal secrets (rahasia pribadi).
        PersonalSecret = "17h",
        /// Letters within or between bodies that are secret by nature (memorandum, surat antar badan publik).
        Memorandum = "17i",
        /// What another law forbids to reveal (informasi yang tidak boleh diungkapkan berdasarkan undang-undang).
        OtherLaw = "17j",
    }

    /// What opened a window for objections (peristiwa yang membuka jangka waktu keberatan). More may be added.
    ObjectionTrigger of Trigger {
        /// The time for the notice passed (tidak ditanggapi).
        Lapse = "lapse",
        /// A notice that does not give all (pemberitahuan).
        Notice = "notice",
        /// A notice with a fee (pemberitahuan berbiaya).
        Fee = "fee",
        /// What was granted was not handed over in time (tidak diserahkan).
        Handover = "handover",
        /// The information was handed over (penyerahan).
        Delivery = "delivery",
    }

    /// Ground of an objection (alasan keberatan), by the letter of UU 14/2008 Ps 35(1).
    ObjectionGround of Ground {
        /// Refused as exempt (penolakan berdasarkan alasan pengecualian).
        A = "a",
        /// Periodic information is not provided (tidak disediakannya informasi berkala).
        B = "b",
        /// Not answered (tidak ditanggapinya permintaan).
        C = "c",
        /// Answered not as asked (ditanggapi tidak sebagaimana yang diminta).
        D = "d",
        /// Not fulfilled (tidak dipenuhinya permintaan).
        E = "e",
        /// An unreasonable cost (pengenaan biaya yang tidak wajar).
        F = "f",
        /// Later than the law allows (penyampaian melebihi waktu).
        G = "g",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_writes_what_the_domain_calls_it() {
        macro_rules! same {
            ($($domain:ty => $type:ty),+ $(,)?) => {$(
                for value in <$domain>::ALL {
                    let shown = serde_json::to_value(<$type>::from(*value)).unwrap();
                    assert_eq!(shown, value.name());
                    let read: $type = serde_json::from_value(shown).unwrap();
                    assert_eq!(<$domain>::from(read), *value);
                }
            )+};
        }
        same! {
            state::StateTag => InformationRequestState,
            state::Stage => InformationRequestStage,
            state::Outcome => InformationRequestOutcome,
            state::ClosingReason => InformationRequestClosingReason,
            applicant::ApplicantKind => ApplicantKind,
            command::AccessMethod => AccessMethod,
            command::CopyForm => CopyForm,
            command::DeliveryMethod => DeliveryMethod,
            command::ExtensionReason => ExtensionReason,
            Article => ExemptionGround,
            Trigger => ObjectionTrigger,
            Ground => ObjectionGround,
        }
    }
}
