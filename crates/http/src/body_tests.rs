use super::*;
use actix_web::ResponseError;
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::test::TestRequest;
use serde_json::Value;

#[derive(Debug, Deserialize, Validate)]
struct Note {
    #[validate(length(min = 1, max = 10))]
    text: Option<String>,
    #[serde(default)]
    unit: Change<u32>,
}

async fn body(content_type: Option<&str>, coding: Option<&str>, bytes: Vec<u8>) -> Result<Body<Note>, Problem> {
    let mut request = TestRequest::post().set_payload(bytes);
    if let Some(value) = content_type {
        request = request.insert_header((CONTENT_TYPE, value));
    }
    if let Some(value) = coding {
        request = request.insert_header((CONTENT_ENCODING, value));
    }
    let (request, mut payload) = request.to_http_parts();
    Body::from_request(&request, &mut payload).await
}

async fn json(text: &str) -> Result<Body<Note>, Problem> {
    body(Some("application/json"), None, text.as_bytes().to_vec()).await
}

async fn code(content_type: Option<&str>, coding: Option<&str>, bytes: Vec<u8>) -> Code {
    body(content_type, coding, bytes).await.unwrap_err().code()
}

#[actix_web::test]
async fn media_types_are_checked() {
    let text = b"{}".to_vec();
    for good in ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""] {
        assert!(body(Some(good), None, text.clone()).await.is_ok(), "{good}");
    }
    for bad in
        [None, Some("text/plain"), Some("application/json; charset=latin1"), Some("application/merge-patch+json")]
    {
        assert_eq!(code(bad, None, text.clone()).await, Code::UnsupportedMediaType, "{bad:?}");
    }
    assert_eq!(code(Some("application/json"), Some("deflate"), text).await, Code::UnsupportedMediaType);
}

#[actix_web::test]
async fn an_empty_body_is_an_empty_object() {
    let empty = body(None, None, Vec::new()).await.unwrap();
    assert!(empty.value.text.is_none());
    assert_eq!(empty.raw(), b"{}");
    assert_eq!(code(Some("text/plain"), None, Vec::new()).await, Code::UnsupportedMediaType);
}

#[actix_web::test]
async fn faults_carry_their_codes_and_pointers() {
    let first =
        |problem: Problem| (problem.code(), problem.errors()[0].pointer.clone(), problem.errors()[0].code.clone());
    for (text, expected, pointer, fault) in [
        ("{\"text\":", Code::MalformedBody, "/text", "invalid_json"),
        (r#"{"text":"a","text":"b"}"#, Code::MalformedBody, "/text", "duplicate_field"),
        (r#"{"text":1}"#, Code::MalformedBody, "/text", "wrong_type"),
        (r#"{"txt":"a"}"#, Code::UnknownField, "/txt", "unknown_field"),
        (r#"{"text":""}"#, Code::ValidationFailed, "/text", "too_short"),
        (r#"{"text":"01234567890"}"#, Code::ValidationFailed, "/text", "too_long"),
        ("{\"text\":\"a\\u0000\"}", Code::ValidationFailed, "/text", "invalid_characters"),
    ] {
        let (code, place, name) = first(json(text).await.unwrap_err());
        assert_eq!((code, place.as_str(), &*name), (expected, pointer, fault), "{text}");
    }
}

#[actix_web::test]
async fn equal_bodies_have_equal_canonical_forms() {
    let one = json(r#"{ "unit": 1, "text": "a" }"#).await.unwrap();
    let two = json(r#"{"text":"\u0061","unit":1}"#).await.unwrap();
    assert_eq!(one.raw(), two.raw());
}

#[actix_web::test]
async fn a_patch_tells_null_from_absent() {
    let read = async |text: &'static str| {
        let request = TestRequest::patch().insert_header((CONTENT_TYPE, "application/merge-patch+json"));
        let (request, mut payload) = request.set_payload(text).to_http_parts();
        Patch::<Note>::from_request(&request, &mut payload).await.unwrap().value.unit
    };
    assert_eq!(read("{}").await, Change::Keep);
    assert_eq!(read(r#"{"unit":null}"#).await, Change::Clear);
    assert_eq!(read(r#"{"unit":7}"#).await, Change::Set(7));
}

/// `{"text":"halo"}` as gzip, made once with the usual tools.
const GZIP: &str = "1f8b0800000000000203ab562a49ad2851b252ca48ccc957aa050076c92e490f000000";

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[actix_web::test]
async fn compressed_bodies_are_read_and_broken_ones_refused() {
    let good = body(Some("application/json"), Some("gzip"), unhex(GZIP)).await.unwrap();
    assert_eq!(good.value.text.as_deref(), Some("halo"));
    let mut cut = unhex(GZIP);
    cut.truncate(20);
    assert_eq!(code(Some("application/json"), Some("gzip"), cut).await, Code::MalformedBody);
    assert_eq!(code(Some("application/json"), Some("gzip"), b"{}".to_vec()).await, Code::MalformedBody);
}

#[actix_web::test]
async fn large_bodies_are_refused_in_every_coding() {
    let spaces = vec![b' '; MAX_BODY + 1];
    assert_eq!(code(Some("application/json"), None, spaces.clone()).await, Code::PayloadTooLarge);
    for coding in ["gzip", "br", "zstd"] {
        let packed = pack(coding, vec![b' '; 8 * 1024 * 1024]).await;
        assert!(packed.len() < MAX_BODY / 2, "{coding}: {}", packed.len());
        assert_eq!(code(Some("application/json"), Some(coding), packed).await, Code::PayloadTooLarge, "{coding}");
        let small = pack(coding, br#"{"text":"halo"}"#.to_vec()).await;
        let read = body(Some("application/json"), Some(coding), small).await.unwrap();
        assert_eq!(read.value.text.as_deref(), Some("halo"), "{coding}");
    }
}

/// Compresses with the server's own compressor.
async fn pack(coding: &'static str, bytes: Vec<u8>) -> Vec<u8> {
    use actix_web::{App, HttpResponse, middleware::Compress, test, web};
    let handler = move || std::future::ready(HttpResponse::Ok().content_type("text/plain").body(bytes.clone()));
    let app = test::init_service(App::new().wrap(Compress::default()).route("/", web::get().to(handler))).await;
    let request = TestRequest::get().insert_header(("accept-encoding", coding)).to_request();
    let response = test::call_service(&app, request).await;
    assert_eq!(response.headers().get("content-encoding").unwrap(), coding);
    test::read_body(response).await.to_vec()
}

#[actix_web::test]
async fn the_second_extractor_waits_for_the_first() {
    struct Refused;
    impl FromRequest for Refused {
        type Error = Problem;
        type Future = LocalBoxFuture<'static, Result<Self, Problem>>;
        fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
            Box::pin(async {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                Err(Problem::new(Code::Unauthenticated))
            })
        }
    }
    let (request, mut payload) = TestRequest::post().set_payload("broken").to_http_parts();
    let error = After::<Refused, Body<Value2>>::from_request(&request, &mut payload).await.err().unwrap();
    assert_eq!(error.as_error::<Problem>().unwrap().status_code(), 401);
}

#[derive(Deserialize, Validate)]
struct Value2 {
    #[serde(rename = "value")]
    _value: Option<Value>,
}
