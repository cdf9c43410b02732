//! Signing in: at an identity provider ([`provider`]), or as a persona of a demonstration ([`demonstration`]). Which, and so
//! what is fetched for it, a deployment's settings say ([`way`]).
//!
//! Tokens are kept in memory only. Sign-out is told to the other tabs ([`tabs`]), and comes by itself when nobody does
//! anything for long ([`idle`]); a sign-in that cannot be renewed without asking is asked for over the page, which stays
//! as it is ([`expired`]).

mod demonstration;
mod expired;
mod idle;
mod open_id;
mod provider;
mod provider_screen;
mod tabs;
mod way;

use std::rc::Rc;

use domain::session::Session;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::{ApiError, Client},
    config::Config,
};

use idle::IdleLimit;
use way::Way;

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

/// Somebody's sign-in, and how it came about. Copies are the same.
#[derive(Clone, Copy)]
pub struct SigningIn {
    client: Client,
    config: StoredValue<Config>,
    /// Whether somebody is.
    pub state: RwSignal<SignIn>,
    /// How people sign in here; none while that has not been fetched.
    way: StoredValue<Option<Rc<dyn Way>>, LocalStorage>,
    on_sign_out: Callback<Session>,
}

impl SigningIn {
    /// Restores a sign-in from before a reload, if there was one. `on_sign_out` is told who signed out, so that
    /// nothing of theirs is kept.
    pub fn new(client: Client, config: Config, on_sign_out: Callback<Session>) -> Self {
        let signing_in = Self {
            client,
            config: StoredValue::new(config),
            state: RwSignal::new(SignIn::Restoring),
            way: StoredValue::new_local(None),
            on_sign_out,
        };
        tabs::on_sign_out(move || signing_in.end_here());
        signing_in.restore();
        signing_in
    }

    /// Fetches the way to sign in, and takes up a sign-in by it.
    pub fn restore(self) {
        self.state.set(SignIn::Restoring);
        spawn_local(async move {
            let restored = match way::fetch(self.client, &self.config.get_value()).await {
                Ok(way) => {
                    let restoring = way.restore();
                    self.way.set_value(Some(way));
                    restoring.await
                }
                Err(_) => SignIn::Out(Out::NotYet),
            };
            self.state.set(restored);
        });
    }

    /// Whether people are personas of a demonstration here.
    pub fn is_demonstration(self) -> bool {
        self.config.with_value(|config| config.oidc.is_none())
    }

    /// The screen to sign in on; none where it could not be fetched.
    pub fn screen(self) -> Option<AnyView> {
        self.way.get_value().map(|way| way.screen(self))
    }

    /// What may have to be shown over a screen: that the sign-in has expired, or that it is about to end.
    pub fn over_screens(self) -> AnyView {
        let minutes = self.config.with_value(|config| config.idle_minutes);
        let of_way = self.way.get_value().and_then(|way| way.over_screens(self));
        view! {
            {of_way}
            <IdleLimit signing_in=self minutes />
        }
        .into_any()
    }

    /// Signs out, here, in the other tabs and at the provider. Nothing that was kept for the person stays.
    pub fn sign_out(self) {
        // It knows by what it has to be ended; afterwards nothing here does.
        let ending = self.way.get_value().map(|way| way.end_session());
        self.end_here();
        tabs::tell_signed_out();
        if let Some(ending) = ending {
            spawn_local(ending);
        }
    }

    /// Each tab has kept things of its own.
    fn end_here(self) {
        if let SignIn::In(session) = self.state.get_untracked() {
            self.on_sign_out.run(session);
        }
        self.leave(Out::SignedOut);
    }

    /// Signs out who has not done anything for long. What they had not finished is kept for them, for a day.
    pub fn sign_out_idle(self) {
        self.leave(Out::Idle);
    }

    fn leave(self, why: Out) {
        if let Some(way) = self.way.get_value() {
            way.forget();
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
