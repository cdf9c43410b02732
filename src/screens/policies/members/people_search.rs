//! Finding people of the directory by name or address, and choosing among them.

use domain::{
    policy::PolicyRef,
    selection::{Prospect, Selected, Selection, SelectionError},
    user::{User, UserSearchResults, search_text},
};
use leptos::{ev::SubmitEvent, prelude::*, wasm_bindgen::JsCast};
use web_sys::HtmlElement;

use crate::{
    client::{Client, UserQuery},
    nhsuk::{
        Button, ButtonAction, ButtonKind, ButtonSize, Cell, Checkbox, ChoiceSize, Column,
        InsetText, RowHeader, SearchButton, SearchInput, Spellcheck, SummaryError, Table, TableRow,
        Tag, TagColour, Title, counted, thousands,
    },
    shell::{
        RemoteData, RemoteView,
        account_status::AccountStatusTag,
        moving::{assigning::Assigning, chosen::choose},
        remote,
    },
};

/// The id of the search box.
const SEARCH: &str = "user-search";

/// What is typed, what was searched for, and what was found. Copies are the same.
#[derive(Clone, Copy)]
pub struct PeopleSearch {
    typed: RwSignal<String>,
    searched: RwSignal<Option<String>>,
    found: RemoteData<Option<Found>>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    text: String,
    users: UserSearchResults,
}

impl PeopleSearch {
    /// Nothing searched for yet.
    pub fn new() -> Self {
        let client = expect_context::<Client>();
        let searched = RwSignal::new(None::<String>);
        let found = remote(
            move || searched.get(),
            move |text| async move {
                let Some(text) = text else { return Ok(None) };
                let users = client.search_users(&UserQuery::named(&text)).await?;
                Ok(Some(Found { text, users }))
            },
        );
        Self { typed: RwSignal::new(String::new()), searched, found }
    }

    /// Forgets what was typed and found.
    pub fn clear(self) {
        self.typed.set(String::new());
        self.searched.set(None);
    }
}

/// Puts the focus into the search box.
pub fn focus() {
    let search = document().get_element_by_id(SEARCH);
    if let Some(search) = search.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Refused only when the person has closed the dialog already.
        let _ = search.focus();
    }
}

/// The search box and the people found.
#[component]
pub fn PeopleFinder(
    search: PeopleSearch,
    policy: StoredValue<PolicyRef>,
    selection: RwSignal<Selection>,
    /// Where it is said when the text is too short.
    assigning: Assigning,
) -> impl IntoView {
    let find = move |event: SubmitEvent| {
        event.prevent_default();
        match search_text(&search.typed.read_untracked()) {
            Ok(text) => {
                assigning.clear();
                search.searched.set(Some(text.to_owned()));
            }
            Err(error) => assigning.refuse(vec![SummaryError::at(SEARCH, error.to_string())]),
        }
    };
    view! {
        <form role="search" class="upm-find" novalidate on:submit=find>
            <SearchInput
                id=SEARCH
                label=Title::from("Search users")
                hint=Some("Any part of a name or email address, 2 characters or more".to_owned())
                error=assigning.error_of(SEARCH)
                value=search.typed
                on_input=move |text| search.typed.set(text)
                spellcheck=Spellcheck::Off
                button=SearchButton::Hidden
            />
            <Button action=ButtonAction::Submit kind=ButtonKind::Secondary size=ButtonSize::Small>
                "Find"
            </Button>
        </form>
        <RemoteView data=search.found let:found>
            {found.map(|found| view! { <People found policy selection /> })}
        </RemoteView>
    }
}

#[component]
fn People(
    found: Found,
    policy: StoredValue<PolicyRef>,
    selection: RwSignal<Selection>,
) -> impl IntoView {
    let Found { text, users: UserSearchResults { items, total, truncated } } = found;
    if items.is_empty() {
        return view! {
            <div role="status">
                <h3 class="nhsuk-heading-s">{format!("Nobody matches “{text}”")}</h3>
                <p>
                    "Check the spelling, or try part of the name. Only people in the organisations you administer are found."
                </p>
            </div>
        }
        .into_any();
    }
    let count = if truncated {
        format!("Showing {} of {}", thousands(items.len() as u64), thousands(total))
    } else {
        let people = counted(total, "person matches", "people match");
        format!("{people} “{text}”")
    };
    let is_full = Memo::new(move |_| selection.with(Selection::is_full));
    let columns =
        vec![Column::text("Person"), Column::text("Job title"), Column::text("What will happen")];
    view! {
        <p role="status" class="upm-count">
            {count}
        </p>
        {truncated.then(|| view! { <p>"Search for more of the name to narrow them down."</p> })}
        <Show when=move || is_full.get()>
            <InsetText>
                <p>{SelectionError::Full.to_string()} "."</p>
            </InsetText>
        </Show>
        <div class="upm-people upm-people--users">
        <Table id="users" caption=Title::from("Users found").hidden() columns>
            {items
                .into_iter()
                .map(|user| view! { <UserRow user policy selection is_full /> })
                .collect_view()}
        </Table>
        </div>
    }
    .into_any()
}

#[component]
fn UserRow(
    user: User,
    policy: StoredValue<PolicyRef>,
    selection: RwSignal<Selection>,
    is_full: Memo<bool>,
) -> impl IntoView {
    let (prospect, person) = policy
        .with_value(|policy| (Prospect::of(&user, &policy.id), Selected::user(&user, &policy.id)));
    let User { id, email, display_name, job_title, status, .. } = user;
    let label = format!("{display_name}, {email}");
    let is_selected = Memo::new(move |_| selection.with(|selection| selection.contains(&email)));
    let cannot_be = person.is_none();
    let toggle = move |ticked| {
        if let Some(person) = &person {
            choose(selection, person, ticked);
        }
    };
    view! {
        <TableRow>
            <RowHeader heading="Person">
                <Checkbox
                    id=format!("user-{id}")
                    label
                    checked=is_selected
                    disabled=Signal::derive(move || {
                        cannot_be || (is_full.get() && !is_selected.get())
                    })
                    on_toggle=toggle
                    size=ChoiceSize::Small
                />
            </RowHeader>
            <Cell heading="Job title">
                <div>
                    {job_title.unwrap_or_else(|| "Not known".to_owned())} " "
                    <AccountStatusTag status />
                </div>
            </Cell>
            <Cell heading="What will happen">
                <div>
                    <ProspectView prospect />
                </div>
            </Cell>
        </TableRow>
    }
}

#[component]
fn ProspectView(prospect: Prospect) -> impl IntoView {
    let text = prospect.describe();
    match prospect {
        Prospect::WillBeAdded | Prospect::WillMove { .. } => text.into_any(),
        Prospect::AlreadyMember => view! { <Tag colour=TagColour::Grey>{text}</Tag> }.into_any(),
        Prospect::AupNotAccepted => view! {
            <Tag colour=TagColour::Orange>{text}</Tag>
            <p class="nhsuk-hint upm-people__advice">{prospect.advice()}</p>
        }
        .into_any(),
    }
}
