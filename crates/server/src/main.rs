//! `padi`.

use std::process::ExitCode;

use clap::Parser as _;
use padi_server::{commands::Cli, config::Settings};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The whole chain in one line; a trace of our own calls helps nobody at a shell.
            #[expect(clippy::print_stderr, reason = "the command's answer to whoever typed it")]
            {
                eprintln!("padi: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    let settings = Settings::load()?;
    // Statements with their values would be personal data in a log.
    let filter = EnvFilter::try_new(&settings.log)?.add_directive("sqlx=off".parse()?);
    let logs = tracing_subscriber::fmt().json().flatten_event(true).with_span_list(false).with_env_filter(filter);
    if cli.is_service() {
        logs.init();
    } else {
        logs.with_writer(std::io::stderr).init();
    }
    for name in &settings.unknown {
        tracing::warn!(setting = %format!("PADI_{}", name.to_uppercase()), "unknown setting, ignored");
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(cli.run(settings))
}
