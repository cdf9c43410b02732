//! What is shown over a screen when the sign-in has expired and cannot be renewed without asking. Requests wait for it,
//! and the screen stays as it is.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{SigningIn, provider::Provider};
use crate::nhsuk::{Button, ButtonKind, Dialog};

/// Asks the person to sign in again.
#[component]
pub(super) fn SignInExpired(signing_in: SigningIn, provider: Provider) -> impl IntoView {
    let failure = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let again = move |()| {
        busy.set(true);
        failure.set(String::new());
        spawn_local(async move {
            if let Err(error) = provider.sign_in_again().await {
                failure.set(error.to_string());
            }
            busy.set(false);
        });
    };
    view! {
        <Dialog
            id="sign-in-expired"
            title="Your sign-in has expired"
            open=Signal::derive(move || provider.asks())
            on_close=move |()| provider.do_without()
        >
            <p>"Sign in again to carry on where you were. Nothing you have entered is lost."</p>
            <div role="alert">
                {move || {
                    let text = failure.get();
                    (!text.is_empty()).then(|| view! { <p class="nhsuk-error-message">{text}</p> })
                }}
            </div>
            <div class="nhsuk-button-group">
                <Button busy on_click=again>"Sign in again"</Button>
                <Button kind=ButtonKind::Secondary on_click=move |()| signing_in.sign_out()>
                    "Sign out"
                </Button>
            </div>
        </Dialog>
    }
}
