//! What the import worker and the page tell each other, so that neither needs the other's code.
//!
//! The page waits for [`WorkerAnswer::Ready`], since what it sends earlier is lost. Then it sends either
//! a `File` of the browser or a pasted text, as a string. The worker answers in JSON texts, each a
//! [`WorkerAnswer`]: a long report in parts, for the page must not stand still while it takes them in.

use serde::{Deserialize, Serialize};

use super::report::{SheetError, SheetReport, SheetResult};

/// The most rows of one part: a few milliseconds to read.
const ROWS_IN_PART: usize = 5_000;

/// A message of the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WorkerAnswer {
    /// It has started.
    Ready,
    /// Some rows of the report; more will follow.
    Part(SheetReport),
    /// The rest of the report.
    Done(SheetReport),
    /// There is no report.
    Refused(SheetError),
}

/// The messages that tell a result.
pub fn answers(result: SheetResult) -> impl Iterator<Item = WorkerAnswer> {
    let (mut report, refusal) = match result {
        Ok(report) => (report, None),
        Err(error) => (SheetReport::default(), Some(WorkerAnswer::Refused(error))),
    };
    let part = SheetReport::default;
    let addresses = in_parts(std::mem::take(&mut report.addresses))
        .map(move |addresses| SheetReport { addresses, ..part() });
    let rejected = in_parts(std::mem::take(&mut report.rejected))
        .map(move |rejected| SheetReport { rejected, ..part() });
    let duplicates = in_parts(std::mem::take(&mut report.duplicates))
        .map(move |duplicates| SheetReport { duplicates, ..part() });
    let last = refusal.unwrap_or(WorkerAnswer::Done(report));
    addresses.chain(rejected).chain(duplicates).map(WorkerAnswer::Part).chain([last])
}

fn in_parts<Row>(rows: Vec<Row>) -> impl Iterator<Item = Vec<Row>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let part: Vec<_> = rows.by_ref().take(ROWS_IN_PART).collect();
        (!part.is_empty()).then_some(part)
    })
}

/// Puts a result together from the worker's messages.
#[derive(Debug, Default)]
pub struct Assembly(SheetReport);

impl Assembly {
    /// Takes the next message; gives the result when that was the last.
    pub fn take(&mut self, answer: WorkerAnswer) -> Option<SheetResult> {
        match answer {
            WorkerAnswer::Ready => None,
            WorkerAnswer::Part(part) => {
                self.append(part);
                None
            }
            WorkerAnswer::Done(last) => {
                let Self(all) = std::mem::take(self);
                let SheetReport { addresses, rejected, duplicates, .. } = all;
                Some(Ok(SheetReport { addresses, rejected, duplicates, ..last }))
            }
            WorkerAnswer::Refused(error) => Some(Err(error)),
        }
    }

    fn append(&mut self, part: SheetReport) {
        let Self(all) = self;
        all.addresses.extend(part.addresses);
        all.rejected.extend(part.rejected);
        all.duplicates.extend(part.duplicates);
    }
}

#[cfg(test)]
mod tests {
    use super::{Assembly, WorkerAnswer, answers};
    use crate::import::report::{Preview, ReportBuilder, SheetError, SheetResult};

    /// What the page has after it was told a result in JSON, and in how many messages.
    fn told(result: SheetResult) -> (usize, Option<SheetResult>) {
        let mut assembly = Assembly::default();
        assert_eq!(assembly.take(WorkerAnswer::Ready), None);
        let messages: Vec<String> =
            answers(result).map(|answer| serde_json::to_string(&answer).unwrap()).collect();
        let results: Vec<_> = messages
            .iter()
            .filter_map(|message| assembly.take(serde_json::from_str(message).unwrap()))
            .collect();
        assert_eq!(results.len(), 1);
        (messages.len(), results.into_iter().next())
    }

    #[test]
    fn a_long_report_arrives_whole_though_in_parts() {
        let mut report = ReportBuilder::new(Some("Members".to_owned()), Some(3));
        for row in 4..20_004 {
            let address = ["", " ", "Ann@nhs.net"].get(row as usize % 20).copied();
            report.push(row, address.unwrap_or(&format!("p{row}@nhs.net"))).unwrap();
        }
        let result = report.finish();
        let (messages, told) = told(result.clone());
        assert_eq!(messages, 7);
        assert!(told == Some(result), "something was lost or changed");
    }

    #[test]
    fn an_error_arrives_as_it_is() {
        let found = vec!["Name".to_owned()];
        let error = SheetError::NoHeader { found, preview: Preview::default() };
        assert_eq!(told(Err(error.clone())), (1, Some(Err(error))));
    }
}
