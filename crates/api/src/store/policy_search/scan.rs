//! Looking through all [`Names`]: each condition is one pass over them, and gives of each policy whether it holds.
//! Of those for which all do, the first of each rank are kept, and the rest only count.

use domain::policy::{SEARCH_LIMIT, SortBy, SortOrder};

use super::{PolicyQuery, Term, names::Names, organisations::Visible, texts::Fit};

/// What was found.
pub(super) struct Scanned {
    /// Where the first are, in order.
    pub(super) places: Vec<usize>,
    /// How many there are in truth.
    pub(super) total: u64,
}

/// Looks through all names, for a search that is sorted by them.
pub(super) fn scan(
    names: &Names,
    visible: &Visible,
    query: &PolicyQuery,
    terms: &[Term],
) -> Scanned {
    let mut found = names.visible(visible);
    for term in terms {
        for word in term.typed.plain_words() {
            let having = names.having(term.place, word);
            found.iter_mut().zip(having).for_each(|(found, has)| *found &= has);
        }
    }
    let total = found.iter().filter(|found| **found).count();
    let places = found.iter().enumerate().filter(|(_, found)| **found).map(|(place, _)| place);
    let first = match (query.sort, query.order, terms.first()) {
        _ if total == 0 => Vec::new(),
        (SortBy::Relevance, _, Some(term)) => by_rank(names, places, term),
        (SortBy::Name, SortOrder::Descending, _) => places.rev().take(SEARCH_LIMIT).collect(),
        _ => places.take(SEARCH_LIMIT).collect(),
    };
    Scanned { places: first, total: u64::try_from(total).unwrap_or(u64::MAX) }
}

/// The first of those that are just what was typed, then of those that begin so, then of the others.
fn by_rank(names: &Names, places: impl Iterator<Item = usize>, term: &Term) -> Vec<usize> {
    let fitting = names.fitting(term.place, &term.typed.line_beginning());
    let mut ranks: [Vec<usize>; 3] = Default::default();
    let [exact, beginning, within] = &mut ranks;
    for place in places {
        let rank = match fitting.get(place).copied().unwrap_or_default() {
            Fit::Exact => &mut *exact,
            Fit::Beginning => &mut *beginning,
            Fit::Within => &mut *within,
        };
        if rank.len() < SEARCH_LIMIT {
            rank.push(place);
        }
    }
    ranks.into_iter().flatten().take(SEARCH_LIMIT).collect()
}
