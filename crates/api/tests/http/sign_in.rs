//! Who gets in: good tokens of the one issuer, for this API, that have not expired.

use std::time::{Duration, Instant};

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp, jwk::Jwk};
use p256::{SecretKey, elliptic_curve::rand_core::OsRng, pkcs8::EncodePrivateKey as _};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Api, SMALL, process};

const ISSUER: &str = "https://login.example.nhs.uk";
const AUDIENCE: &str = "user-policy-management";

/// An identity provider, as far as a server that has its keys in a file knows it.
pub(crate) struct Provider {
    key: EncodingKey,
}

impl Provider {
    pub(crate) fn new() -> Self {
        Self { key: key() }
    }

    pub(crate) fn token(&self, claims: &Value) -> String {
        token(&self.key, claims)
    }

    /// A server that trusts it, over the database of the folder.
    pub(crate) fn api_over(&self, folder: TempDir) -> Api {
        let jwks = folder.path().join("jwks.json");
        let own =
            serde_json::to_value(Jwk::from_encoding_key(&self.key, Algorithm::ES256).unwrap());
        // A provider may publish keys beside it that nobody here understands.
        let keys =
            json!({ "keys": [{ "kty": "AKP", "alg": "ML-DSA-44", "pub": "AA" }, own.unwrap()] });
        std::fs::write(&jwks, keys.to_string()).unwrap();
        let jwks = format!("--jwks-file={}", jwks.display());
        let (issuer, audience) =
            (format!("--oidc-issuer={ISSUER}"), format!("--oidc-audience={AUDIENCE}"));
        Api::serve(folder, &[&issuer, &audience, &jwks])
    }
}

/// What a good token says of this subject.
pub(crate) fn claims_of(subject: &str, expires: u64) -> Value {
    json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": subject, "exp": expires })
}

fn key() -> EncodingKey {
    EncodingKey::from_ec_der(SecretKey::random(&mut OsRng).to_pkcs8_der().unwrap().as_bytes())
}

fn claims() -> Value {
    claims_of("trust-la", get_current_timestamp() + 60)
}

fn with(claim: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[claim] = value;
    claims
}

fn token(key: &EncodingKey, claims: &Value) -> String {
    encode(&Header::new(Algorithm::ES256), claims, key).unwrap()
}

fn api_trusting(provider: &Provider) -> Api {
    let folder = tempfile::tempdir().unwrap();
    crate::support::seed_database(folder.path(), &SMALL);
    provider.api_over(folder)
}

#[test]
fn a_good_token_of_the_identity_provider_gets_in() {
    let provider = Provider::new();
    let api = api_trusting(&provider);
    let session = api.bearer(&provider.token(&claims())).get("/api/session").expect(200);
    assert_eq!(session["name"], "Priya Nair");
}

#[test]
fn every_other_token_is_refused() {
    let provider = Provider::new();
    let api = api_trusting(&provider);
    let now = get_current_timestamp();
    let good = provider.token(&claims());
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
        ("a key of someone else", token(&key(), &claims())),
        ("a signature of another token", {
            format!(
                "{}.{signature}",
                provider.token(&with("sub", json!("helpdesk"))).rsplit_once('.').unwrap().0
            )
        }),
        ("another issuer", provider.token(&with("iss", json!("https://evil.example")))),
        ("another audience", provider.token(&with("aud", json!("another-api")))),
        ("no subject", provider.token(&without_subject)),
        ("not valid yet", provider.token(&with("nbf", json!(now + 3_600)))),
    ];
    for (what, token) in cases {
        let answer = api.bearer(&token).get("/api/session");
        assert_eq!(answer.problem(401, "signInInvalid").errors, [], "{what}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{what}");
    }
    let expired = provider.token(&with("exp", json!(now - 3_600)));
    api.bearer(&expired).get("/api/session").problem(401, "signInExpired");
    api.nobody().get("/api/session").problem(401, "notSignedIn");
}

#[test]
fn who_administers_nothing_is_told_so() {
    let provider = Provider::new();
    let api = api_trusting(&provider);
    let stranger = provider.token(&with("sub", json!("someone-else")));
    api.bearer(&stranger).get("/api/session").problem(403, "notAnAdministrator");
}

#[test]
fn with_an_identity_provider_there_is_no_demo_mode() {
    let api = api_trusting(&Provider::new());
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
    // It is asked without a pause, which nobody is slowed down for here.
    let flags = ["--demo", "--demo-token-seconds=1", "--rate-limit-per-second=0"];
    let api = Api::start_with(&SMALL, &flags);
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
    let cases: [(&[&str], &str); 6] = [
        (&["--demo", "--oidc-issuer=https://login.example"], "cannot be used together"),
        (&["--demo", "--jwks-file=keys.json"], "cannot be used together"),
        (&[], "nobody could sign in"),
        (&["--oidc-issuer=https://login.example"], "needs both"),
        (&["--oidc-issuer=http://login.example", "--oidc-audience=a"], "cannot be an issuer"),
        (&["--oidc-issuer=https://login.example?a=b", "--oidc-audience=a"], "cannot be an issuer"),
    ];
    for (flags, message) in cases {
        let output = process::run(&[&serve, flags].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{flags:?}");
        assert!(said.contains(message), "{flags:?}: {said}");
    }
}
