//! User Management, `/users?policy=…&ods=…`: finding people, and moving them to another policy.
//!
//! Policy and organisation are in the URL; the name or address searched for is not, because it is personal data:
//! [`SearchedName`] keeps it while somebody is signed in. [`form`] changes both while a person types, [`results`] shows
//! who was found.

mod form;
mod results;

use domain::{selection::Selection, session::Action, user::UserSearchResults};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use self::{form::SearchForm, results::Results};
use crate::{
    client::{Client, UserQuery},
    nhsuk::Crumb,
    paths,
    shell::{
        Page, Reference, RemoteData, SignedIn,
        moving::{
            MovingFrom,
            chosen::Chosen,
            move_members::MoveMembers,
            outcome::{AssignmentReport, Report},
        },
        remote,
        user_search::SearchedName,
    },
};

/// What was searched for, and who was found.
type Found = (UserQuery, UserSearchResults);

/// User Management.
#[component]
pub fn UsersScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_query_map();
    let searched = SearchedName::expect();
    let query =
        Memo::new(move |_| UserQuery { text: searched.get(), ..parameters.with(in_address) });
    let found = remote(
        move || query.get(),
        move |query| async move {
            let users = client.search_users(&query).await?;
            Ok((query, users))
        },
    );
    let takes_over = SignedIn::expect().may_anywhere(Action::CareForAccounts);
    view! {
        <Page
            title="User Management"
            crumbs=Signal::stored(vec![Crumb::new(paths::home(), "Admin home")])
        >
            <p>"The people in your organisations, the policy each is in, and whether they have its licences."</p>
            <ul class="nhsuk-list upm-actions">
                <li>
                    <a href=paths::leavers()>"Leavers"</a>
                </li>
                <li>
                    <a href=paths::mailboxes()>"Shared mailboxes"</a>
                </li>
                {takes_over
                    .then(|| {
                        view! {
                            <li>
                                <a href=paths::join()>"Take over a joiner"</a>
                            </li>
                        }
                    })}
            </ul>
            <SearchForm query />
            <Moving query found />
        </Page>
    }
}

/// Who was found, and moving those who are chosen among them.
#[component]
fn Moving(query: Memo<UserQuery>, found: RemoteData<Found>) -> impl IntoView {
    let selection = RwSignal::new(Selection::default());
    let report = RwSignal::new(None::<Report>);
    let reference = Reference::expect();
    let assigned = Callback::new(move |done: Report| {
        found.reload();
        // Seats in use changed as well.
        reference.reload();
        report.set(Some(done));
    });
    let may_move = SignedIn::expect().may_anywhere(Action::MoveMembers);
    // Those who are chosen may have been found by another search than the one that finds nobody.
    let is_empty = Memo::new(move |_| {
        let nobody_found =
            found.with(|found| found.is_none_or(|(_, users)| users.items.is_empty()));
        nobody_found && selection.with(Selection::is_empty)
    });
    let from = Memo::new(move |_| MovingFrom {
        policy: None,
        organisation: query.with(|query| query.ods.parse().ok()),
    });
    view! {
        <AssignmentReport report />
        {may_move
            .then(|| {
                view! {
                    {move || {
                        view! { <MoveMembers from=from.get() selection assigned is_empty /> }
                    }}
                    <Chosen selection />
                }
            })}
        <Results found selection />
    }
}

/// What an address asks for.
fn in_address(parameters: &ParamsMap) -> UserQuery {
    let get = |name| parameters.get(name).unwrap_or_default();
    UserQuery { text: String::new(), policy: get("policy"), ods: get("ods") }
}

/// The address that asks for it, but for the name.
fn address(query: &UserQuery) -> String {
    paths::with_query(&paths::users(), &[("policy", &query.policy), ("ods", &query.ods)])
}
