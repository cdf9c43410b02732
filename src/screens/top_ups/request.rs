//! The request: a text to copy, or to send as an e-mail.

use std::sync::Arc;

use domain::{
    catalogue::Catalogue,
    organisation::Organisation,
    top_up::{Basket, request_text},
};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    config::Support,
    nhsuk::{Button, ButtonGroup, Textarea, counted},
    shell::{SignedIn, clipboard, clock},
};

#[component]
pub(super) fn Request(
    organisation: Organisation,
    catalogue: Arc<Catalogue>,
    basket: Memo<Basket>,
) -> impl IntoView {
    let purpose = RwSignal::new(String::new());
    let session = SignedIn::expect();
    let text = Memo::new(move |_| {
        let (basket, purpose) = (basket.get(), purpose.get());
        session.with(|session| {
            request_text(&organisation, &basket, &catalogue, session, &purpose, clock::today())
        })
    });
    let is_empty = Memo::new(move |_| basket.with(Basket::is_empty));
    let count = move || {
        let products = basket.with(Basket::len);
        counted(u64::try_from(products).unwrap_or(u64::MAX), "licence", "licences")
    };
    view! {
        <section aria-labelledby="request">
            <h2 class="nhsuk-heading-m" id="request">
                "Your request"
            </h2>
            <p role="status">
                {move || {
                    if is_empty.get() {
                        "Nothing yet. Enter how many seats of a licence you need.".to_owned()
                    } else {
                        format!("Seats of {}.", count())
                    }
                }}
            </p>
            <Show when=move || !is_empty.get()>
                <Textarea
                    id="purpose"
                    label="What they are for (optional)"
                    rows=3
                    value=purpose
                    on_input=move |typed| purpose.set(typed)
                />
                <h3 class="nhsuk-heading-s" id="request-text">
                    "The text that you send"
                </h3>
                <pre class="upm-support-text" role="group" tabindex="0" aria-labelledby="request-text">
                    {text}
                </pre>
                <TakeAway text />
            </Show>
        </section>
    }
}

#[component]
fn TakeAway(text: Memo<String>) -> impl IntoView {
    let said = RwSignal::new("");
    let copy = move |()| {
        let text = text.get_untracked();
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            let _ = said.try_set(if copied {
                "The request is copied"
            } else {
                "Your browser did not let the page copy. Select the text and copy it"
            });
        });
    };
    let Support { helpdesk_email, .. } = expect_context::<Support>();
    let mail = (!helpdesk_email.is_empty()).then(|| {
        let href = move || {
            let body = text.with(|text| js_sys::encode_uri_component(text));
            format!("mailto:{helpdesk_email}?subject=Licence%20top-up%20request&body={body}")
        };
        view! { <a href=href>"Send it by email"</a> }
    });
    view! {
        <ButtonGroup>
            <Button on_click=copy>"Copy the request"</Button>
            {mail}
        </ButtonGroup>
        <p aria-live="polite">{said}</p>
    }
}
