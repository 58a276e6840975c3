//! The two servers as child processes, and what the kernel knows of them.

use std::{
    env,
    fs::{self, File},
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

/// A folder for keys, mails and logs, and the programs that were built with us.
pub(crate) struct Place {
    padi: PathBuf,
    floor: PathBuf,
    folder: TempDir,
}

/// A running server; ended when it is dropped.
pub(crate) struct Server {
    child: Child,
    /// Its address, such as `http://127.0.0.1:34567`.
    pub(crate) url: String,
    /// From its start to its first answer.
    pub(crate) started_in: Duration,
}

impl Place {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let here = env::current_exe()?;
        let examples = here.parent().context("no folder")?;
        let padi = examples.parent().context("no folder")?.join("padi");
        let floor = examples.join("floor");
        for program in [&padi, &floor] {
            ensure!(program.is_file(), "{} is not built: use make bench", program.display());
        }
        Ok(Self { padi, floor, folder: TempDir::with_prefix("padi-bench-")? })
    }

    fn command(&self, database: &str) -> Command {
        let mut command = Command::new(&self.padi);
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PADI_")) {
            command.env_remove(name);
        }
        command.env("PADI_DATABASE_URL", database).env("PADI_DATA_DIR", self.folder.path().join("var"));
        command
    }

    /// Runs a command of `padi` to its end.
    pub(crate) fn run(&self, database: &str, arguments: &[&str], input: &str) -> anyhow::Result<()> {
        let mut command = self.command(database);
        let mut child =
            command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        child.stdin.take().context("no standard input")?.write_all(input.as_bytes())?;
        let output = child.wait_with_output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "padi {} failed: {said}", arguments.join(" "));
        Ok(())
    }

    /// Serves as shipped but for the quotas: with logs, and with the worker beside it or without.
    pub(crate) async fn padi(&self, database: &str, with_worker: bool) -> anyhow::Result<Server> {
        let port = free_port()?;
        let mut command = self.command(database);
        command.arg("serve").args((!with_worker).then_some("--no-worker"));
        command.env("PADI_BIND", format!("127.0.0.1:{port}")).env("PADI_RATE_LIMIT", "off");
        self.start(command, port, "/healthz/ready", "padi.log").await
    }

    /// Serves the floor.
    pub(crate) async fn floor(&self, database: &str) -> anyhow::Result<Server> {
        let port = free_port()?;
        let mut command = Command::new(&self.floor);
        command.arg(database).arg(port.to_string());
        self.start(command, port, "/public", "floor.log").await
    }

    async fn start(&self, mut command: Command, port: u16, asked: &str, log: &str) -> anyhow::Result<Server> {
        let log = self.folder.path().join(log);
        command.stdin(Stdio::null()).stdout(File::create(&log)?).stderr(File::options().append(true).open(&log)?);
        let begun = Instant::now();
        let mut server =
            Server { child: command.spawn()?, url: format!("http://127.0.0.1:{port}"), started_in: Duration::ZERO };
        let client = reqwest::Client::builder().no_proxy().build()?;
        while begun.elapsed() < PATIENCE {
            if server.child.try_wait()?.is_some() {
                bail!("the server ended at once: {}", last_lines(&log));
            }
            let answer = client.get(format!("{}{asked}", server.url)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                server.started_in = begun.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("no answer within {} s: {}", PATIENCE.as_secs(), last_lines(&log))
    }
}

impl Server {
    /// Its processor time so far.
    pub(crate) fn ticks(&self) -> anyhow::Result<u64> {
        ticks(&self.child.id().to_string())
    }

    /// The most memory that it ever held, in bytes.
    pub(crate) fn peak_memory(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
        Ok(kibibytes * 1024)
    }

    /// Ends it.
    pub(crate) fn stop(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its database and folder go with it, so nothing needs to be kept in order.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor time of a process, user and system, in the kernel's ticks of 10 ms.
pub(crate) fn ticks(pid: &str) -> anyhow::Result<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))
        .with_context(|| format!("process {pid} is not on this machine: the bench needs a local PostgreSQL"))?;
    // The name in brackets may hold anything; what follows is numbered from the third field.
    let rest = stat.rsplit_once(')').context("no process name")?.1;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3).context("too few fields")?.parse::<u64>().context("no number");
    Ok(field(14)? + field(15)?)
}

fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let from = text.lines().count().saturating_sub(5);
    text.lines().skip(from).collect::<Vec<_>>().join("\n")
}
