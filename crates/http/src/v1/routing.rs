//! `/v1/routing/preview`: whose a complaint is likely to be, before it is filed.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, post, web};
use padi_agencies::routing::{self, Reason};
use padi_app::App;
use padi_app::idempotency::Reply;
use padi_app::reference::routing::RoutingRequest;
use padi_kernel::id::CategoryId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::words::{not_blank, region_code};
use crate::body::Body;
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::language::{Language, Text};
use crate::problem::Problem;
use crate::write::{self, Scope};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(preview_routing);
}

/// Where something happened and what it is about: pertanyaan instansi tujuan
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoutingQuestion {
    /// Region of the incident (wilayah kejadian), of any level.
    #[validate(custom(function = region_code))]
    #[schema(pattern = r"^\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?$", example = "73.71")]
    region_code: String,
    /// Category (kategori).
    #[schema(nullable = false)]
    category_id: Option<Uuid>,
    /// In the reporter's words (isi laporan); neither kept nor logged.
    #[validate(length(min = 1, max = 20_000), custom(function = not_blank))]
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S", nullable = false)]
    text: Option<String>,
}

/// Why an agency is a candidate: alasan
#[derive(Debug, Serialize, ToSchema)]
struct RoutingReason {
    /// Stable code: `place`, `answers_for_place`, `province_of_place`, `category_of_province`, `category_of_ministry`,
    /// `category_of_unit`, `central_affair`, `named`. An open set.
    #[schema(example = "place")]
    code: &'static str,
    /// In words, in the language asked for.
    #[schema(example = "Pemerintah daerah tempat kejadian.")]
    text: String,
}

/// An agency, or a unit of it, that may be competent: calon instansi tujuan
#[derive(Debug, Serialize, ToSchema)]
struct RoutingCandidate {
    /// The agency whose desk receives (instansi tujuan): `target_agency_id` of the complaint.
    agency_id: Uuid,
    /// A unit or component of it (unit kerja), if one is likely.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit_id: Option<Uuid>,
    /// The name of the unit, or of the agency where there is none (nama).
    #[schema(example = "Pemerintah Kota Makassar")]
    name: String,
    /// How likely, 1 to 100 (skor); comparable within one answer only.
    #[schema(minimum = 1, maximum = 100, example = 50)]
    score: u32,
    /// Why, the strongest reason first (alasan).
    reasons: Vec<RoutingReason>,
}

/// Who may be competent: calon instansi tujuan
#[derive(Debug, Serialize, ToSchema)]
struct RoutingPreview {
    /// The likeliest first, at most ten.
    candidates: Vec<RoutingCandidate>,
    /// Whether nobody is likely enough or two agencies are equally likely: file without a target then, and the ministry's coordinator
    /// decides (koordinator).
    to_coordinator: bool,
}

fn words_of(reason: &Reason) -> Text {
    match reason {
        Reason::Place => Text::new("Pemerintah daerah tempat kejadian.", "The government of the place."),
        Reason::AnswersForPlace => Text::new(
            "Provinsi yang bertanggung jawab atas wilayah administrasi tempat kejadian.",
            "The province that answers for the administrative region of the place.",
        ),
        Reason::ProvinceOfPlace => Text::new("Provinsi tempat kejadian.", "The province of the place."),
        Reason::CategoryOfProvince => Text::new(
            "Kategori ini urusan pemerintah provinsi (UU 23/2014 Pasal 14).",
            "The category is a matter of provinces (UU 23/2014 Article 14).",
        ),
        Reason::CategoryOfMinistry => {
            Text::new("Kategori ini bidang komponen kementerian ini.", "The category is that of this component.")
        }
        Reason::CategoryOfUnit { .. } => {
            Text::new("Nama unit sesuai dengan kategori.", "The unit's name fits the category.")
        }
        Reason::CentralAffair => Text::new(
            "Kategori ini urusan pemerintah pusat di luar Kementerian Dalam Negeri (UU 23/2014 Pasal 10).",
            "The category is a matter of the central government outside of the Ministry of Home Affairs (UU 23/2014 Article 10).",
        ),
        Reason::Named { name } => {
            Text::new(format!("Disebut dalam teks: {name}."), format!("Named in the text: {name}."))
        }
    }
}

impl RoutingPreview {
    fn new(preview: routing::Preview, language: Language) -> Self {
        let reason =
            |reason: Reason| RoutingReason { code: reason.code(), text: words_of(&reason).get(language).to_owned() };
        let candidate = |candidate: routing::Candidate| RoutingCandidate {
            agency_id: candidate.agency_id.0,
            unit_id: candidate.unit_id.map(|id| id.0),
            name: candidate.name,
            score: candidate.score,
            reasons: candidate.reasons.into_iter().map(reason).collect(),
        };
        Self {
            candidates: preview.candidates.into_iter().map(candidate).collect(),
            to_coordinator: preview.to_coordinator,
        }
    }
}

/// Preview the routing of a complaint
///
/// Candidate agencies for a place, a category and a text, each with its reasons (penelusuran instansi tujuan). Governments by region
/// code, the province for the administrative regions of Jakarta, units by category, and whoever the text names by name or by another name.
/// It decides nothing and keeps nothing; the same question has the same answer until agencies or categories change.
#[utoipa::path(
    operation_id = "previewRouting",
    tag = "agencies",
    request_body = RoutingQuestion,
    responses((
        status = 200,
        description = "The candidates.",
        body = RoutingPreview,
        headers(("Idempotency-Replayed" = String))
    )),
    security(())
)]
#[post("/v1/routing/preview")]
async fn preview_routing(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    header: IdempotencyKey,
    body: Body<RoutingQuestion>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&http, Scope::Nobody, header, body.raw())?;
    let RoutingQuestion { region_code, category_id, text } = body.into_inner();
    let request = RoutingRequest { region_code, category_id: category_id.map(CategoryId), text };
    let language = context.language;
    let render = move |preview: routing::Preview| {
        Ok(Reply::json(200, &RoutingPreview::new(preview, language))?.in_language(language.tag()))
    };
    Ok(write::respond(&context, app.preview_routing(key, request, render).await?))
}
