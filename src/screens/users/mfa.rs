//! Multi-factor authentication: a part of a person's page. Off for 48 hours on an account that was made safe, with a
//! countdown, and on again.

use std::time::Duration;

use domain::{
    ids::UserId,
    mfa::{MAX_REASON_LENGTH, Mfa, MfaState, Reason, time_left},
};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::{ApiError, Client, IdempotencyKey},
    nhsuk::{
        Button, ButtonAction, ButtonGroup, ButtonKind, CharacterCount, Dialog, ErrorSummary,
        Messages, SummaryError, WarningCallout,
    },
    shell::{RemoteData, RemoteView, clock, remote},
};

/// The id of the box for the reason.
const REASON: &str = "mfa-reason";
/// How often the countdown is written anew: it is told to the minute.
const TICK: Duration = Duration::from_secs(5);
/// How soon after the end it is asked whether it has come: the service needs a moment.
const AFTER_END: Duration = Duration::from_secs(3);

/// How it stands with somebody's multi-factor authentication, and what can be done.
#[component]
pub(super) fn MfaSection(user: UserId, changed: Callback<()>) -> impl IntoView {
    let client = expect_context::<Client>();
    let user = StoredValue::new(user);
    let mfa = remote(
        || (),
        move |()| {
            let user = user.get_value();
            async move { client.mfa(&user).await }
        },
    );
    let changed = Callback::new(move |now: Mfa| {
        mfa.set(now);
        changed.run(());
    });
    view! {
        <section aria-labelledby="mfa">
            <h2 class="nhsuk-heading-m" id="mfa">
                "Multi-factor authentication (MFA)"
            </h2>
            <RemoteView data=mfa let:now>
                <Standing now user=user.get_value() mfa changed />
            </RemoteView>
        </section>
    }
}

#[component]
fn Standing(now: Mfa, user: UserId, mfa: RemoteData<Mfa>, changed: Callback<Mfa>) -> impl IntoView {
    let times = now.times_disabled;
    match now.state {
        MfaState::EnforcedAlways { because } => view! { <p>{because.explain()} "."</p> }.into_any(),
        MfaState::Enforced => view! {
            <p>
                "MFA is enforced. This account was compromised and has been made safe, so you can disable MFA for 48 hours while the person gets back in."
            </p>
            {(times > 0).then(|| view! { <p>{told_before(times)}</p> })}
            <Disable user mfa changed />
        }
        .into_any(),
        MfaState::Enforcing { since } => view! {
            <WarningCallout title="MFA may still be disabled">
                <p>
                    "It was due to be enforced again on " {clock::moment(since)}
                    ", but Microsoft has not confirmed that yet. This service keeps trying until it has. If this goes on for more than an hour, contact the helpdesk."
                </p>
            </WarningCallout>
            <Button kind=ButtonKind::Secondary on_click=move |()| mfa.reload()>
                "Check again"
            </Button>
        }
        .into_any(),
        MfaState::Disabled { since, until, seconds_left, by, reason } => view! {
            <WarningCallout title="MFA is disabled">
                <p>
                    "Until " {clock::moment(until)} ": " <Countdown seconds_left mfa />
                    ". Then it is enforced again automatically."
                </p>
                <p>
                    "Disabled by " {by} " on " {clock::moment(since)} ". Reason: " {reason.to_string()}
                </p>
            </WarningCallout>
            {(times > 1).then(|| view! { <p>{told_before(times - 1)}</p> })}
            <Enforce user mfa changed />
        }
        .into_any(),
    }
}

fn told_before(times: u32) -> String {
    match times {
        1 => "It has been disabled once before. The account history says why.".to_owned(),
        times => {
            format!("It has been disabled {times} times before. The account history says why.")
        }
    }
}

/// What is left of the time. It goes by how long that was when the service said so, not by what the computer takes for
/// the time of day.
#[component]
fn Countdown(seconds_left: u32, mfa: RemoteData<Mfa>) -> impl IntoView {
    let begun = js_sys::Date::now();
    let left = RwSignal::new(seconds_left);
    let tick = move || {
        let passed = (js_sys::Date::now() - begun) / 1_000.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a conversion from a float saturates"
        )]
        let passed = passed as u32;
        let now_left = seconds_left.saturating_sub(passed);
        if now_left == 0 && left.get_untracked() > 0 {
            set_timeout(move || mfa.reload(), AFTER_END);
        }
        left.set(now_left);
    };
    if let Ok(ticking) = set_interval_with_handle(tick, TICK) {
        on_cleanup(move || ticking.clear());
    }
    let text = Memo::new(move |_| format!("{} left", time_left(left.get())));
    view! { <strong role="timer">{text}</strong> }
}

/// The button, and the dialog that asks why.
#[component]
fn Disable(user: UserId, mfa: RemoteData<Mfa>, changed: Callback<Mfa>) -> impl IntoView {
    let open = RwSignal::new(false);
    let user = StoredValue::new(user);
    view! {
        <Button kind=ButtonKind::Secondary on_click=move || open.set(true)>
            "Disable MFA for 48 hours"
        </Button>
        <Dialog
            id="disable-mfa"
            title="Disable MFA for 48 hours?"
            open
            on_close=move || open.set(false)
        >
            <DisableForm user=user.get_value() mfa changed on_cancel=move || open.set(false) />
        </Dialog>
    }
}

#[component]
fn DisableForm(
    user: UserId,
    mfa: RemoteData<Mfa>,
    changed: Callback<Mfa>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let reason = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<SummaryError>);
    let attempt = RwSignal::new(0_u32);
    let busy = RwSignal::new(false);
    let user = StoredValue::new(user);
    // The same intention until it is answered or the reason is another.
    let key = StoredValue::new(IdempotencyKey::random());
    let refuse = move |error: SummaryError| {
        wrong.set(Some(error));
        attempt.update(|attempt| *attempt += 1);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let parsed = match Reason::parse(&reason.read_untracked()) {
            Ok(parsed) => parsed,
            Err(error) => return refuse(SummaryError::at(REASON, error.to_string())),
        };
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let disabled = client.disable_mfa(&user.get_value(), parsed, &key.get_value()).await;
            let _ = busy.try_set(false);
            match disabled {
                Ok(now) => {
                    messages.success("MFA is disabled for 48 hours");
                    changed.run(now);
                }
                Err(error) => {
                    if error.problem().is_some() {
                        let _ = key.try_set_value(IdempotencyKey::random());
                    }
                    reread_where_it_changed(&error, mfa);
                    refuse(SummaryError::general(error.to_string()));
                }
            }
        });
    };
    let error = Signal::derive(move || {
        wrong.get().filter(|error| error.field.is_some()).map(|error| error.text)
    });
    view! {
        <ErrorSummary
            errors=Signal::derive(move || wrong.get().into_iter().collect::<Vec<_>>())
            attempt
        />
        <form novalidate on:submit=submit>
            <p>
                "For 48 hours a password alone is enough to sign in. Then MFA is enforced again automatically. Your name and reason are recorded."
            </p>
            <CharacterCount
                id=REASON
                label="Reason"
                max=MAX_REASON_LENGTH
                rows=3
                value=reason
                error
                on_input=move |text| {
                    reason.set(text);
                    key.set_value(IdempotencyKey::random());
                }
            />
            <ButtonGroup>
                <Button action=ButtonAction::Submit kind=ButtonKind::Warning busy>
                    "Disable MFA"
                </Button>
                <Button kind=ButtonKind::Secondary on_click=on_cancel>
                    "Cancel"
                </Button>
            </ButtonGroup>
        </form>
    }
}

#[component]
fn Enforce(user: UserId, mfa: RemoteData<Mfa>, changed: Callback<Mfa>) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let user = StoredValue::new(user);
    let key = StoredValue::new(IdempotencyKey::random());
    let enforce = move |()| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let enforced = client.enforce_mfa(&user.get_value(), &key.get_value()).await;
            let _ = busy.try_set(false);
            match enforced {
                Ok(now) => {
                    if !matches!(now.state, MfaState::Enforcing { .. }) {
                        messages.success("MFA is enforced again");
                    }
                    changed.run(now);
                }
                Err(error) => {
                    reread_where_it_changed(&error, mfa);
                    let _ = failure.try_set(Some(error));
                }
            }
        });
    };
    let errors = Signal::derive(move || {
        failure.get().map(|error| SummaryError::general(error.to_string())).into_iter().collect()
    });
    view! {
        <ErrorSummary errors />
        <Button busy on_click=enforce>
            "Enforce MFA again now"
        </Button>
    }
}

/// What is shown is old when the service says that it does not go together with how things are.
fn reread_where_it_changed(error: &ApiError, mfa: RemoteData<Mfa>) {
    if error.has_status(409) {
        mfa.reload();
    }
}
