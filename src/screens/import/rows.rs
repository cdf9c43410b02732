//! The rows of a plan, found by kind and text: the table of them ([`row`](super::row) draws each), and what it shows.

use domain::import::{machine::Import, plan::RowFilter, row::RowKind};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    bulk::BulkActions,
    paged_table::{Found, Kind, PagedTable, shown_kind},
    row::Row,
};
use crate::{
    import::runner::Runner,
    nhsuk::{Column, SearchButton, SearchInput, Spellcheck},
};

/// What the table of rows is looked at and changed by. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct RowsView {
    pub(super) runner: Runner,
    /// What is searched for.
    text: RwSignal<String>,
    /// The kind that is shown.
    kind: Memo<Option<RowKind>>,
    /// The places of the rows that are ticked.
    pub(super) ticked: RwSignal<Vec<u32>>,
    /// The row that is being corrected.
    pub(super) editing: RwSignal<Option<u32>>,
}

impl RowsView {
    fn new(runner: Runner) -> Self {
        let show = shown_kind();
        Self {
            runner,
            text: RwSignal::new(String::new()),
            kind: Memo::new(move |_| show.get().as_deref().and_then(RowKind::from_code)),
            ticked: RwSignal::new(Vec::new()),
            editing: RwSignal::new(None),
        }
    }

    /// What is shown: a kind, and a text that is searched for.
    pub(super) fn filter(self) -> RowFilter {
        RowFilter { kind: self.kind.get(), text: self.text.get() }
    }

    fn found(self) -> Memo<Found> {
        Memo::new(move |_| {
            let filter = self.filter();
            self.runner
                .with(|import| import.map(|import| find(import, &filter)))
                .unwrap_or_default()
        })
    }

    pub(super) fn tick(self, place: u32, is_ticked: bool) {
        self.ticked.update(|ticked| {
            ticked.retain(|known| *known != place);
            if is_ticked {
                ticked.push(place);
            }
        });
    }
}

fn find(import: &Import, filter: &RowFilter) -> Found {
    let (places, counts) = import.plan().find(filter);
    let kind = |(kind, rows): (RowKind, u32)| Kind { code: kind.code(), label: kind.label(), rows };
    Found { places, kinds: counts.into_iter().map(kind).collect() }
}

/// All rows of the plan under review.
#[component]
pub(super) fn Rows(runner: Runner) -> impl IntoView {
    let rows = RowsView::new(runner);
    let found = rows.found();
    let columns = vec![
        Column::hidden("Select"),
        Column::numeric("Row"),
        Column::text("Address"),
        Column::text("Name"),
        Column::text("What will happen"),
        Column::text("What to do"),
        Column::hidden("Change"),
    ];
    view! {
        <PagedTable
            id="rows"
            caption="Rows to review"
            columns
            found
            draw=move |place| view! { <Row rows place /> }.into_any()
        >
            <form role="search" class="upm-row-search" on:submit=|event: SubmitEvent| event.prevent_default()>
                <SearchInput
                    id="row-search"
                    label="Find in rows"
                    hint=Some("Part of an address or a name".to_owned())
                    value=rows.text
                    on_input=move |text| rows.text.set(text)
                    spellcheck=Spellcheck::Off
                    button=SearchButton::Hidden
                />
            </form>
            <BulkActions rows found />
        </PagedTable>
    }
}
