//! The program `padi` as a child process over a temporary folder; both are gone when it is dropped.

use std::{
    env,
    fs::File,
    io::Write as _,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use tempfile::TempDir;

/// How long a start may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// A free port may be taken by somebody else before we use it.
const TRIES: usize = 5;

/// A folder with a database in it that `padi` can be run on.
pub(crate) struct Place {
    program: PathBuf,
    folder: TempDir,
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    /// Its address, such as `http://127.0.0.1:34567`.
    pub(crate) url: String,
}

impl Place {
    /// A fresh one; the program is the one that was built beside us.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let name = format!("padi{}", env::consts::EXE_SUFFIX);
        let program = env::current_exe()?.parent().and_then(Path::parent).map(|folder| folder.join(name));
        let program = program.filter(|path| path.is_file());
        let program = program.context("the program padi is not built: cargo build --bin padi")?;
        Ok(Self { program, folder: TempDir::with_prefix("padi-")? })
    }

    /// A command of `padi` here, in a sandbox, with none of the caller's settings.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PADI_")) {
            command.env_remove(name);
        }
        command.args(arguments).env("PADI_SANDBOX", "1").env("RUST_BACKTRACE", "0");
        command.env("PADI_DATA_DIR", self.data());
        command
    }

    /// The folder of data, with the database in `padi.db`.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("var")
    }

    /// Runs a command to its end with that standard input; returns what it printed.
    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> anyhow::Result<String> {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        child.stdin.take().context("no standard input")?.write_all(input.as_bytes())?;
        let output = child.wait_with_output()?;
        ensure!(
            output.status.success(),
            "padi {} failed: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Starts serving on a free port, with that `PADI_RATE_LIMIT`, and waits until it answers.
    pub(crate) async fn serve(&self, rate_limit: &str) -> anyhow::Result<Server> {
        self.serve_with(&[("PADI_RATE_LIMIT", rate_limit)]).await
    }

    /// As [`Self::serve`], with these settings.
    pub(crate) async fn serve_with(&self, settings: &[(&str, &str)]) -> anyhow::Result<Server> {
        for _ in 0..TRIES {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let log = self.folder.path().join("server.log");
            let mut command = self.command(&["serve"]);
            command.envs(settings.iter().copied()).env("PADI_BIND", format!("127.0.0.1:{port}")).stdin(Stdio::null());
            command.stdout(File::create(&log)?).stderr(File::options().append(true).open(&log)?);
            let mut server = Server { child: command.spawn()?, url: format!("http://127.0.0.1:{port}") };
            if server.is_ready().await? {
                return Ok(server);
            }
            let said = last_lines(&log);
            ensure!(said.contains("cannot listen"), "padi serve ended at once: {said}");
        }
        bail!("no free port in {TRIES} tries")
    }
}

impl Server {
    /// Whether it answers; `false` when it has ended instead.
    async fn is_ready(&mut self) -> anyhow::Result<bool> {
        let url = format!("{}/healthz/ready", self.url);
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if self.child.try_wait()?.is_some() {
                return Ok(false);
            }
            if reqwest::get(&url).await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("padi serve did not answer within {} s", PATIENCE.as_secs())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its folder goes with it, so nothing needs to be kept in order.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn last_lines(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let from = text.lines().count().saturating_sub(5);
    text.lines().skip(from).collect::<Vec<_>>().join("\n")
}

/// Runs to the end, or until told to stop: what is dropped on the way out cleans up after itself.
pub(crate) async fn until_interrupted<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let stopped = async {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let mut terminate = signal(SignalKind::terminate())?;
            tokio::select! {
                signalled = tokio::signal::ctrl_c() => signalled,
                _ = terminate.recv() => Ok(()),
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await
    };
    tokio::select! {
        done = work => done,
        stopped = stopped => {
            stopped?;
            bail!("interrupted")
        }
    }
}
