//! Whether the process lives and whether it can serve: `/healthz/live` and `/healthz/ready`.
//!
//! What readiness depends on (the database, the lag of the worker) is not known here: the server passes a check in.

use crate::problem::{Code, Problem};
use crate::server::Http;
use actix_web::{HttpResponse, get, web};
use futures_util::future::BoxFuture;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// One thing that readiness depends on.
#[derive(Clone, Debug)]
pub struct Component {
    /// Its name, such as `database`.
    pub name: &'static str,
    /// Whether it can be used.
    pub ready: bool,
    /// Figures to go with it, such as a lag in seconds; no secrets, no addresses.
    pub figures: Map<String, Value>,
}

/// Looks at all components.
pub type ReadyCheck = Arc<dyn Fn() -> BoxFuture<'static, Vec<Component>> + Send + Sync>;

/// How long a check may take before the process counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// State of the process: keadaan layanan
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `live` or `ready`.
    #[schema(example = "ready")]
    pub status: &'static str,
    /// Each component with `ready` and its own figures.
    #[schema(nullable = false, value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub components: Option<Map<String, Value>>,
}

/// Say that the process lives
///
/// Answers as long as the process can answer at all, whatever the state of its database (hidup).
#[utoipa::path(
    operation_id = "checkLive",
    tag = "service",
    responses((status = 200, description = "The process lives.", body = Health)),
    security(())
)]
#[get("/healthz/live")]
pub(crate) async fn check_live() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "live", components: None })
}

/// Say whether the process can serve
///
/// Looks at the database and the background work; 503 while one of them can't be used (siap).
#[utoipa::path(
    operation_id = "checkReady",
    tag = "service",
    responses((status = 200, description = "The process can serve.", body = Health)),
    security(())
)]
#[get("/healthz/ready")]
pub(crate) async fn check_ready(http: web::Data<Http>) -> Result<HttpResponse, Problem> {
    let unavailable = || Problem::new(Code::Unavailable).retry_after(Duration::from_secs(5));
    let components = tokio::time::timeout(PATIENCE, http.check_ready()).await.map_err(|_| unavailable())?;
    let ready = components.iter().all(|component| component.ready);
    let described: Map<String, Value> = components.into_iter().map(describe).collect();
    if ready {
        return Ok(HttpResponse::Ok().json(Health { status: "ready", components: Some(described) }));
    }
    Err(unavailable().with("components", described))
}

fn describe(component: Component) -> (String, Value) {
    let mut figures = component.figures;
    figures.insert("ready".to_owned(), json!(component.ready));
    (component.name.to_owned(), Value::Object(figures))
}
