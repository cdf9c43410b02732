//! The embedded directory: a faithful model, in the database, of how Microsoft's own gives licences. It gives people
//! those of their policy, or says why it cannot, by the rules of the catalogue and the seats that are left.
//!
//! It decides; [`store::licences`](crate::store::licences) reads and writes what there is to decide on. So it can
//! decide inside the transaction of the change that it is about.

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

/// A licence of a policy, with the seats that are left of it.
#[derive(Clone, Debug)]
pub(crate) struct Licence {
    pub(crate) sku: Sku,
    pub(crate) product: String,
    pub(crate) left: u32,
}

/// A licence that somebody lacks, and why so far: nothing when it has not been tried yet.
#[derive(Clone, Debug)]
pub(crate) struct Lacking {
    pub(crate) sku: Sku,
    pub(crate) code: Option<LicensingErrorCode>,
}

/// What there is to give to the members of a policy.
#[derive(Clone, Debug)]
pub(crate) struct Supply {
    licences: Vec<Licence>,
    clashing: Vec<LicensingError>,
}

impl Supply {
    pub(crate) fn new(licences: Vec<Licence>, clashing: Vec<LicensingError>) -> Self {
        Self { licences, clashing }
    }

    /// Gives someone all that they lack, or nothing: then says why, causes first. What they hold they
    /// keep, unless nobody can have it together with the rest.
    pub(crate) fn give(&mut self, lacking: &[Lacking]) -> Vec<LicensingError> {
        if !self.clashing.is_empty() {
            return self.clashing.clone();
        }
        let mut errors = Vec::new();
        let mut causes = 0;
        for licence in &self.licences {
            let Some(lacking) = lacking.iter().find(|lacking| lacking.sku == licence.sku) else {
                continue;
            };
            let code = cause(licence, lacking.code);
            causes += usize::from(code.is_some());
            errors.push(LicensingError {
                sku: licence.sku.clone(),
                product: licence.product.clone(),
                code: code.unwrap_or(LicensingErrorCode::Other),
            });
        }
        if causes > 0 {
            sort_errors(&mut errors);
            return errors;
        }
        for licence in &mut self.licences {
            if errors.iter().any(|error| error.sku == licence.sku) {
                licence.left = licence.left.saturating_sub(1);
            }
        }
        Vec::new()
    }
}

/// Why a licence cannot be given in itself. What is wrong with the account stays wrong, whatever becomes of
/// its policy.
fn cause(licence: &Licence, before: Option<LicensingErrorCode>) -> Option<LicensingErrorCode> {
    use LicensingErrorCode as Code;
    match before {
        Some(Code::ProhibitedInUsageLocationViolation | Code::UniquenessViolation) => before,
        _ => (licence.left == 0).then_some(Code::CountViolation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supply(left: &[(&str, u32)]) -> Supply {
        let licence = |&(sku, left): &(&str, u32)| Licence {
            sku: Sku::parse(sku).unwrap(),
            product: sku.to_owned(),
            left,
        };
        Supply::new(left.iter().map(licence).collect(), Vec::new())
    }

    fn lacking(skus: &[&str]) -> Vec<Lacking> {
        skus.iter().map(|sku| Lacking { sku: Sku::parse(sku).unwrap(), code: None }).collect()
    }

    fn codes(errors: &[LicensingError]) -> Vec<(&str, LicensingErrorCode)> {
        errors.iter().map(|error| (error.sku.as_str(), error.code)).collect()
    }

    #[test]
    fn seats_are_given_until_there_are_none_and_who_fails_takes_none() {
        let mut supply = supply(&[("A", 5), ("B", 2)]);
        let both = lacking(&["A", "B"]);
        assert_eq!((supply.give(&both), supply.give(&both)), (vec![], vec![]));
        let failed = supply.give(&both);
        let expected =
            [("B", LicensingErrorCode::CountViolation), ("A", LicensingErrorCode::Other)];
        assert_eq!(codes(&failed), expected, "the cause comes first");
        for _ in 0..3 {
            assert_eq!(supply.give(&lacking(&["A"])), [], "those that failed took none");
        }
        assert_eq!(supply.give(&lacking(&["A"])).len(), 1);
        assert_eq!(supply.give(&[]), [], "who lacks nothing needs no seat");
    }

    #[test]
    fn what_is_wrong_with_an_account_stays_wrong() {
        let mut supply = supply(&[("A", 5), ("B", 5)]);
        let mut both = lacking(&["A", "B"]);
        both[0].code = Some(LicensingErrorCode::UniquenessViolation);
        both[1].code = Some(LicensingErrorCode::Other);
        let expected =
            [("A", LicensingErrorCode::UniquenessViolation), ("B", LicensingErrorCode::Other)];
        assert_eq!(codes(&supply.give(&both)), expected);
    }
}
