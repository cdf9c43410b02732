//! How many requests somebody may send: a [`bucket`] for each person who is signed in, and one for each
//! [`address`] that asks for what needs no sign-in. It is decided before the database is asked anything.
//!
//! Who sends no token, or a bad one, to what needs one is told so (401) and not counted: that costs no more
//! than to count it, and behind one proxy a stranger could otherwise keep everyone from signing in again.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};

mod address;
mod bucket;

pub use address::{Network, NetworkError};
use bucket::{Buckets, Rate};

use super::{openapi::FOR_ANYONE, problem::ApiError};
use crate::{app::App, auth::token::TokenError, cli::limits::LimitArgs};

/// Who has asked how much.
pub(super) struct RateLimit {
    app: Arc<App>,
    /// None where there is no limit.
    buckets: Option<Everyones>,
    proxies: Vec<Network>,
}

struct Everyones {
    people: Buckets<String>,
    addresses: Buckets<u128>,
}

/// Whose token came with a request, as an extension of it.
#[derive(Clone, Debug)]
pub(super) struct SignedIn(pub(super) Result<String, TokenError>);

impl RateLimit {
    pub(super) fn new(app: Arc<App>, args: &LimitArgs) -> Self {
        let rate = Rate::new(args.rate_limit_per_second, args.rate_limit_burst);
        let buckets = rate
            .map(|rate| Everyones { people: Buckets::new(rate), addresses: Buckets::new(rate) });
        Self { app, buckets, proxies: args.trusted_proxies.clone() }
    }

    fn take(&self, request: &Request, signed_in: &SignedIn) -> Result<(), Duration> {
        let Some(buckets) = &self.buckets else { return Ok(()) };
        let now = Instant::now();
        match &signed_in.0 {
            Ok(subject) => buckets.people.take(subject.clone(), now),
            Err(_) if is_for_anyone(request) => {
                let client = address::client(peer(request), request.headers(), &self.proxies);
                buckets.addresses.take(address::household(client), now)
            }
            Err(_) => Ok(()),
        }
    }
}

/// Refuses who has asked too much. Says in an extension of the request whose it is, so that the token is
/// checked once.
pub(super) async fn limit(
    State(limit): State<Arc<RateLimit>>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let signed_in = SignedIn(match bearer_token(request.headers()) {
        Some(token) => limit.app.authentication.subject(token).await,
        None => Err(TokenError::Missing),
    });
    limit.take(&request, &signed_in).map_err(|missing| ApiError::TooManyRequests {
        // The next whole second: sooner there would be another refusal.
        seconds: missing.as_secs().saturating_add(1),
    })?;
    request.extensions_mut().insert(signed_in);
    Ok(next.run(request).await)
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn is_for_anyone(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>();
    route.is_some_and(|route| FOR_ANYONE.contains(&route.as_str()))
}

/// Who is connected. Every listener of ours says; who came without one would be counted together.
fn peer(request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip())
}
