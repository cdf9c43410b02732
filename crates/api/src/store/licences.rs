//! Which licences of their policy people lack, and why.

use std::collections::HashMap;

use domain::{
    catalogue::{Catalogue, Sku},
    email::EmailAddress,
    ids::{PolicyId, UserId},
    licensing::{LicenceState, LicensingError, LicensingErrorCode, sort_errors},
    member::Outcome,
    ods::OdsCode,
    policy::PolicyRef,
};
use jiff::civil::Date;

use super::{
    Connection, QueryBuilder, Row, StoreError, job_queue::QueuedJob, pattern, query, query_scalar,
    row,
};
use crate::directory::embedded::Lacking;

/// The licensing errors of these people, causes first. The people were found through a scope.
pub(crate) async fn errors_of<'a>(
    connection: &mut Connection,
    catalogue: &Catalogue,
    people: impl Iterator<Item = &'a UserId>,
) -> Result<HashMap<UserId, Vec<LicensingError>>, StoreError> {
    let mut sql = QueryBuilder::new(
        "SELECT account_id, sku, code FROM licensing_error WHERE code <> 'Pending' \
         AND account_id IN (NULL",
    );
    for person in people {
        sql.push(", ").push_bind(person.as_str());
    }
    sql.push(")");
    let rows = sql
        .build()
        .try_map(|row: Row| {
            let sku = row::parsed::<Sku>(&row, "sku")?;
            let code = row::word::<LicensingErrorCode>(&row, "code")?;
            let product = product_name(catalogue, &sku);
            let person = row::parsed::<UserId>(&row, "account_id")?;
            Ok((person, LicensingError { sku, product, code }))
        })
        .fetch_all(connection)
        .await?;
    let mut errors = HashMap::<UserId, Vec<LicensingError>>::new();
    for (person, error) in rows {
        errors.entry(person).or_default().push(error);
    }
    for errors in errors.values_mut() {
        sort_errors(errors);
    }
    Ok(errors)
}

/// What a licence is called; one that has left the catalogue by its SKU.
pub(crate) fn product_name(catalogue: &Catalogue, sku: &Sku) -> String {
    catalogue.product(sku).map_or_else(|| sku.to_string(), |product| product.name.clone())
}

/// What came of giving someone the licences of their policy: nothing when they have them all.
#[derive(Clone, Debug)]
pub(crate) struct Settled<'a> {
    pub(crate) person: &'a UserId,
    pub(crate) errors: &'a [LicensingError],
}

/// Writes which licences people lack now.
pub(crate) async fn settle(
    connection: &mut Connection,
    settled: &[Settled<'_>],
) -> Result<(), StoreError> {
    if settled.is_empty() {
        return Ok(());
    }
    let mut sql = QueryBuilder::new("DELETE FROM licensing_error WHERE account_id IN (");
    let mut list = sql.separated(", ");
    for person in settled {
        list.push_bind(person.person.as_str());
    }
    sql.push(")");
    sql.build().execute(&mut *connection).await?;

    let lacking = settled
        .iter()
        .flat_map(|person| person.errors.iter().map(move |error| (person.person, error)))
        .collect::<Vec<_>>();
    if !lacking.is_empty() {
        let mut sql = QueryBuilder::new("INSERT INTO licensing_error (account_id, sku, code) ");
        sql.push_values(lacking, |mut values, (person, error)| {
            values
                .push_bind(person.as_str())
                .push_bind(error.sku.as_str())
                .push_bind(error.code.code());
        });
        sql.build().execute(&mut *connection).await?;
    }
    for state in [LicenceState::Active, LicenceState::Failed] {
        let mut sql = QueryBuilder::new("UPDATE account SET licence_state = ");
        sql.push_bind(state.code()).push(" WHERE id IN (NULL");
        for person in settled {
            let became =
                if person.errors.is_empty() { LicenceState::Active } else { LicenceState::Failed };
            if became == state {
                sql.push(", ").push_bind(person.person.as_str());
            }
        }
        sql.push(") AND licence_state <> ").push_bind(state.code());
        sql.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// Says of every member of a policy that it is not their turn yet: those licences that come now they lack,
/// what they lacked of licences that went is of no consequence.
pub(crate) async fn expect(
    connection: &mut Connection,
    policy: &PolicyId,
    have: &[Sku],
    coming: &[Sku],
) -> Result<(), StoreError> {
    let mut sql = QueryBuilder::new(
        "DELETE FROM licensing_error WHERE account_id IN ( \
             SELECT id FROM account WHERE licence_state <> 'active' AND policy_id = ",
    );
    sql.push_bind(policy.as_str()).push(") AND sku NOT IN (");
    let mut list = sql.separated(", ");
    for sku in have {
        list.push_bind(sku.as_str());
    }
    sql.push(")");
    sql.build().execute(&mut *connection).await?;
    if !coming.is_empty() {
        let mut sql = QueryBuilder::new(
            "INSERT INTO licensing_error (account_id, sku, code) \
             SELECT account.id, coming.column1, 'Pending' FROM account CROSS JOIN (",
        );
        sql.push_values(coming, |mut row, sku| {
            row.push_bind(sku.as_str());
        });
        sql.push(") AS coming WHERE account.policy_id = ").push_bind(policy.as_str());
        sql.push(" ON CONFLICT (account_id, sku) DO UPDATE SET code = excluded.code");
        sql.build().execute(&mut *connection).await?;
    }
    query(
        "UPDATE account SET licence_state = 'pending' \
         WHERE policy_id = $1 AND licence_state <> 'pending'",
    )
    .bind(policy.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Says of the members of a policy whose turn has not come that it does not come: what they wait for they lack.
/// Who waits for other settings of a licence they have counts as lacking it, so that it is tried again with the
/// rest.
pub(crate) async fn give_up(
    connection: &mut Connection,
    policy: &PolicyId,
) -> Result<(), StoreError> {
    let statements = [
        "UPDATE licensing_error SET code = 'Other' WHERE code = 'Pending' AND account_id IN ( \
             SELECT id FROM account WHERE policy_id = $1 AND licence_state = 'pending')",
        "INSERT INTO licensing_error (account_id, sku, code) \
         SELECT account.id, policy.base_licence, 'Other' \
         FROM account JOIN policy ON policy.id = account.policy_id \
         WHERE policy.id = $1 AND policy.base_licence IS NOT NULL \
           AND account.licence_state = 'pending' AND NOT EXISTS ( \
               SELECT 1 FROM licensing_error WHERE account_id = account.id)",
        "UPDATE account SET licence_state = CASE WHEN EXISTS ( \
             SELECT 1 FROM licensing_error WHERE account_id = account.id) \
             THEN 'failed' ELSE 'active' END \
         WHERE policy_id = $1 AND licence_state = 'pending'",
    ];
    for statement in statements {
        query(statement).bind(policy.as_str()).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Says of the members of a policy who lack something that their turn comes again. What was in the way stays
/// written down: it tells what is wrong with an account itself.
pub(crate) async fn expect_retry(
    connection: &mut Connection,
    policy: &PolicyId,
) -> Result<(), StoreError> {
    query(
        "UPDATE account SET licence_state = 'pending' \
         WHERE policy_id = $1 AND licence_state = 'failed' AND licence_state <> 'active'",
    )
    .bind(policy.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the seats of people for whom the directory is about to be asked: nothing is written that they lack. They
/// stay pending until it has answered.
pub(crate) async fn reserve<'a>(
    connection: &mut Connection,
    people: impl Iterator<Item = &'a UserId>,
) -> Result<(), StoreError> {
    let mut sql = QueryBuilder::new("DELETE FROM licensing_error WHERE account_id IN (NULL");
    for person in people {
        sql.push(", ").push_bind(person.as_str());
    }
    sql.push(")");
    sql.build().execute(connection).await?;
    Ok(())
}

/// How many seats of a licence an organisation has left: those who lack it take none.
pub(crate) async fn seats_left(
    connection: &mut Connection,
    ods: &OdsCode,
    sku: &Sku,
    today: Date,
) -> Result<u32, StoreError> {
    let left = query_scalar::<i64>(
        "SELECT (SELECT CAST(COALESCE(SUM(seats), 0) AS BIGINT) FROM subscription \
                 WHERE ods = $1 AND sku = $2 AND end_date >= $3) \
              - (SELECT CAST(COALESCE(SUM(member_count), 0) AS BIGINT) FROM policy \
                 WHERE ods = $1 AND (base_licence = $2 OR add_ons LIKE $4 ESCAPE '\\')) \
              + (SELECT COUNT(*) FROM policy CROSS JOIN account CROSS JOIN licensing_error \
                 WHERE policy.ods = $1 AND policy.problem_count + policy.pending_count > 0 \
                   AND account.policy_id = policy.id AND account.licence_state <> 'active' \
                   AND licensing_error.account_id = account.id AND licensing_error.sku = $2)",
    )
    .bind(ods.as_str())
    .bind(sku.as_str())
    .bind(today.to_string())
    .bind(pattern::json_array_with(sku.as_str()))
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(left.max(0)).unwrap_or(u32::MAX))
}

/// Somebody whose turn it is to be given licences.
#[derive(Clone, Debug)]
pub(crate) struct Recipient {
    pub(crate) id: UserId,
    pub(crate) lacking: Vec<Lacking>,
    /// What becomes of them when they have left the policy meanwhile.
    pub(crate) elsewhere: Option<Outcome>,
}

/// Those whom a job gives licences, by their addresses.
pub(crate) async fn members<'a>(
    connection: &mut Connection,
    job: &QueuedJob,
    emails: impl Iterator<Item = &'a EmailAddress>,
) -> Result<HashMap<EmailAddress, Recipient>, StoreError> {
    // Of a policy that who asked for the job may not see, its name is not told.
    let mut sql = QueryBuilder::new(
        "SELECT account.id, account.email, account.policy_id, policy.full_name, \
                administrator_role.role IS NOT NULL AS is_seen, \
                (SELECT string_agg(sku || ':' || code, ' ' ORDER BY sku) FROM licensing_error \
                 WHERE account_id = account.id) AS lacking \
         FROM account LEFT JOIN policy ON policy.id = account.policy_id \
         LEFT JOIN administrator_role ON administrator_role.ods = policy.ods \
              AND administrator_role.administrator_id = ",
    );
    sql.push_bind(job.administrator.as_str()).push(" WHERE account.email IN (NULL");
    for email in emails {
        sql.push(", ").push_bind(email.as_str());
    }
    sql.push(")");
    let recipients = sql
        .build()
        .try_map(|row: Row| {
            let email = row::parsed::<EmailAddress>(&row, "email")?;
            let policy = row::maybe_parsed::<PolicyId>(&row, "policy_id")?;
            let elsewhere = match policy {
                Some(id) if id == job.policy => None,
                Some(_) if !row.try_get::<bool, _>("is_seen")? => {
                    Some(Outcome::OutsideOrganisations)
                }
                Some(id) => {
                    let current = PolicyRef { id, full_name: row.try_get("full_name")? };
                    Some(Outcome::Drifted { current_policy: Some(current) })
                }
                None => Some(Outcome::Drifted { current_policy: None }),
            };
            let lacking = lacking(&row)?;
            Ok((email, Recipient { id: row::parsed(&row, "id")?, lacking, elsewhere }))
        })
        .fetch_all(connection)
        .await?;
    Ok(recipients.into_iter().collect())
}

fn lacking(row: &Row) -> Result<Vec<Lacking>, sqlx::Error> {
    let lacking = row::list::<String>(row, "lacking")?.into_iter().map(|lacking| {
        let (sku, code) = lacking.split_once(':').unwrap_or((&lacking, ""));
        let sku = Sku::parse(sku).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let code = LicensingErrorCode::ALL.into_iter().find(|known| known.code() == code);
        Ok(Lacking { sku, code })
    });
    lacking.collect()
}
