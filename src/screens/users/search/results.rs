//! Who the search found, as a table in which people are chosen.

use domain::{
    selection::{Selected, Selection, SelectionError},
    session::Action,
    user::{User, UserSearchResults},
};
use leptos::prelude::*;

use super::{super::choice, Found};
use crate::{
    client::UserQuery,
    nhsuk::{
        Cell, Checkbox, ChoiceSize, Column, InsetText, RowHeader, Table, TableRow, Tag, TagColour,
        Title, Visibility, counted, thousands,
    },
    paths,
    shell::{
        RemoteData, RemoteView, SignedIn,
        account_status::AccountStatusTag,
        licence_state::LicenceStateTag,
        moving::{chosen::choose, move_members::SELECT_ALL},
    },
};

#[component]
pub(super) fn Results(found: RemoteData<Found>, selection: RwSignal<Selection>) -> impl IntoView {
    view! {
        <div class="upm-results" aria-busy=move || found.is_stale().then_some("true")>
            <RemoteView data=found let:found>
                <FoundUsers found selection />
            </RemoteView>
        </div>
    }
}

#[component]
fn FoundUsers(found: Found, selection: RwSignal<Selection>) -> impl IntoView {
    let (query, UserSearchResults { items, total, truncated }) = found;
    if items.is_empty() {
        return view! { <NobodyFound query /> }.into_any();
    }
    let count = if truncated {
        format!("Showing {} of {}", thousands(items.len() as u64), thousands(total))
    } else {
        counted(total, "person", "people")
    };
    let is_full = Memo::new(move |_| selection.with(Selection::is_full));
    let signed_in = SignedIn::expect();
    let people = items.iter().filter_map(|user| choice::selected(user, signed_in)).collect();
    let may_move = signed_in.may_anywhere(Action::MoveMembers);
    view! {
        <p role="status" class="upm-count">
            {count}
        </p>
        {truncated
            .then(|| {
                view! {
                    <InsetText>
                        <p>
                            "There are more people than can be shown. Search for more of the name, or by user policy, to narrow them down."
                        </p>
                    </InsetText>
                }
            })}
        <Show when=move || is_full.get()>
            <InsetText>
                <p>{SelectionError::Full.to_string()} "."</p>
            </InsetText>
        </Show>
        {may_move.then(|| view! { <SelectAll people selection /> })}
        <UserTable items selection />
    }
    .into_any()
}

#[component]
fn NobodyFound(query: UserQuery) -> impl IntoView {
    let heading = match query.text.as_str() {
        "" if query == UserQuery::default() => {
            return view! {
                <div role="status">
                    <h2 class="nhsuk-heading-m">"There is nobody in your organisations yet"</h2>
                    <p>"People who join one of them are listed here."</p>
                </div>
            }
            .into_any();
        }
        "" => "Nobody is in a policy with this name".to_owned(),
        text => format!("Nobody matches “{text}”"),
    };
    view! {
        <div role="status">
            <h2 class="nhsuk-heading-m">{heading}</h2>
            <p>
                "Check the spelling, try part of the name, or search without the user policy and organisation. Only people in the organisations you administer are found."
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn UserTable(items: Vec<User>, selection: RwSignal<Selection>) -> impl IntoView {
    let columns = vec![
        Column::text("Name"),
        Column::text("Email address"),
        Column::text("Organisation"),
        Column::text("User policy"),
        Column::text("Licences"),
        Column::text("Acceptable use policy"),
    ];
    view! {
        <div class="upm-people upm-people--directory">
            <Table id="users" caption=Title::from("Users").hidden() columns>
                {items
                    .into_iter()
                    .map(|user| view! { <UserRow user selection /> })
                    .collect_view()}
            </Table>
        </div>
    }
}

#[component]
fn UserRow(user: User, selection: RwSignal<Selection>) -> impl IntoView {
    let signed_in = SignedIn::expect();
    let may_move = signed_in.may_anywhere(Action::MoveMembers);
    let (person, advice) = (choice::selected(&user, signed_in), choice::advice(&user));
    let href = paths::user(&user.id);
    let User { id, email, display_name, organisation, policy, .. } = user;
    let (licence_state, errors, status) = (user.licence_state, user.licensing_errors, user.status);
    let label = format!("{display_name}, {email}");
    let id = format!("user-{id}");
    view! {
        <TableRow>
            <RowHeader heading="Name">
                <div class="upm-person">
                    {may_move.then(|| view! { <SelectUser id label person selection /> })}
                    <span>
                        <a href=href>{display_name}</a>
                        " " <AccountStatusTag status />
                    </span>
                </div>
            </RowHeader>
            <Cell heading="Email address">{email.to_string()}</Cell>
            <Cell heading="Organisation">{organisation.name}</Cell>
            <Cell heading="User policy">
                {match policy {
                    Some(policy) => {
                        view! { <a href=paths::policy(&policy.id)>{policy.full_name}</a> }.into_any()
                    }
                    None => "None".into_any(),
                }}
            </Cell>
            <Cell heading="Licences">
                {match licence_state {
                    Some(state) => view! { <LicenceStateTag state errors /> }.into_any(),
                    None => "None".into_any(),
                }}
            </Cell>
            <Cell heading="Acceptable use policy">
                <div>
                    {match advice {
                        None => "Accepted".into_any(),
                        Some(advice) => {
                            view! {
                                <Tag colour=TagColour::Orange>"Not accepted"</Tag>
                                <p class="nhsuk-hint upm-people__advice">
                                    "Cannot be added to a policy. " {advice} "."
                                </p>
                            }
                                .into_any()
                        }
                    }}
                </div>
            </Cell>
        </TableRow>
    }
}

/// The box of a row; it is off where the person cannot be chosen, and the row says why.
#[component]
fn SelectUser(
    id: String,
    label: String,
    person: Option<Selected>,
    selection: RwSignal<Selection>,
) -> impl IntoView {
    let email = person.as_ref().map(|person| person.email.clone());
    let is_selected = Memo::new(move |_| {
        email.as_ref().is_some_and(|email| selection.with(|selection| selection.contains(email)))
    });
    let cannot_be = person.is_none();
    let is_off = move || cannot_be || (selection.with(Selection::is_full) && !is_selected.get());
    let toggle = move |ticked| {
        if let Some(person) = &person {
            choose(selection, person, ticked);
        }
    };
    view! {
        <Checkbox
            id
            label
            label_visibility=Visibility::Hidden
            checked=is_selected
            disabled=Signal::derive(is_off)
            on_toggle=toggle
            size=ChoiceSize::Small
        />
    }
}

#[component]
fn SelectAll(people: Vec<Selected>, selection: RwSignal<Selection>) -> impl IntoView {
    let people = StoredValue::new(people);
    let nobody = people.with_value(Vec::is_empty);
    let all_are_selected = Memo::new(move |_| {
        let is_chosen =
            |person: &Selected| selection.with(|selection| selection.contains(&person.email));
        !nobody && people.with_value(|people| people.iter().all(is_chosen))
    });
    let is_off = move || {
        let has_room =
            |people: &Vec<Selected>| selection.with(|selection| selection.has_room_for(people));
        nobody || !people.with_value(has_room)
    };
    let choose_all = move |ticked| {
        people.with_value(|people| {
            for person in people {
                choose(selection, person, ticked);
            }
        });
    };
    view! {
        <Checkbox
            id=SELECT_ALL
            label="Select all who can be moved"
            checked=all_are_selected
            disabled=Signal::derive(is_off)
            on_toggle=choose_all
            size=ChoiceSize::Small
        />
    }
}
