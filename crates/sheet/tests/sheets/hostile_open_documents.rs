//! Open documents that are far too large, or made to do harm: each gets its own answer, and soon.

#![allow(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

use crate::support::ods::{cell, ods, row, table};
use crate::support::{Parts, addresses, found_instead, read_in_time as read, repeated};
use domain::import::report::{MAX_UNPACKED_BYTES, SheetError};

const EMAIL: &str = "ann.lee@nhs.net";

/// A workbook of one sheet with these rows.
fn sheet(rows: &str) -> Vec<u8> {
    ods(&table("A", rows)).zipped()
}

/// A cell, or a row of cells, that stands there so many times.
fn columns(count: u64, text: &str) -> String {
    let again = format!(r#"<table:table-cell table:number-columns-repeated="{count}""#);
    cell(text).replacen("<table:table-cell", &again, 1)
}

fn rows(count: u64, cells: &str) -> String {
    format!(r#"<table:table-row table:number-rows-repeated="{count}">{cells}</table:table-row>"#)
}

#[test]
fn zeros_in_place_of_the_content_are_refused() {
    let zeros = vec![0; usize::try_from(MAX_UNPACKED_BYTES).unwrap() + 1];
    let file = Parts::none()
        .part("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        .part("content.xml", zeros);
    assert_eq!(read(&file.zipped()), Err(SheetError::TooLargeUnpacked));
}

#[test]
fn rows_without_end_are_refused_at_the_limit_of_rows() {
    let many = String::from_utf8(repeated(row(&["x"]).as_bytes(), 30_000_000)).unwrap();
    assert_eq!(read(&sheet(&(row(&["Email"]) + &many))), Err(SheetError::TooManyRows));
    let repeated = row(&["Email"]) + &rows(4_294_967_295, &columns(16_384, EMAIL));
    assert_eq!(read(&sheet(&repeated)), Err(SheetError::TooManyRows));
}

#[test]
fn a_text_that_stands_in_every_cell_is_refused_or_cut() {
    let long = "x".repeat(500_000);
    let everywhere = rows(1_048_576, &columns(16_384, &long));
    assert_eq!(read(&sheet(&everywhere)), Err(SheetError::TooLargeUnpacked));
    let heading = row(&["Email"]) + &rows(2, &columns(16_384, &long));
    let report = read(&sheet(&heading));
    assert!(report.is_ok_and(|report| report.rejected.len() == 2));
}

#[test]
fn a_short_text_in_every_cell_is_no_heading() {
    let everywhere = rows(1_048_576, &columns(16_384, "x"));
    assert_eq!(found_instead(read(&sheet(&everywhere))), ["x"; 5]);
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let rows = [
        row(&["Email"]),
        row(&[EMAIL]),
        rows(1_048_573, &columns(16_384, "")),
        rows(1, &(columns(16_383, "") + &cell("x"))),
        rows(99_999_999_999, &columns(99_999_999_999, "")),
        rows(1, &(columns(4_294_967_295, "") + &cell("beyond"))),
    ]
    .concat();
    let report = read(&sheet(&rows)).unwrap();
    assert_eq!(addresses(&report), [(2, EMAIL)]);
    assert_eq!(report.rejected.len(), 1);
    assert_eq!(report.rejected[0].row, 1_048_576);
}

#[test]
fn a_million_styled_rows_without_content_are_stepped_over() {
    let styled = r#"<table:table-row table:style-name="ro1"><table:table-cell table:style-name="ce1"/></table:table-row>"#;
    let rows = row(&["Email"]) + &row(&[EMAIL]) + &styled.repeat(1_048_574);
    assert_eq!(addresses(&read(&sheet(&rows)).unwrap()), [(2, EMAIL)]);
}

#[test]
fn seventy_thousand_sheets_are_searched() {
    let tables: Vec<String> =
        (0..70_000).map(|number| table(&number.to_string(), &row(&["x"]))).collect();
    let with_last = tables.concat() + &table("Last", &(row(&["Email"]) + &row(&[EMAIL])));
    let report = read(&ods(&with_last).zipped()).unwrap();
    assert_eq!(report.sheet.as_deref(), Some("Last"));
    assert_eq!(found_instead(read(&ods(&tables.concat()).zipped())), ["x"]);
}

#[test]
fn spaces_and_lines_without_end_in_a_cell_are_corrupt() {
    let spaces = r#"<text:s text:c="4294967295"/>"#.repeat(1_000);
    let cell = |content: &str| {
        format!(
            r#"<table:table-row><table:table-cell office:value-type="string">{content}</table:table-cell></table:table-row>"#
        )
    };
    assert_eq!(
        read(&sheet(&cell(&format!("<text:p>{spaces}</text:p>")))),
        Err(SheetError::Corrupt)
    );
    assert_eq!(read(&sheet(&cell(&"<text:p/>".repeat(1_000_000)))), Err(SheetError::Empty));
    let long = "x".repeat(600_000);
    assert_eq!(read(&sheet(&cell(&format!("<text:p>{long}</text:p>")))), Err(SheetError::Corrupt));
}

#[test]
fn deep_nesting_is_stepped_through() {
    let deep = |tag: &str, inner: &str| {
        format!(
            "{}{inner}{}",
            format!("<{tag}>").repeat(1_000_000),
            format!("</{tag}>").repeat(1_000_000)
        )
    };
    let cell = |content: &str| {
        format!(
            r#"<table:table-row><table:table-cell office:value-type="string">{content}</table:table-cell></table:table-row>"#
        )
    };
    let rows = row(&["Email"])
        + &cell(&format!("<text:p>{}</text:p>", deep("text:span", EMAIL)))
        + &cell(&deep("office:annotation", "<text:p>x</text:p>"))
        + &deep("table:shapes", "")
        + &deep("table:table", &row(&["x@nhs.net"]))
        + &deep("table:table-row-group", &row(&["bob.ray@nhs.net"]));
    let report = read(&sheet(&rows)).unwrap();
    assert_eq!(addresses(&report), [(2, EMAIL), (4, "bob.ray@nhs.net")]);
    let unclosed = row(&["Email"]) + &"<table:table>".repeat(1_000_000);
    assert_eq!(read(&sheet(&unclosed)), Err(SheetError::Corrupt));
}

#[test]
fn styles_without_end_are_corrupt() {
    let styles: Vec<String> = (0..200_000)
        .map(|number| format!(r#"<style:style style:name="{number}"/><style:table-properties table:display="false"/>"#))
        .collect();
    let content = format!("<office:document-content>{}", styles.concat());
    let file = Parts::none()
        .part("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        .part("content.xml", content);
    assert_eq!(read(&file.zipped()), Err(SheetError::Corrupt));
}
