//! What happens without being asked: terms pass, mails go out, what has expired is swept. No business rule lives here.

pub mod mail;

use std::{future::Future, time::Duration};

use padi_app::{App, error::Error};

use crate::mail::Mailer;

/// How often terms and mails are looked at.
const TICK: Duration = Duration::from_secs(1);
/// How often what has expired is swept.
const SWEEP_EVERY: u32 = 600;

/// Works until told to stop, and ends the round that it is in. What fails is logged and tried again in the next round.
pub async fn run(app: App, mailer: Mailer, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let mut round = 0_u32;
    loop {
        report("terms", app.run_due(app.now()).await);
        report("events", app.number_events().await);
        report("mails", mailer.deliver_due(&app).await.map(|sent| sent as u64));
        if round.is_multiple_of(SWEEP_EVERY) {
            report("sweep", app.sweep().await);
        }
        round = round.wrapping_add(1);
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(TICK) => {}
        }
    }
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
