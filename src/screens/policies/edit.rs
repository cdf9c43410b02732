//! A policy, `/policies/:id`: to edit, or to read where it cannot or may not be edited.

use domain::{
    catalogue::{Catalogue, Product, Sku},
    policy::{Policy, PolicyDraft, PolicyKind, PolicyPatch},
    session::Action,
};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

use super::{
    conflict::Conflict,
    form::{FormOf, PolicyFields, PolicyForm},
};
use crate::{
    client::{Client, Versioned},
    nhsuk::{
        Button, ButtonAction, ButtonGroup, ErrorSummary, InsetText, Messages, SummaryList,
        SummaryRow,
    },
    paths,
    shell::{
        PolicyPage, Reference, RemoteData, RemoteView, SignedIn, clock, policy_page::PolicyTitle,
    },
};

/// A policy.
#[component]
pub fn EditScreen() -> impl IntoView {
    view! {
        <PolicyPage title=PolicyTitle::FullName let:policy>
            <RemoteView data=Reference::expect() let:reference>
                {move || {
                    policy.value().map(|current| view! { <PolicyView policy current reference=reference.clone() /> })
                }}
            </RemoteView>
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
    if current.value.kind == PolicyKind::National {
        view! {
            <InsetText>
                <p>
                    "This is the national policy of the organisation, and the default for people who join it. It cannot be changed. Move people to a policy of your own to give them other licences."
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
                <p>"Your role lets you read this policy, not change it."</p>
            </InsetText>
            <PolicyFacts policy=current.value reference />
        }
        .into_any()
    }
}

#[component]
fn EditForm(
    policy: RemoteData<Versioned<Policy>>,
    current: Versioned<Policy>,
    reference: Reference,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let form = PolicyForm::new(PolicyDraft::from(&current.value));
    let base = StoredValue::new(current.clone());
    let theirs = RwSignal::new(None::<Versioned<Policy>>);
    let busy = RwSignal::new(false);
    let save = Callback::new({
        let reference = reference.clone();
        move |()| {
            let Versioned { value: before, etag } = base.get_value();
            if busy.get_untracked() || form.check(&reference, Some(&before)).is_none() {
                return;
            }
            let patch =
                PolicyPatch::between(&PolicyDraft::from(&before), &form.draft.get_untracked());
            if patch == PolicyPatch::default() {
                messages.success("Nothing was changed, so nothing was saved");
                return;
            }
            busy.set(true);
            spawn_local(async move {
                let result = client.update_policy(&before.id, &patch, &etag).await;
                let _ = busy.try_set(false);
                match result {
                    Ok(saved) => {
                        messages.success(format!("{} was updated", saved.value.full_name));
                        policy.set(saved);
                    }
                    Err(error) if error.has_status(412) => {
                        // Read anew rather than taken from the answer: its version is needed too.
                        match client.policy(&before.id).await {
                            Ok(latest) => theirs.set(Some(latest)),
                            Err(error) => form.refused(&error),
                        }
                    }
                    Err(error) => form.refused(&error),
                }
            });
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.run(());
    };
    let keep_mine = Callback::new(move |latest: Versioned<Policy>| {
        base.set_value(latest);
        theirs.set(None);
        save.run(());
    });
    let take_theirs = Callback::new(move |latest: Versioned<Policy>| policy.set(latest));
    let Policy { organisation, member_count, .. } = current.value.clone();
    view! {
        <ErrorSummary errors=form.summary() attempt=form.attempt() />
        {move || {
            theirs
                .get()
                .map(|theirs| {
                    let mine = form.draft.get_untracked();
                    view! { <Conflict theirs mine keep_mine take_theirs /> }
                })
        }}
        <p>
            {organisation.ods.to_string()} " – " {organisation.name} " · "
            <a href=paths::members(&current.value.id)>{members(member_count)}</a>
        </p>
        <form class="upm-policy-form" novalidate on:submit=submit>
            <PolicyFields form of=FormOf::Existing reference />
            <ButtonGroup>
                <Button action=ButtonAction::Submit busy>
                    "Update"
                </Button>
            </ButtonGroup>
            <LastChange policy=current.value />
        </form>
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

#[component]
fn PolicyFacts(policy: Policy, reference: Reference) -> impl IntoView {
    let catalogue = &reference.catalogue;
    let base = policy
        .base_licence
        .as_ref()
        .map_or_else(|| "None".to_owned(), |sku| product_name(sku, catalogue));
    let add_ons = if policy.add_ons.is_empty() {
        "None".to_owned()
    } else {
        policy.add_ons.iter().map(|sku| product_name(sku, catalogue)).collect::<Vec<_>>().join(", ")
    };
    let off = applications_off(&policy, catalogue);
    let off = if off.is_empty() { "None".to_owned() } else { off.join(", ") };
    let description = policy.description.to_string();
    let organisation = format!("{} – {}", policy.organisation.ods, policy.organisation.name);
    let call_recording = if policy.call_recording { "On" } else { "Off" };
    let members_href = paths::members(&policy.id);
    let member_count = members(policy.member_count);
    view! {
        <SummaryList>
            <SummaryRow name="Organisation">{organisation}</SummaryRow>
            <SummaryRow name="Description">
                {if description.is_empty() { "None".to_owned() } else { description }}
            </SummaryRow>
            <SummaryRow name="Base licence">{base}</SummaryRow>
            <SummaryRow name="Add-on licences">{add_ons}</SummaryRow>
            <SummaryRow name="Applications turned off">{off}</SummaryRow>
            <SummaryRow name="Teams call recording">
                {call_recording}
            </SummaryRow>
            <SummaryRow name="Members">
                <a href=members_href>{member_count}</a>
            </SummaryRow>
        </SummaryList>
        <LastChange policy />
    }
}

fn members(count: u32) -> String {
    match count {
        1 => "1 member".to_owned(),
        count => format!("{} members", crate::nhsuk::thousands(u64::from(count))),
    }
}

fn product_name(sku: &Sku, catalogue: &Catalogue) -> String {
    catalogue.product(sku).map_or_else(|| sku.to_string(), |product| product.name.clone())
}

fn applications_off(policy: &Policy, catalogue: &Catalogue) -> Vec<String> {
    let base = policy.base_licence.as_ref().and_then(|sku| catalogue.product(sku));
    base.into_iter()
        .flat_map(Product::toggles)
        .filter(|plan| policy.disabled_plans.contains(&plan.plan))
        .map(|plan| plan.application.clone())
        .collect()
}
