//! Calls and answers. Every answer is held against what all answers have: a problem where it is no success, the trace id twice.

use bytes::Bytes;
use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde_json::Value;

use super::{TestServer, server::PUBLIC_URL, trace};

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    Nobody,
    /// A reporter without account.
    Secret(String),
    /// A person.
    Token(String),
}

/// A call that is being put together.
pub(crate) struct Call(RequestBuilder);

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl TestServer {
    /// A call of that method.
    pub(crate) fn call(&self, method: Method, path: &str) -> Call {
        Call(self.client.request(method, format!("{}{path}", self.base())))
    }

    pub(crate) async fn get(&self, caller: &Caller, path: &str) -> Answer {
        self.call(Method::GET, path).by(caller).send().await
    }

    pub(crate) async fn post(&self, caller: &Caller, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path).by(caller).json(&body).send().await
    }

    /// A change of what stands at version `*`.
    pub(crate) async fn patch(&self, caller: &Caller, path: &str, body: Value) -> Answer {
        let call = self.call(Method::PATCH, path).by(caller).header("if-match", "*");
        call.header("content-type", "application/merge-patch+json").raw(body.to_string()).send().await
    }

    /// The rows of a list, all pages.
    pub(crate) async fn all(&self, caller: &Caller, path: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut cursor = None::<String>;
        loop {
            assert!(rows.len() < 1_000, "a list without end: {path}");
            let join = if path.contains('?') { '&' } else { '?' };
            let at = cursor.map(|cursor| format!("{path}{join}cursor={cursor}"));
            let page = self.get(caller, at.as_deref().unwrap_or(path)).await.ok().json();
            rows.extend(page["data"].as_array().expect("data").iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => return rows,
            }
        }
    }
}

impl Call {
    pub(crate) fn by(self, caller: &Caller) -> Self {
        Self(match caller {
            Caller::Nobody => self.0,
            Caller::Secret(secret) => self.0.header("tracking-secret", secret),
            Caller::Token(token) => self.0.bearer_auth(token),
        })
    }

    pub(crate) fn header(self, name: &str, value: impl AsRef<str>) -> Self {
        Self(self.0.header(name, value.as_ref()))
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        Self(self.0.json(body))
    }

    pub(crate) fn raw(self, body: impl Into<reqwest::Body>) -> Self {
        Self(self.0.body(body))
    }

    pub(crate) async fn send(self) -> Answer {
        let answer = self.0.send().await.expect("an answer");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.bytes().await.expect("the body");
        let answer = Answer { status, headers, body };
        answer.check();
        answer
    }
}

impl Answer {
    /// What holds for every answer.
    fn check(&self) {
        assert!(self.status != 500, "{self}");
        let trace = self.header("x-request-id");
        assert!(trace.len() == 32 && trace.bytes().all(|b| b.is_ascii_hexdigit()), "{self}");
        for (name, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY")] {
            assert_eq!(self.header(name), value, "{self}");
        }
        assert!(
            self.header("vary").starts_with("Authorization, Tracking-Secret, Accept-Language, Accept-Encoding"),
            "{self}"
        );
        if self.status < 400 || self.body.is_empty() {
            return;
        }
        assert_eq!(self.header("content-type"), "application/problem+json", "{self}");
        let problem = self.json();
        assert_eq!(problem["trace_id"], trace, "{self}");
        assert_eq!(problem["status"], self.status, "{self}");
        assert_eq!(problem["type"], format!("{PUBLIC_URL}/problems/{}", self.code()), "{self}");
        assert!(
            ["title", "detail"].iter().all(|name| problem[name].as_str().is_some_and(|text| !text.is_empty())),
            "{self}"
        );
        assert_eq!(self.status == 401, self.headers.contains_key("www-authenticate"), "{self}");
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a text"))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// A text of the body.
    pub(crate) fn text(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_else(|| panic!("no text {name}: {self}")).to_owned()
    }

    /// The code of a problem.
    pub(crate) fn code(&self) -> String {
        self.text("code")
    }

    /// Demands a success.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert!((200..300).contains(&self.status), "{self}");
        self
    }

    /// Demands a problem.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Self {
        let found = self.json()["code"].as_str().unwrap_or_default().to_owned();
        assert_eq!((self.status, found.as_str()), (status, code), "{self}");
        self
    }

    /// The faults of a body: pointer and code of each.
    pub(crate) fn faults(&self) -> Vec<(String, String)> {
        let list = self.json()["errors"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        list.iter().map(|fault| (text(&fault["pointer"]), text(&fault["code"]))).collect()
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, String::from_utf8_lossy(&self.body))?;
        if self.status >= 500 {
            write!(f, "\n{}", trace::logged_for(self.header("x-request-id")))?;
        }
        Ok(())
    }
}
