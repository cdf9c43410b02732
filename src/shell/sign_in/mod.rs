//! Signing in: at an identity provider ([`provider`]), or as a persona of a demonstration ([`demonstration`]).
//!
//! Tokens are kept in memory only. Sign-out is told to the other tabs ([`tabs`]), and comes by itself when nobody does
//! anything for long ([`idle`]); a sign-in that cannot be renewed without asking is asked for over the page, which stays
//! as it is ([`expired`]).

mod demonstration;
pub mod expired;
pub mod idle;
mod open_id;
mod provider;
mod provider_screen;
mod tabs;

use domain::session::Session;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::{ApiError, Client},
    config::Config,
};

pub use demonstration::DemonstrationScreen;
pub use provider::Provider;
pub use provider_screen::ProviderScreen;

/// Whether somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// A sign-in from before a reload is being restored.
    Restoring,
    /// Nobody is.
    Out(Out),
    /// Somebody is.
    In(Session),
}

/// Why nobody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// Nobody has signed in yet.
    NotYet,
    /// They have signed out.
    SignedOut,
    /// Nobody did anything for long.
    Idle,
    /// It did not work; why, for the person.
    Failed(String),
    /// The account administers nothing; what the API said.
    NotAnAdministrator(String),
}

/// How people sign in here.
#[derive(Clone, Copy)]
pub enum Way {
    /// As a persona.
    Demonstration,
    /// At an identity provider.
    Provider(Provider),
}

/// Somebody's sign-in, and how it came about. Copies are the same.
#[derive(Clone, Copy)]
pub struct SigningIn {
    client: Client,
    /// Whether somebody is.
    pub state: RwSignal<SignIn>,
    /// How people sign in here.
    pub way: Way,
    on_sign_out: Callback<Session>,
}

impl SigningIn {
    /// Restores a sign-in from before a reload, if there was one. `on_sign_out` is told who signed out, so that
    /// nothing of theirs is kept.
    pub fn new(client: Client, config: &Config, on_sign_out: Callback<Session>) -> Self {
        let way = match &config.oidc {
            Some(settings) => Way::Provider(Provider::new(settings.clone())),
            None => Way::Demonstration,
        };
        let state = RwSignal::new(SignIn::Restoring);
        let signing_in = Self { client, state, way, on_sign_out };
        tabs::on_sign_out(move || signing_in.leave(Out::SignedOut));
        spawn_local(async move {
            let restored = match way {
                Way::Demonstration => demonstration::restore(client).await,
                Way::Provider(provider) => provider.restore(client).await,
            };
            state.set(restored);
        });
        signing_in
    }

    /// Signs out, here, in the other tabs and at the provider. Nothing that was kept for the person stays.
    pub fn sign_out(self) {
        if let SignIn::In(session) = self.state.get_untracked() {
            self.on_sign_out.run(session);
        }
        self.leave(Out::SignedOut);
        tabs::tell_signed_out();
        if let Way::Provider(provider) = self.way {
            spawn_local(provider.end_session());
        }
    }

    /// Signs out who has not done anything for long. What they had not finished is kept for them, for a day.
    pub fn sign_out_idle(self) {
        self.leave(Out::Idle);
    }

    fn leave(self, why: Out) {
        match self.way {
            Way::Demonstration => demonstration::forget(),
            Way::Provider(provider) => provider.forget(),
        }
        self.client.sign_out();
        self.state.set(SignIn::Out(why));
    }
}

/// Begins to ask as whoever the token is of, and says who that is.
async fn enter(
    client: Client,
    token: String,
    renew: impl Fn() -> LocalBoxFuture<'static, Result<String, ApiError>> + 'static,
) -> SignIn {
    client.sign_in(token, renew);
    match client.session().await {
        Ok(session) => SignIn::In(session),
        Err(error) => {
            client.sign_out();
            let detail = error.to_string();
            SignIn::Out(if error.has_code("notAnAdministrator") {
                Out::NotAnAdministrator(detail)
            } else {
                Out::Failed(detail)
            })
        }
    }
}

/// What lives as long as the tab.
fn tab_storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
