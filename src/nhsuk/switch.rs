//! Switch (ours): a setting that is on or off.

use leptos::prelude::*;

/// A switch: a checkbox to the browser, `role="switch"` to assistive technology, and "On" or "Off" to the eye.
#[component]
pub fn Switch(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    /// What is on or off: the accessible name.
    #[prop(into)]
    label: Signal<String>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(into)] checked: Signal<bool>,
    /// Told whether it is on now.
    #[prop(into)]
    on_toggle: Callback<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    let hint_id = format!("{id}-hint");
    let described_by = {
        let hint_id = hint_id.clone();
        move || hint.with(Option::is_some).then(|| hint_id.clone())
    };
    view! {
        <div class="upm-switch">
            <input
                class="upm-switch__input"
                id=id.clone()
                name=name
                type="checkbox"
                role="switch"
                checked=checked.get_untracked()
                prop:checked=checked
                disabled=disabled
                aria-describedby=described_by
                on:change:target=move |event| on_toggle.run(event.target().checked())
            />
            <label class="upm-switch__label" for=id>
                {label}
            </label>
            <span class="upm-switch__state" aria-hidden="true">
                {move || if checked.get() { "On" } else { "Off" }}
            </span>
            {move || {
                hint.get()
                    .map(|text| {
                        view! {
                            <div class="nhsuk-hint upm-switch__hint" id=hint_id.clone()>
                                {text}
                            </div>
                        }
                    })
            }}
        </div>
    }
}
