//! By what cases come in.

use padi_kernel::channel;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Channel by which a case came in (kanal). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Channel {
    /// Over this API.
    Web,
    /// SMS.
    Sms,
    /// Android app.
    MobileAndroid,
    /// iOS app.
    MobileIos,
    /// A post on X.
    X,
    /// Another integrated channel.
    Integrated,
    /// In person (tatap muka).
    FaceToFace,
    /// Letter (surat).
    Letter,
    /// E-mail (surel).
    Email,
    /// Telephone.
    Phone,
    /// Suggestion box (kotak pengaduan).
    SuggestionBox,
    /// Report in the media.
    Media,
    /// Handed over by another agency (pelimpahan).
    Handover,
}

impl From<channel::Channel> for Channel {
    fn from(channel: channel::Channel) -> Self {
        match channel {
            channel::Channel::Web => Self::Web,
            channel::Channel::Sms => Self::Sms,
            channel::Channel::MobileAndroid => Self::MobileAndroid,
            channel::Channel::MobileIos => Self::MobileIos,
            channel::Channel::X => Self::X,
            channel::Channel::Integrated => Self::Integrated,
            channel::Channel::FaceToFace => Self::FaceToFace,
            channel::Channel::Letter => Self::Letter,
            channel::Channel::Email => Self::Email,
            channel::Channel::Phone => Self::Phone,
            channel::Channel::SuggestionBox => Self::SuggestionBox,
            channel::Channel::Media => Self::Media,
            channel::Channel::Handover => Self::Handover,
        }
    }
}

impl From<Channel> for channel::Channel {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Web => Self::Web,
            Channel::Sms => Self::Sms,
            Channel::MobileAndroid => Self::MobileAndroid,
            Channel::MobileIos => Self::MobileIos,
            Channel::X => Self::X,
            Channel::Integrated => Self::Integrated,
            Channel::FaceToFace => Self::FaceToFace,
            Channel::Letter => Self::Letter,
            Channel::Email => Self::Email,
            Channel::Phone => Self::Phone,
            Channel::SuggestionBox => Self::SuggestionBox,
            Channel::Media => Self::Media,
            Channel::Handover => Self::Handover,
        }
    }
}
