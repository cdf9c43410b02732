//! Files that are damaged, far too large, or made to do harm: each gets its own answer, and soon.

#![allow(clippy::unwrap_used, reason = "a file that cannot be made fails the test")]
#![allow(clippy::format_collect, reason = "plainer, and quick enough")]

use std::io::Write;

use crate::support::{
    Parts, Strings, addresses, inline_row, read_in_time as read, repeated, workbook,
};
use domain::import::report::{FileKind, MAX_FILE_BYTES, MAX_ROWS, MAX_UNPACKED_BYTES, SheetError};
use flate2::Compression;
use flate2::write::DeflateEncoder;

const ZEROS: usize = 300 * 1024 * 1024;

const GOOD_ROWS: &[&[&str]] = &[&["Email Address"], &["ann.lee@nhs.net"], &["bob.ray@nhs.net"]];

/// A workbook whose sheet, or else whose shared strings, hold far too much.
fn bomb(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    Parts::with_workbook(
        r#"<workbook><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>"#,
        &[("rId1", "worksheet", "sheet.xml"), ("rId2", "sharedStrings", "strings.xml")],
    )
    .part("xl/sheet.xml", [b"<worksheet><sheetData>", sheet].concat())
    .part("xl/strings.xml", [b"<sst>", strings].concat())
    .zipped()
}

#[test]
fn zeros_in_place_of_a_sheet_are_refused() {
    assert_eq!(read(&bomb(&vec![0; ZEROS], b"")), Err(SheetError::TooLargeUnpacked));
}

#[test]
fn zeros_after_the_heading_are_refused() {
    let heading = inline_row(1, &[("Z", "Email Address")]);
    let file = bomb(&[heading.as_bytes(), &vec![0; ZEROS]].concat(), b"");
    assert_eq!(read(&file), Err(SheetError::TooLargeUnpacked));
}

#[test]
fn zeros_in_place_of_shared_strings_are_refused() {
    let file = bomb(br#"<row><c t="s"><v>9</v></c></row></sheetData>"#, &vec![0; ZEROS]);
    assert_eq!(read(&file), Err(SheetError::TooLargeUnpacked));
}

#[test]
fn shared_strings_without_end_are_refused() {
    let strings = repeated(b"<si><t/></si>", MAX_UNPACKED_BYTES);
    let file = bomb(br#"<row><c t="s"><v>999999999</v></c></row></sheetData>"#, &strings);
    assert_eq!(read(&file), Err(SheetError::TooLargeUnpacked));
}

#[test]
fn rows_without_end_are_refused_at_the_limit_of_rows() {
    let heading = inline_row(1, &[("Z", "Email Address")]);
    let rows = repeated(b"<row><c><v>1</v></c></row>", MAX_UNPACKED_BYTES);
    let file = bomb(&[heading.as_bytes(), &rows].concat(), b"");
    assert_eq!(read(&file), Err(SheetError::TooManyRows));
}

#[test]
fn a_bomb_in_a_part_that_is_not_read_does_no_harm() {
    let file = Parts::with_rows(
        &[inline_row(1, &[("A", "Email Address")]), inline_row(2, &[("A", "ann.lee@nhs.net")])]
            .concat(),
    )
    .part("xl/media/image1.png", vec![0; ZEROS]);
    assert_eq!(addresses(&read(&file.zipped()).unwrap()), [(2, "ann.lee@nhs.net")]);
}

#[test]
fn a_zip_that_belittles_its_size_is_corrupt() {
    let mut file = Parts::with_rows(&inline_row(1, &[("A", "Email Address")])).zipped();
    let size = b"<worksheet><sheetData><row".len();
    let entry = place_of(&file, b"PK\x01\x02", 3);
    file[entry + 24..entry + 28].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
    assert_eq!(read(&file), Err(SheetError::Corrupt));
}

/// Where a signature stands for the nth time, from 0.
fn place_of(bytes: &[u8], signature: &[u8], nth: usize) -> usize {
    let places = bytes.windows(signature.len()).enumerate();
    places.filter(|(_, window)| *window == signature).nth(nth).unwrap().0
}

#[test]
fn a_sheet_used_by_a_thousand_tabs_is_read_within_the_bounds() {
    let tabs: String =
        (0..70_000).map(|tab| format!(r#"<sheet name="{tab}" r:id="rId1"/>"#)).collect();
    let rows: String =
        (1..2_000).map(|row| inline_row(row, &[("A", "ann.lee@nhs.net"), ("B", "x")])).collect();
    let file = Parts::with_workbook(
        &format!("<workbook><sheets>{tabs}</sheets></workbook>"),
        &[("rId1", "worksheet", "s.xml")],
    )
    .part("xl/s.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"));
    assert_eq!(crate::support::found_instead(read(&file.zipped())), ["ann.lee@nhs.net", "x"]);
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let file = Parts::with_sheet(
        r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData>
        <row r="1"><c r="A1" t="str"><v>Email Address</v></c></row>
        <row r="2"><c r="A2" t="str"><v>ann.lee@nhs.net</v></c></row>
        <row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#,
    );
    let report = read(&file.zipped()).unwrap();
    assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net")]);
    assert_eq!(report.rejected.len(), 1);
    assert_eq!(report.rejected[0].row, 1_048_576);
}

#[test]
fn a_million_styled_rows_without_content_are_stepped_over() {
    let rows: String = (3..=1_048_576)
        .map(|row| format!(r#"<row r="{row}" s="1"><c r="A{row}" s="1"/></row>"#))
        .collect();
    let good =
        [inline_row(1, &[("A", "Email Address")]), inline_row(2, &[("A", "ann.lee@nhs.net")])]
            .concat();
    let report = read(&Parts::with_rows(&(good + &rows)).zipped()).unwrap();
    assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net")]);
}

#[test]
fn declared_counts_are_not_believed() {
    let file = Parts::with_rows(r#"<row><c t="s"><v>0</v></c></row>"#).shared_strings("");
    assert_eq!(read(&file.zipped()), Err(SheetError::Corrupt));
    let file = Parts::with_sheet(
        r#"<worksheet><dimension ref="A1:ZZZZ99999999999"/><sheetData><row r="99999999999">
        <c r="ZZZZZZ1" t="str"><v>Email Address</v></c></row><row spans="1:999999999">
        <c t="str"><v>ann.lee@nhs.net</v></c></row></sheetData></worksheet>"#,
    );
    assert_eq!(addresses(&read(&file.zipped()).unwrap()), [(2, "ann.lee@nhs.net")]);
}

#[test]
fn one_row_more_than_allowed_is_refused_in_every_format() {
    let limit = usize::try_from(MAX_ROWS).unwrap();
    let addresses: Vec<String> = (0..=limit).map(|number| format!("p{number}@nhs.net")).collect();
    let mut rows: Vec<&[&str]> = vec![&["Email Address"]];
    let cells: Vec<[&str; 1]> = addresses.iter().map(|address| [address.as_str()]).collect();
    rows.extend(cells.iter().map(<[&str; 1]>::as_slice));
    let text = rows.concat().join("\n");
    let (shorter_text, _) = text.rsplit_once('\n').unwrap();
    for strings in [Strings::Inline, Strings::Shared] {
        assert_eq!(read(&workbook(strings, &rows)), Err(SheetError::TooManyRows));
        let report = read(&workbook(strings, &rows[..=limit])).unwrap();
        assert_eq!(report.addresses.len(), limit);
    }
    assert_eq!(crate::support::read(text.as_bytes(), "x.csv"), Err(SheetError::TooManyRows));
    assert_eq!(crate::support::read_pasted(&text), Err(SheetError::TooManyRows));
    assert_eq!(
        crate::support::read(shorter_text.as_bytes(), "x.csv").unwrap().addresses.len(),
        crate::support::read_pasted(shorter_text).unwrap().addresses.len()
    );
}

#[test]
fn a_file_over_the_limit_is_refused_unseen() {
    let bytes = vec![b'x'; usize::try_from(MAX_FILE_BYTES).unwrap() + 1];
    assert_eq!(read(&bytes), Err(SheetError::TooLarge));
    assert_eq!(
        crate::support::read_pasted(str::from_utf8(&bytes).unwrap()),
        Err(SheetError::TooLarge)
    );
}

#[test]
fn a_file_that_was_cut_off_is_corrupt() {
    let file = workbook(Strings::Shared, GOOD_ROWS);
    for kept in [4, 100, file.len() / 2, file.len() - 30] {
        assert_eq!(read(&file[..kept]), Err(SheetError::Corrupt), "{kept} bytes");
    }
}

#[test]
fn a_part_whose_checksum_is_wrong_is_corrupt() {
    let good = Parts::with_rows(
        &[inline_row(1, &[("A", "Email Address")]), inline_row(2, &[("A", "ann.lee@nhs.net")])]
            .concat(),
    )
    .zipped_by(zip::CompressionMethod::Stored);
    assert!(read(&good).is_ok());
    let mut bad = good;
    let place = place_of(&bad, b"ann.lee", 0);
    bad[place] = b'x';
    assert_eq!(read(&bad), Err(SheetError::Corrupt));
}

#[test]
fn xml_that_is_no_sheet_is_corrupt() {
    let heading = inline_row(1, &[("A", "Email Address")]);
    let long_name = "x".repeat(100_000);
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>";
    for sheet in [
        String::new(),
        "not XML".to_owned(),
        "<chartsheet/>".to_owned(),
        "<worksheet/>".to_owned(),
        format!("<worksheet><sheetData>{heading}"),
        format!("<worksheet><sheetData>{heading}<row><c"),
        format!("<worksheet><sheetData>{heading}<row><c><row/>"),
        format!("<worksheet><sheetData>{heading}<!-- </sheetData></worksheet>"),
        format!("<worksheet><sheetData>{heading}<{long_name}/></sheetData></worksheet>"),
        format!("{entities}<worksheet><sheetData>{heading}</sheetData></worksheet>"),
        "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>"
            .to_owned(),
        "<worksheet><sheetData><row><c t=\"s\"><v>-1</v></c></row></sheetData></worksheet>"
            .to_owned(),
    ] {
        let result = read(&Parts::with_sheet(&sheet).zipped());
        assert_eq!(result, Err(SheetError::Corrupt), "{sheet:.120}");
    }
}

#[test]
fn cells_nested_without_end_are_corrupt() {
    let nested = String::from_utf8(repeated(b"<c>", 20_000_000)).unwrap();
    let file = Parts::with_rows(&format!(
        "{}<row>{nested}</row>",
        inline_row(1, &[("A", "Email Address")])
    ));
    assert_eq!(read(&file.zipped()), Err(SheetError::Corrupt));
}

#[test]
fn angle_brackets_without_end_are_stepped_over_once() {
    let brackets =
        String::from_utf8(repeated(("<".repeat(60_000) + " ").as_bytes(), 30_000_000)).unwrap();
    let file = Parts::with_rows(&(inline_row(1, &[("A", "Email Address")]) + &brackets));
    assert_eq!(read(&file.zipped()), Err(SheetError::NoRows));
}

#[test]
fn a_cell_longer_than_any_of_excel_is_corrupt() {
    let text = "x".repeat(600_000);
    let file = Parts::with_rows(
        &[inline_row(1, &[("A", "Email Address")]), inline_row(2, &[("A", &text)])].concat(),
    );
    assert_eq!(read(&file.zipped()), Err(SheetError::Corrupt));
}

#[test]
fn encrypted_parts_and_compound_files_say_so() {
    let compound = |stream: &str| {
        let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        file.resize(2048, 0);
        file.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        file
    };
    assert_eq!(read(&compound("EncryptedPackage")), Err(SheetError::Encrypted));
    let document = SheetError::OtherFile { kind: FileKind::Document };
    assert_eq!(read(&compound("WordDocument")), Err(document));
    assert_eq!(read(&compound("__properties_version1.0")), Err(SheetError::NotASpreadsheet));
    let mut zip = Parts::with_rows("").zipped();
    let entry = place_of(&zip, b"PK\x01\x02", 1);
    zip[entry + 8] |= 1;
    assert_eq!(read(&zip), Err(SheetError::Encrypted));
}

#[test]
fn a_part_that_unpacks_to_something_else_than_deflate_is_corrupt() {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(b"Email Address").unwrap();
    let mut file = b"PK\x03\x04".to_vec();
    file.extend(encoder.finish().unwrap());
    assert_eq!(read(&file), Err(SheetError::Corrupt));
}
