//! The statements of a search, put together. Each gives the identifiers of policies, by which everything
//! else of them is read once they are known to be among the first.

use domain::policy::{SortBy, SortOrder};

use super::{Place, PolicyQuery, Term};
use crate::{
    auth::Scope,
    store::{Dialect, QueryBuilder, pattern},
};

/// The index knows parts of so many characters.
const TRIGRAM: usize = 3;

/// How policies are come by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Each organisation's, by its code.
    Organisations,
    /// Those that the index finds.
    Index,
    /// All of them, in the order of their names.
    Names,
    /// All of them, or all with problems.
    Policies,
}

/// How well a policy fits what was typed first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// One of its texts is that.
    Exact,
    /// One of them begins so, and none is that.
    Beginning,
    /// Either of these.
    Starting,
    /// None does.
    Within,
    /// It may fit in any way.
    Any,
}

/// A search, with what is known of it beforehand.
pub(super) struct Search<'a> {
    pub(super) scope: &'a Scope,
    pub(super) query: &'a PolicyQuery,
    pub(super) terms: &'a [Term],
    pub(super) dialect: Dialect,
    /// Whether there is no organisation that is not administered.
    pub(super) whole: bool,
}

impl Search<'_> {
    /// Where policies come from, and what they have to fulfil. SQLite joins in the order written.
    pub(super) fn push_matching(&self, sql: &mut QueryBuilder, way: Way, rank: Rank) {
        let query = self.query;
        let scoped = !self.whole;
        let of_policy = query.licence.is_some() || query.problems || self.is_sorted_by_policy();
        // Of what only the index is asked about, no row is read to be counted.
        sql.push(match way {
            Way::Organisations => " FROM administrator_role CROSS JOIN policy_search",
            // PostgreSQL asks its index by itself when it helps.
            Way::Index if self.dialect == Dialect::Postgres => " FROM policy_search",
            Way::Index => {
                " FROM policy_trigram \
                 LEFT JOIN policy_search ON policy_search.number = policy_trigram.rowid"
            }
            Way::Names => " FROM policy_search",
            Way::Policies => {
                " FROM policy LEFT JOIN policy_search ON policy_search.policy_id = policy.id"
            }
        });
        if scoped && way != Way::Organisations {
            sql.push(" CROSS JOIN administrator_role");
        }
        if of_policy && way != Way::Policies {
            sql.push(" CROSS JOIN policy");
        }
        sql.push(" WHERE TRUE");
        if of_policy && way != Way::Policies {
            sql.push(" AND policy.id = policy_search.policy_id");
        }
        if scoped || way == Way::Organisations {
            let ods = if way == Way::Policies { "policy.ods" } else { "policy_search.ods" };
            sql.push(" AND administrator_role.ods = ").push(ods);
        }
        if scoped {
            sql.push(" AND administrator_role.administrator_id = ");
            sql.push_bind(self.scope.administrator().as_str().to_owned());
        }
        let by_match = self.is_by_match(way);
        if by_match {
            sql.push(" AND policy_trigram MATCH ").push_bind(self.match_text(rank));
        }
        for term in self.terms {
            for word in term.typed.plain_words() {
                if !by_match || !is_indexed(term.place, word) {
                    sql.push(" AND ");
                    self.push_holds(sql, term.place, word);
                }
            }
        }
        self.push_rank(sql, way, rank);
        if let Some(owner) = &query.owner {
            sql.push(" AND policy_search.ods = ").push_bind(owner.as_str().to_owned());
        }
        if let Some(licence) = &query.licence {
            sql.push(" AND (policy.base_licence = ").push_bind(licence.as_str().to_owned());
            sql.push(" OR policy.add_ons LIKE ");
            sql.push_bind(pattern::json_array_with(licence.as_str())).push(" ESCAPE '\\')");
        }
        if query.problems {
            sql.push(" AND policy.problem_count > 0");
        }
    }

    /// Whether conditions are put to SQLite's index by what it is asked for.
    fn is_by_match(&self, way: Way) -> bool {
        way == Way::Index && self.dialect == Dialect::Sqlite
    }

    /// The condition of a rank, where the index does not see to it.
    fn push_rank(&self, sql: &mut QueryBuilder, way: Way, rank: Rank) {
        let Some(Term { typed, place }) = self.terms.first() else { return };
        let (line, beginning) = (typed.line(), typed.line_beginning());
        if self.is_by_match(way) && is_indexed(*place, &beginning) {
            return;
        }
        let mut condition = |how: &str, text: &str| {
            sql.push(how);
            self.push_holds(sql, *place, text);
        };
        match rank {
            Rank::Any => {}
            Rank::Exact => condition(" AND ", &line),
            Rank::Beginning => {
                condition(" AND ", &beginning);
                condition(" AND NOT ", &line);
            }
            Rank::Starting => condition(" AND ", &beginning),
            Rank::Within => condition(" AND NOT ", &beginning),
        }
    }

    /// What the index is asked for: every word that is long enough for it, in its columns, and the rank.
    pub(super) fn match_text(&self, rank: Rank) -> String {
        let phrases = |terms: &[Term]| {
            let mut phrases = Vec::new();
            for Term { typed, place } in terms {
                let words = typed.plain_words().filter(|word| is_indexed(*place, word));
                phrases.extend(words.map(|word| phrase(*place, word)));
            }
            phrases
        };
        let words = phrases(self.terms).join(" AND ");
        let Some((Term { typed, place }, others)) = self.terms.split_first() else { return words };
        let beginning = typed.line_beginning();
        if words.is_empty() || !is_indexed(*place, &beginning) {
            return words;
        }
        let (line, beginning) = (phrase(*place, &typed.line()), phrase(*place, &beginning));
        // Who has the whole line has its words.
        let with_others = |line: &str| {
            let mut all = vec![line.to_owned()];
            all.extend(phrases(others));
            all.join(" AND ")
        };
        match rank {
            Rank::Any => words,
            Rank::Exact => with_others(&line),
            Rank::Beginning => format!("({}) NOT {line}", with_others(&beginning)),
            Rank::Starting => with_others(&beginning),
            Rank::Within => format!("({words}) NOT {beginning}"),
        }
    }

    /// Whether the order is one of what only the table of policies knows.
    fn is_sorted_by_policy(&self) -> bool {
        matches!(
            self.query.sort,
            SortBy::Licence | SortBy::Members | SortBy::Problems | SortBy::Changed
        )
    }

    pub(super) fn push_order(&self, sql: &mut QueryBuilder, way: Way) {
        match self.query.sort {
            SortBy::Relevance => {
                if let Some(Term { typed, place }) = self.terms.first() {
                    sql.push("CASE WHEN ");
                    self.push_holds(sql, *place, &typed.line());
                    sql.push(" THEN 0 WHEN ");
                    self.push_holds(sql, *place, &typed.line_beginning());
                    sql.push(" THEN 1 ELSE 2 END, ");
                }
            }
            SortBy::Name => {
                sql.push("policy_search.policy").push(self.direction()).push(", ");
            }
            SortBy::Organisation => {
                sql.push("policy_search.organisation").push(self.direction()).push(", ");
            }
            SortBy::Licence => {
                sql.push("policy.base_licence IS NULL").push(self.direction());
                sql.push(", policy.base_licence").push(self.direction());
                sql.push(", policy.add_ons").push(self.direction()).push(", ");
            }
            SortBy::Members => {
                sql.push("policy.member_count").push(self.direction()).push(", ");
            }
            SortBy::Problems => {
                sql.push("policy.problem_count").push(self.direction()).push(", ");
            }
            SortBy::Changed => {
                sql.push("policy.updated_at").push(self.direction()).push(", ");
            }
        }
        sql.push(match way {
            Way::Policies => "policy.search, policy.id",
            Way::Organisations | Way::Index | Way::Names => {
                "policy_search.policy, policy_search.number"
            }
        });
    }

    pub(super) fn direction(&self) -> &'static str {
        match (self.query.sort, self.query.order) {
            (SortBy::Relevance, _) | (_, SortOrder::Ascending) => "",
            (_, SortOrder::Descending) => " DESC",
        }
    }

    /// Adds a condition that one of the texts of a place holds this.
    fn push_holds(&self, sql: &mut QueryBuilder, place: Place, text: &str) {
        let columns: &[&str] = match place {
            Place::Anywhere => &["policy_search.policy", "policy_search.organisation"],
            Place::Policy => &["policy_search.policy"],
            Place::Organisation => &["policy_search.organisation"],
            Place::Code => {
                // There are fewer codes than policies. A line break stands before and after, as in the columns.
                sql.push("policy_search.ods IN (SELECT ods FROM organisation WHERE ");
                self.push_part(sql, "('\n' || lower(ods) || '\n')", text);
                sql.push(")");
                return;
            }
        };
        sql.push("(");
        for (index, column) in columns.iter().enumerate() {
            sql.push(if index == 0 { "" } else { " OR " });
            self.push_part(sql, column, text);
        }
        sql.push(")");
    }

    /// Adds a condition that a text has this part. Of SQLite's ways the first is quicker, PostgreSQL knows its index
    /// by the second.
    fn push_part(&self, sql: &mut QueryBuilder, whole: &str, part: &str) {
        match self.dialect {
            Dialect::Sqlite => {
                sql.push("instr(").push(whole).push(", ").push_bind(part).push(") > 0");
            }
            Dialect::Postgres => {
                sql.push(whole).push(" LIKE ").push_bind(pattern::part(part)).push(" ESCAPE '\\'");
            }
        }
    }
}

impl Way {
    /// Where the identifier stands.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Policies => "policy.id",
            Self::Organisations | Self::Index | Self::Names => "policy_search.policy_id",
        }
    }
}

/// A text as the index is asked for it, in the column of its place.
fn phrase(place: Place, text: &str) -> String {
    let column = match place {
        Place::Organisation => "organisation : ",
        Place::Policy => "policy : ",
        Place::Anywhere | Place::Code => "",
    };
    format!("({column}\"{}\")", text.replace('"', "\"\""))
}

/// Codes are not in the index by themselves; shorter words are not at all.
fn is_indexed(place: Place, word: &str) -> bool {
    place != Place::Code && word.chars().count() >= TRIGRAM
}
