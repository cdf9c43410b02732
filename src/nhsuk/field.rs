//! What every form field has around its control: label, hint, error message, and the wiring between them.
//!
//! A field `policy-name` has the hint `policy-name-hint` and the error `policy-name-error`; the control
//! names both in `aria-describedby`, so a screen reader reads them with the label.

use super::title::{Title, heading};
use leptos::prelude::*;

/// The [label](https://service-manual.nhs.uk/design-system/components/text-input#how-to-use-text-input) of the
/// control whose id is `target`.
#[component]
pub fn Label(#[prop(into)] title: Title, #[prop(into)] target: String) -> impl IntoView {
    let label = view! {
        <label class=title.classes("nhsuk-label") for=target>
            {title.text()}
        </label>
    };
    match title.level() {
        None => label.into_any(),
        Some(level) => heading(level, "nhsuk-label-wrapper".to_owned(), label),
    }
}

/// [Help](https://service-manual.nhs.uk/design-system/components/hint-text) beside a field that everyone should read
/// before answering.
#[component]
pub fn Hint(#[prop(optional, into)] id: Option<String>, children: Children) -> impl IntoView {
    view! {
        <div class="nhsuk-hint" id=id>
            {children()}
        </div>
    }
}

/// [What is wrong](https://service-manual.nhs.uk/design-system/components/error-message) with one field and how to
/// mend it, at that field.
#[component]
pub fn ErrorMessage(
    #[prop(optional, into)] id: Option<String>,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="nhsuk-error-message" id=id>
            <span class="nhsuk-u-visually-hidden">"Error: "</span>
            {text}
        </span>
    }
}

/// A [fieldset](https://service-manual.nhs.uk/design-system/components/fieldset): fields that answer one question,
/// under one legend.
#[component]
pub fn Fieldset(
    #[prop(into)] legend: Title,
    /// Ids of what describes the group, space separated.
    #[prop(optional, into)]
    described_by: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let class = legend.classes("nhsuk-fieldset__legend");
    let text = legend.text();
    let content = match legend.level() {
        None => text.into_any(),
        Some(level) => heading(level, "nhsuk-fieldset__heading".to_owned(), text),
    };
    view! {
        <fieldset class="nhsuk-fieldset" aria-describedby=described_by>
            <legend class=class>{content}</legend>
            {children()}
        </fieldset>
    }
}

/// One field: its label (where it has one of its own), hint, error message, then the control.
#[component]
pub(super) fn FormGroup(
    #[prop(into)] id: String,
    /// What the group is besides a form group.
    #[prop(default = "nhsuk-form-group")]
    class: &'static str,
    #[prop(into)] label: Title,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let messages = hint_and_error(&id, hint, error);
    view! {
        <div class=class class:nhsuk-form-group--error=move || error.with(Option::is_some)>
            <Label title=label target=id />
            {messages}
            {children()}
        </div>
    }
}

/// The hint and the error message of the field or group `id`, where there are any.
pub(super) fn hint_and_error(
    id: &str,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl IntoView + use<> {
    let hint_id = hint_id(id);
    let error_id = error_id(id);
    view! {
        {move || {
            hint.get().map(|text| view! { <Hint id=hint_id.clone()>{text}</Hint> })
        }}
        {move || {
            error.get().map(|text| view! { <ErrorMessage id=error_id.clone() text /> })
        }}
    }
}

/// The value of `aria-describedby` for the control or group `id`: `first` (other descriptions, if any), hint,
/// error, as far as they are there.
pub(super) fn described_by(
    id: &str,
    first: Option<String>,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> Signal<Option<String>> {
    let hint_id = hint_id(id);
    let error_id = error_id(id);
    Signal::derive(move || {
        let hint = hint.with(Option::is_some).then_some(hint_id.as_str());
        let error = error.with(Option::is_some).then_some(error_id.as_str());
        let ids: Vec<&str> = first.as_deref().into_iter().chain(hint).chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    })
}

fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

fn error_id(id: &str) -> String {
    format!("{id}-error")
}
