//! [Character count](https://service-manual.nhs.uk/design-system/components/character-count): a textarea that says
//! how much more fits.
//!
//! The look and the messages are those of nhsuk-frontend; the counting is ours: Unicode scalar values, so that
//! the number shown is the one that a rule in Rust counts (`str::chars`). As there, the number that people see
//! changes with each key, while the one that is announced waits until they pause.

use super::{
    field::{FormGroup, described_by},
    title::Title,
};
use leptos::prelude::*;
use std::time::Duration;

/// How long after the last key the count is announced: any sooner would talk over the typing.
const PAUSE: Duration = Duration::from_secs(1);

/// A [textarea with a limit](https://service-manual.nhs.uk/design-system/components/character-count), which never stops
/// anyone from typing or pasting: what is too long is kept, and said.
#[component]
pub fn CharacterCount(
    #[prop(into)] id: String,
    /// The name in the form; the id, where nothing else is said.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(into)] label: Title,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    /// The most characters that are accepted.
    max: usize,
    #[prop(default = 5)] rows: u32,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| id.clone());
    let info_id = format!("{id}-info");
    let count = Memo::new(move |_| value.with(|text| text.chars().count()));
    let too_long = move || count.get() > max;
    view! {
        <FormGroup
            id=id.clone()
            class="nhsuk-form-group nhsuk-character-count"
            label
            hint
            error
        >
            <textarea
                class="nhsuk-textarea"
                class:nhsuk-textarea--error=move || error.with(Option::is_some) || too_long()
                id=id.clone()
                name=name
                rows=rows
                prop:value=value
                aria-describedby=described_by(&id, Some(info_id.clone()), hint, error)
                disabled=disabled
                on:input:target=move |event| {
                    if let Some(on_input) = on_input {
                        on_input.run(event.target().value());
                    }
                }
            >
                {value.get_untracked()}
            </textarea>
            <div
                class="nhsuk-hint nhsuk-character-count__message nhsuk-u-visually-hidden"
                id=info_id
            >
                {format!("You can enter up to {max} characters")}
            </div>
            <div
                class="nhsuk-character-count__status"
                class:nhsuk-hint=move || !too_long()
                class:nhsuk-error-message=too_long
                aria-hidden="true"
            >
                {move || remaining(count.get(), max)}
            </div>
            <div
                class="nhsuk-character-count__sr-status nhsuk-u-visually-hidden"
                aria-live="polite"
            >
                {announced(value, count, max)}
            </div>
        </FormGroup>
    }
}

/// What is left, as nhsuk-frontend words it.
fn remaining(count: usize, max: usize) -> String {
    let (number, end) =
        if count > max { (count - max, "too many") } else { (max - count, "remaining") };
    let characters = if number == 1 { "character" } else { "characters" };
    format!("You have {number} {characters} {end}")
}

/// The message for the live region: empty until something is typed, then what is left, [`PAUSE`] after the last
/// change.
fn announced(value: Signal<String>, count: Memo<usize>, max: usize) -> RwSignal<String> {
    let message = RwSignal::new(String::new());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = timer.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    Effect::watch(
        move || value.track(),
        move |(), _, _| {
            stop();
            let announce = move || {
                message.try_set(remaining(count.get_untracked(), max));
            };
            timer.set_value(set_timeout_with_handle(announce, PAUSE).ok());
        },
        false,
    );
    on_cleanup(stop);
    message
}

#[cfg(test)]
mod tests {
    use super::remaining;

    #[test]
    fn what_is_left_is_said_in_words() {
        assert_eq!(remaining(0, 250), "You have 250 characters remaining");
        assert_eq!(remaining(249, 250), "You have 1 character remaining");
        assert_eq!(remaining(250, 250), "You have 0 characters remaining");
    }

    #[test]
    fn what_is_too_much_is_said_in_words() {
        assert_eq!(remaining(251, 250), "You have 1 character too many");
        assert_eq!(remaining(300, 250), "You have 50 characters too many");
    }
}
