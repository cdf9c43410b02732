//! An answer of a worker as bytes: a line of JSON and, for a part of a report, its addresses after it, each
//! in a line.
//!
//! There are up to 100,000 addresses, and JSON would look at each of their letters, for the few that it
//! writes otherwise, on both sides. Their rows are told as runs, since nearly all follow each other.

use serde::{Deserialize, Serialize};

use std::borrow::Cow;

use super::report::{AddressRow, DuplicateRow, RejectedRow, SheetReport};
use super::worker_protocol::{ReportPart, WorkerAnswer};
use crate::email::EmailAddress;

/// What ends a line. Neither JSON as it is written here nor an address has it in it.
const END: u8 = b'\n';

/// Why bytes are no answer.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// The line is not as it should be.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// There are not as many addresses as rows, or what stands there is none.
    #[error("the addresses are not those of the rows")]
    Addresses,
}

/// The line of a part. Anything else is a [`WorkerAnswer`], which nothing follows.
#[derive(Serialize, Deserialize)]
struct PartLine<'a> {
    /// The first row of each run of rows, and how many there are.
    runs: Vec<(u32, u32)>,
    rejected: Cow<'a, [RejectedRow]>,
    duplicates: Cow<'a, [DuplicateRow]>,
}

/// Writes an answer.
pub fn to_bytes(answer: &WorkerAnswer) -> Result<Vec<u8>, MessageError> {
    match answer {
        WorkerAnswer::Part(SheetReport { addresses, rejected, duplicates, .. }) => {
            part_to_bytes(ReportPart { addresses, rejected, duplicates })
        }
        answer => Ok(serde_json::to_vec(answer)?),
    }
}

/// Writes a part of a report: a [`WorkerAnswer::Part`] to who reads it.
pub fn part_to_bytes(part: ReportPart<'_>) -> Result<Vec<u8>, MessageError> {
    let ReportPart { addresses, rejected, duplicates } = part;
    let line = PartLine {
        runs: runs(addresses),
        rejected: Cow::Borrowed(rejected),
        duplicates: Cow::Borrowed(duplicates),
    };
    let mut bytes = serde_json::to_vec(&line)?;
    let length: usize = addresses.iter().map(|address| address.email.as_str().len() + 1).sum();
    bytes.reserve_exact(length + 1);
    bytes.push(END);
    for address in addresses {
        bytes.extend_from_slice(address.email.as_str().as_bytes());
        bytes.push(END);
    }
    Ok(bytes)
}

/// Reads an answer.
pub fn from_bytes(bytes: &[u8]) -> Result<WorkerAnswer, MessageError> {
    let Some(line) = bytes.iter().position(|byte| *byte == END) else {
        return Ok(serde_json::from_slice(bytes)?);
    };
    let (line, addresses) = bytes.split_at_checked(line).unwrap_or_default();
    let PartLine { runs, rejected, duplicates } = serde_json::from_slice(line)?;
    let addresses = str::from_utf8(addresses).map_err(|_| MessageError::Addresses)?;
    let addresses = read_addresses(&runs, addresses).ok_or(MessageError::Addresses)?;
    Ok(WorkerAnswer::Part(SheetReport {
        addresses,
        rejected: rejected.into_owned(),
        duplicates: duplicates.into_owned(),
        ..SheetReport::default()
    }))
}

fn runs(addresses: &[AddressRow]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for AddressRow { row, .. } in addresses {
        match runs.last_mut() {
            Some((first, count)) if first.checked_add(*count) == Some(*row) => *count += 1,
            _ => runs.push((*row, 1)),
        }
    }
    runs
}

/// The addresses, each after the end of a line, with their rows.
fn read_addresses(runs: &[(u32, u32)], lines: &str) -> Option<Vec<AddressRow>> {
    let mut emails = lines.split(char::from(END)).skip(1);
    let rows =
        runs.iter().flat_map(|(first, count)| (0..*count).map(|row| first.saturating_add(row)));
    let address = |row| Some(AddressRow { row, email: EmailAddress::parse(emails.next()?).ok()? });
    rows.map(address).collect()
}

#[cfg(test)]
mod tests {
    use super::{from_bytes, to_bytes};
    use crate::email::{EmailAddress, EmailError};
    use crate::import::report::{AddressRow, DuplicateRow, RejectedRow, SheetReport};
    use crate::import::worker_protocol::WorkerAnswer;

    fn email(name: &str) -> EmailAddress {
        EmailAddress::parse(&format!("{name}@nhs.net")).unwrap()
    }

    #[test]
    fn a_part_is_read_as_it_was_written_whatever_its_rows_are() {
        for rows in [vec![], vec![2, 3, 4], vec![9, 3, 4, 4, 7], vec![u32::MAX - 1, u32::MAX, 1]] {
            let addresses =
                rows.into_iter().map(|row| AddressRow { row, email: email("a{row}~/") });
            let value = "line\nbreak \"quoted\"".to_owned();
            let part = WorkerAnswer::Part(SheetReport {
                addresses: addresses.collect(),
                rejected: vec![RejectedRow { row: 5, value, error: EmailError::NoAt }],
                duplicates: vec![DuplicateRow { row: 6, email: email("a"), first_row: 2 }],
                ..SheetReport::default()
            });
            assert_eq!(from_bytes(&to_bytes(&part).unwrap()).unwrap(), part);
        }
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let line = r#"{"runs":[[2,2]],"rejected":[],"duplicates":[]}"#;
        for addresses in ["\n", "\na@nhs.net\n", "\na@nhs.net\nb\n"] {
            assert!(from_bytes(format!("{line}{addresses}").as_bytes()).is_err(), "{addresses}");
        }
        for bytes in [&b""[..], b"\n", b"{}", b"\xff\n"] {
            assert!(from_bytes(bytes).is_err(), "{bytes:?}");
        }
    }
}
