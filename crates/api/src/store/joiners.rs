//! Joiners: somebody whom an organisation takes over, whoever had them before, and the policy that they come into.

use domain::{
    account_status::AccountStatus,
    email::EmailAddress,
    ids::{PolicyId, UserId},
    leaver::Whereabouts,
    ods::OdsCode,
    organisation::{OrganisationRef, OrganisationStatus},
    policy::PolicyRef,
};

use super::{Connection, Row, StoreError, query, row, users};
use crate::auth::{MayCareForAccounts, MayEditPolicies, Scope};

/// Somebody who may be taken over: seen by their whole address only.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) id: UserId,
    pub(crate) display_name: String,
    pub(crate) organisation: OrganisationRef,
    pub(crate) status: AccountStatus,
    pub(crate) whereabouts: Whereabouts,
    pub(crate) policy: Option<PolicyId>,
    pub(crate) aup_accepted: bool,
}

/// Whom an address belongs to, seen from the permit's organisation.
pub(crate) async fn find(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
    email: &EmailAddress,
) -> Result<Option<Candidate>, StoreError> {
    let found = query(
        "SELECT account.id, account.display_name, account.ods, organisation.name AS organisation_name, \
                account.status, account.leaver_until, account.status_since, account.left_on, \
                account.policy_id, account.aup_accepted, \
                EXISTS (SELECT 1 FROM leaving_licence WHERE account_id = account.id) AS is_losing \
         FROM account JOIN organisation ON organisation.ods = account.ods WHERE account.email = $1",
    )
    .bind(email.as_str())
    .try_map(|row: Row| {
        let ods = row::parsed::<OdsCode>(&row, "ods")?;
        let has_left = row.try_get::<Option<&str>, _>("left_on")?.is_some();
        let whereabouts = if has_left && row.try_get::<bool, _>("is_losing")? {
            Whereabouts::Leaving
        } else if has_left {
            Whereabouts::Nowhere
        } else if ods == *permit.organisation() {
            Whereabouts::Here
        } else {
            Whereabouts::Elsewhere
        };
        Ok(Candidate {
            id: row::parsed(&row, "id")?,
            display_name: row.try_get("display_name")?,
            organisation: OrganisationRef { ods, name: row.try_get("organisation_name")? },
            status: users::status(&row)?,
            whereabouts,
            policy: row::maybe_parsed(&row, "policy_id")?,
            aup_accepted: row.try_get("aup_accepted")?,
        })
    })
    .fetch_optional(connection)
    .await?;
    Ok(found)
}

/// Whether the permit's organisation is open.
pub(crate) async fn status_of(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
) -> Result<OrganisationStatus, StoreError> {
    let closed_on = query("SELECT closed_on FROM organisation WHERE ods = $1")
        .bind(permit.organisation().as_str())
        .try_map(|row: Row| row::maybe_parsed(&row, "closed_on"))
        .fetch_one(connection)
        .await?;
    Ok(closed_on.map_or(OrganisationStatus::Open, |on| OrganisationStatus::Closed { on }))
}

/// Makes somebody one of the permit's organisation, with an account in use.
pub(crate) async fn take_over(
    connection: &mut Connection,
    permit: &MayCareForAccounts,
    person: &UserId,
) -> Result<(), StoreError> {
    query(
        "UPDATE account SET ods = $1, status = 'active', leaver_until = NULL, status_since = NULL, \
                            left_on = NULL WHERE id = $2",
    )
    .bind(permit.organisation().as_str())
    .bind(person.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// The policy that people come into who join an administered organisation: the local one that was chosen, or else the
/// national one.
pub(crate) async fn default_policy(
    connection: &mut Connection,
    scope: &Scope,
    ods: &OdsCode,
) -> Result<Option<PolicyRef>, StoreError> {
    let policy = query(
        "SELECT policy.id, policy.full_name FROM organisation \
         JOIN administrator_role ON administrator_role.ods = organisation.ods \
         JOIN policy ON policy.ods = organisation.ods \
             AND (policy.id = organisation.default_policy_id \
                  OR organisation.default_policy_id IS NULL AND policy.kind = 'national') \
         WHERE organisation.ods = $1 AND administrator_role.administrator_id = $2",
    )
    .bind(ods.as_str())
    .bind(scope.administrator().as_str())
    .try_map(|row| {
        Ok(PolicyRef { id: row::parsed(&row, "id")?, full_name: row.try_get("full_name")? })
    })
    .fetch_optional(connection)
    .await?;
    Ok(policy)
}

/// Lets joiners of the permit's organisation come into this policy of it. Says whether it is one.
pub(crate) async fn set_default_policy(
    connection: &mut Connection,
    permit: &MayEditPolicies,
    policy: &PolicyId,
) -> Result<bool, StoreError> {
    let set = query(
        "UPDATE organisation SET default_policy_id = \
             (SELECT id FROM policy WHERE id = $1 AND ods = $2 AND kind = 'local') \
         WHERE ods = $2 AND EXISTS (SELECT 1 FROM policy WHERE id = $1 AND ods = $2)",
    )
    .bind(policy.as_str())
    .bind(permit.organisation().as_str())
    .execute(connection)
    .await?;
    Ok(set > 0)
}
