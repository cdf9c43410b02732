//! The frame around all screens: skip link, header with the Admin navigation and the account, messages, footer;
//! and, until somebody is signed in, the sign-in in place of the screens.

use domain::session::Session;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    Reference, SignedIn,
    embedded::{EmbeddedBar, is_embedded},
    later::Missing,
    sign_in::{SignIn, SigningIn},
    unread::Unread,
    user_search::SearchedName,
};
use crate::{
    client::Client,
    config::{Config, Support},
    nhsuk::{
        AccountItem, Footer, FooterLink, Header, Loading, MessageArea, NavigationItem, SkipLink,
    },
    paths,
};

/// The frame; its children are the screens, made anew for each sign-in.
#[component]
pub fn Frame(
    config: Config,
    /// Told who signed out, so that nothing of theirs is kept.
    #[prop(into)]
    on_sign_out: Callback<Session>,
    children: ChildrenFn,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let support = config.support.clone();
    let signing_in = SigningIn::new(client, config, on_sign_out);
    let state = signing_in.state;
    let links = support_links(&support, move || !matches!(state.get(), SignIn::In(_)));
    let account = Signal::derive(move || match state.get() {
        SignIn::In(session) => {
            let inbox = signing_in.is_demonstration().then(|| AccountItem::Link {
                href: paths::demo_messages(),
                text: "Demonstration inbox".to_owned(),
            });
            let name = AccountItem::Name(session.name);
            let sign_out = AccountItem::Button {
                text: "Sign out".to_owned(),
                on_click: Callback::new(move |()| signing_in.sign_out()),
            };
            std::iter::once(name).chain(inbox).chain([sign_out]).collect()
        }
        SignIn::Restoring | SignIn::Out(_) => Vec::new(),
    });
    let unread = Unread::provide();
    let path = use_location().pathname;
    let is_for_anyone = Memo::new(move |_| path.get() == paths::accessibility());
    view! {
        <Top account />
        <MessageArea />
        {move || match state.get() {
            SignIn::Restoring => {
                view! {
                    <main class="nhsuk-width-container nhsuk-main-wrapper" id="maincontent">
                        <Loading />
                    </main>
                }
                    .into_any()
            }
            SignIn::Out(_) if is_for_anyone.get() => children().into_any(),
            SignIn::Out(_) => {
                let missing = || {
                    view! { <Missing on_retry=move |()| signing_in.restore() /> }.into_any()
                };
                signing_in.screen().unwrap_or_else(missing)
            }
            SignIn::In(session) => {
                SignedIn::provide(session);
                Reference::provide(client);
                SearchedName::provide();
                if !is_embedded() {
                    unread.look_later(client);
                }
                view! {
                    {children()}
                    {signing_in.over_screens()}
                }
                    .into_any()
            }
        }}
        {(!is_embedded()).then(|| view! { <Footer links /> })}
    }
}

/// What is above all screens: within a page of another site, which has a header of its own, only who is signed in.
#[component]
fn Top(account: Signal<Vec<AccountItem>>) -> impl IntoView {
    if is_embedded() {
        return view! { <EmbeddedBar account /> }.into_any();
    }
    view! {
        <SkipLink />
        <Header
            service="User policies"
            home=paths::home()
            account
            navigation_label="Admin"
            navigation=navigation()
        />
    }
    .into_any()
}

fn navigation() -> Vec<NavigationItem> {
    let path = use_location().pathname;
    [
        (paths::policies(), "User Policy Management"),
        (paths::users(), "User Management"),
        (paths::jobs(), "Jobs"),
        (paths::community(), "LA community"),
    ]
    .into_iter()
    .map(|(href, text)| {
        let is_community = href == paths::community();
        let below = format!("{href}/");
        let here = href.clone();
        let is_here = move || path.with(|path| *path == here || path.starts_with(&below));
        let item = NavigationItem::new(href, text, Signal::derive(is_here));
        if is_community { item.with_note(Unread::expect().note()) } else { item }
    })
    .collect()
}

fn support_links(
    support: &Support,
    no_screens: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> Vec<FooterLink> {
    let mut links = Vec::new();
    if !support.helpdesk_url.is_empty() {
        links.push(FooterLink::new(support.helpdesk_url.clone(), "NHSmail support"));
    }
    if !support.helpdesk_email.is_empty() {
        links.push(FooterLink::new(
            format!("mailto:{}", support.helpdesk_email),
            "Email the helpdesk",
        ));
    }
    // Where the person stands: without what they searched for, which may be a name.
    let path = use_location().pathname;
    let help = Signal::derive(move || paths::help_from(&path.get()));
    // The router goes nowhere while it has no screens, which is so until somebody signs in.
    let of_app = [
        (help, "Get help"),
        (paths::report().into(), "Report a support article"),
        (paths::accessibility().into(), "Accessibility statement"),
    ];
    links.extend(of_app.map(|(href, text)| FooterLink::new(href, text).external_while(no_screens)));
    links
}
