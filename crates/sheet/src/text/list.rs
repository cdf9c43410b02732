//! Addresses one after another, as they are copied from an e-mail's recipients, a column, a document.

use domain::csv_export::without_guard;
use domain::email::EmailAddress;
use domain::import::report::{ReportBuilder, SheetError, SheetResult, is_heading};

use crate::heading;

/// Reads a list whose lines end in line feeds.
pub(super) fn read(text: &str) -> SheetResult {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).peekable();
    if lines.peek().is_none() {
        return Err(SheetError::Empty);
    }
    lines.next_if(|(_, line)| is_heading(line));
    let mut report = ReportBuilder::new(None, None);
    for (row, line) in lines {
        for entry in entries(line) {
            report.push(row, without_guard(entry))?;
        }
    }
    report.finish()
}

/// Whether a text is cells copied from a spreadsheet, and no list: it has a heading, or lines of as many
/// cells each, in some columns of which there are addresses and in others are none.
pub(super) fn is_table(text: &str) -> bool {
    let mut lines =
        text.lines().filter(|line| !line.trim().is_empty()).take(heading::ROWS).peekable();
    let Some(first) = lines.peek().filter(|line| line.contains('\t')) else {
        return false;
    };
    if first.split('\t').any(is_heading) {
        return true;
    }
    let mut columns = vec![Column::Blank; first.split('\t').count()];
    for line in lines {
        if line.split('\t').count() != columns.len() {
            return false;
        }
        for (column, cell) in columns.iter_mut().zip(line.split('\t')) {
            *column = (*column).max(Column::of(cell));
        }
    }
    columns.contains(&Column::Addresses) && columns.contains(&Column::Others)
}

/// What a column of what was pasted holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Blank,
    Others,
    Addresses,
}

impl Column {
    fn of(cell: &str) -> Self {
        if cell.trim().is_empty() {
            Self::Blank
        } else if EmailAddress::read(cell).is_ok() {
            Self::Addresses
        } else {
            Self::Others
        }
    }
}

/// The entries of a line.
fn entries(line: &str) -> impl Iterator<Item = &str> {
    line.split([';', '\t'])
        .flat_map(|piece| piece.split_inclusive('>'))
        .flat_map(|part| {
            let (addresses, named) = split_off_named(part);
            addresses.split(',').chain([named])
        })
        .map(|entry| without_quotes(entry.trim().trim_start_matches(',').trim()))
        .filter(|entry| !entry.is_empty())
}

/// Splits addresses, parted by commas, from a last one that has a name and stands in angle brackets.
///
/// The name may have commas itself, as NHSmail's do: `SMITH, John (AN NHS TRUST) <john.smith@nhs.net>`.
/// What has an `@` and a comma after it is an address and no name, so that none is lost.
fn split_off_named(part: &str) -> (&str, &str) {
    let Some((before, _)) = part.split_once('<') else {
        return (part, "");
    };
    let after_address = before.rmatch_indices(',').map(|(comma, _)| comma).find(|comma| {
        let in_front = before.get(..*comma).unwrap_or_default();
        in_front.rsplit(',').next().is_some_and(|entry| entry.contains('@'))
    });
    after_address.and_then(|comma| part.split_at_checked(comma)).unwrap_or(("", part))
}

/// Takes off the quotes in which a list for another program has its entries.
fn without_quotes(entry: &str) -> &str {
    let unquoted = entry.strip_prefix('"').and_then(|entry| entry.strip_suffix('"'));
    unquoted.unwrap_or(entry)
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn a_line_is_split_into_its_addresses() {
        let cases: [(&str, &[&str]); 8] = [
            ("a@nhs.net", &["a@nhs.net"]),
            (
                "a@nhs.net; b@nhs.net,c@nhs.net\td@nhs.net;",
                &["a@nhs.net", "b@nhs.net", "c@nhs.net", "d@nhs.net"],
            ),
            (
                "SMITH, John (TRUST) <j@nhs.net>; LEE, Ann <a@nhs.net>",
                &["SMITH, John (TRUST) <j@nhs.net>", "LEE, Ann <a@nhs.net>"],
            ),
            (
                "John Smith <j@nhs.net>, Ann Lee <a@nhs.net>",
                &["John Smith <j@nhs.net>", "Ann Lee <a@nhs.net>"],
            ),
            (
                "x@nhs.net, y@nhs.net, SMITH, John <j@nhs.net>, z@nhs.net",
                &["x@nhs.net", "y@nhs.net", "SMITH, John <j@nhs.net>", "z@nhs.net"],
            ),
            ("j@nhs.net <j@nhs.net>", &["j@nhs.net <j@nhs.net>"]),
            ("\"a@nhs.net\", \"b@nhs.net\"", &["a@nhs.net", "b@nhs.net"]),
            (" ,; \t", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(entries(line).collect::<Vec<_>>(), expected, "{line}");
        }
    }
}
