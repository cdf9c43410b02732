//! What every request handler and the job runner share.

use std::{sync::Arc, time::Duration};

use domain::catalogue::{Catalogue, embedded};
use tokio::sync::watch;

use crate::{
    auth::{KnownScopes, demo::DemoIssuer, provider::Authentication},
    cli::SignIn,
    directory::Directory,
    jobs::Signals,
    mail::Mailing,
    metrics::Metrics,
    server::StartError,
    store::{Store, policy_search::KnownPolicies},
};

/// The parts of a running API.
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) authentication: Authentication,
    /// Only in demo mode.
    pub(crate) demo: Option<DemoIssuer>,
    pub(crate) signals: Signals,
    pub(crate) mailing: Mailing,
    pub(crate) directory: Directory,
    pub(crate) metrics: Metrics,
    pub(crate) known_scopes: KnownScopes,
    pub(crate) known_policies: KnownPolicies,
    /// The longest that an answer may wait for news: less than a request may take.
    pub(crate) longest_wait: Duration,
    /// Becomes true when the program has been asked to stop.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl App {
    /// Returns once the program has been asked to stop.
    pub(crate) async fn stopped(&self) {
        let mut stopping = self.stopping.clone();
        // An error says that nobody can ask any more; then nobody does.
        if stopping.wait_for(|stopping| *stopping).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    pub(crate) async fn new(
        store: Store,
        sign_in: &SignIn,
        mailing: Mailing,
        directory: Directory,
        request_timeout: Duration,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self, StartError> {
        let (authentication, demo) = match sign_in {
            SignIn::Demo { token_seconds } => {
                let demo = DemoIssuer::load(&store, *token_seconds).await?;
                (Authentication::Fixed(demo.verifier()?), Some(demo))
            }
            SignIn::Provider { issuer, keys } => (Authentication::new(issuer, keys).await?, None),
        };
        let catalogue = Arc::new(embedded::catalogue()?);
        Ok(Self {
            store,
            catalogue,
            authentication,
            demo,
            signals: Signals::default(),
            mailing,
            directory,
            metrics: Metrics::default(),
            known_scopes: KnownScopes::default(),
            known_policies: KnownPolicies::default(),
            longest_wait: request_timeout.mul_f32(0.8),
            stopping,
        })
    }
}
