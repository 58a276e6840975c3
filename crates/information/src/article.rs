//! The grounds of exemption (alasan pengecualian, UU 14/2008 Ps 17 a-j).

named! {
    /// What information could do if it were opened. Sorted as the letters of the article.
    Article {
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

impl Article {
    /// Whether an exemption may stand for ever: private deeds and personal secrets only (Ps 20).
    pub fn may_be_permanent(self) -> bool {
        matches!(self, Self::PrivateDeed | Self::PersonalSecret)
    }

    /// Whether another law must be named beside it.
    pub fn needs_law(self) -> bool {
        self == Self::OtherLaw
    }
}
