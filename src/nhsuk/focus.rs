//! Moving the focus to a place on the page, as a link with a fragment would, without touching the page's address:
//! in an app whose address is its state, `#field` would be another state.

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

/// Focuses the form field `id`.
///
/// Its question is scrolled into view first: the other way round it could end up above the edge of the screen.
/// Whatever it is folded away in is opened.
pub(super) fn focus_field(id: &str) {
    let Some(field) = document().get_element_by_id(id) else { return };
    unfold(&field);
    if let Some(question) = question_of(&field) {
        question.scroll_into_view();
    }
    focus(&field);
}

/// Focuses the part `id` of the page, which need not be something that takes the focus by itself.
pub(super) fn focus_part(id: &str) {
    let Some(part) = document().get_element_by_id(id) else { return };
    if !part.has_attribute("tabindex") {
        // Refuses only names that are not valid.
        let _ = part.set_attribute("tabindex", "-1");
    }
    part.scroll_into_view();
    focus(&part);
}

fn focus(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        // A refusal only means that the element is not on the page any more.
        let _ = element.focus();
    }
}

fn unfold(element: &web_sys::Element) {
    while let Ok(Some(folded)) = element.closest("details:not([open])") {
        if folded.set_attribute("open", "").is_err() {
            return;
        }
    }
}

/// The legend of a radio or checkbox, the label of anything else.
fn question_of(field: &web_sys::Element) -> Option<web_sys::Element> {
    let legend = || field.closest("fieldset").ok()??.query_selector("legend").ok()?;
    let label = || document().query_selector(&format!("label[for='{}']", field.id())).ok()?;
    let is_choice = field.matches("[type=radio], [type=checkbox]").unwrap_or(false);
    if is_choice { legend().or_else(label) } else { label() }
}
