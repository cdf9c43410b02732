//! Workbooks as people have them, read through the library's one function.

use crate::support::{
    Parts, Strings, addresses, found_instead, headed_columns, inline_row, rejected, workbook,
    write_rows,
};
use domain::import::report::{FileKind, SheetError, SheetReport, SheetsOnly};
use rust_xlsxwriter::{Format, Formula, Url, Workbook, XlsxError};

fn read(bytes: &[u8]) -> Result<SheetReport, SheetError> {
    crate::support::read(bytes, "members.xlsx")
}

#[test]
fn shared_and_inline_strings_give_the_same_report() {
    let rows: &[&[&str]] = &[
        &["Name", "Email Address", "Team"],
        &["Ann", "ann.lee@nhs.net", "A"],
        &["Bob", " Bob.Ray@NHS.net ", "B"],
        &["Cy", "not an address", "B"],
        &["Di", "", "A"],
        &["Ed", "ann.lee@nhs.net", "A"],
    ];
    let report = read(&workbook(Strings::Shared, rows)).unwrap();
    assert_eq!(report, read(&workbook(Strings::Inline, rows)).unwrap());
    assert_eq!(report.sheet.as_deref(), Some("Members"));
    assert_eq!(report.header_row, Some(1));
    assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net"), (3, "bob.ray@nhs.net")]);
    assert_eq!(rejected(&report), [(4, "not an address", "emailNoAt"), (5, "", "emailEmpty")]);
    let duplicates: Vec<_> = report.duplicates.iter().map(|row| (row.row, row.first_row)).collect();
    assert_eq!(duplicates, [(6, 2)]);
    assert_eq!((report.repairs.spaces, report.repairs.lower_case), (1, 1));
}

#[test]
fn titles_and_rows_without_visible_content_do_not_matter() -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 3, "New starters", &bold)?;
    sheet.write_string(4, 2, "EMAIL  address")?;
    sheet.write_string(6, 2, "ann.lee@nhs.net")?;
    for row in 7..2000 {
        sheet.write_blank(row, 2, &bold)?;
        sheet.write_string(row, 3, " ")?;
        sheet.write_string(row, 5, "\u{a0}")?;
    }
    sheet.write_string(2000, 2, "bob.ray@nhs.net")?;
    sheet.write_string(2001, 2, " ")?;
    sheet.write_string(2002, 1, " ")?;
    sheet.write_string(2002, 5, "Cy")?;
    let report = read(&workbook.save_to_buffer()?).unwrap();
    assert_eq!(report.header_row, Some(5));
    assert_eq!(addresses(&report), [(7, "ann.lee@nhs.net"), (2001, "bob.ray@nhs.net")]);
    assert_eq!(rejected(&report), [(2003, "", "emailEmpty")]);
    Ok(())
}

#[test]
fn formulas_links_numbers_and_truth_values_are_read_as_they_are_seen() -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Email Address")?;
    sheet.write_formula(1, 0, Formula::new("=A9&\"@nhs.net\"").set_result("ann.lee@nhs.net"))?;
    sheet.write_url(2, 0, Url::new("mailto:bob.ray@nhs.net").set_text("bob.ray@nhs.net"))?;
    sheet.write_number(3, 0, 12.5)?;
    sheet.write_boolean(4, 0, true)?;
    sheet.write_formula(5, 0, Formula::new("=NA()").set_result("#N/A"))?;
    let report = read(&workbook.save_to_buffer()?).unwrap();
    assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net"), (3, "bob.ray@nhs.net")]);
    let values: Vec<_> = rejected(&report).iter().map(|(row, value, _)| (*row, *value)).collect();
    assert_eq!(values, [(4, "12.5"), (5, "TRUE"), (6, "#N/A")]);
    Ok(())
}

#[test]
fn rich_text_is_put_together_and_hints_for_pronunciation_are_left_out() {
    let file = Parts::with_rows(
        r#"<row><c t="s"><v>0</v></c></row>
           <row><c t="s"><v> 2 </v></c></row>
           <row><c t="inlineStr"><is><r><t>di</t></r><r><rPr><b/></rPr><t>.ray@nhs.net</t></r></is></c></row>
           <row><c t="s"><v>1</v></c></row>"#,
    )
    .shared_strings(
        r#"<si><t>Email Address</t></si>
           <si/>
           <si><r><t>ann</t></r><r><t xml:space="preserve">.lee@nhs.net </t></r>
             <rPh sb="0" eb="1"><t>アン</t></rPh><phoneticPr fontId="1"/></si>"#,
    );
    let report = read(&file.zipped()).unwrap();
    assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net"), (3, "di.ray@nhs.net")]);
    assert_eq!(report.rejected, []);
}

#[test]
fn entities_escapes_and_literal_text_become_their_characters() {
    let file = Parts::with_rows(
        &[
            inline_row(1, &[("B", "Email&#32;Address")]),
            inline_row(2, &[("B", "Ann &lt;ann.o&apos;neil@nhs.net&gt;")]),
            inline_row(3, &[("B", "<![CDATA[r&d@nhs.net]]>")]),
            inline_row(4, &[("B", "bob<!-- </t> -->@nhs.net_x000D_")]),
        ]
        .concat(),
    );
    let report = read(&file.zipped()).unwrap();
    assert_eq!(
        addresses(&report),
        [(2, "ann.o'neil@nhs.net"), (3, "r&d@nhs.net"), (4, "bob@nhs.net")]
    );
}

#[test]
fn prefixed_names_and_cells_without_references_are_read() {
    let file = Parts::with_sheet(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
          <x:sheetViews><x:sheetView workbookViewId='0'/></x:sheetViews>
          <x:sheetData>
            <x:row><x:c/><x:c t="str"><x:v>Email Address</x:v></x:c></x:row>
            <x:row/>
            <x:row r="2"><x:c/><x:c t="str"><x:f>""</x:f><x:v></x:v></x:c></x:row>
            <x:row><x:c t="n"><x:v>1</x:v></x:c><x:c t="str"><x:f>1&gt;0</x:f><x:v>ann.lee@nhs.net</x:v></x:c></x:row>
            <x:row><x:c r="B7" t="str"><x:v>bob.ray@nhs.net</x:v></x:c></x:row>
            <x:row><x:c/><x:c/><x:c t="str"><x:v>no address here</x:v></x:c></x:row>
          </x:sheetData>
        </x:worksheet>"#,
    );
    let report = read(&file.zipped()).unwrap();
    assert_eq!(report.sheet.as_deref(), Some("People"));
    assert_eq!(addresses(&report), [(3, "ann.lee@nhs.net"), (7, "bob.ray@nhs.net")]);
    assert_eq!(rejected(&report), [(8, "", "emailEmpty")]);
}

#[test]
fn the_first_visible_sheet_with_the_heading_is_read() -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let notes: &[&[&str]] = &[&["Notes"], &["Ring Ann about this"]];
    write_rows(workbook.add_worksheet().set_name("Notes")?, notes);
    let old: &[&[&str]] = &[&["Email Address"], &["old@nhs.net"]];
    write_rows(workbook.add_worksheet().set_name("Old")?.set_hidden(true), old);
    let new: &[&[&str]] = &[&["Email Address"], &["new@nhs.net"]];
    write_rows(workbook.add_worksheet().set_name("R&D <new>")?, new);
    let report = read(&workbook.save_to_buffer()?).unwrap();
    assert_eq!(report.sheet.as_deref(), Some("R&D <new>"));
    assert_eq!(addresses(&report), [(2, "new@nhs.net")]);
    Ok(())
}

/// Parts are read piece by piece, of 64 KiB each.
#[test]
fn a_piece_may_end_anywhere() {
    let rows = [
        inline_row(1, &[("A", "Name"), ("B", "Email Address")]),
        inline_row(2, &[("A", "A &amp; B"), ("B", "a&amp;b@nhs.net")]),
        r#"<x:row r="3"><x:c r="B3" t="s"><x:v>0</x:v></x:c><!-- b --><x:c r="C3"/></x:row>"#
            .to_owned(),
        inline_row(4, &[("B", "<![CDATA[c&d]]>@nhs<!-- - -->.net"), ("C", "<?x y?>z")]),
        r#"<row r='5' s="1"/><row r="6"><c r="A6" t='b'><v>1</v></c></row>"#.to_owned(),
    ]
    .concat();
    let read_after = |spaces: usize| {
        let file = Parts::with_rows(&[" ".repeat(spaces), rows.clone()].concat())
            .shared_strings("<si><r><t>e@</t></r><r><t>nhs.net</t></r></si>");
        read(&file.zipped_by(zip::CompressionMethod::Stored)).unwrap()
    };
    let expected = read_after(0);
    assert_eq!(addresses(&expected), [(2, "a&b@nhs.net"), (3, "e@nhs.net"), (4, "c&d@nhs.net")]);
    assert_eq!(rejected(&expected), [(6, "", "emailEmpty")]);
    for spaces in 65_536 - rows.len() - 100..65_536 {
        assert_eq!(read_after(spaces), expected, "after {spaces} spaces");
    }
}

#[test]
fn parts_are_found_by_their_relationships_wherever_they_lie() {
    let sheet_xml = format!(
        "<worksheet><sheetData>{}{}</sheetData></worksheet>",
        inline_row(1, &[("A", "Email Address")]),
        inline_row(2, &[("A", "ann.lee@nhs.net")]),
    );
    for (target, part) in [
        ("/XL/Worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("../data/sheet.xml", "data/sheet.xml"),
        ("worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml"),
    ] {
        let file = Parts::with_workbook(
            r#"<workbook><sheets>
                <sheet name="Chart" sheetId="1" r:id="rId1"/>
                <sheet name="A" sheetId="2" r:id="rId2"/>
            </sheets></workbook>"#,
            &[("rId1", "chartsheet", "chartsheets/sheet1.xml"), ("rId2", "worksheet", target)],
        )
        .part(part, &sheet_xml);
        assert_eq!(addresses(&read(&file.zipped()).unwrap()), [(2, "ann.lee@nhs.net")], "{target}");
    }
}

#[test]
fn a_workbook_packed_without_compression_is_read() {
    let file = Parts::with_rows(&inline_row(1, &[("A", "Email Address")]));
    let result = read(&file.zipped_by(zip::CompressionMethod::Stored));
    assert_eq!(result, Err(SheetError::NoRows));
}

#[test]
fn a_workbook_without_the_heading_tells_what_it_has_instead() {
    let rows: &[&[&str]] = &[&["", "Name", "To"], &["", "Ann", "ann.lee@nhs.net"]];
    for strings in [Strings::Shared, Strings::Inline] {
        assert_eq!(found_instead(read(&workbook(strings, rows))), ["Name", "To"]);
    }
}

#[test]
fn the_heading_is_not_looked_for_below_the_fiftieth_row_with_content() {
    let mut rows: Vec<&[&str]> = vec![&["x"]; 49];
    rows.extend([&["Email Address"] as &[&str], &["ann.lee@nhs.net"]]);
    assert_eq!(read(&workbook(Strings::Inline, &rows)).unwrap().header_row, Some(50));
    rows.insert(0, &["x"]);
    assert!(matches!(read(&workbook(Strings::Inline, &rows)), Err(SheetError::NoHeader { .. })));
}

#[test]
fn two_headings_in_a_row_are_refused_with_their_columns() {
    let rows: &[&[&str]] = &[&["Email Address", "Name", "email address"], &["a@nhs.net"]];
    assert_eq!(headed_columns(read(&workbook(Strings::Shared, rows))), ["A", "C"]);
}

#[test]
fn empty_workbooks_say_whether_even_the_heading_is_missing() {
    assert_eq!(read(&workbook(Strings::Shared, &[])), Err(SheetError::Empty));
    let heading: &[&[&str]] = &[&["Email Address"]];
    assert_eq!(read(&workbook(Strings::Shared, heading)), Err(SheetError::NoRows));
}

#[test]
fn other_files_in_a_zip_are_told_apart() {
    let other = |kind| SheetError::OtherFile { kind };
    let open_document = |kind: &str| {
        Parts::none().part("mimetype", format!("application/vnd.oasis.opendocument.{kind}"))
    };
    let of_office = |part: &str| {
        let rels = format!(
            r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="{part}"/></Relationships>"#
        );
        Parts::none().part("_rels/.rels", rels).part(part, "<document/>")
    };
    let numbers =
        Parts::none().part("Index/Document.iwa", [0]).part("Index/Tables/DataList.iwa", [0]);
    let files = [
        (open_document("text"), other(FileKind::Document)),
        (open_document("presentation"), other(FileKind::Presentation)),
        (of_office("word/document.xml"), other(FileKind::Document)),
        (of_office("ppt/presentation.xml"), other(FileKind::Presentation)),
        (of_office("xl/other.xml"), SheetError::NotASpreadsheet),
        (numbers, SheetError::UnsupportedFormat { format: ".numbers".to_owned() }),
        (Parts::none().part("photo.jpg", [0xff, 0xd8]), other(FileKind::Archive)),
        (Parts::none(), SheetError::NotASpreadsheet),
    ];
    for (file, error) in files {
        assert_eq!(read(&file.zipped()), Err(error));
    }
}

#[test]
fn workbooks_without_a_sheet_to_read_say_what_they_have() {
    let listed = |sheets: &str, kind: &str| {
        let list = format!("<workbook><sheets>{sheets}</sheets></workbook>");
        Parts::with_workbook(&list, &[("rId1", kind, "a.xml"), ("rId2", "vbaProject", "vba.bin")])
            .part("xl/a.xml", "<worksheet><sheetData/></worksheet>")
    };
    let visible = r#"<sheet name="A" r:id="rId1"/>"#;
    let hidden = r#"<sheet name="A" state="veryHidden" r:id="rId1"/>"#;
    let only = |only| Err(SheetError::NoWorksheet { only });
    assert_eq!(read(&listed(visible, "worksheet").zipped()), only(SheetsOnly::Macros));
    let list = |sheets: &str, kind: &str| {
        let list = format!("<workbook><sheets>{sheets}</sheets></workbook>");
        Parts::with_workbook(&list, &[("rId1", kind, "a.xml")]).zipped()
    };
    assert_eq!(read(&list(visible, "chartsheet")), only(SheetsOnly::Charts));
    assert_eq!(read(&list(visible, "xlMacrosheet")), only(SheetsOnly::Macros));
    assert_eq!(read(&list(hidden, "worksheet")), only(SheetsOnly::Hidden));
}
