//! Workbooks of other kinds than `.xlsx`: each gives the report that the same list gives in any other.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a workbook that cannot be read fails the test"
)]

use crate::support::ods::{ods, ods_with, row, table, table_of_style};
use crate::support::xls::{self, compound, xls};
use crate::support::xlsb::{self, xlsb};
use crate::support::{Parts, Strings, addresses, inline_row, rejected, workbook};
use cfb::Version;
use domain::import::report::{ColumnChoice, SheetError, SheetReport, SheetResult, SheetsOnly};

fn read(bytes: &[u8]) -> SheetResult {
    crate::support::read(bytes, "members")
}

/// The same texts as a workbook of every other kind, the ones of Excel with shared strings and with
/// texts in the cells.
fn of_every_kind(name: &str, rows: &[&[&str]]) -> [Vec<u8>; 5] {
    let texts: Vec<&str> = rows.concat();
    let (mut shared, mut own, mut shared_bin, mut own_bin) = (vec![], vec![], vec![], vec![]);
    let mut index = 0_u32;
    for (number, cells) in (0_u16..).zip(rows) {
        shared_bin.extend(xlsb::row(number.into()));
        own_bin.extend(xlsb::row(number.into()));
        for (column, text) in (0_u16..).zip(*cells) {
            if !text.is_empty() {
                shared.extend(xls::shared(number, column, index));
                own.extend(xls::text(number, column, text));
                shared_bin.extend(xlsb::cell(7, column.into(), &index.to_le_bytes()));
                own_bin.extend(xlsb::text(column.into(), text));
            }
            index += 1;
        }
    }
    let tables: String = rows.iter().map(|cells| row(cells)).collect::<Vec<_>>().concat();
    [
        ods(&table(name, &tables)).zipped(),
        xlsb(&[(name, false, shared_bin)], &texts).zipped(),
        xlsb(&[(name, false, own_bin)], &[]).zipped(),
        xls(&[(name, 0, 0, shared)], &texts),
        xls(&[(name, 0, 0, own)], &[]),
    ]
}

#[test]
fn the_same_list_gives_the_same_report_in_every_kind() {
    let rows: &[&[&str]] = &[
        &["Staff of ward 7"],
        &[],
        &["", "Name", "E-mail address", "Team"],
        &["", "Ann & Co", "ann.lee@nhs.net", "A"],
        &["", "Zoë", " Bob.Ray@NHS.net ", "B"],
        &["", "Cy", "not an address", ""],
        &["", "アン 😀", "", "A"],
        &["", " ", "", "\u{a0}"],
        &["", "Ed", "ann.lee@nhs.net", "A"],
    ];
    let expected = read(&workbook(Strings::Inline, rows)).unwrap();
    assert_eq!((expected.header_row, expected.column), (Some(3), Some(2)));
    assert_eq!(addresses(&expected), [(4, "ann.lee@nhs.net"), (5, "bob.ray@nhs.net")]);
    assert_eq!(rejected(&expected), [(6, "not an address", "emailNoAt"), (7, "", "emailEmpty")]);
    for (kind, file) in (0..).zip(of_every_kind("Members", rows)) {
        let report = read(&file).unwrap();
        let spaces = domain::email::RepairCounts { spaces: 0, ..report.repairs };
        // In an open document, spaces around a text are layout.
        let expected_spaces = domain::email::RepairCounts { spaces: 0, ..expected.repairs };
        assert_eq!(spaces, expected_spaces);
        let repairs = expected.repairs;
        assert_eq!(SheetReport { repairs, ..report }, expected, "kind {kind}");
    }
}

#[test]
fn a_column_is_asked_for_and_chosen_in_every_kind() {
    let rows: &[&[&str]] = &[&["Name", "To"], &["Ann", "ann.lee@nhs.net"], &["Bob", "x"]];
    for file in of_every_kind("Staff", rows) {
        let Err(SheetError::NoHeader { preview, .. }) = read(&file) else { panic!("asks nothing") };
        assert_eq!((preview.sheet.as_deref(), preview.header_row), (Some("Staff"), Some(1)));
        let choice = ColumnChoice { sheet: preview.sheet, header_row: Some(1), column: 1 };
        let report = sheet::read(&file, "x", Some(&choice), &mut |_, _| {}).unwrap();
        assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net")]);
    }
}

#[test]
fn a_blank_workbook_of_any_kind_is_empty() {
    for file in of_every_kind("Staff", &[]) {
        assert_eq!(read(&file), Err(SheetError::Empty));
    }
    for file in of_every_kind("Staff", &[&["Email"]]) {
        assert_eq!(read(&file), Err(SheetError::NoRows));
    }
}

#[test]
fn hidden_sheets_are_skipped_in_every_kind() {
    let rows = |address: &str| [row(&["Email"]), row(&[address])].concat();
    let open_document = [
        table_of_style("Old", "hidden", &rows("old@nhs.net")),
        table("Notes", &row(&["None"])),
        table("New", &rows("new@nhs.net")),
    ]
    .concat();
    let bin = |address: &str| {
        let rows = [xlsb::row(0), xlsb::text(0, "Email"), xlsb::row(1), xlsb::text(0, address)];
        rows.concat()
    };
    let old = |address: &str| [xls::text(0, 0, "Email"), xls::text(1, 0, address)].concat();
    let files = [
        ods(&open_document).zipped(),
        xlsb(
            &[
                ("Old", true, bin("old@nhs.net")),
                ("Notes", false, vec![]),
                ("New", false, bin("new@nhs.net")),
            ],
            &[],
        )
        .zipped(),
        xls(
            &[
                ("Old", 1, 0, old("old@nhs.net")),
                ("Older", 2, 0, old("older@nhs.net")),
                ("Chart", 0, 2, vec![]),
                ("Macros", 0, 1, old("macro@nhs.net")),
                ("New", 0, 0, old("new@nhs.net")),
            ],
            &[],
        ),
    ];
    for file in files {
        let report = read(&file).unwrap();
        assert_eq!(
            (report.sheet.as_deref(), addresses(&report)),
            (Some("New"), vec![(2, "new@nhs.net")])
        );
    }
}

#[test]
fn workbooks_without_a_sheet_to_read_say_what_they_have() {
    let nothing = |only| Err(SheetError::NoWorksheet { only });
    let hidden = ods(&table_of_style("Old", "hidden", &row(&["Email"]))).zipped();
    assert_eq!(read(&hidden), nothing(SheetsOnly::Hidden));
    assert_eq!(read(&xls(&[("Chart", 0, 2, vec![])], &[])), nothing(SheetsOnly::Charts));
    assert_eq!(read(&xls(&[("Macro1", 0, 1, vec![])], &[])), nothing(SheetsOnly::Macros));
    assert_eq!(read(&xls(&[("Old", 1, 0, vec![])], &[])), nothing(SheetsOnly::Hidden));
}

#[test]
fn encrypted_workbooks_of_every_kind_say_so() {
    let manifest = r#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let globals = [xls::record(0x002f, &[1, 0]), xls::globals(&[])].concat();
    let files = [
        ods_with(manifest, "").zipped(),
        compound(Version::V4, "/Workbook", &xls::workbook(&globals, &[])),
        compound(Version::V4, "/EncryptedPackage", &[0; 5_000]),
    ];
    for file in files {
        assert_eq!(read(&file), Err(SheetError::Encrypted));
    }
}

#[test]
fn a_workbook_saved_as_strict_open_xml_is_read() {
    let rows = inline_row(1, &[("A", "Email")]) + &inline_row(2, &[("A", "ann.lee@nhs.net")]);
    let strict = |content: &mut Vec<u8>| {
        let text = String::from_utf8(content.clone()).unwrap();
        let usual = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        assert!(text.contains(usual));
        *content =
            text.replace(usual, "http://purl.oclc.org/ooxml/officeDocument/relationships").into();
    };
    let file = Parts::with_rows(&rows)
        .change("_rels/.rels", strict)
        .change("xl/_rels/workbook.xml.rels", strict);
    assert_eq!(addresses(&read(&file.zipped()).unwrap()), [(2, "ann.lee@nhs.net")]);
}
