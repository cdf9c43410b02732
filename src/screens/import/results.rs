//! What became of each row: the table, and the files to take away.

use domain::import::{
    machine::Import,
    read_back::OnServer,
    results::{ResultKind, ResultRow},
    worker_protocol::{ResultsColumns, ResultsFormat},
};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::paged_table::{Found, Kind, PagedTable, or_dash, shown_kind};
use crate::{
    import::{results_file, runner::Runner},
    nhsuk::{
        Button, ButtonGroup, ButtonKind, Cell, CellFormat, Column, ErrorSummary, RowHeader,
        SummaryError, TableRow, Tag, TagColour,
    },
    shell::{clock, download::download, outcomes::OutcomeTag},
};

/// The files, what else there is to do, and the table of all rows.
#[component]
pub(super) fn Results(
    runner: Runner,
    full_name: String,
    /// What stands between the files and the table.
    children: Children,
) -> impl IntoView {
    let show = shown_kind();
    let found = Memo::new(move |_| {
        let kind = show.get().as_deref().and_then(ResultKind::from_code);
        runner.with(|import| import.map(|import| find(import, kind))).unwrap_or_default()
    });
    let columns = vec![
        Column::numeric("Row"),
        Column::text("Address"),
        Column::text("Outcome"),
        Column::text("On the server now"),
        Column::text("Reason"),
        Column::text("What to do"),
    ];
    view! {
        <Downloads runner full_name />
        {children()}
        <PagedTable
            id="outcomes"
            caption="Outcome of each row"
            columns
            found
            draw=move |place| view! { <Row runner place /> }.into_any()
        />
    }
}

fn find(import: &Import, kind: Option<ResultKind>) -> Found {
    let (places, counts) = import.find_results(kind);
    let kinds = ResultKind::all().filter_map(|kind| {
        let rows = counts.get(&kind).copied()?;
        Some(Kind { code: kind.code(), label: kind.label(), rows })
    });
    Found { places, kinds: kinds.collect() }
}

/// The results as files. They are written by a worker, which reads the LA's own columns from their file again.
#[component]
fn Downloads(runner: Runner, full_name: String) -> impl IntoView {
    let name = format!("import-results {full_name} {}", clock::today());
    let name = StoredValue::new(name);
    let writing = RwSignal::new(None::<ResultsFormat>);
    let failed = RwSignal::new(0_u32);
    let lacks_columns = RwSignal::new(false);
    let has_file = runner
        .with_untracked(|import| import.is_some_and(|import| import.source().place.is_some()));
    let write = move |format: ResultsFormat| {
        if writing.with_untracked(Option::is_some) {
            return;
        }
        writing.set(Some(format));
        spawn_local(async move {
            let written = results_file::write(runner, format).await;
            // The screen may have gone meanwhile.
            if writing.try_set(None).is_some() {
                return;
            }
            match written {
                Ok(file) => {
                    failed.set(0);
                    lacks_columns.set(has_file && file.columns == ResultsColumns::ResultsOnly);
                    let name = format!("{}{}", name.get_value(), format.ending());
                    download(&name, &file.blob);
                }
                Err(_) => failed.update(|failed| *failed += 1),
            }
        });
    };
    let errors = Signal::derive(move || {
        let text = "The results file could not be written. Try again, or reload this page";
        (failed.get() > 0).then(|| SummaryError::general(text.to_owned())).into_iter().collect()
    });
    let is_writing = move |format| Signal::derive(move || writing.get() == Some(format));
    view! {
        <ErrorSummary errors attempt=failed />
        <ButtonGroup>
            <Button
                kind=ButtonKind::Secondary
                busy=is_writing(ResultsFormat::Workbook)
                on_click=move |()| write(ResultsFormat::Workbook)
            >
                "Download results"
            </Button>
            <Button
                kind=ButtonKind::Secondary
                busy=is_writing(ResultsFormat::Csv)
                on_click=move |()| write(ResultsFormat::Csv)
            >
                "Download as CSV"
            </Button>
        </ButtonGroup>
        <p aria-live="polite" class="nhsuk-hint">
            {move || {
                lacks_columns
                    .get()
                    .then_some(
                        "Your file could not be read again, so the results have only the addresses and not its other columns.",
                    )
            }}
        </p>
    }
}

#[component]
fn Row(runner: Runner, place: u32) -> impl IntoView {
    let row =
        Memo::new(move |_| runner.with(|import| import.and_then(|import| import.result(place))));
    move || row.get().map(|row| view! { <ResultCells row /> })
}

#[component]
fn ResultCells(row: ResultRow) -> impl IntoView {
    let ResultRow { row, value, result, on_server, .. } = row;
    let reason = result.reason();
    let advice = result.advice();
    view! {
        <TableRow>
            <Cell heading="Row" format=CellFormat::Numeric>
                {row}
            </Cell>
            <RowHeader heading="Address">{value}</RowHeader>
            <Cell heading="Outcome">
                <ResultTag kind=result.kind() />
            </Cell>
            <Cell heading="On the server now">
                {match on_server {
                    Some(on_server) => view! { <OnServerTag on_server /> }.into_any(),
                    None => or_dash(None),
                }}
            </Cell>
            <Cell heading="Reason">{or_dash(reason)}</Cell>
            <Cell heading="What to do">{or_dash(advice)}</Cell>
        </TableRow>
    }
}

#[component]
fn OnServerTag(on_server: OnServer) -> impl IntoView {
    let colour = match on_server {
        OnServer::Applied => TagColour::Green,
        OnServer::Differs { .. } => TagColour::Red,
        OnServer::Pending => TagColour::Yellow,
    };
    let text = on_server.label();
    let more = match on_server {
        OnServer::Applied => None,
        _ => Some(on_server.describe()),
    };
    view! {
        <Tag colour>{text}</Tag>
        {more.map(|more| view! { <span class="nhsuk-hint upm-address__before">{more}</span> })}
    }
}

#[component]
fn ResultTag(kind: ResultKind) -> impl IntoView {
    let colour = match kind {
        ResultKind::Outcome(kind) => return view! { <OutcomeTag kind /> }.into_any(),
        ResultKind::LeftOut | ResultKind::Duplicate => TagColour::Grey,
        ResultKind::NotAnAddress => TagColour::Orange,
    };
    view! { <Tag colour>{kind.label()}</Tag> }.into_any()
}
