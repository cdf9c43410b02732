//! The history as a file.

use std::sync::Arc;

use domain::{catalogue::Catalogue, csv_export::csv, history::HistoryEntry, policy::PolicyRef};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::entries::{changes, in_words};
use crate::{
    client::{ApiError, Client, HistoryQuery},
    nhsuk::{Button, ButtonKind, ErrorSummary, SummaryError},
    shell::download::download_csv,
};

/// The most entries of a file: more than any policy has, and few enough for the browser.
const MOST: usize = 10_000;

/// Downloads the entries that the filter lets through, all pages of them.
#[component]
pub(super) fn Export(
    policy: PolicyRef,
    query: Memo<HistoryQuery>,
    catalogue: Arc<Catalogue>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let download = move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (policy, catalogue) = (policy.clone(), catalogue.clone());
        let query = HistoryQuery { cursor: String::new(), ..query.get_untracked() };
        spawn_local(async move {
            match all(client, &policy, query).await {
                Ok(entries) => {
                    let name = format!("history {}.csv", policy.full_name);
                    download_csv(&name, &file(&entries, &catalogue));
                }
                Err(error) => {
                    let _ = failure.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let errors = Signal::derive(move || {
        failure.get().map(|error| SummaryError::general(error.to_string())).into_iter().collect()
    });
    view! {
        <ErrorSummary errors />
        <Button kind=ButtonKind::Secondary busy on_click=download>
            "Download CSV"
        </Button>
    }
}

async fn all(
    client: Client,
    policy: &PolicyRef,
    mut query: HistoryQuery,
) -> Result<Vec<HistoryEntry>, ApiError> {
    let mut entries = Vec::new();
    loop {
        let page = client.history(&policy.id, &query).await?;
        entries.extend(page.items);
        match page.next_cursor {
            Some(cursor) if entries.len() < MOST => query.cursor = cursor,
            _ => return Ok(entries),
        }
    }
}

fn file(entries: &[HistoryEntry], catalogue: &Catalogue) -> String {
    let rows = entries
        .iter()
        .map(|entry| {
            let people = entry.job.as_ref().map(in_words).unwrap_or_default();
            [
                entry.at.to_string(),
                entry.administrator.clone(),
                entry.action.label().to_owned(),
                changes(entry, catalogue).join("; "),
                people,
            ]
        })
        .collect::<Vec<_>>();
    let heading = ["When (UTC)", "Who", "What was done", "Before and after", "People"];
    csv(heading, rows.iter().map(|row| row.each_ref().map(String::as_str)))
}
