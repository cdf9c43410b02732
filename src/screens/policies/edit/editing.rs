//! The form of a policy that exists: "Update" checks, tells what the change would mean, saves, and sorts things out with
//! whoever saved first.

use domain::{
    ids::PolicyId,
    policy::{Policy, PolicyDraft, PolicyPatch, impact::Impact},
};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

use super::{
    super::form::{FormOf, PolicyFields, PolicyForm, RestoredNote, kept::DraftPlace},
    LastChange,
    conflict::Conflict,
    impact::ImpactDialog,
    members,
};
use crate::{
    client::{Client, Versioned},
    nhsuk::{Button, ButtonAction, ButtonGroup, ErrorSummary, Messages},
    paths,
    shell::{Reference, RemoteData, SignedIn},
};

/// Everything that "Update" needs. Copies are the same.
#[derive(Clone, Copy)]
struct Updating {
    client: Client,
    messages: Messages,
    form: PolicyForm,
    place: DraftPlace,
    reference: StoredValue<Reference>,
    /// The policy as the page has it.
    policy: RemoteData<Versioned<Policy>>,
    organisations: RemoteData<Reference>,
    current: StoredValue<Policy>,
    /// The version that the form was made of.
    etag: StoredValue<String>,
    theirs: RwSignal<Option<Versioned<Policy>>>,
    asked: RwSignal<Option<Impact>>,
    busy: RwSignal<bool>,
}

impl Updating {
    /// Checks what is entered and asks what it would mean; where that is nothing much, saves it.
    fn start(self) {
        if self.busy.get_untracked() {
            return;
        }
        let current = self.current.get_value();
        let checked =
            self.reference.with_value(|reference| self.form.check(reference, Some(&current)));
        if checked.is_none() {
            return;
        }
        if self.patch() == PolicyPatch::default() {
            self.messages.success("Nothing was changed, so nothing was saved");
            return;
        }
        self.busy.set(true);
        let draft = self.form.draft.get_untracked();
        spawn_local(async move {
            let impact = self.client.policy_impact(&current.id, &draft).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match impact {
                Ok(impact) if impact.is_trivial() => self.save(),
                Ok(impact) => self.asked.set(Some(impact)),
                Err(error) => self.form.refused(&error),
            }
        });
    }

    fn patch(self) -> PolicyPatch {
        let draft = self.form.draft.get_untracked();
        PolicyPatch::between(&self.form.base.get_untracked(), &draft)
    }

    fn save(self) {
        self.busy.set(true);
        let patch = self.patch();
        let (id, etag) =
            (self.current.with_value(|policy| policy.id.clone()), self.etag.get_value());
        spawn_local(async move {
            let result = self.client.update_policy(&id, &patch, &etag).await;
            // That it was saved is said even to someone who has left the screen meanwhile.
            if let Ok(saved) = &result {
                self.messages.success(success(&saved.value));
            }
            if self.busy.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(saved) => {
                    self.place.forget();
                    self.policy.set(saved);
                    // Seats in use may have changed as well.
                    self.organisations.reload();
                }
                Err(error) if error.has_status(412) => self.read_theirs(&id).await,
                Err(error) => self.form.refused(&error),
            }
        });
    }

    /// Reads what somebody else has saved: not taken from the answer, because its version is needed too.
    async fn read_theirs(self, id: &PolicyId) {
        match self.client.policy(id).await {
            Ok(latest) => self.theirs.set(Some(latest)),
            Err(error) => self.form.refused(&error),
        }
    }

    /// Goes on from what somebody else has saved, with what was chosen of both.
    fn save_over(self, latest: Versioned<Policy>, merged: PolicyDraft) {
        self.form.base.set(PolicyDraft::from(&latest.value));
        self.form.draft.set(merged);
        self.etag.set_value(latest.etag.clone());
        self.current.set_value(latest.value.clone());
        self.theirs.set(None);
        if self.form.is_changed() {
            self.start();
        } else {
            self.take_theirs(latest);
        }
    }

    fn take_theirs(self, latest: Versioned<Policy>) {
        self.place.forget();
        self.policy.set(latest);
    }
}

fn success(saved: &Policy) -> String {
    match (&saved.applying, saved.member_count) {
        (Some(_), count) => format!(
            "{} was updated. Licences are being given to its {}",
            saved.full_name,
            members(count)
        ),
        (None, _) => format!("{} was updated", saved.full_name),
    }
}

#[component]
pub(super) fn EditForm(
    policy: RemoteData<Versioned<Policy>>,
    current: Versioned<Policy>,
    reference: Reference,
) -> impl IntoView {
    let form = PolicyForm::new(PolicyDraft::from(&current.value));
    let place = DraftPlace::new(current.value.id.as_str(), SignedIn::expect().email());
    let restored = form.keep_in(place, Some(current.etag.clone()));
    let etag = restored.as_ref().and_then(|kept| kept.etag.clone());
    let updating = Updating {
        client: expect_context(),
        messages: Messages::expect(),
        form,
        place,
        reference: StoredValue::new(reference.clone()),
        policy,
        organisations: Reference::expect(),
        current: StoredValue::new(current.value.clone()),
        etag: StoredValue::new(etag.unwrap_or_else(|| current.etag.clone())),
        theirs: RwSignal::new(None),
        asked: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        updating.start();
    };
    let discard = {
        let current = current.clone();
        move |()| updating.take_theirs(current.clone())
    };
    let catalogue = reference.catalogue.clone();
    let conflict = move || {
        updating.theirs.get().map(|theirs| {
            view! {
                <Conflict
                    base=form.base.get_untracked()
                    theirs
                    mine=form.draft.get_untracked()
                    catalogue=catalogue.clone()
                    save=move |(latest, merged)| updating.save_over(latest, merged)
                    take_theirs=move |latest| updating.take_theirs(latest)
                />
            }
        })
    };
    let Policy { organisation, member_count, .. } = current.value.clone();
    view! {
        <ErrorSummary errors=form.summary() attempt=form.attempt() />
        {conflict}
        {restored.is_some().then(|| view! { <RestoredNote form discard /> })}
        <p>
            {organisation.ods.to_string()} " – " {organisation.name} " · "
            <a href=paths::members(&current.value.id)>{members(member_count)}</a>
        </p>
        <form class="upm-policy-form" novalidate on:submit=submit>
            <PolicyFields form of=FormOf::Existing reference />
            <ButtonGroup>
                <Button action=ButtonAction::Submit busy=updating.busy>
                    "Update"
                </Button>
            </ButtonGroup>
            <LastChange policy=current.value />
        </form>
        <ImpactDialog asked=updating.asked go_on=move |()| updating.save() />
    }
}
