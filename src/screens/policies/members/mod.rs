//! The members of a policy, `/policies/:id/members`: who is in it, adding people, moving them to another policy.
//!
//! [`pages`] is what is looked at, [`list`] the table and what is chosen in it; [`add`] is the dialog that finds people
//! by [`people_search`]; moving them, and what became of it, is [`crate::shell::moving`]. What is searched for is not
//! in the URL: names and addresses are personal data.

mod add;
mod list;
mod move_all;
mod pages;
mod people_search;

use domain::{
    licensing::LicenceState,
    policy::{Policy, PolicyRef},
    session::Action,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::{
    add::{AddDialog, Adding},
    list::Members,
    pages::MemberList,
};
use crate::{
    nhsuk::{Button, ButtonGroup, ButtonKind, Details, LinkButton},
    paths,
    shell::{
        PolicyPage, Reference, SignedIn,
        moving::outcome::{AssignmentReport, Report},
        policy_page::PolicyTitle,
    },
};

/// The members of a policy.
#[component]
pub fn MembersScreen() -> impl IntoView {
    view! {
        <PolicyPage title=PolicyTitle::Own("Members") let:policy>
            {untrack(|| policy.value()).map(|policy| view! { <MembersOf policy=policy.value /> })}
        </PolicyPage>
    }
}

/// Whether the signed-in person may change who is in the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// They see it only.
    Read,
    /// They may add people, and move them elsewhere.
    Change,
}

#[component]
fn MembersOf(policy: Policy) -> impl IntoView {
    let access = if SignedIn::expect().may(Action::MoveMembers, &policy.organisation.ods) {
        Access::Change
    } else {
        Access::Read
    };
    let policy_ref = PolicyRef::from(&policy);
    let parameters = use_query_map();
    let state = Memo::new(move |_| {
        parameters.with(|parameters| LicenceState::from_code(&parameters.get("state")?))
    });
    let list = MemberList::new(policy_ref.clone(), state);
    let report = RwSignal::new(None::<Report>);
    let reference = Reference::expect();
    let assigned = Callback::new(move |done: Report| {
        list.reload();
        // Seats in use changed as well.
        reference.reload();
        report.set(Some(done));
    });
    let moved_all = Callback::new(move |()| {
        list.reload();
        reference.reload();
    });
    view! {
        {(access == Access::Change).then(|| view! { <Actions policy=policy_ref assigned /> })}
        <AssignmentReport report />
        <Members list access policy assigned moved_all />
    }
}

#[component]
fn Actions(policy: PolicyRef, assigned: Callback<Report>) -> impl IntoView {
    let href = paths::import(&policy.id);
    let adding = Adding::new(policy, assigned);
    view! {
        <ButtonGroup>
            <Button on_click=move || adding.open()>"Add"</Button>
            <LinkButton href kind=ButtonKind::Secondary>
                "Import"
            </LinkButton>
        </ButtonGroup>
        <Details summary="How to take people out of this policy">
            <p>
                "Select them in the table, then move them to another policy. You can always choose the organisation’s national policy."
            </p>
            <p>
                "People cannot just be removed: without a policy they have no licence, and would lose their mailbox and applications."
            </p>
        </Details>
        <AddDialog adding />
    }
}
