//! The embedded directory: it gives people the licences of their policy, or says why it cannot, by the
//! rules of Microsoft's own. Whoever joins this API to a real directory puts that in this place.
//!
//! It decides; [`store::licences`](crate::store::licences) reads and writes what there is to decide on.

use std::collections::BTreeSet;

use domain::{
    catalogue::{
        Catalogue, Product, Sku,
        rules::{PlanClash, clashes},
    },
    licensing::{LicensingError, LicensingErrorCode, sort_errors},
    policy::Policy,
};

/// Why nobody can have the licences of a policy together: an error for each of them, causes first. None
/// when they go together, as those of every policy do that has passed its check by today's catalogue.
pub(crate) fn clashing(catalogue: &Catalogue, policy: &Policy) -> Vec<LicensingError> {
    let product = |sku: &Sku| catalogue.product(sku);
    let base = policy.base_licence.as_ref().and_then(product);
    let add_ons = policy.add_ons.iter().filter_map(product).collect::<Vec<_>>();
    let disabled = policy.disabled_plans.iter().cloned().collect::<BTreeSet<_>>();
    let clashes = clashes(catalogue, base, &add_ons, &disabled);
    if clashes.is_empty() {
        return Vec::new();
    }
    let mut errors = base
        .into_iter()
        .chain(add_ons)
        .map(|product| error(product, code_of(product, &clashes)))
        .collect::<Vec<_>>();
    sort_errors(&mut errors);
    errors
}

/// A product that clashes fails for that reason; the others are held back by it.
fn code_of(product: &Product, clashes: &[PlanClash]) -> LicensingErrorCode {
    let code = |clash: &PlanClash| match clash {
        PlanClash::Needs { product: needing, .. } => {
            (*needing == product.name).then_some(LicensingErrorCode::DependencyViolation)
        }
        PlanClash::Excludes { first_product, second_product, .. } => {
            [first_product, second_product]
                .contains(&&product.name)
                .then_some(LicensingErrorCode::MutuallyExclusiveViolation)
        }
    };
    clashes.iter().find_map(code).unwrap_or(LicensingErrorCode::Other)
}

fn error(product: &Product, code: LicensingErrorCode) -> LicensingError {
    LicensingError { sku: product.sku.clone(), product: product.name.clone(), code }
}
