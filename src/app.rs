//! The routes: the kinds of URL that there are. Which screen a URL of a kind is, `screens::address` says.

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
            CommunityLater, HomeLater, JobsLater, MailboxesLater, MessagesLater, OtherLater,
            PolicyLater, UsersLater,
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
                    <Route path=path!("/policies/:id/:screen?") view=PolicyLater />
                    <Route path=path!("/jobs/:id?") view=JobsLater />
                    <Route path=path!("/users/:id?/:screen?") view=UsersLater />
                    <Route path=path!("/mailboxes/:id?") view=MailboxesLater />
                    <Route path=path!("/community/*page") view=CommunityLater />
                    <Route path=path!("/demo/messages/:id?") view=MessagesLater />
                    <Route path=path!("/:screen") view=OtherLater />
                </Routes>
            </Frame>
        </Router>
    }
}
