//! Rows and strings as nearly all programs write them are read in a quicker way. It is to find what the other
//! way finds, which a comment in each row, and in each string, makes the reader take.

use crate::support::{Parts, inline_row};
use domain::import::report::SheetResult;
use proptest::prelude::*;

/// Where a comment may stand that changes nothing but the way of reading.
const HERE: &str = "<!HERE>";

/// Shared strings, by index: an address, spaces only, runs of rich text, an escape.
const STRINGS: &str = "<si><!HERE><t>shared@nhs.net</t></si><si><!HERE><t xml:space=\"preserve\"> </t></si>\
    <si><!HERE><r><t>rich</t></r><r><t>@nhs.net</t></r></si><si><!HERE><t>a_x0040_b.uk &amp; c</t></si>";

/// What a workbook gives with these rows after more than are searched for a heading.
fn report(rows: &str, in_place_of_here: &str) -> SheetResult {
    let heading = inline_row(1, &[("A", "Name"), ("B", "Email Address")]);
    let first_rows = (2..70).map(|row| inline_row(row, &[("B", &format!("p{row}@nhs.net"))]));
    let sheet = std::iter::once(heading).chain(first_rows).collect::<String>() + rows;
    let file = Parts::with_rows(&sheet.replace(HERE, in_place_of_here))
        .shared_strings(&STRINGS.replace(HERE, in_place_of_here));
    crate::support::read(&file.zipped(), "x.xlsx")
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-d]{1,2}@nhs\\.net",
        1 => "[ a-zA-Z0-9@._é\u{a0}]{0,12}",
        1 => "(&amp;|&#64;|_x0041_|_x|\r\n|[a-c@. ]){0,5}",
        1 => Just("&unknown;".to_owned()),
    ]
}

/// The kind of a cell, as its attribute, and what stands in it.
fn content() -> impl Strategy<Value = (&'static str, String)> {
    let inline = |text: String| (" t=\"inlineStr\"", text);
    prop_oneof![
        4 => text().prop_map(move |text| inline(format!("<is><t>{text}</t></is>"))),
        1 => text().prop_map(move |text| inline(format!("<is><t xml:space=\"preserve\">{text}</t></is>"))),
        1 => (text(), text()).prop_map(move |(a, b)| inline(format!("<is><r><t>{a}</t></r><r><t>{b}</t></r></is>"))),
        3 => (0..5).prop_map(|index| (" t=\"s\"", format!("<v>{index}</v>"))),
        2 => text().prop_map(|text| (" t=\"str\"", format!("<f>A1&amp;\"x\"</f><v>{text}</v>"))),
        1 => text().prop_map(|text| ("", format!("<f t=\"shared\" si=\"0\"/><v>{text}</v>"))),
        1 => "-?[0-9]{1,4}(\\.5)?".prop_map(|number| ("", format!("<v>{number}</v>"))),
        1 => "[01]?".prop_map(|truth| (" t=\"b\"", format!("<v>{truth}</v>"))),
        1 => Just((" t=\"inlineStr\"", String::new())),
        1 => Just(("", String::new())),
        1 => Just(("", "<v/>".to_owned())),
    ]
}

/// A cell of a row, in a column, that may say where it is, have a style, or be closed at once.
fn cell(row: usize, column: char) -> impl Strategy<Value = String> {
    let reference = prop_oneof![
        6 => Just(format!(" r=\"{column}{row}\"")),
        1 => Just(String::new()),
        1 => Just(format!(" x:r=\"{column}{row}\"")),
    ];
    let style = prop_oneof![Just(""), Just(" s=\"12\""), Just(" cm=\"1\""), Just(" s='3'")];
    (reference, style, content(), 0..8).prop_map(|(reference, style, (kind, content), how)| {
        match how {
            0 => String::new(),
            1 => format!("<c{reference}{style}/>"),
            2 => format!("<c{kind}{style}{reference}>{content}</c>"),
            3 => format!("<x:c{reference}{kind}>{content}</x:c>"),
            _ => format!("<c{reference}{style}{kind}>{content}</c>"),
        }
    })
}

fn row(number: usize) -> impl Strategy<Value = String> {
    let attributes = prop_oneof![
        4 => Just(format!(" r=\"{number}\"")),
        2 => Just(format!(" r=\"{number}\" spans=\"1:4\" ht=\"15\" x14ac:dyDescent=\"0.25\"")),
        1 => Just(format!(" spans=\"1:4\" r=\"{number}\"")),
        1 => Just(String::new()),
    ];
    let cells = ('A'..='D').map(|column| cell(number, column)).collect::<Vec<_>>();
    let space = prop_oneof![4 => Just(""), 1 => Just("\n  ")];
    (attributes, cells, space, any::<bool>()).prop_map(|(attributes, cells, space, is_empty)| {
        let cells = cells.join(space);
        if is_empty && cells.is_empty() {
            format!("{space}<row{attributes}/>")
        } else {
            format!("{space}<row{attributes}>{HERE}{space}{cells}</row>")
        }
    })
}

proptest! {
    #[test]
    fn both_ways_of_reading_find_the_same(
        rows in (1..40_usize).prop_flat_map(|count| (100..100 + count).map(row).collect::<Vec<_>>())
    ) {
        let rows = rows.concat();
        prop_assert_eq!(report(&rows, ""), report(&rows, "<!-- the other way -->"));
    }
}

#[test]
fn a_row_that_has_no_end_gives_the_same_both_ways() {
    for cells in ["", "<c r=\"C100\"><v>1</v>", "<c r=\"C100\"><v>1</v></c><row r=\"101\"/>"] {
        let address = "<c r=\"B100\" t=\"inlineStr\"><is><t>a@nhs.net</t></is></c>";
        let rows = format!("<row r=\"100\">{HERE}{address}{cells}");
        assert_eq!(report(&rows, ""), report(&rows, "<!---->"), "{cells}");
    }
}
