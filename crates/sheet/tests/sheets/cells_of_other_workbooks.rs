//! What cells hold in the formats of `.ods`, `.xlsb` and `.xls`: all is read as it is seen.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a workbook that cannot be read fails the test"
)]

use crate::support::ods::{cell, ods, row, table};
use crate::support::xls::{self, compound, xls};
use crate::support::xlsb::{self, xlsb};
use crate::support::{addresses, rejected};
use cfb::Version;
use domain::import::report::SheetResult;

fn read(bytes: &[u8]) -> SheetResult {
    crate::support::read(bytes, "members")
}

#[test]
fn rows_and_cells_that_are_repeated_in_an_open_document_count_as_often() {
    let rows = [
        r#"<table:table-header-rows><table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
        &format!(
            r#"<table:table-row><table:table-cell table:number-columns-repeated="2"/>{}</table:table-row></table:table-header-rows>"#,
            cell("Email Address")
        ),
        &format!(
            r#"<table:table-row table:number-rows-repeated="2"><table:covered-table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p></table:covered-table-cell>{}</table:table-row>"#,
            cell("ann.lee@nhs.net")
        ),
        r#"<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    ]
    .concat();
    let report = read(&ods(&table("A", &rows)).zipped()).unwrap();
    assert_eq!((report.header_row, report.column), (Some(4), Some(2)));
    assert_eq!(addresses(&report), [(5, "ann.lee@nhs.net")]);
    let duplicates: Vec<_> = report.duplicates.iter().map(|row| (row.row, row.first_row)).collect();
    assert_eq!(duplicates, [(6, 5)]);
}

#[test]
fn cells_of_an_open_document_are_read_as_they_are_seen() {
    let cells = [
        // A link, within a text in several formats, with a note beside it.
        r#"<table:table-cell office:value-type="string"><office:annotation><text:p>note@nhs.net</text:p></office:annotation><text:p><text:span>ann</text:span>.lee<text:a xlink:href="mailto:x@nhs.net">@nhs.net</text:a></text:p><draw:frame><text:p>y</text:p></draw:frame></table:table-cell>"#,
        r#"<table:table-cell table:formula="of:=[.A1]" office:value-type="string" office:string-value="bob.ray@nhs.net"><text:p>bob.ray@nhs.net</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="string" office:string-value="cy@nhs.net"/>"#,
        r#"<table:table-cell office:value-type="float" office:value="12.5"><text:p>12.50</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="date" office:date-value="2025-01-31"><text:p>31/01/25</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="string" calcext:value-type="error" office:string-value=""><text:p>#N/A</text:p></table:table-cell>"#,
        "<table:table-cell office:value-type=\"string\"><text:p>a<text:s text:c=\"2\"/>b<text:tab/>c\n   d</text:p><text:p/><text:p>e&amp;<text:line-break/>f</text:p></table:table-cell>",
    ];
    let rows = cells.map(|cell| format!("<table:table-row>{cell}</table:table-row>")).concat();
    let report = read(&ods(&table("A", &(row(&["Email"]) + &rows))).zipped()).unwrap();
    assert_eq!(
        addresses(&report),
        [(2, "ann.lee@nhs.net"), (3, "bob.ray@nhs.net"), (4, "cy@nhs.net")]
    );
    let values: Vec<_> = rejected(&report).iter().map(|(row, value, _)| (*row, *value)).collect();
    assert_eq!(
        values,
        [(5, "12.50"), (6, "31/01/25"), (7, "TRUE"), (8, "#N/A"), (9, "a  b\tc d\n\ne&\nf")]
    );
}

#[test]
fn values_in_records_are_read_as_they_are_seen() {
    let number = 12.5_f64.to_le_bytes();
    let formula = |value: [u8; 8]| [value.as_slice(), &[0; 8]].concat();
    let (mut old, mut new) =
        (xls::text(0, 0, "Email"), [xlsb::row(0), xlsb::text(0, "Email")].concat());
    let cells = [
        (xls::cell(0x0203, 1, 0, &number), xlsb::cell(5, 0, &number)),
        (
            xls::cell(0x027e, 2, 0, &(7_u32 << 2 | 2).to_le_bytes()),
            xlsb::cell(2, 0, &(7_u32 << 2 | 2).to_le_bytes()),
        ),
        (xls::cell(0x0205, 3, 0, &[1, 0]), xlsb::cell(4, 0, &[1])),
        (xls::cell(0x0205, 4, 0, &[0x2a, 1]), xlsb::cell(3, 0, &[0x2a])),
        (
            [
                xls::cell(0x0006, 5, 0, &formula([0, 0, 0, 0, 0, 0, 0xff, 0xff])),
                xls::record(0x0207, &xls::unicode("ann.lee@nhs.net")),
            ]
            .concat(),
            xlsb::cell(8, 0, &[xlsb::wide("ann.lee@nhs.net").as_slice(), &[0; 8]].concat()),
        ),
        (xls::cell(0x0006, 6, 0, &formula(number)), xlsb::cell(9, 0, &number)),
        (
            xls::cell(0x0006, 7, 0, &formula([1, 0, 1, 0, 0, 0, 0xff, 0xff])),
            xlsb::cell(10, 0, &[1]),
        ),
        (
            xls::cell(0x0006, 8, 0, &formula([2, 0, 7, 0, 0, 0, 0xff, 0xff])),
            xlsb::cell(11, 0, &[7]),
        ),
        (
            xls::cell(
                0x00d6,
                9,
                0,
                &[xls::unicode("bob.ray@nhs.net").as_slice(), &[1, 0, 0, 0, 0, 0]].concat(),
            ),
            xlsb::cell(62, 0, &[[1].as_slice(), &xlsb::wide("bob.ray@nhs.net"), &[0; 8]].concat()),
        ),
    ];
    for (row, (old_cell, new_cell)) in (1..).zip(cells) {
        old.extend(old_cell);
        new.extend([xlsb::row(row), new_cell].concat());
    }
    for file in [xls(&[("A", 0, 0, old)], &[]), xlsb(&[("A", false, new)], &[]).zipped()] {
        let report = read(&file).unwrap();
        assert_eq!(addresses(&report), [(6, "ann.lee@nhs.net"), (10, "bob.ray@nhs.net")]);
        let values: Vec<_> =
            rejected(&report).iter().map(|(row, value, _)| (*row, *value)).collect();
        let expected = [
            (2, "12.5"),
            (3, "7"),
            (4, "TRUE"),
            (5, "#N/A"),
            (7, "12.5"),
            (8, "TRUE"),
            (9, "#DIV/0!"),
        ];
        assert_eq!(values, expected);
    }
}

#[test]
fn numbers_beside_each_other_and_charts_within_a_sheet_are_stepped_over() {
    let numbers = [[15, 0, 0xff, 0xff, 0xff, 0xff], [15, 0, 2, 0, 0, 0]].concat();
    let records = [
        xls::record(0x0809, &[0; 16]),
        xls::text(0, 0, "Email"),
        xls::record(0x000a, &[]),
        xls::text(1, 2, "Email"),
        xls::record(0x00bd, &[[2, 0, 0, 0].as_slice(), &numbers, &[1, 0]].concat()),
        xls::text(2, 2, "ann.lee@nhs.net"),
    ];
    let report = read(&xls(&[("A", 0, 0, records.concat())], &[])).unwrap();
    assert_eq!((report.header_row, addresses(&report)), (Some(2), vec![(3, "ann.lee@nhs.net")]));
}

#[test]
fn shared_strings_go_on_over_many_records() {
    let long = "é".repeat(9_000);
    let wide = "ш".repeat(9_000);
    let mut strings = vec!["Email", &long, &wide];
    let people: Vec<String> = (0..2_000).map(|number| format!("person.{number}@nhs.net")).collect();
    strings.extend(people.iter().map(String::as_str));
    let cells = (0_u16..).zip(0_u32..2_003).map(|(row, index)| xls::shared(row, 0, index));
    let file = xls(&[("A", 0, 0, cells.flatten().collect())], &strings);
    let report = read(&file).unwrap();
    assert_eq!(report.addresses.len(), 2_000);
    assert_eq!(report.addresses[1_999].email.as_str(), "person.1999@nhs.net");
    assert_eq!(report.rejected[0].value, "é".repeat(320));
    assert_eq!(report.rejected[1].value, "ш".repeat(320));
}

#[test]
fn a_workbook_of_excel_95_is_read() {
    let begin =
        |kind: u16| xls::record(0x0809, &[0x0500, kind, 0, 0].map(u16::to_le_bytes).concat());
    let text = |row: u16, text: &[u8]| {
        let length = u16::try_from(text.len()).unwrap().to_le_bytes();
        xls::cell(0x0204, row, 0, &[&length, text].concat())
    };
    let list = |place: u32| {
        let sheet = [&place.to_le_bytes(), [0, 0, 4].as_slice(), b"Zo\xeb1"].concat();
        [begin(5), xls::record(0x0085, &sheet), xls::record(0x000a, &[])].concat()
    };
    let place = u32::try_from(list(0).len()).unwrap();
    let sheet = [
        begin(0x10),
        text(0, b"E-mail"),
        text(1, b"ann.lee@nhs.net"),
        text(2, b"Zo\xeb"),
        xls::record(0x000a, &[]),
    ];
    let report =
        read(&compound(Version::V4, "/Book", &[list(place), sheet.concat()].concat())).unwrap();
    assert_eq!(report.sheet.as_deref(), Some("Zoë1"));
    assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net")]);
    assert_eq!(report.rejected[0].value, "Zoë");
}
