//! Cases that likely tell of the same matter, for whoever handles one.

use actix_web::{HttpResponse, get, web};
use padi_app::complaints::duplicates::LikelyDuplicate;
use padi_app::complaints::reference;
use padi_complaints::duplicates::Reason;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::v1::case::KnownCall;

/// What is alike (alasan kemiripan). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum LikenessReason {
    /// The words of the text (isi serupa).
    SimilarText,
    /// The words of the title (judul serupa).
    SimilarTitle,
    /// The category (kategori sama).
    SameCategory,
    /// The district of the incident (kecamatan sama).
    SameDistrict,
    /// The words of the place (lokasi serupa).
    SimilarPlace,
    /// The day of the incident, give or take three (tanggal berdekatan).
    NearDay,
}

impl From<Reason> for LikenessReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::SimilarText => Self::SimilarText,
            Reason::SimilarTitle => Self::SimilarTitle,
            Reason::SameCategory => Self::SameCategory,
            Reason::SameDistrict => Self::SameDistrict,
            Reason::SimilarPlace => Self::SimilarPlace,
            Reason::NearDay => Self::NearDay,
        }
    }
}

/// A case that likely tells of the same matter (laporan serupa).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LikelyDuplicate)]
struct LikelyDuplicateBody {
    /// Its id.
    id: Uuid,
    /// The number that a person types (nomor pelacakan).
    tracking_number: String,
    /// Its title (judul).
    title: String,
    /// How alike it is (skor kemiripan), 1 to 100.
    #[schema(minimum = 1, maximum = 100)]
    score: u8,
    /// Why (alasan); never empty.
    reasons: Vec<LikenessReason>,
}

impl From<LikelyDuplicate> for LikelyDuplicateBody {
    fn from(found: LikelyDuplicate) -> Self {
        let LikelyDuplicate { seen, likeness } = found;
        Self {
            id: seen.complaint().id.0,
            tracking_number: seen.complaint().tracking_number.to_string(),
            title: seen.title().to_owned(),
            score: likeness.score,
            reasons: likeness.reasons.into_iter().map(Into::into).collect(),
        }
    }
}

/// Cases that likely tell of the same matter (daftar laporan serupa).
#[derive(Debug, Serialize, ToSchema)]
struct LikelyDuplicates {
    /// The cases, the likest first; at most 20.
    data: Vec<LikelyDuplicateBody>,
}

/// List likely duplicates
///
/// Laporan serupa: the cases whose words, place, day and category are most like this one's, among those in the caller's inbox that lie in
/// the same regency or city and were received within 60 days before or after; at most the 500 newest are compared. A hint: merging is up
/// to the officer. For those who handle the case.
#[utoipa::path(
    tag = "complaints",
    operation_id = "listLikelyDuplicates",
    params(("id" = String, Path, description = "Id or tracking number.")),
    security(("bearer" = [])),
    responses((status = 200, description = "The cases, the likest first.", body = LikelyDuplicates)),
)]
#[get("/v1/complaints/{id}/likely-duplicates")]
pub(super) async fn list_likely_duplicates(call: KnownCall, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let KnownCall(call) = call;
    let found = async { call.app.likely_duplicates(&call.access, &reference(&id)?).await };
    let found = found.await.map_err(|error| call.failed(error))?;
    Ok(HttpResponse::Ok().json(LikelyDuplicates { data: found.into_iter().map(Into::into).collect() }))
}
