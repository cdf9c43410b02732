//! [Radios](https://service-manual.nhs.uk/design-system/components/radios): one of a few.

use super::{
    checkboxes::ChoiceSize,
    field::{Fieldset, described_by, hint_and_error},
    title::Title,
};
use leptos::prelude::*;

/// One of the choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadioOption {
    /// What `on_change` is told.
    pub value: String,
    /// What people read.
    pub text: String,
    /// What more there is to say about this one.
    pub hint: Option<String>,
}

impl RadioOption {
    /// A choice from its value and its text, without a hint.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: value.into(), text: text.into(), hint: None }
    }

    /// The same choice with a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// How the choices stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RadiosLayout {
    /// One below the other.
    #[default]
    Stacked,
    /// Side by side, for two to four short ones.
    Inline,
}

/// [Radios](https://service-manual.nhs.uk/design-system/components/radios) in a fieldset with legend, hint and error.
///
/// The first choice has the id `id` (so that an error summary can link to it), the others `id-2`, `id-3`, ….
#[component]
pub fn Radios(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] legend: Title,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] options: Signal<Vec<RadioOption>>,
    /// The value of the choice made; any other text where none is made yet.
    #[prop(into)]
    value: Signal<String>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
    #[prop(optional)] layout: RadiosLayout,
    #[prop(optional)] size: ChoiceSize,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    let described_by = described_by(&id, None, hint, error);
    let list_class = [
        "nhsuk-radios",
        match layout {
            RadiosLayout::Stacked => "",
            RadiosLayout::Inline => " nhsuk-radios--inline",
        },
        match size {
            ChoiceSize::Normal => "",
            ChoiceSize::Small => " nhsuk-radios--small",
        },
    ]
    .concat();
    view! {
        <div
            class="nhsuk-form-group"
            class:nhsuk-form-group--error=move || error.with(Option::is_some)
        >
            <Fieldset legend described_by>
                {hint_and_error(&id, hint, error)}
                <div class=list_class>
                    {move || {
                        options
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(index, option)| {
                                let id = choice_id(&id, index);
                                radio(id, name.clone(), option, value, on_change)
                            })
                            .collect_view()
                    }}
                </div>
            </Fieldset>
        </div>
    }
}

/// The id of the choice at `index` of the group `id`, as nhsuk-frontend numbers them.
pub(super) fn choice_id(id: &str, index: usize) -> String {
    if index == 0 { id.to_owned() } else { format!("{id}-{}", index + 1) }
}

fn radio(
    id: String,
    name: String,
    option: RadioOption,
    value: Signal<String>,
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let RadioOption { value: own, text, hint } = option;
    let hint_id = format!("{id}-item-hint");
    let starts_checked = value.with_untracked(|value| *value == own);
    let checked = {
        let own = own.clone();
        move || value.with(|value| *value == own)
    };
    let change = {
        let own = own.clone();
        move |_| {
            if let Some(on_change) = on_change {
                on_change.run(own.clone());
            }
        }
    };
    view! {
        <div class="nhsuk-radios__item">
            <input
                class="nhsuk-radios__input"
                id=id.clone()
                name=name
                type="radio"
                value=own
                checked=starts_checked
                prop:checked=checked
                aria-describedby=hint.is_some().then(|| hint_id.clone())
                on:change=change
            />
            <label class="nhsuk-label nhsuk-radios__label" for=id>
                {text}
            </label>
            {hint
                .map(|hint| {
                    view! {
                        <div class="nhsuk-hint nhsuk-radios__hint" id=hint_id>
                            {hint}
                        </div>
                    }
                })}
        </div>
    }
}
