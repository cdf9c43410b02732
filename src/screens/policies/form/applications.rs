//! The application settings of a policy: a switch for each service plan of the base licence that can be turned off.

use std::collections::BTreeSet;

use domain::{
    catalogue::{PlanName, Product, Sku, rules},
    policy::PolicyDraft,
};
use leptos::prelude::*;

use super::{APPLICATIONS, PolicyForm};
use crate::{
    nhsuk::{ErrorMessage, Fieldset, Hint, Size, Switch, Title},
    shell::Reference,
};

#[component]
pub(super) fn ApplicationsField(
    form: PolicyForm,
    reference: StoredValue<Reference>,
) -> impl IntoView {
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
                        hint=Signal::derive(move || Some(call_recording_hint(form)))
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

fn call_recording_hint(form: PolicyForm) -> String {
    let was_on = form.base.with(|base| base.call_recording);
    let hint = "Members can record their 1:1 calls";
    match form.draft.with(|draft| draft.call_recording) {
        on if on == was_on => hint.to_owned(),
        _ if was_on => format!("{hint}. Changed: it was on"),
        _ => format!("{hint}. Changed: it was off"),
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

/// That a switch is not as it is saved, where it is saved.
fn changed(form: PolicyForm, plan: &str) -> Option<String> {
    let is_off = |draft: &PolicyDraft| draft.disabled_plans.iter().any(|off| off == plan);
    let (was_off, is_off) = (form.base.with(is_off), form.draft.with(is_off));
    let same_licence =
        form.base.with(|base| form.draft.with(|draft| base.base_licence == draft.base_licence));
    (same_licence && was_off != is_off)
        .then(|| if was_off { "Changed: it was off" } else { "Changed: it was on" }.to_owned())
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
            let hint = {
                let (clash, name) = (clash_of(plan.plan.clone()), plan.plan.to_string());
                Signal::derive(move || clash.get().or_else(|| changed(form, &name)))
            };
            view! {
                <Switch
                    id=id
                    label=plan.application.clone()
                    hint
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
