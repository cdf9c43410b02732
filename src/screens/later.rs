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

use super::{
    accessibility::AccessibilityScreen,
    around::AroundScreen,
    demo::MessagesScreen,
    home::HomeScreen,
    import::ImportScreen,
    jobs::{detail::JobScreen, list::JobsScreen},
    policies::{
        compare::CompareScreen, create::CreateScreen, edit::EditScreen, history::HistoryScreen,
        licensing_errors::LicensingErrorsScreen, members::MembersScreen,
    },
    users::{person::UserScreen, search::UsersScreen},
};
use crate::shell::later::Later;

type Shown = Result<AnyView, SplitLoaderError>;

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

#[wasm_split(users, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_users))]
fn users() -> Shown {
    Ok(view! { <UsersScreen /> }.into_any())
}

#[wasm_split(users, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_user))]
fn user() -> Shown {
    Ok(view! { <UserScreen /> }.into_any())
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

/// `/accessibility`
#[component]
pub fn AccessibilityLater() -> impl IntoView {
    view! {
        <Later
            fetch=|| Box::pin(fetch_accessibility())
            show=|| Box::pin(accessibility())
        />
    }
}

/// `/community/*page`, `/help`, `/report`
#[component]
pub fn AroundLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_around()) show=|| Box::pin(around()) /> }
}

/// `/`
#[component]
pub fn HomeLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_home()) show=|| Box::pin(home()) /> }
}

/// `/policies/new`
#[component]
pub fn CreateLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_create()) show=|| Box::pin(create()) /> }
}

/// `/policies/:id`
#[component]
pub fn EditLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_edit()) show=|| Box::pin(edit()) /> }
}

/// `/policies/:id/compare`
#[component]
pub fn CompareLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_compare()) show=|| Box::pin(compare()) /> }
}

/// `/policies/:id/history`
#[component]
pub fn HistoryLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_history()) show=|| Box::pin(history()) /> }
}

/// `/policies/:id/licensing-errors`
#[component]
pub fn LicensingErrorsLater() -> impl IntoView {
    view! {
        <Later
            fetch=|| Box::pin(fetch_licensing_errors())
            show=|| Box::pin(licensing_errors())
        />
    }
}

/// `/policies/:id/members`
#[component]
pub fn MembersLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_members()) show=|| Box::pin(members()) /> }
}

/// `/policies/:id/import`
#[component]
pub fn ImportLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_import()) show=|| Box::pin(import()) /> }
}

/// `/jobs`
#[component]
pub fn JobsLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_jobs()) show=|| Box::pin(jobs()) /> }
}

/// `/jobs/:id`
#[component]
pub fn JobLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_job()) show=|| Box::pin(job()) /> }
}

/// `/users`
#[component]
pub fn UsersLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_users()) show=|| Box::pin(users()) /> }
}

/// `/users/:id`
#[component]
pub fn UserLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_user()) show=|| Box::pin(user()) /> }
}

/// `/demo/messages/:id?`
#[component]
pub fn MessagesLater() -> impl IntoView {
    view! { <Later fetch=|| Box::pin(fetch_messages()) show=|| Box::pin(messages()) /> }
}
