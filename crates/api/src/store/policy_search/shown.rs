//! What is shown of policies that were found in memory: it is there already, but for how many members each has, which
//! every import changes. That is read for those that are shown, with the version at which it is so, in one statement.

use std::collections::HashMap;

use domain::policy::PolicySummary;

use super::{
    Place, Term,
    names::{Names, Policy},
    organisations::Organisation,
    scan::Scanned,
};
use crate::store::{Connection, Dialect, Row, StoreError, query};

/// They stand once more by themselves, by the policies' numbers.
const SQLITE: &str = "SELECT (SELECT COALESCE(MAX(version), 0) FROM policy_search) AS version, string_agg( \
            policy_count.number || ' ' || policy_count.members || ' ' || policy_count.problems, ',') AS counts \
     FROM json_each('[' || $1 || ']') AS found CROSS JOIN policy_count \
     WHERE policy_count.number = found.value";

/// The same. A list is looked up in the index in one go.
const POSTGRES: &str = "SELECT (SELECT COALESCE(MAX(version), 0) FROM policy_search) AS version, string_agg( \
            policy_count.number || ' ' || policy_count.members || ' ' || policy_count.problems, ',') AS counts \
     FROM policy_count WHERE policy_count.number = ANY (CAST(string_to_array($1, ',') AS BIGINT[]))";

/// How many members a policy has.
#[derive(Clone, Copy)]
struct Counts {
    members: u32,
    problems: u32,
}

/// What is shown.
pub(super) struct Shown {
    /// What the database is at. If that is more than what is in memory, other policies may have to be shown.
    pub(super) version: i64,
    pub(super) items: Vec<PolicySummary>,
}

/// The policies at these places, in this order. They were found through a scope.
pub(super) async fn read(
    connection: &mut Connection,
    names: &Names,
    found: &Scanned,
    terms: &[Term],
) -> Result<Shown, StoreError> {
    let places = found.places.as_slice();
    let policies = places.iter().filter_map(|place| names.get(*place)).map(|(policy, _)| policy);
    let counts = Counted::read(connection, policies).await?;
    let shown = places.iter().filter_map(|place| {
        let summary = summary(names, *place, &counts)?;
        Some(PolicySummary { former_name: former_name(names, *place, terms), ..summary })
    });
    Ok(Shown { version: counts.version, items: shown.collect() })
}

/// Nothing of a policy that is gone.
fn summary(names: &Names, place: usize, counts: &Counted) -> Option<PolicySummary> {
    let (policy, owner) = names.get(place)?;
    let counts = counts.of(policy)?;
    Some(PolicySummary {
        id: policy.id.clone(),
        kind: policy.kind,
        full_name: policy.full_name.to_string(),
        organisation: owner.name.clone(),
        licences: policy.licences.to_vec(),
        member_count: counts.members,
        problem_count: counts.problems,
        updated_at: policy.updated_at,
        former_name: None,
    })
}

/// The former name of the owner by which a policy was found: one that has a word that was typed and is in none of the
/// present texts.
fn former_name(names: &Names, place: usize, terms: &[Term]) -> Option<String> {
    let (_, owner) = names.get(place)?;
    if owner.former.is_empty() {
        return None;
    }
    let policy = names.name(place)?;
    let is_missing = |place: Place, word: &str| match place {
        Place::Anywhere => !owner.folded.contains(word) && !policy.contains(word),
        Place::Organisation => !owner.folded.contains(word),
        Place::Policy | Place::Code => false,
    };
    let mut words =
        terms.iter().flat_map(|term| term.typed.plain_words().map(move |word| (term.place, word)));
    let (_, word) = words.find(|(place, word)| is_missing(*place, word))?;
    of_former(owner, word)
}

fn of_former(owner: &Organisation, word: &str) -> Option<String> {
    let mut former = owner.former.iter();
    former.find(|(folded, _)| folded.contains(word)).map(|(_, name)| name.clone())
}

/// The counts of some policies.
struct Counted {
    /// By their numbers.
    counts: HashMap<i64, Counts>,
    version: i64,
}

impl Counted {
    async fn read(
        connection: &mut Connection,
        policies: impl Iterator<Item = &Policy>,
    ) -> Result<Self, StoreError> {
        let wanted = policies.map(|policy| policy.number.to_string()).collect::<Vec<_>>().join(",");
        let sql = match connection.dialect() {
            Dialect::Sqlite => SQLITE,
            Dialect::Postgres => POSTGRES,
        };
        let row = |row: Row| Ok((row.try_get("version")?, row.try_get("counts")?));
        let (version, text): (i64, Option<String>) =
            query(sql).bind(wanted).try_map(row).fetch_one(connection).await?;
        let lines = text.iter().flat_map(|text| text.split(','));
        let counts = lines.map(counts_of_line).collect::<Result<_, _>>()?;
        Ok(Self { counts, version })
    }

    fn of(&self, policy: &Policy) -> Option<Counts> {
        self.counts.get(&policy.number).copied()
    }
}

fn counts_of_line(line: &str) -> Result<(i64, Counts), sqlx::Error> {
    let counts = || {
        let mut numbers = line.split(' ');
        let policy = numbers.next()?.parse().ok()?;
        let members = numbers.next()?.parse().ok()?;
        let problems = numbers.next()?.parse().ok()?;
        Some((policy, Counts { members, problems }))
    };
    counts().ok_or_else(|| sqlx::Error::Decode(format!("“{line}” is not three numbers").into()))
}
