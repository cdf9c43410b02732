//! Comparing versions of a policy, setting by setting: what a change changed, how two policies differ, and, when two
//! administrators changed one policy at once, what each of them changed and what comes of it together.
//!
//! A setting is the least that can be chosen by itself: the name, the base licence, one add-on, one application.

use std::collections::BTreeSet;

use super::PolicyDraft;
use crate::catalogue::{Catalogue, Product, Sku};

/// The least of a policy that can be chosen by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// The name as typed.
    Name,
    /// The description.
    Description,
    /// The base licence.
    BaseLicence,
    /// One add-on licence, by its SKU part number.
    AddOn(String),
    /// One application of the base licence, by the name administrators have for it.
    Application(String),
    /// Whether 1:1 calls in Teams are recorded.
    CallRecording,
}

/// A setting in which two versions differ, each value in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which setting.
    pub setting: Setting,
    /// Its value in the first version.
    pub before: String,
    /// Its value in the second version.
    pub after: String,
}

/// One of two versions that were made of the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What somebody else has saved.
    Theirs,
    /// What the person here has entered.
    Mine,
}

/// A setting that at least one of two administrators changed, each value in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which setting.
    pub setting: Setting,
    /// Its value when both began.
    pub base: String,
    /// Its value as saved by the other.
    pub theirs: String,
    /// Its value as entered here.
    pub mine: String,
}

impl Change {
    /// Whose value is taken unless somebody decides otherwise: that of the one who changed it; none where
    /// both did, in different ways.
    pub fn obvious(&self) -> Option<Side> {
        if self.mine == self.base || self.mine == self.theirs {
            Some(Side::Theirs)
        } else if self.theirs == self.base {
            Some(Side::Mine)
        } else {
            None
        }
    }
}

impl Setting {
    /// What screens call it.
    pub fn label(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::Name => "Policy name".to_owned(),
            Self::Description => "Description".to_owned(),
            Self::BaseLicence => "Base licence".to_owned(),
            Self::AddOn(sku) => product_name(sku, catalogue),
            Self::Application(application) => application.clone(),
            Self::CallRecording => "Teams call recording".to_owned(),
        }
    }

    /// Its value in a draft, in words.
    pub fn value(&self, draft: &PolicyDraft, catalogue: &Catalogue) -> String {
        match self {
            Self::Name => draft.name.clone(),
            Self::Description => draft.description.clone(),
            Self::BaseLicence => draft
                .base_licence
                .as_ref()
                .map_or_else(|| "None".to_owned(), |sku| product_name(sku, catalogue)),
            Self::AddOn(sku) if draft.add_ons.contains(sku) => "Included".to_owned(),
            Self::AddOn(_) => "Not included".to_owned(),
            Self::Application(application) => {
                on_off(!plans_of(application, draft, catalogue).any(|plan| is_off(draft, plan)))
            }
            Self::CallRecording => on_off(draft.call_recording),
        }
    }

    /// Gives the draft the value that it has in another. The base licence has to come before its applications.
    fn take(&self, into: &mut PolicyDraft, from: &PolicyDraft, catalogue: &Catalogue) {
        match self {
            Self::Name => into.name.clone_from(&from.name),
            Self::Description => into.description.clone_from(&from.description),
            Self::BaseLicence => {
                let before = applications(into, catalogue);
                let draft = std::mem::take(into);
                *into = draft.with_base_licence(from.base_licence.clone(), catalogue);
                // Of those that come with the licence nothing could be chosen before.
                for application in applications(into, catalogue).difference(&before) {
                    Self::Application((*application).to_owned()).take(into, from, catalogue);
                }
            }
            Self::AddOn(sku) => {
                into.add_ons.retain(|held| held != sku);
                if from.add_ons.contains(sku) {
                    into.add_ons.push(sku.clone());
                }
            }
            Self::Application(application) => {
                let off = plans_of(application, from, catalogue).any(|plan| is_off(from, plan));
                let plans = plans_of(application, into, catalogue).collect::<Vec<_>>();
                into.disabled_plans.retain(|plan| !plans.contains(&plan.as_str()));
                if off {
                    into.disabled_plans.extend(plans.into_iter().map(str::to_owned));
                }
            }
            Self::CallRecording => into.call_recording = from.call_recording,
        }
    }
}

/// The settings in which two versions differ, in the order of the form.
pub fn differences(
    before: &PolicyDraft,
    after: &PolicyDraft,
    catalogue: &Catalogue,
) -> Vec<Difference> {
    settings(&[before, after], &[before, after], catalogue)
        .into_iter()
        .map(|setting| Difference {
            before: setting.value(before, catalogue),
            after: setting.value(after, catalogue),
            setting,
        })
        .filter(|difference| difference.before != difference.after)
        .collect()
}

/// The applications that come or go with another base licence, whatever is turned off in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LicenceChange<'a> {
    /// Those that only the licence of the first version has, by name.
    pub lost: Vec<&'a str>,
    /// Those that only the licence of the second version has, by name.
    pub gained: Vec<&'a str>,
}

/// What comes and goes with the base licence of another version.
pub fn licence_change<'a>(
    before: &PolicyDraft,
    after: &PolicyDraft,
    catalogue: &'a Catalogue,
) -> LicenceChange<'a> {
    let of = |draft| all_applications(base_of(draft, catalogue));
    between(&of(before), &of(after))
}

/// What comes and goes with one base licence in place of another, of that which has a switch.
pub fn product_change<'a>(before: &'a Product, after: &'a Product) -> LicenceChange<'a> {
    between(&switches(before), &switches(after))
}

fn all_applications(product: Option<&Product>) -> BTreeSet<&str> {
    let plans = product.into_iter().flat_map(|product| &product.plans);
    plans.map(|plan| plan.application.as_str()).collect()
}

fn between<'a>(before: &BTreeSet<&'a str>, after: &BTreeSet<&'a str>) -> LicenceChange<'a> {
    LicenceChange {
        lost: before.difference(after).copied().collect(),
        gained: after.difference(before).copied().collect(),
    }
}

/// What two administrators changed of the same version, in the order of the form.
pub fn changes(
    base: &PolicyDraft,
    theirs: &PolicyDraft,
    mine: &PolicyDraft,
    catalogue: &Catalogue,
) -> Vec<Change> {
    // Of an add-on that only the base has, both have taken it away: nothing to choose, but to be told.
    settings(&[theirs, mine], &[base, theirs, mine], catalogue)
        .into_iter()
        .map(|setting| Change {
            base: setting.value(base, catalogue),
            theirs: setting.value(theirs, catalogue),
            mine: setting.value(mine, catalogue),
            setting,
        })
        .filter(|change| change.base != change.theirs || change.base != change.mine)
        .collect()
}

/// One version of two: theirs, with each setting of `mine` for which `side` says so.
pub fn merge(
    theirs: &PolicyDraft,
    mine: &PolicyDraft,
    changes: &[Change],
    side: impl Fn(&Change) -> Side,
    catalogue: &Catalogue,
) -> PolicyDraft {
    let mut merged = theirs.clone();
    for change in changes.iter().filter(|change| side(change) == Side::Mine) {
        change.setting.take(&mut merged, mine, catalogue);
    }
    merged
}

/// Every setting of some versions, in the order of the form. Applications that are not in the base licences of all
/// `drafts` come and go with those. An application that came with a licence counts as one that was on before.
fn settings(
    drafts: &[&PolicyDraft],
    with_add_ons: &[&PolicyDraft],
    catalogue: &Catalogue,
) -> Vec<Setting> {
    let add_ons = with_add_ons.iter().flat_map(|draft| &draft.add_ons).collect::<BTreeSet<_>>();
    let in_all = |application: &str| {
        drafts.iter().all(|draft| applications(draft, catalogue).contains(application))
    };
    let mut seen = BTreeSet::new();
    let applications = drafts
        .iter()
        .take(1)
        .filter_map(|draft| base_of(draft, catalogue))
        .flat_map(Product::toggles)
        .map(|plan| plan.application.as_str())
        .filter(|application| seen.insert(*application) && in_all(application));
    let mut settings = vec![Setting::Name, Setting::Description, Setting::BaseLicence];
    settings.extend(add_ons.into_iter().cloned().map(Setting::AddOn));
    settings.extend(applications.map(str::to_owned).map(Setting::Application));
    settings.push(Setting::CallRecording);
    settings
}

/// The applications that the base licence of a draft has switches for.
fn applications<'a>(draft: &PolicyDraft, catalogue: &'a Catalogue) -> BTreeSet<&'a str> {
    base_of(draft, catalogue).map(switches).unwrap_or_default()
}

fn switches(product: &Product) -> BTreeSet<&str> {
    product.toggles().map(|plan| plan.application.as_str()).collect()
}

fn base_of<'a>(draft: &PolicyDraft, catalogue: &'a Catalogue) -> Option<&'a Product> {
    let sku = draft.base_licence.as_ref().and_then(|sku| Sku::parse(sku).ok())?;
    catalogue.product(&sku)
}

/// The service plans that an application is in the base licence of a draft.
fn plans_of<'a>(
    application: &str,
    draft: &PolicyDraft,
    catalogue: &'a Catalogue,
) -> impl Iterator<Item = &'a str> {
    let toggles = base_of(draft, catalogue).into_iter().flat_map(Product::toggles);
    toggles.filter(move |plan| plan.application == application).map(|plan| plan.plan.as_str())
}

fn is_off(draft: &PolicyDraft, plan: &str) -> bool {
    draft.disabled_plans.iter().any(|off| off == plan)
}

fn product_name(sku: &str, catalogue: &Catalogue) -> String {
    Sku::parse(sku)
        .ok()
        .and_then(|sku| catalogue.product(&sku))
        .map_or_else(|| sku.to_owned(), |product| product.name.clone())
}

fn on_off(on: bool) -> String {
    if on { "On" } else { "Off" }.to_owned()
}
