//! The form of User Management. What is typed is searched for when the typing pauses.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::address;
use crate::{
    client::UserQuery,
    nhsuk::{SearchInput, Select, SelectOption, Spellcheck, TextInput, Title},
    paths,
    shell::{Reference, typing::Typing, user_search::SearchedName},
};

/// Asks for other people. Copies are the same.
#[derive(Clone, Copy)]
struct Asking {
    /// What is searched for.
    query: Memo<UserQuery>,
    searched: SearchedName,
    /// What is typed, which may not be searched for yet.
    name: RwSignal<String>,
    policy: RwSignal<String>,
    typing: Typing,
    go: Callback<UserQuery>,
}

impl Asking {
    fn new(query: Memo<UserQuery>) -> Self {
        let navigate = use_navigate();
        let go = Callback::new(move |query: UserQuery| {
            let options = NavigateOptions { replace: true, scroll: false, ..paths::as_it_is() };
            navigate(&address(&query), options);
        });
        let UserQuery { text, policy, .. } = query.get_untracked();
        let (name, policy) = (RwSignal::new(text), RwSignal::new(policy));
        let (searched, typing) = (SearchedName::expect(), Typing::of_component());
        // Back, forward and links change the address; while somebody types, they are right.
        let in_address = Memo::new(move |_| query.with(|query| query.policy.clone()));
        Effect::new(move || {
            let wanted = in_address.get();
            if wanted != policy.with_untracked(|typed| typed.trim().to_owned()) {
                policy.set(wanted);
            }
        });
        Self { query, searched, name, policy, typing, go }
    }

    fn type_name(self, text: String) {
        self.name.set(text);
        self.typing.pause(move || self.ask());
    }

    fn type_policy(self, text: String) {
        self.policy.set(text);
        self.typing.pause(move || self.ask());
    }

    /// Asks for what is typed.
    fn ask(self) {
        self.ask_at(self.query.with_untracked(|query| query.ods.clone()));
    }

    /// Asks for what is typed, at an organisation.
    fn ask_at(self, ods: String) {
        self.typing.stop();
        let trimmed =
            |typed: RwSignal<String>| typed.with_untracked(|typed| typed.trim().to_owned());
        let wanted = UserQuery { text: trimmed(self.name), policy: trimmed(self.policy), ods };
        let before = self.query.get_untracked();
        self.searched.set(wanted.text.clone());
        if (&wanted.policy, &wanted.ods) != (&before.policy, &before.ods) {
            self.go.run(wanted);
        }
    }
}

#[component]
pub(super) fn SearchForm(query: Memo<UserQuery>) -> impl IntoView {
    let asking = Asking::new(query);
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        asking.ask();
    };
    view! {
        <form role="search" class="upm-search" novalidate on:submit=search>
            <SearchInput
                id="user-name"
                label=Title::from("Search by name or email address")
                hint=Some("Any part of it".to_owned())
                value=asking.name
                on_input=move |text| asking.type_name(text)
                spellcheck=Spellcheck::Off
            />
            <div class="upm-filters">
                <TextInput
                    id="user-policy"
                    label="User policy"
                    hint=Some("Any part of its name".to_owned())
                    value=asking.policy
                    on_input=move |text| asking.type_policy(text)
                    spellcheck=Spellcheck::Off
                    autocomplete="off"
                />
                <OrganisationFilter asking />
            </div>
        </form>
    }
}

/// Which organisation, for those who administer several.
#[component]
fn OrganisationFilter(asking: Asking) -> impl IntoView {
    let reference = Reference::expect();
    let options = Memo::new(move |_| {
        let all = SelectOption::new("", "All organisations");
        let known = reference.with(|reference| {
            let known = reference.into_iter().flat_map(|reference| reference.organisations.iter());
            let option = |ods: &str, name: &str| SelectOption::new(ods, format!("{ods} – {name}"));
            known.map(|known| option(known.ods.as_str(), &known.name)).collect::<Vec<_>>()
        });
        std::iter::once(all).chain(known).collect::<Vec<_>>()
    });
    let has_several = Memo::new(move |_| options.with(|options| options.len() > 2));
    let query = asking.query;
    view! {
        <Show when=move || has_several.get()>
            <Select
                id="user-organisation"
                label="Organisation"
                options
                value=Signal::derive(move || query.with(|query| query.ods.clone()))
                on_change=move |ods| asking.ask_at(ods)
            />
        </Show>
    }
}
