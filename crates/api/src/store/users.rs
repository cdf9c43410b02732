//! People of the directory, as User Management finds them.

use domain::{
    account_status::{AccountStatus, Aup},
    catalogue::Catalogue,
    ids::UserId,
    licensing::LicenceState,
    organisation::OrganisationRef,
    policy::PolicyRef,
    user::{SEARCH_LIMIT, User, UserSearchResults},
};

use super::{Connection, QueryBuilder, Row, StoreError, licences, pattern::Typed, row};
use crate::auth::Scope;

/// What is searched for; what is empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct UserQuery {
    /// Any part of name or address.
    pub(crate) anything: String,
    /// Any part of the full name of their policy, or its identifier.
    pub(crate) policy: String,
    /// The organisation's code, whole.
    pub(crate) ods: String,
}

const COLUMNS: &str = "account.id, account.email, account.display_name, account.job_title, \
     account.ods, account.aup_accepted, account.aup_accepted_at, account.status, \
     account.leaver_until, account.status_since, account.policy_id, \
     account.member_since, account.licence_state, \
     organisation.name AS organisation_name, policy.full_name";
const TABLES: &str = " FROM account \
     JOIN administrator_role ON administrator_role.ods = account.ods \
     JOIN organisation ON organisation.ods = account.ods \
     LEFT JOIN policy ON policy.id = account.policy_id \
     WHERE administrator_role.administrator_id = ";

/// The first [`SEARCH_LIMIT`] people of the administered organisations that match, by name.
pub(crate) async fn search(
    connection: &mut Connection,
    scope: &Scope,
    catalogue: &Catalogue,
    query: &UserQuery,
) -> Result<UserSearchResults, StoreError> {
    let mut sql = QueryBuilder::new("SELECT COUNT(*) AS total");
    push_matching(&mut sql, scope, query);
    let total = sql
        .build()
        .try_map(|row: Row| row::total(&row, "total"))
        .fetch_one(&mut *connection)
        .await?;

    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(COLUMNS);
    push_matching(&mut sql, scope, query);
    sql.push(" ORDER BY account.sort_name, account.id LIMIT ")
        .push_bind(i64::try_from(SEARCH_LIMIT).unwrap_or(i64::MAX));
    let mut items = sql.build().try_map(|row: Row| user(&row)).fetch_all(&mut *connection).await?;
    add_errors(connection, catalogue, &mut items).await?;
    Ok(UserSearchResults { items, total, truncated: total > SEARCH_LIMIT as u64 })
}

/// One person, if they belong to an administered organisation.
pub(crate) async fn find(
    connection: &mut Connection,
    scope: &Scope,
    catalogue: &Catalogue,
    id: &UserId,
) -> Result<Option<User>, StoreError> {
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(COLUMNS).push(TABLES).push_bind(scope.administrator().as_str());
    sql.push(" AND account.id = ").push_bind(id.as_str());
    let user = sql.build().try_map(|row: Row| user(&row)).fetch_optional(&mut *connection);
    let mut user = user.await?;
    add_errors(connection, catalogue, user.as_mut_slice()).await?;
    Ok(user)
}

async fn add_errors(
    connection: &mut Connection,
    catalogue: &Catalogue,
    users: &mut [User],
) -> Result<(), StoreError> {
    let failed = users.iter().filter(|user| user.licence_state == Some(LicenceState::Failed));
    let failed = failed.map(|user| &user.id);
    let mut errors = licences::errors_of(connection, catalogue, failed).await?;
    for user in users {
        user.licensing_errors = errors.remove(&user.id).unwrap_or_default();
    }
    Ok(())
}

fn push_matching(sql: &mut QueryBuilder, scope: &Scope, query: &UserQuery) {
    sql.push(TABLES).push_bind(scope.administrator().as_str().to_owned());
    for word in Typed::new(&query.anything).iter().flat_map(Typed::words) {
        sql.push(" AND account.search LIKE ").push_bind(word).push(" ESCAPE '\\'");
    }
    if let Some(typed) = Typed::new(&query.policy) {
        sql.push(" AND (policy.id = ").push_bind(query.policy.trim().to_owned());
        sql.push(" OR (TRUE");
        for word in typed.words() {
            sql.push(" AND policy.search LIKE ").push_bind(word).push(" ESCAPE '\\'");
        }
        sql.push("))");
    }
    let ods = query.ods.trim();
    if !ods.is_empty() {
        sql.push(" AND account.ods = ").push_bind(ods.to_ascii_uppercase());
    }
}

fn aup(row: &Row) -> Result<Aup, sqlx::Error> {
    if !row.try_get::<bool, _>("aup_accepted")? {
        return Ok(Aup::NotAccepted);
    }
    Ok(Aup::Accepted { at: row::maybe_timestamp(row, "aup_accepted_at")? })
}

/// Where an account is in its life, by the columns that say so.
pub(crate) fn status(row: &Row) -> Result<AccountStatus, sqlx::Error> {
    Ok(match row.try_get::<&str, _>("status")? {
        "active" => AccountStatus::Active,
        "leaver" => AccountStatus::Leaver { until: row::parsed(row, "leaver_until")? },
        "disabled" => AccountStatus::Disabled,
        "compromised" => AccountStatus::Compromised { since: row::timestamp(row, "status_since")? },
        "remediated" => AccountStatus::Remediated { since: row::timestamp(row, "status_since")? },
        other => {
            return Err(sqlx::Error::Decode(format!("{other} is no state of an account").into()));
        }
    })
}

/// A person, before their licensing errors are added.
fn user(row: &Row) -> Result<User, sqlx::Error> {
    let policy = row::maybe_parsed(row, "policy_id")?
        .map(|id| Ok::<_, sqlx::Error>(PolicyRef { id, full_name: row.try_get("full_name")? }))
        .transpose()?;
    Ok(User {
        id: row::parsed(row, "id")?,
        email: row::parsed(row, "email")?,
        display_name: row.try_get("display_name")?,
        job_title: row.try_get("job_title")?,
        organisation: OrganisationRef {
            ods: row::parsed(row, "ods")?,
            name: row.try_get("organisation_name")?,
        },
        licence_state: policy.is_some().then(|| row::word(row, "licence_state")).transpose()?,
        licensing_errors: Vec::new(),
        policy,
        member_since: row::maybe_timestamp(row, "member_since")?,
        aup: aup(row)?,
        status: status(row)?,
    })
}
