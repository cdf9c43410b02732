//! What the search found, as a table whose columns sort it.

use domain::{
    catalogue::Sku,
    policy::{PolicyKind, PolicySearchResults, PolicySummary, SortBy, SortOrder},
};
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, NodeList};

use super::{address::address, form::sort};
use crate::{
    client::PolicyQuery,
    nhsuk::{
        Cell, CellFormat, Column, InsetText, RowHeader, SortDirection, Table, TableRow, Tag,
        TagColour, Title, VisuallyHidden, counted, thousands,
    },
    paths,
    shell::{Reference, RemoteData, RemoteView, clock, closed::ClosedTag, highlight::highlighted},
};

/// What was searched for, and what was found.
type Found = (PolicyQuery, PolicySearchResults);

#[component]
pub(super) fn Results(results: RemoteData<Found>) -> impl IntoView {
    view! {
        <div class="upm-results" aria-busy=move || results.is_stale().then_some("true")>
            <RemoteView data=results let:found>
                <FoundPolicies found />
            </RemoteView>
        </div>
    }
}

#[component]
fn FoundPolicies(found: Found) -> impl IntoView {
    let (query, PolicySearchResults { items, total, truncated }) = found;
    if items.is_empty() {
        return view! { <NothingFound query /> }.into_any();
    }
    let count = if truncated {
        format!("Showing {} of {}", thousands(items.len() as u64), thousands(total))
    } else {
        counted(total, "policy", "policies")
    };
    view! {
        <p role="status" class="upm-count">
            {count}
        </p>
        {truncated
            .then(|| {
                view! {
                    <InsetText>
                        <p>
                            "There are more policies than can be shown. Search for more of the name, or by ODS code, to narrow them down."
                        </p>
                    </InsetText>
                }
            })}
        <PolicyTable items query />
    }
    .into_any()
}

#[component]
fn NothingFound(query: PolicyQuery) -> impl IntoView {
    let is_narrowed = query != PolicyQuery::default();
    let has_filters =
        !query.owner.is_empty() || !query.licence.is_empty() || query.only_with_problems;
    let heading = match query.text.as_str() {
        "" if is_narrowed => "No policies match these filters".to_owned(),
        "" => "There are no policies yet".to_owned(),
        text => format!("No policies match “{text}”"),
    };
    let without_filters = PolicyQuery {
        owner: String::new(),
        licence: String::new(),
        only_with_problems: false,
        ..query.clone()
    };
    view! {
        <div role="status">
            <h2 class="nhsuk-heading-m">{heading}</h2>
            {is_narrowed
                .then(|| {
                    view! {
                        <p>"Check the spelling, try part of the name, or search by Anything."</p>
                        {(has_filters && !query.text.is_empty())
                            .then(|| {
                                view! {
                                    <p>
                                        <a href=address(&without_filters)>"Search without the filters"</a>
                                    </p>
                                }
                            })}
                        <p>
                            <a href=paths::policies()>"Show all policies"</a>
                        </p>
                    }
                })}
        </div>
    }
}

#[component]
fn PolicyTable(items: Vec<PolicySummary>, query: PolicyQuery) -> impl IntoView {
    let reference = Reference::expect();
    let column = |column: Column, by: SortBy| {
        let mut next = query.clone();
        sort(&mut next, by);
        let direction = (query.sort == by).then_some(match query.order {
            SortOrder::Ascending => SortDirection::Ascending,
            SortOrder::Descending => SortDirection::Descending,
        });
        column.sorted_by(address(&next), direction)
    };
    let columns = vec![
        column(Column::text("Policy"), SortBy::Name),
        column(Column::text("Organisation"), SortBy::Organisation),
        column(Column::text("Licences"), SortBy::Licence),
        column(Column::numeric("Members"), SortBy::Members),
        column(Column::numeric("Licensing errors"), SortBy::Problems),
        column(Column::text("Last changed"), SortBy::Changed),
    ];
    let text = query.text;
    let shown = shown_little_by_little(items.len());
    let rows = items
        .chunks(ROWS_AT_ONCE)
        .enumerate()
        .map(|(index, policies)| {
            let is_shown = Memo::new(move |_| shown.get() > index * ROWS_AT_ONCE);
            let (policies, text) = (policies.to_vec(), text.clone());
            move || {
                is_shown.get().then(|| {
                    let rows = policies.iter().cloned().map(|policy| {
                        // The catalogue may come after the results.
                        let skus = policy.licences.clone();
                        let licences = Signal::derive(move || {
                            reference.with(|reference| {
                                reference.map_or_else(String::new, |reference| {
                                    licences(&skus, reference)
                                })
                            })
                        });
                        row(policy, licences, &text)
                    });
                    rows.collect_view()
                })
            }
        })
        .collect_view();
    view! {
        <div on:keydown=move_focus>
            <Table id="policies" caption=Title::from("User policies") columns>
                {rows}
            </Table>
        </div>
    }
}

/// How many rows are drawn in one frame: 500 at once would hold the page up for a fifth of a second.
const ROWS_AT_ONCE: usize = 50;

/// How many of so many rows are to be drawn by now: some more in each frame.
fn shown_little_by_little(rows: usize) -> RwSignal<usize> {
    fn show_more(shown: RwSignal<usize>, rows: usize) {
        request_animation_frame(move || {
            // The table may be gone by now.
            let more = shown.try_update(|shown| {
                *shown += ROWS_AT_ONCE;
                *shown < rows
            });
            if more == Some(true) {
                show_more(shown, rows);
            }
        });
    }
    let shown = RwSignal::new(ROWS_AT_ONCE);
    if rows > ROWS_AT_ONCE {
        show_more(shown, rows);
    }
    shown
}

fn licences(skus: &[Sku], reference: &Reference) -> String {
    skus.iter()
        .map(|sku| reference.catalogue.product(sku).map_or(sku.as_str(), |product| &product.name))
        .collect::<Vec<_>>()
        .join(", ")
}

fn row(policy: PolicySummary, licences: Signal<String>, typed: &str) -> impl IntoView + use<> {
    let name = highlighted(&policy.full_name, typed);
    let organisation = highlighted(&policy.organisation.name, typed);
    let former_name = policy.former_name.as_ref().map(|former| {
        let former = highlighted(former, typed);
        view! { <span class="nhsuk-hint upm-former-name">"Formerly " {former}</span> }
    });
    let problems = match policy.problem_count {
        0 => "0".into_any(),
        count => view! {
            <a href=paths::licensing_errors(&policy.id)>
                {thousands(u64::from(count))} <VisuallyHidden>" licensing errors"</VisuallyHidden>
            </a>
        }
        .into_any(),
    };
    let (href, members_href) = (paths::policy(&policy.id), paths::members(&policy.id));
    view! {
        <TableRow>
            <RowHeader heading="Policy">
                <a href=href>{name}</a>
                {(policy.kind == PolicyKind::National)
                    .then(|| view! { " " <Tag colour=TagColour::Grey>"National"</Tag> })}
            </RowHeader>
            <Cell heading="Organisation">
                {organisation} <ClosedTag ods=policy.organisation.ods.clone() /> {former_name}
            </Cell>
            <Cell heading="Licences">{licences}</Cell>
            <Cell heading="Members" format=CellFormat::Numeric>
                <a href=members_href>{thousands(u64::from(policy.member_count))}</a>
            </Cell>
            <Cell heading="Licensing errors" format=CellFormat::Numeric>
                {problems}
            </Cell>
            <Cell heading="Last changed">{clock::moment(policy.updated_at)}</Cell>
        </TableRow>
    }
}

/// The links of the policies found, in order.
fn links() -> Option<NodeList> {
    document().query_selector_all("#policies tbody th a").ok()
}

fn focus_link(index: u32) -> bool {
    let link = links().and_then(|links| links.get(index)?.dyn_into::<HtmlElement>().ok());
    link.is_some_and(|link| link.focus().is_ok())
}

/// Takes the focus to the first policy found; false where there is none.
pub(super) fn focus_first() -> bool {
    focus_link(0)
}

/// The arrow keys go from policy to policy, and from the first back to the search box.
fn move_focus(event: KeyboardEvent) {
    let Some(here) = document().active_element() else { return };
    let Some(links) = links() else { return };
    let here = (0..links.length())
        .find(|index| links.get(*index).is_some_and(|link| link.is_same_node(Some(&here))));
    let moved = match (event.key().as_str(), here) {
        ("ArrowDown", Some(index)) => focus_link(index + 1),
        ("ArrowUp", Some(0)) => {
            let search = document().get_element_by_id("q");
            let search = search.and_then(|search| search.dyn_into::<HtmlElement>().ok());
            search.is_some_and(|search| search.focus().is_ok())
        }
        ("ArrowUp", Some(index)) => focus_link(index - 1),
        _ => false,
    };
    if moved {
        event.prevent_default();
    }
}
