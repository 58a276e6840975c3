//! Serving: opens the application, starts the worker beside it, listens, and ends all in good order.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    sync::Arc,
    thread::available_parallelism,
};

use actix_web::web;
use anyhow::Context as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use padi_app::{
    App,
    files::Storage,
    open::{Durability, Opening},
};
use padi_http::{
    health::{Component, ReadyCheck},
    server::{self, Http, HttpSettings},
};
use padi_worker::mail::Mailer;
use tokio_util::sync::CancellationToken;

use crate::config::Settings;

/// Opens the application that the settings describe.
pub async fn open(settings: &Settings) -> anyhow::Result<App> {
    make_private_folder(&settings.data_dir)?;
    // Processes that start together on one embedded database migrate one after the other; PostgreSQL has its own lock for that.
    let _opening = settings.sqlite_file().map(|file| wait_for(&file.with_extension("opening"))).transpose()?;
    App::open(Opening {
        database_url: &settings.database_url,
        durability: Durability::Full,
        keys: &settings.data_dir.join("keys"),
        storage: Storage { folder: &settings.data_dir.join("files"), url: settings.storage_url.as_deref() },
        sandbox: settings.sandbox,
        public_url: &settings.public_url,
    })
    .await
    .map_err(|error| explained(error, settings))
}

/// An error with its causes, and a hint for what is most often wrong.
fn explained(error: padi_app::error::Error, settings: &Settings) -> anyhow::Error {
    let what = if settings.is_sqlite() { "the embedded database" } else { "the PostgreSQL server" };
    anyhow::Error::new(error).context(format!("cannot open {what} of PADI_DATABASE_URL"))
}

/// How mails go out.
pub fn mailer(settings: &Settings) -> anyhow::Result<Mailer> {
    Ok(match &settings.smtp_url {
        Some(url) => Mailer::by_smtp(url, &settings.public_url)?,
        None => Mailer::into_folder(settings.data_dir.join("mail"), &settings.public_url)?,
    })
}

/// Serves until told to stop by SIGINT or SIGTERM.
pub async fn serve(settings: Settings, with_worker: bool) -> anyhow::Result<()> {
    let _lock = settings.sqlite_file().map(lock).transpose()?;
    let listener = TcpListener::bind(settings.bind).with_context(|| format!("cannot listen on {}", settings.bind))?;
    let app = open(&settings).await?;
    let http = web::Data::new(http(&settings, &app)?);
    let stop = CancellationToken::new();
    let worker = with_worker.then(|| mailer(&settings)).transpose()?.map(|mailer| {
        let (app, stop) = (app.clone(), stop.clone());
        tokio::spawn(async move {
            // Should the worker die, the server stops as well: a process whose terms no longer pass must not look alive.
            let _ends_with_it = stop.clone().drop_guard();
            padi_worker::run(app, mailer, stop).await;
        })
    });
    announce(&settings);
    let told = stop.clone();
    tokio::spawn(async move {
        told_to_stop().await;
        told.cancel();
    });
    let data = web::Data::new(app.clone());
    let wire = move |config: &mut web::ServiceConfig| {
        config.app_data(data.clone());
    };
    let workers = available_parallelism().map_or(2, usize::from);
    let served = server::serve(listener, http, wire, workers, stop.cancelled_owned()).await;
    let background = match worker {
        Some(worker) => worker.await.context("the worker died"),
        None => Ok(()),
    };
    app.close().await?;
    tracing::info!("stopped");
    served?;
    background
}

/// Works without serving, beside other processes on one PostgreSQL server.
pub async fn work(settings: Settings) -> anyhow::Result<()> {
    anyhow::ensure!(
        !settings.is_sqlite(),
        "padi worker needs PostgreSQL: beside the embedded database, padi serve does its work itself"
    );
    let app = open(&settings).await?;
    tracing::info!("working");
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        told_to_stop().await;
        told.cancel();
    });
    padi_worker::run(app.clone(), mailer(&settings)?, stop).await;
    Ok(app.close().await?)
}

/// The HTTP face over the application.
pub fn http(settings: &Settings, app: &App) -> anyhow::Result<Http> {
    let http = HttpSettings {
        public_url: settings.public_url.clone(),
        rate_limit: settings.rate_limit,
        trusted_proxies: settings.trusted_proxies.clone(),
        metrics_token: settings.metrics_token.clone(),
        sandbox: settings.sandbox,
    };
    let recorder = recorder()?;
    Ok(Http::new(http, ready(app.clone()), Arc::new(move || recorder.render()))?)
}

fn recorder() -> anyhow::Result<PrometheusHandle> {
    PrometheusBuilder::new().install_recorder().context("metrics were set up twice")
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

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
                return;
            }
            Err(error) => tracing::warn!(%error, "SIGTERM cannot be listened to"),
        }
    }
    // Without a signal to wait for, the process ends only from outside.
    let _ = interrupt.await;
}

fn announce(settings: &Settings) {
    tracing::info!(bind = %settings.bind, url = %settings.public_url, sandbox = settings.sandbox, "serving");
    #[expect(clippy::print_stdout, reason = "what a newcomer reads on the screen")]
    {
        println!("Padi serves {url}\n  docs:   {url}/docs", url = settings.public_url);
        println!(
            "  first administrator (from the same folder, with the same settings; at least 10 characters of password):"
        );
        println!("    printf '%s' 'a long password' | {} user create \\", own_command());
        println!("      --email you@example.org --name 'Your Name' --role system_admin --password-stdin");
    }
}

/// How this program is called from the folder in which it was started.
fn own_command() -> String {
    let Ok(program) = std::env::current_exe() else { return "padi".to_owned() };
    let here = std::env::current_dir().ok();
    command(&program, here.as_deref())
}

/// A program as it is typed in a folder; quoted where a shell would split it.
fn command(program: &Path, here: Option<&Path>) -> String {
    let below = here.and_then(|here| program.strip_prefix(here).ok()).unwrap_or(program);
    // A bare name would be looked for in PATH.
    let path = if below.components().count() == 1 { Path::new(".").join(below) } else { below.to_owned() };
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// One server for one embedded database: a second one would not see what the first one's scheduler does.
pub(crate) fn lock(database: PathBuf) -> anyhow::Result<fs::File> {
    let path = database.with_extension("lock");
    if let Some(folder) = path.parent() {
        make_private_folder(folder)?;
    }
    let file = fs::File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
    file.try_lock().with_context(|| format!("another padi serves {}", database.display()))?;
    Ok(file)
}

/// Waits until nobody else holds the file's lock, and holds it.
fn wait_for(path: &Path) -> anyhow::Result<fs::File> {
    if let Some(folder) = path.parent() {
        make_private_folder(folder)?;
    }
    let file = fs::File::create(path).with_context(|| format!("cannot create {}", path.display()))?;
    file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(file)
}

fn make_private_folder(folder: &Path) -> anyhow::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| format!("cannot create {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_can_be_pasted() {
        let here = Some(Path::new("/srv/padi"));
        let typed = |program: &str| command(Path::new(program), here);
        assert_eq!(typed("/srv/padi/target/debug/padi"), "target/debug/padi");
        assert_eq!(typed("/srv/padi/padi"), "./padi");
        assert_eq!(typed("/usr/bin/padi"), "/usr/bin/padi");
        assert_eq!(typed("/opt/it's here/padi"), r"'/opt/it'\''s here/padi'");
        assert_eq!(command(Path::new("/usr/bin/padi"), None), "/usr/bin/padi");
    }
}
