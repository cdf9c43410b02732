//! User Policy Management, `/policies?by=…&q=…`: finding policies, and the way to a new one.
//!
//! The URL is the state ([`address`]): what is searched for, the filters, the order. [`form`] changes it while a
//! person types, [`results`] shows what the server found.

mod address;
mod form;
mod results;

use domain::session::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::{form::SearchForm, results::Results};
use crate::{
    client::Client,
    nhsuk::{Crumb, LinkButton},
    paths,
    shell::{Page, SignedIn, remote},
};

/// User Policy Management.
#[component]
pub fn SearchScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_query_map();
    let query = Memo::new(move |_| parameters.with(address::query));
    let results = remote(
        move || query.get(),
        move |query| async move {
            let found = client.search_policies(&query).await?;
            Ok((query, found))
        },
    );
    let may_create = SignedIn::expect().may_anywhere(Action::EditPolicies);
    view! {
        <Page
            title="User Policy Management"
            crumbs=Signal::stored(vec![Crumb::new(paths::home(), "Admin home")])
        >
            {may_create
                .then(|| {
                    view! { <LinkButton href=paths::new_policy()>"Create a user policy"</LinkButton> }
                })}
            <SearchForm query />
            <Results results />
        </Page>
    }
}
