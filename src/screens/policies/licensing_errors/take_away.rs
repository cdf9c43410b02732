//! What can be taken along: the errors by e-mail, as a file at once, and as the text of a ticket.

use domain::{
    licensing_report::{ListedGroup, ticket_text},
    policy::Policy,
};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::{ApiError, Client, IdempotencyKey},
    nhsuk::{Button, ButtonGroup, ButtonKind, ErrorSummary, Messages, SummaryError, thousands},
    shell::{clipboard, clock, download::download_csv},
};

/// The ways to take them along. Where there are none, that can be had by e-mail too.
#[component]
pub(super) fn TakeAway(policy: Policy, groups: Vec<ListedGroup>) -> impl IntoView {
    let failure = RwSignal::new(None::<ApiError>);
    let said = RwSignal::new(String::new());
    let errors = Signal::derive(move || {
        failure.get().map(|error| SummaryError::general(error.to_string())).into_iter().collect()
    });
    let has_errors = !groups.is_empty();
    let policy = StoredValue::new(policy);
    view! {
        <h2 class="nhsuk-heading-m">"Export these errors"</h2>
        <ErrorSummary errors />
        <ButtonGroup>
            <Export policy failure />
            {has_errors
                .then(|| {
                    view! {
                        <Download policy failure said />
                        <Copy policy groups said />
                    }
                })}
        </ButtonGroup>
        <p aria-live="polite">{said}</p>
    }
}

/// By e-mail, as the word that there are none too.
#[component]
fn Export(policy: StoredValue<Policy>, failure: RwSignal<Option<ApiError>>) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let busy = RwSignal::new(false);
    let key = StoredValue::new(IdempotencyKey::random());
    let export = move |()| {
        busy.set(true);
        failure.set(None);
        let id = policy.with_value(|policy| policy.id.clone());
        spawn_local(async move {
            match client.export_licensing_errors(&id, &key.get_value()).await {
                Ok(begun) => {
                    let _ = key.try_set_value(IdempotencyKey::random());
                    messages
                        .success(format!("The licensing errors will be emailed to {}", begun.to));
                }
                Err(error) => {
                    let _ = failure.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Button kind=ButtonKind::Secondary busy on_click=export>
            "Export Licensing Errors"
        </Button>
    }
}

/// As a file at once. Of many it says how far it is.
#[component]
fn Download(
    policy: StoredValue<Policy>,
    failure: RwSignal<Option<ApiError>>,
    said: RwSignal<String>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let busy = RwSignal::new(false);
    let download = move |()| {
        busy.set(true);
        failure.set(None);
        let (id, name) = policy.with_value(|policy| (policy.id.clone(), policy.full_name.clone()));
        let told = move |lines, total| {
            if lines < total {
                let _ = said.try_set(format!("{} of {} lines", thousands(lines), thousands(total)));
            }
        };
        spawn_local(async move {
            match client.licensing_error_file(&id, told).await {
                Ok(file) => {
                    let _ = said.try_set(String::new());
                    download_csv(&format!("licensing errors {name} {}.csv", clock::today()), &file);
                }
                Err(error) => {
                    let _ = said.try_set(String::new());
                    let _ = failure.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Button kind=ButtonKind::Secondary busy on_click=download>
            "Download CSV"
        </Button>
    }
}

/// As what the helpdesk asks for. The browser wants the text at once when the button is pressed.
#[component]
fn Copy(
    policy: StoredValue<Policy>,
    groups: Vec<ListedGroup>,
    said: RwSignal<String>,
) -> impl IntoView {
    let looked_at = clock::moment_of_milliseconds(js_sys::Date::now());
    let text = policy.with_value(|policy| ticket_text(policy, &looked_at, &groups));
    let copy = move |()| {
        let text = text.clone();
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            let told = if copied {
                "The text is copied. Paste it into your ticket"
            } else {
                "Your browser did not let the page copy. Download the CSV instead"
            };
            let _ = said.try_set(told.to_owned());
        });
    };
    view! {
        <Button kind=ButtonKind::Secondary on_click=copy>
            "Copy ticket text"
        </Button>
    }
}
