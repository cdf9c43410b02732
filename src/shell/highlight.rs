//! Marks in a text what was searched for, on every screen that searches.

use domain::highlight::segments;
use js_sys::JsString;
use leptos::prelude::*;

/// A text in which the words of `typed` are marked.
pub fn highlighted(text: &str, typed: &str) -> AnyView {
    if typed.is_empty() {
        return text.to_owned().into_any();
    }
    segments(text, typed, fold)
        .into_iter()
        .map(|segment| {
            let text = segment.text.to_owned();
            if segment.is_match {
                view! { <mark class="upm-match">{text}</mark> }.into_any()
            } else {
                text.into_any()
            }
        })
        .collect_view()
        .into_any()
}

/// A small letter without its accents, as the search compares it. The browser knows the letters.
pub fn fold(character: char) -> String {
    if character.is_ascii() {
        return character.to_ascii_lowercase().to_string();
    }
    let taken_apart = JsString::from(character.to_string()).normalize("NFD");
    let is_accent = |part: &char| ('\u{300}'..'\u{370}').contains(part);
    String::from(taken_apart)
        .chars()
        .filter(|part| !is_accent(part))
        .flat_map(char::to_lowercase)
        .collect()
}
