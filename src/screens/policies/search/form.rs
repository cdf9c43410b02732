//! The form of the search. What is typed is searched for when the typing pauses; the address follows, and Back leads
//! to the screen before, not through the letters.

use domain::{
    catalogue::Catalogue,
    policy::{SortBy, SortOrder},
};
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    address::{SEARCH_BY, SORT_BY, address, search_by, search_by_word},
    results,
};
use crate::{
    client::PolicyQuery,
    nhsuk::{
        Checkbox, ChoiceSize, RadioOption, Radios, RadiosLayout, SearchInput, Select, SelectOption,
        Spellcheck, Title,
    },
    paths,
    shell::{Reference, typing::Typing},
};

/// Asks for other results. Copies are the same.
#[derive(Clone, Copy)]
struct Asking {
    /// What the address says.
    query: Memo<PolicyQuery>,
    /// What is typed, which the address may not say yet.
    text: RwSignal<String>,
    typing: Typing,
    go: Callback<PolicyQuery>,
}

impl Asking {
    fn new(query: Memo<PolicyQuery>) -> Self {
        let navigate = use_navigate();
        let go = Callback::new(move |query: PolicyQuery| {
            let options = NavigateOptions { replace: true, scroll: false, ..paths::as_it_is() };
            navigate(&address(&query), options);
        });
        let text = RwSignal::new(query.with_untracked(|query| query.text.clone()));
        let asking = Self { query, text, typing: Typing::of_component(), go };
        // Back, forward and links change the address; while somebody types, they are right.
        Effect::new(move || {
            let text = query.with(|query| query.text.clone());
            if text != asking.text.with_untracked(|typed| typed.trim().to_owned()) {
                asking.text.set(text);
            }
        });
        asking
    }

    fn type_text(self, text: String) {
        self.text.set(text);
        self.typing.pause(move || self.change(|_| ()));
    }

    /// Asks for what is typed and what the address says, but for a change.
    fn change(self, change: impl FnOnce(&mut PolicyQuery)) {
        self.typing.stop();
        let mut query = self.query.get_untracked();
        query.text = self.text.with_untracked(|text| text.trim().to_owned());
        change(&mut query);
        if query != self.query.get_untracked() {
            self.go.run(query);
        }
    }
}

#[component]
pub(super) fn SearchForm(query: Memo<PolicyQuery>) -> impl IntoView {
    let asking = Asking::new(query);
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        asking.change(|_| ());
    };
    let to_results = move |event: KeyboardEvent| {
        if event.key() == "ArrowDown" && results::focus_first() {
            event.prevent_default();
        }
    };
    let options = SEARCH_BY
        .iter()
        .map(|(_, code, label)| RadioOption::new(*code, *label))
        .collect::<Vec<_>>();
    view! {
        <form role="search" class="upm-search" novalidate on:submit=search>
            <Radios
                id="search-by"
                legend="Search by"
                options=Signal::stored(options)
                value=Signal::derive(move || query.with(|query| search_by_word(query.by)).to_owned())
                on_change=move |choice: String| {
                    asking.change(|query| query.by = search_by(&choice));
                }
                layout=RadiosLayout::Inline
                size=ChoiceSize::Small
            />
            <div on:keydown=to_results>
                <SearchInput
                    id="q"
                    label=Title::from("Search user policies")
                    hint=Some(
                        "Any part of a policy’s name, an ODS code, or an organisation’s present or former name"
                            .to_owned(),
                    )
                    value=asking.text
                    on_input=move |typed| asking.type_text(typed)
                    spellcheck=Spellcheck::Off
                />
            </div>
            <Filters asking />
        </form>
    }
}

/// What narrows the results down and how they are sorted.
#[component]
fn Filters(asking: Asking) -> impl IntoView {
    let query = asking.query;
    let reference = Reference::expect();
    let organisations = Signal::derive(move || {
        let of = |reference: Option<&Reference>| {
            let known = reference.into_iter().flat_map(|reference| reference.organisations.iter());
            known
                .map(|known| {
                    SelectOption::new(known.ods.as_str(), format!("{} – {}", known.ods, known.name))
                })
                .collect::<Vec<_>>()
        };
        with_all("All organisations", reference.with(of))
    });
    let has_several = Memo::new(move |_| organisations.with(|options| options.len() > 2));
    let licences = Signal::derive(move || {
        let of = |reference: Option<&Reference>| reference.map(held).unwrap_or_default();
        with_all("All licences", reference.with(of))
    });
    let sorts = SORT_BY.iter().map(|(by, label)| SelectOption::new(by.code(), *label));
    view! {
        <div class="upm-filters">
            <Show when=move || has_several.get()>
                <Select
                    id="owner"
                    label="Organisation"
                    options=organisations
                    value=Signal::derive(move || query.with(|query| query.owner.clone()))
                    on_change=move |code| asking.change(|query| query.owner = code)
                />
            </Show>
            <Select
                id="licence"
                label="Licence"
                options=licences
                value=Signal::derive(move || query.with(|query| query.licence.clone()))
                on_change=move |sku| asking.change(|query| query.licence = sku)
            />
            <Select
                id="sort"
                label="Sort by"
                options=Signal::stored(sorts.collect::<Vec<_>>())
                value=Signal::derive(move || query.with(|query| query.sort.code()).to_owned())
                on_change=move |choice: String| {
                    asking
                        .change(|query| {
                            sort(query, SortBy::from_code(&choice).unwrap_or_default());
                        });
                }
            />
            <Checkbox
                id="problems"
                label="Only with licensing errors"
                checked=Signal::derive(move || query.with(|query| query.only_with_problems))
                on_toggle=move |ticked| asking.change(|query| query.only_with_problems = ticked)
            />
        </div>
    }
}

fn with_all(all: &str, options: Vec<SelectOption>) -> Vec<SelectOption> {
    [vec![SelectOption::new("", all)], options].concat()
}

/// The licences that any of the organisations holds.
fn held(reference: &Reference) -> Vec<SelectOption> {
    let Reference { organisations, catalogue, .. } = reference;
    let is_held = |sku: &str| {
        let mut held = organisations.iter().flat_map(|organisation| &organisation.subscriptions);
        held.any(|held| held.sku.as_str() == sku)
    };
    let Catalogue { products, .. } = &**catalogue;
    products
        .iter()
        .filter(|product| is_held(product.sku.as_str()))
        .map(|product| SelectOption::new(product.sku.as_str(), product.name.clone()))
        .collect()
}

/// Sorts by something, in the order that is usual for it; by what is sorted by already, the other way round.
pub(super) fn sort(query: &mut PolicyQuery, by: SortBy) {
    query.order = match query.order {
        SortOrder::Ascending if query.sort == by => SortOrder::Descending,
        SortOrder::Descending if query.sort == by => SortOrder::Ascending,
        _ => by.usual_order(),
    };
    query.sort = by;
}
