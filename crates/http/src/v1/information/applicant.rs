//! Who asks or objects, as they go out and come in.

use padi_information::applicant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::ApplicantKind;
use crate::v1::words::{not_blank, one_line, phone_number};

/// Who asks (pemohon informasi publik), as far as the caller may know. What they may not know is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Applicant {
    /// Name of the person or legal body (nama lengkap).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) name: Option<String>,
    /// National identity number (NIK) with stars for all but its last digits; the whole is shown to nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) nik_masked: Option<String>,
    /// Number of the decree by which a legal body was approved (nomor SK pengesahan badan hukum).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) decree_number: Option<String>,
    /// Address (alamat).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) address: Option<String>,
    /// Telephone number (nomor telepon).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) phone: Option<String>,
    /// E-mail address (surel).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) email: Option<String>,
    /// Occupation (pekerjaan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) occupation: Option<String>,
}

impl From<&applicant::Told> for Applicant {
    fn from(told: &applicant::Told) -> Self {
        let applicant::Applicant { name, nik: _, decree_number, address, phone, email, occupation } =
            told.applicant.clone();
        Self { name, nik_masked: told.nik_masked.clone(), decree_number, address, phone, email, occupation }
    }
}

/// Who acts for the applicant (kuasa), or stands for the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplicantProxy {
    /// Name (nama penerima kuasa).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) name: Option<String>,
    /// What the special power of attorney is known by, such as number and date (surat kuasa khusus).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    pub(crate) power_of_attorney: Option<String>,
}

impl From<&applicant::Proxy> for ApplicantProxy {
    fn from(proxy: &applicant::Proxy) -> Self {
        Self { name: proxy.name.clone(), power_of_attorney: proxy.power_of_attorney.clone() }
    }
}

/// A proxy of whom nothing is told is none.
pub(in crate::v1) fn proxy(told: Option<ApplicantProxy>) -> Option<applicant::Proxy> {
    let proxy = told.map(|ApplicantProxy { name, power_of_attorney }| applicant::Proxy { name, power_of_attorney });
    proxy.filter(|proxy| *proxy != applicant::Proxy::default())
}

/// Who asks (identitas pemohon); kept sealed and apart from the request. Without kind and name there is no request; what else the form
/// asks for and is not told goes into `missing`.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplicantIdentity {
    /// In what form somebody asks.
    pub(crate) kind: ApplicantKind,
    /// Name of the person or legal body (nama lengkap).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) name: String,
    /// National identity number (NIK), 16 digits; checked for form only. Of the person, or of who stands for the group.
    #[validate(length(min = 16, max = 16))]
    #[schema(min_length = 16, max_length = 16, pattern = "^[0-9]{16}$", nullable = false)]
    pub(crate) nik: Option<String>,
    /// Number of the decree by which a legal body was approved (nomor SK pengesahan badan hukum).
    #[validate(length(min = 1, max = 100), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 100, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) decree_number: Option<String>,
    /// Address (alamat).
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    pub(crate) address: Option<String>,
    /// Telephone number.
    #[validate(length(min = 5, max = 32), custom(function = phone_number))]
    #[schema(min_length = 5, max_length = 32, pattern = r"^[+ .()-]*([0-9][+ .()-]*){5,}$", nullable = false)]
    pub(crate) phone: Option<String>,
    /// E-mail address (surel).
    #[validate(length(max = 254), email)]
    #[schema(max_length = 254, format = "email", nullable = false)]
    pub(crate) email: Option<String>,
    /// Occupation (pekerjaan).
    #[validate(length(min = 1, max = 100), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 100, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) occupation: Option<String>,
}

impl From<ApplicantIdentity> for applicant::Applicant {
    fn from(told: ApplicantIdentity) -> Self {
        let ApplicantIdentity { kind: _, name, nik, decree_number, address, phone, email, occupation } = told;
        Self { name: Some(name), nik, decree_number, address, phone, email, occupation }
    }
}

/// Who asks or objects, as far as it is told; where something was told before, what is absent stays as it was.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplicantDetails {
    /// Name of the person or legal body (nama lengkap).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) name: Option<String>,
    /// National identity number (NIK), 16 digits; checked for form only.
    #[validate(length(min = 16, max = 16))]
    #[schema(min_length = 16, max_length = 16, pattern = "^[0-9]{16}$", nullable = false)]
    pub(crate) nik: Option<String>,
    /// Number of the decree by which a legal body was approved (nomor SK pengesahan badan hukum).
    #[validate(length(min = 1, max = 100), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 100, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) decree_number: Option<String>,
    /// Address (alamat).
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    pub(crate) address: Option<String>,
    /// Telephone number.
    #[validate(length(min = 5, max = 32), custom(function = phone_number))]
    #[schema(min_length = 5, max_length = 32, pattern = r"^[+ .()-]*([0-9][+ .()-]*){5,}$", nullable = false)]
    pub(crate) phone: Option<String>,
    /// E-mail address (surel).
    #[validate(length(max = 254), email)]
    #[schema(max_length = 254, format = "email", nullable = false)]
    pub(crate) email: Option<String>,
    /// Occupation (pekerjaan).
    #[validate(length(min = 1, max = 100), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 100, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) occupation: Option<String>,
}

impl From<ApplicantDetails> for applicant::Applicant {
    fn from(told: ApplicantDetails) -> Self {
        let ApplicantDetails { name, nik, decree_number, address, phone, email, occupation } = told;
        Self { name, nik, decree_number, address, phone, email, occupation }
    }
}
