//! Which screens are fetched when they are first shown, and which of them come together.
//!
//! Screens between which people go back and forth share a file. What several files use, the build
//! puts into files of their own, fetched with the first that needs them.
#![allow(
    unsafe_code,
    clippy::unnecessary_wraps,
    reason = "the macro declares what it cuts out as a foreign function, and wants it to say that fetching it may fail"
)]

use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::hooks::use_params_map;

use super::{
    accessibility::AccessibilityScreen,
    address::Screen,
    around::AroundScreen,
    demo::MessagesScreen,
    home::HomeScreen,
    import::ImportScreen,
    jobs::{detail::JobScreen, list::JobsScreen},
    mailboxes::{list::MailboxesScreen, replies::RepliesScreen},
    not_found::NotFoundScreen,
    policies::{
        compare::CompareScreen, create::CreateScreen, edit::EditScreen, history::HistoryScreen,
        licensing_errors::LicensingErrorsScreen, members::MembersScreen,
    },
    top_ups::TopUpsScreen,
    users::{
        join::JoinScreen, leavers::LeaversScreen, log_ons::LogOnsScreen, person::UserScreen,
        search::UsersScreen,
    },
};
use crate::shell::later::{Fetching, Later};

type Shown = Result<AnyView, SplitLoaderError>;
type Fetch<T> = fn() -> Fetching<T>;

#[wasm_split(home, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_home))]
fn home() -> Shown {
    Ok(view! { <HomeScreen /> }.into_any())
}

#[wasm_split(policy, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_create))]
fn create() -> Shown {
    Ok(view! { <CreateScreen /> }.into_any())
}

#[wasm_split(policy, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_edit))]
fn edit() -> Shown {
    Ok(view! { <EditScreen /> }.into_any())
}

#[wasm_split(history, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_compare))]
fn compare() -> Shown {
    Ok(view! { <CompareScreen /> }.into_any())
}

#[wasm_split(history, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_history))]
fn history() -> Shown {
    Ok(view! { <HistoryScreen /> }.into_any())
}

#[wasm_split(members, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_licensing_errors))]
fn licensing_errors() -> Shown {
    Ok(view! { <LicensingErrorsScreen /> }.into_any())
}

#[wasm_split(members, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_members))]
fn members() -> Shown {
    Ok(view! { <MembersScreen /> }.into_any())
}

#[wasm_split(import, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_import))]
fn import() -> Shown {
    Ok(view! { <ImportScreen /> }.into_any())
}

#[wasm_split(jobs, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_jobs))]
fn jobs() -> Shown {
    Ok(view! { <JobsScreen /> }.into_any())
}

#[wasm_split(jobs, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_job))]
fn job() -> Shown {
    Ok(view! { <JobScreen /> }.into_any())
}

#[wasm_split(mailboxes, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_mailboxes))]
fn mailboxes() -> Shown {
    Ok(view! { <MailboxesScreen /> }.into_any())
}

#[wasm_split(mailboxes, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_mailbox))]
fn mailbox() -> Shown {
    Ok(view! { <RepliesScreen /> }.into_any())
}

#[wasm_split(top_ups, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_top_ups))]
fn top_ups() -> Shown {
    Ok(view! { <TopUpsScreen /> }.into_any())
}

#[wasm_split(users, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_users))]
fn users() -> Shown {
    Ok(view! { <UsersScreen /> }.into_any())
}

#[wasm_split(users, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_user))]
fn user() -> Shown {
    Ok(view! { <UserScreen /> }.into_any())
}

#[wasm_split(users, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_log_ons))]
fn log_ons() -> Shown {
    Ok(view! { <LogOnsScreen /> }.into_any())
}

#[wasm_split(users, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_leavers))]
fn leavers() -> Shown {
    Ok(view! { <LeaversScreen /> }.into_any())
}

#[wasm_split(users, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_join))]
fn join() -> Shown {
    Ok(view! { <JoinScreen /> }.into_any())
}

#[wasm_split(demo, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_messages))]
fn messages() -> Shown {
    Ok(view! { <MessagesScreen /> }.into_any())
}

#[wasm_split(accessibility, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_accessibility))]
fn accessibility() -> Shown {
    Ok(view! { <AccessibilityScreen /> }.into_any())
}

#[wasm_split(around, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_around))]
fn around() -> Shown {
    Ok(view! { <AroundScreen /> }.into_any())
}

impl Screen {
    /// The screen, fetched first.
    fn view(self) -> AnyView {
        let (fetch, show): (Fetch<()>, Fetch<AnyView>) = match self {
            Self::Home => (|| Box::pin(fetch_home()), || Box::pin(home())),
            Self::Create => (|| Box::pin(fetch_create()), || Box::pin(create())),
            Self::Edit => (|| Box::pin(fetch_edit()), || Box::pin(edit())),
            Self::Members => (|| Box::pin(fetch_members()), || Box::pin(members())),
            Self::Import => (|| Box::pin(fetch_import()), || Box::pin(import())),
            Self::LicensingErrors => {
                (|| Box::pin(fetch_licensing_errors()), || Box::pin(licensing_errors()))
            }
            Self::Compare => (|| Box::pin(fetch_compare()), || Box::pin(compare())),
            Self::History => (|| Box::pin(fetch_history()), || Box::pin(history())),
            Self::Jobs => (|| Box::pin(fetch_jobs()), || Box::pin(jobs())),
            Self::Job => (|| Box::pin(fetch_job()), || Box::pin(job())),
            Self::Users => (|| Box::pin(fetch_users()), || Box::pin(users())),
            Self::User => (|| Box::pin(fetch_user()), || Box::pin(user())),
            Self::LogOns => (|| Box::pin(fetch_log_ons()), || Box::pin(log_ons())),
            Self::Leavers => (|| Box::pin(fetch_leavers()), || Box::pin(leavers())),
            Self::Join => (|| Box::pin(fetch_join()), || Box::pin(join())),
            Self::Mailboxes => (|| Box::pin(fetch_mailboxes()), || Box::pin(mailboxes())),
            Self::Mailbox => (|| Box::pin(fetch_mailbox()), || Box::pin(mailbox())),
            Self::Around => (|| Box::pin(fetch_around()), || Box::pin(around())),
            Self::Messages => (|| Box::pin(fetch_messages()), || Box::pin(messages())),
            Self::TopUps => (|| Box::pin(fetch_top_ups()), || Box::pin(top_ups())),
            Self::Accessibility => {
                (|| Box::pin(fetch_accessibility()), || Box::pin(accessibility()))
            }
            Self::NotFound => return view! { <NotFoundScreen /> }.into_any(),
        };
        view! { <Later fetch show /> }.into_any()
    }
}

/// The screen that the parameters of a route name, made anew when they change.
fn chosen(choose: fn(&str, &str) -> Screen) -> impl IntoView {
    let parameters = use_params_map();
    move || {
        let screen = parameters.with(|parameters| {
            let of = |name| parameters.get_str(name).unwrap_or_default();
            choose(of("id"), of("screen"))
        });
        screen.view()
    }
}

/// `/`
#[component]
pub fn HomeLater() -> impl IntoView {
    Screen::Home.view()
}

/// `/policies/new`, `/policies/:id` and what is below it.
#[component]
pub fn PolicyLater() -> impl IntoView {
    chosen(Screen::of_policy)
}

/// `/jobs` and what is below it.
#[component]
pub fn JobsLater() -> impl IntoView {
    chosen(Screen::of_job)
}

/// `/users` and what is below it.
#[component]
pub fn UsersLater() -> impl IntoView {
    chosen(Screen::of_user)
}

/// `/mailboxes` and what is below it.
#[component]
pub fn MailboxesLater() -> impl IntoView {
    chosen(Screen::of_mailbox)
}

/// `/community` and what is below it.
#[component]
pub fn CommunityLater() -> impl IntoView {
    Screen::Around.view()
}

/// `/demo/messages/:id?`
#[component]
pub fn MessagesLater() -> impl IntoView {
    Screen::Messages.view()
}

/// Every other address of one part.
#[component]
pub fn OtherLater() -> impl IntoView {
    chosen(Screen::other)
}
