//! Addresses one after another, as they are copied from an e-mail's recipients, a column, a document.

use domain::import::report::{ReportBuilder, SheetError, SheetResult, is_heading};

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
            report.push(row, entry)?;
        }
    }
    report.finish()
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
