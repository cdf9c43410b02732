//! [Text input](https://service-manual.nhs.uk/design-system/components/text-input): one line of text.

use super::{
    field::{FormGroup, described_by},
    title::Title,
};
use leptos::prelude::*;

/// Which keyboard and which checks a browser offers for the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputType {
    /// Anything.
    #[default]
    Text,
    /// E-mail addresses.
    Email,
    /// A day and a time, without a time zone: `2026-12-24T17:00`.
    DateTime,
}

/// Whether a browser underlines words that it does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spellcheck {
    /// As the browser is set.
    #[default]
    Browser,
    /// Never: for codes, names and addresses.
    Off,
}

/// How wide a field is, in characters: a hint of how long the answer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputWidth {
    /// As wide as the column.
    #[default]
    Full,
    /// Five characters.
    W5,
    /// Ten characters.
    W10,
    /// Twenty characters.
    W20,
    /// Thirty characters.
    W30,
}

/// A [text input](https://service-manual.nhs.uk/design-system/components/text-input) with its label, hint and error.
///
/// What it shows is `value`; what is typed goes to `on_input`, and whoever holds `value` sets it.
#[component]
pub fn TextInput(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] label: Title,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(optional)] input_type: InputType,
    #[prop(optional)] width: InputWidth,
    #[prop(optional)] spellcheck: Spellcheck,
    /// The [token](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill) of what is asked for,
    /// or `off`.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// Shown before the field, for the eye only: say it in the label or hint too.
    #[prop(optional, into)]
    prefix: Signal<Option<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    let input = view! {
        <input
            class=["nhsuk-input", width.class()].concat()
            class:nhsuk-input--error=move || error.with(Option::is_some)
            id=id.clone()
            name=name
            type=input_type.html_type()
            value=initial(value)
            prop:value=value
            spellcheck=spellcheck.html_value()
            autocomplete=autocomplete
            aria-describedby=described_by(&id, None, hint, error)
            disabled=disabled
            on:input:target=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event.target().value());
                }
            }
        />
    };
    view! {
        <FormGroup id label hint error>
            {with_prefix(prefix, input)}
        </FormGroup>
    }
}

/// The `value` attribute that a control starts with; none where it starts empty.
pub(super) fn initial(value: Signal<String>) -> Option<String> {
    Some(value.get_untracked()).filter(|value| !value.is_empty())
}

/// The control, behind its prefix where it has one. A field has one for good or not at all, so that a changed
/// prefix never replaces the control under the person's hands.
fn with_prefix(prefix: Signal<Option<String>>, input: impl IntoView) -> AnyView {
    if prefix.with_untracked(Option::is_none) {
        return input.into_any();
    }
    view! {
        <div class="nhsuk-input-wrapper">
            <div class="nhsuk-input-wrapper__prefix" aria-hidden="true">
                {prefix}
            </div>
            {input.into_any()}
        </div>
    }
    .into_any()
}

impl InputType {
    fn html_type(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::DateTime => "datetime-local",
        }
    }
}

impl Spellcheck {
    pub(super) fn html_value(self) -> Option<&'static str> {
        match self {
            Self::Browser => None,
            Self::Off => Some("false"),
        }
    }
}

impl InputWidth {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Full => "",
            Self::W5 => " nhsuk-input--width-5",
            Self::W10 => " nhsuk-input--width-10",
            Self::W20 => " nhsuk-input--width-20",
            Self::W30 => " nhsuk-input--width-30",
        }
    }
}
