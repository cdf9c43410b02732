//! The way back: whom the import changed, and where they go when it is taken back.

use domain::{
    import::{machine::Import, undo::UndoGroup},
    policy::{Policy, PolicyRef},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    import::{runner::Runner, undo::PendingUndo},
    nhsuk::{Button, ButtonKind, ButtonSize, Details, counted},
    paths,
};

/// Offers to move people back, each group as an import of its own that is looked at before anything is sent.
#[component]
pub(super) fn UndoSection(runner: Runner, policy: StoredValue<Policy>) -> impl IntoView {
    let groups =
        runner.with_untracked(|import| import.map(Import::undo_groups).unwrap_or_default());
    let put = policy.with_value(|policy| PolicyRef {
        id: policy.id.clone(),
        full_name: policy.full_name.clone(),
    });
    (!groups.is_empty()).then(|| {
        let groups = groups
            .into_iter()
            .map(|group| view! { <Group group put=put.clone() /> })
            .collect_view();
        view! {
            <Details summary="Undo this import">
                <p>
                    "People go back to the policy they were in, unless somebody changed them since. You see what will happen before anything is sent."
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
                " in no policy before. Nobody can be removed from a policy: on the members page, move them to another, for instance the national policy."
            </p>
        }
        .into_any();
    };
    let pending = PendingUndo::expect();
    let navigate = use_navigate();
    let text = format!("Move {} back to {}", counted(people, "person", "people"), from.full_name);
    let undo = move |()| {
        pending.leave(from.id.clone(), group.clone(), put.clone());
        navigate(&paths::import(&from.id), leptos_router::NavigateOptions::default());
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
