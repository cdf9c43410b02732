//! What only a demonstration has: `/demo/messages`, the e-mails that one would have got, and `/demo/messages/:id`, one
//! of them.

mod inbox;
mod message;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use inbox::Inbox;
use message::OneMessage;

/// The e-mails, or the one that the URL names.
#[component]
pub fn MessagesScreen() -> impl IntoView {
    let parameters = use_params_map();
    let id = Memo::new(move |_| parameters.with(|parameters| parameters.get("id")));
    move || match id.get() {
        Some(id) => view! { <OneMessage id /> }.into_any(),
        None => view! { <Inbox /> }.into_any(),
    }
}
