//! Create a user policy, `/policies/new?organisation=…`, or `?copy=…` for one that starts as another is.

use domain::{
    ids::PolicyId,
    policy::{Policy, PolicyDraft, PolicyKind},
    session::Action,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::{use_navigate, use_query_map};
use wasm_bindgen_futures::spawn_local;

use super::form::{
    FormOf, PolicyFields, PolicyForm, RestoredNote, for_organisation, kept::DraftPlace,
};
use crate::{
    client::{Client, IdempotencyKey},
    nhsuk::{Button, ButtonAction, ButtonGroup, Crumb, ErrorSummary, InsetText, Messages},
    paths,
    shell::{Page, Reference, RemoteView, SignedIn, Waiting, remote},
};

/// Create a user policy.
#[component]
pub fn CreateScreen() -> impl IntoView {
    let crumbs = vec![
        Crumb::new(paths::home(), "Admin home"),
        Crumb::new(paths::policies(), "User Policy Management"),
    ];
    // The form must not start anew when the organisations are read again after a change.
    let data = Reference::expect();
    let first = Memo::new(move |before: Option<&Option<Reference>>| {
        before.cloned().flatten().or_else(|| data.value())
    });
    view! {
        <Page title="Create a user policy" crumbs=Signal::stored(crumbs)>
            {move || match first.get() {
                Some(reference) => view! { <Start reference /> }.into_any(),
                None => view! { <Waiting data /> }.into_any(),
            }}
        </Page>
    }
}

/// The form at once, or as soon as the policy is here that it starts as a copy of.
#[component]
fn Start(reference: Reference) -> impl IntoView {
    let original = use_query_map().with_untracked(|query| query.get("copy"));
    let Some(original) = original.and_then(|id| PolicyId::parse(&id).ok()) else {
        return view! { <CreateForm reference original=None /> }.into_any();
    };
    let client = expect_context::<Client>();
    let original = remote(
        move || original.clone(),
        move |id| async move { client.policy(&id).await.map(|policy| policy.value) },
    );
    view! {
        <RemoteView data=original let:original>
            <CreateForm reference=reference.clone() original=Some(original) />
        </RemoteView>
    }
    .into_any()
}

#[component]
fn CreateForm(reference: Reference, original: Option<Policy>) -> impl IntoView {
    let signed_in = SignedIn::expect();
    if !signed_in.may_anywhere(Action::EditPolicies) {
        return view! {
            <p>"Your role lets you read policies but not create them. Ask a local administrator of the organisation."</p>
        }
        .into_any();
    }
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let first = match &original {
        Some(original) => copy_of(original),
        None => first_draft(&reference, signed_in),
    };
    let form = PolicyForm::new(first.clone());
    // A copy is begun on purpose, so what was entered of another new policy stays where it is.
    let place =
        original.as_ref().map_or_else(|| "new".to_owned(), |policy| format!("copy-{}", policy.id));
    let place = DraftPlace::new(&place, signed_in.email());
    let restored = form.keep_in(place, None).is_some();
    let discard = move |()| {
        form.base.set(first.clone());
        form.draft.set(first.clone());
    };
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
                        // Nothing is unsaved any more, so nobody is asked about leaving.
                        form.base.set(draft);
                        place.forget();
                        messages.success(format!("{} was created", policy.value.full_name));
                        navigate(&paths::policy(&policy.value.id), paths::as_it_is());
                    }
                    Err(error) => form.refused(&error),
                }
            });
        }
    };
    view! {
        <ErrorSummary errors=form.summary() attempt=form.attempt() />
        {restored.then(|| view! { <RestoredNote form discard /> })}
        {original
            .map(|original| {
                view! {
                    <InsetText>
                        <p>
                            "The form has the licences and settings of " {original.full_name}
                            ". Its members are not copied."
                        </p>
                    </InsetText>
                }
            })}
        <form class="upm-policy-form" novalidate on:submit=submit>
            <PolicyFields form of=FormOf::New reference />
            <ButtonGroup>
                <Button action=ButtonAction::Submit busy>
                    "Create"
                </Button>
                <a href=paths::policies()>"Cancel"</a>
            </ButtonGroup>
        </form>
    }
    .into_any()
}

/// A draft with all that a policy gives its members. A national policy lends its licences, not its name.
fn copy_of(original: &Policy) -> PolicyDraft {
    let mut draft = PolicyDraft::from(original);
    draft.name = match original.kind {
        PolicyKind::National => String::new(),
        PolicyKind::Local => format!("{} copy", original.name),
    };
    draft
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
