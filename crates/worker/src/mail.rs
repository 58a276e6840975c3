//! Delivers outgoing mails: by SMTP where it is configured, else as `.eml` files in a folder. At least once: a mail keeps its
//! `Message-ID` and its file name, however often it is tried.

use std::{
    fs, io,
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, Utc};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    address::AddressError,
    message::{Mailbox, header::ContentType},
    transport::smtp,
};
use padi_app::{App, error::Error, mail::Outgoing, privacy::Erased};
use tokio_util::sync::CancellationToken;

/// How many mails are leased at a time: all of them must be tried within the lease.
const BATCH: u64 = 5;
/// How long one mail may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a mailer can't be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The address of the SMTP server is none.
    #[error("PADI_SMTP_URL: {0}")]
    Url(#[source] smtp::Error),
    /// The folder can't be made.
    #[error("{0}: {1}")]
    Folder(PathBuf, #[source] io::Error),
    /// No sender's address can be made of the public address.
    #[error("the public address gives no sender: {0}")]
    Sender(#[source] AddressError),
}

/// Why a mail did not go out. Says nothing of its recipient: the text is stored.
#[derive(Debug, thiserror::Error)]
enum Undelivered {
    #[error("no valid recipient")]
    Recipient(#[source] AddressError),
    #[error("the mail can't be written as one")]
    Message(#[source] lettre::error::Error),
    #[error("SMTP: {0}")]
    Smtp(String),
    #[error("the server took too long")]
    TimedOut,
    #[error("file: {0}")]
    File(#[source] io::Error),
}

/// How mails go out.
enum Way {
    Folder(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Delivers mails.
pub struct Mailer {
    way: Way,
    sender: Mailbox,
    host: String,
}

impl Mailer {
    /// Writes mails as files into the folder, which is made if it is missing.
    pub fn into_folder(folder: PathBuf, public_url: &str) -> Result<Self, SetupError> {
        make_folder(&folder).map_err(|error| SetupError::Folder(folder.clone(), error))?;
        Self::new(Way::Folder(folder), public_url)
    }

    /// Sends mails by an SMTP server: `smtp://`, `smtps://`, with `?tls=required` for STARTTLS. Must run within the runtime.
    pub fn by_smtp(url: &str, public_url: &str) -> Result<Self, SetupError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(SetupError::Url)?;
        Self::new(Way::Smtp(builder.timeout(Some(PATIENCE)).build()), public_url)
    }

    fn new(way: Way, public_url: &str) -> Result<Self, SetupError> {
        let host = mail_host(public_url);
        let address = format!("no-reply@{host}").parse().map_err(SetupError::Sender)?;
        Ok(Self { way, sender: Mailbox::new(Some("Padi".to_owned()), address), host })
    }

    /// Delivers what is due, until nothing is or it is told to stop. Returns how many mails went out.
    pub async fn deliver_due(&self, app: &App, stop: &CancellationToken) -> Result<usize, Error> {
        let mut sent = 0;
        loop {
            let leased = app.lease_mails(BATCH).await?;
            if leased.is_empty() {
                return Ok(sent);
            }
            for mail in leased {
                // What is leased and not tried is tried when the lease has ended.
                if stop.is_cancelled() {
                    return Ok(sent);
                }
                sent += usize::from(self.deliver_one(app, &mail).await?);
            }
        }
    }

    /// Takes the mails of erased people out of the folder. Returns how many files went.
    pub async fn erase(&self, app: &App) -> Result<u64, Error> {
        let mut gone = 0;
        for erased in app.erased_addresses().await? {
            if let Way::Folder(folder) = &self.way {
                let (folder, erased) = (folder.clone(), erased.clone());
                let cleared = tokio::task::spawn_blocking(move || clear(&folder, &erased)).await;
                gone += cleared.map_err(io::Error::other).flatten().map_err(Error::internal)?;
            }
            app.forget_erased_address(erased.id).await?;
        }
        Ok(gone)
    }

    async fn deliver_one(&self, app: &App, mail: &Outgoing) -> Result<bool, Error> {
        match self.deliver(mail).await {
            Ok(()) => {
                app.mail_sent(mail.id).await?;
                Ok(true)
            }
            Err(undelivered) => {
                tracing::warn!(mail.id = %mail.id, mail.attempt = mail.attempt, error = %undelivered, "mail not delivered");
                app.mail_failed(mail, undelivered.to_string()).await?;
                Ok(false)
            }
        }
    }

    async fn deliver(&self, mail: &Outgoing) -> Result<(), Undelivered> {
        let message = self.message(mail)?;
        match &self.way {
            Way::Smtp(transport) => match tokio::time::timeout(PATIENCE, transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(Undelivered::Smtp(kind_of(&error))),
                Err(_) => Err(Undelivered::TimedOut),
            },
            Way::Folder(folder) => {
                let path = folder.join(file_name(mail));
                let text = message.formatted();
                let written = tokio::task::spawn_blocking(move || write_whole(&path, &text)).await;
                written.map_err(io::Error::other).flatten().map_err(Undelivered::File)
            }
        }
    }

    fn message(&self, mail: &Outgoing) -> Result<Message, Undelivered> {
        let recipient = Mailbox::new(None, mail.recipient.parse().map_err(Undelivered::Recipient)?);
        Message::builder()
            .from(self.sender.clone())
            .to(recipient)
            .subject(mail.subject.as_str())
            .date(mail.created_at.into())
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())
            .map_err(Undelivered::Message)
    }
}

/// The host of an address such as `https://padi.example:8443`; `localhost` where it is a number.
fn mail_host(public_url: &str) -> String {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    };
    let is_number = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
    if host.is_empty() || is_number { "localhost".to_owned() } else { host.to_owned() }
}

/// What went wrong, without the server's words: those name the recipient.
fn kind_of(error: &smtp::Error) -> String {
    if let Some(code) = error.status() {
        return format!("status {code}");
    }
    let kinds = [
        (error.is_timeout(), "time-out"),
        (error.is_tls(), "TLS"),
        (error.is_response(), "unreadable answer"),
        (error.is_client(), "not supported by the server"),
    ];
    kinds.into_iter().find_map(|(is, name)| is.then_some(name)).unwrap_or("no connection").to_owned()
}

fn file_name(mail: &Outgoing) -> String {
    format!("{}-{}.eml", stamp(mail.created_at), mail.id)
}

/// The time that a file's name begins with, so that names sort by it.
fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%S%.3fZ").to_string()
}

/// Removes the mails to the address that were written before it was erased.
fn clear(folder: &Path, erased: &Erased) -> io::Result<u64> {
    let before = stamp(erased.before);
    let mut gone = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_mail = Path::new(&name).extension().is_some_and(|extension| extension == "eml");
        let is_older = name.to_str().is_some_and(|name| name < before.as_str());
        if is_mail && is_older && is_to(&fs::read(entry.path())?, &erased.address) {
            fs::remove_file(entry.path())?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// Whether the mail's header says that it goes to the address.
fn is_to(mail: &[u8], address: &str) -> bool {
    let text = String::from_utf8_lossy(mail);
    let header = text.split("\r\n\r\n").next().unwrap_or_default();
    let recipients = header.lines().filter_map(|line| line.strip_prefix("To: "));
    recipients.into_iter().any(|to| to.trim().trim_matches(['<', '>']).eq_ignore_ascii_case(address))
}

/// Writes the file beside its place first: who looks into the folder sees whole mails only.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let draft = path.with_extension("part");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
