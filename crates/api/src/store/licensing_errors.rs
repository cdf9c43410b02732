//! The licensing errors of a policy: counted by licence and reason, and line by line. The policy was found
//! through a scope, so whoever has it may see them.

use std::str::FromStr;

use domain::{
    catalogue::{Catalogue, Sku},
    ids::UserId,
    licensing::{LicensingError, LicensingErrorCode},
    licensing_errors::{ErrorGroup, ErrorLine, sort_groups},
    policy::Policy,
};

use super::{Connection, QueryBuilder, Row, StoreError, licences::product_name, row};

/// Members whose turn has come and who lack something. The second condition is what the index of the few says
/// of itself.
const FAILED: &str = "FROM account JOIN licensing_error ON licensing_error.account_id = account.id \
     WHERE account.licence_state = 'failed' AND account.licence_state <> 'active' \
     AND licensing_error.code <> 'Pending' AND account.policy_id = ";

/// All errors of a policy by licence and reason, as they are shown.
pub(crate) async fn groups(
    connection: &mut Connection,
    catalogue: &Catalogue,
    policy: &Policy,
) -> Result<Vec<ErrorGroup>, StoreError> {
    let mut sql =
        QueryBuilder::new("SELECT licensing_error.sku, licensing_error.code, COUNT(*) AS people ");
    sql.push(FAILED).push_bind(policy.id.as_str());
    sql.push(" GROUP BY licensing_error.sku, licensing_error.code");
    let mut groups = sql
        .build()
        .try_map(|row: Row| {
            let sku = row::parsed::<Sku>(&row, "sku")?;
            Ok(ErrorGroup {
                code: row::word(&row, "code")?,
                product: product_name(catalogue, &sku),
                sku,
                people: row::total(&row, "people")?,
            })
        })
        .fetch_all(connection)
        .await?;
    sort_groups(&mut groups);
    Ok(groups)
}

/// Where a page of lines begins: after this person of this group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    code: LicensingErrorCode,
    sku: Sku,
    person: UserId,
}

/// A text that is no place.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the cursor is none that was given")]
pub(crate) struct NoPlace;

impl Place {
    /// The place after a line.
    pub(crate) fn after(line: &ErrorLine) -> Self {
        let LicensingError { sku, code, .. } = &line.error;
        Self { code: *code, sku: sku.clone(), person: line.user_id.clone() }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.code.code(), self.sku, self.person)
    }
}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(NoPlace);
        let (code, sku, person) = (part()?, part()?, part()?);
        let code = LicensingErrorCode::ALL.into_iter().find(|known| known.code() == code);
        Ok(Self {
            code: code.ok_or(NoPlace)?,
            sku: Sku::parse(sku).map_err(|_| NoPlace)?,
            person: UserId::parse(person).map_err(|_| NoPlace)?,
        })
    }
}

/// Some lines, and where those after them begin.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<ErrorLine>,
    pub(crate) next: Option<Place>,
}

/// Lines of these groups, at most so many: by reason, by licence, by name. A group is read by the index of
/// those who failed, so a page of 100,000 people costs what a page of few does.
pub(crate) async fn lines(
    connection: &mut Connection,
    policy: &Policy,
    groups: &[ErrorGroup],
    after: Option<&Place>,
    limit: u32,
) -> Result<Lines, StoreError> {
    // In an order that stays, unlike that by how many have an error.
    let mut groups = groups.iter().collect::<Vec<_>>();
    groups.sort_by(|a, b| (a.code, &a.sku).cmp(&(b.code, &b.sku)));
    if let Some(after) = after {
        groups.retain(|group| (group.code, &group.sku) >= (after.code, &after.sku));
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut lines = Vec::new();
    for group in groups {
        // One more than asked for tells whether there is a next page.
        let wanted = limit.saturating_add(1).saturating_sub(lines.len());
        if wanted == 0 {
            break;
        }
        let begins = after.filter(|after| (after.code, &after.sku) == (group.code, &group.sku));
        let begins = begins.map(|after| &after.person);
        lines.extend(of_group(connection, policy, group, begins, wanted).await?);
    }
    let more = lines.len() > limit;
    lines.truncate(limit);
    let next = lines.last().filter(|_| more).map(Place::after);
    Ok(Lines { lines, next })
}

async fn of_group(
    connection: &mut Connection,
    policy: &Policy,
    group: &ErrorGroup,
    after: Option<&UserId>,
    wanted: usize,
) -> Result<Vec<ErrorLine>, StoreError> {
    let mut sql = QueryBuilder::new("SELECT account.id, account.email, account.display_name ");
    sql.push(FAILED).push_bind(policy.id.as_str());
    sql.push(" AND licensing_error.sku = ").push_bind(group.sku.as_str());
    sql.push(" AND licensing_error.code = ").push_bind(group.code.code());
    if let Some(after) = after {
        sql.push(" AND (account.sort_name, account.id) > ");
        sql.push("(SELECT sort_name, id FROM account WHERE id = ").push_bind(after.as_str());
        sql.push(")");
    }
    sql.push(" ORDER BY account.sort_name, account.id LIMIT ");
    sql.push_bind(i64::try_from(wanted).unwrap_or(i64::MAX));
    let lines = sql
        .build()
        .try_map(|row: Row| {
            Ok(ErrorLine {
                user_id: row::parsed(&row, "id")?,
                email: row::parsed(&row, "email")?,
                display_name: row.try_get("display_name")?,
                error: LicensingError {
                    sku: group.sku.clone(),
                    product: group.product.clone(),
                    code: group.code,
                },
            })
        })
        .fetch_all(connection)
        .await?;
    Ok(lines)
}
