//! The whole stack around handlers of its own: in process, and over a socket where the connection matters.

use super::*;
use crate::body::Body;
use crate::conditional::{ETag, IfMatch};
use crate::problem::Problem;
use crate::query::{Limit, Query};
use crate::rate_limit::{self, Policy};
use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use validator::Validate;

#[derive(Deserialize, Validate)]
struct Greeting {
    #[validate(length(min = 2))]
    name: String,
}

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    limit: Limit,
}

async fn greet(body: Body<Greeting>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Created().json(json!({ "hello": body.value.name })))
}

async fn list(query: Query<Listing>) -> HttpResponse {
    HttpResponse::Ok().insert_header(ETag(7)).json(json!({ "limit": query.0.limit.get(), "text": "x".repeat(2000) }))
}

async fn change(condition: IfMatch) -> Result<HttpResponse, Problem> {
    padi_app::if_match::IfMatch::require(condition.for_use_case().as_ref(), 7)?;
    Ok(HttpResponse::NoContent().finish())
}

async fn quotas(req: HttpRequest) -> HttpResponse {
    HttpResponse::Ok().json(rate_limit::snapshot(&req, None))
}

async fn track(req: HttpRequest) -> Result<HttpResponse, Problem> {
    rate_limit::charge_address(&req, Policy::Tracking)?;
    Ok(HttpResponse::Ok().finish())
}

/// Told by [`slow`] that it runs.
static RUNS: tokio::sync::Notify = tokio::sync::Notify::const_new();

async fn slow() -> HttpResponse {
    RUNS.notify_one();
    tokio::time::sleep(Duration::from_millis(400)).await;
    HttpResponse::Ok().body("finished")
}

async fn explode() -> HttpResponse {
    panic!("on purpose")
}

fn wire(config: &mut web::ServiceConfig) {
    config
        .route("/test/greet", web::post().to(greet))
        .route("/test/list", web::get().to(list))
        .route("/test/change", web::patch().to(change))
        .route("/test/track", web::get().to(track))
        .route("/test/slow", web::get().to(slow))
        .route("/test/explode", web::get().to(explode))
        .route("/test/number/{n}", web::get().to(async |_: web::Path<u32>| HttpResponse::Ok()))
        .route("/test/limits", web::get().to(quotas));
}

fn settings() -> HttpSettings {
    HttpSettings {
        public_url: "https://padi.example/".to_owned(),
        rate_limit: Setting::Off,
        trusted_proxies: Vec::new(),
        metrics_token: None,
        sandbox: false,
    }
}

fn http(settings: HttpSettings, ready: bool) -> web::Data<Http> {
    let check: ReadyCheck = Arc::new(move || {
        let figures = Map::from_iter([("lag_seconds".to_owned(), json!(0))]);
        Box::pin(async move { vec![Component { name: "database", ready, figures }] })
    });
    web::Data::new(Http::new(settings, check, Arc::new(|| "up 1\n".to_owned())).unwrap())
}

struct Answer {
    status: u16,
    headers: actix_web::http::header::HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        let mut all = self.headers.get_all(name);
        let first = all.next().map_or("", |value| value.to_str().unwrap());
        assert!(all.next().is_none(), "{name} stands twice");
        first
    }
}

async fn ask_at(http: web::Data<Http>, request: TestRequest) -> Answer {
    let app = test::init_service(app(http, wire)).await;
    let response = test::call_service(&app, request.to_request()).await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, body: test::read_body(response).await.to_vec() }
}

async fn ask(request: TestRequest) -> Answer {
    ask_at(http(settings(), true), request).await
}

fn get(uri: &str) -> TestRequest {
    TestRequest::get().uri(uri)
}

#[actix_web::test]
async fn every_answer_has_the_common_headers() {
    for uri in ["/test/list", "/nowhere", "/test/list?foo=1", "/healthz/live"] {
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let answer = ask(get(uri).insert_header(("traceparent", trace))).await;
        assert_eq!(answer.header("x-request-id"), "0af7651916cd43dd8448eb211c80319c", "{uri}");
        assert!(answer.header("vary").starts_with("Authorization, Tracking-Secret, Accept-Language, Accept-Encoding"));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}

#[actix_web::test]
async fn problems_are_rendered_once_in_the_language_of_the_caller() {
    let answer = ask(get("/nowhere")).await;
    assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"));
    assert_eq!(answer.header("content-language"), "id");
    let body = answer.json();
    assert_eq!((body["code"].as_str(), body["title"].as_str()), (Some("not_found"), Some("Tidak ditemukan")));
    assert_eq!(body["type"], "https://padi.example/problems/not_found");
    assert_eq!(body["trace_id"], answer.header("x-request-id"));
    let english = ask(get("/nowhere").insert_header(("accept-language", "en-GB, id;q=0.5"))).await;
    assert_eq!((english.header("content-language"), english.json()["title"].as_str()), ("en", Some("Not found")));
    let page = ask(get("/problems/not_found")).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(ask(get("/problems/nonsense")).await.json()["code"], "not_found");
}

#[actix_web::test]
async fn bodies_and_queries_fail_as_problems() {
    let post = |text: &'static str| {
        TestRequest::post().uri("/test/greet").insert_header(("content-type", "application/json")).set_payload(text)
    };
    let created = ask(post(r#"{"name": "Siti"}"#)).await;
    assert_eq!((created.status, created.json()["hello"].as_str()), (201, Some("Siti")));
    let invalid = ask(post("{}")).await;
    assert_eq!((invalid.status, invalid.json()["errors"][0]["pointer"].as_str()), (422, Some("/name")));
    let malformed = ask(post("{")).await;
    assert_eq!((malformed.status, malformed.json()["code"].as_str()), (400, Some("malformed_body")));
    let unknown = ask(get("/test/list?foo=1")).await.json();
    assert_eq!((unknown["code"].as_str(), unknown["parameter"].as_str()), (Some("unknown_parameter"), Some("foo")));
    assert_eq!(unknown["allowed"], json!(["limit"]));
    assert_eq!(ask(get("/test/number/x")).await.json()["code"], "not_found");
}

#[actix_web::test]
async fn a_wrong_method_is_405_and_options_tells() {
    let wrong = ask(TestRequest::delete().uri("/problems/not_found")).await;
    assert_eq!((wrong.status, wrong.json()["code"].as_str()), (405, Some("method_not_allowed")));
    assert_eq!(wrong.header("allow"), "GET, HEAD, OPTIONS");
    let options = ask(TestRequest::default().method(Method::OPTIONS).uri("/openapi.json")).await;
    assert_eq!((options.status, options.header("allow")), (204, "GET, HEAD, OPTIONS"));
    assert_eq!(ask(TestRequest::default().method(Method::OPTIONS).uri("/nowhere")).await.status, 404);
    assert_eq!(ask(TestRequest::default().method(Method::HEAD).uri("/test/list")).await.status, 200);
}

#[actix_web::test]
async fn other_origins_may_read_answers_and_problems() {
    for uri in ["/test/list", "/nowhere"] {
        let answer = ask(get(uri).insert_header(("origin", "https://front.example"))).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{uri}");
        let exposed = answer.header("access-control-expose-headers").to_ascii_lowercase();
        for name in ["etag", "link", "location", "retry-after", "ratelimit", "x-request-id", "idempotency-replayed"] {
            assert!(exposed.contains(name), "{name}");
        }
        assert_eq!(answer.header("access-control-allow-credentials"), "");
    }
    let preflight = TestRequest::default()
        .method(Method::OPTIONS)
        .uri("/test/change")
        .insert_header(("origin", "https://front.example"))
        .insert_header(("access-control-request-method", "PATCH"))
        .insert_header(("access-control-request-headers", "if-match, idempotency-key"));
    let answer = ask(preflight).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("access-control-allow-methods").contains("PATCH"));
    assert_eq!(answer.header("access-control-allow-headers"), "if-match, idempotency-key");
    for method in ["TRACE", "CONNECT"] {
        let preflight = TestRequest::default()
            .method(Method::OPTIONS)
            .uri("/test/change")
            .insert_header(("origin", "https://front.example"))
            .insert_header(("access-control-request-method", method));
        let answer = ask(preflight).await;
        assert_eq!((answer.status, answer.header("access-control-allow-methods")), (400, ""), "{method}");
    }
}

#[actix_web::test]
async fn query_parameters_that_no_handler_reads_are_refused() {
    for uri in
        ["/healthz/live", "/healthz/ready", "/metrics", "/openapi.json", "/.well-known/jwks.json", "/v1/regions/73"]
    {
        let refused = ask(get(&format!("{uri}?zzz=1"))).await;
        assert_eq!((refused.status, refused.json()["code"].as_str()), (400, Some("unknown_parameter")), "{uri}");
        assert_eq!((&refused.json()["parameter"], &refused.json()["allowed"]), (&json!("zzz"), &json!([])), "{uri}");
        assert_eq!(refused.header("content-type"), "application/problem+json");
    }
    for uri in ["/v1/complaints/x?zzz=1", "/v1/track/x?zzz=1", "/v1/sandbox/clock?zzz=1", "/v1/me/limits?zzz"] {
        assert_eq!(ask(get(uri)).await.json()["code"], "unknown_parameter", "{uri}");
    }
    let filed = ask(TestRequest::post().uri("/v1/complaints?zzz=1")).await;
    assert_eq!((filed.status, filed.json()["code"].as_str()), (400, Some("unknown_parameter")));
    let listed = ask(get("/v1/complaints?stat=archived")).await.json();
    assert!(listed["allowed"].as_array().unwrap().contains(&json!("state")), "{listed}");
    for (request, status) in [
        (get("/v1/me?zzz=1"), 401),
        (TestRequest::post().uri("/v1/complaints/x/verify?zzz=1"), 401),
        (get("/v1/me?zzz=1").insert_header(("authorization", "Basic YTpi")), 401),
        (TestRequest::delete().uri("/openapi.json?zzz=1"), 405),
        (get("/nowhere?zzz=1"), 404),
        (get("/docs/?zzz=1"), 200),
        (get("/healthz/live?"), 200),
    ] {
        let answer = ask(request).await;
        assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.body));
    }
}

#[actix_web::test]
async fn answers_of_the_api_name_their_language() {
    for (language, tag) in [("en", "en"), ("id, en;q=0.5", "id")] {
        let answer = ask(get("/v1/me/limits").insert_header(("accept-language", language))).await;
        assert_eq!((answer.status, answer.header("content-language")), (200, tag));
    }
    assert_eq!(ask(get("/openapi.json")).await.header("content-language"), "", "not a text for people");
}

#[actix_web::test]
async fn tags_are_weak_on_compressed_answers_only() {
    assert_eq!(ask(get("/test/list")).await.header("etag"), "\"7\"");
    for coding in ["gzip", "br", "zstd"] {
        let answer = ask(get("/test/list").insert_header(("accept-encoding", coding))).await;
        assert_eq!((answer.header("content-encoding"), answer.header("etag")), (coding, "W/\"7\""));
    }
    let plain = ask(get("/test/list").insert_header(("accept-encoding", "identity;q=0, foo"))).await;
    assert_eq!((plain.status, plain.header("etag")), (200, "\"7\""), "what can't be satisfied is disregarded");
    let patch = |tag: &'static str| TestRequest::patch().uri("/test/change").insert_header(("if-match", tag));
    assert_eq!(ask(patch("W/\"7\"")).await.status, 204);
    assert_eq!(ask(patch("\"8\"")).await.status, 412);
    assert_eq!(ask(TestRequest::patch().uri("/test/change")).await.json()["code"], "if_match_required");
}

#[actix_web::test]
async fn quotas_run_out_for_one_address_and_tell_so() {
    let limited = http(HttpSettings { rate_limit: Setting::Factor(0.3), ..settings() }, true);
    let from = |last: u8| SocketAddr::from(([203, 0, 113, last], 4000));
    let track = |last: u8| ask_at(limited.clone(), get("/test/track").peer_addr(from(last)));
    for left in [2, 1, 0] {
        let answer = track(1).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("ratelimit-policy"), "\"address\";q=36;w=60, \"tracking\";q=3;w=60");
        assert!(
            answer.header("ratelimit").contains(&format!("\"tracking\";r={left};t=20")),
            "{}",
            answer.header("ratelimit")
        );
    }
    let refused = track(1).await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (429, Some("rate_limited")));
    assert!((15..=20).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
    assert!(refused.header("ratelimit").contains("\"tracking\";r=0"));
    assert_eq!(track(2).await.status, 200);
    let limits = || ask_at(limited.clone(), get("/test/limits").peer_addr(from(1)));
    let (first, second) = (limits().await.json(), limits().await.json());
    assert_eq!(first[2]["name"], "tracking");
    assert_eq!(first[2]["remaining"], 0);
    let left = |standing: &Value| standing[0]["remaining"].as_u64().unwrap();
    assert!(left(&second) + 1 >= left(&first), "a look itself costs nothing, only its request does");
    let free = ask_at(limited.clone(), get("/v1/me/limits").peer_addr(from(1))).await;
    assert!(!free.header("ratelimit").contains("address"), "asking for quotas is not charged to the address");
}

#[actix_web::test]
async fn health_and_metrics_answer() {
    assert_eq!(ask(get("/healthz/live")).await.json()["status"], "live");
    let ready = ask(get("/healthz/ready")).await.json();
    assert_eq!(ready["components"]["database"], json!({ "ready": true, "lag_seconds": 0 }));
    let down = ask_at(http(settings(), false), get("/healthz/ready")).await;
    assert_eq!((down.status, down.json()["code"].as_str()), (503, Some("unavailable")));
    assert_eq!(
        (down.header("retry-after"), down.json()["components"]["database"]["ready"].as_bool()),
        ("5", Some(false))
    );
    assert_eq!(ask(get("/metrics")).await.body, b"up 1\n");
    let closed = http(HttpSettings { metrics_token: Some("secret".to_owned()), ..settings() }, true);
    let with = |value: &'static str| ask_at(closed.clone(), get("/metrics").insert_header(("authorization", value)));
    assert_eq!(with("Bearer secret").await.status, 200);
    let wrong = with("Bearer wrong").await;
    assert_eq!(wrong.header("www-authenticate"), "Bearer realm=\"padi\", error=\"invalid_token\"");
    assert_eq!(ask_at(closed.clone(), get("/metrics")).await.header("www-authenticate"), "Bearer realm=\"padi\"");
}

#[actix_web::test]
async fn the_documentation_is_served_from_the_binary() {
    let answer = ask(get("/openapi.json")).await;
    assert_eq!(answer.json()["openapi"], "3.1.0");
    let again = ask(get("/openapi.json").insert_header(("if-none-match", answer.header("etag").to_owned()))).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(ask(get("/docs")).await.header("location"), "/docs/");
    let page = ask(get("/docs/")).await;
    let html = String::from_utf8(page.body.clone()).unwrap();
    assert!(html.contains("swagger-ui") && !html.contains("http://") && !html.contains("https://"), "{html}");
    let script = ask(get("/docs/swagger-initializer.js")).await;
    let text = String::from_utf8(script.body).unwrap();
    assert!(text.contains("/openapi.json") && text.contains("\"validatorUrl\": \"none\""), "{text}");
    assert_eq!(ask(get("/docs/nothing.js")).await.json()["code"], "not_found");
}

/// A server on a socket of its own, with a switch to stop it.
struct Running {
    address: SocketAddr,
    stop: tokio::sync::oneshot::Sender<()>,
    ended: actix_web::rt::task::JoinHandle<io::Result<()>>,
}

fn start() -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let shutdown = async move {
        let _ = stopped.await;
    };
    let ended = actix_web::rt::spawn(serve(listener, http(settings(), true), wire, 1, shutdown));
    Running { address, stop, ended }
}

async fn talk(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[actix_web::test]
async fn a_panic_is_a_problem_and_the_server_goes_on() {
    let running = start();
    for _ in 0..3 {
        let request = "GET /test/explode HTTP/1.1\r\nhost: x\r\naccept-language: en\r\nconnection: close\r\n\r\n";
        let answer = talk(running.address, request).await.to_ascii_lowercase();
        assert!(answer.starts_with("http/1.1 500"), "{answer}");
        for part in
            ["application/problem+json", "\"code\":\"internal\"", "x-request-id: ", "nosniff", "went wrong on our side"]
        {
            assert!(answer.contains(part), "{part}: {answer}");
        }
        assert!(!answer.contains("on purpose"));
    }
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
}

#[actix_web::test]
async fn head_has_the_headers_and_no_body() {
    let running = start();
    let answer = talk(running.address, "HEAD /test/list HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-length: 20"), "{head}");
    assert_eq!(body, "");
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
}

#[actix_web::test]
async fn what_runs_is_finished_before_the_server_ends() {
    let running = start();
    let request = actix_web::rt::spawn(async move {
        talk(running.address, "GET /test/slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await
    });
    RUNS.notified().await;
    running.stop.send(()).unwrap();
    assert!(request.await.unwrap().ends_with("finished"));
    running.ended.await.unwrap().unwrap();
    assert!(TcpStream::connect(running.address).await.is_err(), "nobody listens any more");
}

#[actix_web::test]
async fn an_oversized_body_is_refused_before_it_is_sent() {
    let running = start();
    let head =
        "POST /test/greet HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n{";
    let answer = tokio::time::timeout(Duration::from_secs(8), talk(running.address, head)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("payload_too_large"));
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
}
