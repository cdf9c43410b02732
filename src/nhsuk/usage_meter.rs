//! Usage meter (ours): how much of something limited is taken, as a picture and as a number.

use super::{number::thousands, progress_bar::percent};
use leptos::prelude::*;

/// From how many percent on there is little left.
const NEARLY_ALL: u64 = 90;

/// How much of `held` is `used`: `role="meter"` with the words in it, and the same words below the picture.
#[component]
pub fn UsageMeter(
    /// Of what: the accessible name.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] used: Signal<u64>,
    #[prop(into)] held: Signal<u64>,
    /// What is counted, in the plural.
    #[prop(default = "seats")]
    unit: &'static str,
) -> impl IntoView {
    let text = Memo::new(move |_| in_words(used.get(), held.get(), unit));
    let class = move || match percent(used.get(), held.get()) {
        _ if used.get() > held.get() => "upm-meter upm-meter--over",
        NEARLY_ALL.. => "upm-meter upm-meter--nearly",
        _ => "upm-meter",
    };
    view! {
        <div class=class>
            <div
                class="upm-meter__track"
                role="meter"
                aria-label=label
                aria-valuemin="0"
                aria-valuenow=move || used.get().min(held.get())
                aria-valuemax=held
                aria-valuetext=move || text.get()
            >
                <div
                    class="upm-meter__bar"
                    style:width=move || format!("{}%", percent(used.get(), held.get()))
                ></div>
            </div>
            <div class="upm-meter__text">{text}</div>
        </div>
    }
}

fn in_words(used: u64, held: u64, unit: &str) -> String {
    let taken = format!("{} of {} {unit} used", thousands(used), thousands(held));
    match held.checked_sub(used) {
        None => format!("{taken}, {} too many", thousands(used - held)),
        Some(0) => format!("{taken}, none left"),
        Some(left) => format!("{taken}, {} left", thousands(left)),
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn what_is_left_is_said_in_words() {
        assert_eq!(in_words(4_812, 5_000, "seats"), "4,812 of 5,000 seats used, 188 left");
        assert_eq!(in_words(50, 50, "seats"), "50 of 50 seats used, none left");
        assert_eq!(in_words(62, 50, "seats"), "62 of 50 seats used, 12 too many");
    }
}
