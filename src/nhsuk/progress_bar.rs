//! Progress bar (ours): how far something long has got.

use leptos::prelude::*;

/// A progress bar: a picture for the eye, `role="progressbar"` for assistive technology, and a line of text for both.
#[component]
pub fn ProgressBar(
    #[prop(into)] id: String,
    /// What is under way: the accessible name.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] value: Signal<u64>,
    #[prop(into)] max: Signal<u64>,
    /// How far it has got, in words: "1,500 of 3,200 members sent".
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let label_id = format!("{id}-label");
    view! {
        <div class="upm-progress">
            <div class="upm-progress__label" id=label_id.clone()>
                {label}
            </div>
            <div
                class="upm-progress__track"
                id=id
                role="progressbar"
                aria-labelledby=label_id
                aria-valuemin="0"
                aria-valuenow=value
                aria-valuemax=max
                aria-valuetext=text
            >
                <div
                    class="upm-progress__bar"
                    style:width=move || format!("{}%", percent(value.get(), max.get()))
                ></div>
            </div>
            <div class="upm-progress__text" aria-hidden="true">
                {text}
            </div>
        </div>
    }
}

/// `value` of `max` in whole percent: at most 100, and 0 of nothing.
pub(super) fn percent(value: u64, max: u64) -> u64 {
    value.saturating_mul(100).checked_div(max).unwrap_or(0).min(100)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn percent_is_rounded_down_and_bounded() {
        assert_eq!(percent(0, 3), 0);
        assert_eq!(percent(2, 3), 66);
        assert_eq!(percent(3, 3), 100);
        assert_eq!(percent(4, 3), 100);
        assert_eq!(percent(1, 0), 0);
    }
}
