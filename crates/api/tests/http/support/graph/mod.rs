//! A stand-in for Microsoft Graph and Microsoft Entra, made from their documentation: real HTTP on a port of this
//! machine, a tenant with users, licences and seats, and whatever trouble a test arranges.

mod assign;
mod batch;
mod entra;
mod front;
mod groups;
mod mailboxes;
mod methods;
mod sign_ins;
mod tenant;
mod users;

use std::{
    sync::{Arc, Mutex, MutexGuard},
    thread::JoinHandle,
};

use axum::{
    Router,
    routing::{get, patch, post},
};
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};

pub(crate) use entra::SECRET;
pub(crate) use front::Front;
pub(crate) use groups::GROUP;
pub(crate) use mailboxes::silent;
pub(crate) use methods::methods;
pub(crate) use sign_ins::sign_in;
pub(crate) use tenant::{Licence, Tenant, Trouble, guid_of, plan_guid};

type Shared = Arc<Mutex<Tenant>>;

/// The stand-in, stopped when this is dropped.
pub(crate) struct Graph {
    base: String,
    tenant: Shared,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
}

impl Graph {
    /// With the licences of the catalogue, seats enough of each, and nobody.
    pub(crate) fn start() -> Self {
        let tenant = Arc::new(Mutex::new(Tenant::new()));
        let router = Router::new()
            .route("/{tenant}/oauth2/v2.0/token", post(entra::token))
            .route("/v1.0/$batch", post(batch::batch))
            .route("/v1.0/subscribedSkus", get(users::subscribed_skus))
            .route("/v1.0/auditLogs/signIns", get(sign_ins::list))
            .route(
                "/v1.0/users/{user}/mailboxSettings/automaticRepliesSetting",
                get(mailboxes::read),
            )
            .route("/v1.0/users/{user}/mailboxSettings", patch(mailboxes::change))
            .route("/v1.0/users/{user}/authentication/methods", get(methods::list))
            .with_state(Arc::clone(&tenant));
        let (address_sender, address) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = std::thread::spawn(move || {
            let runtime = Runtime::new().unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                address_sender.send(listener.local_addr().unwrap()).unwrap();
                let serving = axum::serve(listener, router).into_future();
                // Connections that are kept do not hold it up.
                tokio::select! { served = serving => served.unwrap(), _ = stopped => {} }
            });
            runtime.shutdown_background();
        });
        let base = format!("http://{}", address.recv().unwrap());
        Self { base, tenant, stop: Some(stop), serving: Some(serving) }
    }

    /// The flags by which the API asks it.
    pub(crate) fn flags(&self) -> Vec<String> {
        Self::flags_for(&self.base)
    }

    /// The flags by which the API asks whatever is there.
    pub(crate) fn flags_for(base: &str) -> Vec<String> {
        vec![
            "--directory=graph".to_owned(),
            format!("--graph-tenant={}", entra::TENANT),
            format!("--graph-client-id={}", entra::CLIENT),
            format!("--graph-url={base}/v1.0"),
            format!("--graph-authority={base}"),
        ]
    }

    /// Puts TLS and a proxy before it.
    pub(crate) fn front(&self) -> Front {
        Front::before(self.base.strip_prefix("http://").unwrap())
    }

    /// What it has, to look at and to arrange.
    pub(crate) fn tenant(&self) -> MutexGuard<'_, Tenant> {
        self.tenant.lock().unwrap()
    }
}

impl Drop for Graph {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(serving) = self.serving.take() {
            let joined = serving.join();
            assert!(joined.is_ok() || std::thread::panicking(), "it ends without a panic");
        }
    }
}
