//! Marking somebody as a leaver, and taking that back: a part of their page.

use domain::{
    account_status::AccountStatus,
    leaver::{LICENSED_DAYS, may_leave},
    user::User,
};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::{ApiError, Client, IdempotencyKey},
    nhsuk::{Button, ButtonGroup, ButtonKind, Dialog, ErrorSummary, Messages, SummaryError},
    paths,
};

/// The button for what can be done; nothing where nothing can.
#[component]
pub(super) fn Leaving(
    user: User,
    /// Told once it is done: what is shown is old then.
    changed: Callback<()>,
) -> impl IntoView {
    match user.status {
        AccountStatus::Leaver { .. } => view! { <Undo user changed /> }.into_any(),
        status if may_leave(status).is_ok() => view! { <Mark user changed /> }.into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn Mark(user: User, changed: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let user = StoredValue::new(user);
    view! {
        <Button kind=ButtonKind::Secondary on_click=move || open.set(true)>
            "Mark as a leaver"
        </Button>
        <Dialog id="mark-leaver" title="Mark as a leaver?" open on_close=move || open.set(false)>
            <MarkForm user=user.get_value() changed on_cancel=move || open.set(false) />
        </Dialog>
    }
}

#[component]
fn MarkForm(
    user: User,
    changed: Callback<()>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let name = user.display_name;
    let id = StoredValue::new(user.id);
    let key = StoredValue::new(IdempotencyKey::random());
    let mark = move |()| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let marked = client.mark_leaver(&id.get_value(), &key.get_value()).await;
            let _ = busy.try_set(false);
            match marked {
                Ok(_) => {
                    messages.success_with_link(
                        "Marked as a leaver",
                        "See all leavers",
                        paths::leavers(),
                    );
                    changed.run(());
                }
                Err(error) => {
                    let _ = failure.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <ErrorSummary errors=told(failure) />
        <p>{name} ":"</p>
        <ul class="nhsuk-list nhsuk-list--bullet">
            <li>
                "will keep their licences until another organisation takes them over, or for "
                {LICENSED_DAYS} " days"
            </li>
            <li>"will stop being an administrator everywhere, straight away"</li>
            <li>"can still stay: you can undo this until another organisation takes them over"</li>
        </ul>
        <ButtonGroup>
            <Button kind=ButtonKind::Warning busy on_click=mark>
                "Mark as a leaver"
            </Button>
            <Button kind=ButtonKind::Secondary on_click=on_cancel>
                "Cancel"
            </Button>
        </ButtonGroup>
    }
}

#[component]
fn Undo(user: User, changed: Callback<()>) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let id = StoredValue::new(user.id);
    let key = StoredValue::new(IdempotencyKey::random());
    let undo = move |()| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let undone = client.undo_leaver(&id.get_value(), &key.get_value()).await;
            let _ = busy.try_set(false);
            match undone {
                Ok(_) => {
                    messages.success("They are no longer a leaver");
                    changed.run(());
                }
                Err(error) => {
                    let _ = failure.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <ErrorSummary errors=told(failure) />
        <Button kind=ButtonKind::Secondary busy on_click=undo>
            "Undo: they are not leaving"
        </Button>
    }
}

fn told(failure: RwSignal<Option<ApiError>>) -> Signal<Vec<SummaryError>> {
    Signal::derive(move || {
        failure.get().map(|error| SummaryError::general(error.to_string())).into_iter().collect()
    })
}
