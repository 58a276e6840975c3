//! How the API speaks: problems, methods, conditions, bodies, codings, headers, documentation.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use reqwest::Method;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::harness::{Answer, Caller, Case, Person, TestServer, complaint, on_both};

on_both!(paths_and_methods, bodies, conditions_and_codings, traces_and_languages, service_pages);

const JSON: &str = "application/json";

async fn paths_and_methods(server: &TestServer) {
    let nobody = Caller::Nobody;
    for path in
        ["/", "/v1", "/v1/nothing", "/v2/complaints", "/v1/complaints/x/y/z", "/docs/nothing.js", "/v1//complaints"]
    {
        server.get(&nobody, path).await.refused(404, "not_found");
    }
    for (method, path, allow) in [
        (Method::DELETE, "/v1/complaints", "GET, HEAD, POST, OPTIONS"),
        (Method::PUT, "/v1/regions/73.71", "GET, HEAD, OPTIONS"),
        (Method::GET, "/v1/auth/login", "POST, OPTIONS"),
        (Method::PATCH, "/healthz/live", "GET, HEAD, OPTIONS"),
    ] {
        let refused = server.call(method, path).send().await.refused(405, "method_not_allowed");
        let mut allowed: Vec<_> = refused.header("allow").split(", ").collect();
        let mut expected: Vec<_> = allow.split(", ").collect();
        allowed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(allowed, expected, "{path}");
        let options = server.call(Method::OPTIONS, path).send().await;
        assert_eq!((options.status, options.header("allow")), (204, refused.header("allow")));
    }
    for path in ["/v1/regions/73.71", "/v1/complaints", "/healthz/live", "/openapi.json"] {
        let (get, head) = (server.get(&nobody, path).await.ok(), server.call(Method::HEAD, path).send().await.ok());
        assert!(head.body.is_empty() && !get.body.is_empty(), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert_eq!(head.header("etag"), get.header("etag"), "{path}");
    }
    let missing = server.call(Method::HEAD, "/v1/regions/99").send().await;
    assert_eq!(
        (missing.status, missing.body.len(), missing.header("content-type")),
        (404, 0, "application/problem+json")
    );
    let preflight = server.call(Method::OPTIONS, "/v1/complaints").header("origin", "https://depan.example");
    let preflight = preflight.header("access-control-request-method", "POST").send().await;
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    assert_eq!(preflight.header("access-control-allow-credentials"), "");
    let page = server.get(&nobody, "/problems/invalid_transition").await.ok();
    assert!(page.header("content-type").starts_with("text/html"));
    server.get(&nobody, "/problems/nothing").await.refused(404, "not_found");
}

async fn send(server: &TestServer, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
    server.call(Method::POST, "/v1/complaints").header("content-type", kind).raw(body).send().await
}

async fn bodies(server: &TestServer) {
    for (body, code) in [
        ("{", "malformed_body"),
        ("[]", "malformed_body"),
        ("\"x\"", "malformed_body"),
        ("{}}", "malformed_body"),
        ("{\"title\": \"a\", \"title\": \"b\"}", "malformed_body"),
        ("{\"title\": 1}", "malformed_body"),
        ("{\"titel\": 1}", "unknown_field"),
        ("{'title': 1}", "malformed_body"),
        ("{\"title\": NaN}", "malformed_body"),
        ("{\"title\": \"\\ud800\"}", "malformed_body"),
        ("{\"a\": 1e999}", "malformed_body"),
    ] {
        let refused = send(server, JSON, body).await;
        assert_eq!(refused.status, 400, "{body}: {refused}");
        if body.starts_with("{\"a\"") || body.contains("NaN") {
            continue;
        }
        assert_eq!(refused.code(), code, "{body}: {refused}");
    }
    let control = complaint(server.places()).to_string().replace("Sudah", "\\u0000Sudah\\u202e");
    let refused = send(server, JSON, control).await.refused(422, "validation_failed");
    assert_eq!(refused.faults(), [("/body".to_owned(), "invalid_characters".to_owned())]);
    let deep = format!("{{\"reporter\": {}1{}}}", "[".repeat(40), "]".repeat(40));
    let refused = send(server, JSON, deep).await.refused(400, "malformed_body");
    assert_eq!(refused.faults()[0].1, "too_deep");
    send(server, JSON, format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))).await.refused(400, "malformed_body");
    for kind in
        ["text/plain", "application/xml", "application/json; charset=latin1", "application/merge-patch+json", ""]
    {
        send(server, kind, complaint(server.places()).to_string()).await.refused(415, "unsupported_media_type");
    }
    for kind in [JSON, "Application/JSON; charset=UTF-8"] {
        send(server, kind, complaint(server.places()).to_string()).await.ok();
    }
    let mut large = complaint(server.places());
    large["body"] = json!("x".repeat(300 * 1024));
    send(server, JSON, large.to_string()).await.refused(413, "payload_too_large");
    large["body"] = json!("é".repeat(20_000));
    send(server, JSON, large.to_string()).await.ok();
    large["body"] = json!("é".repeat(20_001));
    assert_eq!(send(server, JSON, large.to_string()).await.refused(422, "validation_failed").faults()[0].1, "too_long");
    compressed(server).await;
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

async fn compressed(server: &TestServer) {
    let send = async |coding: &str, body: Vec<u8>| {
        let call = server.call(Method::POST, "/v1/complaints").header("content-type", JSON);
        call.header("content-encoding", coding).raw(body).send().await
    };
    let body = complaint(server.places()).to_string();
    send("gzip", gzip(body.as_bytes())).await.ok();
    send("gzip", body.clone().into_bytes()).await.refused(400, "malformed_body");
    send("lzma", body.into_bytes()).await.refused(415, "unsupported_media_type");
    // 100 MB of blanks in 100 kB.
    let bomb = gzip(&vec![b' '; 100_000_000]);
    assert!(bomb.len() < 256 * 1024);
    let since = Instant::now();
    send("gzip", bomb).await.refused(413, "payload_too_large");
    assert!(since.elapsed() < Duration::from_secs(3), "it was not unpacked");
}

async fn conditions_and_codings(server: &TestServer) {
    let case = Case::new(server).await;
    let get = async |headers: &[(&str, &str)]| {
        let call = server.call(Method::GET, &case.path()).by(&case.reporter);
        headers.iter().fold(call, |call, (name, value)| call.header(name, value)).send().await
    };
    assert_eq!(get(&[]).await.ok().header("etag"), "\"1\"");
    for coding in ["gzip", "br", "zstd"] {
        let answer = get(&[("accept-encoding", coding)]).await.ok();
        assert_eq!((answer.header("content-encoding"), answer.header("etag")), (coding, "W/\"1\""));
        let unchanged = get(&[("accept-encoding", coding), ("if-none-match", "W/\"1\"")]).await;
        assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
    }
    for tag in ["\"1\"", "W/\"1\"", "\"7\", \"1\"", "*"] {
        let answer = get(&[("if-none-match", tag)]).await;
        assert_eq!((answer.status, answer.header("etag")), (304, "\"1\""), "{tag}");
    }
    for tag in ["\"2\"", "\"01\"", "\"x\""] {
        assert_eq!(get(&[("if-none-match", tag)]).await.status, 200, "{tag}");
    }
    get(&[("if-none-match", "1")]).await.refused(400, "invalid_parameter");
    let withdraw = async |tag: &str| {
        let call = server.call(Method::POST, &case.path_to("withdraw")).by(&case.reporter).header("if-match", tag);
        call.json(&json!({})).send().await
    };
    withdraw("\"2\"").await.refused(412, "version_mismatch");
    assert_eq!(withdraw("W/\"1\"").await.ok().header("etag"), "\"2\"");
    assert_eq!(get(&[("if-none-match", "\"1\"")]).await.ok().header("etag"), "\"2\"");
    let located = Case::new(server).await;
    let filed = server.post(&Caller::Nobody, "/v1/complaints", complaint(server.places())).await.ok();
    assert_eq!(filed.header("location"), format!("http://padi.test/v1/complaints/{}", filed.text("id")));
    drop(located);
}

async fn traces_and_languages(server: &TestServer) {
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let with = async |parent: &str| {
        let call = server.call(Method::GET, "/v1/nothing").header("traceparent", parent).send().await;
        call.refused(404, "not_found").text("trace_id")
    };
    assert_eq!(with(&format!("00-{trace}-b7ad6b7169203331-01")).await, trace);
    for broken in [
        format!("00-{}-b7ad6b7169203331-01", "0".repeat(32)),
        format!("ff-{trace}-b7ad6b7169203331-01"),
        "x".to_owned(),
    ] {
        assert_ne!(with(&broken).await, trace, "{broken}");
    }
    assert_ne!(with("x").await, with("x").await);
    for (language, title) in
        [("en", "en"), ("en-GB, id;q=0.5", "en"), ("id", "id"), ("fr", "id"), ("id;q=0.1, en;q=0.9", "en"), ("*", "id")]
    {
        let answer = server.call(Method::GET, "/v1/nothing").header("accept-language", language).send().await;
        assert_eq!(answer.header("content-language"), title, "{language}");
    }
    let answer = server.call(Method::GET, "/v1/nothing").header("x-request-id", "mine").send().await;
    assert_ne!(answer.header("x-request-id"), "mine");
}

async fn service_pages(server: &TestServer) {
    let nobody = Caller::Nobody;
    assert_eq!(server.get(&nobody, "/healthz/live").await.ok().text("status"), "live");
    let ready = server.get(&nobody, "/healthz/ready").await.ok().json();
    assert_eq!(ready["components"]["database"]["ready"], true);
    Case::new(server).await;
    let metrics = server.get(&nobody, "/metrics").await.ok();
    let text = String::from_utf8_lossy(&metrics.body).into_owned();
    assert!(text.contains("http_requests_total{method=\"POST\",route=\"/v1/complaints\",status=\"201\"}"), "{text}");
    assert!(text.contains("http_request_duration_seconds"));
    let document = server.get(&nobody, "/openapi.json").await.ok();
    assert_eq!(document.json()["openapi"], "3.1.0");
    assert_eq!(server.get(&nobody, "/docs").await.header("location"), "/docs/");
    let page = server.get(&nobody, "/docs/").await.ok();
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let assets: Vec<&str> = html
        .split(['"', '\''])
        .filter(|part| [".js", ".css", ".png"].iter().any(|ending| part.ends_with(ending)))
        .collect();
    assert!(assets.len() >= 3, "{html}");
    for asset in assets {
        assert!(!asset.contains("//"), "{asset} lies outside");
        let answer = server
            .get(&nobody, &format!("/docs/{}", asset.trim_start_matches("./").trim_start_matches("/docs/")))
            .await;
        assert_eq!(answer.status, 200, "{asset}");
    }
    assert!(page.header("content-security-policy").contains("default-src 'self'"), "{:?}", page.headers);
    let limits = server.get(&server.log_in(Person::Budi).await, "/v1/me/limits").await.ok();
    assert_eq!(limits.json()["data"], json!([]), "limits are off here");
}

/// A body at less than a byte a second is cut off; others are served meanwhile. Takes as long as the grace of a body.
#[test]
fn a_slow_body_is_cut_off() {
    crate::harness::run(crate::harness::Backend::Sqlite, async |server: &TestServer| {
        let mut stream = TcpStream::connect(server.address()).await.expect("a connection");
        let head =
            "POST /v1/complaints HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
        stream.write_all(head.as_bytes()).await.expect("the head");
        let since = Instant::now();
        let mut answer = String::new();
        let drip = async {
            loop {
                tokio::time::sleep(Duration::from_secs(2)).await;
                server.get(&Caller::Nobody, "/healthz/live").await.ok();
            }
        };
        tokio::select! {
            () = drip => {}
            read = stream.read_to_string(&mut answer) => { read.expect("an answer"); }
        }
        assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("request_timeout"), "{answer}");
        assert!((9..20).contains(&since.elapsed().as_secs()), "{:?}", since.elapsed());
    });
}
