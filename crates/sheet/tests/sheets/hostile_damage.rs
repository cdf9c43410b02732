//! Damage to workbooks of every kind, and tricks of XML: refused, soon, and for what they are.

#![allow(clippy::unwrap_used, reason = "a file that cannot be made fails the test")]
#![allow(clippy::format_collect, reason = "plainer, and quick enough")]

use crate::support::{
    Parts, Strings, addresses, inline_row, ods, read_in_time as read, workbook, xls, xlsb,
};
use domain::import::report::SheetError;

const ROWS: &[&[&str]] =
    &[&["Name", "Email Address"], &["Ann", "ann.lee@nhs.net"], &["Bob", "bob.ray@nhs.net"]];

/// A workbook of every kind that is read.
fn of_every_kind() -> Vec<Vec<u8>> {
    let mut files = vec![workbook(Strings::Shared, ROWS), workbook(Strings::Inline, ROWS)];
    let rows: String = ROWS.iter().map(|cells| ods::row(cells)).collect();
    files.push(ods::ods(&ods::table("A", &rows)).zipped());
    let (mut new, mut old) = (Vec::new(), Vec::new());
    for (row, cells) in (0..).zip(ROWS) {
        new.extend(xlsb::row(row));
        for (column, text) in (0..).zip(*cells) {
            new.extend(xlsb::text(column, text));
            old.extend(xls::text(row.try_into().unwrap(), column.try_into().unwrap(), text));
        }
    }
    files.push(xlsb::xlsb(&[("A", false, new)], &[]).zipped());
    files.push(xls::xls(&[("A", 0, 0, old)], &[]));
    files
}

#[test]
fn a_workbook_of_any_kind_cut_off_anywhere_is_refused() {
    for file in of_every_kind() {
        assert_eq!(read(&file).unwrap().addresses.len(), 2);
        for length in (1..file.len()).step_by(file.len() / 150) {
            let result = read(&file[..length]);
            // A compound file may have nothing of use at its end.
            let is_compound = file.starts_with(b"\xd0\xcf");
            assert!(
                result.is_err() || (is_compound && length > file.len() / 2),
                "{length}: {result:?}"
            );
        }
    }
}

#[test]
fn a_byte_that_was_changed_is_noticed_by_the_checksum() {
    for file in of_every_kind() {
        if !file.starts_with(b"PK") {
            continue;
        }
        let read_whole = read(&file).unwrap();
        for place in (30..file.len()).step_by(file.len() / 150) {
            let mut damaged = file.clone();
            damaged[place] ^= 0x20;
            // Where nothing is read, like the date of a part, damage does no harm.
            assert!(
                read(&damaged).is_err_and(|error| error.code() != "empty")
                    || read(&damaged) == Ok(read_whole.clone())
            );
        }
    }
}

#[test]
fn a_wrong_checksum_is_corrupt() {
    for mut file in of_every_kind() {
        let entries: Vec<_> =
            (0..file.len() - 4).filter(|place| file[*place..].starts_with(b"PK\x01\x02")).collect();
        for entry in &entries {
            file[entry + 16] ^= 1;
        }
        // The name of the kind, in an open document, is read first, and is all that is read of some.
        assert!(entries.is_empty() || read(&file) == Err(SheetError::Corrupt));
    }
}

/// A workbook whose sheet stands after what is given, and has a cell with it.
fn with_markup(before: &str, inside: &str) -> Vec<u8> {
    let rows = inline_row(1, &[("A", "Email Address")]) + &inline_row(2, &[("A", inside)]);
    let sheet = format!(
        "<?xml version=\"1.0\"?>{before}<worksheet><sheetData>{rows}</sheetData></worksheet>"
    );
    Parts::with_sheet(&sheet).zipped()
}

#[test]
fn entities_are_never_resolved_but_those_of_xml_itself() {
    let laughs: String = (1..10)
        .map(|level| format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10)))
        .collect();
    let tricks = [
        (format!("<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]>"), "&l9;"),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>".to_owned(), "&x;"),
        ("<!DOCTYPE a SYSTEM \"http://127.0.0.1/x.dtd\">".to_owned(), "&x;"),
        ("<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://127.0.0.1/x\"> %x;]>".to_owned(), "a"),
        (String::new(), "&x;"),
        (String::new(), "&#x110000;"),
    ];
    for (before, inside) in tricks {
        let result = read(&with_markup(&before, inside));
        assert!(
            result.as_ref().is_err_and(|error| *error == SheetError::Corrupt),
            "{before}: {result:?}"
        );
    }
    let known = read(&with_markup("", "a&amp;b@nhs&#46;net")).unwrap();
    assert_eq!(addresses(&known), [(2, "a&b@nhs.net")]);
}

#[test]
fn deep_nesting_is_stepped_through() {
    let deep = "<x>".repeat(1_000_000) + &"</x>".repeat(1_000_000);
    let good =
        inline_row(1, &[("A", "Email Address")]) + &inline_row(2, &[("A", "ann.lee@nhs.net")]);
    for rows in [
        good.clone() + &deep,
        deep.clone() + &good,
        good.replace("<is>", &format!("{deep}<is>")),
        good.replace("</t>", &format!("</t>{deep}")),
    ] {
        let report = read(&Parts::with_rows(&rows).zipped()).unwrap();
        assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net")]);
    }
}

#[test]
fn a_long_string_that_stands_in_a_million_cells_is_cut() {
    let row =
        |number: u32| format!(r#"<row r="{number}"><c r="A{number}" t="s"><v>1</v></c></row>"#);
    let long = " x".repeat(200_000);
    let wide: String = (0..16_384).map(|_| r#"<c t="s"><v>1</v></c>"#).collect();
    let rows: String = (52..100_000).map(row).collect();
    let strings =
        format!("<si><t>Email Address</t></si><si><t xml:space=\"preserve\">{long}</t></si>");
    let heading = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;
    let head: String = (2..52).map(|number| format!(r#"<row r="{number}">{wide}</row>"#)).collect();
    let file = Parts::with_rows(&[heading, &head, &rows].concat()).shared_strings(&strings);
    let report = read(&file.zipped()).unwrap();
    assert_eq!((report.rejected.len(), report.rejected[0].value.len()), (99_998, 320));
}
