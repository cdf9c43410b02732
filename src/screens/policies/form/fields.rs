//! The fields of a policy in their order, and those that are about the policy itself: organisation, name, description.

use domain::{
    catalogue::{ProductKind, Sku},
    description,
    organisation::Organisation,
    policy::PolicyDraft,
    session::Action,
};
use leptos::prelude::*;

use super::{
    DESCRIPTION, NAME, ORGANISATION, PolicyForm,
    applications::ApplicationsField,
    licences::{AddOnsField, BaseLicenceField},
};
use crate::{
    nhsuk::{CharacterCount, Hint, Select, SelectOption, Spellcheck, TextInput},
    shell::{Reference, SignedIn, clock},
};

/// Whether the policy exists already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormOf {
    /// It is being made: the organisation can be chosen.
    New,
    /// It exists: its organisation is fixed.
    Existing,
}

/// All fields.
#[component]
pub fn PolicyFields(form: PolicyForm, of: FormOf, reference: Reference) -> impl IntoView {
    let reference = StoredValue::new(reference);
    let organisation = Memo::new(move |_| {
        let code = form.draft.with(|draft| draft.organisation.clone());
        reference.with_value(|reference| {
            reference.organisations.iter().find(|known| known.ods.as_str() == code).cloned()
        })
    });
    view! {
        {(of == FormOf::New).then(|| view! { <OrganisationField form reference /> })}
        <TextInput
            id=NAME
            label="Policy name"
            hint=Some("Letters, numbers and spaces, up to 64 characters".to_owned())
            error=form.error_of(NAME)
            value=Signal::derive(move || form.draft.with(|draft| draft.name.clone()))
            on_input=move |text| form.draft.update(|draft| draft.name = text)
            spellcheck=Spellcheck::Off
            autocomplete="off"
        />
        <FullName form reference />
        <CharacterCount
            id=DESCRIPTION
            label="Description"
            hint=Some("What the policy is for, so that colleagues choose the right one (optional)".to_owned())
            error=form.error_of(DESCRIPTION)
            value=Signal::derive(move || form.draft.with(|draft| draft.description.clone()))
            on_input=move |text| form.draft.update(|draft| draft.description = text)
            max=description::MAX_LENGTH
        />
        <BaseLicenceField form reference organisation />
        <AddOnsField form reference organisation />
        <ApplicationsField form reference />
    }
}

#[component]
fn OrganisationField(form: PolicyForm, reference: StoredValue<Reference>) -> impl IntoView {
    let signed_in = SignedIn::expect();
    let options = reference.with_value(|reference| {
        let may_have_policies = |organisation: &&Organisation| {
            organisation.is_open() && signed_in.may(Action::EditPolicies, &organisation.ods)
        };
        let mut options = reference
            .organisations
            .iter()
            .filter(may_have_policies)
            .map(|organisation| {
                let text = format!("{} – {}", organisation.ods, organisation.name);
                SelectOption::new(organisation.ods.as_str(), text)
            })
            .collect::<Vec<_>>();
        if options.len() > 1 {
            options.insert(0, SelectOption::new("", "Select an organisation"));
        }
        options
    });
    let choose = move |code: String| {
        reference.with_value(|reference| {
            form.draft.update(|draft| *draft = for_organisation(draft, &code, reference));
        });
    };
    view! {
        <Select
            id=ORGANISATION
            label="Organisation"
            error=form.error_of(ORGANISATION)
            options=Signal::stored(options)
            value=Signal::derive(move || form.draft.with(|draft| draft.organisation.clone()))
            on_change=choose
        />
    }
}

/// The draft for another organisation: with its usual base licence, and without what it does not hold.
pub fn for_organisation(draft: &PolicyDraft, code: &str, reference: &Reference) -> PolicyDraft {
    let today = clock::today();
    let organisation = reference.organisations.iter().find(|known| known.ods.as_str() == code);
    let usual = organisation.and_then(|organisation| organisation.usual_base_licence(today));
    let mut draft =
        draft.clone().with_base_licence(usual.map(Sku::to_string), &reference.catalogue);
    code.clone_into(&mut draft.organisation);
    draft.add_ons.retain(|sku| {
        organisation.is_some_and(|organisation| {
            organisation.live(ProductKind::AddOn, today).any(|held| held.sku.as_str() == sku)
        })
    });
    draft
}

#[component]
fn FullName(form: PolicyForm, reference: StoredValue<Reference>) -> impl IntoView {
    let full_name = Memo::new(move |_| {
        reference
            .with_value(|reference| form.draft.with(|draft| draft.full_name(&reference.catalogue)))
    });
    view! {
        <div class="nhsuk-form-group">
            <label class="nhsuk-label" for="full-name">
                "Full policy name"
            </label>
            <Hint>"Made from the ODS code, the licence and the policy name"</Hint>
            <output class="upm-full-name" id="full-name">
                {move || match full_name.get() {
                    Some(name) => name.into_any(),
                    None => {
                        view! { <span class="upm-full-name__none">"Enter a policy name to see it"</span> }
                            .into_any()
                    }
                }}
            </output>
        </div>
    }
}
