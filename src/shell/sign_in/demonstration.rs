//! Signing in as a persona of the demonstration, chosen on this screen. What outlives a reload is the persona's name, in
//! the tab's session storage, as an identity provider's own session would: it is gone when the tab closes or on sign-out.

use domain::session::Persona;
use futures::{FutureExt as _, future::LocalBoxFuture};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Out, SignIn, SigningIn, enter, provider_screen::WhyOut, tab_storage, way::Way};
use crate::{
    client::{ApiError, Client},
    nhsuk::{Button, ButtonKind, ErrorSummary, HeadingLevel, SummaryError, Title, WarningCallout},
    shell::{Page, RemoteView, remote},
};

/// Where the tab remembers the persona.
const STORAGE_KEY: &str = "demo-persona";

/// Signing in as a persona.
#[derive(Clone, Copy)]
pub(super) struct Demonstration {
    client: Client,
}

impl Demonstration {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }
}

impl Way for Demonstration {
    fn restore(&self) -> LocalBoxFuture<'static, SignIn> {
        restore(self.client).boxed_local()
    }

    fn forget(&self) {
        if let Some(storage) = tab_storage() {
            // Refused only where storage is turned off, and then nothing was stored.
            let _ = storage.remove_item(STORAGE_KEY);
        }
    }

    fn end_session(&self) -> LocalBoxFuture<'static, ()> {
        std::future::ready(()).boxed_local()
    }

    fn screen(&self, signing_in: SigningIn) -> AnyView {
        view! { <DemonstrationScreen signing_in /> }.into_any()
    }

    fn over_screens(&self, _: SigningIn) -> Option<AnyView> {
        None
    }
}

/// Signs in again as the persona that the tab remembers, if any.
async fn restore(client: Client) -> SignIn {
    let remembered = tab_storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok()).flatten();
    match remembered {
        Some(persona) => match sign_in(client, persona).await {
            Ok(state) => state,
            Err(_) => SignIn::Out(Out::NotYet),
        },
        None => SignIn::Out(Out::NotYet),
    }
}

async fn sign_in(client: Client, persona: String) -> Result<SignIn, ApiError> {
    let token = client.demo_token(&persona).await?.access_token;
    let again = persona.clone();
    let renew = move || {
        let persona = again.clone();
        async move { Ok(client.demo_token(&persona).await?.access_token) }.boxed_local()
    };
    let entered = enter(client, token, renew).await;
    if let (SignIn::In(_), Some(storage)) = (&entered, tab_storage()) {
        // Where storage is turned off, a reload asks to sign in again.
        let _ = storage.set_item(STORAGE_KEY, &persona);
    }
    Ok(entered)
}

/// Offers the personas of the demonstration.
#[component]
fn DemonstrationScreen(signing_in: SigningIn) -> impl IntoView {
    let SigningIn { client, state, .. } = signing_in;
    let personas = remote(|| (), move |()| client.demo_personas());
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let continue_as = Callback::new(move |persona: String| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match sign_in(client, persona).await {
                Ok(SignIn::Out(Out::Failed(why) | Out::NotAnAdministrator(why))) => {
                    failure.set(Some(why));
                }
                Ok(entered) => state.set(entered),
                Err(error) => failure.set(Some(error.to_string())),
            }
            let _ = busy.try_set(false);
        });
    });
    let errors =
        Signal::derive(move || failure.get().map(SummaryError::general).into_iter().collect());
    view! {
        <Page title="Sign in">
            <ErrorSummary errors />
            <WhyOut signing_in />
            <WarningCallout title=Title::from("This is a demonstration").heading(HeadingLevel::H2)>
                <p>
                    "Organisations, people and policies are invented. Choose who to be. What you do is kept until the demonstration is reset."
                </p>
            </WarningCallout>
            <RemoteView data=personas let:personas>
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
