//! The workbook worker: reads what the import worker does not, `.xls`, `.xlsb` and `.ods`, and writes the results.
//! It is fetched only when one of these is wanted.

use domain::import::report::{ColumnChoice, SheetError};
use domain::import::result_line::ResultLine;
use domain::import::worker_protocol::{
    ResultsColumns, ResultsFormat, WorkerAnswer, WorkerQuestion,
};
use sheet::{Original, ResultsError, ResultsRequest, results_csv, results_workbook};

use import_workers::{Page, Sent};

fn main() {
    let mut lines = Vec::new();
    let answer = move |page: &Page, question, sent: Result<Sent, _>| match question {
        WorkerQuestion::Read { choice } => {
            import_workers::read(page, sent, choice.as_ref());
        }
        WorkerQuestion::ResultLines(more) => lines.extend(more),
        WorkerQuestion::Results { place, format } => {
            write_results(page, format, sent.ok().as_ref(), place.as_ref(), &lines);
        }
    };
    import_workers::run(answer, |_, _| ());
}

/// Writes the results beside the columns of the file; or without them, where that cannot be done.
fn write_results(
    page: &Page,
    format: ResultsFormat,
    sent: Option<&Sent>,
    place: Option<&ColumnChoice>,
    lines: &[ResultLine],
) {
    let with_columns = match (sent, place) {
        (Some(Sent::File { name, bytes }), Some(place)) => {
            written(format, Original::File { bytes, name, place }, lines).ok()
        }
        _ => None,
    };
    let (columns, bytes) = match with_columns {
        Some(bytes) => (ResultsColumns::All, Ok(bytes)),
        None => (ResultsColumns::ResultsOnly, written(format, Original::Pasted, lines)),
    };
    match bytes {
        Ok(bytes) => {
            page.tell(&WorkerAnswer::Written(columns));
            page.give(&bytes);
        }
        Err(_) => page.tell(&WorkerAnswer::Refused(SheetError::ReaderFailed)),
    }
}

fn written(
    format: ResultsFormat,
    original: Original<'_>,
    rows: &[ResultLine],
) -> Result<Vec<u8>, ResultsError> {
    let request = ResultsRequest { original, rows };
    match format {
        ResultsFormat::Workbook => results_workbook(request),
        ResultsFormat::Csv => results_csv(request),
    }
}
