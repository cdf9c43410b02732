//! The table of members: searched, a page at a time, with people chosen in it over several pages.

use domain::{
    member::{AssignResponse, Member, MemberPage},
    policy::{Policy, PolicyRef},
    selection::{Selected, Selection},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{
    Access,
    move_members::{MoveMembers, SELECT_ALL},
};
use crate::{
    client::Client,
    nhsuk::{
        Button, ButtonGroup, ButtonKind, Cell, Checkbox, ChoiceSize, Column, RepeatClicks,
        RowHeader, SearchInput, Spellcheck, Table, TableRow, Title, Visibility, counted, thousands,
    },
    shell::{Remote, RemoteData, RemoteView, clock, remote},
};

/// What of the list is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// What names and addresses have in them.
    text: String,
    /// The pages turned to reach this one, this one last; none on the first page.
    turned: Vec<Turn>,
}

/// A page after the first.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Turn {
    cursor: String,
    /// How many members come before it.
    before: u64,
}

/// The members of a policy, a page at a time. Copies are the same list.
#[derive(Clone, Copy)]
pub struct MemberList {
    place: RwSignal<Place>,
    page: RemoteData<(Place, MemberPage)>,
}

impl Place {
    fn search(text: String) -> Self {
        Self { text, turned: Vec::new() }
    }

    fn before(&self) -> u64 {
        self.turned.last().map_or(0, |turn| turn.before)
    }

    fn previous(&self) -> Option<Self> {
        let mut place = self.clone();
        place.turned.pop().map(|_| place)
    }

    fn next(&self, page: &MemberPage) -> Option<Self> {
        let cursor = page.next_cursor.clone()?;
        let mut place = self.clone();
        place.turned.push(Turn { cursor, before: self.before() + page.items.len() as u64 });
        Some(place)
    }
}

impl MemberList {
    /// The first page of a policy's members.
    pub fn new(policy: PolicyRef) -> Self {
        let client = expect_context::<Client>();
        let place = RwSignal::new(Place::search(String::new()));
        let page = remote(
            move || place.get(),
            move |place| {
                let policy = policy.clone();
                async move {
                    let cursor = place.turned.last().map(|turn| turn.cursor.clone());
                    let page = client.members(&policy.id, &place.text, cursor).await?;
                    Ok((place, page))
                }
            },
        );
        Self { place, page }
    }

    /// Fetches the page anew.
    pub fn reload(self) {
        self.page.reload();
    }
}

/// The list with its search, and what can be done with the people chosen in it.
#[component]
pub fn Members(
    list: MemberList,
    access: Access,
    policy: Policy,
    assigned: Callback<AssignResponse>,
) -> impl IntoView {
    let policy_ref = PolicyRef::from(&policy);
    let selection = RwSignal::new(Selection::default());
    let count = NodeRef::<html::P>::new();
    let is_empty = Memo::new(move |_| {
        list.page
            .with(|page| page.is_some_and(|(place, page)| place.text.is_empty() && page.total == 0))
    });
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || view! { <NobodyYet access /> }
        >
            <MemberSearch list />
        </Show>
        {(access == Access::Change)
            .then(|| view! { <MoveMembers policy selection assigned is_empty /> })}
        <p class="upm-count" role="status" tabindex="-1" node_ref=count>
            {move || list.page.with(|page| page.and_then(|(place, page)| in_words(place, page)))}
        </p>
        <RemoteView data=list.page let:shown>
            <MemberTable
                place=shown.0
                page=shown.1
                list
                access
                policy=policy_ref.clone()
                selection
            />
        </RemoteView>
        <Paging list count />
    }
}

fn in_words(place: &Place, page: &MemberPage) -> Option<String> {
    let members = counted(page.total, "member", "members");
    let shown = page.items.len() as u64;
    let of_search = if place.text.is_empty() {
        String::new()
    } else {
        format!(" matching “{}”", place.text)
    };
    match page.total {
        0 => None,
        total if total == shown => Some([members, of_search].concat()),
        _ => {
            let first = thousands(place.before() + 1);
            let last = thousands(place.before() + shown);
            Some(format!("Showing {first} to {last} of {members}{of_search}"))
        }
    }
}

#[component]
fn NobodyYet(access: Access) -> impl IntoView {
    view! {
        <h2 class="nhsuk-heading-m">"Nobody is in this policy yet"</h2>
        <p>
            {match access {
                Access::Change => {
                    "Add people by name or e-mail address, or import a list of addresses."
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
    Effect::new(move || typed.set(list.place.with(|place| place.text.clone())));
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        list.place.set(Place::search(typed.get_untracked().trim().to_owned()));
    };
    view! {
        <form role="search" class="upm-search" novalidate on:submit=search>
            <SearchInput
                id="member-search"
                label=Title::from("Search members")
                hint=Some("Any part of a name or e-mail address".to_owned())
                value=typed
                on_input=move |text| typed.set(text)
                spellcheck=Spellcheck::Off
            />
        </form>
    }
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
        let show_all = move || list.place.set(Place::search(String::new()));
        return (!place.text.is_empty())
            .then(|| {
                view! {
                    <div role="status">
                        <h2 class="nhsuk-heading-m">{format!("No members match “{}”", place.text)}</h2>
                        <p>"Check the spelling, or search for less of the name."</p>
                        <Button kind=ButtonKind::Secondary on_click=show_all>
                            "Show all members"
                        </Button>
                    </div>
                }
            })
            .into_any();
    }
    let mut columns = vec![
        Column::text("Name"),
        Column::text("Email address"),
        Column::text("Job title"),
        Column::text("Member since"),
    ];
    if access == Access::Change {
        columns.insert(0, Column::hidden("Select"));
    }
    let people = page.items.iter().map(|member| Selected::member(member, &policy)).collect();
    view! {
        {(access == Access::Change).then(|| view! { <SelectAll people selection /> })}
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
                                .then(|| view! { <SelectCell id person selection /> })}
                        </MemberRow>
                    }
                })
                .collect_view()}
        </Table>
    }
    .into_any()
}

/// A member; its children are the cell to choose them by, if there is one.
#[component]
fn MemberRow(member: Member, children: Children) -> impl IntoView {
    let Member { email, display_name, job_title, member_since, .. } = member;
    view! {
        <TableRow>
            {children()} <RowHeader heading="Name">{display_name}</RowHeader>
            <Cell heading="Email address">{email.to_string()}</Cell>
            <Cell heading="Job title">{job_title.unwrap_or_else(|| "Not known".to_owned())}</Cell>
            <Cell heading="Member since">{clock::day_of(member_since)}</Cell>
        </TableRow>
    }
}

#[component]
fn SelectCell(id: String, person: Selected, selection: RwSignal<Selection>) -> impl IntoView {
    let email = person.email.clone();
    let is_selected = Memo::new(move |_| selection.with(|selection| selection.contains(&email)));
    let is_full = move || selection.with(Selection::is_full) && !is_selected.get();
    let label = format!("{}, {}", person.display_name, person.email);
    view! {
        <Cell heading="Select">
            <Checkbox
                id
                label
                label_visibility=Visibility::Hidden
                checked=is_selected
                disabled=Signal::derive(is_full)
                on_toggle=move |ticked| choose(selection, &person, ticked)
                size=ChoiceSize::Small
            />
        </Cell>
    }
}

fn choose(selection: RwSignal<Selection>, person: &Selected, ticked: bool) {
    selection.update(|selection| {
        if ticked {
            // Refused only when as many are chosen as can be, and then the boxes of all others are off.
            let _ = selection.insert(person.clone());
        } else {
            selection.remove(&person.email);
        }
    });
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

#[component]
fn Paging(list: MemberList, count: NodeRef<html::P>) -> impl IntoView {
    let places = Memo::new(move |_| {
        list.page.with(|page| {
            page.map(|(place, page)| (place.previous(), place.next(page))).unwrap_or_default()
        })
    });
    let has_pages =
        Memo::new(move |_| places.with(|(previous, next)| previous.is_some() || next.is_some()));
    let busy = Signal::derive(move || !matches!(list.page.get(), Remote::Loaded(_)));
    let turn_to = move |place: Option<Place>| {
        let Some(place) = place else { return };
        list.place.set(place);
        if let Some(count) = count.get_untracked() {
            // Refused only when the person has left the screen already.
            let _ = count.focus();
        }
    };
    view! {
        <Show when=move || has_pages.get()>
            <nav aria-label="Pages of members">
                <ButtonGroup>
                    <Button
                        kind=ButtonKind::Secondary
                        repeat=RepeatClicks::Counted
                        disabled=Signal::derive(move || places.with(|(previous, _)| previous.is_none()))
                        busy
                        on_click=move || turn_to(places.get_untracked().0)
                    >
                        "Previous"
                    </Button>
                    <Button
                        kind=ButtonKind::Secondary
                        repeat=RepeatClicks::Counted
                        disabled=Signal::derive(move || places.with(|(_, next)| next.is_none()))
                        busy
                        on_click=move || turn_to(places.get_untracked().1)
                    >
                        "Next"
                    </Button>
                </ButtonGroup>
            </nav>
        </Show>
    }
}
