//! What happens without being asked: terms pass, events are numbered, mails go out, what has expired is swept. No business rule
//! lives here.

pub mod mail;

use std::time::Duration;

use padi_app::{App, error::Error};
use tokio_util::sync::CancellationToken;

use crate::mail::Mailer;

/// How often terms and mails are looked at.
const TICK: Duration = Duration::from_secs(1);
/// How often what has expired is swept.
const SWEEP_EVERY: u32 = 600;

/// Works until told to stop, and ends what it is in. What fails is logged and tried again in the next round. Mails and files have
/// loops of their own: a mail server or a store that does not answer must not stop the law.
pub async fn run(app: App, mailer: Mailer, stop: CancellationToken) {
    tokio::join!(watch_terms(&app, &stop), send_mails(&app, &mailer, &stop), tend_files(&app, &stop));
}

async fn watch_terms(app: &App, stop: &CancellationToken) {
    let mut round = 0_u32;
    loop {
        // Another process may have moved the sandbox's clock.
        report("clock", app.load_sandbox_clock().await.map(|()| 0));
        report("terms", app.run_due(app.now()).await);
        report("events", app.number_events().await);
        report("followers", app.follow_events().await);
        if round.is_multiple_of(SWEEP_EVERY) {
            report("sweep", app.sweep().await);
        }
        round = round.wrapping_add(1);
        if is_told(stop).await {
            return;
        }
    }
}

async fn send_mails(app: &App, mailer: &Mailer, stop: &CancellationToken) {
    loop {
        report("mails", mailer.deliver_due(app, stop).await.map(|sent| sent as u64));
        report("told", app.mark_told_data_requests().await);
        report("erased", mailer.erase(app).await);
        if is_told(stop).await {
            return;
        }
    }
}

async fn tend_files(app: &App, stop: &CancellationToken) {
    loop {
        report("files", app.tend_files().await);
        if is_told(stop).await {
            return;
        }
    }
}

/// Waits for the next round, or for the word to stop.
async fn is_told(stop: &CancellationToken) -> bool {
    tokio::time::timeout(TICK, stop.cancelled()).await.is_ok()
}

fn report(what: &str, done: Result<u64, Error>) {
    match done {
        Ok(0) => {}
        Ok(count) => tracing::debug!(what, count, "background work done"),
        Err(error) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            tracing::warn!(what, %error, cause, "background work failed, tried again");
        }
    }
}
