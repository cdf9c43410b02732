//! Who gets in: good tokens of the one issuer, for this API, that have not expired.

use std::time::{Duration, Instant};

use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode, get_current_timestamp,
    jwk::{Jwk, JwkSet},
};
use p256::{SecretKey, elliptic_curve::rand_core::OsRng, pkcs8::EncodePrivateKey as _};
use serde_json::{Value, json};

use crate::support::{Api, SMALL, process};

const ISSUER: &str = "https://login.example.nhs.uk";
const AUDIENCE: &str = "user-policy-management";

fn key() -> EncodingKey {
    EncodingKey::from_ec_der(SecretKey::random(&mut OsRng).to_pkcs8_der().unwrap().as_bytes())
}

fn claims() -> Value {
    json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "trust-la", "exp": get_current_timestamp() + 60 })
}

fn with(claim: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[claim] = value;
    claims
}

fn token(key: &EncodingKey, claims: &Value) -> String {
    encode(&Header::new(Algorithm::ES256), claims, key).unwrap()
}

/// A server that trusts the key.
fn api_trusting(key: &EncodingKey) -> Api {
    let folder = tempfile::tempdir().unwrap();
    crate::support::seed_database(folder.path(), &SMALL);
    let jwks = folder.path().join("jwks.json");
    let keys = vec![Jwk::from_encoding_key(key, Algorithm::ES256).unwrap()];
    std::fs::write(&jwks, serde_json::to_vec(&JwkSet { keys }).unwrap()).unwrap();
    let jwks = format!("--jwks-file={}", jwks.display());
    let (issuer, audience) =
        (format!("--oidc-issuer={ISSUER}"), format!("--oidc-audience={AUDIENCE}"));
    Api::serve(folder, &[&issuer, &audience, &jwks])
}

#[test]
fn a_good_token_of_the_identity_provider_gets_in() {
    let key = key();
    let api = api_trusting(&key);
    let session = api.bearer(&token(&key, &claims())).get("/api/session").expect(200);
    assert_eq!(session["name"], "Priya Nair");
}

#[test]
fn every_other_token_is_refused() {
    let key = key();
    let api = api_trusting(&key);
    let now = get_current_timestamp();
    let good = token(&key, &claims());
    let (head, signature) = good.rsplit_once('.').unwrap();
    let none = format!("eyJhbGciOiJub25lIn0.{}.", head.split_once('.').unwrap().1);
    let shared = EncodingKey::from_secret(b"secret");
    let hs256 = encode(&Header::new(Algorithm::HS256), &claims(), &shared).unwrap();
    let mut without_subject = claims();
    without_subject.as_object_mut().unwrap().remove("sub");
    let cases = [
        ("garbage", "garbage".to_owned()),
        ("empty parts", "..".to_owned()),
        ("no signature", head.to_owned()),
        ("algorithm none", none),
        ("a shared secret", hs256),
        ("a key of someone else", token(&self::key(), &claims())),
        ("a signature of another token", {
            format!(
                "{}.{signature}",
                token(&key, &with("sub", json!("helpdesk"))).rsplit_once('.').unwrap().0
            )
        }),
        ("another issuer", token(&key, &with("iss", json!("https://evil.example")))),
        ("another audience", token(&key, &with("aud", json!("another-api")))),
        ("no subject", token(&key, &without_subject)),
        ("not valid yet", token(&key, &with("nbf", json!(now + 3_600)))),
    ];
    for (what, token) in cases {
        let answer = api.bearer(&token).get("/api/session");
        assert_eq!(answer.problem(401, "signInInvalid").errors, [], "{what}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{what}");
    }
    let expired = token(&key, &with("exp", json!(now - 3_600)));
    api.bearer(&expired).get("/api/session").problem(401, "signInExpired");
    api.nobody().get("/api/session").problem(401, "notSignedIn");
}

#[test]
fn who_administers_nothing_is_told_so() {
    let key = key();
    let api = api_trusting(&key);
    let stranger = token(&key, &with("sub", json!("someone-else")));
    api.bearer(&stranger).get("/api/session").problem(403, "notAnAdministrator");
}

#[test]
fn with_an_identity_provider_there_is_no_demo_mode() {
    let api = api_trusting(&key());
    api.nobody().get("/api/demo/personas").problem(404, "endpointUnknown");
    let request = json!({ "persona": "trust-la" });
    api.nobody().post("/api/demo/token", &request).problem(404, "endpointUnknown");
}

#[test]
fn demo_mode_offers_the_administrator_of_one_trust_first() {
    let api = Api::start();
    let personas = api.nobody().get("/api/demo/personas").expect(200);
    let ids = personas.as_array().unwrap().iter().map(|persona| persona["id"].as_str().unwrap());
    assert_eq!(
        ids.collect::<Vec<_>>(),
        ["trust-la", "region-la", "licence-admin", "helpdesk", "platform-la"]
    );
    assert_eq!(personas[0]["name"], "Priya Nair");
    let session = api.persona("trust-la").get("/api/session").expect(200);
    assert_eq!(session["roles"].as_array().unwrap().len(), 1);
    assert_eq!(session["roles"][0]["role"], "localAdministrator");
    let session = api.persona("region-la").get("/api/session").expect(200);
    assert_eq!(session["roles"].as_array().unwrap().len(), 3);
}

#[test]
fn an_unknown_persona_gets_no_token() {
    let api = Api::start();
    let request = json!({ "persona": "nobody" });
    api.nobody().post("/api/demo/token", &request).refuses(&[("/persona", "personaUnknown")]);
}

#[test]
fn a_demo_sign_in_outlives_a_restart() {
    let api = Api::start();
    let request = json!({ "persona": "trust-la" });
    let answer = api.nobody().post("/api/demo/token", &request).expect(200);
    let api = api.restart(&["--demo"]);
    let caller = api.bearer(answer["accessToken"].as_str().unwrap());
    assert_eq!(caller.get("/api/session").expect(200)["name"], "Priya Nair");
}

#[test]
fn a_demo_sign_in_lasts_as_long_as_the_server_was_told_and_no_longer() {
    let api = Api::start_with(&SMALL, &["--demo", "--demo-token-seconds=1"]);
    let began = Instant::now();
    let caller = api.persona("trust-la");
    caller.get("/api/session").expect(200);
    let refused = loop {
        let answer = caller.get("/api/session");
        if answer.status != 200 {
            break answer;
        }
        assert!(began.elapsed() < Duration::from_secs(5), "no leeway makes it last longer");
    };
    refused.problem(401, "signInExpired");
    assert!(began.elapsed() >= Duration::from_secs(1));
    api.persona("trust-la").get("/api/session").expect(200);
}

#[test]
fn the_program_refuses_to_start_unless_exactly_one_way_to_sign_in_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let url = crate::support::database_url(folder.path());
    let serve = ["serve", "--listen=127.0.0.1:0", "--database-url", &url];
    let cases: [(&[&str], &str); 4] = [
        (&["--demo", "--oidc-issuer=https://login.example"], "cannot be used together"),
        (&["--demo", "--jwks-file=keys.json"], "cannot be used together"),
        (&[], "nobody could sign in"),
        (&["--oidc-issuer=https://login.example"], "needs all of"),
    ];
    for (flags, message) in cases {
        let output = process::run(&[&serve, flags].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{flags:?}");
        assert!(said.contains(message), "{flags:?}: {said}");
    }
}
