//! The results of an import as a file to take away. The workbook worker writes it, for the page has better to do.

use std::time::Duration;

use domain::import::{
    machine::Import,
    result_line::ResultLine,
    worker_protocol::{ROWS_IN_PART, ResultsColumns, ResultsFormat, WorkerAnswer, WorkerQuestion},
};
use futures::StreamExt;
use gloo_timers::future::sleep;
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};

use super::{
    runner::Runner,
    worker_handle::{Heard, Program, RunningWorker},
};

/// A results file.
#[derive(Clone, Debug)]
pub struct ResultsFile {
    /// What is in it.
    pub blob: Blob,
    /// Whether it has the columns of the file that was imported.
    pub columns: ResultsColumns,
}

/// There is no file: the worker could not be fetched or came to grief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The results file could not be written")]
pub struct NotWritten;

/// Writes the results of the import that is here.
pub async fn write(runner: Runner, format: ResultsFormat) -> Result<ResultsFile, NotWritten> {
    let (mut worker, mut heard) =
        RunningWorker::start(Program::Workbook).map_err(|_| NotWritten)?;
    worker.expect_start();
    let mut columns = ResultsColumns::ResultsOnly;
    let mut is_ready = false;
    while let Some(heard) = heard.next().await {
        match heard {
            Heard::Answer(WorkerAnswer::Ready) => {
                is_ready = true;
                tell(&worker, runner, format).await.map_err(|_| NotWritten)?;
            }
            Heard::Answer(WorkerAnswer::Written(what)) => columns = what,
            Heard::File(bytes) => {
                let blob = blob(&bytes.into(), format).map_err(|_| NotWritten)?;
                return Ok(ResultsFile { blob, columns });
            }
            Heard::TimeToStartIsOver if is_ready => {}
            Heard::TimeToStartIsOver | Heard::Failed | Heard::Answer(_) => break,
        }
    }
    Err(NotWritten)
}

/// Tells the worker all lines, few at a time so that the page does not stand still, and then asks for the file.
async fn tell(
    worker: &RunningWorker,
    runner: Runner,
    format: ResultsFormat,
) -> Result<(), JsValue> {
    let mut told = 0;
    loop {
        let lines = runner.with_untracked(|import| lines(import?, told)).unwrap_or_default();
        if lines.is_empty() {
            break;
        }
        told += lines.len();
        worker.ask(&WorkerQuestion::ResultLines(lines), &JsValue::NULL)?;
        sleep(Duration::ZERO).await;
    }
    let place = runner.with_untracked(|import| import?.source().place.clone());
    let file = runner.file().map_or(JsValue::NULL, JsValue::from);
    worker.ask(&WorkerQuestion::Results { place, format }, &file)
}

/// The next lines after so many; none once all were told.
fn lines(import: &Import, told: usize) -> Option<Vec<ResultLine>> {
    let first = u32::try_from(told).ok()?;
    let rows = (first..).take(ROWS_IN_PART).map_while(|place| import.result(place));
    Some(rows.map(|row| ResultLine::from(&row)).collect())
}

fn blob(bytes: &JsValue, format: ResultsFormat) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(match format {
        ResultsFormat::Workbook => {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
        ResultsFormat::Csv => "text/csv;charset=utf-8",
    });
    Blob::new_with_buffer_source_sequence_and_options(&Array::of1(bytes), &options)
}
