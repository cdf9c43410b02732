//! The reader of workbooks against another: over generated workbooks, both find the same cells.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a workbook that cannot be written, or read by the reference, fails the test"
)]

mod support;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use domain::import::report::{ReportBuilder, SheetResult, is_heading};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, XlsxError};
use support::Strings;

/// A cell of a generated sheet.
#[derive(Clone, Debug)]
enum Generated {
    Nothing,
    Styled,
    Text(String),
    Rich(String, String),
    Number(i32),
    Boolean(bool),
    Formula(String),
}

/// What the reference reads of a workbook's only sheet, by our rules: which rows count, what is told.
fn by_calamine(bytes: &[u8]) -> SheetResult {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = workbook.sheet_names().first().unwrap().clone();
    let range = workbook.worksheet_range(&name).unwrap();
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut rows = (first_row + 1..).zip(range.rows());
    let (heading_row, column) = rows
        .by_ref()
        .find_map(|(number, row)| {
            Some((number, row.iter().position(|cell| is_heading(&text_of(cell)))?))
        })
        .unwrap();
    let mut report = ReportBuilder::new(Some(name), Some(heading_row))
        .in_column(first_column + u32::try_from(column).unwrap());
    for (number, row) in rows {
        if row.iter().any(|cell| !text_of(cell).trim().is_empty()) {
            report.push(number, &text_of(&row[column]))?;
        }
    }
    report.finish()
}

fn text_of(cell: &Data) -> String {
    match cell {
        Data::Bool(value) => value.to_string().to_uppercase(),
        cell => cell.to_string(),
    }
}

fn written(
    strings: Strings,
    (heading_row, column): (u32, u16),
    rows: &[Vec<Generated>],
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = match strings {
        Strings::Shared => workbook.add_worksheet(),
        Strings::Inline => workbook.add_worksheet_with_constant_memory()?,
    };
    let bold = Format::new().set_bold();
    sheet.write_string_with_format(heading_row, column, "Email address", &bold)?;
    for (row, cells) in (heading_row + 1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Generated::Nothing => &mut *sheet,
                Generated::Styled => sheet.write_blank(row, column, &bold)?,
                Generated::Text(text) => sheet.write_string(row, column, text)?,
                Generated::Rich(plain, thick) => sheet.write_rich_string(
                    row,
                    column,
                    &[(&Format::default(), plain.as_str()), (&bold, thick.as_str())],
                )?,
                Generated::Number(number) => sheet.write_number(row, column, *number)?,
                Generated::Boolean(value) => sheet.write_boolean(row, column, *value)?,
                Generated::Formula(result) => {
                    sheet.write_formula(row, column, Formula::new("=A1").set_result(result))?
                }
            };
        }
    }
    workbook.save_to_buffer()
}

fn cells() -> impl Strategy<Value = Generated> {
    // Whether a row of spaces is blank, the reader may leave open where it would have to read it whole.
    let is_visible = |text: &String| !text.trim().is_empty();
    let text = prop_oneof![
        "[a-c]{1,2}@nhs\\.net",
        "[ -~]{1,12}",
        "[\\PC\u{a0}\u{200b}\r\n\t]{1,8}",
        "_x000[dD0-9]_[&<>\"']{0,2}",
    ]
    .prop_filter("spaces only", is_visible);
    prop_oneof![
        2 => Just(Generated::Nothing),
        1 => Just(Generated::Styled),
        4 => text.clone().prop_map(Generated::Text),
        1 => ("[a-z ]{1,4}", "[a-z@. ]{0,3}[a-z]").prop_map(|(plain, thick)| Generated::Rich(plain, thick)),
        1 => any::<i32>().prop_map(Generated::Number),
        1 => any::<bool>().prop_map(Generated::Boolean),
        1 => "[a-z]{2,8}@nhs\\.net".prop_map(Generated::Formula),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn both_readers_give_the_same_report(
        is_shared in any::<bool>(),
        heading_at in (0_u32..20, 0_u16..4),
        rows in prop::collection::vec(prop::collection::vec(cells(), 0..5), 0..90),
    ) {
        let strings = if is_shared { Strings::Shared } else { Strings::Inline };
        let bytes = written(strings, heading_at, &rows).unwrap();
        prop_assert_eq!(support::read(&bytes, "x.xlsx"), by_calamine(&bytes));
    }
}
