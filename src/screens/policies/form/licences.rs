//! The licences of a policy: a menu of the base licences and boxes for the add-ons that the organisation holds.

use domain::{
    catalogue::{ProductKind, Sku},
    organisation::Organisation,
    policy::compare::licence_change,
};
use leptos::prelude::*;

use super::{ADD_ONS, BASE_LICENCE, PolicyForm};
use crate::{
    nhsuk::{
        CheckboxOption, Checkboxes, Details, DetailsKind, Select, SelectOption, Size, Title,
        counted, thousands,
    },
    shell::{Reference, clock},
};

#[component]
pub(super) fn BaseLicenceField(
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
    let hint = Signal::derive(move || {
        let chosen = form.draft.with(|draft| draft.base_licence.clone());
        Some(seats_hint(organisation.get().as_ref(), chosen.as_deref()))
    });
    let value = Signal::derive(move || {
        form.draft.with(|draft| draft.base_licence.clone().unwrap_or_default())
    });
    view! {
        <Select
            id=BASE_LICENCE
            label="Base licence"
            hint
            error=form.error_of(BASE_LICENCE)
            options
            value
            on_change=choose
        />
        <LicenceChanged form reference />
    }
}

/// What members would lose and get by the base licence chosen, where it is another than before.
#[component]
fn LicenceChanged(form: PolicyForm, reference: StoredValue<Reference>) -> impl IntoView {
    let change = Memo::new(move |_| {
        let names = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
        reference.with_value(|reference| {
            form.base.with(|base| {
                form.draft.with(|draft| {
                    let change = licence_change(base, draft, &reference.catalogue);
                    (names(change.lost), names(change.gained))
                })
            })
        })
    });
    let list = |title: &'static str, names: Vec<String>| {
        (!names.is_empty()).then(|| {
            let summary =
                format!("{title} {}", counted(names.len() as u64, "application", "applications"));
            view! {
                <Details summary>
                    <p>{names.join(", ")}</p>
                </Details>
            }
        })
    };
    view! {
        <div role="status">
            {move || {
                let (lost, gained) = change.get();
                view! {
                    {list("This licence takes away", lost)}
                    {list("This licence adds", gained)}
                }
            }}
        </div>
    }
}

#[component]
pub(super) fn AddOnsField(
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

/// What is left of the base licence chosen: the menu is too narrow to say it on a phone.
fn seats_hint(organisation: Option<&Organisation>, chosen: Option<&str>) -> String {
    let held = organisation
        .into_iter()
        .flat_map(|organisation| organisation.live(ProductKind::Base, clock::today()))
        .find(|held| Some(held.sku.as_str()) == chosen);
    match held {
        Some(held) => {
            let left = thousands(u64::from(held.seats.left()));
            format!("Each member takes one seat. {} has {left} left", held.product)
        }
        None => "Each member takes one seat".to_owned(),
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
