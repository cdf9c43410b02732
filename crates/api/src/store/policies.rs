//! Policies: reading one, making one, changing one.

use domain::{
    catalogue::Sku,
    ids::PolicyId,
    ods::OdsCode,
    organisation::OrganisationRef,
    policy::{Policy, PolicyKind, PolicySettings},
};
use jiff::Timestamp;
use sqlx::error::DatabaseError;

use super::{Connection, Query, Row, StoreError, job_queue::QueuedJob, query, row};
use crate::{
    auth::{MayEditPolicies, Scope},
    fold::searchable,
};

/// A policy with the version that tells whether it has been changed since.
#[derive(Clone, Debug)]
pub(crate) struct StoredPolicy {
    pub(crate) policy: Policy,
    pub(crate) version: i64,
}

/// Why a policy could not be saved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SavePolicyError {
    /// Another policy of the organisation has the name.
    #[error("the name is taken")]
    NameTaken,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for SavePolicyError {
    fn from(error: sqlx::Error) -> Self {
        // Identifiers are new, so the name is the only thing that can be there already.
        let taken = error.as_database_error().is_some_and(DatabaseError::is_unique_violation);
        if taken { Self::NameTaken } else { Self::Store(error.into()) }
    }
}

/// The policy, if it belongs to an organisation that is administered.
pub(crate) async fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: &PolicyId,
) -> Result<Option<StoredPolicy>, StoreError> {
    let policy = query(
        "SELECT policy.*, organisation.name AS organisation_name, \
                (SELECT id FROM job WHERE job.policy_id = policy.id AND kind = 'licences' \
                     AND state IN ('queued', 'running')) AS applying \
         FROM policy \
         JOIN organisation ON organisation.ods = policy.ods \
         JOIN administrator_role ON administrator_role.ods = policy.ods \
         WHERE policy.id = $1 AND administrator_role.administrator_id = $2",
    )
    .bind(id.as_str())
    .bind(scope.administrator().as_str())
    .try_map(|row| stored_policy(&row))
    .fetch_optional(connection)
    .await?;
    Ok(policy)
}

/// The policy that a job is about, whoever may see it: for the directory's own work.
pub(crate) async fn of_job(
    connection: &mut Connection,
    job: &QueuedJob,
) -> Result<Option<Policy>, StoreError> {
    let policy = query(
        "SELECT policy.*, organisation.name AS organisation_name, NULL AS applying \
         FROM policy JOIN organisation ON organisation.ods = policy.ods WHERE policy.id = $1",
    )
    .bind(job.policy.as_str())
    .try_map(|row| Ok(stored_policy(&row)?.policy))
    .fetch_optional(connection)
    .await?;
    Ok(policy)
}

/// The policies of an organisation, whoever administers it: for what becomes of it itself.
pub(crate) async fn of_organisation(
    connection: &mut Connection,
    ods: &OdsCode,
) -> Result<Vec<Policy>, StoreError> {
    let policies = query(
        "SELECT policy.*, organisation.name AS organisation_name, NULL AS applying \
         FROM policy JOIN organisation ON organisation.ods = policy.ods \
         WHERE policy.ods = $1 ORDER BY policy.id",
    )
    .bind(ods.as_str())
    .try_map(|row| Ok(stored_policy(&row)?.policy))
    .fetch_all(connection)
    .await?;
    Ok(policies)
}

/// Gives a policy the full name that follows from its owner's code, as its next version.
pub(crate) async fn rename(
    connection: &mut Connection,
    id: &PolicyId,
    settings: &PolicySettings,
) -> Result<(), StoreError> {
    query("UPDATE policy SET full_name = $2, search = $3, version = version + 1 WHERE id = $1")
        .bind(id.as_str())
        .bind(&settings.full_name)
        .bind(search(settings))
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes a local policy of the permit's organisation.
pub(crate) async fn insert(
    connection: &mut Connection,
    permit: &MayEditPolicies,
    id: &PolicyId,
    settings: &PolicySettings,
    now: Timestamp,
) -> Result<(), SavePolicyError> {
    let statement = query(
        "INSERT INTO policy (name, name_key, full_name, description, base_licence, add_ons, \
                             disabled_plans, call_recording, search, id, ods, kind, created_at, \
                             updated_at, updated_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'local', $12, $12, $13)",
    );
    with_settings(statement, settings)?
        .bind(id.as_str())
        .bind(permit.organisation().as_str())
        .bind(now.as_millisecond())
        .bind(permit.name())
        .execute(connection)
        .await?;
    Ok(())
}

/// Changes a policy of the permit's organisation, which becomes its next version.
pub(crate) async fn update(
    connection: &mut Connection,
    permit: &MayEditPolicies,
    id: &PolicyId,
    settings: &PolicySettings,
    now: Timestamp,
) -> Result<(), SavePolicyError> {
    let statement = query(
        "UPDATE policy SET name = $1, name_key = $2, full_name = $3, description = $4, \
                           base_licence = $5, add_ons = $6, disabled_plans = $7, \
                           call_recording = $8, search = $9, updated_at = $12, \
                           updated_by = $13, version = version + 1 \
         WHERE id = $10 AND ods = $11 AND kind = 'local'",
    );
    with_settings(statement, settings)?
        .bind(id.as_str())
        .bind(permit.organisation().as_str())
        .bind(now.as_millisecond())
        .bind(permit.name())
        .execute(connection)
        .await?;
    Ok(())
}

/// Binds what an administrator decides about a policy, as the first nine parameters.
pub(crate) fn with_settings(
    statement: Query,
    settings: &PolicySettings,
) -> Result<Query, sqlx::Error> {
    Ok(statement
        .bind(settings.name.as_str())
        .bind(settings.name.key())
        .bind(&settings.full_name)
        .bind(settings.description.as_str())
        .bind(settings.base_licence.as_ref().map(Sku::as_str))
        .bind(row::as_json(&settings.add_ons)?)
        .bind(row::as_json(&settings.disabled_plans)?)
        .bind(settings.call_recording)
        .bind(search(settings)))
}

/// What a search looks through: the full name, the typed name, the code.
fn search(settings: &PolicySettings) -> String {
    searchable([
        settings.full_name.as_str(),
        settings.name.as_str(),
        settings.organisation.as_str(),
    ])
}

fn stored_policy(row: &Row) -> Result<StoredPolicy, sqlx::Error> {
    let policy = Policy {
        id: row::parsed(row, "id")?,
        kind: row::word::<PolicyKind>(row, "kind")?,
        organisation: OrganisationRef {
            ods: row::parsed(row, "ods")?,
            name: row.try_get("organisation_name")?,
        },
        name: row::parsed(row, "name")?,
        full_name: row.try_get("full_name")?,
        description: row::parsed(row, "description")?,
        base_licence: row::maybe_parsed(row, "base_licence")?,
        add_ons: row::json(row, "add_ons")?,
        disabled_plans: row::json(row, "disabled_plans")?,
        call_recording: row.try_get("call_recording")?,
        member_count: row::count(row, "member_count")?,
        created_at: row::timestamp(row, "created_at")?,
        updated_at: row::timestamp(row, "updated_at")?,
        updated_by: row.try_get("updated_by")?,
        applying: row::maybe_parsed(row, "applying")?,
    };
    Ok(StoredPolicy { policy, version: row.try_get("version")? })
}
