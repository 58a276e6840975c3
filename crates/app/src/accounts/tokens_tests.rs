//! Forged and worn-out access tokens: each is refused, and the real one beside them is taken.

use chrono::TimeDelta;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::*;

const SEED: [u8; 32] = [7; 32];
const NOW: i64 = 1_773_367_200;

fn tokens() -> Tokens {
    Tokens::new(vec![SEED], "https://padi.example")
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(NOW, 0).unwrap()
}

fn published(tokens: &Tokens) -> PublicKey {
    tokens.ring().keys().unwrap().published[0].clone()
}

fn bearer(user: UserId, session_version: i32) -> Bearer {
    Bearer { user, session: SessionId(Uuid::nil()), session_version }
}

fn kid() -> String {
    published(&tokens()).kid
}

fn good_header() -> Value {
    json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": kid() })
}

fn good_claims() -> Value {
    json!({
        "iss": "https://padi.example", "aud": "https://padi.example/v1", "sub": Uuid::nil(),
        "exp": NOW + 600, "nbf": NOW, "iat": NOW, "jti": Uuid::nil(), "sid": Uuid::nil(), "sv": 3
    })
}

fn with(mut value: Value, key: &str, new: Value) -> Value {
    value[key] = new;
    value
}

fn without(mut value: Value, key: &str) -> Value {
    value.as_object_mut().unwrap().remove(key);
    value
}

fn part(text: &str) -> String {
    BASE64URL_NOPAD.encode(text.as_bytes())
}

/// A token of any text, signed with our own key: all that is wrong is what it says.
fn signed(header: &str, claims: &str) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature =
        jsonwebtoken::crypto::sign(message.as_bytes(), &tokens().ring().keys().unwrap().signing, Algorithm::EdDSA)
            .unwrap();
    format!("{message}.{signature}")
}

fn claiming(claims: &Value) -> String {
    signed(&good_header().to_string(), &claims.to_string())
}

fn headed(header: &Value) -> String {
    signed(&header.to_string(), &good_claims().to_string())
}

fn is_taken(token: &str) -> bool {
    match tokens().verify(token, now()) {
        Ok(_) => true,
        Err(Error::Denied(Denied::Unauthenticated)) => false,
        Err(other) => panic!("{other:?}"),
    }
}

/// HS256 with the public key as the shared secret: the classic confusion.
fn hmac_with_public_key() -> String {
    let x = published(&tokens()).x;
    let secret = BASE64URL_NOPAD.decode(x.as_bytes()).unwrap();
    let header = Header { typ: Some(TYPE.to_owned()), kid: Some(kid()), ..Header::new(Algorithm::HS256) };
    encode(&header, &good_claims(), &EncodingKey::from_secret(&secret)).unwrap()
}

fn bad_headers() -> Vec<(&'static str, String)> {
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": published(&tokens()).x });
    vec![
        ("alg none", headed(&with(good_header(), "alg", json!("none")))),
        (
            "alg none unsigned",
            format!("{}.{}.", part(r#"{"typ":"at+jwt","alg":"none"}"#), part(&good_claims().to_string())),
        ),
        ("alg in odd case", headed(&with(good_header(), "alg", json!("EDDSA")))),
        ("alg HS256 in name only", headed(&with(good_header(), "alg", json!("HS256")))),
        ("HS256 with the public key", hmac_with_public_key()),
        ("no kid", headed(&without(good_header(), "kid"))),
        ("unknown kid", headed(&with(good_header(), "kid", json!("other")))),
        ("kid of a file", headed(&with(good_header(), "kid", json!("../../dev/null")))),
        ("kid of SQL", headed(&with(good_header(), "kid", json!("' OR 1=1 --")))),
        ("no typ", headed(&without(good_header(), "typ"))),
        ("typ JWT", headed(&with(good_header(), "typ", json!("JWT")))),
        ("key from the sender", headed(&with(good_header(), "jwk", jwk))),
        ("address of a key", headed(&with(good_header(), "jku", json!("https://evil.example/keys")))),
        ("address of a certificate", headed(&with(good_header(), "x5u", json!("https://evil.example/cert")))),
        ("crit", headed(&with(good_header(), "crit", json!(["exp"])))),
    ]
}

fn bad_claims() -> Vec<(&'static str, String)> {
    let mut forged: Vec<_> = ["iss", "aud", "sub", "exp", "nbf", "iat", "jti", "sid", "sv"]
        .into_iter()
        .map(|claim| (claim, claiming(&without(good_claims(), claim))))
        .collect();
    let changes = [
        ("other iss", "iss", json!("https://evil.example")),
        ("list of iss", "iss", json!(["https://padi.example"])),
        ("other aud", "aud", json!("https://padi.example/v2")),
        ("list of aud", "aud", json!(["https://padi.example/v1", "other"])),
        ("exp as text", "exp", json!((NOW + 600).to_string())),
        ("exp as fraction", "exp", json!(1_773_367_800.5)),
        ("exp beyond numbers", "exp", json!(1e300)),
        ("exp at the end of numbers", "exp", json!(i64::MAX)),
        ("exp null", "exp", json!(null)),
        ("expired", "exp", json!(NOW - LEEWAY)),
        ("nbf ahead", "nbf", json!(NOW + LEEWAY + 1)),
        ("nbf as text", "nbf", json!("0")),
        ("iat ahead", "iat", json!(NOW + LEEWAY + 1)),
        ("sub is no id", "sub", json!("admin")),
        ("sid is no id", "sid", json!(7)),
        ("sv as text", "sv", json!("3")),
    ];
    forged.extend(changes.into_iter().map(|(what, claim, value)| (what, claiming(&with(good_claims(), claim, value)))));
    let twice = good_claims().to_string().replacen('{', r#"{"sv":4,"#, 1);
    forged.push(("a claim twice", signed(&good_header().to_string(), &twice)));
    forged
}

fn bad_forms() -> Vec<(&'static str, String)> {
    let good = claiming(&good_claims());
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (header, claims) = message.split_once('.').unwrap();
    let other = Tokens::new(vec![[8; 32]], "https://padi.example");
    let swapped = part(&with(good_claims(), "sub", json!(Uuid::max())).to_string());
    vec![
        ("empty", String::new()),
        ("one part", "abc".to_owned()),
        ("four parts", format!("{good}.{signature}")),
        ("no signature", format!("{message}.")),
        ("no signature at all", message.to_owned()),
        ("another's signature", other.sign(bearer(UserId(Uuid::nil()), 3), Uuid::nil(), now()).unwrap()),
        ("claims of another", format!("{header}.{swapped}.{signature}")),
        ("claims that are no JSON", signed(&good_header().to_string(), "sv=3")),
        ("header that is no JSON", format!("{}.{claims}.{signature}", part("alg"))),
        ("padded", format!("{good}=")),
        ("too long", format!("{message}.{}", "A".repeat(MAX_LENGTH))),
        ("zero signature", format!("{message}.{}", BASE64URL_NOPAD.encode(&[0; 64]))),
    ]
}

#[test]
fn no_forged_token_is_taken() {
    assert!(is_taken(&claiming(&good_claims())), "the forger's own tools make a good token");
    let forged = [bad_headers(), bad_claims(), bad_forms()].concat();
    assert!(forged.len() >= 40, "{}", forged.len());
    for (what, token) in forged {
        assert!(!is_taken(&token), "{what}: {token}");
    }
}

#[test]
fn our_own_token_is_good_for_ten_minutes() {
    let tokens = tokens();
    let user = UserId(Uuid::max());
    let token = tokens.sign(bearer(user, 5), Uuid::nil(), now()).unwrap();
    let at = |seconds| tokens.verify(&token, now() + TimeDelta::seconds(seconds));
    assert_eq!(at(0).unwrap(), bearer(user, 5));
    assert!(at(-LEEWAY).is_ok());
    assert!(at(-LEEWAY - 1).is_err());
    assert!(at(600 + LEEWAY - 1).is_ok());
    assert!(at(600 + LEEWAY).is_err());
}

#[test]
fn the_published_key_checks_our_tokens() {
    let tokens = tokens();
    let published = published(&tokens);
    let jwk: Jwk = serde_json::from_value(serde_json::to_value(&published).unwrap()).unwrap();
    let token = tokens.sign(bearer(UserId(Uuid::nil()), 0), Uuid::nil(), now()).unwrap();
    let (message, signature) = token.rsplit_once('.').unwrap();
    let key = DecodingKey::from_jwk(&jwk).unwrap();
    assert!(jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key, Algorithm::EdDSA).unwrap());
    assert_eq!(decode_header(&token).unwrap().kid, Some(published.kid));
}

#[test]
fn the_public_key_is_that_of_rfc_8037() {
    // RFC 8037 A.1 and A.3.
    let seed = BASE64URL_NOPAD.decode(b"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
    let tokens = Tokens::new(vec![seed.as_slice().try_into().unwrap()], "https://padi.example");
    let published = published(&tokens);
    assert_eq!(published.x, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert_eq!(published.kid, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn a_key_that_no_longer_signs_is_believed_until_it_is_gone() {
    let tokens = tokens();
    let old = tokens.sign(bearer(UserId(Uuid::nil()), 0), Uuid::nil(), now()).unwrap();
    tokens.use_seeds(vec![[9; 32], SEED]);
    let new = tokens.sign(bearer(UserId(Uuid::nil()), 0), Uuid::nil(), now()).unwrap();
    assert_ne!(decode_header(&old).unwrap().kid, decode_header(&new).unwrap().kid);
    assert!(tokens.verify(&old, now()).is_ok() && tokens.verify(&new, now()).is_ok());
    assert_eq!(tokens.ring().keys().unwrap().published.len(), 2);
    tokens.use_seeds(vec![[9; 32]]);
    assert!(tokens.verify(&old, now()).is_err() && tokens.verify(&new, now()).is_ok());
}
