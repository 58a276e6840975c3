//! `padi`.

use clap::Parser as _;
use padi_server::{commands::Cli, config::Settings};
use tracing_subscriber::EnvFilter;

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let settings = Settings::load()?;
    // Statements with their values would be personal data in a log.
    let filter = EnvFilter::try_new(&settings.log)?.add_directive("sqlx=off".parse()?);
    let logs = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter);
    if cli.is_service() {
        logs.init();
    } else {
        logs.with_writer(std::io::stderr).init();
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(cli.run(settings))
}
