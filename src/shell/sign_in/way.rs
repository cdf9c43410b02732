//! What the ways to sign in have in common. What only one of them needs is fetched with it: a deployment has one.
#![allow(
    unsafe_code,
    clippy::unnecessary_wraps,
    reason = "the macro declares what it cuts out as a foreign function, and wants it to say that fetching it may fail"
)]

use std::rc::Rc;

use futures::{FutureExt as _, future::LocalBoxFuture};
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};

use super::{
    SignIn, SigningIn,
    demonstration::Demonstration,
    idle::{Activity, IdleWarning},
    provider::Provider,
};
use crate::{
    client::Client,
    config::{Config, OidcSettings},
};

/// A way to sign in.
pub trait Way {
    /// Takes up a sign-in from before the page was loaded, if there was one.
    fn restore(&self) -> LocalBoxFuture<'static, SignIn>;

    /// Forgets who was signed in and all tokens, so that nobody is again without being asked.
    fn forget(&self);

    /// Ends the session elsewhere, too: asked for before what it goes by is forgotten.
    fn end_session(&self) -> LocalBoxFuture<'static, ()>;

    /// The screen to sign in on.
    fn screen(&self, signing_in: SigningIn) -> AnyView;

    /// What may have to be shown over a screen.
    fn over_screens(&self, signing_in: SigningIn) -> Option<AnyView>;
}

type Fetched<T> = Result<T, SplitLoaderError>;

/// Fetches the way in which people sign in here.
pub(super) async fn fetch(client: Client, config: &Config) -> Fetched<Rc<dyn Way>> {
    match &config.oidc {
        Some(settings) => provider(client, settings.clone()).await,
        None => demonstration(client).await,
    }
}

#[wasm_split(demonstration, wasm_split_path = leptos::wasm_split, fallible)]
fn demonstration(client: Client) -> Fetched<Rc<dyn Way>> {
    Ok(Rc::new(Demonstration::new(client)))
}

#[wasm_split(provider, wasm_split_path = leptos::wasm_split, fallible)]
fn provider(client: Client, settings: OidcSettings) -> Fetched<Rc<dyn Way>> {
    Ok(Rc::new(Provider::new(client, settings)))
}

/// The warning before somebody is signed out for doing nothing, which few see.
#[wasm_split(idle, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_idle_warning))]
fn show_idle_warning(signing_in: SigningIn, activity: Activity) -> Fetched<AnyView> {
    Ok(view! { <IdleWarning signing_in activity /> }.into_any())
}

/// Fetches what [`idle_warning`] shows.
pub(super) async fn fetch_warning() -> Fetched<()> {
    fetch_idle_warning().await
}

/// The warning before somebody is signed out, once it has been fetched.
pub(super) fn idle_warning(signing_in: SigningIn, activity: Activity) -> Option<AnyView> {
    show_idle_warning(signing_in, activity).now_or_never()?.ok()
}
