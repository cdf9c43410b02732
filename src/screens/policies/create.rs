//! Create a user policy, `/policies/new?organisation=…`.

use domain::{policy::PolicyDraft, session::Action};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use wasm_bindgen_futures::spawn_local;

use super::form::{FormOf, PolicyFields, PolicyForm, for_organisation};
use crate::{
    client::{Client, IdempotencyKey},
    nhsuk::{Button, ButtonAction, ButtonGroup, Crumb, ErrorSummary, Messages},
    paths,
    shell::{Page, Reference, SignedIn, Waiting},
};

/// Create a user policy.
#[component]
pub fn CreateScreen() -> impl IntoView {
    let crumbs = vec![
        Crumb::new(paths::HOME, "Admin home"),
        Crumb::new(paths::POLICIES, "User Policy Management"),
    ];
    // The form must not start anew when the organisations are read again after a change.
    let data = Reference::expect();
    let first = Memo::new(move |before: Option<&Option<Reference>>| {
        before.cloned().flatten().or_else(|| data.value())
    });
    view! {
        <Page title="Create a user policy" crumbs=Signal::stored(crumbs)>
            {move || match first.get() {
                Some(reference) => view! { <CreateForm reference /> }.into_any(),
                None => view! { <Waiting data /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn CreateForm(reference: Reference) -> impl IntoView {
    let signed_in = SignedIn::expect();
    if !signed_in.may_anywhere(Action::EditPolicies) {
        return view! {
            <p>"Your role lets you read policies, not create them. Ask a local administrator of the organisation."</p>
        }
        .into_any();
    }
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let form = PolicyForm::new(first_draft(&reference, signed_in));
    let busy = RwSignal::new(false);
    // The same content is sent under the same key: trying again after a lost answer makes no second policy.
    let sent = StoredValue::new(None::<(PolicyDraft, IdempotencyKey)>);
    let navigate = use_navigate();
    let submit = {
        let reference = reference.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            if busy.get_untracked() || form.check(&reference, None).is_none() {
                return;
            }
            let draft = form.draft.get_untracked();
            let key = match sent.get_value() {
                Some((before, key)) if before == draft => key,
                _ => IdempotencyKey::random(),
            };
            sent.set_value(Some((draft.clone(), key.clone())));
            busy.set(true);
            let navigate = navigate.clone();
            spawn_local(async move {
                let result = client.create_policy(&draft, &key).await;
                let _ = busy.try_set(false);
                match result {
                    Ok(policy) => {
                        messages.success(format!("{} was created", policy.value.full_name));
                        navigate(&paths::policy(&policy.value.id), NavigateOptions::default());
                    }
                    Err(error) => form.refused(&error),
                }
            });
        }
    };
    view! {
        <ErrorSummary errors=form.summary() attempt=form.attempt() />
        <form class="upm-policy-form" novalidate on:submit=submit>
            <PolicyFields form of=FormOf::New reference />
            <ButtonGroup>
                <Button action=ButtonAction::Submit busy>
                    "Create"
                </Button>
                <a href=paths::POLICIES>"Cancel"</a>
            </ButtonGroup>
        </form>
    }
    .into_any()
}

/// The draft for the organisation of the URL, or for the only one that may have new policies.
fn first_draft(reference: &Reference, signed_in: SignedIn) -> PolicyDraft {
    let wanted = use_query_map().with_untracked(|query| query.get("organisation"));
    let mut possible = reference.organisations.iter().filter(|organisation| {
        organisation.is_open() && signed_in.may(Action::EditPolicies, &organisation.ods)
    });
    let organisation = match wanted {
        Some(wanted) => possible.find(|organisation| organisation.ods.as_str() == wanted),
        None => possible.next().filter(|_| possible.next().is_none()),
    };
    match organisation {
        Some(organisation) => {
            for_organisation(&PolicyDraft::default(), organisation.ods.as_str(), reference)
        }
        None => PolicyDraft::default(),
    }
}
