//! A caller of the API, and the answers they get.

use std::sync::atomic::{AtomicU32, Ordering};

use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::{
    Agent,
    http::{HeaderMap, Request},
};

/// Someone who calls.
#[derive(Clone)]
pub(crate) struct Caller {
    agent: Agent,
    base: String,
    token: Option<String>,
}

/// What they got.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Caller {
    pub(crate) fn new(base: &str, token: Option<&str>) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        Self { agent, base: base.to_owned(), token: token.map(str::to_owned) }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Vec::new())
    }

    /// The body of an answer as it comes.
    pub(crate) fn open(&self, path: &str) -> impl std::io::Read + use<> {
        let mut request = Request::builder().method("GET").uri(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let response = self.agent.run(request.body(()).unwrap()).unwrap();
        assert_eq!(response.status().as_u16(), 200);
        response.into_body().into_reader()
    }

    /// Posts JSON under an idempotency key of its own.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let key = format!("test-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.post_under(&key, path, body)
    }

    pub(crate) fn post_under(&self, key: &str, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.send("POST", path, &headers, body.to_string().into_bytes())
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send("PUT", path, &headers, body.to_string().into_bytes())
    }

    pub(crate) fn patch(&self, path: &str, etag: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json"), ("if-match", etag)];
        self.send("PATCH", path, &headers, body.to_string().into_bytes())
    }

    /// Sends anything at all.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = self.agent.run(request.body(body).unwrap()).unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body_mut().read_to_vec().unwrap(),
        }
    }
}

impl Answer {
    /// The JSON of an answer that has this status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self.json()
    }

    /// The value of an answer that has this status.
    #[track_caller]
    pub(crate) fn expect_as<T: DeserializeOwned>(&self, status: u16) -> T {
        serde_json::from_value(self.expect(status)).unwrap()
    }

    /// Asserts that it is a problem with this status and code, and gives it.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, code: &str) -> domain::problem::Problem {
        let problem = self.expect_as::<domain::problem::Problem>(status);
        assert_eq!(problem.code, code, "{problem:?}");
        assert_eq!(problem.status, status);
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        assert_eq!(self.header("x-request-id"), Some(problem.request_id.as_str()));
        assert!(!problem.detail.is_empty());
        problem
    }

    /// Asserts that it is a refusal of the body for exactly these reasons.
    #[track_caller]
    pub(crate) fn refuses(&self, expected: &[(&str, &str)]) {
        let problem = self.problem(422, "validationFailed");
        let found = problem.errors.iter().map(|error| (&*error.pointer, &*error.code));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{problem:?}");
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}
