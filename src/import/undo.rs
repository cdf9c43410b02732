//! An undo on its way from the screen that offers it to the import screen of the policy that people go back to.

use domain::{ids::PolicyId, import::undo::UndoGroup, policy::PolicyRef};
use leptos::prelude::*;

/// An undo that waits for its screen. It is kept in memory only: after a reload it is asked for again.
#[derive(Clone, Copy, Debug)]
pub struct PendingUndo(RwSignal<Option<Pending>>);

#[derive(Clone, Debug)]
struct Pending {
    target: PolicyId,
    group: UndoGroup,
    put: PolicyRef,
}

impl PendingUndo {
    /// Makes the place where one waits, for all components below.
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// The place where one waits.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Leaves an undo for the import screen of `target`: these people go back there, as far as they still are where
    /// the import put them.
    pub fn leave(self, target: PolicyId, group: UndoGroup, put: PolicyRef) {
        self.0.set(Some(Pending { target, group, put }));
    }

    /// Takes the undo that waits for a policy, if one does: the people, and the policy they were put in.
    pub fn take(self, target: &PolicyId) -> Option<(UndoGroup, PolicyRef)> {
        let waits = self.0.with_untracked(|pending| {
            pending.as_ref().is_some_and(|pending| pending.target == *target)
        });
        let pending = if waits { self.0.try_update(Option::take).flatten() } else { None };
        pending.map(|Pending { group, put, .. }| (group, put))
    }
}
