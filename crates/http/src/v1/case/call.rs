//! What every operation on a case takes beside its body, and the one way from a handler to the use case.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use futures_util::future::LocalBoxFuture;
use padi_app::App;
use padi_app::complaints::Access;
use padi_app::complaints::act::Terms;
use padi_app::error::Error;
use padi_app::idempotency::Answer;
use padi_kernel::actor::Denied;

use crate::auth::Credentials;
use crate::conditional::IfMatch;
use crate::context::Context;
use crate::idempotency::IdempotencyKey;
use crate::problem::Problem;
use crate::rate_limit::{Policy, charge_address};
use crate::write::{Scope, key, respond};

/// What is ordered of a kind of case, and the use case that does it.
pub(in crate::v1) trait Act: Sized {
    /// Does it to the case that the path names; the answer is the whole case.
    async fn act(self, call: &Call, id: &str, terms: Terms) -> Result<Answer, Error>;
}

/// A call: who, under what terms, in which language.
pub(in crate::v1) struct Call {
    pub(in crate::v1) app: web::Data<App>,
    pub(in crate::v1) access: Access,
    pub(in crate::v1) context: Context,
    request: HttpRequest,
    key: IdempotencyKey,
    if_match: IfMatch,
}

impl FromRequest for Call {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = req.clone();
        Box::pin(async move {
            let mut none = Payload::None;
            let Credentials { caller, tracking_secret } = Credentials::from_request(&request, &mut none).await?;
            Ok(Self {
                app: web::Data::from_request(&request, &mut none).await?,
                access: Access { caller, tracking_secret },
                context: Context::from_request(&request, &mut none).await?,
                key: IdempotencyKey::from_request(&request, &mut none).await?,
                if_match: IfMatch::from_request(&request, &mut none).await?,
                request,
            })
        })
    }
}

/// A call by somebody who has shown credentials: anybody else gets a 401 before the body is looked at.
pub(in crate::v1) struct KnownCall(pub(in crate::v1) Call);

impl FromRequest for KnownCall {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let call = Call::from_request(req, payload);
        Box::pin(async move {
            let call = call.await?;
            if call.access.is_anonymous() {
                return Err(Problem::from(Error::from(Denied::Unauthenticated)).into());
            }
            Ok(Self(call))
        })
    }
}

impl Call {
    /// The idempotency key in the caller's scope, and the precondition.
    pub(in crate::v1) fn terms(&self, canonical_body: &[u8]) -> Result<Terms, Problem> {
        let scope = match &self.access {
            Access { tracking_secret: Some(secret), .. } => Scope::Secret(secret),
            Access { caller, .. } if caller.person().is_some() => Scope::Account(&caller.scope),
            Access { .. } => Scope::Nobody,
        };
        let key = key(&self.request, scope, self.key.clone(), canonical_body)?;
        Ok(Terms { key, if_match: self.if_match.clone().for_use_case() })
    }

    /// What a failed call with a secret is answered with: guessing is charged, so that it soon meets the quota of tracking; whoever holds
    /// the right secret is not held up. A look by the number is charged as such already.
    pub(in crate::v1) fn failed(&self, error: Error) -> Problem {
        let hidden = matches!(error, Error::NotFound | Error::Denied(Denied::Hidden));
        let charged = self.request.path().starts_with("/v1/track/");
        if hidden && !charged && self.access.tracking_secret.is_some() {
            return charge_address(&self.request, Policy::Tracking).err().unwrap_or_else(|| error.into());
        }
        error.into()
    }
}

impl KnownCall {
    /// Does what is ordered and answers with the whole case.
    pub(in crate::v1) async fn act(
        self,
        id: &str,
        canonical_body: &[u8],
        order: impl Act,
    ) -> Result<HttpResponse, Problem> {
        let Self(call) = self;
        let terms = call.terms(canonical_body)?;
        let answer = order.act(&call, id, terms).await.map_err(|error| call.failed(error))?;
        Ok(respond(&call.context, answer))
    }
}
