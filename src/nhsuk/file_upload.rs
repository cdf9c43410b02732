//! [File upload](https://service-manual.nhs.uk/design-system/components/file-upload): a file from the person's machine.
//!
//! The browser's own control, which takes a file dropped on it, works with the keyboard and speaks the person's
//! language; the style makes it as large as a place to drop a file should be.

use super::{
    field::{FormGroup, described_by},
    title::Title,
};
use leptos::prelude::*;
use web_sys::File;

/// A [file upload](https://service-manual.nhs.uk/design-system/components/file-upload) with its label, hint and error.
#[component]
pub fn FileUpload(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] label: Title,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// Kinds of files to offer first, as `.xlsx,.csv`. People can still choose any other.
    #[prop(optional, into)]
    accept: Option<&'static str>,
    /// Told the file chosen, or none when the choice is taken back.
    #[prop(optional, into)]
    on_change: Option<Callback<Option<File>>>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    view! {
        <FormGroup
            id=id.clone()
            class="nhsuk-form-group nhsuk-file-upload"
            label
            hint
            error
        >
            <input
                class="nhsuk-file-upload__input"
                id=id.clone()
                name=name
                type="file"
                accept=accept
                aria-describedby=described_by(&id, None, hint, error)
                disabled=disabled
                on:change:target=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run(event.target().files().and_then(|files| files.get(0)));
                    }
                }
            />
        </FormGroup>
    }
}
