//! Writing what was invented, in one transaction; of what there is most of, many rows with a statement.

use std::collections::HashMap;

use domain::{
    account_status::{AccountStatus, Aup},
    catalogue::Sku,
    ods::OdsCode,
    organisation::OrganisationStatus,
};

use jiff::Timestamp;

use super::{organisations::Body, people::Person, personas::SeedPersona};
use crate::{
    fold::{fold, searchable},
    store::{Connection, Dialect, QueryBuilder, policies, query, query_scalar, row},
};

/// Rows that are written with one statement: each has a dozen parameters, of which a statement takes some thousand.
pub(super) const AT_ONCE: usize = 500;

/// Whether there is no organisation yet.
pub(super) async fn is_empty(connection: &mut Connection) -> Result<bool, sqlx::Error> {
    let any = query_scalar::<String>("SELECT ods FROM organisation LIMIT 1")
        .fetch_optional(connection)
        .await?;
    Ok(any.is_none())
}

/// Empties every table except the signing key, so that nobody is signed out without need.
pub(super) async fn clear(connection: &mut Connection) -> Result<(), sqlx::Error> {
    for table in ["history", "person_history"] {
        clear_history(connection, table).await?;
    }
    for statement in [
        "DELETE FROM idempotency",
        "DELETE FROM outbox",
        "DELETE FROM article_report",
        "DELETE FROM community_mark",
        "DELETE FROM directory_turn",
        "DELETE FROM leaving_licence",
        "DELETE FROM job_member",
        "DELETE FROM job",
        "DELETE FROM job_turn",
        "UPDATE organisation SET default_policy_id = NULL",
        "DELETE FROM mfa_group_member",
        "DELETE FROM mfa_exemption",
        "DELETE FROM log_on",
        "DELETE FROM sign_in_method",
        "DELETE FROM licensing_error",
        "DELETE FROM shared_mailbox",
        "DELETE FROM account",
        "DELETE FROM policy",
        "DELETE FROM persona",
        "DELETE FROM administrator_role",
        "DELETE FROM administrator",
        "DELETE FROM subscription",
        "DELETE FROM former_name",
        "DELETE FROM organisation",
    ] {
        query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Empties the histories, which nothing but a new beginning may: without their guards, which then stand again.
async fn clear_history(connection: &mut Connection, table: &str) -> Result<(), sqlx::Error> {
    if connection.dialect() == Dialect::Postgres {
        for statement in [
            format!("ALTER TABLE {table} DISABLE TRIGGER {table}_append_only"),
            format!("DELETE FROM {table}"),
            format!("ALTER TABLE {table} ENABLE TRIGGER {table}_append_only"),
        ] {
            QueryBuilder::new(&statement).build().execute(&mut *connection).await?;
        }
        return Ok(());
    }
    let guard = query_scalar::<String>(
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = $1",
    )
    .bind(format!("{table}_no_delete"))
    .fetch_one(&mut *connection)
    .await?;
    for statement in [format!("DROP TRIGGER {table}_no_delete"), format!("DELETE FROM {table}")] {
        QueryBuilder::new(&statement).build().execute(&mut *connection).await?;
    }
    // The text is what a migration of this program made.
    QueryBuilder::new(&guard).build().execute(connection).await?;
    Ok(())
}

pub(super) async fn organisations(
    connection: &mut Connection,
    bodies: &[Body],
) -> Result<(), sqlx::Error> {
    for body in bodies {
        let organisation = &body.organisation;
        let closed_on = match organisation.status {
            OrganisationStatus::Open => None,
            OrganisationStatus::Closed { on } => Some(on.to_string()),
        };
        let names = std::iter::once(&organisation.name).chain(&organisation.former_names);
        query(
            "INSERT INTO organisation (ods, name, service_level, closed_on, search) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(organisation.ods.as_str())
        .bind(&organisation.name)
        .bind(row::as_word(&organisation.service_level)?)
        .bind(closed_on)
        .bind(searchable(names.map(String::as_str)))
        .execute(&mut *connection)
        .await?;
        for (position, name) in (0_i64..).zip(&organisation.former_names) {
            query("INSERT INTO former_name (ods, position, name) VALUES ($1, $2, $3)")
                .bind(organisation.ods.as_str())
                .bind(position)
                .bind(name)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

pub(super) async fn all_policies(
    connection: &mut Connection,
    bodies: &[Body],
) -> Result<(), sqlx::Error> {
    for policy in bodies.iter().flat_map(|body| &body.policies) {
        let statement = query(
            "INSERT INTO policy (name, name_key, full_name, description, base_licence, add_ons, \
                                 disabled_plans, call_recording, search, id, ods, kind, \
                                 created_at, updated_at, updated_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        );
        policies::with_settings(statement, &policy.settings)?
            .bind(policy.id.as_str())
            .bind(policy.settings.organisation.as_str())
            .bind(row::as_word(&policy.kind)?)
            .bind(policy.created_at.as_millisecond())
            .bind(policy.updated_at.as_millisecond())
            .bind(&policy.updated_by)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Somebody, and where they work.
pub(super) type Employee<'a> = (&'a Body, Person);

/// Writes people, as many with one statement as are given.
pub(super) async fn people(
    connection: &mut Connection,
    people: &[Employee<'_>],
) -> Result<(), sqlx::Error> {
    if people.is_empty() {
        return Ok(());
    }
    let mut sql = QueryBuilder::new(
        "INSERT INTO account (id, email, display_name, sort_name, job_title, ods, aup_accepted, \
                              aup_accepted_at, status, leaver_until, policy_id, member_since, search) ",
    );
    sql.push_values(people, |mut row, (body, person)| {
        let membership = person.membership.as_ref();
        row.push_bind(person.id.as_str())
            .push_bind(person.email.as_str())
            .push_bind(&person.display_name)
            .push_bind(fold(&person.display_name))
            .push_bind(person.job_title)
            .push_bind(body.organisation.ods.as_str())
            .push_bind(person.aup.is_accepted())
            .push_bind(match person.aup {
                Aup::Accepted { at } => at.map(Timestamp::as_millisecond),
                Aup::NotAccepted => None,
            })
            .push_bind(person.status.code())
            .push_bind(match person.status {
                AccountStatus::Leaver { until } => Some(until.to_string()),
                _ => None,
            })
            .push_bind(membership.map(|(policy, _)| policy.as_str()))
            .push_bind(membership.map(|(_, since)| since.as_millisecond()))
            .push_bind(searchable([person.display_name.as_str(), person.email.as_str()]));
    });
    sql.build().execute(connection).await?;
    Ok(())
}

/// How many people hold each licence by the policies of each organisation.
pub(super) async fn usage(
    connection: &mut Connection,
) -> Result<HashMap<(OdsCode, Sku), u32>, sqlx::Error> {
    let policies = query("SELECT ods, base_licence, add_ons, member_count FROM policy")
        .try_map(|row| {
            let mut licences = row::json::<Vec<Sku>>(&row, "add_ons")?;
            licences.extend(row::maybe_parsed::<Sku>(&row, "base_licence")?);
            let members = row::count(&row, "member_count")?;
            Ok((row::parsed::<OdsCode>(&row, "ods")?, licences, members))
        })
        .fetch_all(&mut *connection)
        .await?;
    let mut usage = HashMap::new();
    for (ods, licences, members) in policies {
        for sku in licences {
            *usage.entry((ods.clone(), sku)).or_default() += members;
        }
    }
    let lacking = query(
        "SELECT policy.ods, licensing_error.sku, COUNT(*) AS people FROM licensing_error \
         JOIN account ON account.id = licensing_error.account_id \
         JOIN policy ON policy.id = account.policy_id GROUP BY policy.ods, licensing_error.sku",
    )
    .try_map(|row| {
        let key = (row::parsed::<OdsCode>(&row, "ods")?, row::parsed::<Sku>(&row, "sku")?);
        Ok((key, row::count(&row, "people")?))
    })
    .fetch_all(connection)
    .await?;
    for (key, people) in lacking {
        usage.entry(key).and_modify(|in_use: &mut u32| *in_use = in_use.saturating_sub(people));
    }
    Ok(usage)
}

pub(super) async fn subscriptions(
    connection: &mut Connection,
    body: &Body,
) -> Result<(), sqlx::Error> {
    for subscription in &body.organisation.subscriptions {
        query(
            "INSERT INTO subscription (id, ods, sku, seats, end_date) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(subscription.id.as_str())
        .bind(body.organisation.ods.as_str())
        .bind(subscription.sku.as_str())
        .bind(subscription.seats.held)
        .bind(subscription.end_date.to_string())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(super) async fn personas(
    connection: &mut Connection,
    personas: &[SeedPersona<'_>],
) -> Result<(), sqlx::Error> {
    for (position, persona) in (0_i64..).zip(personas) {
        query("INSERT INTO administrator (id, subject, name, email) VALUES ($1, $2, $3, $4)")
            .bind(&persona.administrator_id)
            .bind(persona.id)
            .bind(persona.name)
            .bind(persona.email)
            .execute(&mut *connection)
            .await?;
        let role = row::as_word(&persona.role)?;
        for bodies in persona.bodies.chunks(AT_ONCE) {
            let mut sql =
                QueryBuilder::new("INSERT INTO administrator_role (administrator_id, ods, role) ");
            sql.push_values(bodies, |mut row, body| {
                row.push_bind(&persona.administrator_id)
                    .push_bind(body.organisation.ods.as_str())
                    .push_bind(&role);
            });
            sql.build().execute(&mut *connection).await?;
        }
        query(
            "INSERT INTO persona (id, position, administrator_id, description) VALUES ($1, $2, $3, $4)",
        )
        .bind(persona.id)
        .bind(position)
        .bind(&persona.administrator_id)
        .bind(&persona.description)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Lets PostgreSQL look at what it has now; it plans by that, and would see to it only some time later.
pub(super) async fn analyse(connection: &mut Connection) -> Result<(), sqlx::Error> {
    if connection.dialect() == Dialect::Postgres {
        query("ANALYZE").execute(connection).await?;
    }
    Ok(())
}
