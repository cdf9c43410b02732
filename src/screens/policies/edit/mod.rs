//! A policy, `/policies/:id`: to edit, or to read where it cannot or may not be edited.
//!
//! [`editing`] is the form and what happens on "Update"; [`impact`] tells what a change would mean before it is made;
//! [`conflict`] helps where somebody else saved first; [`Applying`] follows the job that gives members what was saved;
//! [`default_policy`] says whether joiners come into it; [`facts`] shows a policy to those who read it.

mod conflict;
mod default_policy;
mod editing;
mod facts;
mod impact;

use domain::{
    policy::{Policy, PolicyKind},
    session::Action,
};
use leptos::prelude::*;

use self::{default_policy::ForJoiners, editing::EditForm, facts::PolicyFacts};
use crate::{
    client::Versioned,
    nhsuk::InsetText,
    paths,
    shell::{
        PolicyPage, Reference, RemoteData, SignedIn, Waiting, applying::Applying, clock,
        policy_page::PolicyTitle,
    },
};

/// A policy.
#[component]
pub fn EditScreen() -> impl IntoView {
    // The form must not start anew when the organisations are read again after a change.
    let data = Reference::expect();
    let first = Memo::new(move |before: Option<&Option<Reference>>| {
        before.cloned().flatten().or_else(|| data.value())
    });
    view! {
        <PolicyPage title=PolicyTitle::FullName let:policy>
            {move || match first.get() {
                Some(reference) => {
                    view! {
                        {move || {
                            policy
                                .value()
                                .map(|current| view! { <PolicyView policy current reference=reference.clone() /> })
                        }}
                    }
                        .into_any()
                }
                None => view! { <Waiting data /> }.into_any(),
            }}
        </PolicyPage>
    }
}

#[component]
fn PolicyView(
    policy: RemoteData<Versioned<Policy>>,
    current: Versioned<Policy>,
    reference: Reference,
) -> impl IntoView {
    let may_edit = SignedIn::expect().may(Action::EditPolicies, &current.value.organisation.ods);
    let applying = current.value.applying.clone().map(|job| view! { <Applying job policy /> });
    let joiners = view! { <ForJoiners policy=current.value.clone() may_edit /> };
    let actions = view! { <Actions policy=current.value.clone() may_edit /> };
    let content = if current.value.kind == PolicyKind::National {
        view! {
            <InsetText>
                <p>
                    "This is the organisation’s national policy and cannot be changed. To give people other licences, move them to a local policy."
                </p>
            </InsetText>
            <PolicyFacts policy=current.value reference />
        }
        .into_any()
    } else if may_edit {
        view! { <EditForm policy current reference /> }.into_any()
    } else {
        view! {
            <InsetText>
                <p>"Your role lets you read this policy but not change it."</p>
            </InsetText>
            <PolicyFacts policy=current.value reference />
        }
        .into_any()
    };
    view! {
        {applying}
        {content}
        {joiners}
        {actions}
    }
}

/// What can be done with a policy beside changing it.
#[component]
fn Actions(policy: Policy, may_edit: bool) -> impl IntoView {
    let compare = paths::compare(&policy.id);
    let copy = may_edit.then(|| paths::copy_of(&policy.id));
    view! {
        <ul class="nhsuk-list upm-actions">
            {copy
                .map(|href| {
                    view! {
                        <li>
                            <a href=href>"Make a copy of this policy"</a>
                        </li>
                    }
                })}
            <li>
                <a href=compare>"Compare with another policy"</a>
            </li>
        </ul>
    }
}

#[component]
fn LastChange(policy: Policy) -> impl IntoView {
    view! {
        <p class="nhsuk-hint">
            "Last changed by " {policy.updated_by} " on " {clock::moment(policy.updated_at)}
        </p>
    }
}

fn members(count: u32) -> String {
    crate::nhsuk::counted(u64::from(count), "member", "members")
}
