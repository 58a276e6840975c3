//! Writes that take no idempotency key: log-in and what belongs to it, mail delivery, the command line.

use padi_persistence::db::Tx;

use crate::{App, error::Error, idempotency::Work};

impl App {
    /// Begins, does the work, commits, in a task that outlives its caller. What is refused but must be remembered all the same
    /// (a replayed token that ends its family) comes back as a value, not as an error: an error rolls back.
    pub(crate) async fn write<T, W>(&self, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: for<'a> FnOnce(&'a App, &'a Tx) -> Work<'a, T> + Send + 'static,
    {
        let app = self.clone();
        self.atomically(async move {
            let tx = app.db().write().await?;
            let done = work(&app, &tx).await?;
            tx.commit().await?;
            Ok(done)
        })
        .await
    }
}
