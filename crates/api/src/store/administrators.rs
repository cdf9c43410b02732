//! Administrators, their roles, and the personas of demo mode.

use domain::{
    email::EmailAddress,
    ods::OdsCode,
    session::{OrganisationRole, Persona, Role, Session},
};

use uuid::Uuid;

use super::{Connection, Row, Store, StoreError, query, query_scalar, row};
use crate::auth::{AdministratorId, KnownScopes, Scope};

/// The scope of the bearer of a token with this subject, if they are an administrator.
pub(crate) async fn scope_of_subject(
    store: &Store,
    known: &KnownScopes,
    subject: &str,
) -> Result<Option<Scope>, StoreError> {
    // Which version it is tells whether it is known: a single statement, as every request waits for it.
    let Some((id, version)) = version_of(&mut store.read_once().await?, subject).await? else {
        return Ok(None);
    };
    if let Some(scope) = known.find(&id, version) {
        return Ok(Some(scope));
    }
    // In a transaction, so that the version is that of what is read.
    let mut transaction = store.read().await?;
    let Some((id, version)) = version_of(&mut transaction, subject).await? else {
        return Ok(None);
    };
    let scope = read_scope(&mut transaction, id).await?;
    if let Some(scope) = &scope {
        known.remember(version, scope);
    }
    Ok(scope)
}

async fn version_of(
    connection: &mut Connection,
    subject: &str,
) -> Result<Option<(AdministratorId, i64)>, StoreError> {
    let administrator = query("SELECT id, version FROM administrator WHERE subject = $1")
        .bind(subject)
        .try_map(|row| Ok((AdministratorId::new(row.try_get("id")?), row.try_get("version")?)))
        .fetch_optional(connection)
        .await?;
    Ok(administrator)
}

/// The scope of an administrator as it is now: for work done on their behalf later. If it is not known it is read, but
/// not remembered: should this transaction be undone, so is its version, which may then be given out again.
pub(crate) async fn scope(
    connection: &mut Connection,
    known: &KnownScopes,
    administrator: AdministratorId,
) -> Result<Option<Scope>, StoreError> {
    let version = query_scalar("SELECT version FROM administrator WHERE id = $1")
        .bind(administrator.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(version) = version else { return Ok(None) };
    match known.find(&administrator, version) {
        Some(scope) => Ok(Some(scope)),
        None => read_scope(connection, administrator).await,
    }
}

async fn read_scope(
    connection: &mut Connection,
    administrator: AdministratorId,
) -> Result<Option<Scope>, StoreError> {
    let Some(person) = query("SELECT name, email FROM administrator WHERE id = $1")
        .bind(administrator.as_str())
        .fetch_optional(&mut *connection)
        .await?
    else {
        return Ok(None);
    };
    let roles =
        query("SELECT ods, role FROM administrator_role WHERE administrator_id = $1 ORDER BY ods")
            .bind(administrator.as_str())
            .try_map(|row| {
                Ok(OrganisationRole {
                    ods: row::parsed(&row, "ods")?,
                    role: row::word(&row, "role")?,
                })
            })
            .fetch_all(connection)
            .await?;
    let session = Session { name: person.try_get("name")?, email: person.try_get("email")?, roles };
    Ok(Some(Scope::new(administrator, session)))
}

/// The administrator that tokens with this subject are of.
pub(crate) async fn find(
    connection: &mut Connection,
    subject: &str,
) -> Result<Option<AdministratorId>, StoreError> {
    let id = query_scalar("SELECT id FROM administrator WHERE subject = $1")
        .bind(subject)
        .fetch_optional(connection)
        .await?;
    Ok(id.map(AdministratorId::new))
}

/// Puts an administrator in the database, or what they are called now.
pub(crate) async fn record(
    connection: &mut Connection,
    subject: &str,
    name: &str,
    email: &EmailAddress,
) -> Result<AdministratorId, StoreError> {
    let id = query_scalar(
        "INSERT INTO administrator (id, subject, name, email) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (subject) DO UPDATE SET name = excluded.name, email = excluded.email \
         RETURNING id",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(subject)
    .bind(name)
    .bind(email.as_str())
    .fetch_one(connection)
    .await?;
    Ok(AdministratorId::new(id))
}

/// Makes the administrator this in an organisation, whatever they were there; says whether it exists.
pub(crate) async fn give_role(
    connection: &mut Connection,
    administrator: &AdministratorId,
    ods: &OdsCode,
    role: Role,
) -> Result<bool, StoreError> {
    let given = query(
        "INSERT INTO administrator_role (administrator_id, ods, role) \
         SELECT $1, ods, $3 FROM organisation WHERE ods = $2 \
         ON CONFLICT (administrator_id, ods) DO UPDATE SET role = excluded.role",
    )
    .bind(administrator.as_str())
    .bind(ods.as_str())
    .bind(row::as_word(&role)?)
    .execute(connection)
    .await?;
    Ok(given > 0)
}

/// Makes the administrator none of an organisation any more; gives how many roles that took.
pub(crate) async fn take_role(
    connection: &mut Connection,
    administrator: &AdministratorId,
    ods: &OdsCode,
) -> Result<u64, StoreError> {
    let taken = query("DELETE FROM administrator_role WHERE administrator_id = $1 AND ods = $2")
        .bind(administrator.as_str())
        .bind(ods.as_str())
        .execute(connection)
        .await?;
    Ok(taken)
}

/// Makes the administrator none anywhere any more; gives how many roles that took.
pub(crate) async fn take_all_roles(
    connection: &mut Connection,
    administrator: &AdministratorId,
) -> Result<u64, StoreError> {
    let taken = query("DELETE FROM administrator_role WHERE administrator_id = $1")
        .bind(administrator.as_str())
        .execute(connection)
        .await?;
    Ok(taken)
}

/// Whom demo mode offers to sign in as, in order.
pub(crate) async fn personas(connection: &mut Connection) -> Result<Vec<Persona>, StoreError> {
    let personas = query(
        "SELECT persona.id, administrator.name, persona.description \
         FROM persona JOIN administrator ON administrator.id = persona.administrator_id \
         ORDER BY persona.position",
    )
    .try_map(|row: Row| {
        Ok(Persona {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            description: row.try_get("description")?,
        })
    })
    .fetch_all(connection)
    .await?;
    Ok(personas)
}

/// The subject that a persona's tokens name.
pub(crate) async fn persona_subject(
    connection: &mut Connection,
    persona: &str,
) -> Result<Option<String>, StoreError> {
    let subject = query_scalar(
        "SELECT administrator.subject \
         FROM persona JOIN administrator ON administrator.id = persona.administrator_id \
         WHERE persona.id = $1",
    )
    .bind(persona)
    .fetch_optional(connection)
    .await?;
    Ok(subject)
}
