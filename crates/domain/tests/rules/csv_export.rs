//! Tables as CSV.
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

use domain::csv_export::{CsvCell, CsvTable, csv, without_guard};

const HEADING: [&str; 2] = ["Row", "Address"];

fn lines(rows: &[[&'static str; 2]]) -> String {
    let text = csv(HEADING, rows.iter().copied());
    text.strip_prefix("\u{feff}Row,Address\r\n")
        .expect("a byte order mark, then the heading")
        .to_owned()
}

#[test]
fn a_row_is_a_line_of_cells() {
    assert_eq!(lines(&[["2", "ana@nhs.net"], ["3", ""]]), "2,ana@nhs.net\r\n3,\r\n");
}

#[test]
fn a_cell_with_commas_quotes_or_line_breaks_is_quoted() {
    assert_eq!(lines(&[["2", "Okoro, Ada"]]), "2,\"Okoro, Ada\"\r\n");
    assert_eq!(lines(&[["2", "“a” \"b\""]]), "2,\"“a” \"\"b\"\"\"\r\n");
    assert_eq!(lines(&[["2", "a\nb"]]), "2,\"a\nb\"\r\n");
}

#[test]
fn a_cell_that_begins_like_a_formula_is_made_text() {
    for start in ["=", "+", "-", "@", "\t"] {
        let cell: &'static str = format!("{start}1").leak();
        assert_eq!(lines(&[["2", cell]]), format!("2,'{start}1\r\n"));
    }
    assert_eq!(lines(&[["2", "\r=1"]]), "2,\"'\r=1\"\r\n");
    assert_eq!(
        lines(&[["2", "=HYPERLINK(\"http://x\",\"y\")"]]),
        "2,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n"
    );
}

#[test]
fn formulas_further_inside_a_cell_are_left_alone() {
    assert_eq!(lines(&[["2", "ana=1@nhs.net"]]), "2,ana=1@nhs.net\r\n");
}

#[test]
fn a_number_is_no_formula() {
    let mut table = CsvTable::default();
    table.push_row([CsvCell::Number(-5.0), CsvCell::Text("-5"), CsvCell::Number(0.25)]);
    assert_eq!(table.finish(), "\u{feff}-5,'-5,0.25\r\n");
}

#[test]
fn the_guard_comes_off_again_and_nothing_else_does() {
    for text in ["=1", "+1", "-a@nhs.net", "@x", "\tx", "\rx", "'=1", "''=1"] {
        assert_eq!(without_guard(&format!("'{text}")), text);
        assert!(lines(&[["2", text.to_owned().leak()]]).contains(&format!("'{text}")));
    }
    assert_eq!(without_guard("=1"), "=1");
    for text in ["'", "'o'brien@nhs.net", "ana@nhs.net", ""] {
        assert_eq!(without_guard(text), text);
    }
}
