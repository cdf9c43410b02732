//! Accounts as an administrator may see them when adding people, and the one statement that puts a
//! person into a policy.

use std::collections::HashMap;

use domain::{
    catalogue::Sku,
    email::EmailAddress,
    ids::{PolicyId, UserId},
    licensing::LicenceState,
    member::Account,
    ods::OdsCode,
    policy::{PolicyLicences, PolicyRef},
};
use jiff::Timestamp;

use super::{Connection, QueryBuilder, Row, StoreError, row};
use crate::auth::{MayMoveMembers, Scope};

/// Whom an address belongs to, with what applying an assignment needs.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// What the administrator may know.
    pub(crate) account: Account,
    /// Only of people who can be added or moved.
    pub(crate) person: Option<Person>,
}

/// Someone who can be added or moved.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    /// The licences of the policy they are in, if any.
    pub(crate) current: Option<PolicyLicences>,
    /// Which of those they lack.
    pub(crate) lacking: Vec<Sku>,
}

impl Person {
    /// The seats that they take now.
    pub(crate) fn holding(&self) -> Option<PolicyLicences> {
        let mut holding = self.current.clone()?;
        holding.licences.retain(|sku| !self.lacking.contains(sku));
        Some(holding)
    }
}

impl Seen {
    fn nobody(account: Account) -> Self {
        Self { account, person: None }
    }
}

/// Whom the addresses belong to, seen by someone who wants to add or move them: people of the
/// organisations in which they may do that, and who have accepted the acceptable use policy.
pub(crate) async fn seen<'a>(
    connection: &mut Connection,
    scope: &Scope,
    emails: impl ExactSizeIterator<Item = &'a EmailAddress> + Clone,
) -> Result<HashMap<EmailAddress, Seen>, StoreError> {
    let mut seen = emails
        .clone()
        .map(|email| (email.clone(), Seen::nobody(Account::NotFoundOrAupNotAccepted)))
        .collect::<HashMap<_, _>>();
    if seen.is_empty() {
        return Ok(seen);
    }
    let mut sql = QueryBuilder::new(
        "SELECT account.email, account.id, account.display_name, account.ods, \
                account.aup_accepted, account.policy_id, policy.full_name, \
                policy.ods AS policy_ods, policy.base_licence, policy.add_ons, \
                CASE WHEN account.licence_state <> 'active' THEN ( \
                    SELECT string_agg(sku, ' ' ORDER BY sku) FROM licensing_error \
                    WHERE account_id = account.id) END AS lacking \
         FROM account LEFT JOIN policy ON policy.id = account.policy_id \
         WHERE account.email IN (",
    );
    let mut list = sql.separated(", ");
    for email in emails {
        list.push_bind(email.as_str());
    }
    sql.push(")");
    let found = sql
        .build()
        .try_map(|row: Row| {
            Ok((row::parsed::<EmailAddress>(&row, "email")?, seen_account(&row, scope)?))
        })
        .fetch_all(connection)
        .await?;
    seen.extend(found);
    Ok(seen)
}

fn seen_account(row: &Row, scope: &Scope) -> Result<Seen, sqlx::Error> {
    if !scope.moves_people_of(&row::parsed::<OdsCode>(row, "ods")?) {
        return Ok(Seen::nobody(Account::OutsideOrganisations));
    }
    if !row.try_get::<bool, _>("aup_accepted")? {
        return Ok(Seen::nobody(Account::NotFoundOrAupNotAccepted));
    }
    let policy = row::maybe_parsed::<PolicyId>(row, "policy_id")?;
    let (current_policy, current) = match policy {
        None => (None, None),
        Some(id) => {
            let policy = PolicyRef { id: id.clone(), full_name: row.try_get("full_name")? };
            let base_licence = row::maybe_parsed::<Sku>(row, "base_licence")?;
            let mut licences = base_licence.into_iter().collect::<Vec<_>>();
            licences.extend(row::json::<Vec<Sku>>(row, "add_ons")?);
            let organisation = row::parsed(row, "policy_ods")?;
            (Some(policy), Some(PolicyLicences { id, organisation, licences }))
        }
    };
    let display_name = row.try_get("display_name")?;
    let person =
        Person { id: row::parsed(row, "id")?, current, lacking: row::list(row, "lacking")? };
    Ok(Seen { account: Account::Found { display_name, current_policy }, person: Some(person) })
}

/// Puts people into a policy of the permit's organisation, out of whatever policy they were in. This is then the
/// state of their licences, unless something else is written of them afterwards.
pub(crate) async fn put_into_policy(
    connection: &mut Connection,
    permit: &MayMoveMembers,
    people: &[UserId],
    policy: &PolicyId,
    state: LicenceState,
    now: Timestamp,
) -> Result<(), StoreError> {
    if people.is_empty() {
        return Ok(());
    }
    let mut sql = QueryBuilder::new("UPDATE account SET policy_id = policy.id, member_since = ");
    sql.push_bind(now.as_millisecond());
    sql.push(", licence_state = ").push_bind(state.code());
    sql.push(" FROM policy WHERE policy.id = ").push_bind(policy.as_str());
    sql.push(" AND policy.ods = ").push_bind(permit.organisation().as_str());
    sql.push(" AND account.id IN (");
    let mut list = sql.separated(", ");
    for person in people {
        list.push_bind(person.as_str());
    }
    sql.push(")");
    sql.build().execute(connection).await?;
    Ok(())
}
