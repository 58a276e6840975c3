//! Puts the parts in order and serves them: the same application for the program and for tests.

use crate::digest::digest64;
use crate::health::{Component, ReadyCheck};
use crate::metrics::RenderMetrics;
use crate::middleware::{cors, edge, fallback, guard, observe, parameters, render};
use crate::path_table::PathTable;
use crate::rate_limit::{RateLimits, Setting};
use crate::routes::ServiceConfig;
use crate::{docs, health, metrics, openapi, problem, v1};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, Error, HttpServer, web};
use bytes::Bytes;
use ipnet::IpNet;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
use std::{panic, thread};

/// Seconds that running requests have to finish after the server was told to stop.
const SHUTDOWN_SECONDS: u64 = 30;

/// How long a connection may be idle between two requests.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Connections that one worker keeps open.
const MAX_CONNECTIONS: usize = 8192;

/// What the HTTP face needs to be told. Holds a secret, so it has no `Debug`.
#[derive(Clone)]
pub struct HttpSettings {
    /// Address under which people reach the API, without a slash at the end (`PADI_PUBLIC_URL`).
    pub public_url: String,
    /// Factor on all quotas, or none at all (`PADI_RATE_LIMIT`).
    pub rate_limit: Setting,
    /// Networks whose `X-Forwarded-For` is believed (`PADI_TRUSTED_PROXIES`).
    pub trusted_proxies: Vec<IpNet>,
    /// Token for `/metrics` (`PADI_METRICS_TOKEN`).
    pub metrics_token: Option<String>,
    /// Whether `/v1/sandbox` exists (`PADI_SANDBOX`).
    pub sandbox: bool,
}

/// What all workers share. Handlers take it as `web::Data<Http>`.
pub struct Http {
    settings: HttpSettings,
    public_url: Arc<str>,
    limits: RateLimits,
    document: Bytes,
    document_version: i64,
    paths: PathTable,
    ready: ReadyCheck,
    metrics: RenderMetrics,
}

impl Http {
    /// Builds the document and the limits, once for the process.
    ///
    /// # Errors
    /// As [`openapi::document`].
    pub fn new(settings: HttpSettings, ready: ReadyCheck, metrics: RenderMetrics) -> Result<Self, serde_json::Error> {
        // What a thread has allocated and freed serves those that start after it, here the workers. The main thread, which allocates
        // little from here on, would only keep it.
        let made = thread::scope(|scope| scope.spawn(describe).join());
        let (document, paths) = made.unwrap_or_else(|panicked| panic::resume_unwind(panicked))?;
        // The sign bit is shifted out: a version is never negative.
        let document_version = i64::try_from(digest64(&document) >> 1).unwrap_or_default();
        let public_url = Arc::from(settings.public_url.trim_end_matches('/'));
        let limits = RateLimits::new(settings.rate_limit, settings.trusted_proxies.clone());
        Ok(Self { settings, public_url, limits, document, document_version, paths, ready, metrics })
    }

    /// The address under which people reach the API.
    pub fn public_url(&self) -> Arc<str> {
        Arc::clone(&self.public_url)
    }

    /// Whether `/v1/sandbox` exists.
    pub fn sandbox(&self) -> bool {
        self.settings.sandbox
    }

    pub(crate) fn limits(&self) -> &RateLimits {
        &self.limits
    }

    pub(crate) fn paths(&self) -> &PathTable {
        &self.paths
    }

    pub(crate) fn document(&self) -> (Bytes, i64) {
        (self.document.clone(), self.document_version)
    }

    pub(crate) fn metrics_token(&self) -> Option<&str> {
        self.settings.metrics_token.as_deref()
    }

    pub(crate) fn render_metrics(&self) -> String {
        (self.metrics)()
    }

    pub(crate) async fn check_ready(&self) -> Vec<Component> {
        (self.ready)().await
    }
}

/// The document, and what it says of each path.
fn describe() -> Result<(Bytes, PathTable), serde_json::Error> {
    let document = openapi::document()?;
    let mut paths = PathTable::of(&document);
    paths.add("/docs", ["GET"].into_iter());
    paths.add("/docs/*", ["GET"].into_iter());
    Ok((Bytes::from(openapi::written(&document)?), paths))
}

/// Registers every route, described or not.
pub(crate) fn routes(config: &mut ServiceConfig) {
    config.configure(v1::configure);
    config.service(docs::read_openapi);
    config.service(problem::page::explain_problem);
    config.service(health::check_live);
    config.service(health::check_ready);
    config.service(metrics::read_metrics);
    config.undescribed(docs::docs_without_slash).undescribed(docs::docs);
}

/// The application with everything around it. `wire` adds what handlers take as data, such as the use cases.
pub fn app(
    http: web::Data<Http>,
    wire: impl FnOnce(&mut web::ServiceConfig),
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    // The last one wrapped is the outermost.
    App::new()
        .configure(|plain| routes(&mut ServiceConfig::serving(plain)))
        .app_data(http)
        .configure(wire)
        .default_service(web::to(fallback::fallback))
        .wrap(from_fn(parameters::parameters))
        .wrap(from_fn(guard::guard))
        .wrap(cors::cors())
        .wrap(from_fn(render::render))
        .wrap(Compress::default())
        .wrap(from_fn(observe::observe))
        .wrap(from_fn(edge::edge))
}

/// Serves until `shutdown` is done; then takes no more connections and lets what runs finish, for at most 30 s.
///
/// # Errors
/// Those of the listener.
pub async fn serve<W>(
    listener: TcpListener,
    http: web::Data<Http>,
    wire: W,
    workers: usize,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()>
where
    W: Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
{
    HttpServer::new(move || app(http.clone(), wire.clone()))
        .workers(workers.max(1))
        .keep_alive(KEEP_ALIVE)
        .max_connections(MAX_CONNECTIONS)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .shutdown_signal(shutdown)
        .listen(listener)?
        .run()
        .await
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
