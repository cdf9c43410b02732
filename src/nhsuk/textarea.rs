//! [Textarea](https://service-manual.nhs.uk/design-system/components/textarea): several lines of text.

use super::{
    field::{FormGroup, described_by},
    text_input::Spellcheck,
    title::Title,
};
use leptos::prelude::*;

/// A [textarea](https://service-manual.nhs.uk/design-system/components/textarea) with its label, hint and error.
#[component]
pub fn Textarea(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] label: Title,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    #[prop(default = 5)] rows: u32,
    #[prop(optional)] spellcheck: Spellcheck,
    #[prop(optional, into)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    view! {
        <FormGroup id=id.clone() label hint error>
            <textarea
                class="nhsuk-textarea"
                class:nhsuk-textarea--error=move || error.with(Option::is_some)
                id=id.clone()
                name=name
                rows=rows
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
            >
                {value.get_untracked()}
            </textarea>
        </FormGroup>
    }
}
