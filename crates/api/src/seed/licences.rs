//! A few people of each larger organisation lack licences of their policy: there are none left, or
//! something is wrong with their account. Without chance, so that the rest stays as it is.

use std::collections::HashSet;

use domain::{
    catalogue::{Catalogue, Sku},
    ids::{PolicyId, UserId},
    licensing::{LicensingError, LicensingErrorCode},
    ods::OdsCode,
};

use super::{
    SeedError,
    organisations::{Body, BodyKind},
    policies::SeedPolicy,
};
use crate::store::{
    Connection,
    licences::{Settled, product_name, settle},
    query, row,
};

/// The add-on that there is none left of.
const SCARCE: &str = "POWER_BI_PRO";
/// How many people lack it.
const WITHOUT_SEAT: u32 = 4;
/// What is wrong with accounts that are wrong themselves, one person each.
const WRONG: [LicensingErrorCode; 2] = [
    LicensingErrorCode::UniquenessViolation,
    LicensingErrorCode::ProhibitedInUsageLocationViolation,
];

/// Writes them, and says of what there is none left where.
pub(super) async fn invent(
    connection: &mut Connection,
    catalogue: &Catalogue,
    bodies: &[Body],
) -> Result<HashSet<(OdsCode, Sku)>, SeedError> {
    let scarce_sku = Sku::parse(SCARCE)?;
    let mut scarce = HashSet::new();
    let larger = |body: &&Body| matches!(body.kind, BodyKind::Trust | BodyKind::Icb);
    for body in bodies.iter().filter(larger) {
        let locals = body.policies.get(1..).unwrap_or_default();
        let analysts = locals.iter().find(|policy| is_short(policy, &scarce_sku));
        if let Some((policy, base)) = analysts.and_then(with_base) {
            let people = members(connection, &policy.id, WITHOUT_SEAT).await?;
            let errors = [
                error(catalogue, &scarce_sku, LicensingErrorCode::CountViolation),
                error(catalogue, base, LicensingErrorCode::Other),
            ];
            fail(connection, &people, &errors).await?;
            if !people.is_empty() {
                scarce.insert((body.organisation.ods.clone(), scarce_sku.clone()));
            }
        }
        let office = locals.iter().find(|policy| policy.settings.add_ons.is_empty());
        if let Some((policy, base)) = office.and_then(with_base) {
            let people = members(connection, &policy.id, 2).await?;
            for (person, code) in people.iter().zip(WRONG) {
                let errors = [error(catalogue, base, code)];
                fail(connection, std::slice::from_ref(person), &errors).await?;
            }
        }
    }
    Ok(scarce)
}

fn is_short(policy: &SeedPolicy, scarce: &Sku) -> bool {
    policy.settings.base_licence.is_some() && policy.settings.add_ons.contains(scarce)
}

fn with_base(policy: &SeedPolicy) -> Option<(&SeedPolicy, &Sku)> {
    policy.settings.base_licence.as_ref().map(|base| (policy, base))
}

fn error(catalogue: &Catalogue, sku: &Sku, code: LicensingErrorCode) -> LicensingError {
    LicensingError { sku: sku.clone(), product: product_name(catalogue, sku), code }
}

/// The members who came last: some, never all of them.
async fn members(
    connection: &mut Connection,
    policy: &PolicyId,
    at_most: u32,
) -> Result<Vec<UserId>, SeedError> {
    let members = query(
        "SELECT account.id FROM account JOIN policy ON policy.id = account.policy_id \
         WHERE policy.id = $1 ORDER BY account.member_since DESC, account.id \
         LIMIT (SELECT CASE WHEN $2 < member_count / 2 THEN $2 ELSE member_count / 2 END \
                FROM policy WHERE id = $1)",
    )
    .bind(policy.as_str())
    .bind(at_most)
    .try_map(|row| row::parsed(&row, "id"))
    .fetch_all(connection)
    .await?;
    Ok(members)
}

async fn fail(
    connection: &mut Connection,
    people: &[UserId],
    errors: &[LicensingError],
) -> Result<(), SeedError> {
    let settled = people.iter().map(|person| Settled { person, errors }).collect::<Vec<_>>();
    Ok(settle(connection, &settled).await?)
}
