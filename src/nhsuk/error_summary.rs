//! [Error summary](https://service-manual.nhs.uk/design-system/components/error-summary): all that is wrong with a form,
//! at its top.

use super::focus::focus_field;
use leptos::{ev::MouseEvent, html, prelude::*};

/// One thing that is wrong, as the summary lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryError {
    /// The id of the control to mend it at; none where it is the fault of no one field.
    pub field: Option<String>,
    /// The same words as at the field.
    pub text: String,
}

impl SummaryError {
    /// Something wrong with one field.
    pub fn at(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { field: Some(field.into()), text: text.into() }
    }

    /// Something wrong with all of it.
    pub fn general(text: impl Into<String>) -> Self {
        Self { field: None, text: text.into() }
    }
}

/// The [error summary](https://service-manual.nhs.uk/design-system/components/error-summary): shown while there are errors.
///
/// It takes the focus when it appears, and again when `attempt` changes while there still are errors: count the
/// submissions there. It does not take it when only the errors change, or it would snatch it from whoever is
/// mending them. A link moves the focus to its field and leaves the address of the page alone.
#[component]
pub fn ErrorSummary(
    #[prop(into)] errors: Signal<Vec<SummaryError>>,
    #[prop(optional, into)] attempt: Signal<u32>,
    /// What is said above the list, if anything.
    #[prop(optional, into)]
    description: Signal<Option<String>>,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    let any = Memo::new(move |_| errors.with(|errors| !errors.is_empty()));
    Effect::new(move || {
        attempt.track();
        if any.get()
            && let Some(summary) = summary.get()
        {
            // A refusal only means that the element is not on the page any more.
            let _ = summary.focus();
        }
    });
    view! {
        <Show when=move || any.get()>
            <div class="nhsuk-error-summary" tabindex="-1" node_ref=summary>
                <div role="alert">
                    <h2 class="nhsuk-error-summary__heading">"There is a problem"</h2>
                    <div class="nhsuk-error-summary__body">
                        {move || description.get().map(|text| view! { <p>{text}</p> })}
                        <ul class="nhsuk-list nhsuk-error-summary__list">
                            {move || errors.get().into_iter().map(line).collect_view()}
                        </ul>
                    </div>
                </div>
            </div>
        </Show>
    }
}

fn line(error: SummaryError) -> impl IntoView {
    let SummaryError { field, text } = error;
    match field {
        None => view! { <li>{text}</li> }.into_any(),
        Some(field) => {
            let href = format!("#{field}");
            let go = move |event: MouseEvent| {
                event.prevent_default();
                focus_field(&field);
            };
            view! {
                <li>
                    <a href=href on:click=go>
                        {text}
                    </a>
                </li>
            }
            .into_any()
        }
    }
}
