//! The results file: the columns of the file that was imported, and what became of its rows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a results file that cannot be written or read fails the test"
)]

use std::io::Cursor;

use crate::support::{Parts, Strings, addresses, read, read_pasted, workbook};
use calamine::{Data, Reader, Xlsx};
use domain::import::report::{ColumnChoice, SheetReport};
use domain::import::result_line::ResultLine;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use sheet::{Original, ResultsError, ResultsRequest, results_csv, results_workbook};

/// A line that says nothing but the row and the address.
fn line(row: u32, value: &str) -> ResultLine {
    ResultLine { row, value: value.to_owned(), ..ResultLine::default() }
}

/// The lines of what was read, as if every address had been added.
fn lines(report: &SheetReport) -> Vec<ResultLine> {
    let added = report.addresses.iter().map(|address| ResultLine {
        outcome: "Added".to_owned(),
        ..line(address.row, address.email.as_str())
    });
    let rejected = report.rejected.iter().map(|row| ResultLine {
        outcome: "Not an address".to_owned(),
        reason: row.error.to_string(),
        what_to_do: row.error.advice().to_owned(),
        ..line(row.row, &row.value)
    });
    let duplicates = report.duplicates.iter().map(|row| line(row.row, row.email.as_str()));
    added.chain(rejected).chain(duplicates).collect()
}

fn place(sheet: Option<&str>, header_row: Option<u32>, column: u32) -> ColumnChoice {
    ColumnChoice { sheet: sheet.map(str::to_owned), header_row, column }
}

/// The results of a file, as a workbook and as text.
struct Results {
    workbook: Vec<u8>,
    csv: Vec<u8>,
}

fn results(bytes: &[u8], name: &str, place: &ColumnChoice, rows: &[ResultLine]) -> Results {
    let original = Original::File { bytes, name, place };
    let request = ResultsRequest { original, rows };
    Results { workbook: results_workbook(request).unwrap(), csv: results_csv(request).unwrap() }
}

impl Results {
    /// The rows of the workbook as another program reads them.
    fn rows(&self) -> Vec<Vec<String>> {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(self.workbook.as_slice())).unwrap();
        let range = workbook.worksheet_range("Results").unwrap();
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }

    /// The rows of the text file.
    fn records(&self) -> Vec<Vec<String>> {
        let text = self.csv.strip_prefix(b"\xef\xbb\xbf").unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// What an import reads of each.
    fn read_again(&self) -> [SheetReport; 2] {
        [read(&self.workbook, "results.xlsx").unwrap(), read(&self.csv, "results.csv").unwrap()]
    }
}

fn emails(report: &SheetReport) -> Vec<&str> {
    report.addresses.iter().map(|address| address.email.as_str()).collect()
}

#[test]
fn the_files_columns_come_back_in_order_with_what_became_of_each_row() {
    let bytes = workbook(
        Strings::Shared,
        &[
            &["Name", "Email Address", "Ward"],
            &["Ann", "Ann.Lee@nhs.net", "7"],
            &[],
            &["Bob", "bob", "8"],
        ],
    );
    let report = read(&bytes, "x.xlsx").unwrap();
    let results = results(&bytes, "x.xlsx", &place(Some("Members"), Some(1), 1), &lines(&report));
    let expected = [
        ["Name", "Email Address", "Ward", "Row", "Outcome", "Reason", "What to do"],
        ["Ann", "ann.lee@nhs.net", "7", "2", "Added", "", ""],
        [
            "Bob",
            "bob",
            "8",
            "4",
            "Not an address",
            "The @ is missing",
            "Enter the whole address, like name@nhs.net",
        ],
    ];
    assert_eq!(results.rows(), expected);
    assert_eq!(results.records(), expected);
}

#[test]
fn what_was_corrected_can_be_imported_as_it_is() {
    let bytes = workbook(Strings::Inline, &[&["E-mail address"], &["bob"], &["ann.lee@nhs.net"]]);
    let corrected = [line(3, "ann.lee@nhs.net"), line(2, "bob.ray@nhs.net")];
    let results = results(&bytes, "x.xlsx", &place(Some("Members"), Some(1), 0), &corrected);
    for report in results.read_again() {
        let rows = [(2, "bob.ray@nhs.net"), (3, "ann.lee@nhs.net")];
        assert_eq!(addresses(&report), rows);
        assert!(report.rejected.is_empty());
    }
}

#[test]
fn a_chosen_column_gets_the_heading_and_no_other_has_it() {
    let text = "Email address,Our contact,Notes\nx,ann.lee@nhs.net,y\n";
    let place = place(None, Some(1), 1);
    let results = results(text.as_bytes(), "x.csv", &place, &[line(2, "ann.lee@nhs.net")]);
    let headings = ["Email address (2)", "Email Address", "Notes"];
    assert_eq!(results.rows()[0][..3], headings);
    for report in results.read_again() {
        assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net")]);
    }
}

#[test]
fn a_list_without_headings_gets_them() {
    let text = "ann.lee@nhs.net\tWard 7\nbob.ray@nhs.net\tWard 8\n";
    let lines = [line(1, "ann.lee@nhs.net"), line(2, "bob.ray@nhs.net")];
    let results = results(text.as_bytes(), "x.tsv", &place(None, None, 0), &lines);
    let expected = [
        ["Email Address", "", "Row", "Outcome", "Reason", "What to do"],
        ["ann.lee@nhs.net", "Ward 7", "1", "", "", ""],
        ["bob.ray@nhs.net", "Ward 8", "2", "", "", ""],
    ];
    assert_eq!(results.records(), expected);
    assert_eq!(results.read_again().map(|report| report.addresses.len()), [2, 2]);
}

#[test]
fn titles_stay_above_the_headings_and_are_not_taken_for_them() {
    let bytes = workbook(
        Strings::Shared,
        &[&["Leavers"], &["", "Email address"], &[], &["Who", "Email"], &["Ann", "ann@nhs.net"]],
    );
    let place = place(Some("Members"), Some(4), 1);
    let results = results(&bytes, "x.xlsx", &place, &[line(5, "ann@nhs.net")]);
    let first: Vec<_> = results.rows().iter().map(|row| row[..2].to_vec()).collect();
    assert_eq!(first[0], ["Leavers", ""]);
    assert_eq!(first[1], ["", "Email address (2)"]);
    assert_eq!(first[3], ["Ann", "ann@nhs.net"]);
    for report in results.read_again() {
        assert_eq!(addresses(&report), [(4, "ann@nhs.net")]);
    }
}

#[test]
fn a_results_file_that_is_imported_again_does_not_grow() {
    let bytes = workbook(Strings::Shared, &[&["Email Address", "Row"], &["ann@nhs.net", "front"]]);
    let original = place(Some("Members"), Some(1), 0);
    let first = results(&bytes, "x.xlsx", &original, &[line(2, "ann@nhs.net")]);
    let again = place(Some("Results"), Some(1), 0);
    let second = results(&first.workbook, "r.xlsx", &again, &[line(2, "ann@nhs.net")]);
    let third = results(&first.csv, "r.csv", &place(None, Some(1), 0), &[line(2, "ann@nhs.net")]);
    assert_eq!(second.rows(), first.rows());
    assert_eq!(third.rows(), first.rows());
    assert_eq!(first.rows()[1], ["ann@nhs.net", "front", "2", "", "", ""]);
}

#[test]
fn a_pasted_list_gets_a_line_for_each_of_its_entries() {
    let text = "ann@nhs.net; bob; cy@nhs.net";
    let report = read_pasted(text).unwrap();
    let request = ResultsRequest { original: Original::Pasted, rows: &lines(&report) };
    let [workbook, csv] = [results_workbook(request).unwrap(), results_csv(request).unwrap()];
    let results = Results { workbook, csv };
    let records = results.records();
    assert_eq!(records[0], ["Email Address", "Row", "Outcome", "Reason", "What to do"]);
    assert_eq!(records.len(), 4);
    assert!(records[1..].iter().all(|row| row[1] == "1"));
    assert_eq!(results.read_again().map(|report| report.addresses.len()), [2, 2]);
}

#[test]
fn an_address_that_looks_guarded_comes_back_as_it_is() {
    let rows = [line(1, "'+ann=1@nhs.net"), line(2, "+ann=1@nhs.net"), line(3, "''-@nhs.net")];
    let request = ResultsRequest { original: Original::Pasted, rows: &rows };
    let [workbook, csv] = [results_workbook(request).unwrap(), results_csv(request).unwrap()];
    for report in (Results { workbook, csv }).read_again() {
        assert_eq!(emails(&report), ["'+ann=1@nhs.net", "+ann=1@nhs.net", "''-@nhs.net"]);
    }
}

#[test]
fn numbers_dates_and_truth_values_stay_what_they_are() {
    let mut original = Workbook::new();
    let sheet = original.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let time = Format::new().set_num_format("[h]:mm");
    sheet.write_row(0, 0, ["Email Address", "Since", "Hours", "Number", "Active"]).unwrap();
    sheet.write_string(1, 0, "ann@nhs.net").unwrap();
    let since = ExcelDateTime::from_ymd(2025, 10, 13).unwrap();
    sheet.write_datetime_with_format(1, 1, &since, &day).unwrap();
    sheet.write_number_with_format(1, 2, 1.0625, &time).unwrap();
    sheet.write_number(1, 3, -12.5).unwrap();
    sheet.write_boolean(1, 4, true).unwrap();
    let bytes = original.save_to_buffer().unwrap();
    let results =
        results(&bytes, "x.xlsx", &place(Some("Sheet1"), Some(1), 0), &[line(2, "ann@nhs.net")]);

    let mut again: Xlsx<_> = Xlsx::new(Cursor::new(results.workbook.as_slice())).unwrap();
    let range = again.worksheet_range("Results").unwrap();
    let cell = |column| range.get((1, column)).unwrap().clone();
    let Data::DateTime(since) = cell(1) else { panic!("{:?}", cell(1)) };
    assert_eq!(since.to_ymd_hms_milli(), (2025, 10, 13, 0, 0, 0, 0));
    let Data::DateTime(hours) = cell(2) else { panic!("{:?}", cell(2)) };
    assert!(hours.is_duration());
    assert_eq!(cell(3), Data::Float(-12.5));
    assert_eq!(cell(4), Data::Bool(true));
    assert_eq!(
        results.records()[1][..5],
        ["ann@nhs.net", "2025-10-13", "25:30:00", "-12.5", "TRUE"]
    );
}

#[test]
fn days_counted_from_1904_are_the_same_days() {
    let workbook = r#"<workbook><workbookPr date1904="1"/><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>"#;
    let parts = [("rId1", "worksheet", "a.xml"), ("rId2", "styles", "styles.xml")];
    let bytes = Parts::with_workbook(workbook, &parts)
        .part(
            "xl/a.xml",
            r#"<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Email Address</v></c></row>
            <row r="2"><c r="A2" t="str"><v>ann@nhs.net</v></c><c r="B2" s="1"><v>0</v></c></row></sheetData></worksheet>"#,
        )
        .part("xl/styles.xml", r#"<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>"#)
        .zipped();
    let results = results(&bytes, "x.xlsx", &place(None, Some(1), 0), &[line(2, "ann@nhs.net")]);
    assert_eq!(results.records()[1][1], "1904-01-01");
}

#[test]
fn of_a_hundred_columns_and_more_a_hundred_come_back_the_addresses_among_them() {
    let headings: Vec<String> = (0..150).map(|column| format!("Column {column}")).collect();
    let text = format!("{},Email Address\n{}ann@nhs.net\n", headings.join(","), "x,".repeat(150));
    let place = place(None, Some(1), 150);
    let results = results(text.as_bytes(), "x.csv", &place, &[line(2, "ann@nhs.net")]);
    let rows = results.rows();
    assert_eq!(rows[0].len(), 104);
    assert_eq!(rows[0][98..101], ["Column 98", "Email Address", "Row"]);
    assert_eq!(results.read_again().map(|report| report.addresses.len()), [1, 1]);
}

#[test]
fn a_stray_cell_far_to_the_right_costs_one_column() {
    let rows = r#"<row r="1"><c r="B1" t="str"><v>Email Address</v></c></row>
        <row r="2"><c r="B2" t="str"><v>ann@nhs.net</v></c><c r="XFD2"><v>1</v></c></row>"#;
    let bytes = Parts::with_rows(rows).zipped();
    let results = results(&bytes, "x.xlsx", &place(None, Some(1), 1), &[line(2, "ann@nhs.net")]);
    assert_eq!(results.rows()[1], ["ann@nhs.net", "1", "2", "", "", ""]);
}

#[test]
fn a_text_longer_than_excel_takes_is_cut_and_the_rest_is_whole() {
    let long = "😀".repeat(20_000);
    let text = format!("Email Address,Notes\nann@nhs.net,{long}\n");
    let results =
        results(text.as_bytes(), "x.csv", &place(None, Some(1), 0), &[line(2, "ann@nhs.net")]);
    assert_eq!(results.rows()[1][1].chars().count(), 16_383);
    assert_eq!(results.records()[1][1], long);
}

#[test]
fn a_small_file_that_would_make_a_huge_one_is_refused() {
    let row = r#"<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>"#;
    let rows = row.repeat(10_000);
    let heading = r#"<row r="1"><c r="A1" t="str"><v>Email Address</v></c></row>"#;
    let bytes = Parts::with_rows(&format!("{heading}{rows}"))
        .shared_strings(&format!("<si><t>{}</t></si>", "x".repeat(32_000)))
        .zipped();
    let place = place(None, Some(1), 0);
    let original = Original::File { bytes: &bytes, name: "x.xlsx", place: &place };
    let request = ResultsRequest { original, rows: &[] };
    assert!(matches!(results_workbook(request), Err(ResultsError::TooLarge)));
    assert!(matches!(results_csv(request), Err(ResultsError::TooLarge)));
}

/// Cells that people, and those who mean harm, put in a sheet.
fn cells() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        2 => "[-=+@\t\r'][ -~]{0,8}",
        2 => "[ -~]{1,12}",
        1 => "[\\PC\u{a0}\u{1}\u{ffff}\r\n\t]{1,8}",
        1 => Just("Email Address".to_owned()),
        1 => Just("=HYPERLINK(\"http://example.com\",\"x\")".to_owned()),
    ]
}

fn local_parts() -> impl Strategy<Value = String> {
    "[-=+a-z']{1,3}[a-z]{0,6}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_order_stays_nothing_is_a_formula_and_the_addresses_come_back(
        is_text in any::<bool>(),
        rows in prop::collection::vec((local_parts(), cells(), cells()), 1..40),
    ) {
        // A number in front tells whether the order stayed.
        let sheet: Vec<Vec<String>> = (0..)
            .zip(&rows)
            .map(|(index, (local, left, right))| {
                vec![format!("n{index}"), left.clone(), format!("{local}{index}@nhs.net"), right.clone()]
            })
            .collect();
        let headings = ["Number", "Left", "Email Address", "Right"].map(str::to_owned).to_vec();
        let all: Vec<_> = std::iter::once(&headings).chain(&sheet).collect();
        let (bytes, name) = if is_text {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &all {
                writer.write_record(*row).unwrap();
            }
            (writer.into_inner().unwrap(), "x.csv")
        } else {
            let all: Vec<Vec<&str>> =
                all.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
            let all: Vec<&[&str]> = all.iter().map(Vec::as_slice).collect();
            (workbook(Strings::Shared, &all), "x.xlsx")
        };
        let report = read(&bytes, name).unwrap();
        let place = place(report.sheet.as_deref(), Some(1), 2);
        let results = results(&bytes, name, &place, &lines(&report));

        let order = (0..rows.len()).map(|index| format!("n{index}")).collect::<Vec<_>>();
        prop_assert_eq!(results.rows().iter().skip(1).map(|row| row[0].clone()).collect::<Vec<_>>(), order.clone());
        let records = results.records();
        prop_assert_eq!(records.iter().skip(1).map(|row| row[0].clone()).collect::<Vec<_>>(), order);
        let is_formula = |cell: &String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        prop_assert!(!records.iter().flatten().any(is_formula));
        let mut again: Xlsx<_> = Xlsx::new(Cursor::new(results.workbook.as_slice())).unwrap();
        prop_assert!(again.worksheet_formula("Results").unwrap().is_empty());
        for read in results.read_again() {
            prop_assert_eq!(emails(&read), emails(&report));
        }
    }
}
