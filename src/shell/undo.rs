//! The way back from an import or a job: whom it changed, where they go when it is taken back, and the undo on its way
//! from the screen that offers it to the import screen of the policy that people go back to.

use domain::{ids::PolicyId, import::undo::UndoGroup, policy::PolicyRef};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    nhsuk::{Button, ButtonKind, ButtonSize, Details, counted},
    paths,
};

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
    /// they were put.
    fn leave(self, target: PolicyId, group: UndoGroup, put: PolicyRef) {
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

/// Offers to move people back, each group as an import of its own that is looked at before anything is sent; nothing
/// where nobody was changed.
#[component]
pub fn Undo(
    /// What it is called: "Undo this import".
    summary: &'static str,
    groups: Vec<UndoGroup>,
    /// The policy that people were put in.
    put: PolicyRef,
) -> impl IntoView {
    (!groups.is_empty()).then(|| {
        let groups = groups
            .into_iter()
            .map(|group| view! { <Group group put=put.clone() /> })
            .collect_view();
        view! {
            <Details summary>
                <p>
                    "People go back to the policy they were in, unless somebody has changed them since. You see what will happen before anything is sent."
                </p>
                {groups}
            </Details>
        }
    })
}

#[component]
fn Group(group: UndoGroup, put: PolicyRef) -> impl IntoView {
    let people = group.people.len() as u64;
    let Some(from) = group.from.clone() else {
        return view! {
            <p>
                {counted(people, "person was", "people were")}
                " in no policy before. People cannot just be removed from a policy: on the members page, move them to another, such as the national policy."
            </p>
        }
        .into_any();
    };
    let pending = PendingUndo::expect();
    let navigate = use_navigate();
    let text = format!("Move {} back to {}", counted(people, "person", "people"), from.full_name);
    let undo = move |()| {
        pending.leave(from.id.clone(), group.clone(), put.clone());
        navigate(&paths::import(&from.id), paths::as_it_is());
    };
    view! {
        <p>
            <Button size=ButtonSize::Small kind=ButtonKind::Secondary on_click=undo>
                {text}
            </Button>
        </p>
    }
    .into_any()
}
