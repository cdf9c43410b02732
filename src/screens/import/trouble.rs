//! What stands in the way of an import's requests, and the button that tries again.

use domain::import::machine::{Effect, Event, Failure, Import};
use leptos::prelude::*;

use crate::{import::runner::Runner, nhsuk::Button};

/// Says that a request failed: that it will be tried again, or why only the administrator can do that.
/// Nothing while all goes well.
#[component]
pub(super) fn Trouble(runner: Runner) -> impl IntoView {
    let standstill = Memo::new(move |_| {
        runner.with(|import| import.and_then(|import| import.standstill().cloned()))
    });
    let pauses = Memo::new(move |_| runner.with(|import| import.is_some_and(pauses)));
    view! {
        <p aria-live="polite" class="upm-import__pause">
            {move || {
                pauses.get().then_some("The service did not answer. Trying again in a moment.")
            }}
        </p>
        {move || standstill.get().map(|failure| view! { <Standstill failure runner /> })}
    }
}

fn pauses(import: &Import) -> bool {
    matches!(import.next(), Some(Effect::Wait { .. }))
}

#[component]
fn Standstill(failure: Failure, runner: Runner) -> impl IntoView {
    let (heading, text, request_id) = match failure {
        Failure::Transient { .. } => (
            "The service cannot be reached",
            "Check your connection, then try again. Nothing is lost, and nobody is added twice."
                .to_owned(),
            String::new(),
        ),
        Failure::SignedOut => (
            "Your sign-in has expired",
            "Try again to sign in as before and carry on. If that does not help, reload this page \
             and sign in. People already added stay added: importing the same file again adds only \
             the others."
                .to_owned(),
            String::new(),
        ),
        Failure::Refused(problem) => (
            "The service refused this",
            format!("{}.", problem.detail.trim_end_matches('.')),
            problem.request_id,
        ),
    };
    view! {
        <div class="nhsuk-inset-text" role="alert">
            <h3 class="nhsuk-heading-s">{heading}</h3>
            <p>{text}</p>
            {(!request_id.is_empty())
                .then(|| {
                    view! {
                        <p class="nhsuk-body-s">
                            "If you contact the helpdesk, quote " <code>{request_id}</code>
                        </p>
                    }
                })}
            <Button on_click=move |()| runner.tell(Event::Retry)>"Try again"</Button>
        </div>
    }
}
