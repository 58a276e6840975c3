//! The server under test: `padi_http::server::serve` on a port of its own, over `App::open`.

use std::{
    collections::HashMap,
    net::TcpListener,
    path::Path,
    sync::{Arc, LazyLock, Mutex},
    thread,
    time::Duration,
};

use actix_web::web;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use padi_app::{
    App,
    files::Storage,
    open::{Durability, Opening},
};
use padi_http::{
    health::{Component, ReadyCheck},
    rate_limit::Setting,
    server::{Http, HttpSettings, serve},
};
use serde_json::json;
use tokio::{runtime::Handle, sync::oneshot};

use super::{
    BEGINNING, Backend, Caller, Person,
    database::Database,
    people::{PASSWORD, Places},
};

/// Under which address the server thinks that it is reached: the same in every test, so that answers are.
pub(crate) const PUBLIC_URL: &str = "http://padi.test";

static METRICS: LazyLock<PrometheusHandle> =
    LazyLock::new(|| PrometheusBuilder::new().install_recorder().expect("one recorder a process"));

/// What differs between servers.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) rate_limit: Setting,
    pub(crate) sandbox: bool,
    pub(crate) metrics_token: Option<String>,
    /// Whether the server has keys of its own, which may be changed.
    pub(crate) own_keys: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { rate_limit: Setting::Off, sandbox: true, metrics_token: None, own_keys: false }
    }
}

/// A server that listens.
pub(super) struct Running {
    pub(super) app: App,
    /// `http://127.0.0.1:PORT`.
    pub(super) base: String,
    stop: oneshot::Sender<()>,
}

impl Running {
    pub(super) async fn start(url: &str, keys: &Path, options: &Options) -> Self {
        let files = keys.join("files");
        let app = App::open(Opening {
            database_url: url,
            durability: Durability::Process,
            keys,
            storage: Storage { folder: &files, url: None },
            sandbox: options.sandbox,
            public_url: PUBLIC_URL,
        });
        let app = app.await.expect("the application opens");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the server's address");
        let settings = HttpSettings {
            public_url: PUBLIC_URL.to_owned(),
            rate_limit: options.rate_limit,
            trusted_proxies: Vec::new(),
            metrics_token: options.metrics_token.clone(),
            sandbox: options.sandbox,
        };
        let metrics = METRICS.clone();
        let http = Http::new(settings, ready(app.clone()), Arc::new(move || metrics.render()));
        let http = web::Data::new(http.expect("the document is JSON"));
        let data = web::Data::new(app.clone());
        let wire = move |config: &mut web::ServiceConfig| {
            config.app_data(data.clone());
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move {
            let _ = stopped.await;
        };
        // What serves is not `Send`; its thread ends when it has stopped.
        let runtime = Handle::current();
        thread::spawn(move || runtime.block_on(serve(listener, http, wire, 2, shutdown)));
        Self { app, base: format!("http://{address}"), stop }
    }

    pub(super) async fn stop(self) {
        let _ = self.stop.send(());
        let closed = tokio::time::timeout(Duration::from_secs(20), self.app.close()).await;
        closed.expect("no work hangs").expect("the store closes");
    }
}

fn ready(app: App) -> ReadyCheck {
    Arc::new(move || {
        let app = app.clone();
        Box::pin(async move {
            let ready = app.ping().await.is_ok();
            vec![Component { name: "database", ready, figures: serde_json::Map::new() }]
        })
    })
}

/// A server with a database of its own.
pub(crate) struct TestServer {
    pub(super) client: reqwest::Client,
    pub(crate) database: Arc<Database>,
    running: Running,
    tokens: Mutex<HashMap<Person, String>>,
}

impl TestServer {
    pub(super) async fn start(backend: Backend, options: Options) -> Self {
        let mut database = Database::create(backend).await;
        if options.own_keys {
            database.take_own_keys();
        }
        let server = Self::over(Arc::new(database), &options).await;
        if options.sandbox {
            server.set_clock(BEGINNING).await;
        }
        server
    }

    async fn over(database: Arc<Database>, options: &Options) -> Self {
        let running = Running::start(&database.url, &database.keys, options).await;
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        Self { client: client.build().expect("a client"), database, running, tokens: Mutex::default() }
    }

    /// One more process over the same database.
    pub(crate) async fn second(&self) -> Self {
        Self::over(self.database.clone(), &Options::default()).await
    }

    /// Ends it, and the database with it unless another server uses it.
    pub(crate) async fn stop(self) {
        self.running.stop().await;
        if let Ok(database) = Arc::try_unwrap(self.database) {
            database.drop_it().await;
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.running.app
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn base(&self) -> &str {
        &self.running.base
    }

    /// `127.0.0.1:PORT`.
    pub(crate) fn address(&self) -> &str {
        self.running.base.trim_start_matches("http://")
    }

    pub(crate) fn backend(&self) -> Backend {
        self.database.backend
    }

    pub(crate) fn places(&self) -> &'static Places {
        self.database.places
    }

    /// Somebody, logged in; once a server.
    pub(crate) async fn log_in(&self, person: Person) -> Caller {
        let known = self.tokens.lock().expect("tokens").get(&person).cloned();
        if let Some(token) = known {
            return Caller::Token(token);
        }
        let body = json!({ "email": person.email(), "password": PASSWORD });
        let token = self.post(&Caller::Nobody, "/v1/auth/login", body).await.ok().text("access_token");
        self.tokens.lock().expect("tokens").insert(person, token.clone());
        Caller::Token(token)
    }

    /// Forgets a log-in that a test has ended.
    pub(crate) fn forget(&self, person: Person) {
        self.tokens.lock().expect("tokens").remove(&person);
    }

    /// Lets everybody who follows the log follow it to its end. A long transaction of any database on the server holds back its numbering.
    pub(crate) async fn follow(&self) {
        for _ in 0..20 {
            self.app().catch_up().await.expect("the log is followed");
            if self.database.number("SELECT count(*) FROM events WHERE position IS NULL").await == 0 {
                return;
            }
        }
        panic!("the log is never numbered to its end");
    }

    /// Sets the law's clock; how many terms passed.
    pub(crate) async fn set_clock(&self, now: &str) -> u64 {
        let answer = self.post(&Caller::Nobody, "/v1/sandbox/clock/set", json!({ "now": now })).await.ok();
        answer.json()["acted"].as_u64().expect("a count")
    }

    /// Moves the law's clock on.
    pub(crate) async fn advance_clock(&self, seconds: i64) -> u64 {
        let answer = self.post(&Caller::Nobody, "/v1/sandbox/clock/advance", json!({ "seconds": seconds })).await.ok();
        answer.json()["acted"].as_u64().expect("a count")
    }
}
