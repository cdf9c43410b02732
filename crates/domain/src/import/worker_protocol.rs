//! What the import worker and the page tell each other, so that neither needs the other's code.
//!
//! The page waits for [`WorkerAnswer::Ready`], since what it sends earlier is lost. Then it sends an array
//! of a [`WorkerQuestion`] as JSON text and, where the question is about one, a `File` of the browser or a
//! pasted text. Each answer is a [`WorkerAnswer`] as bytes ([`super::worker_message`]), in a `Uint8Array` that
//! is handed over, not copied. Neither side is to stand still while it takes a message in, so what is long goes
//! in parts.

use serde::{Deserialize, Serialize};

use super::report::{
    AddressRow, ColumnChoice, DuplicateRow, Progress, RejectedRow, SheetError, SheetReport,
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

/// Whether the workbook worker may read what the import worker refused with this. It knows more kinds of file. Those that both
/// know it reads with the same code: what is damaged to one is damaged to the other.
pub fn may_be_read_otherwise(refusal: &SheetError) -> bool {
    matches!(refusal, SheetError::UnsupportedFormat { .. })
}

/// Rows of a report, to be told in one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportPart<'a> {
    /// See [`SheetReport::addresses`].
    pub addresses: &'a [AddressRow],
    /// See [`SheetReport::rejected`].
    pub rejected: &'a [RejectedRow],
    /// See [`SheetReport::duplicates`].
    pub duplicates: &'a [DuplicateRow],
}

/// Tells a report in parts while it grows: each row once, in the order of the sheet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Teller {
    addresses: usize,
    rejected: usize,
    duplicates: usize,
}

impl Teller {
    /// The next rows that were not told yet, at most [`ROWS_IN_PART`] of them; none when all were.
    pub fn next_part<'a>(&mut self, report: &'a SheetReport) -> Option<ReportPart<'a>> {
        let all = ReportPart {
            addresses: report.addresses.get(self.addresses..).unwrap_or_default(),
            rejected: report.rejected.get(self.rejected..).unwrap_or_default(),
            duplicates: report.duplicates.get(self.duplicates..).unwrap_or_default(),
        };
        let part = all.first_rows();
        self.addresses += part.addresses.len();
        self.rejected += part.rejected.len();
        self.duplicates += part.duplicates.len();
        (part.count() > 0).then_some(part)
    }
}

impl ReportPart<'_> {
    fn count(self) -> usize {
        self.addresses.len() + self.rejected.len() + self.duplicates.len()
    }

    /// The rows that come first in the sheet, in which each list has its own.
    fn first_rows(self) -> Self {
        let Self { addresses, rejected, duplicates } = self;
        if self.count() <= ROWS_IN_PART {
            return self;
        }
        let (mut of_addresses, mut of_rejected, mut of_duplicates) = (0, 0, 0);
        for _ in 0..ROWS_IN_PART {
            let address = addresses.get(of_addresses).map_or(u32::MAX, |address| address.row);
            let reject = rejected.get(of_rejected).map_or(u32::MAX, |rejected| rejected.row);
            let duplicate =
                duplicates.get(of_duplicates).map_or(u32::MAX, |duplicate| duplicate.row);
            let first = address.min(reject).min(duplicate);
            let list = if address == first {
                &mut of_addresses
            } else if reject == first {
                &mut of_rejected
            } else {
                &mut of_duplicates
            };
            *list += 1;
        }
        Self {
            addresses: addresses.get(..of_addresses).unwrap_or(addresses),
            rejected: rejected.get(..of_rejected).unwrap_or(rejected),
            duplicates: duplicates.get(..of_duplicates).unwrap_or(duplicates),
        }
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
    use super::{Assembly, ROWS_IN_PART, Teller, WorkerAnswer, may_be_read_otherwise};
    use crate::import::report::{Preview, ReportBuilder, SheetError, SheetReport};
    use crate::import::worker_message::{from_bytes, part_to_bytes, to_bytes};

    /// The numbers of a part's rows, each list after the other.
    fn rows(part: &SheetReport) -> Vec<u32> {
        let addresses = part.addresses.iter().map(|address| address.row);
        let rejected = part.rejected.iter().map(|rejected| rejected.row);
        let duplicates = part.duplicates.iter().map(|duplicate| duplicate.row);
        addresses.chain(rejected).chain(duplicates).collect()
    }

    /// The parts in which a report is told that has `step` more rows each time, as they arrive.
    fn told(rows: u32, step: u32) -> (Vec<SheetReport>, SheetReport) {
        let mut report = ReportBuilder::new(Some("Members".to_owned()), Some(3));
        let (mut teller, mut parts) = (Teller::default(), Vec::new());
        for row in 4..rows + 4 {
            let address = ["", " ", "Ann@nhs.net"].get(row as usize % 20).copied();
            report.push(row, address.unwrap_or(&format!("p{row}@nhs.net"))).unwrap();
            if row % step == 0 || row == rows + 3 {
                while let Some(part) = teller.next_part(report.so_far()) {
                    let part = from_bytes(&part_to_bytes(part).unwrap()).unwrap();
                    let WorkerAnswer::Part(part) = part else { panic!("no part: {part:?}") };
                    parts.push(part);
                }
            }
        }
        (parts, report.finish().unwrap())
    }

    #[test]
    fn a_long_report_arrives_whole_whether_it_is_told_at_its_end_or_while_it_grows() {
        for (step, count) in [(u32::MAX, 5), (4_096, 5), (7_000, 6)] {
            let (parts, report) = told(20_001, step);
            assert_eq!(parts.len(), count, "{step}");
            let mut assembly = Assembly::default();
            for part in parts {
                assembly.add(part);
            }
            let whole = assembly.finish(report.clone().without_rows());
            assert!(whole == report, "something was lost or changed");
        }
    }

    #[test]
    fn each_part_has_the_rows_that_follow_those_of_the_part_before() {
        for step in [u32::MAX, 1_000, 7_000] {
            let mut next_row = 4;
            for part in told(12_345, step).0 {
                let mut rows = rows(&part);
                rows.sort_unstable();
                assert!(rows.len() <= ROWS_IN_PART);
                let count = u32::try_from(rows.len()).unwrap();
                assert_eq!(rows, (next_row..next_row + count).collect::<Vec<_>>());
                next_row += count;
            }
            assert_eq!(next_row, 12_349);
        }
    }

    #[test]
    fn addresses_that_all_stand_in_one_line_are_told_in_parts_too() {
        let mut report = ReportBuilder::new(None, None);
        for person in 0..=ROWS_IN_PART * 2 {
            report.push(1, &format!("p{person}@nhs.net")).unwrap();
        }
        let mut teller = Teller::default();
        let parts = std::iter::from_fn(|| Some(teller.next_part(report.so_far())?.addresses.len()));
        assert_eq!(parts.collect::<Vec<_>>(), [ROWS_IN_PART, ROWS_IN_PART, 1]);
    }

    #[test]
    fn an_error_arrives_as_it_is() {
        let found = vec!["Name".to_owned()];
        let error = SheetError::NoHeader { found, preview: Preview::default() };
        let refused = WorkerAnswer::Refused(error);
        assert_eq!(from_bytes(&to_bytes(&refused).unwrap()).unwrap(), refused);
    }

    #[test]
    fn only_a_file_of_another_kind_is_worth_a_second_worker() {
        let format = ".xls".to_owned();
        assert!(may_be_read_otherwise(&SheetError::UnsupportedFormat { format }));
        // The reader that found the damage is the other worker's reader of that kind, too.
        for refusal in [SheetError::Corrupt, SheetError::Encrypted, SheetError::TooLarge] {
            assert!(!may_be_read_otherwise(&refusal), "{refusal:?}");
        }
    }
}
