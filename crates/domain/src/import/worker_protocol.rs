//! What the import worker and the page tell each other, so that neither needs the other's code.
//!
//! The page waits for [`WorkerAnswer::Ready`], since what it sends earlier is lost. Then it sends an array
//! of a [`WorkerQuestion`] as JSON text and, where the question is about one, a `File` of the browser or a
//! pasted text. Each answer is a [`WorkerAnswer`] as bytes ([`super::worker_message`]), in a `Uint8Array` that
//! is handed over, not copied. Neither side is to stand still while it takes a message in, so what is long goes
//! in parts.

use std::iter::Peekable;
use std::vec::IntoIter;

use serde::{Deserialize, Serialize};

use super::report::{
    AddressRow, ColumnChoice, DuplicateRow, Progress, RejectedRow, SheetError, SheetReport,
    SheetResult,
};
use super::result_line::ResultLine;

/// The most rows, or lines of results, of one part: a few milliseconds to take in.
pub const ROWS_IN_PART: usize = 5_000;

/// What the page asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WorkerQuestion {
    /// What addresses there are in the file or text that comes with it.
    Read {
        /// Where they are, if the administrator said so.
        choice: Option<ColumnChoice>,
    },
    /// These lines, which follow those told before, are to be in the results file. There is no answer to it.
    ResultLines(Vec<ResultLine>),
    /// The results file, made of the lines that were told and of the file that comes with it, if one does.
    Results {
        /// Where in the file the addresses are.
        place: Option<ColumnChoice>,
        /// What kind of file is wanted.
        format: ResultsFormat,
    },
}

/// The kinds of results file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ResultsFormat {
    /// An Excel workbook.
    Workbook,
    /// Comma-separated values.
    Csv,
}

impl ResultsFormat {
    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Workbook => ".xlsx",
            Self::Csv => ".csv",
        }
    }
}

/// Which columns a results file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ResultsColumns {
    /// Those of the file that was imported, and the results.
    All,
    /// The addresses and the results: the file could not be read again, or would have become too large.
    ResultsOnly,
}

/// A message of the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WorkerAnswer {
    /// It has started.
    Ready,
    /// How far the reading is.
    Progress(Progress),
    /// Some rows of the report, in the order of the sheet; more will follow.
    Part(SheetReport),
    /// The rest of the report: what it says of the sheet as a whole.
    Done(SheetReport),
    /// There is no report, and no results file.
    Refused(SheetError),
    /// The results file, which comes next, as bytes.
    Written(ResultsColumns),
}

/// Whether another program may read what the import worker refused with this: it knows two kinds of file
/// and how most programs write them, the workbook worker all kinds.
pub fn may_be_read_otherwise(refusal: &SheetError) -> bool {
    matches!(refusal, SheetError::UnsupportedFormat { .. } | SheetError::Corrupt)
}

/// The messages that tell a result.
pub fn answers(result: SheetResult) -> impl Iterator<Item = WorkerAnswer> {
    let (mut report, refusal) = match result {
        Ok(report) => (report, None),
        Err(error) => (SheetReport::default(), Some(WorkerAnswer::Refused(error))),
    };
    let mut rows = RowsInOrder::take_out_of(&mut report);
    let last = refusal.unwrap_or(WorkerAnswer::Done(report));
    std::iter::from_fn(move || rows.next_part()).map(WorkerAnswer::Part).chain([last])
}

/// The rows of a report, to be told in the order of the sheet, in which each list has its own.
struct RowsInOrder {
    addresses: Peekable<IntoIter<AddressRow>>,
    rejected: Peekable<IntoIter<RejectedRow>>,
    duplicates: Peekable<IntoIter<DuplicateRow>>,
}

impl RowsInOrder {
    fn take_out_of(report: &mut SheetReport) -> Self {
        Self {
            addresses: std::mem::take(&mut report.addresses).into_iter().peekable(),
            rejected: std::mem::take(&mut report.rejected).into_iter().peekable(),
            duplicates: std::mem::take(&mut report.duplicates).into_iter().peekable(),
        }
    }

    /// The next rows of the sheet, at most [`ROWS_IN_PART`] of them.
    fn next_part(&mut self) -> Option<SheetReport> {
        let mut part = SheetReport::default();
        let taken = (0..ROWS_IN_PART).take_while(|_| self.move_one_to(&mut part).is_some()).count();
        (taken > 0).then_some(part)
    }

    /// Moves the next row of the sheet, if there is one.
    fn move_one_to(&mut self, part: &mut SheetReport) -> Option<()> {
        let address = self.addresses.peek().map_or(u32::MAX, |address| address.row);
        let rejected = self.rejected.peek().map_or(u32::MAX, |rejected| rejected.row);
        let duplicate = self.duplicates.peek().map_or(u32::MAX, |duplicate| duplicate.row);
        if address <= rejected.min(duplicate)
            && let Some(address) = self.addresses.next()
        {
            part.addresses.push(address);
        } else if rejected <= duplicate
            && let Some(rejected) = self.rejected.next()
        {
            part.rejected.push(rejected);
        } else {
            part.duplicates.push(self.duplicates.next()?);
        }
        Some(())
    }
}

/// Puts a report together from its parts, for whoever needs it whole.
#[derive(Debug, Default)]
pub struct Assembly(SheetReport);

impl Assembly {
    /// Takes some rows.
    pub fn add(&mut self, part: SheetReport) {
        let Self(all) = self;
        all.addresses.extend(part.addresses);
        all.rejected.extend(part.rejected);
        all.duplicates.extend(part.duplicates);
    }

    /// The whole report, given what the worker said last.
    pub fn finish(self, last: SheetReport) -> SheetReport {
        let Self(SheetReport { addresses, rejected, duplicates, .. }) = self;
        SheetReport { addresses, rejected, duplicates, ..last }
    }
}

#[cfg(test)]
mod tests {
    use super::{Assembly, ROWS_IN_PART, WorkerAnswer, answers};
    use crate::import::report::{Preview, ReportBuilder, SheetError, SheetReport, SheetResult};
    use crate::import::worker_message::{from_bytes, to_bytes};

    /// The numbers of a part's rows, each list after the other.
    fn rows(part: &SheetReport) -> Vec<u32> {
        let addresses = part.addresses.iter().map(|address| address.row);
        let rejected = part.rejected.iter().map(|rejected| rejected.row);
        let duplicates = part.duplicates.iter().map(|duplicate| duplicate.row);
        addresses.chain(rejected).chain(duplicates).collect()
    }

    /// The messages that tell a result, as they arrive.
    fn told(result: SheetResult) -> Vec<WorkerAnswer> {
        answers(result).map(|answer| from_bytes(&to_bytes(answer).unwrap()).unwrap()).collect()
    }

    fn mixed_report(rows: u32) -> SheetReport {
        let mut report = ReportBuilder::new(Some("Members".to_owned()), Some(3));
        for row in 4..rows + 4 {
            let address = ["", " ", "Ann@nhs.net"].get(row as usize % 20).copied();
            report.push(row, address.unwrap_or(&format!("p{row}@nhs.net"))).unwrap();
        }
        report.finish().unwrap()
    }

    #[test]
    fn a_long_report_arrives_whole_though_in_parts() {
        let report = mixed_report(20_001);
        let mut messages = told(Ok(report.clone()));
        let Some(WorkerAnswer::Done(last)) = messages.pop() else { panic!("not done") };
        assert_eq!(messages.len(), 5);
        let mut assembly = Assembly::default();
        for message in messages {
            let WorkerAnswer::Part(part) = message else { panic!("no part: {message:?}") };
            assembly.add(part);
        }
        assert!(assembly.finish(last) == report, "something was lost or changed");
    }

    #[test]
    fn each_part_has_the_rows_that_follow_those_of_the_part_before() {
        let mut next_row = 4;
        for message in told(Ok(mixed_report(12_345))) {
            let (WorkerAnswer::Part(part) | WorkerAnswer::Done(part)) = message else {
                panic!("neither part nor end: {message:?}")
            };
            let mut rows = rows(&part);
            rows.sort_unstable();
            assert!(rows.len() <= ROWS_IN_PART);
            let count = u32::try_from(rows.len()).unwrap();
            assert_eq!(rows, (next_row..next_row + count).collect::<Vec<_>>());
            next_row += count;
        }
        assert_eq!(next_row, 12_349);
    }

    #[test]
    fn an_error_arrives_as_it_is() {
        let found = vec!["Name".to_owned()];
        let error = SheetError::NoHeader { found, preview: Preview::default() };
        assert_eq!(told(Err(error.clone())), [WorkerAnswer::Refused(error)]);
    }
}
