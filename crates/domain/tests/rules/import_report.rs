//! What a sheet holds: every row ends in one of three lists, within bounds.

use std::collections::HashMap;

use crate::support::{assert_travels, email};
use domain::{
    email::EmailError,
    import::report::{
        AddressRow, DuplicateRow, FileKind, MAX_ROWS, Preview, RejectedRow, ReportBuilder,
        SheetError, SheetResult, SheetsOnly,
    },
};
use proptest::{collection::vec, prelude::*};

fn report_of<'a>(rows: impl IntoIterator<Item = (u32, &'a str)>) -> SheetResult {
    let mut builder = ReportBuilder::new(Some("Members".to_owned()), Some(1));
    for (row, value) in rows {
        builder.push(row, value)?;
    }
    builder.finish()
}

#[test]
fn addresses_duplicates_and_rejected_rows_keep_their_numbers() {
    let report = report_of([
        (2, "jane@nhs.net"),
        (3, "not an address"),
        (5, "Jane <JANE@nhs.net>"),
        (6, ""),
        (9, "sam@nhs.net"),
        (10, "mailto:jane@nhs.net"),
    ])
    .unwrap();
    assert_eq!(report.sheet.as_deref(), Some("Members"));
    assert_eq!(report.header_row, Some(1));
    assert_eq!(
        report.addresses,
        [AddressRow { row: 2, email: email("jane") }, AddressRow { row: 9, email: email("sam") }]
    );
    let duplicate = |row| DuplicateRow { row, email: email("jane"), first_row: 2 };
    assert_eq!(report.duplicates, [duplicate(5), duplicate(10)]);
    let rejected = |row, value: &str, error| RejectedRow { row, value: value.to_owned(), error };
    assert_eq!(
        report.rejected,
        [rejected(3, "not an address", EmailError::NoAt), rejected(6, "", EmailError::Empty)]
    );
}

#[test]
fn repairs_are_counted_in_duplicates_too_but_not_in_rejected_rows() {
    let repairs = report_of([
        (2, " a@nhs.net"),
        (3, "A@nhs.net\u{a0}"),
        (4, "mailto:b@nhs.net"),
        (5, "\u{a0}none"),
    ])
    .unwrap()
    .repairs;
    assert_eq!((repairs.spaces, repairs.invisible), (1, 1));
    assert_eq!((repairs.mailto, repairs.name, repairs.lower_case), (1, 0, 1));
}

#[test]
fn a_rejected_value_is_kept_as_it_stands_up_to_320_characters() {
    let report = report_of([(2, " é "), (3, "é".repeat(400).as_str())]).unwrap();
    assert_eq!(report.rejected[0].value, " é ");
    assert_eq!(report.rejected[1].value, "é".repeat(320));
}

#[test]
fn a_text_far_longer_than_any_address_is_not_looked_through() {
    let [long, longer] = [900, 1_000].map(|spaces| " ".repeat(spaces) + "ann@nhs.net");
    let report = report_of([(2, long.as_str()), (3, longer.as_str())]).unwrap();
    assert_eq!(report.addresses, [AddressRow { row: 2, email: email("ann") }]);
    assert_eq!(report.rejected[0].error, EmailError::TooLong);
}

#[test]
fn one_hundred_thousand_rows_are_the_most_whatever_is_in_them() {
    let rows =
        |count: u32| (2..count + 2).map(|row| (row, if row % 2 == 0 { "a@nhs.net" } else { "" }));
    let report = report_of(rows(MAX_ROWS)).unwrap();
    assert_eq!(report.addresses.len() + report.duplicates.len() + report.rejected.len(), 100_000);
    assert_eq!(report_of(rows(MAX_ROWS + 1)), Err(SheetError::TooManyRows));
}

#[test]
fn a_sheet_without_rows_is_refused() {
    assert_eq!(report_of([]), Err(SheetError::NoRows));
    assert!(report_of([(2, "")]).is_ok(), "a row with a bad address is a row");
}

proptest! {
    #[test]
    fn every_row_ends_in_exactly_one_list(cells in vec("( |[A-C]|[a-c]){0,2}(@nhs.net)?", 1..40)) {
        let report = report_of((2..).zip(cells.iter().map(String::as_str))).unwrap();
        let mut rows = report
            .addresses.iter().map(|row| row.row)
            .chain(report.duplicates.iter().map(|row| row.row))
            .chain(report.rejected.iter().map(|row| row.row))
            .collect::<Vec<_>>();
        rows.sort_unstable();
        prop_assert_eq!(rows, (2..).take(cells.len()).collect::<Vec<u32>>());

        let first = report.addresses.iter().map(|row| (&row.email, row.row)).collect::<HashMap<_, _>>();
        prop_assert_eq!(first.len(), report.addresses.len());
        for duplicate in &report.duplicates {
            prop_assert_eq!(first.get(&duplicate.email), Some(&duplicate.first_row));
            prop_assert!(duplicate.first_row < duplicate.row);
        }
        assert_travels(&report);
    }
}

fn several() -> SheetError {
    let columns = vec!["A".to_owned(), "C".to_owned()];
    SheetError::SeveralHeaders { columns, preview: Preview::default() }
}

#[test]
fn each_refusal_travels_under_its_code_and_says_what_to_do() {
    for error in [
        SheetError::Empty,
        SheetError::NoRows,
        SheetError::NotASpreadsheet,
        SheetError::OtherFile { kind: FileKind::WebPage },
        SheetError::UnsupportedFormat { format: ".xls".to_owned() },
        SheetError::NoWorksheet { only: SheetsOnly::Charts },
        SheetError::Encrypted,
        SheetError::Corrupt,
        SheetError::TooLarge,
        SheetError::TooLargeUnpacked,
        SheetError::TooManyRows,
        SheetError::NoHeader { found: vec!["Name".to_owned()], preview: Preview::default() },
        several(),
        SheetError::ReaderFailed,
    ] {
        assert_eq!(serde_json::to_value(&error).unwrap()["code"], error.code());
        assert_travels(&error);
        let words = error.to_string();
        assert!(words.starts_with("The selected file "), "{words}");
    }
    assert_eq!(
        several().to_string(),
        "The selected file must have only one column of email addresses, but has several, in columns A, C. \
         Select which to use, or rename the others"
    );
}
