//! Who calls: the extractors [`Auth`], [`Required`] and [`Credentials`].
//!
//! An access token comes as `Authorization: Bearer`. A reporter without account shows `Tracking-Secret` instead; it belongs to the
//! case in the path, so that only the use case can check it. A token that is not good is a 401 even where none was needed.

use crate::language::Text;
use crate::problem::{Code, Problem};
use crate::rate_limit::{self, Policy, Who};
use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use padi_app::App;
use padi_app::caller::Caller;
use padi_app::error::Error;
use padi_kernel::actor::Denied;

/// The header of a reporter without account.
pub const TRACKING_SECRET: &str = "Tracking-Secret";

/// The operation that tells the quotas must not cost what it tells.
const FREE: &str = "/v1/me/limits";

/// The longest secret that is looked at.
const MAX_SECRET: usize = 128;

/// The caller; anonymous where no token came.
#[derive(Clone, Debug)]
pub struct Auth(pub Caller);

/// The caller, who must have shown a good token.
#[derive(Clone, Debug)]
pub struct Required(pub Caller);

/// The caller of a case: a person, a reporter who shows the secret of the case, or nobody known.
#[derive(Clone)]
pub struct Credentials {
    /// The person, or nobody known.
    pub caller: Caller,
    /// What came as `Tracking-Secret`, unchecked.
    pub tracking_secret: Option<String>,
}

impl FromRequest for Auth {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Ok(Self(caller(&req).await?.unwrap_or_else(Caller::anonymous))) })
    }
}

impl FromRequest for Required {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { caller(&req).await?.map(Self).ok_or_else(|| Problem::new(Code::Unauthenticated)) })
    }
}

impl FromRequest for Credentials {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let person = caller(&req).await?;
            let tracking_secret = secret(req.headers())?;
            if person.is_some() && tracking_secret.is_some() {
                return Err(both());
            }
            Ok(Self { caller: person.unwrap_or_else(Caller::anonymous), tracking_secret })
        })
    }
}

/// The person behind the token, charged to their account; nothing where no token came.
async fn caller(req: &HttpRequest) -> Result<Option<Caller>, Problem> {
    let Some(token) = bearer(req.headers())? else { return Ok(None) };
    let app = req
        .app_data::<web::Data<App>>()
        .ok_or_else(|| Problem::internal(&std::io::Error::other("the use cases are not wired")))?;
    let session = app.authenticate(token).await.map_err(|error| match error {
        Error::Denied(Denied::Unauthenticated) => Problem::invalid_token(),
        other => other.into(),
    })?;
    if req.path() != FREE {
        rate_limit::charge(req, Policy::Account, &Who::Account(session.person.user.0))?;
    }
    Ok(Some(session.caller()))
}

/// The token of `Authorization: Bearer`, one of a kind, of the characters that RFC 6750 2.1 has.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut values = headers.get_all(AUTHORIZATION);
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Problem::invalid_token());
    }
    let token = value.to_str().ok().and_then(|text| text.split_once(' ')).and_then(|(scheme, token)| {
        let core = token.trim_end_matches('=');
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"-._~+/".contains(&b);
        let good = scheme.eq_ignore_ascii_case("bearer") && !core.is_empty() && core.bytes().all(fits);
        good.then_some(token)
    });
    token.map(Some).ok_or_else(Problem::invalid_token)
}

/// The secret, once, of visible characters.
fn secret(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(TRACKING_SECRET);
    let Some(value) = values.next() else { return Ok(None) };
    let text = value
        .to_str()
        .ok()
        .filter(|text| (1..=MAX_SECRET).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()));
    match (text, values.next()) {
        (Some(text), None) => Ok(Some(text.to_owned())),
        _ => Err(Problem::invalid_parameter(
            TRACKING_SECRET,
            Text::new(
                "Tracking-Secret harus berupa karakter ASCII yang terlihat, satu kali saja.",
                "Tracking-Secret must be visible ASCII characters, and stand once.",
            ),
        )),
    }
}

fn both() -> Problem {
    Problem::invalid_parameter(
        TRACKING_SECRET,
        Text::new(
            "Kirim token akses atau Tracking-Secret, jangan keduanya.",
            "Send an access token or a Tracking-Secret, not both.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn headers(name: &'static str, values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn a_bearer_token_is_read_strictly() {
        let read = |values: &[&str]| {
            let headers = headers("authorization", values);
            bearer(&headers).map(|token| token.map(str::to_owned)).map_err(|problem| problem.code())
        };
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["Bearer a.b-c_d"]), Ok(Some("a.b-c_d".to_owned())));
        assert_eq!(read(&["bearer YQ=="]), Ok(Some("YQ==".to_owned())));
        for bad in [
            &["Bearer"][..],
            &["Bearer "],
            &["Bearer  a"],
            &["Bearer a b"],
            &["Bearer ="],
            &["Bearer a=b"],
            &["Basic YTpi"],
            &["a.b.c"],
            &[""],
            &["Bearer a,Bearer b"],
            &["Bearer a", "Bearer a"],
        ] {
            assert_eq!(read(bad), Err(Code::Unauthenticated), "{bad:?}");
        }
    }

    #[test]
    fn a_secret_stands_once() {
        let read = |values: &[&str]| secret(&headers("tracking-secret", values)).map_err(|problem| problem.code());
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["0123ABC"]), Ok(Some("0123ABC".to_owned())));
        let long = "A".repeat(MAX_SECRET + 1);
        for bad in [&[""][..], &["a b"], &["a", "a"], &[long.as_str()]] {
            assert_eq!(read(bad), Err(Code::InvalidParameter), "{bad:?}");
        }
    }
}
