//! The closed lists of requests for information as the API writes them.

use padi_information::article::Article;
use padi_information::request::command;
use padi_information::request::state;

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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v1::case::assert_same;

    #[test]
    fn the_api_writes_what_the_domain_calls_it() {
        assert_same::<_, InformationRequestState>(state::StateTag::ALL, state::StateTag::name);
        assert_same::<_, InformationRequestStage>(state::Stage::ALL, state::Stage::name);
        assert_same::<_, InformationRequestOutcome>(state::Outcome::ALL, state::Outcome::name);
        assert_same::<_, InformationRequestClosingReason>(state::ClosingReason::ALL, state::ClosingReason::name);
        assert_same::<_, AccessMethod>(command::AccessMethod::ALL, command::AccessMethod::name);
        assert_same::<_, CopyForm>(command::CopyForm::ALL, command::CopyForm::name);
        assert_same::<_, DeliveryMethod>(command::DeliveryMethod::ALL, command::DeliveryMethod::name);
        assert_same::<_, ExtensionReason>(command::ExtensionReason::ALL, command::ExtensionReason::name);
        assert_same::<_, ExemptionGround>(Article::ALL, Article::name);
    }
}
