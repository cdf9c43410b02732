//! The entries of a page of the history, as a table.

use std::sync::Arc;

use domain::{
    catalogue::Catalogue,
    history::{HistoryAction, HistoryEntry, HistoryPage},
    ids::PolicyId,
    job::Job,
    policy::{PolicyDraft, compare::differences},
};
use leptos::prelude::*;

use super::address;
use crate::{
    client::HistoryQuery,
    nhsuk::{Cell, Column, RowHeader, Table, TableRow, Title, counted, thousands},
    paths,
    shell::{RemoteData, RemoteView, clock},
};

#[component]
pub(super) fn Entries(
    page: RemoteData<HistoryPage>,
    query: Memo<HistoryQuery>,
    policy: PolicyId,
    catalogue: Arc<Catalogue>,
) -> impl IntoView {
    view! {
        <RemoteView data=page let:page>
            <PageOfEntries
                page
                query=query.get_untracked()
                policy=policy.clone()
                catalogue=catalogue.clone()
            />
        </RemoteView>
    }
}

#[component]
fn PageOfEntries(
    page: HistoryPage,
    query: HistoryQuery,
    policy: PolicyId,
    catalogue: Arc<Catalogue>,
) -> impl IntoView {
    let HistoryPage { items, next_cursor } = page;
    let newest = HistoryQuery { cursor: String::new(), ..query.clone() };
    let newest = (!query.cursor.is_empty()).then(|| address(&policy, &newest));
    let older =
        next_cursor.map(|cursor| address(&policy, &HistoryQuery { cursor, ..query.clone() }));
    if items.is_empty() {
        let is_filtered = query != HistoryQuery::default();
        let all = is_filtered.then(|| paths::history(&policy));
        let heading = if is_filtered {
            "Nothing matches this filter"
        } else {
            "Nothing has been done to this policy yet"
        };
        return view! {
            <div role="status">
                <h2 class="nhsuk-heading-m">{heading}</h2>
                {all
                    .map(|href| {
                        view! {
                            <p>
                                <a href=href>"Show everything"</a>
                            </p>
                        }
                    })}
            </div>
        }
        .into_any();
    }
    let columns = vec![
        Column::text("When"),
        Column::text("Who"),
        Column::text("What was done"),
        Column::text("Before and after"),
    ];
    let rows = items.iter().map(|entry| row(entry, &catalogue)).collect_view();
    view! {
        <Table id="history" caption=Title::from("History").hidden() columns>
            {rows}
        </Table>
        <nav class="upm-actions" aria-label="Pages of the history">
            {newest.map(|href| view! { <a href=href>"Newest entries"</a> })}
            {older.map(|href| view! { <a href=href>"Older entries"</a> })}
        </nav>
    }
    .into_any()
}

fn row(entry: &HistoryEntry, catalogue: &Catalogue) -> impl IntoView + use<> {
    let job = entry.job.as_ref().map(|job| {
        let (href, text) = (paths::job(&job.id), in_words(job));
        view! {
            <p class="upm-history__job">
                <a href=href>{text}</a>
            </p>
        }
    });
    let (when, who, what) =
        (clock::moment(entry.at), entry.administrator.clone(), entry.action.label());
    let changes = changes(entry, catalogue)
        .into_iter()
        .map(|change| view! { <li>{change}</li> })
        .collect_view();
    view! {
        <TableRow>
            <RowHeader heading="When">{when}</RowHeader>
            <Cell heading="Who">{who}</Cell>
            <Cell heading="What was done">{what}</Cell>
            <Cell heading="Before and after">
                <div>
                    <ul class="nhsuk-list upm-history__changes">{changes}</ul>
                    {job}
                </div>
            </Cell>
        </TableRow>
    }
}

/// What an entry changed, a setting in each line.
pub(super) fn changes(entry: &HistoryEntry, catalogue: &Catalogue) -> Vec<String> {
    if let Some(change) = &entry.organisation_change {
        return vec![change.describe()];
    }
    let Some(after) = &entry.after else { return Vec::new() };
    let nothing =
        PolicyDraft { organisation: after.organisation.clone(), ..PolicyDraft::default() };
    let before = entry.before.as_ref().unwrap_or(&nothing);
    differences(before, after, catalogue)
        .into_iter()
        .map(|change| {
            let setting = change.setting.label(catalogue);
            match entry.action {
                HistoryAction::PolicyCreated => format!("{setting}: {}", change.after),
                _ => {
                    format!("{setting}: {} → {}", or_empty(&change.before), or_empty(&change.after))
                }
            }
        })
        .collect()
}

fn or_empty(value: &str) -> &str {
    if value.is_empty() { "empty" } else { value }
}

/// What a job of an entry did, or is doing.
pub(super) fn in_words(job: &Job) -> String {
    let people = counted(u64::from(job.total), "person", "people");
    let import = if job.import_id.is_some() { ", by import" } else { "" };
    let changed = thousands(u64::from(job.changed));
    if job.state.is_over() {
        format!("{changed} of {people} changed{import}")
    } else {
        format!("{people} in progress{import}")
    }
}
