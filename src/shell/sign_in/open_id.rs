//! The way to `sign-in/openid.js`, which speaks `OpenID` Connect. It is fetched here, where it is needed.

use leptos::{prelude::*, wasm_bindgen};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::config::OidcSettings;

#[wasm_bindgen(module = "/sign-in/load.js")]
extern "C" {
    type Module;

    /// Imports a module of JavaScript.
    #[wasm_bindgen(catch)]
    async fn load(address: &str) -> Result<Module, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn find(this: &Module, settings: &str, return_address: &str) -> Result<OpenId, JsValue>;

    /// An identity provider, and whom it has signed in.
    #[derive(Clone)]
    pub(super) type OpenId;

    #[wasm_bindgen(method, catch, js_name = comeBack)]
    async fn come_back_(this: &OpenId) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = leave)]
    async fn leave_(this: &OpenId, prompt: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = openWindow)]
    async fn open_window_(this: &OpenId) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = renew)]
    async fn renew_(this: &OpenId) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = forget)]
    async fn forget_(this: &OpenId, landing: &str) -> Result<JsValue, JsValue>;
}

/// Why nobody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum OpenIdError {
    /// No answer came from the provider.
    #[error("The sign-in service could not be reached. Check your connection and try again")]
    Unreachable,
    /// The provider has to ask the person.
    #[error("Sign in to continue")]
    Asks,
    /// The answer is to nothing that this tab asked.
    #[error("The sign-in could not be completed. Sign in again")]
    NotBegun,
    /// The provider said no.
    #[error("The sign-in service did not sign you in. Try again, or contact the helpdesk")]
    Refused,
    /// Somebody else signed in.
    #[error(
        "That is not the account you were signed in with. Sign in with the same account, or sign out"
    )]
    OtherPerson,
    /// The browser lets no window open.
    #[error(
        "Your browser blocked the sign-in window. Allow pop-up windows for this address, then try again"
    )]
    WindowBlocked,
    /// The person closed the window.
    #[error("The sign-in window was closed before you had signed in. Try again")]
    WindowClosed,
    /// A fault.
    #[error("Something went wrong while you were signing in. Reload this page")]
    Fault,
}

impl From<JsValue> for OpenIdError {
    fn from(error: JsValue) -> Self {
        let code = js_sys::Reflect::get(&error, &"code".into()).ok();
        match code.and_then(|code| code.as_string()).as_deref() {
            Some("unreachable") => Self::Unreachable,
            Some("asks") => Self::Asks,
            Some("notBegun") => Self::NotBegun,
            Some("refused") => Self::Refused,
            Some("otherPerson") => Self::OtherPerson,
            Some("windowBlocked") => Self::WindowBlocked,
            Some("windowClosed") => Self::WindowClosed,
            _ => {
                leptos::logging::error!("{error:?}");
                Self::Fault
            }
        }
    }
}

impl OpenId {
    /// Finds the provider that the settings name. `return_address` is where it sends people back to.
    pub(super) async fn find(
        settings: &OidcSettings,
        return_address: &str,
    ) -> Result<Self, OpenIdError> {
        let meta = document().query_selector("meta[name=upm-openid]").ok().flatten();
        let address = meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
        // A file of ours that does not come is a connection that is not there.
        let module = load(&address).await.map_err(|_| OpenIdError::Unreachable)?;
        let settings = serde_json::to_string(settings).map_err(|_| OpenIdError::Fault)?;
        Ok(module.find(&settings, return_address).await?)
    }

    /// The access token that came back from the provider, if anything did.
    pub(super) async fn come_back(&self) -> Result<Option<String>, OpenIdError> {
        Ok(self.come_back_().await?.as_string())
    }

    /// Goes to the provider with the whole page.
    pub(super) async fn leave(&self, prompt: Prompt) -> Result<(), OpenIdError> {
        self.leave_(prompt.as_str()).await?;
        Ok(())
    }

    /// An access token that the person gets by signing in in a window. Called while they press a button, or the browser
    /// blocks the window.
    pub(super) async fn open_window(&self) -> Result<String, OpenIdError> {
        self.open_window_().await?.as_string().ok_or(OpenIdError::Fault)
    }

    /// An access token for which nobody is asked.
    pub(super) async fn renew(&self) -> Result<String, OpenIdError> {
        self.renew_().await?.as_string().ok_or(OpenIdError::Fault)
    }

    /// Forgets all tokens, here and at the provider; gives where the page has to go to end the session there.
    pub(super) async fn forget(&self, landing: &str) -> Option<String> {
        self.forget_(landing).await.ok()?.as_string()
    }
}

/// What the provider asks the person, of whom it may know already who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prompt {
    /// Nothing: it sends them back at once if it would have to.
    Nothing,
    /// What it has to.
    Necessary,
    /// To sign in, whoever is signed in.
    SignIn,
}

impl Prompt {
    /// The value of `prompt` (`OpenID` Connect Core, 3.1.2.1).
    fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Necessary => "",
            Self::SignIn => "login",
        }
    }
}
