//! The commands of `padi`.

use std::io::Read as _;

use anyhow::{Context as _, ensure};
use clap::{Parser, Subcommand};
use padi_app::accounts::NewUser;

use crate::{
    config::Settings,
    demo_data,
    keys::{self, KeysCommand},
    serve,
};

/// Padi: the open backend for public complaints and information requests.
#[derive(Debug, Parser)]
#[command(name = "padi", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API; does the background work, too.
    Serve {
        /// Leave the background work to `padi worker`.
        #[arg(long)]
        no_worker: bool,
    },
    /// Do the background work only, beside other processes on one PostgreSQL server.
    Worker,
    /// Bring the database up to date and load reference data.
    Migrate,
    /// Print the OpenAPI document.
    Openapi,
    /// Print the settings in force, secrets hidden.
    Config,
    /// Accounts.
    #[command(subcommand)]
    User(UserCommand),
    /// Keys: rotation without a pause.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Regions.
    #[command(subcommand)]
    Regions(RegionsCommand),
    /// The index of search.
    #[command(subcommand)]
    Search(SearchCommand),
    /// Fill an empty sandbox (`PADI_SANDBOX=1`) with people, units and cases to try things out with, before it is served; prints
    /// them as JSON.
    DemoData,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Create an account whose address counts as verified, with a role at an agency.
    Create {
        /// E-mail address.
        #[arg(long)]
        email: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// Role, such as `system_admin`, `agency_admin`, `unit_liaison`, `ministry_coordinator`.
        #[arg(long)]
        role: padi_kernel::actor::Role,
        /// Code of the agency, such as `kemendagri` or `73.71`; not needed for what is held at the ministry only.
        #[arg(long)]
        agency: Option<String>,
        /// Read the password from standard input.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

#[derive(Debug, Subcommand)]
enum RegionsCommand {
    /// Load the 83,762 villages (kelurahan, desa).
    LoadVillages,
}

#[derive(Debug, Subcommand)]
enum SearchCommand {
    /// Make it anew from all cases, beside whatever runs; cut short, it goes on where it stood when called again.
    Rebuild,
}

impl Cli {
    /// Whether the command serves or works, and so logs to the screen.
    pub fn is_service(&self) -> bool {
        matches!(self.command, Command::Serve { .. } | Command::Worker)
    }

    /// Runs the command.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        match self.command {
            Command::Serve { no_worker } => serve::serve(settings, !no_worker).await,
            Command::Worker => serve::work(settings).await,
            Command::Migrate => Ok(serve::open(&settings).await?.close().await?),
            Command::Openapi => print(&padi_http::openapi::text()?),
            Command::Config => print(&format!("{}\n", settings.shown())),
            Command::User(UserCommand::Create { email, name, role, agency, password_stdin: _ }) => {
                let password = read_password()?;
                let app = serve::open(&settings).await?;
                let new = NewUser { email, name, role, agency_code: agency, password: password.into() };
                let id = app.create_user(new).await.map_err(refused)?;
                app.close().await?;
                print(&format!("{id}\n"))
            }
            Command::Keys(command) => {
                let app = serve::open(&settings).await?;
                let done = keys::run(&app, command).await;
                app.close().await?;
                print(&done?)
            }
            Command::Regions(RegionsCommand::LoadVillages) => {
                let app = serve::open(&settings).await?;
                let villages = app.load_villages().await?;
                app.close().await?;
                print(&format!("{villages:?}\n"))
            }
            Command::Search(SearchCommand::Rebuild) => {
                let app = serve::open(&settings).await?;
                let cases = app.rebuild_search(|done| tracing::info!(done, "cases indexed")).await?;
                app.close().await?;
                print(&format!("{cases} cases indexed\n"))
            }
            Command::DemoData => {
                ensure!(settings.sandbox, "demo-data needs a sandbox: set PADI_SANDBOX=1");
                // A server beside us would not see that its clock is moved.
                let _lock = settings.sqlite_file().map(serve::lock).transpose()?;
                let app = serve::open(&settings).await?;
                let filled = demo_data::fill(&app).await?;
                app.close().await?;
                print(&format!("{}\n", serde_json::to_string_pretty(&filled)?))
            }
        }
    }
}

fn read_password() -> anyhow::Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("cannot read the password")?;
    let password = text.trim_end_matches(['\r', '\n']).to_owned();
    ensure!(!password.is_empty(), "the password on standard input is empty");
    Ok(password)
}

fn refused(error: padi_app::error::Error) -> anyhow::Error {
    match error {
        padi_app::error::Error::Invalid(faults) => {
            let faults: Vec<_> = faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect();
            anyhow::anyhow!("refused: {}", faults.join(", "))
        }
        other => other.into(),
    }
}

fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}
