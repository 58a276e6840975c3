//! Configuration: built-in values, then a TOML file (`PADI_CONFIG`), then the environment (`PADI_...`). Checked at start.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use config::{Config, Environment, File};
use ipnet::IpNet;
use padi_http::rate_limit::Setting as RateLimit;
use serde::Deserialize;

/// Settings as they are written; every one may be left out.
#[derive(Clone, Default, Deserialize)]
struct Written {
    config: Option<String>,
    bind: Option<String>,
    public_url: Option<String>,
    database_url: Option<String>,
    data_dir: Option<PathBuf>,
    storage_url: Option<String>,
    smtp_url: Option<String>,
    sandbox: Option<bool>,
    rate_limit: Option<String>,
    trusted_proxies: Option<String>,
    log: Option<String>,
    metrics_token: Option<String>,
}

/// The names of [`Written`].
const NAMES: [&str; 12] = [
    "config",
    "bind",
    "public_url",
    "database_url",
    "data_dir",
    "storage_url",
    "smtp_url",
    "sandbox",
    "rate_limit",
    "trusted_proxies",
    "log",
    "metrics_token",
];

/// Settings in force.
#[derive(Clone)]
pub struct Settings {
    /// `PADI_BIND`: where to listen.
    pub bind: SocketAddr,
    /// `PADI_PUBLIC_URL`: the address under which the API is reached, without a slash at its end.
    pub public_url: String,
    /// `PADI_DATABASE_URL`: `sqlite:PATH` or `postgres://...`.
    pub database_url: String,
    /// `PADI_DATA_DIR`: keys, mails, files, the embedded database.
    pub data_dir: PathBuf,
    /// `PADI_STORAGE_URL`: where attachments are kept, `s3://bucket/prefix` (with the usual `AWS_` variables) or `file:///folder`;
    /// `files/` of the data folder without it.
    pub storage_url: Option<String>,
    /// `PADI_SMTP_URL`: how mails go out; files in `mail/` of the data folder without it.
    pub smtp_url: Option<String>,
    /// `PADI_SANDBOX`: whether the law's clock may be moved.
    pub sandbox: bool,
    /// `PADI_RATE_LIMIT`: a factor on all quotas, or `off`.
    pub rate_limit: RateLimit,
    /// `PADI_TRUSTED_PROXIES`: networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// `PADI_LOG`: what is logged, as tracing's filters.
    pub log: String,
    /// `PADI_METRICS_TOKEN`: bearer token for `/metrics`.
    pub metrics_token: Option<String>,
    /// Names in the environment that this version does not know: perhaps a misspelling, perhaps another program's.
    pub unknown: Vec<String>,
}

impl Settings {
    /// Reads and checks the settings.
    pub fn load() -> anyhow::Result<Self> {
        let environment = Environment::with_prefix("PADI").prefix_separator("_").ignore_empty(true).try_parsing(true);
        let given = Config::builder().add_source(environment).build().context("settings of the environment")?;
        let unknown = unknown(&given)?;
        let mut written: Written = given.clone().try_deserialize().context("settings of the environment")?;
        if let Some(path) = &written.config {
            let file = Config::builder().add_source(File::from(Path::new(path))).build();
            let file = file.with_context(|| format!("settings of {path}"))?;
            // A file is ours alone: what it says and nobody reads is a mistake.
            let strange = self::unknown(&file)?;
            ensure!(strange.is_empty(), "{path}: unknown settings: {}", strange.join(", "));
            let both = Config::builder().add_source(file).add_source(given).build()?;
            written = both.try_deserialize().with_context(|| format!("settings of {path}"))?;
        }
        Ok(Self { unknown, ..Self::check(written)? })
    }

    fn check(written: Written) -> anyhow::Result<Self> {
        let bind = written.bind.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let bind: SocketAddr = bind.parse().with_context(|| format!("PADI_BIND: {bind} is no address and port"))?;
        let data_dir = written.data_dir.unwrap_or_else(|| PathBuf::from("var"));
        let public_url = written.public_url.unwrap_or_else(|| format!("http://{bind}"));
        let public_url = public_url.trim_end_matches('/').to_owned();
        ensure!(
            public_url.starts_with("http://") || public_url.starts_with("https://"),
            "PADI_PUBLIC_URL must start with http:// or https://"
        );
        let database_url =
            written.database_url.unwrap_or_else(|| format!("sqlite:{}", data_dir.join("padi.db").display()));
        ensure!(
            !database_url.contains(":memory:") && !database_url.contains("mode=memory"),
            "PADI_DATABASE_URL: a database in memory would be another one for each connection; name a file"
        );
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let settings = Self {
            bind,
            public_url,
            database_url,
            data_dir,
            storage_url: given(written.storage_url),
            smtp_url: given(written.smtp_url),
            sandbox: written.sandbox.unwrap_or(false),
            rate_limit: rate_limit(written.rate_limit.as_deref())?,
            trusted_proxies: networks(written.trusted_proxies.as_deref())?,
            log: written.log.unwrap_or_else(|| "info".to_owned()),
            metrics_token: given(written.metrics_token),
            unknown: Vec::new(),
        };
        settings.refuse_unsafe()?;
        Ok(settings)
    }

    /// With an address that others can reach, what is convenient at home is refused.
    fn refuse_unsafe(&self) -> anyhow::Result<()> {
        if self.bind.ip().is_loopback() {
            return Ok(());
        }
        let mut unsafe_settings = Vec::new();
        if self.sandbox {
            unsafe_settings.push("PADI_SANDBOX=1 lets anybody move the clock of the law and read mails");
        }
        if matches!(self.rate_limit, RateLimit::Off) {
            unsafe_settings.push("PADI_RATE_LIMIT=off takes all quotas away");
        }
        if self.metrics_token.is_none() {
            unsafe_settings.push("PADI_METRICS_TOKEN is not set, so /metrics would be open");
        }
        if !unsafe_settings.is_empty() {
            bail!("unsafe on the public address {}: {}", self.bind, unsafe_settings.join("; "));
        }
        Ok(())
    }

    /// Whether the store is the embedded one.
    pub fn is_sqlite(&self) -> bool {
        self.database_url.starts_with("sqlite:")
    }

    /// The file of the embedded store.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let path = self.database_url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    /// The settings in force, secrets hidden, one a line.
    pub fn shown(&self) -> String {
        let hidden = |secret: &Option<String>| secret.as_ref().map_or("(not set)", |_| "(hidden)");
        let rate_limit = match self.rate_limit {
            RateLimit::Off => "off".to_owned(),
            RateLimit::Factor(factor) => factor.to_string(),
        };
        let proxies: Vec<_> = self.trusted_proxies.iter().map(ToString::to_string).collect();
        [
            ("PADI_BIND", self.bind.to_string()),
            ("PADI_PUBLIC_URL", self.public_url.clone()),
            ("PADI_DATABASE_URL", without_password(&self.database_url)),
            ("PADI_DATA_DIR", self.data_dir.display().to_string()),
            ("PADI_STORAGE_URL", self.storage_url.clone().unwrap_or_default()),
            ("PADI_SMTP_URL", hidden(&self.smtp_url).to_owned()),
            ("PADI_SANDBOX", u8::from(self.sandbox).to_string()),
            ("PADI_RATE_LIMIT", rate_limit),
            ("PADI_TRUSTED_PROXIES", proxies.join(",")),
            ("PADI_LOG", self.log.clone()),
            ("PADI_METRICS_TOKEN", hidden(&self.metrics_token).to_owned()),
        ]
        .map(|(name, value)| format!("{name}={value}"))
        .join("\n")
    }
}

fn unknown(given: &Config) -> anyhow::Result<Vec<String>> {
    let all: BTreeMap<String, config::Value> = given.clone().try_deserialize()?;
    Ok(all.into_keys().filter(|name| !NAMES.contains(&name.as_str())).collect())
}

fn rate_limit(text: Option<&str>) -> anyhow::Result<RateLimit> {
    let parsed = text.unwrap_or("1").parse::<RateLimit>();
    parsed.map_err(|error| anyhow::anyhow!("PADI_RATE_LIMIT: {error}"))
}

fn networks(text: Option<&str>) -> anyhow::Result<Vec<IpNet>> {
    let parts = text.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| match part.parse::<IpNet>() {
            Ok(net) => Ok(net),
            Err(_) => part
                .parse::<IpAddr>()
                .map(IpNet::from)
                .with_context(|| format!("PADI_TRUSTED_PROXIES: {part} is no address or network")),
        })
        .collect()
}

/// An address such as `postgres://padi:secret@host/padi` without its password.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((user, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    match user.split_once(':') {
        Some((name, _)) => format!("{scheme}://{name}:(hidden)@{host}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_needs_to_be_set() {
        let settings = Settings::check(Written::default()).unwrap();
        assert_eq!(settings.bind.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.public_url, "http://127.0.0.1:8080");
        assert_eq!(settings.database_url, "sqlite:var/padi.db");
        assert_eq!(settings.sqlite_file(), Some(PathBuf::from("var/padi.db")));
    }

    #[test]
    fn a_public_address_with_unsafe_settings_is_refused() {
        let written = Written { bind: Some("0.0.0.0:8080".to_owned()), ..Written::default() };
        let safe = Written { metrics_token: Some("x".to_owned()), ..written.clone() };
        assert!(Settings::check(written).is_err());
        assert!(Settings::check(safe.clone()).is_ok());
        assert!(Settings::check(Written { sandbox: Some(true), ..safe.clone() }).is_err());
        assert!(Settings::check(Written { rate_limit: Some("off".to_owned()), ..safe }).is_err());
    }

    #[test]
    fn a_database_in_memory_is_refused() {
        for url in ["sqlite::memory:", "sqlite://:memory:", "sqlite:x?mode=memory"] {
            let written = Written { database_url: Some(url.to_owned()), ..Written::default() };
            assert!(Settings::check(written).is_err(), "{url}");
        }
    }

    #[test]
    fn an_empty_token_is_none() {
        let written =
            Written { bind: Some("0.0.0.0:8080".to_owned()), metrics_token: Some(String::new()), ..Written::default() };
        assert!(Settings::check(written).is_err());
    }

    #[test]
    fn what_is_shown_holds_no_secret() {
        let written = Written {
            database_url: Some("postgres://padi:hunter2@db/padi".to_owned()),
            storage_url: None,
            smtp_url: Some("smtps://u:hunter2@mail".to_owned()),
            metrics_token: Some("hunter2".to_owned()),
            ..Written::default()
        };
        let shown = Settings::check(written).unwrap().shown();
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("postgres://padi:(hidden)@db/padi"));
    }
}
