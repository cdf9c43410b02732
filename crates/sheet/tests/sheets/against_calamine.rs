//! The readers of workbooks against another: over generated workbooks, both find the same cells.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a workbook that cannot be written, or read by the reference, fails the test"
)]

use std::io::Cursor;

use crate::support::Strings;
use crate::support::generated::{Generated, Rows, SHEET, as_ods, as_xls, as_xlsb, as_xlsx, cells};
use calamine::{Data, Ods, Reader, Xls, Xlsb, Xlsx};
use domain::import::report::{
    ColumnChoice, HeadRow, Heading, ReportBuilder, SheetResult, find_heading,
};
use proptest::prelude::*;

/// A row of the reference that holds anything: its number, its cells with their columns.
type Row = (u32, Vec<(u32, String)>);

/// What the reference reads of a workbook's only sheet, with the reader for its kind.
fn by_calamine<'a, Kind: Reader<Cursor<&'a [u8]>>>(bytes: &'a [u8]) -> Vec<Row> {
    let mut workbook = Kind::new(Cursor::new(bytes)).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(workbook.sheet_names(), [SHEET]);
    let range = workbook.worksheet_range(SHEET).unwrap_or_else(|error| panic!("{error:?}"));
    let (first_row, first_column) = range.start().unwrap_or_default();
    let rows = (first_row + 1..).zip(range.rows()).map(|(number, row)| {
        let cells = (first_column..).zip(row.iter().map(text_of));
        (number, cells.filter(|(_, text)| !text.trim().is_empty()).collect())
    });
    rows.filter(|(_, cells): &Row| !cells.is_empty()).collect()
}

fn text_of(cell: &Data) -> String {
    match cell {
        Data::Bool(value) => value.to_string().to_uppercase(),
        cell => cell.to_string(),
    }
}

/// The report by our rules on what the reference read: of the column that was chosen, or has the heading.
fn report_on(rows: &[Row], choice: Option<&ColumnChoice>) -> SheetResult {
    let (header_row, column) = choice.map_or_else(
        || {
            let head: Vec<_> = rows.iter().take(50).map(head_row).collect();
            match find_heading(&head) {
                Heading::Found { row, column } => (Some(head[row].number), column),
                other => panic!("no single heading was generated: {other:?}"),
            }
        },
        |choice| (choice.header_row, choice.column),
    );
    let mut report = ReportBuilder::new(Some(SHEET.to_owned()), header_row).in_column(column);
    for (number, cells) in rows {
        if header_row.is_none_or(|header| *number > header) {
            let cell = cells.iter().find(|(other, _)| *other == column);
            report.push(*number, cell.map_or("", |(_, text)| text))?;
        }
    }
    report.finish()
}

fn head_row((number, cells): &Row) -> HeadRow<'_> {
    let cells = cells.iter().map(|(column, text)| (*column, text.as_str())).collect();
    HeadRow { number: *number, cells }
}

/// A sheet with its heading somewhere at the top.
fn with_heading(
    (heading_row, column): (usize, usize),
    rows: Vec<Vec<Generated>>,
) -> Vec<Vec<Generated>> {
    let mut heading = vec![Generated::Nothing; column];
    heading.push(Generated::Text("Email address".to_owned()));
    let above = std::iter::repeat_n(Vec::new(), heading_row);
    above.chain([heading]).chain(rows).collect()
}

/// How the reference reads a workbook of one kind.
type Reference = fn(&[u8]) -> Vec<Row>;

/// The sheet as a workbook of every kind, and what the reference reads of each.
fn in_every_kind(strings: Strings, rows: &Rows) -> [(Vec<u8>, Vec<Row>); 4] {
    let kinds: [(Vec<u8>, Reference); 4] = [
        (as_xlsx(strings, rows).unwrap(), |bytes| by_calamine::<Xlsx<_>>(bytes)),
        (as_ods(rows), |bytes| by_calamine::<Ods<_>>(bytes)),
        (as_xlsb(strings, rows), |bytes| by_calamine::<Xlsb<_>>(bytes)),
        (as_xls(strings, rows), |bytes| by_calamine::<Xls<_>>(bytes)),
    ];
    kinds.map(|(bytes, reference)| {
        let rows = reference(&bytes);
        (bytes, rows)
    })
}

fn strings() -> impl Strategy<Value = Strings> {
    prop_oneof![Just(Strings::Shared), Just(Strings::Inline)]
}

fn any_rows() -> impl Strategy<Value = Vec<Vec<Generated>>> {
    prop::collection::vec(prop::collection::vec(cells(), 0..5), 0..90)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn both_readers_give_the_same_report(
        strings in strings(),
        heading_at in (0_usize..20, 0_usize..4),
        rows in any_rows(),
    ) {
        for (bytes, rows) in in_every_kind(strings, &with_heading(heading_at, rows)) {
            prop_assert_eq!(crate::support::read(&bytes, "x"), report_on(&rows, None));
        }
    }

    #[test]
    fn both_readers_give_the_same_of_a_column_that_was_chosen(
        strings in strings(),
        header_row in prop::option::of(1_u32..100),
        column in 0_u32..6,
        rows in any_rows(),
    ) {
        let choice = ColumnChoice { sheet: Some(SHEET.to_owned()), header_row, column };
        let rows = with_heading((0, 0), rows);
        for (bytes, rows) in in_every_kind(strings, &rows) {
            let report = sheet::read(&bytes, "x", Some(&choice), &mut |_, _| {});
            prop_assert_eq!(report, report_on(&rows, Some(&choice)));
        }
    }
}
