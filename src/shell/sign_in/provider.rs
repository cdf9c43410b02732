//! Signing in at an identity provider, by `OpenID` Connect.
//!
//! A page of its own goes to the provider and back, without anybody being asked if the provider knows them already. A
//! page within another has the person sign in in a window, since the provider would not recognise them there.

use std::future::pending;

use futures::{FutureExt as _, channel::oneshot, future::LocalBoxFuture};
use leptos::prelude::*;

use super::{
    Out, SignIn, SigningIn, enter,
    expired::SignInExpired,
    open_id::{OpenId, OpenIdError, Prompt},
    provider_screen::ProviderScreen,
    tab_storage,
    way::Way,
};
use crate::{
    client::{ApiError, Client},
    config::OidcSettings,
    paths,
    shell::embedded::is_embedded,
};

/// Set in the tab's storage from sign-out until the person signs in: nobody is signed in again without being asked then.
const SIGNED_OUT: &str = "upm-signed-out";
/// Where the provider sends people back to.
const RETURN_PAGE: &str = "signed-in.html";

/// The identity provider. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Provider {
    client: Client,
    settings: StoredValue<OidcSettings>,
    /// Where the app is.
    app: StoredValue<String>,
    found: StoredValue<Option<OpenId>, LocalStorage>,
    /// Whether the person has to be asked, because the sign-in cannot be renewed otherwise.
    asks: RwSignal<bool>,
    answer: StoredValue<Option<oneshot::Sender<String>>, LocalStorage>,
}

impl Provider {
    pub(super) fn new(client: Client, settings: OidcSettings) -> Self {
        let origin = window().location().origin().unwrap_or_default();
        Self {
            client,
            settings: StoredValue::new(settings),
            app: StoredValue::new(origin + &paths::home()),
            found: StoredValue::new_local(None),
            asks: RwSignal::new(false),
            answer: StoredValue::new_local(None),
        }
    }

    /// Whether the person has to be asked to sign in again, tracked.
    pub(super) fn asks(self) -> bool {
        self.asks.get()
    }

    /// Takes the sign-in that the page came back with, or goes to look whether the provider knows the person.
    async fn restore(self) -> SignIn {
        match self.come_back().await {
            Ok(Some(token)) => self.enter(token).await,
            Ok(None) if was_signed_out() => SignIn::Out(Out::SignedOut),
            Ok(None) if is_embedded() => SignIn::Out(Out::NotYet),
            Ok(None) => self.leave(Prompt::Nothing).await,
            Err(OpenIdError::Asks) => SignIn::Out(Out::NotYet),
            Err(error) => SignIn::Out(Out::Failed(error.to_string())),
        }
    }

    async fn come_back(self) -> Result<Option<String>, OpenIdError> {
        self.find().await?.come_back().await
    }

    /// Signs in as the person asked, by a button that they press just now.
    pub(super) async fn sign_in(self, prompt: Prompt) -> SignIn {
        if !is_embedded() {
            return self.leave(prompt).await;
        }
        // Already found, unless the provider could not be reached: then the browser may block the window, and says so.
        match self.find_and_open_window().await {
            Ok(token) => self.enter(token).await,
            Err(error) => SignIn::Out(Out::Failed(error.to_string())),
        }
    }

    /// Goes to the provider. The page ends then; what is returned says why it could not.
    async fn leave(self, prompt: Prompt) -> SignIn {
        let left = match self.find().await {
            Ok(found) => found.leave(prompt).await,
            Err(error) => Err(error),
        };
        match left {
            Ok(()) => pending().await,
            Err(error) => SignIn::Out(Out::Failed(error.to_string())),
        }
    }

    async fn find_and_open_window(self) -> Result<String, OpenIdError> {
        // No waiting before the window where it is not needed.
        match self.found.get_value() {
            Some(found) => found.open_window().await,
            None => self.find().await?.open_window().await,
        }
    }

    async fn find(self) -> Result<OpenId, OpenIdError> {
        if let Some(found) = self.found.get_value() {
            return Ok(found);
        }
        let return_address = self.app.get_value() + RETURN_PAGE;
        let found = OpenId::find(&self.settings.get_value(), &return_address).await?;
        self.found.set_value(Some(found.clone()));
        Ok(found)
    }

    async fn enter(self, token: String) -> SignIn {
        if let Some(storage) = tab_storage() {
            let _ = storage.remove_item(SIGNED_OUT);
        }
        enter(self.client, token, move || self.renew().boxed_local()).await
    }

    /// Another token in place of one that has expired. Where the provider gives none by itself, this waits until the
    /// person has signed in again, or does not want to.
    async fn renew(self) -> Result<String, ApiError> {
        let found = self.find().await.map_err(|_| ApiError::Unreachable)?;
        match found.renew().await {
            Ok(token) => Ok(token),
            Err(OpenIdError::Unreachable) => Err(ApiError::Unreachable),
            Err(_) => {
                let (sender, receiver) = oneshot::channel();
                self.answer.set_value(Some(sender));
                self.asks.set(true);
                receiver.await.map_err(|_| ApiError::Unreadable { status: 401 })
            }
        }
    }

    /// Has the person, who was asked to and presses a button just now, sign in again.
    pub(super) async fn sign_in_again(self) -> Result<(), OpenIdError> {
        let token = self.find_and_open_window().await?;
        self.asks.set(false);
        if let Some(answer) = self.answer.try_update_value(Option::take).flatten() {
            // Whoever asked may have gone.
            let _ = answer.send(token);
        }
        Ok(())
    }

    /// Does without: what needs the sign-in fails.
    pub(super) fn do_without(self) {
        self.answer.set_value(None);
        self.asks.set(false);
    }

    /// Ends the session at the provider, too, where it lets us.
    async fn end_session(self, found: OpenId) {
        let address = found.forget(&self.app.get_value()).await;
        if let Some(address) = address.filter(|_| !is_embedded()) {
            // An address that the provider gave is one that can be gone to.
            let _ = window().location().replace(&address);
        }
    }
}

impl Way for Provider {
    fn restore(&self) -> LocalBoxFuture<'static, SignIn> {
        (*self).restore().boxed_local()
    }

    fn forget(&self) {
        self.do_without();
        // With the tokens, and with whose they are: somebody else may sign in next.
        self.found.set_value(None);
        if let Some(storage) = tab_storage() {
            // Where storage is turned off, the provider decides whether it asks.
            let _ = storage.set_item(SIGNED_OUT, "true");
        }
    }

    fn end_session(&self) -> LocalBoxFuture<'static, ()> {
        let provider = *self;
        match self.found.get_value() {
            Some(found) => provider.end_session(found).boxed_local(),
            None => std::future::ready(()).boxed_local(),
        }
    }

    fn screen(&self, signing_in: SigningIn) -> AnyView {
        let provider = *self;
        view! { <ProviderScreen signing_in provider /> }.into_any()
    }

    fn over_screens(&self, signing_in: SigningIn) -> Option<AnyView> {
        let provider = *self;
        Some(view! { <SignInExpired signing_in provider /> }.into_any())
    }
}

fn was_signed_out() -> bool {
    let flag = tab_storage().and_then(|storage| storage.get_item(SIGNED_OUT).ok());
    flag.flatten().is_some()
}
