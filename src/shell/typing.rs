//! Searching while somebody types: not at each letter, but when they pause.

use std::time::Duration;

use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
};

/// How long a person has to pause before what they typed is searched for.
const PAUSE: Duration = Duration::from_millis(250);

/// Waits for a pause in the typing. Copies are the same.
#[derive(Clone, Copy)]
pub struct Typing(StoredValue<Option<TimeoutHandle>>);

impl Typing {
    /// Nobody types yet. What is waited for is not done once the component that calls this is gone.
    pub fn of_component() -> Self {
        let typing = Self(StoredValue::new(None));
        on_cleanup(move || typing.stop());
        typing
    }

    /// Does something once the typing pauses, in place of what was to be done before.
    pub fn pause(self, then: impl FnOnce() + 'static) {
        self.stop();
        self.0.set_value(set_timeout_with_handle(then, PAUSE).ok());
    }

    /// Does nothing more.
    pub fn stop(self) {
        if let Some(waiting) = self.0.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    }
}
