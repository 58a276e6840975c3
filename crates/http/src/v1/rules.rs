//! `/v1/rules`: the deadlines of law as dated data.

use crate::routes::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use chrono::NaiveDate;
use padi_app::App;
use padi_app::idempotency::Reply;
use padi_app::reference::Kind;
use padi_app::reference::rules::{ChangeRule, Filter, NewRule, StoredRule};
use padi_kernel::page::PageRequest;
use padi_kernel::rule;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::case::{ListTotal, TermUnit};
use super::reference::{HistoryParameters, ReferenceChangePage, clearable, history, id, parts, place, tagged_page};
use super::words::one_line;
use crate::auth::Required;
use crate::body::{After, Body, Change, Patch};
use crate::conditional::{ETag, IfMatch, IfNoneMatch, tagged};
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::problem::Problem;
use crate::query::{Day, Limit, Query};
use crate::write::{self, Scope};

/// Registers the operations.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(list_rules).service(create_rule).service(get_rule).service(change_rule).service(get_rule_history);
}

/// The unit in the domain.
pub(super) fn unit_of(unit: TermUnit) -> rule::Unit {
    match unit {
        TermUnit::WorkingDay => rule::Unit::WorkingDay,
        TermUnit::CalendarDay => rule::Unit::CalendarDay,
        TermUnit::ClockHour => rule::Unit::ClockHour,
        TermUnit::Month => rule::Unit::Month,
        TermUnit::Year => rule::Unit::Year,
    }
}

/// Whose clock it is: pihak
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RuleParty {
    /// The body must act (instansi).
    Agency,
    /// The reporter or applicant may act until then (pelapor, pemohon).
    Reporter,
}

impl From<rule::Party> for RuleParty {
    fn from(party: rule::Party) -> Self {
        match party {
            rule::Party::Agency => Self::Agency,
            rule::Party::Reporter => Self::Reporter,
        }
    }
}

impl From<RuleParty> for rule::Party {
    fn from(party: RuleParty) -> Self {
        match party {
            RuleParty::Agency => Self::Agency,
            RuleParty::Reporter => Self::Reporter,
        }
    }
}

/// A term of law: aturan tenggat
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Rule)]
struct RuleBody {
    /// Id of the rule.
    id: Uuid,
    /// The rule set that it stands in (himpunan aturan).
    #[schema(example = "panrb-5-2025")]
    rule_set: String,
    /// Its code in the set (kode).
    #[schema(example = "C3c")]
    code: String,
    /// Its name in Indonesian (nama).
    #[schema(example = "Penyelesaian pengaduan tidak berkadar pengawasan")]
    name_id: String,
    /// Its name in English (nama dalam bahasa Inggris).
    #[schema(example = "Settling a non-supervisory complaint")]
    name_en: String,
    /// How many units (lama); negative counts back from a day.
    #[schema(minimum = -1000, maximum = 1000, example = 14)]
    length: i32,
    /// What it counts (satuan).
    unit: TermUnit,
    /// Whose clock it is (pihak).
    party: RuleParty,
    /// The article (dasar hukum).
    #[schema(example = "PermenPANRB 62/2018 Bab VI")]
    legal_basis: String,
    /// Whether the text of the law was read and says so (terkonfirmasi).
    confirmed: bool,
    /// First day of receipt for which it holds (berlaku sejak).
    valid_from: NaiveDate,
    /// Last day of receipt for which it holds (berlaku sampai), if it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    valid_to: Option<NaiveDate>,
    /// Grows with each change (versi); also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    version: i64,
}

impl From<StoredRule> for RuleBody {
    fn from(StoredRule { rule, version }: StoredRule) -> Self {
        Self {
            id: rule.id.0,
            rule_set: rule.rule_set,
            code: rule.code,
            name_id: rule.name_id,
            name_en: rule.name_en,
            length: rule.length,
            unit: rule.unit.into(),
            party: rule.party.into(),
            legal_basis: rule.legal_basis,
            confirmed: rule.confirmed,
            valid_from: rule.valid_from,
            valid_to: rule.valid_to,
            version,
        }
    }
}

/// A page of rules: daftar aturan
#[derive(Debug, Serialize, ToSchema)]
struct RulePage {
    /// The rules, by code and set.
    data: Vec<RuleBody>,
    /// Cursor of the next page; `null` at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// The count, if `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<ListTotal>,
}

/// Which rules.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RuleParameters {
    /// Of this set (himpunan aturan).
    #[param(nullable = false, example = "panrb-5-2025")]
    rule_set: Option<String>,
    /// Of this code (kode).
    #[param(nullable = false, example = "C3c")]
    code: Option<String>,
    /// In force for what was received on this day (berlaku pada), in the years 1 to 9999.
    #[param(value_type = Option<NaiveDate>, nullable = false, example = "2026-03-13")]
    on: Option<Day>,
    /// How many: 1 to 200, above is taken as 200.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, default = 50, required = false)]
    limit: Limit,
    /// Where to go on: `next_cursor` of the page before, with the same filters.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// Whether to count, up to 10,000.
    #[serde(default)]
    include_total: bool,
}

/// A rule to be added: aturan baru
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(as = NewRule)]
#[serde(deny_unknown_fields)]
struct NewRuleBody {
    /// The rule set (himpunan aturan).
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9]+([.-][a-z0-9]+)*$", example = "panrb-1-2027")]
    rule_set: String,
    /// The code (kode), which the set does not have.
    #[validate(length(min = 1, max = 8))]
    #[schema(min_length = 1, max_length = 8, pattern = "^[A-Za-z0-9]+$", example = "C3c")]
    code: String,
    /// Name in Indonesian (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", example = "Penyelesaian")]
    name_id: String,
    /// Name in English (nama dalam bahasa Inggris).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", example = "Settlement")]
    name_en: String,
    /// How many units (lama); negative counts back from a day.
    #[validate(range(min = -1000, max = 1000))]
    #[schema(minimum = -1000, maximum = 1000, example = 10)]
    length: i32,
    /// What it counts (satuan).
    unit: TermUnit,
    /// Whose clock it is (pihak).
    party: RuleParty,
    /// The article (dasar hukum).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$", example = "UU 25/2009 Ps 46")]
    legal_basis: String,
    /// Whether the text of the law was read and says so (terkonfirmasi).
    confirmed: bool,
    /// First day of receipt for which it holds (berlaku sejak).
    valid_from: NaiveDate,
    /// Last day of receipt for which it holds (berlaku sampai).
    #[schema(nullable = false)]
    valid_to: Option<NaiveDate>,
}

/// What to change of a rule; what is absent stays: perubahan aturan
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct RuleChange {
    /// Another name in Indonesian (nama).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(nullable = false, min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    name_id: Option<String>,
    /// Another name in English (nama dalam bahasa Inggris).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(nullable = false, min_length = 1, max_length = 200, pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$")]
    name_en: Option<String>,
    /// Another length (lama).
    #[validate(range(min = -1000, max = 1000))]
    #[schema(nullable = false, minimum = -1000, maximum = 1000, example = 14)]
    length: Option<i32>,
    /// Another unit (satuan).
    #[schema(nullable = false)]
    unit: Option<TermUnit>,
    /// Another article (dasar hukum).
    #[validate(length(min = 1, max = 200), custom(function = one_line))]
    #[schema(
        nullable = false,
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\t\r\n]*\S[^\t\r\n]*$",
        example = "UU 25/2009 Ps 46"
    )]
    legal_basis: Option<String>,
    /// Whether the text of the law was read and says so (terkonfirmasi).
    #[schema(nullable = false)]
    confirmed: Option<bool>,
    /// Another first day (berlaku sejak).
    #[schema(nullable = false)]
    valid_from: Option<NaiveDate>,
    /// Another last day (berlaku sampai); `null` for none.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    valid_to: Change<NaiveDate>,
}

/// List rules
///
/// The deadlines of law by code (daftar aturan tenggat): length, unit, legal basis, since when, and whether the text was read.
#[utoipa::path(
    operation_id = "listRules",
    tag = "rules",
    params(RuleParameters),
    responses((status = 200, description = "One page.", body = RulePage, headers(("ETag" = String), ("Link" = String)))),
    security(())
)]
#[get("/v1/rules")]
async fn list_rules(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    known: IfNoneMatch,
    Query(parameters): Query<RuleParameters>,
) -> Result<HttpResponse, Problem> {
    let RuleParameters { rule_set, code, on, limit, cursor, include_total } = parameters;
    let filter = Filter { rule_set, code, on: on.map(Day::get) };
    let request = PageRequest { limit: limit.get().into(), after: place(&http, cursor.as_deref())?, include_total };
    let (data, next_cursor, total) = parts(&http, app.rules(&filter, &request).await?, RuleBody::from)?;
    let body = RulePage { data, next_cursor, total };
    tagged_page(&http, &context, &known, body.next_cursor.as_deref(), &body)
}

/// Read a rule
///
/// One term of law (aturan tenggat).
#[utoipa::path(
    operation_id = "getRule",
    tag = "rules",
    params(("id" = Uuid, Path, description = "Id of the rule.")),
    responses((status = 200, description = "The rule.", body = RuleBody, headers(("ETag" = String)))),
    security(())
)]
#[get("/v1/rules/{id}")]
async fn get_rule(app: web::Data<App>, path: web::Path<String>, known: IfNoneMatch) -> Result<HttpResponse, Problem> {
    let stored = app.rule(id(&path)?).await?;
    Ok(tagged(&known, stored.version, &RuleBody::from(stored)))
}

/// Add a rule
///
/// Adds a term of law (tambah aturan). Of several rules of one code, the one that came into force last before the day of receipt
/// holds. For the system's administrator and the ministry's coordinator.
#[utoipa::path(
    operation_id = "createRule",
    tag = "rules",
    request_body = NewRuleBody,
    responses((
        status = 201,
        description = "The rule.",
        body = RuleBody,
        headers(("ETag" = String), ("Location" = String), ("Idempotency-Replayed" = String))
    )),
    security(("bearer" = []))
)]
#[post("/v1/rules")]
async fn create_rule(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    After(caller, (header, body)): After<Required, (IdempotencyKey, Body<NewRuleBody>)>,
) -> Result<HttpResponse, Problem> {
    let key = write::key(&http, Scope::Account(&caller.0.scope), header, body.raw())?;
    let body = body.into_inner();
    let new = NewRule {
        rule_set: body.rule_set,
        code: body.code,
        name_id: body.name_id,
        name_en: body.name_en,
        length: body.length,
        unit: unit_of(body.unit),
        party: body.party.into(),
        legal_basis: body.legal_basis,
        confirmed: body.confirmed,
        valid_from: body.valid_from,
        valid_to: body.valid_to,
    };
    let render = |stored: StoredRule| {
        let (place, version) = (format!("/v1/rules/{}", stored.rule.id), stored.version);
        Ok(Reply::json(201, &RuleBody::from(stored))?.at(place).versioned(version))
    };
    Ok(write::respond(&context, app.create_rule(key, &caller.0, new, render).await?))
}

/// Change a rule
///
/// Changes a term of law (ubah aturan). It holds for what starts from now on; deadlines that run keep the length that they began
/// with. For the system's administrator and the ministry's coordinator.
#[utoipa::path(
    operation_id = "changeRule",
    tag = "rules",
    params(("id" = Uuid, Path, description = "Id of the rule.")),
    request_body(content = RuleChange, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The rule.", body = RuleBody, headers(("ETag" = String)))),
    security(("bearer" = []))
)]
#[patch("/v1/rules/{id}")]
async fn change_rule(
    app: web::Data<App>,
    path: web::Path<String>,
    After(caller, (seen, body)): After<Required, (IfMatch, Patch<RuleChange>)>,
) -> Result<HttpResponse, Problem> {
    let wanted = body.into_inner();
    let change = ChangeRule {
        name_id: wanted.name_id,
        name_en: wanted.name_en,
        length: wanted.length,
        unit: wanted.unit.map(unit_of),
        legal_basis: wanted.legal_basis,
        confirmed: wanted.confirmed,
        valid_from: wanted.valid_from,
        valid_to: clearable(wanted.valid_to),
    };
    let stored = app.change_rule(&caller.0, id(&path)?, change, seen.for_use_case()).await?;
    Ok(HttpResponse::Ok().insert_header(ETag(stored.version)).json(RuleBody::from(stored)))
}

/// Read the history of a rule
///
/// What administrators changed, newest first (riwayat aturan). For those who may change it.
#[utoipa::path(
    operation_id = "getRuleHistory",
    tag = "rules",
    params(("id" = Uuid, Path, description = "Id of the rule."), HistoryParameters),
    responses((status = 200, description = "One page.", body = ReferenceChangePage, headers(("Link" = String)))),
    security(("bearer" = []))
)]
#[get("/v1/rules/{id}/history")]
async fn get_rule_history(
    http: HttpRequest,
    app: web::Data<App>,
    context: Context,
    path: web::Path<String>,
    After(caller, parameters): After<Required, Query<HistoryParameters>>,
) -> Result<HttpResponse, Problem> {
    let what = (Kind::Rule, id(&path)?);
    history(&http, (&app, &caller.0, &context), what, parameters.into_inner()).await
}
