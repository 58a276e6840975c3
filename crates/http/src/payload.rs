//! Reading bodies: the deadline that every body has, the limit of size, and decompression.
//!
//! The server's own time-out covers the head of a request only; a body at one byte a second would hold its connection for ever. So the
//! payload of every request is wrapped by [`paced`] before a handler can see it.

use crate::language::Text;
use crate::problem::{Code, Problem};
use actix_web::dev::{Decompress, Payload};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, ContentEncoding, HeaderMap};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// The largest JSON body, as sent and after decompression.
pub const MAX_BODY: usize = 256 * 1024;

/// Compressed bodies reach the decoder in pieces of this size, because it gives out all that a piece expands to before anybody can count.
const PIECE: usize = 16;

/// How fast a body has to come.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Time that any body has.
    pub grace: Duration,
    /// Bytes that buy one more second each time they have come.
    pub bytes_per_second: u64,
    /// Time that no body may exceed.
    pub longest: Duration,
}

impl Pace {
    /// 10 s, then at least 16 KiB a second on average, at most 120 s.
    pub const STANDARD: Self =
        Self { grace: Duration::from_secs(10), bytes_per_second: 16 * 1024, longest: Duration::from_mins(2) };

    /// 10 s, then at least 16 KiB a second on average, at most 25 min: a film from a telephone in the country.
    pub const FORM: Self = Self { longest: Duration::from_mins(25), ..Self::STANDARD };

    /// The pace of a request by what it brings: a form brings a file.
    pub fn of(headers: &HeaderMap) -> Self {
        let form = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
        if form { Self::FORM } else { Self::STANDARD }
    }

    /// The time that a body has when so much of it has come.
    fn allowed(&self, received: u64) -> Duration {
        let earned = Duration::from_millis(received.saturating_mul(1000) / self.bytes_per_second.max(1));
        self.grace.saturating_add(earned).min(self.longest)
    }
}

/// The payload with a deadline: when it passes, reading fails with a time-out.
pub fn paced(payload: Payload, pace: Pace) -> Payload {
    match payload {
        Payload::None => Payload::None,
        inner => Payload::Stream { payload: Box::pin(Paced { inner, pace, received: 0, clock: None }) },
    }
}

struct Paced {
    inner: Payload,
    pace: Pace,
    received: u64,
    clock: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Stream for Paced {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let (start, timer) = this.clock.get_or_insert_with(|| {
            let now = Instant::now();
            (now, Box::pin(sleep_until(now + this.pace.grace)))
        });
        let next = Pin::new(&mut this.inner).poll_next(cx);
        if let Poll::Ready(None | Some(Err(_))) = next {
            return next;
        }
        if let Poll::Ready(Some(Ok(chunk))) = &next {
            this.received = this.received.saturating_add(chunk.len() as u64);
            timer.as_mut().reset(*start + this.pace.allowed(this.received));
        }
        match timer.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into())))),
            Poll::Pending => next,
        }
    }
}

/// Reads a whole body, decompressed, of at most `limit` bytes.
///
/// # Errors
/// 408, 413, 415 (coding) or 400, as a problem.
pub async fn read(payload: Payload, headers: &HeaderMap, limit: usize) -> Result<Bytes, Problem> {
    let coding = coding(headers)?;
    let mut seen = 0_usize;
    let counted = payload.map(move |chunk| {
        let chunk = chunk?;
        seen = seen.saturating_add(chunk.len());
        if seen > limit { Err(PayloadError::Overflow) } else { Ok(chunk) }
    });
    match coding {
        None => collect(counted, limit).await,
        Some(coding) => {
            let pieces = counted.map_ok(|chunk| stream::iter(pieces(chunk))).try_flatten();
            collect(Decompress::new(Box::pin(pieces), coding), limit).await
        }
    }
}

async fn collect(stream: impl Stream<Item = Result<Bytes, PayloadError>>, limit: usize) -> Result<Bytes, Problem> {
    let mut stream = std::pin::pin!(stream);
    let mut body = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| problem_of(&error))?;
        if body.len() + chunk.len() > limit {
            return Err(Problem::new(Code::PayloadTooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn pieces(mut chunk: Bytes) -> Vec<Result<Bytes, PayloadError>> {
    let mut list = Vec::with_capacity(chunk.len() / PIECE + 1);
    while chunk.len() > PIECE {
        list.push(Ok(chunk.split_to(PIECE)));
    }
    list.push(Ok(chunk));
    list
}

/// The one coding that a body may have.
fn coding(headers: &HeaderMap) -> Result<Option<ContentEncoding>, Problem> {
    let mut found = None;
    for value in headers.get_all(CONTENT_ENCODING) {
        for name in value.to_str().unwrap_or("?").split(',') {
            let next = match name.trim().to_ascii_lowercase().as_str() {
                "" | "identity" => continue,
                "gzip" | "x-gzip" => ContentEncoding::Gzip,
                "br" => ContentEncoding::Brotli,
                "zstd" => ContentEncoding::Zstd,
                _ => return Err(wrong_coding()),
            };
            if found.replace(next).is_some() {
                return Err(wrong_coding());
            }
        }
    }
    Ok(found)
}

fn wrong_coding() -> Problem {
    Problem::new(Code::UnsupportedMediaType).with_detail(Text::new(
        "Content-Encoding tidak didukung; pakai gzip, br, atau zstd, satu saja.",
        "Unsupported Content-Encoding; use one of gzip, br or zstd, and only one.",
    ))
}

/// What went wrong while a body was read.
pub fn problem_of(error: &PayloadError) -> Problem {
    match error {
        PayloadError::Overflow => Problem::new(Code::PayloadTooLarge),
        PayloadError::Io(error) if error.kind() == io::ErrorKind::TimedOut => Problem::new(Code::RequestTimeout),
        _ => Problem::new(Code::MalformedBody).with_detail(Text::new(
            "Isi permintaan terputus atau mampatannya rusak.",
            "The body was cut off or its compression is broken.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    const QUICK: Pace =
        Pace { grace: Duration::from_millis(40), bytes_per_second: 1000, longest: Duration::from_millis(120) };

    fn payload(stream: impl Stream<Item = Result<Bytes, PayloadError>> + 'static) -> Payload {
        Payload::Stream { payload: Box::pin(stream) }
    }

    fn drip(size: usize, every: Duration) -> Payload {
        payload(stream::unfold((), move |()| async move {
            tokio::time::sleep(every).await;
            Some((Ok(Bytes::from(vec![b' '; size])), ()))
        }))
    }

    async fn outcome(payload: Payload) -> (Code, Duration) {
        let start = Instant::now();
        let result = read(paced(payload, QUICK), &HeaderMap::new(), MAX_BODY).await;
        (result.unwrap_err().code(), start.elapsed())
    }

    #[actix_web::test]
    async fn a_silent_body_is_cut_after_the_grace() {
        let (code, took) = outcome(payload(stream::pending())).await;
        assert_eq!(code, Code::RequestTimeout);
        assert!(took >= QUICK.grace && took < Duration::from_secs(2), "{took:?}");
    }

    #[actix_web::test]
    async fn a_dripping_body_is_cut_and_a_steady_one_ends_at_the_longest() {
        let (code, took) = outcome(drip(1, Duration::from_millis(5))).await;
        assert_eq!(code, Code::RequestTimeout);
        assert!(took < Duration::from_millis(110), "one byte at a time earns next to nothing: {took:?}");
        let (code, took) = outcome(drip(50, Duration::from_millis(5))).await;
        assert_eq!(code, Code::RequestTimeout);
        assert!(took >= QUICK.longest, "fast enough, so only the longest time ends it: {took:?}");
    }

    #[test]
    fn time_is_earned_by_bytes() {
        let seconds = |received| Pace::STANDARD.allowed(received).as_secs();
        assert_eq!(seconds(0), 10);
        assert_eq!(seconds(256 * 1024), 26);
        assert_eq!(seconds(u64::MAX), 120);
    }

    #[actix_web::test]
    async fn a_body_over_the_limit_is_refused() {
        let body = stream::iter([Ok(Bytes::from(vec![b' '; MAX_BODY])), Ok(Bytes::from_static(b" "))]);
        let result = read(payload(body), &HeaderMap::new(), MAX_BODY).await;
        assert_eq!(result.unwrap_err().code(), Code::PayloadTooLarge);
    }

    #[actix_web::test]
    async fn codings_are_known_or_refused() {
        for (value, good) in
            [("gzip", true), ("br", true), ("zstd", true), ("identity", true), ("deflate", false), ("gzip, br", false)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(coding(&headers).is_ok(), good, "{value}");
        }
    }
}
