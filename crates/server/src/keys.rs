//! `padi keys`: rotation of the keys, beside a service that goes on.

use clap::Subcommand;
use padi_app::{App, keys::Kid};

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// List the keys: which is active, and how many stored values carry each.
    List,
    /// Add a key, which is not used yet; prints its id.
    Add,
    /// Use a key for what is new, once every process has read it (some seconds).
    Activate {
        /// Id of the key, such as `0002`.
        kid: Kid,
    },
    /// Write whatever carries another key anew with the active one. May be stopped and started again.
    Reencrypt,
    /// Put a key away, to `keys/retired`; refused while a stored value or an access token carries it.
    Retire {
        /// Id of the key, such as `0001`.
        kid: Kid,
    },
}

/// Does what was asked; what it prints.
pub(crate) async fn run(app: &App, command: KeysCommand) -> anyhow::Result<String> {
    Ok(match command {
        KeysCommand::List => {
            let keys = app.list_keys().await?;
            let lines = keys.iter().map(|key| {
                let active = if key.active { " active" } else { "" };
                format!("{} {}{active}\n", key.kid, key.rows)
            });
            lines.collect()
        }
        KeysCommand::Add => format!("{}\n", app.add_key()?),
        KeysCommand::Activate { kid } => {
            app.activate_key(kid).await?;
            String::new()
        }
        KeysCommand::Reencrypt => format!("{}\n", app.reencrypt().await?),
        KeysCommand::Retire { kid } => {
            app.retire_key(kid).await?;
            String::new()
        }
    })
}
