//! The members of a policy, a page at a time: what is searched for, which page is looked at, and turning pages.
//!
//! Pages are reached by the cursor that the page before gives, so the way back is the cursors passed.

use domain::{licensing::LicenceState, member::MemberPage, policy::PolicyRef};
use leptos::{html, prelude::*};

use crate::{
    client::Client,
    nhsuk::{Button, ButtonGroup, ButtonKind, RepeatClicks, counted, thousands},
    shell::{Remote, RemoteData, remote},
};

/// What of the list is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What names and addresses have in them.
    pub text: String,
    /// The state of the licences; none for any.
    pub state: Option<LicenceState>,
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
    /// The page, and the place where it is.
    pub page: RemoteData<(Place, MemberPage)>,
}

impl Place {
    fn search(text: String, state: Option<LicenceState>) -> Self {
        Self { text, state, turned: Vec::new() }
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
    /// The first page of a policy's members, of those in a state where one is chosen.
    pub fn new(policy: PolicyRef, state: Memo<Option<LicenceState>>) -> Self {
        let client = expect_context::<Client>();
        let place = RwSignal::new(Place::search(String::new(), state.get_untracked()));
        Effect::new(move || {
            let state = state.get();
            if place.with_untracked(|place| place.state != state) {
                let text = place.with_untracked(|place| place.text.clone());
                place.set(Place::search(text, state));
            }
        });
        let page = remote(
            move || place.get(),
            move |place| {
                let policy = policy.clone();
                async move {
                    let cursor = place.turned.last().map(|turn| turn.cursor.clone());
                    let page = client.members(&policy.id, &place.text, place.state, cursor).await?;
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

    /// What is searched for, tracked.
    pub fn searched(self) -> String {
        self.place.with(|place| place.text.clone())
    }

    /// The state of the licences that is looked at, tracked.
    pub fn state(self) -> Option<LicenceState> {
        self.place.with(|place| place.state)
    }

    /// Searches; for nothing, all members are found.
    pub fn search(self, text: &str) {
        let state = self.place.with_untracked(|place| place.state);
        self.place.set(Place::search(text.trim().to_owned(), state));
    }
}

/// How many members there are and which of them are shown.
#[component]
pub fn Count(list: MemberList, node_ref: NodeRef<html::P>) -> impl IntoView {
    view! {
        <p class="upm-count" role="status" tabindex="-1" node_ref=node_ref>
            {move || list.page.with(|page| page.and_then(|(place, page)| in_words(place, page)))}
        </p>
    }
}

fn in_words(place: &Place, page: &MemberPage) -> Option<String> {
    let members = counted(page.total, "member", "members");
    let shown = page.items.len() as u64;
    let of_search = [
        place.state.map(|state| format!(" with the state “{}”", state.label())).unwrap_or_default(),
        if place.text.is_empty() {
            String::new()
        } else {
            format!(" matching “{}”", place.text)
        },
    ]
    .concat();
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

/// The buttons to the page before and the page after; turning a page leads back to its beginning.
#[component]
pub fn Paging(list: MemberList, count: NodeRef<html::P>) -> impl IntoView {
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

#[cfg(test)]
mod tests {
    use domain::{
        email::EmailAddress,
        ids::UserId,
        licensing::LicenceState,
        member::{Member, MemberPage, StateCounts},
    };

    use super::{Place, in_words};

    fn page(items: usize, total: u64, next_cursor: Option<&str>) -> MemberPage {
        let member = Member {
            user_id: UserId::parse("u").unwrap(),
            email: EmailAddress::parse("ann@nhs.net").unwrap(),
            display_name: "Ann".into(),
            job_title: None,
            member_since: "2026-11-24T09:00:00Z".parse().unwrap(),
            licence_state: LicenceState::Active,
            licensing_errors: Vec::new(),
        };
        let next_cursor = next_cursor.map(str::to_owned);
        let counts = StateCounts { all: total, active: total, ..StateCounts::default() };
        MemberPage { items: vec![member; items], total, counts, next_cursor }
    }

    fn all() -> Place {
        Place::search(String::new(), None)
    }

    #[test]
    fn turning_forth_and_back_leads_to_the_same_place() {
        let second = all().next(&page(50, 120, Some("a"))).unwrap();
        let third = second.next(&page(50, 120, Some("b"))).unwrap();
        assert_eq!(third.previous(), Some(second.clone()));
        assert_eq!(second.previous(), Some(all()));
    }

    #[test]
    fn there_is_nothing_before_the_first_page_or_after_the_last() {
        assert_eq!(all().previous(), None);
        assert_eq!(all().next(&page(20, 20, None)), None);
    }

    #[test]
    fn the_count_says_which_members_are_shown() {
        assert_eq!(in_words(&all(), &page(1, 1, None)).unwrap(), "1 member");
        let second = all().next(&page(50, 1_070, Some("a"))).unwrap();
        assert_eq!(
            in_words(&second, &page(50, 1_070, None)).unwrap(),
            "Showing 51 to 100 of 1,070 members"
        );
        let found = Place::search("khan".into(), None);
        assert_eq!(in_words(&found, &page(2, 2, None)).unwrap(), "2 members matching “khan”");
        assert_eq!(in_words(&found, &page(0, 0, None)), None);
        let failed = Place::search(String::new(), Some(LicenceState::Failed));
        let said = in_words(&failed, &page(1, 1, None)).unwrap();
        assert_eq!(said, "1 member with the state “Licensing error”");
    }
}
