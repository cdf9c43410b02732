//! The screen that leads to the identity provider.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Out, SignIn, SigningIn, open_id::Prompt, provider::Provider};
use crate::{
    nhsuk::{Button, ErrorSummary, InsetText, SummaryError},
    shell::Page,
};

/// Offers to sign in.
#[component]
pub(super) fn ProviderScreen(signing_in: SigningIn, provider: Provider) -> impl IntoView {
    let state = signing_in.state;
    let busy = RwSignal::new(false);
    let failure = move || match state.get() {
        SignIn::Out(Out::Failed(why) | Out::NotAnAdministrator(why)) => Some(why),
        _ => None,
    };
    let other_account = move || matches!(state.get(), SignIn::Out(Out::NotAnAdministrator(_)));
    let sign_in = move |()| {
        busy.set(true);
        // Who was let in by the provider and may do nothing here has to have the choice.
        let prompt = if other_account() { Prompt::SignIn } else { Prompt::Necessary };
        spawn_local(async move {
            let outcome = provider.sign_in(prompt).await;
            let _ = busy.try_set(false);
            state.set(outcome);
        });
    };
    let errors = Signal::derive(move || {
        failure().map(SummaryError::general).into_iter().collect::<Vec<_>>()
    });
    view! {
        <Page title="Sign in">
            <ErrorSummary errors />
            <WhyOut signing_in />
            <p>"Sign in with your NHSmail account to manage the user policies of your organisation."</p>
            <Button busy on_click=sign_in>
                {move || if other_account() { "Sign in with another account" } else { "Sign in" }}
            </Button>
        </Page>
    }
}

/// Says why somebody who was signed in is not any more.
#[component]
pub(super) fn WhyOut(signing_in: SigningIn) -> impl IntoView {
    move || {
        let text = match signing_in.state.get() {
            SignIn::Out(Out::SignedOut) => "You have signed out.",
            SignIn::Out(Out::Idle) => {
                "You were signed out because this page was not used for a while. Unfinished work is kept on this device for 24 hours: sign in again to carry on."
            }
            _ => return None,
        };
        Some(view! { <div role="status"><InsetText><p>{text}</p></InsetText></div> })
    }
}
