//! Asking before people leave something that is not finished or not saved.

use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
};
use web_sys::{Element, Event};

/// Has the browser ask before the page is closed or loaded again while `is_open` says so; and asks `question` before
/// a link leads to another screen while `is_lost_on_other_screens` says so. All ends when the component goes away.
pub fn warn_before_leaving(
    question: &'static str,
    is_open: impl Fn() -> bool + 'static,
    is_lost_on_other_screens: impl Fn() -> bool + 'static,
) {
    let closing = window_event_listener(ev::beforeunload, move |event| {
        if is_open() {
            event.prevent_default();
        }
    });
    // On the document, so that it comes before the router, which listens on the window.
    let leaving = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if is_lost_on_other_screens()
            && leads_to_another_screen(&event)
            && !window().confirm_with_message(question).unwrap_or(true)
        {
            event.prevent_default();
        }
    });
    let listener = leaving.as_ref().unchecked_ref();
    // Adding and removing a listener fails for no kind of event.
    let _ = document().add_event_listener_with_callback("click", listener);
    let leaving = StoredValue::new_local(leaving);
    on_cleanup(move || {
        closing.remove();
        leaving.with_value(|leaving| {
            let listener = leaving.as_ref().unchecked_ref();
            let _ = document().remove_event_listener_with_callback("click", listener);
        });
    });
}

fn leads_to_another_screen(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.and_then(|element| element.closest("a[href]").ok().flatten()).is_some_and(|link| {
        let href = link.get_attribute("href").unwrap_or_default();
        let in_new_tab = link.has_attribute("target") || link.has_attribute("download");
        !in_new_tab && !href.starts_with('#')
    })
}
