//! [Select](https://service-manual.nhs.uk/design-system/components/select): one of a list too long for radios.

use super::{
    field::{FormGroup, described_by},
    title::Title,
};
use leptos::prelude::*;

/// One line of a select's menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What `on_change` is told.
    pub value: String,
    /// What people read.
    pub text: String,
}

impl SelectOption {
    /// An option from its value and its text.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: value.into(), text: text.into() }
    }
}

/// A [select](https://service-manual.nhs.uk/design-system/components/select) with its label, hint and error.
///
/// For "nothing chosen yet", let the first option have an empty value.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] label: Title,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    /// The value of the option chosen.
    #[prop(into)]
    value: Signal<String>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    view! {
        <FormGroup id=id.clone() label hint error>
            <select
                class="nhsuk-select"
                class:nhsuk-select--error=move || error.with(Option::is_some)
                id=id.clone()
                name=name
                aria-describedby=described_by(&id, None, hint, error)
                disabled=disabled
                on:change:target=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run(event.target().value());
                    }
                }
            >
                {move || {
                    options.get().into_iter().map(|option| line(option, value)).collect_view()
                }}
            </select>
        </FormGroup>
    }
}

/// An option that follows `value`: as attribute for how it starts, as property for what comes after, since a
/// browser no longer looks at the attribute once somebody has chosen.
fn line(option: SelectOption, value: Signal<String>) -> impl IntoView {
    let SelectOption { value: own, text } = option;
    let starts_selected = value.with_untracked(|value| *value == own);
    let selected = {
        let own = own.clone();
        move || value.with(|value| *value == own)
    };
    view! {
        <option value=own selected=starts_selected prop:selected=selected>
            {text}
        </option>
    }
}
