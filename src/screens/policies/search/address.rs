//! The search in the URL: `?by=…&q=…&owner=…&licence=…&problems=…&sort=…&order=…`. What is as usual is left out, so a
//! plain search has a plain address.

use domain::policy::{SearchBy, SortBy, SortOrder};
use leptos_router::params::ParamsMap;

use crate::{client::PolicyQuery, paths};

/// Where the text is looked for: what the form offers, with the words of the URL.
pub(super) const SEARCH_BY: [(SearchBy, &str, &str); 4] = [
    (SearchBy::Anything, "anything", "Anything"),
    (SearchBy::DisplayName, "displayName", "Display name"),
    (SearchBy::OdsCode, "odsCode", "ODS code"),
    (SearchBy::OrganisationName, "organisationName", "Organisation name"),
];

/// What the form calls that by which the results are sorted.
pub(super) const SORT_BY: [(SortBy, &str); 7] = [
    (SortBy::Relevance, "Best match"),
    (SortBy::Name, "Policy name"),
    (SortBy::Organisation, "Organisation"),
    (SortBy::Licence, "Licence"),
    (SortBy::Members, "Members"),
    (SortBy::Problems, "Licensing errors"),
    (SortBy::Changed, "Last changed"),
];

/// Where a word of the URL says that the text is looked for.
pub(super) fn search_by(word: &str) -> SearchBy {
    SEARCH_BY.iter().find(|(_, code, _)| *code == word).map_or(SearchBy::Anything, |(by, ..)| *by)
}

/// The word of the URL for it.
pub(super) fn search_by_word(by: SearchBy) -> &'static str {
    SEARCH_BY.iter().find(|(choice, ..)| *choice == by).map_or("anything", |(_, code, _)| code)
}

/// What an address asks for.
pub(super) fn query(parameters: &ParamsMap) -> PolicyQuery {
    let get = |name| parameters.get(name).unwrap_or_default();
    let sort = SortBy::from_code(&get("sort")).unwrap_or_default();
    PolicyQuery {
        text: get("q"),
        by: search_by(&get("by")),
        owner: get("owner"),
        licence: get("licence"),
        only_with_problems: get("problems") == "true",
        sort,
        order: SortOrder::from_code(&get("order")).unwrap_or(sort.usual_order()),
    }
}

/// The address that asks for it.
pub(super) fn address(query: &PolicyQuery) -> String {
    let text = query.text.trim();
    let unless = |usual: bool, word: &'static str| if usual { "" } else { word };
    let parts = [
        ("by", unless(query.by == SearchBy::default(), search_by_word(query.by))),
        ("q", text),
        ("owner", &query.owner),
        ("licence", &query.licence),
        ("problems", unless(!query.only_with_problems, "true")),
        ("sort", unless(query.sort == SortBy::default(), query.sort.code())),
        ("order", unless(query.order == query.sort.usual_order(), query.order.code())),
    ];
    paths::with_query(&paths::policies(), &parts)
}
