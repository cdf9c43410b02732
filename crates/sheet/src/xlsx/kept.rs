//! What is kept of a sheet: its first rows whole, until the heading is found in them, and from there on
//! the one column.

use domain::import::report::{MAX_ROWS, ReportBuilder, SheetError, SheetResult};

use super::cells::{Content, Rows};
use super::strings::SharedStrings;
use crate::heading::{self, HeadingSearch};

/// The most cells of a row that are kept: as many as a sheet has columns.
const MAX_COLUMNS: usize = 16_384;

/// The most bytes of text that are kept, which is 670 for each of the most rows that are read.
const MAX_TEXTS: usize = 64 * 1024 * 1024;

/// The first rows of a sheet.
#[derive(Debug, Default)]
pub(crate) struct Head {
    rows: Vec<HeadRow>,
    texts: Texts,
}

#[derive(Debug)]
struct HeadRow {
    number: u32,
    /// The cells with anything in them, each with its column.
    cells: Vec<(u32, Kept)>,
}

/// The column of addresses, below its heading.
#[derive(Debug)]
pub(crate) struct Column {
    index: u32,
    header_row: u32,
    rows: Vec<ColumnRow>,
    texts: Texts,
}

#[derive(Debug)]
struct ColumnRow {
    number: u32,
    cell: Kept,
    others: Others,
}

/// Whether other cells of a row hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Others {
    Blank,
    Filled,
}

/// A cell's content, its text being kept elsewhere.
#[derive(Clone, Copy, Debug)]
enum Kept {
    Nothing,
    /// Where it begins and ends in [`Texts`].
    Text(usize, usize),
    Shared(u32),
}

/// Texts of cells, one after another.
#[derive(Debug, Default)]
struct Texts(String);

impl Head {
    /// Reads as many rows as are searched for the heading.
    pub(crate) fn read(sheet: &mut Rows<'_>) -> Result<Self, SheetError> {
        let mut head = Self::default();
        while head.rows.len() < heading::ROWS && sheet.next_row()? {
            let mut cells = Vec::new();
            while let Some(cell) = sheet.next_cell()? {
                let content = sheet.content(cell)?;
                if !content.is_blank() && cells.len() < MAX_COLUMNS {
                    cells.push((cell.column, head.texts.keep(content)?));
                }
            }
            if !cells.is_empty() {
                head.rows.push(HeadRow { number: sheet.row(), cells });
            }
        }
        Ok(head)
    }

    /// Which shared strings are needed to read them.
    pub(crate) fn shared_indexes(&self) -> Vec<u32> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.filter_map(|(_, cell)| cell.shared_index()).collect()
    }

    /// The column that has the heading, with the rows below it that were read already.
    pub(crate) fn into_column(
        self,
        strings: &SharedStrings,
        search: &mut HeadingSearch,
    ) -> Result<Option<Column>, SheetError> {
        let mut rows = self.rows.into_iter();
        for row in rows.by_ref() {
            let cells = row.cells.iter().map(|(column, cell)| (*column, *cell));
            let texts = cells
                .map(|(column, cell)| Ok((column, self.texts.resolve(cell, strings)?)))
                .collect::<Result<Vec<_>, SheetError>>()?;
            if let Some(column) = search.look(texts.into_iter())? {
                let rows = rows.map(|row| row.into_row_of(column)).collect();
                return Ok(Some(Column {
                    index: column,
                    header_row: row.number,
                    rows,
                    texts: self.texts,
                }));
            }
        }
        Ok(None)
    }
}

impl HeadRow {
    fn into_row_of(self, column: u32) -> ColumnRow {
        let (own, others): (Vec<_>, Vec<_>) =
            self.cells.into_iter().partition(|(other, _)| *other == column);
        ColumnRow {
            number: self.number,
            cell: own.first().map_or(Kept::Nothing, |(_, cell)| *cell),
            others: if others.is_empty() { Others::Blank } else { Others::Filled },
        }
    }
}

impl Column {
    /// Reads the rows of the sheet that are left.
    pub(crate) fn read_rest(&mut self, sheet: &mut Rows<'_>) -> Result<(), SheetError> {
        while sheet.next_row()? {
            let row = self.read_row(sheet)?;
            if matches!((row.cell, row.others), (Kept::Nothing, Others::Blank)) {
                continue;
            }
            if self.rows.len() >= MAX_ROWS as usize {
                return Err(SheetError::TooManyRows);
            }
            self.rows.push(row);
        }
        Ok(())
    }

    /// Reads a row as far as it is of use: once there is an address, other cells do not matter.
    fn read_row(&mut self, sheet: &mut Rows<'_>) -> Result<ColumnRow, SheetError> {
        let (mut kept, mut others) = (None, Others::Blank);
        while let Some(cell) = sheet.next_cell()? {
            if cell.column == self.index {
                let content = sheet.content(cell)?;
                let is_text = matches!(content, Content::Text(_)) && !content.is_blank();
                kept = Some(self.texts.keep(content)?);
                if is_text {
                    break;
                }
            } else if others == Others::Blank && !sheet.content(cell)?.is_blank() {
                others = Others::Filled;
            }
            if kept.is_some() && others == Others::Filled {
                break;
            }
        }
        Ok(ColumnRow { number: sheet.row(), cell: kept.unwrap_or(Kept::Nothing), others })
    }

    /// Which shared strings are needed to read it.
    pub(crate) fn shared_indexes(&self) -> Vec<u32> {
        self.rows.iter().filter_map(|row| row.cell.shared_index()).collect()
    }

    /// Puts the report together.
    pub(crate) fn into_report(self, sheet: String, strings: &SharedStrings) -> SheetResult {
        let mut report = ReportBuilder::new(Some(sheet), Some(self.header_row));
        for row in self.rows {
            let text = self.texts.resolve(row.cell, strings)?;
            if row.others == Others::Filled || !text.trim().is_empty() {
                report.push(row.number, text)?;
            }
        }
        report.finish()
    }
}

impl Kept {
    fn shared_index(self) -> Option<u32> {
        match self {
            Self::Shared(index) => Some(index),
            Self::Nothing | Self::Text(..) => None,
        }
    }
}

impl Texts {
    fn keep(&mut self, content: Content<'_>) -> Result<Kept, SheetError> {
        let text = match content {
            Content::Nothing | Content::Text("") => return Ok(Kept::Nothing),
            Content::Shared(index) => return Ok(Kept::Shared(index)),
            Content::Text(text) => text,
        };
        let start = self.0.len();
        self.0.push_str(text);
        if self.0.len() > MAX_TEXTS {
            return Err(SheetError::TooLargeUnpacked);
        }
        Ok(Kept::Text(start, self.0.len()))
    }

    fn resolve<'a>(
        &'a self,
        cell: Kept,
        strings: &'a SharedStrings,
    ) -> Result<&'a str, SheetError> {
        match cell {
            Kept::Nothing => Some(""),
            Kept::Text(start, end) => self.0.get(start..end),
            Kept::Shared(index) => strings.get(index),
        }
        .ok_or(SheetError::Corrupt)
    }
}
