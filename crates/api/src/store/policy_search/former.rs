//! By which former name of its organisation a policy was found, so that people see why.

use std::collections::HashMap;

use domain::policy::PolicySummary;

use super::{Connection, Place, QueryBuilder, Row, StoreError, Term};
use crate::fold::fold;

/// Adds them to what was found.
pub(super) async fn add_names(
    connection: &mut Connection,
    terms: &[Term],
    items: &mut [PolicySummary],
) -> Result<(), StoreError> {
    let missing = items.iter().map(|item| missing_word(terms, item)).collect::<Vec<_>>();
    let organisations = items.iter().zip(&missing).filter(|(_, word)| word.is_some());
    let organisations = organisations.map(|(item, _)| item.organisation.ods.as_str());
    let mut names = former_names(connection, organisations).await?;
    for (item, word) in items.iter_mut().zip(missing) {
        let Some(word) = word else { continue };
        let former = names.get_mut(item.organisation.ods.as_str());
        let found = former.and_then(|names| names.iter().find(|(_, folded)| folded.contains(word)));
        item.former_name = found.map(|(name, _)| name.clone());
    }
    Ok(())
}

/// A word that was typed and is in none of the present texts, if there is one.
fn missing_word<'a>(terms: &'a [Term], item: &PolicySummary) -> Option<&'a str> {
    let organisation = fold(&item.organisation.name);
    let policy = fold(&item.full_name);
    let is_missing = |place: Place, word: &str| match place {
        Place::Anywhere => !organisation.contains(word) && !policy.contains(word),
        Place::Organisation => !organisation.contains(word),
        Place::Policy | Place::Code => false,
    };
    terms
        .iter()
        .flat_map(|term| term.typed.plain_words().map(|word| (term.place, word)))
        .find(|(place, word)| is_missing(*place, word))
        .map(|(_, word)| word)
}

/// Former names, as they are and folded, by code, the latest first.
async fn former_names<'a>(
    connection: &mut Connection,
    organisations: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, Vec<(String, String)>>, StoreError> {
    let mut codes = organisations.collect::<Vec<_>>();
    codes.dedup();
    let mut names = HashMap::<String, Vec<(String, String)>>::new();
    if codes.is_empty() {
        return Ok(names);
    }
    let mut sql = QueryBuilder::new("SELECT ods, name FROM former_name WHERE ods IN (");
    let mut list = sql.separated(", ");
    for code in codes {
        list.push_bind(code);
    }
    sql.push(") ORDER BY ods, position");
    let rows = sql
        .build()
        .try_map(|row: Row| {
            Ok((row.try_get::<String, _>("ods")?, row.try_get::<String, _>("name")?))
        })
        .fetch_all(connection)
        .await?;
    for (ods, name) in rows {
        let folded = fold(&name);
        names.entry(ods).or_default().push((name, folded));
    }
    Ok(names)
}
