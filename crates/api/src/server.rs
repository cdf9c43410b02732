//! Putting a server together, running it, and stopping it: a request to stop (SIGTERM, SIGINT) lets
//! running requests and the batch under way end, then closes the database.

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use axum::{Router, http::HeaderValue};
use tokio::{net::TcpListener, sync::watch};
use web_headers::{Site, files};

use crate::{
    app::App,
    auth::{demo::DemoKeyError, provider, token::KeysError},
    cli::{ServeArgs, SignIn, SignInError},
    connections,
    directory::{Directory, DirectoryError, readiness},
    http::{self, metrics::Audience},
    jobs::{listening, mfa_enforcing, runner, taking_away, timed},
    mail::{MailError, Mailing, Mode, sender},
    store::{Store, StoreError, directory_turns, job_queue, outbox_queue, policy_search},
};

/// How long running requests get to end.
const GRACE: Duration = Duration::from_secs(8);

/// Why the server cannot start, or had to end.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The flags for signing in make no sense.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Demo mode has no signing key.
    #[error(transparent)]
    DemoKey(#[from] DemoKeyError),
    /// The identity provider's keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The catalogue cannot be read.
    #[error(transparent)]
    Catalogue(#[from] domain::catalogue::embedded::CatalogueError),
    /// The settings for e-mail make no sense.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The settings of the directory make no sense.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// An allowed origin cannot be one.
    #[error("“{0}” is not an origin. Give it as https://host, without a path")]
    Origin(String),
    /// The folder of the app is not there.
    #[error(
        "there is no index.html and config.json in {0}. Build the app first, or leave out --static-dir"
    )]
    StaticDir(String),
    /// The settings that the app will read say nothing that can be allowed.
    #[error(transparent)]
    Site(#[from] web_headers::site::SiteError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        error: std::io::Error,
    },
    /// The network failed.
    #[error("the server failed: {0}")]
    Serve(#[from] std::io::Error),
}

/// A server that listens already, so that it can be connected to.
pub struct Server {
    app: Arc<App>,
    listener: TcpListener,
    router: Router,
    /// Where `/metrics` has a listener of its own.
    metrics: Option<TcpListener>,
    /// How long the head of a request may take.
    head_timeout: Duration,
    stopping: watch::Sender<bool>,
    pace: runner::Pace,
}

impl Server {
    /// Opens the database, takes the keys, and listens.
    pub async fn start(args: &ServeArgs) -> Result<Self, StartError> {
        let sign_in = args.sign_in.sign_in()?;
        let allowed_origins = origins(&args.allowed_origins)?;
        let site = args.static_dir.as_deref().map(site_of).transpose()?;
        let mode = match sign_in {
            SignIn::Demo { .. } => Mode::Demonstration,
            SignIn::Provider { .. } => Mode::Service,
        };
        let mailing = Mailing::new(&args.mail, mode)?;
        let directory = Directory::new(&args.directory)?;
        let store = Store::open(&args.database_url).await?;
        let (stopping, asked_to_stop) = watch::channel(false);
        let timeout = args.limits.request_timeout();
        let app = App::new(store, &sign_in, mailing, directory, timeout, asked_to_stop).await?;
        let app = Arc::new(app);
        let listener = listen(args.listen).await?;
        let metrics = match args.metrics_listen {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let settings = http::Settings {
            static_files: args.static_dir.as_deref().zip(site.as_ref()),
            metrics: if metrics.is_some() { Audience::Nobody } else { Audience::ThisMachine },
            allowed_origins: &allowed_origins,
            limits: &args.limits,
        };
        let router = http::router(Arc::clone(&app), settings);
        if let Some(metrics) = &metrics {
            tracing::info!("telling metrics on http://{}/metrics", metrics.local_addr()?);
        }
        tracing::info!("listening on http://{}", listener.local_addr()?);
        // By default longer than proxies keep connections: it is they who close them, and none sends a request to
        // one that is just closing.
        let head_timeout = args.limits.request_timeout().saturating_mul(3);
        let pace = args.pace();
        Ok(Self { app, listener, router, metrics, head_timeout, stopping, pace })
    }

    /// Where it listens.
    pub fn address(&self) -> Result<SocketAddr, std::io::Error> {
        self.listener.local_addr()
    }

    /// Serves until `stop` is ready.
    pub async fn run(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), StartError> {
        let Self { app, listener, router, metrics, head_timeout, stopping, pace } = self;
        end_leases(&app.store).await?;
        tokio::spawn(listening::run(Arc::clone(&app)));
        tokio::spawn(read_ahead(Arc::clone(&app)));
        tokio::spawn(readiness::check(Arc::clone(&app)));
        tokio::spawn(provider::keep_current(Arc::clone(&app)));
        let runners = (0..runner::how_many(&app))
            .map(|_| tokio::spawn(runner::run(Arc::clone(&app), pace)))
            .collect::<Vec<_>>();
        let sender = tokio::spawn(sender::run(Arc::clone(&app)));
        let timed = tokio::spawn(timed::run(Arc::clone(&app)));
        let taking_away = tokio::spawn(taking_away::run(Arc::clone(&app)));
        let mfa_enforcing = tokio::spawn(mfa_enforcing::run(Arc::clone(&app)));
        if let Some(listener) = metrics {
            tokio::spawn(tell_metrics(listener, head_timeout, Arc::clone(&app)));
        }
        tokio::spawn(async move {
            stop.await;
            tracing::info!("stopping");
            stopping.send_replace(true);
        });
        let asked = Arc::clone(&app);
        let stopped = async move { asked.stopped().await };
        let serving = connections::serve(listener, router, head_timeout, stopped);
        tokio::select! {
            () = serving => {}
            () = async { app.stopped().await; tokio::time::sleep(GRACE).await } => {
                tracing::warn!("some requests did not end in time and were given up");
            }
        }
        for runner in runners {
            // It ends after its batch; that it could not be joined is of no consequence now.
            let _ = runner.await;
        }
        // And this after its e-mail.
        let _ = sender.await;
        let _ = timed.await;
        let _ = taking_away.await;
        let _ = mfa_enforcing.await;
        app.store.close().await;
        tracing::info!("stopped");
        Ok(())
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| StartError::Listen { address, error })
}

/// Until the program ends: what is counted is of use while it stops, too.
async fn tell_metrics(listener: TcpListener, head_timeout: Duration, app: Arc<App>) {
    let router = http::metrics::only(app);
    connections::serve(listener, router, head_timeout, std::future::pending()).await;
}

/// Nobody waits for it: who asks earlier reads for themselves.
async fn read_ahead(app: Arc<App>) {
    if let Err(error) = policy_search::read_ahead(&app.store, &app.known_policies).await {
        tracing::warn!(%error, "the names of policies could not be read ahead");
    }
}

async fn end_leases(store: &Store) -> Result<(), StoreError> {
    if matches!(store, Store::Postgres(_)) {
        // Other processes may be at work.
        return Ok(());
    }
    let mut transaction = store.write().await?;
    job_queue::end_leases(&mut transaction).await?;
    directory_turns::end_all(&mut transaction).await?;
    outbox_queue::end_leases(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}

fn origins(texts: &[String]) -> Result<Vec<HeaderValue>, StartError> {
    texts
        .iter()
        .map(|text| {
            let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            host.filter(|host| !host.is_empty() && !host.contains('/'))
                .and_then(|_| HeaderValue::from_str(text).ok())
                .ok_or_else(|| StartError::Origin(text.clone()))
        })
        .collect()
}

/// The other origins that the app in a folder may have to do with, by its settings as they are now.
fn site_of(directory: &Path) -> Result<Site, StartError> {
    let missing = || StartError::StaticDir(directory.display().to_string());
    if !directory.join(files::PAGE).is_file() {
        return Err(missing());
    }
    let config = std::fs::read_to_string(directory.join(files::CONFIG)).map_err(|_| missing())?;
    Ok(Site::from_config(&config)?)
}
