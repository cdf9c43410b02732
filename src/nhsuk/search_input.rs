//! [Search input](https://service-manual.nhs.uk/design-system/components/search): a search box and its button.

use super::{
    field::{FormGroup, described_by},
    icon::{Icon, IconName},
    text_input::{InputWidth, Spellcheck, initial},
    title::Title,
};
use leptos::prelude::*;

/// Whether a search box has a button of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchButton {
    /// A button "Search" that submits the form.
    #[default]
    Shown,
    /// None: the search follows the typing, or the form has its own button.
    Hidden,
}

/// A [search box](https://service-manual.nhs.uk/design-system/components/search) with its label, hint, error and button.
///
/// Put it into a `<form role="search">`: the button and the Enter key submit that.
#[component]
pub fn SearchInput(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] label: Title,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional)] width: InputWidth,
    #[prop(optional)] spellcheck: Spellcheck,
    #[prop(optional)] button: SearchButton,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    view! {
        <FormGroup
            id=id.clone()
            class="nhsuk-form-group nhsuk-search-input"
            label
            hint
            error
        >
            <div class="nhsuk-input-wrapper nhsuk-search-input__wrapper">
                <input
                    class=["nhsuk-input nhsuk-search-input__input", width.class()].concat()
                    class:nhsuk-input--error=move || error.with(Option::is_some)
                    id=id.clone()
                    name=name
                    type="search"
                    value=initial(value)
                    prop:value=value
                    spellcheck=spellcheck.html_value()
                    autocomplete="off"
                    aria-describedby=described_by(&id, None, hint, error)
                    on:input:target=move |event| {
                        if let Some(on_input) = on_input {
                            on_input.run(event.target().value());
                        }
                    }
                />
                {(button == SearchButton::Shown).then(search_button)}
            </div>
        </FormGroup>
    }
}

fn search_button() -> impl IntoView {
    view! {
        <button
            class="nhsuk-button nhsuk-button--icon nhsuk-button--small nhsuk-search-input__button"
            type="submit"
            aria-label="Search"
        >
            <Icon name=IconName::Search />
        </button>
    }
}
