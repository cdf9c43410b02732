//! Tables as CSV (RFC 4180) for people to open in a spreadsheet program.
//!
//! What is in the cells comes from sheets and directories, so from anybody. A spreadsheet program runs a
//! cell that begins like a formula; such a cell gets an apostrophe in front, which makes it text
//! (OWASP, "CSV Injection"). [`without_guard`] takes it off again when the file comes back.

/// How a text begins that a spreadsheet program would take for a formula.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What is put in front of such a text.
const GUARD: char = '\'';

/// Makes a CSV file of a heading and rows, for Excel: with a byte order mark, or it would not take the file for UTF-8.
pub fn csv<'a, const COLUMNS: usize>(
    heading: [&'a str; COLUMNS],
    rows: impl IntoIterator<Item = [&'a str; COLUMNS]>,
) -> String {
    let mut table = CsvTable::default();
    for row in std::iter::once(heading).chain(rows) {
        table.push_row(row.map(CsvCell::Text));
    }
    table.finish()
}

/// A CSV file that grows by rows, for tables whose columns are not known beforehand.
#[derive(Clone, Debug)]
pub struct CsvTable(String);

/// A cell of a [`CsvTable`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CsvCell<'a> {
    /// Anybody's text.
    Text(&'a str),
    /// A number, which is no formula though it begin with a minus.
    Number(f64),
}

impl Default for CsvTable {
    fn default() -> Self {
        Self(String::from('\u{feff}'))
    }
}

impl CsvTable {
    /// Adds a row.
    pub fn push_row<'a>(&mut self, row: impl IntoIterator<Item = CsvCell<'a>>) {
        let Self(text) = self;
        for (column, cell) in row.into_iter().enumerate() {
            if column > 0 {
                text.push(',');
            }
            match cell {
                CsvCell::Text(cell) => push_text(text, cell),
                CsvCell::Number(number) => text.push_str(&number.to_string()),
            }
        }
        text.push_str("\r\n");
    }

    /// The file.
    pub fn finish(self) -> String {
        self.0
    }

    /// What has been written since this was called last: for a file too large to be held whole.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

fn push_text(text: &mut String, cell: &str) {
    let is_quoted = cell.contains(['"', ',', '\n', '\r']);
    if is_quoted {
        text.push('"');
    }
    if is_guarded(cell) {
        text.push(GUARD);
    }
    if is_quoted {
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

/// Whether a spreadsheet program that is given the text as typed would take it for a formula.
pub fn is_like_formula(text: &str) -> bool {
    text.starts_with(FORMULA_STARTS)
}

/// A cell of a text file as it was before it was guarded. Nothing else that people write begins with an
/// apostrophe and then as a formula does.
pub fn without_guard(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|text| is_guarded(text)).unwrap_or(cell)
}

/// Whether a text gets a guard: one that looks guarded already does, too, so that it comes back as it was.
fn is_guarded(text: &str) -> bool {
    is_like_formula(text.trim_start_matches(GUARD))
}
