//! The calls, as each of the two servers takes them.

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, ensure};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    seed::{self, Seeded},
    text,
};

/// A kind of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// One complaint, by its desk's administrator.
    One,
    /// The newest 50 public ones, by nobody known.
    Public,
    /// The 50 of the administrator's inbox that are due first.
    Inbox,
    /// Filing, with an account and an idempotency key.
    Create,
    /// Verifying and disposing to a unit, with an idempotency key.
    Verify,
}

impl Call {
    /// All, in the order in which they are measured: what is verified was created before.
    pub(crate) const ALL: [Self; 5] = [Self::One, Self::Public, Self::Inbox, Self::Create, Self::Verify];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::One => "get one case",
            Self::Public => "page of 50, public",
            Self::Inbox => "inbox of 50 by due date",
            Self::Create => "create",
            Self::Verify => "verify",
        }
    }

    fn path_of_floor(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Public => "public",
            Self::Inbox => "inbox",
            Self::Create => "create",
            Self::Verify => "verify",
        }
    }

    /// Calls in one turn: about a second of work.
    pub(crate) fn calls(self) -> usize {
        match self {
            Self::One => 2000,
            Self::Public | Self::Inbox | Self::Create | Self::Verify => 500,
        }
    }

    /// At most so many times the floor.
    pub(crate) fn bound(self) -> f64 {
        match self {
            Self::One | Self::Public | Self::Inbox => 1.5,
            Self::Create | Self::Verify => 2.0,
        }
    }
}

/// Where calls go, and with what.
pub(crate) struct Targets {
    client: Client,
    url: String,
    is_floor: bool,
    administrator: String,
    reporter: String,
    cases: std::sync::Arc<Vec<Uuid>>,
    city: String,
    unit: String,
    category: String,
    cursor: Option<String>,
    next: AtomicUsize,
    /// Filed here and not yet verified.
    filed: std::sync::Arc<std::sync::Mutex<Vec<Uuid>>>,
}

impl Targets {
    /// Calls of `padi`, by people who are logged in.
    pub(crate) async fn padi(url: &str, seeded: &Seeded) -> anyhow::Result<Self> {
        let administrator = seed::log_in(url, seed::ADMINISTRATOR).await?;
        let reporter = seed::log_in(url, seed::REPORTER).await?;
        Self::new(url, seeded, false, administrator, reporter)
    }

    /// Calls of the floor, which knows nobody.
    pub(crate) fn floor(url: &str, seeded: &Seeded) -> anyhow::Result<Self> {
        Self::new(url, seeded, true, String::new(), String::new())
    }

    fn new(
        url: &str,
        seeded: &Seeded,
        is_floor: bool,
        administrator: String,
        reporter: String,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            client: Client::builder().no_proxy().build()?,
            url: url.to_owned(),
            is_floor,
            administrator,
            reporter,
            cases: seeded.cases.clone(),
            city: seeded.city.clone(),
            unit: seeded.unit.clone(),
            category: seeded.category.clone(),
            cursor: None,
            next: AtomicUsize::new(0),
            filed: std::sync::Arc::default(),
        })
    }

    /// The same, with lists read from there on.
    pub(crate) fn at(&self, cursor: String) -> Self {
        Self {
            client: self.client.clone(),
            url: self.url.clone(),
            administrator: self.administrator.clone(),
            reporter: self.reporter.clone(),
            cases: self.cases.clone(),
            city: self.city.clone(),
            unit: self.unit.clone(),
            category: self.category.clone(),
            cursor: Some(cursor),
            next: AtomicUsize::new(0),
            filed: self.filed.clone(),
            is_floor: self.is_floor,
        }
    }

    /// Makes one call and waits for its answer; how many bytes its body had.
    pub(crate) async fn send(&self, call: Call) -> anyhow::Result<usize> {
        let (method, path, token, body) = self.asked(call)?;
        let mut request = self.client.request(method.clone(), format!("{}{path}", self.url));
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.header("Idempotency-Key", key()).json(&body);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await?;
        let expected = if call == Call::Create { 201 } else { 200 };
        ensure!(status == expected, "{method} {path}: {status}: {}", String::from_utf8_lossy(&body));
        if call == Call::Create {
            let id = text(&serde_json::from_slice(&body)?, "id")?.parse()?;
            self.filed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(id);
        }
        Ok(body.len())
    }

    fn asked(&self, call: Call) -> anyhow::Result<(Method, String, &str, Option<Value>)> {
        let floor = |rest: &str| format!("/{}{rest}", call.path_of_floor());
        let after = self.cursor.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        Ok(match call {
            Call::One => {
                // Far from each other, and every one of them in the end.
                let at = self.next.fetch_add(1, Ordering::Relaxed).wrapping_mul(7919) % self.cases.len();
                let id = self.cases[at];
                let path = if self.is_floor { floor(&format!("/{id}")) } else { format!("/v1/complaints/{id}") };
                (Method::GET, path, &self.administrator, None)
            }
            Call::Public | Call::Inbox if self.is_floor => (Method::GET, floor(""), "", None),
            Call::Public => (Method::GET, format!("/v1/complaints?limit=50{after}"), "", None),
            Call::Inbox => {
                let path = format!("/v1/complaints?scope=inbox&sort=due_at&limit=50{after}");
                (Method::GET, path, &self.administrator, None)
            }
            Call::Create => {
                let path = if self.is_floor { floor("") } else { "/v1/complaints".to_owned() };
                (Method::POST, path, &self.reporter, Some(seed::complaint(&self.city)))
            }
            Call::Verify => {
                let id = self.filed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
                let id = id.context("nothing left to be verified")?;
                let path = if self.is_floor { floor(&format!("/{id}")) } else { format!("/v1/complaints/{id}/verify") };
                let body = json!({
                    "class": "complaint_non_supervisory", "category_id": self.category,
                    "target_agency_id": self.city, "unit_id": self.unit,
                });
                (Method::POST, path, &self.administrator, Some(body))
            }
        })
    }

    /// Tells the floor how many bytes its answer to the call lacks.
    pub(crate) async fn shape(&self, call: Call, filling: usize) -> anyhow::Result<()> {
        let request = self.client.put(format!("{}/shape/{}", self.url, call.path_of_floor()));
        request.body(filling.to_string()).send().await?.error_for_status()?;
        Ok(())
    }

    /// Reads the list to that depth; the cursor of what follows.
    pub(crate) async fn walk(&self, list: Call, depth: usize) -> anyhow::Result<String> {
        const STEP: usize = 200;
        let mut cursor = None::<String>;
        for _ in 0..depth.div_ceil(STEP) {
            let after = cursor.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let (path, token) = match list {
                Call::Inbox => {
                    (format!("/v1/complaints?scope=inbox&sort=due_at&limit={STEP}{after}"), &self.administrator)
                }
                _ => (format!("/v1/complaints?limit={STEP}{after}"), &String::new()),
            };
            let mut request = self.client.get(format!("{}{path}", self.url));
            if !token.is_empty() {
                request = request.bearer_auth(token);
            }
            let page: Value = request.send().await?.error_for_status()?.json().await?;
            cursor = Some(text(&page, "next_cursor")?);
        }
        cursor.context("a depth of nothing")
    }
}

#[expect(clippy::disallowed_methods, reason = "a client makes its keys as it likes")]
fn key() -> String {
    Uuid::new_v4().to_string()
}
