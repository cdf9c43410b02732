//! [Header](https://service-manual.nhs.uk/design-system/components/header): the NHS logo with the service's name, who is
//! signed in, and the navigation.

use super::icon::{Icon, IconName};
use leptos::{ev::SubmitEvent, prelude::*};

/// A place of the service that the navigation leads to.
#[derive(Clone, Debug)]
pub struct NavigationItem {
    href: String,
    text: String,
    current: Signal<bool>,
    note: Signal<String>,
}

impl NavigationItem {
    /// A link, and whether the person is there or below it.
    pub fn new(
        href: impl Into<String>,
        text: impl Into<String>,
        current: impl Into<Signal<bool>>,
    ) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
            current: current.into(),
            note: Signal::stored(String::new()),
        }
    }

    /// The same with what there is to say behind its text; nothing while that is empty.
    #[must_use]
    pub fn with_note(self, note: Signal<String>) -> Self {
        Self { note, ..self }
    }
}

/// What stands in the account area.
#[derive(Clone, Debug)]
pub enum AccountItem {
    /// Who is signed in.
    Name(String),
    /// A page about the account.
    Link {
        /// Where it is.
        href: String,
        /// What it is called.
        text: String,
    },
    /// Something to do: signing out.
    Button {
        /// What it does.
        text: String,
        /// Called when it is pressed.
        on_click: Callback<()>,
    },
}

/// The [header](https://service-manual.nhs.uk/design-system/components/header).
#[component]
pub fn Header(
    /// The name of the service, beside the logo.
    #[prop(into)]
    service: String,
    /// Where logo and name lead.
    #[prop(into)]
    home: String,
    #[prop(optional, into)] account: Signal<Vec<AccountItem>>,
    /// What assistive technology calls the navigation.
    #[prop(default = "Menu")]
    navigation_label: &'static str,
    #[prop(optional)] navigation: Vec<NavigationItem>,
) -> impl IntoView {
    let logo_name = format!("NHS {service} homepage");
    view! {
        <header class="nhsuk-header" role="banner">
            <div class="nhsuk-header__container nhsuk-width-container">
                <div class="nhsuk-header__service">
                    <a class="nhsuk-header__service-logo" href=home aria-label=logo_name>
                        <Logo />
                        <span class="nhsuk-header__service-name">{service}</span>
                    </a>
                </div>
                <AccountItems account />
            </div>
            {(!navigation.is_empty())
                .then(|| view! { <Navigation label=navigation_label items=navigation /> })}
        </header>
    }
}

/// The account area: nothing while there is nobody in it.
#[component]
pub fn AccountItems(account: Signal<Vec<AccountItem>>) -> impl IntoView {
    let has_account = Memo::new(move |_| account.with(|items| !items.is_empty()));
    view! {
        <Show when=move || has_account.get()>
            <nav class="nhsuk-header__account" aria-label="Account">
                <ul class="nhsuk-header__account-list">
                    {move || account.get().into_iter().map(account_item).collect_view()}
                </ul>
            </nav>
        </Show>
    }
}

#[component]
fn Navigation(label: &'static str, items: Vec<NavigationItem>) -> impl IntoView {
    view! {
        <nav class="nhsuk-header__navigation" aria-label=label>
            <div class="nhsuk-header__navigation-container nhsuk-width-container">
                <ul class="nhsuk-header__navigation-list">
                    {items.into_iter().map(navigation_item).collect_view()}
                </ul>
            </div>
        </nav>
    }
}

fn navigation_item(item: NavigationItem) -> impl IntoView {
    let NavigationItem { href, text, current, note } = item;
    // Where styles are overridden, as with forced colours, the current page still stands out.
    let content = move || {
        let text = note.with(|note| [text.as_str(), note].concat());
        if current.get() {
            view! { <strong class="nhsuk-header__navigation-item-current-fallback">{text}</strong> }
                .into_any()
        } else {
            text.into_any()
        }
    };
    view! {
        <li
            class="nhsuk-header__navigation-item"
            class:nhsuk-header__navigation-item--current=current
        >
            <a
                class="nhsuk-header__navigation-link"
                href=href
                aria-current=move || current.get().then_some("true")
            >
                {content}
            </a>
        </li>
    }
}

fn account_item(item: AccountItem) -> impl IntoView {
    let content = match item {
        AccountItem::Name(name) => view! {
            <Icon name=IconName::User />
            {name}
        }
        .into_any(),
        AccountItem::Link { href, text } => {
            view! { <a class="nhsuk-header__account-link" href=href>{text}</a> }.into_any()
        }
        AccountItem::Button { text, on_click } => {
            let submit = move |event: SubmitEvent| {
                event.prevent_default();
                on_click.run(());
            };
            view! {
                <form class="nhsuk-header__account-form" novalidate on:submit=submit>
                    <button class="nhsuk-header__account-button">{text}</button>
                </form>
            }
            .into_any()
        }
    };
    view! { <li class="nhsuk-header__account-item">{content}</li> }
}

#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg
            class="nhsuk-header__logo"
            xmlns="http://www.w3.org/2000/svg"
            viewBox="0 0 200 80"
            height="40"
            width="100"
            focusable="false"
            role="img"
            aria-label="NHS"
        >
            <title>"NHS"</title>
            <path
                fill="currentcolor"
                d="M200 0v80H0V0h200Zm-27.5 5.5c-14.5 0-29 5-29 22 0 10.2 7.7 13.5 14.7 16.3l.7.3c5.4 2 10.1 3.9 10.1 8.4 0 6.5-8.5 7.5-14 7.5s-12.5-1.5-16-3.5L135 70c5.5 2 13.5 3.5 20 3.5 15.5 0 32-4.5 32-22.5 0-19.5-25.5-16.5-25.5-25.5 0-5.5 5.5-6.5 12.5-6.5a35 35 0 0 1 14.5 3l4-13.5c-4.5-2-12-3-20-3Zm-131 2h-22l-14 65H22l9-45h.5l13.5 45h21.5l14-65H64l-9 45h-.5l-13-45Zm63 0h-18l-13 65h17l6-28H117l-5.5 28H129l13.5-65H125L119.5 32h-20l5-24.5Z"
            />
        </svg>
    }
}
