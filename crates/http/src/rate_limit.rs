//! Rate limits: who may ask how often, and the headers that tell (IETF draft `RateLimit`, `RateLimit-Policy`).
//!
//! The middleware charges each request to its address. Handlers charge what they know more of with [`charge`]: the account, a log-in, a
//! look at a tracking number. All that was charged in a request stands in the headers of its answer. Buckets live in memory, run on the
//! real clock, and are forgotten when they are full again. Addresses come from the peer, or from `X-Forwarded-For` where the peer is a
//! trusted proxy; IPv6 counts by /64.

use crate::client_address::{by_network, client_address};
use crate::problem::{Code, Problem};
use crate::server::Http;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpMessage, HttpRequest, web};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::{StateInformationMiddleware, StateSnapshot};
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::DashMapStateStore;
use governor::{NotUntil, Quota, RateLimiter};
use ipnet::IpNet;
use serde::Serialize;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Requests of an address: 120 a minute.
    Address,
    /// Requests of an account: 600 a minute.
    Account,
    /// Log-ins from an address: 10 a minute.
    LoginAddress,
    /// Log-ins to an account: 5 a minute.
    LoginAccount,
    /// Looks at a tracking number from an address: 10 a minute.
    Tracking,
    /// Filing without account from an address: 30 an hour.
    Filing,
}

impl Policy {
    /// Every policy.
    pub const ALL: [Self; 6] =
        [Self::Address, Self::Account, Self::LoginAddress, Self::LoginAccount, Self::Tracking, Self::Filing];

    /// The name in headers and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Account => "account",
            Self::LoginAddress => "login-address",
            Self::LoginAccount => "login-account",
            Self::Tracking => "tracking",
            Self::Filing => "filing",
        }
    }

    /// Requests, and the window in seconds.
    const fn quota(self) -> (u32, u64) {
        match self {
            Self::Address => (120, 60),
            Self::Account => (600, 60),
            Self::LoginAccount => (5, 60),
            Self::LoginAddress | Self::Tracking => (10, 60),
            Self::Filing => (30, 3600),
        }
    }
}

/// Who is charged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// An address; the /64 of an IPv6 address.
    Address(IpAddr),
    /// An account.
    Account(Uuid),
    /// A name that may belong to nobody, as a hash that means nothing outside of this process.
    Named(u64),
}

/// `PADI_RATE_LIMIT`: a factor on all quotas, or none at all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    /// No limits.
    Off,
    /// All quotas times this.
    Factor(f64),
}

impl std::str::FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "off" => Ok(Self::Off),
            number => match number.parse::<f64>() {
                Ok(factor) if factor.is_finite() && factor > 0.0 && factor <= 1e6 => Ok(Self::Factor(factor)),
                _ => Err(format!("{text:?} is neither `off` nor a factor above 0 and up to 1000000")),
            },
        }
    }
}

/// How a quota stands after a charge, or as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Standing {
    /// Name of the policy (nama kuota).
    #[schema(example = "address")]
    pub name: String,
    /// Requests in the window (batas).
    #[schema(minimum = 1, example = 120)]
    pub limit: u32,
    /// Length of the window in seconds (jangka waktu).
    #[schema(minimum = 1, example = 60)]
    pub window_seconds: u64,
    /// Requests that are left now (sisa).
    #[schema(minimum = 0, example = 118)]
    pub remaining: u32,
    /// Seconds until there are more (detik hingga bertambah); 0 if all are left.
    #[schema(minimum = 0, example = 1)]
    pub reset_seconds: u64,
}

type Buckets = Arc<DashMapStateStore<Who>>;
type Limiter = RateLimiter<Who, Shared, DefaultClock, StateInformationMiddleware>;

/// The buckets, shared by the limiter that charges and the one that only looks.
struct Shared {
    buckets: Buckets,
    look_only: bool,
}

impl StateStore for Shared {
    type Key = Who;

    fn measure_and_replace<T, F, E>(&self, key: &Who, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        if !self.look_only {
            return self.buckets.measure_and_replace(key, decide);
        }
        // Looking makes no bucket.
        if !self.buckets.contains_key(key) {
            return decide(None).map(|(outcome, _)| outcome);
        }
        // A bucket keeps its state when the decision is an error: so the outcome travels as one.
        let looked = self.buckets.measure_and_replace(key, |state| {
            Err::<(Infallible, Nanos), Result<T, E>>(decide(state).map(|(outcome, _)| outcome))
        });
        match looked {
            Err(outcome) => outcome,
            Ok(never) => match never {},
        }
    }
}

/// One policy at work.
struct Gate {
    policy: Policy,
    limit: NonZeroU32,
    window: Duration,
    buckets: Buckets,
    charging: Limiter,
    looking: Limiter,
    charges: AtomicU32,
}

/// How many charges pass between two sweeps of a policy's buckets.
const SWEEP: u32 = 4096;

impl Gate {
    fn new(policy: Policy, factor: f64) -> Option<Self> {
        let (count, seconds) = policy.quota();
        let limit = scaled(count, factor);
        let window = Duration::from_secs(seconds);
        let quota = Quota::with_period(window / limit.get())?.allow_burst(limit);
        let buckets: Buckets = Arc::default();
        let limiter = |look_only| -> Limiter {
            let shared = Shared { buckets: Arc::clone(&buckets), look_only };
            RateLimiter::new(quota, shared, DefaultClock::default())
        };
        let (charging, looking) = (limiter(false), limiter(true));
        Some(Self { policy, limit, window, buckets, charging, looking, charges: AtomicU32::new(0) })
    }

    /// Takes one request from the bucket.
    fn charge(&self, who: &Who) -> Result<Standing, (Standing, Duration)> {
        if self.charges.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.sweep();
        }
        match self.charging.check_key(who) {
            Ok(state) => Ok(self.standing(state.remaining_burst_capacity())),
            Err(until) => {
                let wait = wait_of(&until);
                Err((Standing { reset_seconds: ceil_seconds(wait), ..self.standing(0) }, wait))
            }
        }
    }

    /// Gives one request back: the bucket is as if it had not been charged.
    fn refund(&self, who: &Who) -> Standing {
        let one = Nanos::from(self.window / self.limit.get());
        if self.buckets.contains_key(who) {
            // The state is when the bucket will be full again; without one it is full, and stays so.
            let given_back = self.buckets.measure_and_replace(who, |state| match state {
                Some(full_at) => Ok(((), full_at.saturating_sub(one))),
                None => Err(()),
            });
            given_back.unwrap_or_default();
        }
        self.look(who)
    }

    /// The bucket as it is.
    fn look(&self, who: &Who) -> Standing {
        match self.looking.check_key(who) {
            Ok(state) => self.standing(state.remaining_burst_capacity().saturating_add(1)),
            Err(until) => Standing { reset_seconds: ceil_seconds(wait_of(&until)), ..self.standing(0) },
        }
    }

    /// Forgets buckets that are full again: who has not asked for a whole window looks like somebody new.
    fn sweep(&self) {
        // Collected first: looking at a bucket while the map is walked could lock a shard twice.
        let known: Vec<Who> = self.buckets.iter().map(|entry| entry.key().clone()).collect();
        let full = |state: StateSnapshot| state.remaining_burst_capacity().saturating_add(1) >= self.limit.get();
        let idle = known.into_iter().filter(|who| self.looking.check_key(who).is_ok_and(full));
        for who in idle {
            self.buckets.remove(&who);
        }
    }

    fn standing(&self, remaining: u32) -> Standing {
        let limit = self.limit.get();
        let one_more = self.window / limit;
        Standing {
            name: self.policy.name().to_owned(),
            limit,
            window_seconds: self.window.as_secs(),
            remaining: remaining.min(limit),
            reset_seconds: if remaining >= limit { 0 } else { ceil_seconds(one_more) },
        }
    }
}

fn wait_of(until: &NotUntil<<DefaultClock as Clock>::Instant>) -> Duration {
    until.wait_time_from(DefaultClock::default().now())
}

fn ceil_seconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis().div_ceil(1000)).unwrap_or(u64::MAX).max(1)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded and clamped to 1..=u32::MAX")]
fn scaled(count: u32, factor: f64) -> NonZeroU32 {
    let value = (f64::from(count) * factor).round().clamp(1.0, f64::from(u32::MAX));
    NonZeroU32::new(value as u32).unwrap_or(NonZeroU32::MIN)
}

/// All limits of a process.
pub struct RateLimits {
    gates: Vec<Gate>,
    proxies: Vec<IpNet>,
    names: RandomState,
}

/// What was charged in a request, for the headers of its answer.
#[derive(Default)]
struct Charged(Vec<Standing>);

impl RateLimits {
    /// The limits at a setting; `proxies` are the networks whose `X-Forwarded-For` is believed.
    pub fn new(setting: Setting, proxies: Vec<IpNet>) -> Self {
        let gates = match setting {
            Setting::Off => Vec::new(),
            Setting::Factor(factor) => Policy::ALL.into_iter().filter_map(|policy| Gate::new(policy, factor)).collect(),
        };
        Self { gates, proxies, names: RandomState::new() }
    }

    fn gate(&self, policy: Policy) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.policy == policy)
    }

    /// A name, such as an e-mail address at log-in, as something to charge.
    pub fn named(&self, name: &str) -> Who {
        Who::Named(self.names.hash_one(name.trim().to_lowercase()))
    }
}

/// The client of a request, to be charged.
pub fn client(req: &HttpRequest) -> Who {
    let proxies = limits_of(req).map_or(&[][..], |limits| &limits.proxies);
    let peer = req.peer_addr().map(|address| address.ip());
    Who::Address(by_network(client_address(peer, req.headers(), proxies)))
}

fn limits_of(req: &HttpRequest) -> Option<&RateLimits> {
    req.app_data::<web::Data<Http>>().map(|http| http.limits())
}

/// Charges one request to somebody.
///
/// # Errors
/// 429 `rate_limited` with `Retry-After`.
pub fn charge(req: &HttpRequest, policy: Policy, who: &Who) -> Result<(), Problem> {
    let Some(gate) = limits_of(req).and_then(|limits| limits.gate(policy)) else { return Ok(()) };
    let (standing, wait) = match gate.charge(who) {
        Ok(standing) => (standing, None),
        Err((standing, wait)) => (standing, Some(wait)),
    };
    let mut extensions = req.extensions_mut();
    match extensions.get_mut::<Charged>() {
        Some(charged) => charged.0.push(standing),
        None => {
            extensions.insert(Charged(vec![standing]));
        }
    }
    match wait {
        None => Ok(()),
        Some(wait) => Err(Problem::new(Code::RateLimited).retry_after(wait).with("policy", policy.name())),
    }
}

/// Charges one request to the client's address.
///
/// # Errors
/// As [`charge`].
pub fn charge_address(req: &HttpRequest, policy: Policy) -> Result<(), Problem> {
    charge(req, policy, &client(req))
}

/// Charges a log-in to the address and to the name that is tried, whether or not it exists.
///
/// # Errors
/// As [`charge`].
pub fn charge_login(req: &HttpRequest, name: &str) -> Result<(), Problem> {
    charge_address(req, Policy::LoginAddress)?;
    match limits_of(req) {
        Some(limits) => charge(req, Policy::LoginAccount, &limits.named(name)),
        None => Ok(()),
    }
}

/// Gives back what [`charge_login`] took: the log-in was none that guessed.
pub fn refund_login(req: &HttpRequest, name: &str) {
    let Some(limits) = limits_of(req) else { return };
    for (policy, who) in [(Policy::LoginAddress, client(req)), (Policy::LoginAccount, limits.named(name))] {
        let Some(gate) = limits.gate(policy) else { continue };
        let standing = gate.refund(&who);
        let mut extensions = req.extensions_mut();
        let told = extensions.get_mut::<Charged>().into_iter().flat_map(|charged| &mut charged.0);
        told.filter(|told| told.name == policy.name()).for_each(|told| *told = standing.clone());
    }
}

/// How the caller's quotas stand, without charging anything. Empty where limits are off.
pub fn snapshot(req: &HttpRequest, account: Option<Uuid>) -> Vec<Standing> {
    let Some(limits) = limits_of(req) else { return Vec::new() };
    let address = client(req);
    let by_address = [Policy::Address, Policy::LoginAddress, Policy::Tracking, Policy::Filing];
    let mut list: Vec<Standing> =
        by_address.into_iter().filter_map(|policy| limits.gate(policy)).map(|gate| gate.look(&address)).collect();
    if let (Some(account), Some(gate)) = (account, limits.gate(Policy::Account)) {
        list.push(gate.look(&Who::Account(account)));
    }
    list
}

/// Writes what was charged in a request into the headers of its answer.
pub fn write_headers(req: &HttpRequest, headers: &mut HeaderMap) {
    let extensions = req.extensions();
    let Some(Charged(list)) = extensions.get::<Charged>() else { return };
    let (mut policy, mut state) = (String::new(), String::new());
    for standing in list {
        let comma = if policy.is_empty() { "" } else { ", " };
        let Standing { name, limit, window_seconds, remaining, reset_seconds } = standing;
        // Writing to a String can't fail.
        let _ = write!(policy, "{comma}\"{name}\";q={limit};w={window_seconds}");
        let _ = write!(state, "{comma}\"{name}\";r={remaining};t={reset_seconds}");
    }
    for (name, value) in [("ratelimit-policy", policy), ("ratelimit", state)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

#[cfg(test)]
#[path = "rate_limit_tests.rs"]
mod tests;
