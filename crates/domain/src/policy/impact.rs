//! What a change of a policy means for its members and for the seats of its organisation, worked out
//! before it is made.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Policy, PolicySettings};
use crate::{
    catalogue::{Catalogue, PlanName, Product, Sku, Toggle},
    licensing::LicensingErrorCode,
    organisation::Organisation,
};

/// What a change would mean: `GET /api/policies/{id}/impact`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// How many people are in the policy.
    pub members: u32,
    /// The applications that they gain or lose, those that are lost first, by name.
    pub applications: Vec<ApplicationChange>,
    /// The licences that come or go, and what that does to the organisation's seats.
    pub seats: Vec<SeatChange>,
    /// The licensing errors to be expected, causes first.
    pub predicted_errors: Vec<PredictedErrors>,
    /// Whether 1:1 calls in Teams will be recorded, when that changes.
    pub call_recording: Option<bool>,
}

/// An application that members gain or lose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApplicationChange {
    /// What administrators call it.
    pub application: String,
    /// Whether it comes or goes.
    pub change: Change,
    /// How many people that concerns.
    pub members: u32,
}

/// Whether something comes or goes. Losses come first, as people should see them first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// It goes.
    Lost,
    /// It comes.
    Gained,
}

/// What becomes of the seats of one licence. Less than none are left when more are in use, or would be
/// needed, than are held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SeatChange {
    /// The licence.
    pub sku: Sku,
    /// Its name.
    pub product: String,
    /// Seats that the organisation holds.
    pub held: u32,
    /// Seats that are left now.
    pub left_before: i64,
    /// Seats that would be left, if everyone got theirs.
    pub left_after: i64,
}

/// Licensing errors to be expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PredictedErrors {
    /// Why the licence would not be given.
    pub code: LicensingErrorCode,
    /// The licence's name.
    pub product: String,
    /// To how many people.
    pub members: u32,
}

impl Impact {
    /// Whether there is nothing to tell: nobody is in the policy, or nobody notices.
    pub fn is_trivial(&self) -> bool {
        self.members == 0
            || (self.applications.is_empty()
                && self.seats.is_empty()
                && self.predicted_errors.is_empty()
                && self.call_recording.is_none())
    }
}

/// What members get by a policy.
#[derive(Clone, Copy)]
struct Side<'a> {
    base: Option<&'a Sku>,
    add_ons: &'a [Sku],
    disabled: &'a [PlanName],
}

impl<'a> Side<'a> {
    fn skus(self) -> BTreeSet<&'a Sku> {
        self.base.into_iter().chain(self.add_ons).collect()
    }

    /// The applications that are on, by the name that administrators know: one that is in several
    /// licences is one.
    fn applications(self, catalogue: &'a Catalogue) -> BTreeSet<&'a str> {
        let off = |product: &Product, plan: &PlanName| {
            Some(&product.sku) == self.base && self.disabled.contains(plan)
        };
        self.skus()
            .into_iter()
            .filter_map(|sku| catalogue.product(sku))
            .flat_map(|product| {
                product
                    .plans
                    .iter()
                    .filter(move |plan| plan.toggle == Toggle::Tenant || !off(product, &plan.plan))
            })
            .map(|plan| plan.application.as_str())
            .collect()
    }
}

/// What it would mean to give the members of a policy what the settings say.
///
/// A member who cannot get one of the licences that come gets none of them; what they hold already
/// they keep.
pub fn impact(
    before: &Policy,
    after: &PolicySettings,
    organisation: &Organisation,
    catalogue: &Catalogue,
    today: Date,
) -> Impact {
    let members = before.member_count;
    let old = Side {
        base: before.base_licence.as_ref(),
        add_ons: &before.add_ons,
        disabled: &before.disabled_plans,
    };
    let new = Side {
        base: after.base_licence.as_ref(),
        add_ons: &after.add_ons,
        disabled: &after.disabled_plans,
    };
    let (had, have) = (old.applications(catalogue), new.applications(catalogue));
    let change = |application: &&str, change| ApplicationChange {
        application: (*application).to_owned(),
        change,
        members,
    };
    let lost = had.difference(&have).map(|application| change(application, Change::Lost));
    let gained = have.difference(&had).map(|application| change(application, Change::Gained));
    let (old_skus, new_skus) = (old.skus(), new.skus());
    let seats = SeatCounts { organisation, catalogue, today, members };
    let leaving = old_skus.difference(&new_skus).map(|sku| seats.change(sku, i64::from(members)));
    let coming = new_skus
        .difference(&old_skus)
        .map(|sku| seats.change(sku, -i64::from(members)))
        .collect::<Vec<_>>();
    Impact {
        members,
        applications: lost.chain(gained).collect(),
        predicted_errors: seats.predicted(&coming),
        seats: leaving.chain(coming.iter().cloned()).collect(),
        call_recording: (before.call_recording != after.call_recording)
            .then_some(after.call_recording),
    }
}

/// What the seats of licences that come or go are counted from.
struct SeatCounts<'a> {
    organisation: &'a Organisation,
    catalogue: &'a Catalogue,
    today: Date,
    members: u32,
}

impl SeatCounts<'_> {
    fn change(&self, sku: &Sku, freed: i64) -> SeatChange {
        let seats = self.organisation.seats_of(sku, self.today);
        let left = i64::from(seats.held) - i64::from(seats.in_use);
        let product = self.catalogue.product(sku);
        SeatChange {
            sku: sku.clone(),
            product: product.map_or_else(|| sku.to_string(), |product| product.name.clone()),
            held: seats.held,
            left_before: left,
            left_after: left + freed,
        }
    }

    /// Everyone gets all that comes until the first of it runs out; then nobody gets any of it.
    fn predicted(&self, coming: &[SeatChange]) -> Vec<PredictedErrors> {
        let available =
            |change: &SeatChange| u32::try_from(change.left_before.max(0)).unwrap_or(u32::MAX);
        let Some(scarcest) = coming.iter().map(available).min() else { return Vec::new() };
        let failing = self.members.saturating_sub(scarcest);
        if failing == 0 {
            return Vec::new();
        }
        let mut errors = coming
            .iter()
            .map(|change| PredictedErrors {
                code: if available(change) == scarcest {
                    LicensingErrorCode::CountViolation
                } else {
                    LicensingErrorCode::Other
                },
                product: change.product.clone(),
                members: failing,
            })
            .collect::<Vec<_>>();
        errors.sort_by(|a, b| (a.code, &a.product).cmp(&(b.code, &b.product)));
        errors
    }
}
