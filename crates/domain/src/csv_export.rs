//! Tables as CSV (RFC 4180) for people to open in a spreadsheet program.
//!
//! What is in the cells comes from sheets and directories, so from anybody. A spreadsheet program runs a
//! cell that begins like a formula; such a cell gets an apostrophe in front, which makes it text
//! (OWASP, "CSV Injection").

/// Makes a CSV file of a heading and rows, for Excel: with a byte order mark, or it would not take the file for UTF-8.
pub fn csv<'a, const COLUMNS: usize>(
    heading: [&'a str; COLUMNS],
    rows: impl IntoIterator<Item = [&'a str; COLUMNS]>,
) -> String {
    let mut text = String::from('\u{feff}');
    for row in std::iter::once(heading).chain(rows) {
        push_row(&mut text, row);
    }
    text
}

fn push_row<const COLUMNS: usize>(text: &mut String, row: [&str; COLUMNS]) {
    for (column, cell) in row.into_iter().enumerate() {
        if column > 0 {
            text.push(',');
        }
        push_cell(text, cell);
    }
    text.push_str("\r\n");
}

fn push_cell(text: &mut String, cell: &str) {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if cell.contains(['"', ',', '\n', '\r']) {
        text.push('"');
        text.push_str(guard);
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(guard);
        text.push_str(cell);
    }
}
