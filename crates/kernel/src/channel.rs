//! How a case came in (kanal), whatever its kind.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::rule::UnknownName;

/// How a case came in (kanal).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Over this API, from a web front end or an app.
    Web,
    /// SMS.
    Sms,
    /// The Android app.
    MobileAndroid,
    /// The iOS app.
    MobileIos,
    /// A post on X.
    X,
    /// Another integrated channel of an agency.
    Integrated,
    /// In person (tatap muka).
    FaceToFace,
    /// A letter (surat).
    Letter,
    /// An e-mail (surel).
    Email,
    /// A telephone call.
    Phone,
    /// A suggestion box (kotak pengaduan).
    SuggestionBox,
    /// A report in the media.
    Media,
    /// Handed over by another agency (pelimpahan).
    Handover,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 13] = [
        Self::Web,
        Self::Sms,
        Self::MobileAndroid,
        Self::MobileIos,
        Self::X,
        Self::Integrated,
        Self::FaceToFace,
        Self::Letter,
        Self::Email,
        Self::Phone,
        Self::SuggestionBox,
        Self::Media,
        Self::Handover,
    ];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Sms => "sms",
            Self::MobileAndroid => "mobile_android",
            Self::MobileIos => "mobile_ios",
            Self::X => "x",
            Self::Integrated => "integrated",
            Self::FaceToFace => "face_to_face",
            Self::Letter => "letter",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::SuggestionBox => "suggestion_box",
            Self::Media => "media",
            Self::Handover => "handover",
        }
    }
}

impl FromStr for Channel {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|channel| channel.name() == text).ok_or_else(|| UnknownName(text.to_owned()))
    }
}
