//! What is kept of a sheet: its first rows whole, until the heading is found in them, and from there on
//! the one column.

use domain::import::report::{
    HeadRow, MAX_ROWS, ReportBuilder, SheetError, SheetReport, SheetResult,
};

use super::cell::{Cells, Content, Glance};
use super::cells::Rows;
use super::strings::SharedStrings;
use super::texts::{Kept, Texts, is_blank};
use crate::heading::{self, HeadingSearch, Place};
use crate::rows::ROWS_IN_STEP;

/// The most cells of a row that are kept: as many as a sheet has columns.
const MAX_COLUMNS: usize = 16_384;

/// How many other cells of a row without an address are looked up to see whether they are blank.
const MAX_DOUBTFUL: usize = 8;

/// The first rows of a sheet.
#[derive(Debug, Default)]
pub(crate) struct Head {
    rows: Vec<FirstRow>,
    texts: Texts,
}

#[derive(Debug)]
struct FirstRow {
    number: u32,
    /// The cells that hold something, be it spaces, each with its column.
    cells: Vec<(u32, Kept)>,
}

/// The column of addresses, below its heading.
#[derive(Debug)]
pub(crate) struct Column {
    place: Place,
    report: ReportBuilder,
    /// Rows that wait for shared strings, and those that follow them.
    waiting: Vec<ColumnRow>,
    texts: Texts,
    /// Shared strings of other cells that decide whether a row is blank altogether.
    doubtful: Vec<u32>,
}

#[derive(Debug)]
struct ColumnRow {
    number: u32,
    cell: Kept,
    others: Others,
}

/// Whether there may be more rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    More,
    Ended,
}

/// How many rows are read in one go.
const ROWS_AT_ONCE: u32 = 256;
const _: () = assert!(ROWS_IN_STEP.is_multiple_of(ROWS_AT_ONCE));

/// Whether other cells of a row hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Others {
    Blank,
    /// If these shared strings do: where they begin and end in [`Column::doubtful`].
    Doubtful(usize, usize),
    /// They do, or it does not matter.
    Filled,
}

impl Head {
    /// Reads as many rows as are searched for the heading.
    pub(crate) fn read(sheet: &mut Rows<'_>) -> Result<Self, SheetError> {
        let mut head = Self::default();
        while head.rows.len() < heading::ROWS && sheet.next_row()? {
            let (mut cells, mut is_blank) = (Vec::new(), true);
            while let Some(cell) = sheet.next_cell()? {
                let content = sheet.content(cell)?;
                if content != Content::Nothing && cells.len() < MAX_COLUMNS {
                    is_blank &= content.is_blank();
                    cells.push((cell.column, head.texts.keep(content)?));
                }
            }
            if !is_blank {
                head.rows.push(FirstRow { number: sheet.row(), cells });
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
        sheet: &str,
        strings: &SharedStrings,
        search: &mut HeadingSearch<'_>,
    ) -> Result<Option<Column>, SheetError> {
        let rows = self.rows.iter().map(|row| self.texts_of(row, strings));
        let rows = rows.collect::<Result<Vec<_>, SheetError>>()?;
        let Some(place) = search.look(Some(sheet), &rows)? else {
            return Ok(None);
        };
        drop(rows);
        let Self { rows, texts } = self;
        let report =
            ReportBuilder::new(Some(sheet.to_owned()), place.header_row).in_column(place.column);
        let (waiting, doubtful) = (Vec::new(), Vec::new());
        let mut column = Column { place, report, waiting, texts, doubtful };
        for row in rows.into_iter().filter(|row| place.is_below(row.number)) {
            column.add_first_row(row)?;
        }
        Ok(Some(column))
    }

    fn texts_of<'a>(
        &'a self,
        row: &FirstRow,
        strings: &'a SharedStrings,
    ) -> Result<HeadRow<'a>, SheetError> {
        let cells = row.cells.iter();
        let texts = cells.map(|(column, cell)| Ok((*column, self.texts.resolve(*cell, strings)?)));
        Ok(HeadRow { number: row.number, cells: texts.collect::<Result<_, SheetError>>()? })
    }
}

impl Column {
    fn add_first_row(&mut self, row: FirstRow) -> Result<(), SheetError> {
        let doubtful_before = self.doubtful.len();
        let (mut own, mut is_filled) = (Kept::Nothing, false);
        for (column, cell) in row.cells {
            match cell {
                cell if column == self.place.column => own = cell,
                Kept::Shared(index) => self.doubtful.push(index),
                cell => is_filled |= !self.texts.is_blank(cell),
            }
        }
        let others = self.others_since(doubtful_before, is_filled);
        self.add(ColumnRow { number: row.number, cell: own, others })
    }

    /// Reports a row, or lets it wait for its shared strings.
    fn add(&mut self, row: ColumnRow) -> Result<(), SheetError> {
        if let Some(text) = self.texts.text(row.cell).filter(|_| self.waiting.is_empty()) {
            match row.others {
                Others::Blank if is_blank(text) => return Ok(()),
                Others::Blank | Others::Filled => return self.report.push(row.number, text),
                Others::Doubtful(..) => {}
            }
        }
        if self.waiting.len() >= MAX_ROWS as usize {
            return Err(SheetError::TooManyRows);
        }
        self.waiting.push(row);
        Ok(())
    }

    /// Reads the rows of the sheet that are left, and tells now and then how many were read.
    pub(crate) fn read_rest(
        &mut self,
        sheet: &mut Rows<'_>,
        mut tell: impl FnMut(u32, &SheetReport),
    ) -> Result<(), SheetError> {
        let mut read = 0;
        while self.read_some(sheet, &mut read)? == Progress::More {
            if read % ROWS_IN_STEP == 0 {
                tell(read, self.report.so_far());
            }
        }
        Ok(())
    }

    /// Reads some rows. Not inlined, and so called anew again and again, because a browser puts a better translation
    /// of a function in place only where it is called: in one loop, all rows would be read by the first, slow one.
    #[inline(never)]
    fn read_some(&mut self, sheet: &mut Rows<'_>, read: &mut u32) -> Result<Progress, SheetError> {
        for _ in 0..ROWS_AT_ONCE {
            let texts_before = self.texts.end();
            let Some(row) = self.read_next_row(sheet)? else { return Ok(Progress::Ended) };
            *read += 1;
            let is_blank = matches!((row.cell, row.others), (Kept::Nothing, Others::Blank));
            if !is_blank && self.place.is_below(row.number) {
                self.add(row)?;
            }
            if self.waiting.is_empty() {
                self.texts.forget_from(texts_before);
            }
        }
        Ok(Progress::More)
    }

    fn read_next_row(&mut self, sheet: &mut Rows<'_>) -> Result<Option<ColumnRow>, SheetError> {
        let (texts_before, doubtful_before) = (self.texts.end(), self.doubtful.len());
        if let Some(row) = sheet.plain_row(|row| self.read_row(row)) {
            return Ok(Some(row));
        }
        self.texts.forget_from(texts_before);
        self.doubtful.truncate(doubtful_before);
        if sheet.next_row()? { self.read_row(sheet).map(Some) } else { Ok(None) }
    }

    /// Reads a row as far as it is of use: once there is an address, other cells do not matter.
    ///
    /// A shared string is taken for an address. Only if no other cell is seen by then, the row is read
    /// on, for the case that it is blank.
    fn read_row<Row: Cells>(&mut self, row: &mut Row) -> Result<ColumnRow, Row::Stop> {
        let doubtful_before = self.doubtful.len();
        let (mut own, mut is_filled) = (None, false);
        while let Some(cell) = row.next_cell()? {
            let is_own = cell.column == self.place.column;
            if !is_own && is_filled {
                continue;
            }
            if is_own {
                let content = row.content(cell)?;
                is_filled |= matches!(content, Content::Text(text) if !is_blank(text));
                own = Some(self.texts.keep(content)?);
            } else {
                match row.glance(cell)? {
                    Glance::Nothing => {}
                    Glance::Something => is_filled = true,
                    Glance::Shared(index) => self.doubtful.push(index),
                }
            }
            let doubtful = self.doubtful.len() - doubtful_before;
            let has_shared = matches!(own, Some(Kept::Shared(_)));
            is_filled |= doubtful > MAX_DOUBTFUL || (has_shared && doubtful > 0);
            if own.is_some() && is_filled {
                break;
            }
        }
        let others = self.others_since(doubtful_before, is_filled);
        Ok(ColumnRow { number: row.row(), cell: own.unwrap_or(Kept::Nothing), others })
    }

    fn others_since(&mut self, doubtful_before: usize, is_filled: bool) -> Others {
        if is_filled {
            self.doubtful.truncate(doubtful_before);
            Others::Filled
        } else if self.doubtful.len() > doubtful_before {
            Others::Doubtful(doubtful_before, self.doubtful.len())
        } else {
            Others::Blank
        }
    }

    /// Which shared strings are needed to read it.
    pub(crate) fn shared_indexes(&self) -> Vec<u32> {
        let own = self.waiting.iter().filter_map(|row| row.cell.shared_index());
        own.chain(self.doubtful.iter().copied()).collect()
    }

    /// Puts the report together, and tells now and then what there is of it.
    pub(crate) fn into_report(
        mut self,
        strings: &SharedStrings,
        mut tell: impl FnMut(u32, &SheetReport),
    ) -> SheetResult {
        let waiting = std::mem::take(&mut self.waiting);
        let rows = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
        for (place, row) in (1..).zip(waiting) {
            let text = self.texts.resolve(row.cell, strings)?;
            if !is_blank(text) || self.has_others(&row, strings)? {
                self.report.push(row.number, text)?;
            }
            if place % ROWS_IN_STEP == 0 {
                tell(rows, self.report.so_far());
            }
        }
        self.report.finish()
    }

    fn has_others(&self, row: &ColumnRow, strings: &SharedStrings) -> Result<bool, SheetError> {
        let doubtful = match row.others {
            Others::Blank => return Ok(false),
            Others::Filled => return Ok(true),
            Others::Doubtful(start, end) => self.doubtful.get(start..end).unwrap_or_default(),
        };
        for index in doubtful {
            if !is_blank(strings.get(*index).ok_or(SheetError::Corrupt)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
