//! The table of members: searched, a page at a time, with people chosen in it over several pages.

use domain::{
    ids::PolicyId,
    licensing::LicenceState,
    member::{Member, MemberPage},
    policy::{Policy, PolicyRef},
    selection::{Selected, Selection},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{
    Access,
    move_all::MoveAll,
    pages::{Count, MemberList, Paging, Place},
};
use crate::{
    nhsuk::{
        Button, ButtonKind, Cell, Checkbox, ChoiceSize, Column, FilterTab, FilterTabs, RowHeader,
        SearchInput, Spellcheck, Table, TableRow, Title, Visibility,
    },
    paths,
    shell::{
        RemoteView, clock,
        licence_state::LicenceStateTag,
        moving::{
            chosen::choose,
            move_members::{MoveMembers, SELECT_ALL},
            outcome::Report,
        },
    },
};

/// The list with its search, and what can be done with the people chosen in it.
#[component]
pub fn Members(
    list: MemberList,
    access: Access,
    policy: Policy,
    assigned: Callback<Report>,
    moved_all: Callback<()>,
) -> impl IntoView {
    let policy_ref = StoredValue::new(PolicyRef::from(&policy));
    let moving_all = policy.clone();
    let selection = RwSignal::new(Selection::default());
    let count = NodeRef::<html::P>::new();
    let is_empty = Memo::new(move |_| {
        list.page.with(|page| {
            page.is_some_and(|(place, page)| place.text.is_empty() && page.counts.all == 0)
        })
    });
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || view! { <NobodyYet access /> }
        >
            <MemberSearch list />
            <StateTabs list policy=policy_ref.with_value(|policy| policy.id.clone()) />
        </Show>
        <Count list node_ref=count />
        {(access == Access::Change)
            .then(|| view! { <MoveMembers from=policy selection assigned is_empty /> })}
        <RemoteView data=list.page let:shown>
            <MemberTable
                place=shown.0
                page=shown.1
                list
                access
                policy=policy_ref.get_value()
                selection
            />
        </RemoteView>
        <Paging list count />
        {(access == Access::Change).then(|| view! { <MoveAll list policy=moving_all assigned=moved_all /> })}
    }
}

#[component]
fn NobodyYet(access: Access) -> impl IntoView {
    view! {
        <h2 class="nhsuk-heading-m">"Nobody is in this policy yet"</h2>
        <p>
            {match access {
                Access::Change => {
                    "Add people by name or email address, or import a list of addresses."
                }
                Access::Read => "A local administrator of the organisation can add people.",
            }}
        </p>
    }
}

#[component]
fn MemberSearch(list: MemberList) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    // The text is cleared from elsewhere too.
    Effect::new(move || typed.set(list.searched()));
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        list.search(&typed.read_untracked());
    };
    view! {
        <form role="search" class="upm-search" novalidate on:submit=search>
            <SearchInput
                id="member-search"
                label=Title::from("Search members")
                hint=Some("Any part of a name or email address".to_owned())
                value=typed
                on_input=move |text| typed.set(text)
                spellcheck=Spellcheck::Off
            />
        </form>
    }
}

/// The members in each state of their licences, with how many there are.
#[component]
fn StateTabs(list: MemberList, policy: PolicyId) -> impl IntoView {
    let all = std::iter::once(None);
    let tabs = all
        .chain(LicenceState::ALL.into_iter().map(Some))
        .map(|state| {
            let href = match state {
                None => paths::members(&policy),
                Some(state) => format!("{}?state={}", paths::members(&policy), state.code()),
            };
            let count = Signal::derive(move || {
                list.page.with(|page| page.map_or(0, |(_, page)| page.counts.of(state)))
            });
            let current = Signal::derive(move || list.state() == state);
            FilterTab::new(
                Signal::stored(href),
                state.map_or("All", LicenceState::label),
                count,
                current,
            )
        })
        .collect();
    view! { <FilterTabs label="Filter members" tabs /> }
}

#[component]
fn MemberTable(
    place: Place,
    page: MemberPage,
    list: MemberList,
    access: Access,
    policy: PolicyRef,
    selection: RwSignal<Selection>,
) -> impl IntoView {
    if page.items.is_empty() {
        let show_all = move || list.search("");
        let heading = match (place.text.as_str(), place.state) {
            ("", None) => None,
            ("", Some(state)) => Some(format!("Nobody here has the state “{}”", state.label())),
            (text, _) => Some(format!("No members match “{text}”")),
        };
        return heading
            .map(|heading| {
                view! {
                    <div role="status">
                        <h2 class="nhsuk-heading-m">{heading}</h2>
                        <p>"Check the spelling, try part of the name, or show all members."</p>
                        <Button kind=ButtonKind::Secondary on_click=show_all>
                            "Show all members"
                        </Button>
                    </div>
                }
            })
            .into_any();
    }
    let columns = vec![
        Column::text("Name"),
        Column::text("Email address"),
        Column::text("Job title"),
        Column::text("Member since"),
        Column::text("Licences"),
    ];
    let people = page.items.iter().map(|member| Selected::member(member, &policy)).collect();
    view! {
        {(access == Access::Change).then(|| view! { <SelectAll people selection /> })}
        <div class="upm-people upm-people--members">
        <Table id="members" caption=Title::from("Members").hidden() columns>
            {page
                .items
                .into_iter()
                .map(|member| {
                    let id = format!("member-{}", member.user_id);
                    let person = Selected::member(&member, &policy);
                    view! {
                        <MemberRow member>
                            {(access == Access::Change)
                                .then(|| view! { <SelectMember id person selection /> })}
                        </MemberRow>
                    }
                })
                .collect_view()}
        </Table>
        </div>
    }
    .into_any()
}

/// A member; its children are the box to choose them by, if there is one.
#[component]
fn MemberRow(member: Member, children: Children) -> impl IntoView {
    let Member {
        email,
        display_name,
        job_title,
        member_since,
        licence_state,
        licensing_errors,
        ..
    } = member;
    view! {
        <TableRow>
            <RowHeader heading="Name">
                <div class="upm-person">
                    {children()}
                    <span>{display_name}</span>
                </div>
            </RowHeader>
            <Cell heading="Email address">{email.to_string()}</Cell>
            <Cell heading="Job title">{job_title.unwrap_or_else(|| "Not known".to_owned())}</Cell>
            <Cell heading="Member since">{clock::day_of(member_since)}</Cell>
            <Cell heading="Licences">
                <LicenceStateTag state=licence_state errors=licensing_errors />
            </Cell>
        </TableRow>
    }
}

#[component]
fn SelectMember(id: String, person: Selected, selection: RwSignal<Selection>) -> impl IntoView {
    let email = person.email.clone();
    let is_selected = Memo::new(move |_| selection.with(|selection| selection.contains(&email)));
    let is_full = move || selection.with(Selection::is_full) && !is_selected.get();
    let label = format!("{}, {}", person.display_name, person.email);
    view! {
        <Checkbox
            id
            label
            label_visibility=Visibility::Hidden
            checked=is_selected
            disabled=Signal::derive(is_full)
            on_toggle=move |ticked| choose(selection, &person, ticked)
            size=ChoiceSize::Small
        />
    }
}

#[component]
fn SelectAll(people: Vec<Selected>, selection: RwSignal<Selection>) -> impl IntoView {
    let people = StoredValue::new(people);
    let all_are_selected = Memo::new(move |_| {
        selection.with(|selection| {
            people
                .with_value(|people| people.iter().all(|person| selection.contains(&person.email)))
        })
    });
    let is_too_many = move || {
        selection.with(|selection| people.with_value(|people| !selection.has_room_for(people)))
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
            label="Select all on this page"
            checked=all_are_selected
            disabled=Signal::derive(is_too_many)
            on_toggle=choose_all
            size=ChoiceSize::Small
        />
    }
}
