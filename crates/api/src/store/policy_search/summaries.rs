//! What is shown of the policies that were found. There are up to 500 of them with ten columns each, and handing
//! those over one by one was half of a search; so the database writes one text of all.

use domain::{
    catalogue::Sku,
    ids::PolicyId,
    ods::OdsCode,
    organisation::OrganisationRef,
    policy::{PolicyKind, PolicySummary},
};
use jiff::Timestamp;
use serde::Deserialize;

use crate::store::{Connection, Dialect, StoreError, query_scalar};

const SQLITE: &str = "SELECT json_group_array(json_array( \
                found.key, policy.id, policy.kind, policy.full_name, policy.base_licence, \
                json(policy.add_ons), policy.member_count, policy.problem_count, \
                policy.updated_at, policy.ods, organisation.name)) \
     FROM json_each($1) AS found CROSS JOIN policy CROSS JOIN organisation \
     WHERE policy.id = found.value AND organisation.ods = policy.ods";

const POSTGRES: &str = "SELECT CAST(json_agg(json_build_array( \
                found.place, policy.id, policy.kind, policy.full_name, policy.base_licence, \
                CAST(policy.add_ons AS json), policy.member_count, policy.problem_count, \
                policy.updated_at, policy.ods, organisation.name)) AS text) \
     FROM json_array_elements_text(CAST($1 AS json)) WITH ORDINALITY AS found (id, place) \
     JOIN policy ON policy.id = found.id \
     JOIN organisation ON organisation.ods = policy.ods";

/// A row, in the order of its columns; its place first.
#[derive(Deserialize)]
struct Found(
    u32,
    PolicyId,
    PolicyKind,
    String,
    Option<Sku>,
    Vec<Sku>,
    u32,
    u32,
    i64,
    OdsCode,
    String,
);

/// These policies, in this order. They were found through a scope.
pub(super) async fn read(
    connection: &mut Connection,
    policies: &[String],
) -> Result<Vec<PolicySummary>, StoreError> {
    let undecodable = |error: serde_json::Error| sqlx::Error::Decode(error.into());
    let wanted = serde_json::to_string(policies).map_err(undecodable)?;
    let sql = match connection.dialect() {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
    };
    let text = query_scalar::<Option<String>>(sql).bind(wanted).fetch_one(connection).await?;
    let mut found =
        serde_json::from_str::<Vec<Found>>(text.as_deref().unwrap_or("[]")).map_err(undecodable)?;
    found.sort_by_key(|Found(place, ..)| *place);
    Ok(found.into_iter().map(summary).collect::<Result<_, sqlx::Error>>()?)
}

fn summary(found: Found) -> Result<PolicySummary, sqlx::Error> {
    let Found(_, id, kind, full_name, base, add_ons, members, problems, updated, ods, name) = found;
    Ok(PolicySummary {
        id,
        kind,
        full_name,
        organisation: OrganisationRef { ods, name },
        licences: base.into_iter().chain(add_ons).collect(),
        member_count: members,
        problem_count: problems,
        updated_at: Timestamp::from_millisecond(updated)
            .map_err(|error| sqlx::Error::Decode(error.into()))?,
        former_name: None,
    })
}
