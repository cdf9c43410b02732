//! Whom somebody looks for in User Management. Names and addresses are personal data, so they are kept in memory and
//! nowhere else; and as long as the sign-in, so that Back brings them back.

use leptos::prelude::*;

/// The part of a name or address that was searched for last. Copies are the same.
#[derive(Clone, Copy, Debug)]
pub struct SearchedName(RwSignal<String>);

impl SearchedName {
    /// Nobody was looked for yet: for all components below the sign-in.
    pub fn provide() {
        provide_context(Self(RwSignal::new(String::new())));
    }

    /// What was provided above.
    pub fn expect() -> Self {
        expect_context()
    }

    /// It, tracked.
    pub fn get(self) -> String {
        self.0.get()
    }

    /// It, not tracked.
    pub fn get_untracked(self) -> String {
        self.0.get_untracked()
    }

    /// Looks for another.
    pub fn set(self, text: String) {
        if self.0.with_untracked(|before| *before != text) {
            self.0.set(text);
        }
    }
}
