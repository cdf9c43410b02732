//! How a part of a report is written in a message: its addresses as one text, their rows as runs, since
//! nearly all rows follow each other. An object for each address takes the page four times as long to read.

use std::borrow::Cow;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::email::EmailAddress;
use crate::import::report::{AddressRow, DuplicateRow, RejectedRow, SheetReport};

/// What parts the addresses: no address has it in it.
const SEPARATOR: char = ' ';

#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    /// The first row of each run of rows, and how many there are.
    runs: Vec<(u32, u32)>,
    #[serde(borrow)]
    addresses: Cow<'a, str>,
    rejected: Cow<'a, [RejectedRow]>,
    duplicates: Cow<'a, [DuplicateRow]>,
}

pub(super) fn serialize<S: Serializer>(part: &SheetReport, to: S) -> Result<S::Ok, S::Error> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    let mut addresses = String::new();
    for AddressRow { row, email } in &part.addresses {
        match runs.last_mut() {
            Some((first, count)) if first.checked_add(*count) == Some(*row) => *count += 1,
            _ => runs.push((*row, 1)),
        }
        if !addresses.is_empty() {
            addresses.push(SEPARATOR);
        }
        addresses.push_str(email.as_str());
    }
    let packed = Packed {
        runs,
        addresses: addresses.into(),
        rejected: part.rejected.as_slice().into(),
        duplicates: part.duplicates.as_slice().into(),
    };
    packed.serialize(to)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<SheetReport, D::Error> {
    let Packed { runs, addresses, rejected, duplicates } = Packed::deserialize(from)?;
    let rows = runs.iter().flat_map(|(first, count)| *first..first.saturating_add(*count));
    let mut rows = rows.fuse();
    let emails = addresses.split(SEPARATOR).filter(|email| !email.is_empty());
    let addresses = emails
        .map(|email| {
            let row = rows.next().ok_or_else(|| D::Error::custom("more addresses than rows"))?;
            let email = EmailAddress::parse(email).map_err(D::Error::custom)?;
            Ok(AddressRow { row, email })
        })
        .collect::<Result<_, D::Error>>()?;
    let (rejected, duplicates) = (rejected.into_owned(), duplicates.into_owned());
    Ok(SheetReport { addresses, rejected, duplicates, ..SheetReport::default() })
}
