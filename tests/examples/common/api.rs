//! Calls over HTTP, as any front end would make them.

use anyhow::Context as _;
use reqwest::{Client, Method, RequestBuilder, Response, header::HeaderMap};
use serde_json::{Value, json};
use uuid::Uuid;

/// By what a caller is known.
#[derive(Clone)]
pub(crate) enum Known {
    /// By nothing.
    Nobody,
    /// By an access token.
    Token(String),
    /// By the secret of a case.
    Secret(String),
}

/// The server, for a client.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) client: Client,
    /// Its address, without a slash at its end.
    pub(crate) url: String,
}

/// An answer.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    headers: HeaderMap,
    /// The body: JSON, or a string of what is none; null where there is none.
    pub(crate) body: Value,
}

/// A call to be made.
pub(crate) struct Call<'a> {
    /// Who calls.
    pub(crate) by: &'a Known,
    /// The method.
    pub(crate) method: Method,
    /// The path, with its query.
    pub(crate) path: &'a str,
    /// Headers beside the usual ones.
    pub(crate) headers: &'a [(&'static str, &'a str)],
    /// JSON to be sent.
    pub(crate) body: Option<&'a Value>,
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Api {
    pub(crate) fn new(url: &str) -> anyhow::Result<Self> {
        Ok(Self { client: Client::builder().no_proxy().build()?, url: url.to_owned() })
    }

    /// Makes a call, with an `Idempotency-Key` wherever the API takes one.
    #[expect(clippy::disallowed_methods, reason = "a client makes its keys as it likes")]
    pub(crate) async fn call(&self, call: Call<'_>) -> anyhow::Result<Answer> {
        let what = || format!("{} {}", call.method, call.path);
        let mut request = self.client.request(call.method.clone(), format!("{}{}", self.url, call.path));
        request = known(request, call.by);
        if call.method == Method::POST && !call.path.starts_with("/v1/auth/") {
            request = request.header("Idempotency-Key", Uuid::new_v4().to_string());
        }
        request = request.header("Accept-Language", "en");
        for (name, value) in call.headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = call.body {
            request = request.json(body);
        }
        read(request.send().await.with_context(what)?).await.with_context(what)
    }

    pub(crate) async fn get(&self, by: &Known, path: &str) -> anyhow::Result<Answer> {
        self.call(Call { by, method: Method::GET, path, headers: &[], body: None }).await
    }

    pub(crate) async fn post(&self, by: &Known, path: &str, body: &Value) -> anyhow::Result<Answer> {
        self.call(Call { by, method: Method::POST, path, headers: &[], body: Some(body) }).await
    }

    /// Logs in.
    pub(crate) async fn log_in(&self, email: &str, password: &str) -> anyhow::Result<Known> {
        let body = json!({ "email": email, "password": password });
        let answer = self.post(&Known::Nobody, "/v1/auth/login", &body).await?;
        let token = answer.body["access_token"].as_str();
        Ok(Known::Token(token.with_context(|| format!("{email} cannot log in: {}", answer.body))?.to_owned()))
    }
}

/// What came back, read to its end.
pub(crate) async fn read(answer: Response) -> anyhow::Result<Answer> {
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    // What is in a file is no example for people.
    let text = String::from_utf8(answer.bytes().await?.to_vec()).unwrap_or_else(|_| "(a file)".to_owned());
    let is_json = headers.get("content-type").is_some_and(|kind| kind.as_bytes().ends_with(b"json"));
    let body = match text.as_str() {
        "" => Value::Null,
        text if is_json => serde_json::from_str(text)?,
        text => Value::String(text.to_owned()),
    };
    Ok(Answer { status, headers, body })
}

/// With the credentials of who calls.
pub(crate) fn known(request: RequestBuilder, by: &Known) -> RequestBuilder {
    match by {
        Known::Nobody => request,
        Known::Token(token) => request.bearer_auth(token),
        Known::Secret(secret) => request.header("Tracking-Secret", secret),
    }
}
