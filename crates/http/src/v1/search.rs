//! `/v1/search`: cases by their words.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, Utc};
use padi_app::App;
use padi_app::search::{Found, Part, SearchRequest, Snippet, TextField};
use padi_complaints::complaint::CASE_KIND;
use padi_kernel::page::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::complaints::ListScope;
use super::reference::{parts, place};
use crate::auth::Auth;
use crate::context::Context;
use crate::language::Text;
use crate::page::page;
use crate::problem::Problem;
use crate::query::{Limit, Query};
use crate::timestamp::millis;

/// How long what is looked for may be, in characters.
const Q: std::ops::RangeInclusive<usize> = 2..=200;

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(search_cases);
}

/// Kind of a case (jenis kasus). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SearchKind {
    /// A complaint, aspiration or question (pengaduan).
    Complaint,
}

/// In which text a snippet stands (bagian teks). More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SnippetField {
    /// The tracking number (nomor pelacakan).
    Number,
    /// The title (judul).
    Title,
    /// The body (isi).
    Body,
    /// The place of the incident in words (lokasi kejadian).
    IncidentPlace,
    /// The loss (uraian kerugian).
    LossDescription,
    /// The remedy asked for (permintaan penyelesaian).
    RequestedRemedy,
    /// What was said on the way (tindak lanjut, tanggapan).
    Timeline,
}

impl From<TextField> for SnippetField {
    fn from(field: TextField) -> Self {
        match field {
            TextField::Number => Self::Number,
            TextField::Title => Self::Title,
            TextField::Body => Self::Body,
            TextField::IncidentPlace => Self::IncidentPlace,
            TextField::LossDescription => Self::LossDescription,
            TextField::RequestedRemedy => Self::RequestedRemedy,
            TextField::Timeline => Self::Timeline,
        }
    }
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SearchParameters {
    /// Words (kata kunci), all of which must be there, in any form: `layanan` finds `pelayanan`. Upper case, diacritics and every sign
    /// mean nothing.
    #[param(min_length = 2, max_length = 200, example = "lampu jalan")]
    q: String,
    /// Only cases of this kind.
    #[param(inline, nullable = false)]
    kind: Option<SearchKind>,
    /// Among which cases: `public` (default), `mine`, `inbox` (what my grants let me see).
    #[serde(default)]
    #[param(inline)]
    scope: ListScope,
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on: `next_cursor` of the page before, with the same words, kind and scope.
    #[param(nullable = false)]
    cursor: Option<String>,
}

impl SearchParameters {
    fn request(self, http: &HttpRequest) -> Result<SearchRequest, Problem> {
        if !Q.contains(&self.q.chars().count()) {
            let (least, most) = Q.into_inner();
            let text = Text::new(
                format!("Harus {least} sampai {most} karakter."),
                format!("Must be {least} to {most} characters."),
            );
            return Err(Problem::invalid_parameter("q", text));
        }
        // There is one kind yet: asking for it leaves nothing out.
        let (None | Some(SearchKind::Complaint)) = self.kind;
        let after = place(http, self.cursor.as_deref())?;
        let page = PageRequest { limit: self.limit.get().into(), after, include_total: false };
        Ok(SearchRequest { text: self.q, list: self.scope.into(), page })
    }
}

/// A piece of a text.
#[derive(Debug, Serialize, ToSchema)]
struct SnippetPart {
    /// The text, as it stands there; `…` where it was cut.
    text: String,
    /// Whether it is a word that was looked for.
    hit: bool,
}

/// A piece of a text with words that were looked for (cuplikan).
#[derive(Debug, Serialize, ToSchema)]
struct SearchSnippet {
    /// In which text.
    field: SnippetField,
    /// The piece, in order.
    parts: Vec<SnippetPart>,
}

impl From<Snippet> for SearchSnippet {
    fn from(snippet: Snippet) -> Self {
        let part = |Part { text, hit }| SnippetPart { text, hit };
        Self { field: snippet.field.into(), parts: snippet.parts.into_iter().map(part).collect() }
    }
}

/// A case that was found (hasil pencarian), as the caller may see it.
#[derive(Debug, Serialize, ToSchema)]
struct SearchHit {
    /// Its kind: `complaint`.
    kind: String,
    /// Its id.
    id: Uuid,
    /// The number that a person types (nomor pelacakan).
    number: String,
    /// Its title (judul); for the public, the officer's.
    title: String,
    /// Where it stands (status).
    state: String,
    /// When it was received (tanggal diterima); to the day where the case is anonymous.
    #[serde(serialize_with = "millis")]
    received_at: DateTime<Utc>,
    /// Where the words stand (cuplikan); at most five.
    snippets: Vec<SearchSnippet>,
}

impl From<Found> for SearchHit {
    fn from(found: Found) -> Self {
        let Found { seen, snippets } = found;
        let complaint = seen.complaint();
        let received_at = if seen.cuts_times() { complaint.shown_received_at() } else { complaint.received_at };
        Self {
            kind: CASE_KIND.to_owned(),
            id: complaint.id.0,
            number: complaint.tracking_number.to_string(),
            title: seen.title().to_owned(),
            state: complaint.state.tag().name().to_owned(),
            received_at,
            snippets: snippets.into_iter().map(Into::into).collect(),
        }
    }
}

/// A page of what was found.
#[derive(Debug, Serialize, ToSchema)]
struct SearchPage {
    /// The cases, newest first; a page may have fewer than asked for before the last one.
    data: Vec<SearchHit>,
    /// Cursor of the next page; `null` at the end.
    next_cursor: Option<String>,
}

/// Search cases
///
/// Cari. Finds what has every word, in any form of Indonesian, in the texts that the caller may see: title, body, place, loss, remedy, what
/// was said on the way, and the number. Names and other particulars of persons are in no index. A change is found about a second after it
/// was made; what the caller may no longer see is gone at once.
#[utoipa::path(
    tag = "search",
    operation_id = "searchCases",
    params(SearchParameters),
    security((), ("bearer" = [])),
    responses((status = 200, description = "One page.", body = SearchPage, headers(("Link")))),
)]
#[get("/v1/search")]
async fn search_cases(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    caller: Auth,
    Query(parameters): Query<SearchParameters>,
) -> Result<HttpResponse, Problem> {
    let request = parameters.request(&http)?;
    let found = app.search(&caller.0, request).await?;
    let (data, next_cursor, _) = parts(&http, found, Into::into)?;
    let body = SearchPage { data, next_cursor };
    Ok(page(&http, &context, body.next_cursor.as_deref(), &body))
}
