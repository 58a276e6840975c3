//! The body of filing.

use chrono::{DateTime, NaiveDate, Utc};
use padi_app::complaints::submit::Submission;
use padi_complaints::complaint::{Incident, Location};
use padi_complaints::identity::Identity;
use padi_kernel::id::{AgencyId, CategoryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::super::{FiledClass, Subject};
use crate::v1::case::Channel;
use crate::v1::words::{not_blank, one_line, phone_number, region_code};

/// A point on the earth (titik lokasi), WGS 84, kept to six decimals of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct GeoPoint {
    /// Degrees north (lintang), -90 to 90.
    #[validate(range(min = -90.0, max = 90.0))]
    #[schema(minimum = -90, maximum = 90, example = -5.147_665)]
    pub(crate) latitude: f64,
    /// Degrees east (bujur), -180 to 180.
    #[validate(range(min = -180.0, max = 180.0))]
    #[schema(minimum = -180, maximum = 180, example = 119.432_732)]
    pub(crate) longitude: f64,
}

impl From<Location> for GeoPoint {
    fn from(point: Location) -> Self {
        let (latitude, longitude) = point.degrees();
        Self { latitude, longitude }
    }
}

/// Who reports (identitas pelapor). Nothing of it is needed; all of it is kept sealed and apart from the case.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReporterIdentity {
    /// Name (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", nullable = false)]
    pub(crate) name: Option<String>,
    /// E-mail address (surel).
    #[validate(length(max = 254), email)]
    #[schema(max_length = 254, format = "email", nullable = false)]
    pub(crate) email: Option<String>,
    /// Telephone number.
    #[validate(length(min = 5, max = 32), custom(function = phone_number))]
    #[schema(min_length = 5, max_length = 32, pattern = r"^[+ .()-]*([0-9][+ .()-]*){5,}$", nullable = false)]
    pub(crate) phone: Option<String>,
    /// National identity number (NIK), 16 digits; checked for form only.
    #[validate(length(min = 16, max = 16))]
    #[schema(min_length = 16, max_length = 16, pattern = "^[0-9]{16}$", nullable = false)]
    pub(crate) nik: Option<String>,
    /// Address (alamat).
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    pub(crate) address: Option<String>,
}

/// A complaint to be filed.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubmitComplaint {
    /// What is filed.
    pub(crate) class: FiledClass,
    /// Title (judul laporan).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    pub(crate) title: String,
    /// What happened, in the reporter's words (isi laporan).
    #[validate(length(min = 1, max = 20_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S")]
    pub(crate) body: String,
    /// Day of the incident (tanggal kejadian); needed for a complaint, not in the future.
    #[schema(nullable = false)]
    pub(crate) incident_on: Option<NaiveDate>,
    /// Region of the incident (kode wilayah); needed for a complaint.
    #[validate(custom(function = region_code))]
    #[schema(pattern = r"^\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?$", nullable = false)]
    pub(crate) incident_region_code: Option<String>,
    /// Place in words (lokasi kejadian).
    #[validate(length(min = 1, max = 500), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 500, pattern = r"\S", nullable = false)]
    pub(crate) incident_place: Option<String>,
    /// The point (titik lokasi): kept for the reporter and the handlers, never public, and not looked up.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) incident_location: Option<GeoPoint>,
    /// The agency addressed (instansi tujuan); without one the case goes to the coordinator.
    #[schema(nullable = false)]
    pub(crate) target_agency_id: Option<Uuid>,
    /// Category (kategori).
    #[schema(nullable = false)]
    pub(crate) category_id: Option<Uuid>,
    /// Hide who reports (anonim).
    #[serde(default)]
    pub(crate) is_anonymous: bool,
    /// Hide the whole case from the public (rahasia).
    #[serde(default)]
    pub(crate) is_secret: bool,
    /// Who reports.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) reporter: Option<ReporterIdentity>,
    /// The loss, material or not (uraian kerugian).
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S", nullable = false)]
    pub(crate) loss_description: Option<String>,
    /// The remedy asked for (permintaan penyelesaian).
    #[validate(length(min = 1, max = 5_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 5_000, pattern = r"\S", nullable = false)]
    pub(crate) requested_remedy: Option<String>,
    /// Who is accused (terlapor): the case starts on the desk of the competent inspectorate, anonymous and secret. For a complaint only.
    #[validate(nested)]
    #[schema(nullable = false)]
    pub(crate) subject: Option<Subject>,
    /// By what it came in; a desk officer's to tell.
    #[schema(nullable = false)]
    pub(crate) channel: Option<Channel>,
    /// When it was handed in; a desk officer's to tell, not in the future.
    #[schema(nullable = false)]
    pub(crate) received_at: Option<DateTime<Utc>>,
}

impl From<SubmitComplaint> for Submission {
    fn from(body: SubmitComplaint) -> Self {
        let reporter = body.reporter.map(|who| Identity {
            name: who.name,
            email: who.email,
            phone: who.phone,
            nik: who.nik,
            address: who.address,
        });
        Self {
            class: body.class.into(),
            title: body.title,
            body: body.body,
            incident: Incident {
                on: body.incident_on,
                region_code: body.incident_region_code,
                place: body.incident_place,
                loss_description: body.loss_description,
                requested_remedy: body.requested_remedy,
                location: body.incident_location.and_then(|at| Location::of_degrees(at.latitude, at.longitude)),
            },
            target_agency_id: body.target_agency_id.map(AgencyId),
            category_id: body.category_id.map(CategoryId),
            is_anonymous: body.is_anonymous,
            is_secret: body.is_secret,
            reporter: reporter.unwrap_or_default(),
            subject: body.subject.map(Into::into),
            channel: body.channel.map(Into::into),
            received_at: body.received_at.map(padi_kernel::clock::to_millis),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::shape::{Nulls, ShapeError, shape};
    use serde_json::json;

    fn faults(change: serde_json::Value) -> Vec<(String, String)> {
        let mut body = json!({ "class": "aspiration", "title": "Taman kota", "body": "Baris satu.\nBaris dua." });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let scanned = crate::decode::scan::scan(body.to_string().as_bytes()).unwrap();
        match shape::<SubmitComplaint>(scanned.tree, Nulls::Refused, Vec::new()) {
            Ok(_) => Vec::new(),
            Err(ShapeError::Invalid(errors)) => errors.into_iter().map(|e| (e.pointer, e.code.into_owned())).collect(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts_hold_something_and_titles_stand_on_one_line() {
        assert_eq!(faults(json!({})), []);
        let reporter =
            json!({ "name": "Siti Aminah", "phone": "+62 812-3456-789", "address": "Jl. Mawar 1\nMakassar" });
        assert_eq!(faults(json!({ "reporter": reporter })), []);
        for (change, pointer, code) in [
            (json!({ "title": "   " }), "/title", "too_short"),
            (json!({ "title": "" }), "/title", "too_short"),
            (json!({ "title": "satu\ndua" }), "/title", "invalid_characters"),
            (json!({ "body": "\n \t" }), "/body", "too_short"),
            (json!({ "requested_remedy": " " }), "/requested_remedy", "too_short"),
            (
                json!({ "incident_location": { "latitude": 90.1, "longitude": 0 } }),
                "/incident_location/latitude",
                "out_of_range",
            ),
            (
                json!({ "incident_location": { "latitude": 1, "longitude": -180.5 } }),
                "/incident_location/longitude",
                "out_of_range",
            ),
            (json!({ "incident_location": { "latitude": 1 } }), "/incident_location/longitude", "required"),
            (json!({ "reporter": { "name": "Siti\nAminah" } }), "/reporter/name", "invalid_characters"),
            (json!({ "reporter": { "phone": "abcde" } }), "/reporter/phone", "invalid_format"),
            (json!({ "reporter": { "address": "  " } }), "/reporter/address", "too_short"),
        ] {
            assert_eq!(faults(change.clone()), [(pointer.to_owned(), code.to_owned())], "{change}");
        }
    }
}
