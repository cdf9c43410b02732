//! The routes: the one list from URL to screen.

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use crate::{
    client::Client,
    config::Config,
    import::journal::forget_person,
    nhsuk::Messages,
    paths,
    screens::{
        later::{
            AccessibilityLater, AroundLater, CompareLater, CreateLater, EditLater, HistoryLater,
            HomeLater, ImportLater, JobLater, JobsLater, LicensingErrorsLater, MembersLater,
            MessagesLater, UserLater, UsersLater,
        },
        not_found::NotFoundScreen,
        policies::{form::kept::forget_drafts, search::SearchScreen},
    },
    shell::{frame::Frame, page::provide_visited, undo::PendingUndo},
};

/// The app.
#[component]
pub fn App(config: Config) -> impl IntoView {
    Messages::provide();
    provide_visited();
    PendingUndo::provide();
    provide_context(Client::new(config.api_base_url.clone()));
    provide_context(config.support.clone());
    view! {
        <Router base=paths::base()>
            <Frame
                config
                on_sign_out=|session| {
                    forget_person(session);
                    forget_drafts();
                }
            >
                <Routes fallback=|| view! { <NotFoundScreen /> }>
                    <Route path=path!("/") view=HomeLater />
                    <Route path=path!("/policies") view=SearchScreen />
                    <Route path=path!("/policies/new") view=CreateLater />
                    <Route path=path!("/policies/:id") view=EditLater />
                    <Route path=path!("/policies/:id/members") view=MembersLater />
                    <Route path=path!("/policies/:id/import") view=ImportLater />
                    <Route
                        path=path!("/policies/:id/licensing-errors")
                        view=LicensingErrorsLater
                    />
                    <Route path=path!("/policies/:id/compare") view=CompareLater />
                    <Route path=path!("/policies/:id/history") view=HistoryLater />
                    <Route path=path!("/jobs") view=JobsLater />
                    <Route path=path!("/jobs/:id") view=JobLater />
                    <Route path=path!("/users") view=UsersLater />
                    <Route path=path!("/users/:id") view=UserLater />
                    <Route path=path!("/community/*page") view=AroundLater />
                    <Route path=path!("/help") view=AroundLater />
                    <Route path=path!("/report") view=AroundLater />
                    <Route path=path!("/demo/messages/:id?") view=MessagesLater />
                    <Route path=path!("/accessibility") view=AccessibilityLater />
                </Routes>
            </Frame>
        </Router>
    }
}
