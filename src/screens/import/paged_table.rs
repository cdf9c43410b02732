//! A table of very many rows, seen one kind and one page at a time. Only the rows of the page are drawn.
//!
//! The URL is the state: `?show=` has the word for the kind of rows, `?page=` the page.

use std::ops::Range;

use leptos::{html, prelude::*};
use leptos_router::hooks::{use_location, use_query_map};

use crate::nhsuk::{
    Column, FilterTab, FilterTabs, PageLink, Pagination, Table, Title, counted, thousands,
};

/// How many rows a page has.
const PAGE: usize = 100;

/// A kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowFilter {
    /// The word for it in the URL.
    pub(super) code: &'static str,
    /// What its tab is called.
    pub(super) label: &'static str,
    /// How many rows are of it.
    pub(super) rows: u32,
}

/// What is shown: the rows of a kind (all, where there is none) and of those which page, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Position {
    filter: Option<RowFilter>,
    page: usize,
}

/// A table with tabs that show one kind of its rows, and pages, under a heading of its name.
#[component]
pub(super) fn PagedTable<Row, Rows>(
    id: &'static str,
    caption: &'static str,
    columns: Vec<Column>,
    /// How many rows there are of all kinds.
    total: u32,
    /// The kinds of rows there are.
    filters: Vec<RowFilter>,
    /// Some of the rows of a kind (its word), or of all rows.
    rows: Rows,
    /// Draws a row.
    draw: fn(Row) -> AnyView,
) -> impl IntoView
where
    Row: Clone + PartialEq + Send + Sync + 'static,
    Rows: Fn(Option<&'static str>, Range<usize>) -> Vec<Row> + Send + Sync + 'static,
{
    let position = position(filters.clone(), total);
    let page = Memo::new(move |_| {
        let Position { filter, page } = position.get();
        let start = page * PAGE;
        rows(filter.map(|filter| filter.code), start..start + PAGE)
    });
    let table = follow_pages(position);
    view! {
        <h3 class="nhsuk-heading-s">{caption}</h3>
        <Tabs filters total position />
        <div class="upm-paged-table" tabindex="-1" node_ref=table>
            <p aria-live="polite" class="upm-count">
                {move || shown(position.get(), total)}
            </p>
            <Table id caption=Title::from(caption).hidden() columns>
                {move || page.get().into_iter().map(draw).collect_view()}
            </Table>
        </div>
        <Pages total position />
    }
}

/// Reads the position from the URL; what it cannot mean is the first page of all rows.
fn position(filters: Vec<RowFilter>, total: u32) -> Memo<Position> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let shown = query.get("show");
            let filter = filters.iter().find(|filter| shown.as_deref() == Some(filter.code));
            let page = query.get("page").and_then(|page| page.parse::<usize>().ok());
            let last = pages(filter.map_or(total, |filter| filter.rows)) - 1;
            Position {
                filter: filter.copied(),
                page: page.unwrap_or(1).saturating_sub(1).min(last),
            }
        })
    })
}

/// How many pages rows take: one, where there are none.
fn pages(rows: u32) -> usize {
    (rows as usize).div_ceil(PAGE).max(1)
}

fn address(path: &str, position: Position) -> String {
    let Position { filter, page } = position;
    let show = filter.map(|filter| format!("show={}", filter.code));
    let page = (page > 0).then(|| format!("page={}", page + 1));
    let query = show.into_iter().chain(page).collect::<Vec<_>>();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

fn shown(position: Position, total: u32) -> String {
    let rows = position.filter.map_or(total, |filter| filter.rows);
    if pages(rows) == 1 {
        return counted(rows.into(), "row", "rows");
    }
    let first = (position.page * PAGE) as u64;
    let last = (first + PAGE as u64).min(rows.into());
    format!("Rows {} to {} of {}", thousands(first + 1), thousands(last), thousands(rows.into()))
}

/// What a cell holds, or a dash: in a stacked row, a heading with nothing beside it would look like a fault.
pub(super) fn or_dash(text: Option<String>) -> AnyView {
    match text {
        Some(text) => text.into_any(),
        None => view! { <span aria-hidden="true">"–"</span> }.into_any(),
    }
}

#[component]
fn Tabs(filters: Vec<RowFilter>, total: u32, position: Memo<Position>) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let tab = |filter: Option<RowFilter>| {
        let href = address(&path, Position { filter, page: 0 });
        let text = filter.map_or("All", |filter| filter.label);
        let count = u64::from(filter.map_or(total, |filter| filter.rows));
        let is_current = Signal::derive(move || position.get().filter == filter);
        FilterTab::new(Signal::stored(href), text, Signal::stored(count), is_current)
    };
    let kinds = filters.into_iter().map(Some);
    let tabs = std::iter::once(None).chain(kinds).map(tab).collect();
    view! { <FilterTabs label="Filter rows" tabs /> }
}

#[component]
fn Pages(total: u32, position: Memo<Position>) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let link = move |to: Option<usize>| {
        let Position { filter, .. } = position.get();
        let pages = pages(filter.map_or(total, |filter| filter.rows));
        let page = to.filter(|page| *page < pages)?;
        let label = format!("{} of {}", thousands(page as u64 + 1), thousands(pages as u64));
        Some(PageLink::new(address(&path, Position { filter, page })).label(label))
    };
    let previous = {
        let link = link.clone();
        Signal::derive(move || link(position.get().page.checked_sub(1)))
    };
    let next = Signal::derive(move || link(position.get().page.checked_add(1)));
    view! { <Pagination previous next label="Pages of rows" /> }
}

/// Takes people to the beginning of the table when they go to another page of it: the link that they followed is gone.
fn follow_pages(position: Memo<Position>) -> NodeRef<html::Div> {
    let table = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<Position>| {
        let now = position.get();
        let turned =
            before.is_some_and(|before| before.filter == now.filter && before.page != now.page);
        if turned {
            // Not before the router has scrolled to the top of the screen.
            request_animation_frame(move || {
                if let Some(table) = table.get_untracked() {
                    table.scroll_into_view();
                    // Refused only when the person has left the screen already.
                    let _ = table.focus();
                }
            });
        }
        now
    });
    table
}
