//! A table of very many rows, seen one kind and one page at a time. Only the rows of the page are drawn.
//!
//! The URL is the state: `?show=` has the word for the kind of rows, `?page=` the page.

use leptos::{html, prelude::*};
use leptos_router::hooks::{use_location, use_query_map};

use crate::nhsuk::{
    Column, FilterTab, FilterTabs, PageLink, Pagination, Table, Title, counted, thousands,
};

/// How many rows a page has: few enough to be drawn between two letters of a search.
const PAGE: usize = 25;

/// How many of them are drawn in one frame: a whole page at once would hold a slow machine up for longer than a blink.
const ROWS_AT_ONCE: usize = 9;

/// A kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// The word for it in the URL.
    pub(super) code: &'static str,
    /// What its tab is called.
    pub(super) label: &'static str,
    /// How many rows are of it.
    pub(super) rows: u32,
}

/// The rows that there are to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The places of the rows of the kind that is shown, in order.
    pub(super) places: Vec<u32>,
    /// The kinds of rows there are, whichever is shown.
    pub(super) kinds: Vec<Kind>,
}

impl Found {
    fn total(&self) -> u32 {
        self.kinds.iter().map(|kind| kind.rows).sum()
    }
}

/// The word for the kind of rows that the URL wants shown; none for all.
pub(super) fn shown_kind() -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("show")))
}

/// A table with tabs that show one kind of its rows, and pages, under a heading of its name. Its children stand between
/// the tabs and the table: a search, what can be done to rows.
#[component]
pub(super) fn PagedTable(
    id: &'static str,
    caption: &'static str,
    columns: Vec<Column>,
    found: Memo<Found>,
    /// Draws the row at a place. It is drawn once; what changes in it is its own to follow.
    #[prop(into)]
    draw: Callback<u32, AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let page = page_of(found);
    let drawn = drawn_little_by_little(page);
    let places = Memo::new(move |_| {
        let (start, count) = (page.get() * PAGE, drawn.get());
        found.with(|found| found.places.iter().skip(start).take(count).copied().collect::<Vec<_>>())
    });
    let table = follow_pages(page);
    view! {
        <h3 class="nhsuk-heading-s">{caption}</h3>
        <Tabs found />
        {children.map(|children| children())}
        <div class="upm-paged-table" tabindex="-1" node_ref=table>
            <p aria-live="polite" class="upm-count">
                {move || shown(page.get(), rows_of(found))}
            </p>
            <NoneLeft found />
            <Table id caption=Title::from(caption).hidden() columns>
                <For
                    each=move || places.get()
                    key=|place| *place
                    children=move |place| draw.run(place)
                />
            </Table>
        </div>
        <Pages found page />
    }
}

/// How many rows of the page are drawn by now: after it was turned, or another kind chosen, some more in each frame.
fn drawn_little_by_little(page: Memo<usize>) -> Memo<usize> {
    type View = (Option<String>, usize);
    fn draw_more(view: Memo<View>, drawn: RwSignal<Option<(View, usize)>>, of: View, count: usize) {
        request_animation_frame(move || {
            // The table may be gone by now, or another page be shown.
            let is_shown = view.try_with_untracked(|now| *now == of) == Some(true);
            if is_shown && drawn.try_set(Some((of.clone(), count))).is_none() && count < PAGE {
                draw_more(view, drawn, of, count + ROWS_AT_ONCE);
            }
        });
    }
    let show = shown_kind();
    let view = Memo::new(move |_| (show.get(), page.get()));
    let drawn = RwSignal::new(None);
    Effect::new(move || draw_more(view, drawn, view.get(), 2 * ROWS_AT_ONCE));
    Memo::new(move |_| {
        let view = view.get();
        drawn.with(|drawn| match drawn {
            Some((of, count)) if *of == view => (*count).min(PAGE),
            _ => ROWS_AT_ONCE,
        })
    })
}

fn rows_of(found: Memo<Found>) -> usize {
    found.with(|found| found.places.len())
}

/// Reads the page from the URL, from 0; what it cannot mean is the first, and beyond the last is the last.
fn page_of(found: Memo<Found>) -> Memo<usize> {
    let query = use_query_map();
    Memo::new(move |_| {
        let page = query.with(|query| query.get("page").and_then(|page| page.parse().ok()));
        let last = pages(rows_of(found)) - 1;
        page.unwrap_or(1_usize).saturating_sub(1).min(last)
    })
}

/// How many pages rows take: one, where there are none.
fn pages(rows: usize) -> usize {
    rows.div_ceil(PAGE).max(1)
}

fn address(path: &str, show: Option<&str>, page: usize) -> String {
    let show = show.map(|code| format!("show={code}"));
    let page = (page > 0).then(|| format!("page={}", page + 1));
    let query = show.into_iter().chain(page).collect::<Vec<_>>();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

fn shown(page: usize, rows: usize) -> String {
    let all = rows as u64;
    if pages(rows) == 1 {
        return counted(all, "row", "rows");
    }
    let first = (page * PAGE) as u64;
    let last = (first + PAGE as u64).min(all);
    format!("Rows {} to {} of {}", thousands(first + 1), thousands(last), thousands(all))
}

/// What a cell holds, or a dash: in a stacked row, a heading with nothing beside it would look like a fault.
pub(super) fn or_dash(text: Option<String>) -> AnyView {
    match text {
        Some(text) => text.into_any(),
        None => view! { <span aria-hidden="true">"–"</span> }.into_any(),
    }
}

/// Leads on where every row of the kind that is shown has become another, or nothing there has the text that is looked for.
#[component]
fn NoneLeft(found: Memo<Found>) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let show = shown_kind();
    let is_empty = Memo::new(move |_| show.get().is_some() && rows_of(found) == 0);
    move || {
        is_empty.get().then(|| {
            let all = address(&path, None, 0);
            view! {
                <p>
                    "There is nothing to see here. "
                    <a class="nhsuk-link" href=all data-noscroll="">
                        "See all rows"
                    </a>
                </p>
            }
        })
    }
}

/// The tabs are made anew when kinds come or go; the counts in them just change.
#[component]
fn Tabs(found: Memo<Found>) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let show = shown_kind();
    let present = Memo::new(move |_| {
        found.with(|found| {
            found.kinds.iter().map(|kind| (kind.code, kind.label)).collect::<Vec<_>>()
        })
    });
    let count = move |code: Option<&'static str>| {
        found.with(|found| match code {
            None => found.total(),
            Some(code) => {
                found.kinds.iter().find(|kind| kind.code == code).map_or(0, |kind| kind.rows)
            }
        })
    };
    move || {
        let tab = |code: Option<&'static str>, text: &'static str| {
            let href = address(&path, code, 0);
            let is_current = Signal::derive(move || show.get().as_deref() == code);
            let count = Signal::derive(move || u64::from(count(code)));
            FilterTab::new(Signal::stored(href), text, count, is_current)
        };
        let mut tabs = vec![tab(None, "All")];
        tabs.extend(present.get().into_iter().map(|(code, label)| tab(Some(code), label)));
        view! { <FilterTabs label="Filter rows" tabs /> }
    }
}

#[component]
fn Pages(found: Memo<Found>, page: Memo<usize>) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let show = shown_kind();
    let link = move |to: Option<usize>| {
        let pages = pages(rows_of(found));
        let page = to.filter(|page| *page < pages)?;
        let label = format!("{} of {}", thousands(page as u64 + 1), thousands(pages as u64));
        Some(PageLink::new(address(&path, show.get().as_deref(), page)).label(label))
    };
    let previous = {
        let link = link.clone();
        Signal::derive(move || link(page.get().checked_sub(1)))
    };
    let next = Signal::derive(move || link(page.get().checked_add(1)));
    view! { <Pagination previous next label="Pages of rows" /> }
}

/// Takes people to the beginning of the table when they go to another page of it: the link that they followed is gone.
fn follow_pages(page: Memo<usize>) -> NodeRef<html::Div> {
    let table = NodeRef::<html::Div>::new();
    let show = shown_kind();
    Effect::new(move |before: Option<(Option<String>, usize)>| {
        let now = (show.get(), page.get());
        let turned = before.is_some_and(|before| before.0 == now.0 && before.1 != now.1);
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
