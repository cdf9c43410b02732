//! [Checkboxes](https://service-manual.nhs.uk/design-system/components/checkboxes): any of a few, or one yes or no.

use super::{
    field::{Fieldset, described_by, hint_and_error},
    radios::choice_id,
    title::{Title, Visibility},
};
use leptos::prelude::*;

/// One of the choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckboxOption {
    /// What `on_toggle` is told.
    pub value: String,
    /// What people read.
    pub text: String,
    /// What more there is to say about this one.
    pub hint: Option<String>,
}

impl CheckboxOption {
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

/// How large the boxes of checkboxes and radios are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChoiceSize {
    /// Large enough for any finger.
    #[default]
    Normal,
    /// For tables and filters.
    Small,
}

/// [Checkboxes](https://service-manual.nhs.uk/design-system/components/checkboxes) in a fieldset with legend, hint and error.
///
/// The first choice has the id `id` (so that an error summary can link to it), the others `id-2`, `id-3`, ….
#[component]
pub fn Checkboxes(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] legend: Title,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] options: Signal<Vec<CheckboxOption>>,
    /// The values of the choices ticked.
    #[prop(into)]
    values: Signal<Vec<String>>,
    /// Told the value of a choice and whether it is ticked now.
    #[prop(optional, into)]
    on_toggle: Option<Callback<(String, bool)>>,
    #[prop(optional)] size: ChoiceSize,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    let described_by = described_by(&id, None, hint, error);
    let item = move |id: String, name: String, option: CheckboxOption| {
        let value = option.value.clone();
        let own = option.value.clone();
        let checked = Signal::derive(move || values.with(|values| values.contains(&value)));
        let toggled = Callback::new(move |ticked: bool| {
            if let Some(on_toggle) = on_toggle {
                on_toggle.run((own.clone(), ticked));
            }
        });
        item(id, name, option, Visibility::Shown, checked, Signal::stored(false), toggled)
    };
    view! {
        <div
            class="nhsuk-form-group"
            class:nhsuk-form-group--error=move || error.with(Option::is_some)
        >
            <Fieldset legend described_by>
                {hint_and_error(&id, hint, error)}
                <div class=size.list_class()>
                    {move || {
                        options
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(index, option)| {
                                item(choice_id(&id, index), name.clone(), option)
                            })
                            .collect_view()
                    }}
                </div>
            </Fieldset>
        </div>
    }
}

/// One [checkbox](https://service-manual.nhs.uk/design-system/components/checkboxes) that stands alone: a confirmation, or
/// the choice of a row.
#[component]
pub fn Checkbox(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] label: String,
    #[prop(optional)] label_visibility: Visibility,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] checked: Signal<bool>,
    /// Told whether it is ticked now.
    #[prop(into)]
    on_toggle: Callback<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] size: ChoiceSize,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    let option = CheckboxOption { value: "yes".to_owned(), text: label, hint };
    view! {
        <div
            class="nhsuk-form-group"
            class:nhsuk-form-group--error=move || error.with(Option::is_some)
        >
            {hint_and_error(&id, Signal::stored(None), error)}
            <div class=size.list_class()>
                {item(id, name, option, label_visibility, checked, disabled, on_toggle)}
            </div>
        </div>
    }
}

fn item(
    id: String,
    name: String,
    option: CheckboxOption,
    label_visibility: Visibility,
    checked: Signal<bool>,
    disabled: Signal<bool>,
    on_toggle: Callback<bool>,
) -> impl IntoView {
    let CheckboxOption { value, text, hint } = option;
    let hint_id = format!("{id}-item-hint");
    // The box is drawn by the label, so a hidden text sits inside a label that is there.
    let text = match label_visibility {
        Visibility::Shown => text.into_any(),
        Visibility::Hidden => {
            view! { <span class="nhsuk-u-visually-hidden">{text}</span> }.into_any()
        }
    };
    view! {
        <div class="nhsuk-checkboxes__item">
            <input
                class="nhsuk-checkboxes__input"
                id=id.clone()
                name=name
                type="checkbox"
                value=value
                checked=checked.get_untracked()
                prop:checked=checked
                disabled=disabled
                aria-describedby=hint.is_some().then(|| hint_id.clone())
                on:change:target=move |event| on_toggle.run(event.target().checked())
            />
            <label class="nhsuk-label nhsuk-checkboxes__label" for=id>
                {text}
            </label>
            {hint
                .map(|hint| {
                    view! {
                        <div class="nhsuk-hint nhsuk-checkboxes__hint" id=hint_id>
                            {hint}
                        </div>
                    }
                })}
        </div>
    }
}

impl ChoiceSize {
    fn list_class(self) -> &'static str {
        match self {
            Self::Normal => "nhsuk-checkboxes",
            Self::Small => "nhsuk-checkboxes nhsuk-checkboxes--small",
        }
    }
}
