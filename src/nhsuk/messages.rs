//! Messages (ours): that something went well, at the top right of whatever screen comes next.
//!
//! A screen says so through [`Messages`]; the shell shows them all in one [`MessageArea`], which is on the page from the
//! start, as a live region must be to be heard. A message stays until it is dismissed.

use super::{
    icon::{Icon, IconName},
    visually_hidden::VisuallyHidden,
};
use leptos::prelude::*;

/// The messages not yet dismissed. Copies are the same list.
#[derive(Clone, Copy, Debug)]
pub struct Messages {
    list: RwSignal<Vec<Message>>,
    next_id: StoredValue<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Message {
    id: u64,
    text: String,
    link: Option<MessageLink>,
}

/// Where there is more about what a message says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MessageLink {
    text: &'static str,
    href: String,
}

impl Messages {
    /// Makes the list, for [`MessageArea`] and for all components below: call it once, above them.
    pub fn provide() -> Self {
        let messages = Self { list: RwSignal::new(Vec::new()), next_id: StoredValue::new(0) };
        provide_context(messages);
        messages
    }

    /// The list of the page; one of its own, seen by nobody, where none was provided.
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Says that something went well.
    pub fn success(self, text: impl Into<String>) {
        self.push(text.into(), None);
    }

    /// Says that something went well, with a link to more about it.
    pub fn success_with_link(
        self,
        text: impl Into<String>,
        link: &'static str,
        href: impl Into<String>,
    ) {
        self.push(text.into(), Some(MessageLink { text: link, href: href.into() }));
    }

    fn push(self, text: String, link: Option<MessageLink>) {
        let id = self.next_id.get_value();
        self.next_id.set_value(id + 1);
        self.list.update(|list| list.push(Message { id, text, link }));
    }

    /// Takes all messages away: what they spoke of is no longer so.
    pub fn clear(self) {
        self.list.update(Vec::clear);
    }

    fn dismiss(self, id: u64) {
        self.list.update(|list| list.retain(|message| message.id != id));
    }
}

/// Where messages are shown and announced.
#[component]
pub fn MessageArea() -> impl IntoView {
    let messages = Messages::expect();
    view! {
        <div class="upm-messages" role="status" aria-live="polite" aria-atomic="false">
            <For
                each=move || messages.list.get()
                key=|message| message.id
                children=move |message| line(messages, message)
            />
        </div>
    }
}

fn line(messages: Messages, message: Message) -> impl IntoView {
    let Message { id, text, link } = message;
    let link = link.map(|MessageLink { text, href }| {
        view! {
            ". "
            <a class="upm-message__link" href=href>
                {text}
            </a>
        }
    });
    view! {
        <div class="upm-message">
            <Icon name=IconName::Tick />
            <p class="upm-message__text">
                <VisuallyHidden>"Success: "</VisuallyHidden>
                {text} {link}
            </p>
            <button
                class="upm-message__dismiss"
                type="button"
                on:click=move |_| messages.dismiss(id)
            >
                <Icon name=IconName::Cross />
                <VisuallyHidden>"Dismiss this message"</VisuallyHidden>
            </button>
        </div>
    }
}
