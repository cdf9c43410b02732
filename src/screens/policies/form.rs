//! The form of a policy, which creating and editing share: what is typed, what is wrong with it, and the fields.

use std::collections::BTreeSet;

use domain::{
    catalogue::{PlanName, Product, ProductKind, Sku, rules},
    description,
    organisation::Organisation,
    policy::{CheckContext, Policy, PolicyDraft, PolicySettings, check},
    problem::FieldError,
    session::Action,
};
use leptos::prelude::*;

use crate::{
    client::ApiError,
    nhsuk::{
        CharacterCount, CheckboxOption, Checkboxes, Details, DetailsKind, ErrorMessage, Fieldset,
        Hint, Select, SelectOption, Size, Spellcheck, SummaryError, Switch, TextInput, Title,
        thousands,
    },
    shell::{Reference, SignedIn, clock},
};

/// What is typed and what is wrong with it. Copies are the same form.
#[derive(Clone, Copy)]
pub struct PolicyForm {
    /// What is typed.
    pub draft: RwSignal<PolicyDraft>,
    errors: RwSignal<Vec<FieldError>>,
    general: RwSignal<Option<String>>,
    attempt: RwSignal<u32>,
}

/// Whether the policy exists already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormOf {
    /// It is being made: the organisation can be chosen.
    New,
    /// It exists: its organisation is fixed.
    Existing,
}

impl PolicyForm {
    /// A form that starts with a draft.
    pub fn new(draft: PolicyDraft) -> Self {
        Self {
            draft: RwSignal::new(draft),
            errors: RwSignal::new(Vec::new()),
            general: RwSignal::new(None),
            attempt: RwSignal::new(0),
        }
    }

    /// Checks what is typed by the rules the server checks by; what is wrong is shown.
    pub fn check(self, reference: &Reference, current: Option<&Policy>) -> Option<PolicySettings> {
        let context = CheckContext {
            catalogue: &reference.catalogue,
            organisations: &reference.organisations,
            current,
            today: clock::today(),
        };
        let result = self.draft.with_untracked(|draft| check(draft, context));
        self.general.set(None);
        match result {
            Ok(settings) => {
                self.errors.set(Vec::new());
                Some(settings)
            }
            Err(errors) => {
                self.errors.set(errors);
                self.attempt.update(|attempt| *attempt += 1);
                None
            }
        }
    }

    /// Shows why the server refused; what is typed stays.
    pub fn refused(self, error: &ApiError) {
        let errors = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
        self.general.set(errors.is_empty().then(|| error.to_string()));
        self.errors.set(errors);
        self.attempt.update(|attempt| *attempt += 1);
    }

    /// All that is wrong, for the summary.
    pub fn summary(self) -> Signal<Vec<SummaryError>> {
        Signal::derive(move || {
            let general = self.general.get().map(SummaryError::general);
            let of_fields = self.errors.get().into_iter().map(|error| SummaryError {
                field: field_of(&error.pointer).map(str::to_owned),
                text: error.detail,
            });
            general.into_iter().chain(of_fields).collect()
        })
    }

    /// Counts the attempts to submit, so that the summary takes the focus at each.
    pub fn attempt(self) -> Signal<u32> {
        self.attempt.into()
    }

    /// The first thing wrong with a field.
    fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.errors.with(|errors| {
                errors
                    .iter()
                    .find(|error| field_of(&error.pointer) == Some(field))
                    .map(|error| error.detail.clone())
            })
        })
    }
}

const ORGANISATION: &str = "organisation";
const NAME: &str = "policy-name";
const DESCRIPTION: &str = "description";
const BASE_LICENCE: &str = "base-licence";
const ADD_ONS: &str = "add-ons";
const APPLICATIONS: &str = "applications";

/// The field that a JSON Pointer into the draft belongs to.
fn field_of(pointer: &str) -> Option<&'static str> {
    let part = pointer.trim_start_matches('/').split('/').next()?;
    match part {
        "organisation" => Some(ORGANISATION),
        "name" => Some(NAME),
        "description" => Some(DESCRIPTION),
        "baseLicence" => Some(BASE_LICENCE),
        "addOns" => Some(ADD_ONS),
        "disabledPlans" => Some(APPLICATIONS),
        _ => None,
    }
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
                {move || {
                    full_name.get().unwrap_or_else(|| "Shown when the name is filled in".to_owned())
                }}
            </output>
        </div>
    }
}

#[component]
fn BaseLicenceField(
    form: PolicyForm,
    reference: StoredValue<Reference>,
    organisation: Memo<Option<Organisation>>,
) -> impl IntoView {
    let options = Signal::derive(move || {
        let mut options = vec![SelectOption::new("", "None, add-on licences only")];
        let held = licence_options(organisation.get().as_ref(), ProductKind::Base);
        options.extend(held.into_iter().map(|(sku, text)| SelectOption::new(sku, text)));
        let chosen = form.draft.with(|draft| draft.base_licence.clone());
        if let Some(chosen) = chosen
            && options.iter().all(|option| option.value != chosen)
        {
            let text = reference.with_value(|reference| lapsed(&chosen, reference));
            options.push(SelectOption::new(chosen, text));
        }
        options
    });
    let choose = move |sku: String| {
        let sku = Some(sku).filter(|sku| !sku.is_empty());
        reference.with_value(|reference| {
            form.draft.update(|draft| {
                *draft = std::mem::take(draft).with_base_licence(sku, &reference.catalogue);
            });
        });
    };
    let value = Signal::derive(move || {
        form.draft.with(|draft| draft.base_licence.clone().unwrap_or_default())
    });
    view! {
        <Select
            id=BASE_LICENCE
            label="Base licence"
            hint=Some("Each member takes one seat".to_owned())
            error=form.error_of(BASE_LICENCE)
            options
            value
            on_change=choose
        />
    }
}

#[component]
fn AddOnsField(
    form: PolicyForm,
    reference: StoredValue<Reference>,
    organisation: Memo<Option<Organisation>>,
) -> impl IntoView {
    let options = Signal::derive(move || {
        let held = licence_options(organisation.get().as_ref(), ProductKind::AddOn);
        let mut options =
            held.into_iter().map(|(sku, text)| CheckboxOption::new(sku, text)).collect::<Vec<_>>();
        for chosen in form.draft.with(|draft| draft.add_ons.clone()) {
            if options.iter().all(|option| option.value != chosen) {
                let text = reference.with_value(|reference| lapsed(&chosen, reference));
                options.push(CheckboxOption::new(chosen, text));
            }
        }
        options
    });
    let options = Memo::new(move |_| options.get());
    let toggle = move |(sku, ticked): (String, bool)| {
        form.draft.update(|draft| {
            draft.add_ons.retain(|chosen| *chosen != sku);
            if ticked {
                draft.add_ons.push(sku);
            }
        });
    };
    let has_some = form.draft.with_untracked(|draft| !draft.add_ons.is_empty());
    let error = form.error_of(ADD_ONS);
    let open = Signal::derive(move || has_some || error.with(Option::is_some));
    view! {
        <Details summary="Licence Subscriptions" kind=DetailsKind::Expander open>
            <Checkboxes
                id=ADD_ONS
                legend=Title::from("Add-on licences").size(Size::S)
                hint=Signal::derive(move || {
                    options
                        .with(Vec::is_empty)
                        .then(|| "The organisation has no add-on licences.".to_owned())
                })
                error
                options
                values=Signal::derive(move || form.draft.with(|draft| draft.add_ons.clone()))
                on_toggle=toggle
            />
        </Details>
    }
}

/// Value and text of each licence of a kind that the organisation holds today.
fn licence_options(
    organisation: Option<&Organisation>,
    kind: ProductKind,
) -> Vec<(String, String)> {
    let Some(organisation) = organisation else { return Vec::new() };
    organisation
        .live(kind, clock::today())
        .map(|held| {
            let left = thousands(u64::from(held.seats.left()));
            let text = format!("{} ({left} seats left)", organisation.subscription_label(held));
            (held.sku.to_string(), text)
        })
        .collect()
}

/// What a licence is called that the policy has and the organisation no longer holds.
fn lapsed(sku: &str, reference: &Reference) -> String {
    let name = Sku::parse(sku)
        .ok()
        .and_then(|sku| reference.catalogue.product(&sku).map(|product| product.name.clone()));
    format!("{} (subscription ended)", name.unwrap_or_else(|| sku.to_owned()))
}

#[component]
fn ApplicationsField(form: PolicyForm, reference: StoredValue<Reference>) -> impl IntoView {
    let base = Memo::new(move |_| form.draft.with(|draft| draft.base_licence.clone()));
    let product = Memo::new(move |_| {
        let sku = Sku::parse(&base.get()?).ok()?;
        reference.with_value(|reference| reference.catalogue.product(&sku).cloned())
    });
    let clashes = Memo::new(move |_| reference.with_value(|reference| clashes(form, reference)));
    let clash_of = move |plan: PlanName| {
        Signal::derive(move || {
            clashes.with(|clashes| {
                clashes.iter().find(|(of, _)| *of == plan).map(|(_, text)| text.clone())
            })
        })
    };
    let error = form.error_of(APPLICATIONS);
    view! {
        <div
            class="nhsuk-form-group"
            class:nhsuk-form-group--error=move || error.with(Option::is_some)
        >
            <Fieldset legend=Title::from("Application settings").size(Size::M)>
                {move || {
                    error.get().map(|text| view! { <ErrorMessage id="applications-error" text /> })
                }}
                <div id=APPLICATIONS tabindex="-1">
                    <Switch
                        id="call-recording"
                        label="Teams call recording"
                        hint=Some("Members can record their 1:1 calls".to_owned())
                        checked=Signal::derive(move || form.draft.with(|draft| draft.call_recording))
                        on_toggle=move |on| form.draft.update(|draft| draft.call_recording = on)
                    />
                    {move || match product.get() {
                        None => {
                            view! {
                                <Hint>"Applications come with a base licence. Select one to turn them on or off."</Hint>
                            }
                                .into_any()
                        }
                        Some(product) => {
                            view! { <ApplicationSwitches form product clash_of /> }.into_any()
                        }
                    }}
                </div>
            </Fieldset>
        </div>
    }
}

/// What cannot be on together as things are, each with the plan whose switch it belongs to.
fn clashes(form: PolicyForm, reference: &Reference) -> Vec<(PlanName, String)> {
    let catalogue = &reference.catalogue;
    form.draft.with(|draft| {
        let product = |sku: &String| Sku::parse(sku).ok().and_then(|sku| catalogue.product(&sku));
        let base = draft.base_licence.as_ref().and_then(product);
        let add_ons = draft.add_ons.iter().filter_map(product).collect::<Vec<_>>();
        rules::clashes(catalogue, base, &add_ons, &disabled(draft))
            .into_iter()
            .map(|clash| (clash.plan().clone(), clash.to_string()))
            .collect()
    })
}

fn disabled(draft: &PolicyDraft) -> BTreeSet<PlanName> {
    draft.disabled_plans.iter().filter_map(|name| PlanName::parse(name).ok()).collect()
}

#[component]
fn ApplicationSwitches(
    form: PolicyForm,
    product: Product,
    clash_of: impl Fn(PlanName) -> Signal<Option<String>>,
) -> impl IntoView {
    let switches = product
        .toggles()
        .map(|plan| {
            let id = format!("application-{}", plan.plan);
            let name = plan.plan.to_string();
            let is_on = {
                let name = name.clone();
                Signal::derive(move || {
                    form.draft.with(|draft| !draft.disabled_plans.contains(&name))
                })
            };
            let toggle = move |on: bool| {
                form.draft.update(|draft| {
                    draft.disabled_plans.retain(|off| *off != name);
                    if !on {
                        draft.disabled_plans.push(name.clone());
                    }
                });
            };
            view! {
                <Switch
                    id=id
                    label=plan.application.clone()
                    hint=clash_of(plan.plan.clone())
                    checked=is_on
                    on_toggle=toggle
                />
            }
        })
        .collect_view();
    let one_drive = Signal::derive(move || {
        form.draft.with(|draft| rules::one_drive_is_on(&product, &disabled(draft)))
    });
    view! {
        <Switch
            id="application-onedrive"
            label="OneDrive"
            hint=Some("Follows SharePoint".to_owned())
            checked=one_drive
            on_toggle=|_| ()
            disabled=true
        />
        {switches}
    }
}
