//! Signing in: as a persona of the demonstration, chosen on this screen.
//!
//! The token is kept in memory only. What outlives a reload is the persona's name, in the tab's session
//! storage, as an identity provider's own session would: it is gone when the tab closes or on sign-out.

use domain::session::{Persona, Session};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Page, RemoteView, remote};
use crate::{
    client::{ApiError, Client},
    nhsuk::{Button, ButtonKind, ErrorSummary, HeadingLevel, SummaryError, Title, WarningCallout},
};

/// Where the tab remembers the persona.
const STORAGE_KEY: &str = "demo-persona";

/// Whether somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// A sign-in from before a reload is being restored.
    Restoring,
    /// Nobody is.
    Out,
    /// Somebody is.
    In(Session),
}

impl SignIn {
    /// Starts with the persona that the tab remembers, if any.
    pub fn restore(client: Client) -> RwSignal<Self> {
        let state = RwSignal::new(Self::Restoring);
        let remembered = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok()).flatten();
        spawn_local(async move {
            let restored = match remembered {
                Some(persona) => sign_in(client, persona).await.map_or(Self::Out, Self::In),
                None => Self::Out,
            };
            state.set(restored);
        });
        state
    }
}

/// Forgets who was signed in, here and in the tab's storage.
pub fn sign_out(client: Client, state: RwSignal<SignIn>) {
    if let Some(storage) = storage() {
        // Refused only where storage is turned off, and then nothing was stored.
        let _ = storage.remove_item(STORAGE_KEY);
    }
    client.sign_out();
    state.set(SignIn::Out);
}

async fn sign_in(client: Client, persona: String) -> Result<Session, ApiError> {
    let token = client.demo_token(&persona).await?;
    client.sign_in_as(persona.clone(), token);
    let session = client.session().await?;
    if let Some(storage) = storage() {
        // Where storage is turned off, a reload asks to sign in again.
        let _ = storage.set_item(STORAGE_KEY, &persona);
    }
    Ok(session)
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// Offers the personas of the demonstration.
#[component]
pub fn SignInScreen(state: RwSignal<SignIn>) -> impl IntoView {
    let client = expect_context::<Client>();
    let personas = remote(|| (), move |()| client.demo_personas());
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let continue_as = Callback::new(move |persona: String| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match sign_in(client, persona).await {
                Ok(session) => state.set(SignIn::In(session)),
                Err(error) => failure.set(Some(error)),
            }
            let _ = busy.try_set(false);
        });
    });
    let errors = Signal::derive(move || {
        failure.get().map(|error| SummaryError::general(error.to_string())).into_iter().collect()
    });
    view! {
        <Page title="Sign in">
            <ErrorSummary errors />
            <RemoteView data=personas let:personas>
                <WarningCallout title=Title::from("This is a demonstration").heading(HeadingLevel::H2)>
                    <p>
                        "Organisations, people and policies are invented. Choose whom to be; what you do is kept until the demonstration is set up anew."
                    </p>
                </WarningCallout>
                <ul class="nhsuk-list upm-personas">
                    {personas
                        .into_iter()
                        .map(|persona| view! { <PersonaChoice persona busy continue_as /> })
                        .collect_view()}
                </ul>
            </RemoteView>
        </Page>
    }
}

#[component]
fn PersonaChoice(
    persona: Persona,
    busy: RwSignal<bool>,
    continue_as: Callback<String>,
) -> impl IntoView {
    let Persona { id, name, description } = persona;
    view! {
        <li class="upm-personas__item">
            <Button
                kind=ButtonKind::Secondary
                busy
                on_click=move || continue_as.run(id.clone())
            >
                "Continue as "
                {name}
            </Button>
            <p class="nhsuk-hint upm-personas__role">{description}</p>
        </li>
    }
}
