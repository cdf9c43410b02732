//! What a transaction locks before it decides on it, in PostgreSQL; in SQLite there is one writer at a time anyway.
//!
//! Everyone locks in this order, so that nobody waits for somebody who waits for them: the organisation that owns
//! the policy, the job, the people by their addresses; the database itself then locks policies by their
//! identifiers, to count their members; last comes the e-mail of an import, which its parts have in common.
//! Whoever holds an organisation decides alone on its seats: only others' policies can take people away
//! meanwhile, and that frees seats.
//!
//! A lock is taken by a statement of its own. The next one sees what whoever held it before has committed.

use domain::{
    email::EmailAddress,
    ids::{JobId, PolicyId},
};

use super::{Connection, Dialect, QueryBuilder, StoreError, query};
use crate::auth::AdministratorId;

/// The owner of a policy: its seats, its policies and who is put into them.
pub(crate) async fn owner_of(
    connection: &mut Connection,
    policy: &PolicyId,
) -> Result<(), StoreError> {
    if connection.dialect() == Dialect::Postgres {
        query(
            "SELECT 1 FROM organisation WHERE ods = (SELECT ods FROM policy WHERE id = $1) \
             FOR NO KEY UPDATE",
        )
        .bind(policy.as_str())
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// A job: its state and who has an outcome.
pub(crate) async fn job(connection: &mut Connection, job: &JobId) -> Result<(), StoreError> {
    if connection.dialect() == Dialect::Postgres {
        query("SELECT 1 FROM job WHERE id = $1 FOR NO KEY UPDATE")
            .bind(job.as_str())
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// People: the policy that they are in, and what they lack of it.
pub(crate) async fn people<'a>(
    connection: &mut Connection,
    emails: impl Iterator<Item = &'a EmailAddress>,
) -> Result<(), StoreError> {
    if connection.dialect() == Dialect::Postgres {
        let mut sql = QueryBuilder::new("SELECT 1 FROM account WHERE email IN (NULL");
        for email in emails {
            sql.push(", ").push_bind(email.as_str());
        }
        sql.push(") ORDER BY email FOR NO KEY UPDATE");
        sql.build().execute(connection).await?;
    }
    Ok(())
}

/// Everyone who is in a policy.
pub(crate) async fn members_of(
    connection: &mut Connection,
    policy: &PolicyId,
) -> Result<(), StoreError> {
    if connection.dialect() == Dialect::Postgres {
        query("SELECT 1 FROM account WHERE policy_id = $1 ORDER BY email FOR NO KEY UPDATE")
            .bind(policy.as_str())
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Whether a request may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    Ours,
    /// The same request is still being done by somebody else.
    Theirs,
}

/// A person's key, until the transaction ends: whoever comes with the same one waits for as long as one waits for
/// any lock.
pub(crate) async fn request(
    connection: &mut Connection,
    administrator: &AdministratorId,
    key: &str,
) -> Result<Turn, StoreError> {
    if connection.dialect() == Dialect::Sqlite {
        return Ok(Turn::Ours);
    }
    let locked = query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind(format!("{} {key}", administrator.as_str()))
        .execute(connection)
        .await;
    match locked {
        Ok(_) => Ok(Turn::Ours),
        Err(sqlx::Error::Database(error))
            if error.code().as_deref() == Some(LOCK_NOT_AVAILABLE) =>
        {
            Ok(Turn::Theirs)
        }
        Err(error) => Err(error.into()),
    }
}

/// PostgreSQL's code for a lock that was waited for in vain.
const LOCK_NOT_AVAILABLE: &str = "55P03";
