//! Asking before people leave an import that is not finished: it stops when its screen goes.

use domain::import::machine::{Import, Stage};
use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
};
use web_sys::{Element, Event};

use crate::import::runner::Runner;

/// What is asked when a link leads away while parts are still to be sent.
const QUESTION: &str = "The import is not finished. It pauses when you leave this page, and people who were not yet \
                        sent are not added or moved until you come back to it. Do you want to leave?";

/// Has the browser ask before the page is closed or loaded again, for as long as a plan waits to be sent or is being
/// sent; and asks before a link leads to another screen while it is being sent.
pub(super) fn warn_before_leaving(runner: Runner) {
    let closing = window_event_listener(ev::beforeunload, move |event| {
        if runner.with_untracked(|import| import.is_some_and(has_unsent)) {
            event.prevent_default();
        }
    });
    // On the document, so that it comes before the router, which listens on the window.
    let leaving = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if runner.with_untracked(|import| import.is_some_and(is_being_sent))
            && leads_to_another_screen(&event)
            && !window().confirm_with_message(QUESTION).unwrap_or(true)
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

fn has_unsent(import: &Import) -> bool {
    match import.stage() {
        Stage::Reviewing { .. } => import.plan().changes() > 0,
        Stage::Sending { .. } => true,
        Stage::LookingUp | Stage::ReadingBack { .. } | Stage::Finished { .. } => false,
    }
}

fn is_being_sent(import: &Import) -> bool {
    matches!(import.stage(), Stage::Sending { .. })
}

fn leads_to_another_screen(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.and_then(|element| element.closest("a[href]").ok().flatten()).is_some_and(|link| {
        let href = link.get_attribute("href").unwrap_or_default();
        let in_new_tab = link.has_attribute("target") || link.has_attribute("download");
        !in_new_tab && !href.starts_with('#')
    })
}
