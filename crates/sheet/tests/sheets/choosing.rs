//! The column is chosen where its heading does not tell, and told how far the reading is.

#![allow(clippy::panic, clippy::unwrap_used, reason = "an answer of another kind fails the test")]

use crate::support::{Strings, addresses, rejected, workbook, write_rows};
use domain::import::report::{ColumnChoice, Preview, Progress, SheetError, SheetResult};
use rust_xlsxwriter::Workbook;

const ROWS: &[&[&str]] = &[
    &["Staff of ward 7"],
    &["Name", "Contact", "Deputy"],
    &["Ann", "ann.lee@nhs.net", "bob.ray@nhs.net"],
    &["Bob", "bob.ray@nhs.net"],
    &["Cy", "", "di.ray@nhs.net"],
];

fn choice(sheet: Option<&str>, header_row: Option<u32>, column: u32) -> ColumnChoice {
    ColumnChoice { sheet: sheet.map(str::to_owned), header_row, column }
}

fn read_chosen(bytes: &[u8], choice: &ColumnChoice) -> SheetResult {
    sheet::read(bytes, "x.csv", Some(choice), &mut |_, _| {})
}

fn preview_of(result: SheetResult) -> Preview {
    match result {
        Err(SheetError::NoHeader { preview, .. } | SheetError::SeveralHeaders { preview, .. }) => {
            preview
        }
        other => panic!("asks nothing: {other:?}"),
    }
}

/// The same rows in every way that they can come.
fn in_every_format(rows: &[&[&str]]) -> [(Option<&'static str>, Vec<u8>); 4] {
    let text = |delimiter: &str| {
        rows.iter().map(|row| row.join(delimiter) + "\n").collect::<Vec<_>>().concat().into_bytes()
    };
    [
        (Some("Members"), workbook(Strings::Shared, rows)),
        (Some("Members"), workbook(Strings::Inline, rows)),
        (None, text(";")),
        (None, text(",")),
    ]
}

#[test]
fn the_chosen_column_is_read_below_the_chosen_row() {
    for (sheet, file) in in_every_format(ROWS) {
        let report = read_chosen(&file, &choice(sheet, Some(2), 2)).unwrap();
        assert_eq!((report.header_row, report.column), (Some(2), Some(2)));
        assert_eq!(report.sheet.as_deref(), sheet);
        assert_eq!(addresses(&report), [(3, "bob.ray@nhs.net"), (5, "di.ray@nhs.net")]);
        assert_eq!(rejected(&report), [(4, "", "emailEmpty")]);
    }
}

#[test]
fn without_a_heading_every_row_is_read() {
    let rows: &[&[&str]] = &[&["Ann", "ann.lee@nhs.net"], &["Bob", "bob.ray@nhs.net"]];
    for (sheet, file) in in_every_format(rows) {
        let preview = preview_of(crate::support::read(&file, "x.csv"));
        assert_eq!((preview.header_row, preview.columns[1].addresses), (None, 2));
        let report = read_chosen(&file, &choice(preview.sheet.as_deref(), None, 1)).unwrap();
        assert_eq!((report.header_row, report.sheet.as_deref()), (None, sheet));
        assert_eq!(addresses(&report), [(1, "ann.lee@nhs.net"), (2, "bob.ray@nhs.net")]);
    }
}

#[test]
fn the_preview_tells_all_that_is_needed_to_choose() {
    for (sheet, file) in in_every_format(ROWS) {
        let preview = preview_of(crate::support::read(&file, "x.csv"));
        assert_eq!((preview.sheet.as_deref(), preview.header_row), (sheet, Some(2)));
        assert_eq!(preview.rows.len(), 5);
        let columns: Vec<_> = preview
            .columns
            .iter()
            .map(|column| (column.letters.as_str(), column.addresses))
            .collect();
        assert_eq!(columns, [("A", 0), ("B", 2), ("C", 2)]);
    }
}

#[test]
fn several_headings_come_with_a_preview() {
    let rows: &[&[&str]] = &[&["Old"], &["UPN", "Mail"], &["a@nhs.net", "b@nhs.net"]];
    for (sheet, file) in in_every_format(rows) {
        assert_eq!(
            crate::support::headed_columns(crate::support::read(&file, "x.csv")),
            ["A", "B"]
        );
        let preview = preview_of(crate::support::read(&file, "x.csv"));
        assert_eq!(preview.header_row, Some(2));
        let report = read_chosen(&file, &choice(sheet, preview.header_row, 1)).unwrap();
        assert_eq!(addresses(&report), [(3, "b@nhs.net")]);
    }
}

#[test]
fn the_chosen_sheet_is_read_and_another_is_not() {
    let mut workbook = Workbook::new();
    for (name, address) in [("First", "a@nhs.net"), ("Second", "b@nhs.net"), ("Third", "c@nhs.net")]
    {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        write_rows(sheet, &[&["Email Address", "Other"], &[address, address]]);
    }
    let file = workbook.save_to_buffer().unwrap();
    let report = read_chosen(&file, &choice(Some("Second"), Some(1), 1)).unwrap();
    assert_eq!(
        (report.sheet.as_deref(), addresses(&report)),
        (Some("Second"), vec![(2, "b@nhs.net")])
    );
    let report = read_chosen(&file, &choice(None, Some(1), 0)).unwrap();
    assert_eq!(addresses(&report), [(2, "a@nhs.net")]);
    // The choice was remembered from another file: it is asked again.
    let asked = read_chosen(&file, &choice(Some("Fourth"), Some(1), 0));
    assert_eq!(preview_of(asked).sheet.as_deref(), Some("First"));
}

#[test]
fn the_sheet_with_addresses_is_the_one_that_is_asked_about() {
    let mut workbook = Workbook::new();
    write_rows(workbook.add_worksheet().set_name("Read me").unwrap(), &[&["How to use this"]]);
    write_rows(workbook.add_worksheet().set_name("Staff").unwrap(), ROWS);
    let preview = preview_of(crate::support::read(&workbook.save_to_buffer().unwrap(), "x.xlsx"));
    assert_eq!(preview.sheet.as_deref(), Some("Staff"));
}

#[test]
fn rows_above_a_heading_further_down_than_any_is_looked_for_are_left_out() {
    let addresses_in: Vec<String> = (1..=90).map(|row| format!("p{row}@nhs.net")).collect();
    let cells: Vec<[&str; 1]> = addresses_in.iter().map(|address| [address.as_str()]).collect();
    let rows: Vec<&[&str]> = cells.iter().map(<[&str; 1]>::as_slice).collect();
    for (sheet, file) in in_every_format(&rows) {
        let report = read_chosen(&file, &choice(sheet, Some(70), 0)).unwrap();
        assert_eq!(report.addresses.len(), 20);
        assert_eq!(addresses(&report)[0], (71, "p71@nhs.net"));
    }
}

#[test]
fn pasted_cells_without_a_heading_are_asked_about() {
    let text = "Ann\tann.lee@nhs.net\t\nBob\tbob.ray@nhs.net\tx\n";
    let preview = preview_of(sheet::read_pasted(text, None));
    assert_eq!((preview.header_row, preview.columns[1].addresses), (None, 2));
    let report = sheet::read_pasted(text, Some(&choice(None, None, 1))).unwrap();
    assert_eq!(addresses(&report), [(1, "ann.lee@nhs.net"), (2, "bob.ray@nhs.net")]);
    let list = "a@nhs.net\tb@nhs.net\nc@nhs.net\td@nhs.net\n";
    assert_eq!(sheet::read_pasted(list, None).unwrap().addresses.len(), 4);
}

#[test]
fn progress_grows_with_the_rows() {
    let addresses: Vec<String> = (0..30_000).map(|row| format!("p{row}@nhs.net")).collect();
    let mut cells: Vec<[&str; 1]> = vec![["Email Address"]];
    cells.extend(addresses.iter().map(|address| [address.as_str()]));
    let rows: Vec<&[&str]> = cells.iter().map(<[&str; 1]>::as_slice).collect();
    for (_, file) in in_every_format(&rows) {
        let mut told: Vec<Progress> = Vec::new();
        sheet::read(&file, "x.csv", None, &mut |progress, _| told.push(progress)).unwrap();
        assert!((5..20).contains(&told.len()), "{told:?}");
        assert!(told.is_sorted_by(|a, b| a.rows <= b.rows && a.fraction <= b.fraction), "{told:?}");
        let (first, last) = (told.first().unwrap(), told.last().unwrap());
        assert!(first.fraction < 0.5 && (0.7..=1.0).contains(&last.fraction), "{told:?}");
    }
}
