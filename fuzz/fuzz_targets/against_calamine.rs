//! Sheets of any cells, read by the reader of `.xlsx` and by calamine: both must find the same.

#![no_main]

use std::fmt::Write;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use domain::import::report::{ColumnChoice, ReportBuilder, SheetResult};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;

const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The column that is read, of those that are written.
const COLUMN: u32 = 2;

#[derive(Arbitrary, Debug)]
struct Sheet {
    strings: Vec<Text>,
    rows: Vec<Row>,
}

#[derive(Arbitrary, Debug)]
struct Row {
    skipped: u8,
    says_where: bool,
    cells: Vec<Cell>,
}

#[derive(Arbitrary, Debug)]
struct Cell {
    skipped: u8,
    says_where: bool,
    content: Content,
}

#[derive(Arbitrary, Debug)]
enum Content {
    Nothing,
    Shared(u8),
    Inline(Text),
    Formula(Text),
    Number(i32),
    Boolean(bool),
}

/// A text in runs: plain when it is one.
#[derive(Arbitrary, Debug)]
struct Text(Vec<String>);

fuzz_target!(|sheet: Sheet| {
    let bytes = sheet.zipped();
    let choice = ColumnChoice { sheet: None, header_row: Some(1), column: COLUMN };
    let ours = sheet::read(&bytes, "x.xlsx", Some(&choice), &mut |_, _| {});
    assert_eq!(ours, by_calamine(&bytes), "{sheet:?}");
});

fn by_calamine(bytes: &[u8]) -> SheetResult {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("calamine opens it");
    let range = workbook.worksheet_range("A").expect("calamine reads it");
    let mut report = ReportBuilder::new(Some("A".to_owned()), Some(1)).in_column(COLUMN);
    let (first_row, _) = range.start().unwrap_or_default();
    for (index, row) in (first_row..).zip(range.rows()) {
        if index > 0 && row.iter().any(|cell| !text_of(cell).trim().is_empty()) {
            let cell = range.get_value((index, COLUMN));
            report.push(index + 1, &cell.map(text_of).unwrap_or_default())?;
        }
    }
    report.finish()
}

fn text_of(cell: &Data) -> String {
    match cell {
        Data::Bool(value) => value.to_string().to_uppercase(),
        cell => cell.to_string(),
    }
}

impl Sheet {
    fn zipped(&self) -> Vec<u8> {
        let strings: String =
            self.strings.iter().map(|text| format!("<si>{}</si>", text.xml())).collect();
        let sheet = self.xml();
        let relationship = |id: &str, kind: &str, target: &str| {
            format!(r#"<Relationship Id="{id}" Type="{DOCUMENT}/{kind}" Target="{target}"/>"#)
        };
        let own = relationship("rId1", "worksheet", "worksheets/sheet1.xml")
            + &relationship("rId2", "sharedStrings", "sharedStrings.xml");
        let root = relationship("rId1", "officeDocument", "xl/workbook.xml");
        let input = format!(
            "=== _rels/.rels\n<Relationships>{root}</Relationships>\n\
             === xl/workbook.xml\n<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOCUMENT}\"><sheets>\
             <sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>\n\
             === xl/_rels/workbook.xml.rels\n<Relationships>{own}</Relationships>\n\
             === xl/worksheets/sheet1.xml\n<worksheet xmlns=\"{MAIN}\">{sheet}</worksheet>\n\
             === xl/sharedStrings.xml\n<sst xmlns=\"{MAIN}\">{strings}</sst>"
        );
        sheet_fuzz::zipped(input.as_bytes())
    }

    fn xml(&self) -> String {
        // The choice of the column says that the first row is headings.
        let mut xml = String::from(r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row>"#);
        let mut number = 1;
        for row in &self.rows {
            let skipped = if row.says_where { u32::from(row.skipped % 8) } else { 0 };
            number += 1 + skipped;
            let place = row.says_where.then(|| format!(r#" r="{number}""#));
            let _ = write!(xml, "<row{}>", place.unwrap_or_default());
            let mut column = 0_u32;
            for cell in row.cells.iter().take(24) {
                // A cell that says where it is in a row that does not, is in a row of its own.
                let says_where = cell.says_where && row.says_where;
                column += if says_where { u32::from(cell.skipped % 4) } else { 0 };
                let letter = char::from_u32('A' as u32 + column).filter(char::is_ascii_uppercase);
                let Some(letter) = letter else { break };
                let place = says_where.then(|| format!(r#" r="{letter}{number}""#));
                xml.push_str(&cell.content.xml(&place.unwrap_or_default(), self.strings.len()));
                column += 1;
            }
            xml.push_str("</row>");
        }
        xml + "</sheetData>"
    }
}

impl Content {
    fn xml(&self, place: &str, strings: usize) -> String {
        match self {
            Self::Shared(index) if strings > 0 => {
                format!(r#"<c{place} t="s"><v>{}</v></c>"#, usize::from(*index) % strings)
            }
            Self::Nothing | Self::Shared(_) => format!("<c{place}/>"),
            Self::Inline(text) => {
                format!(r#"<c{place} t="inlineStr"><is>{}</is></c>"#, text.xml())
            }
            Self::Formula(text) => {
                format!(r#"<c{place} t="str"><f>A1</f><v>{}</v></c>"#, escaped(&text.0.concat()))
            }
            Self::Number(number) => format!("<c{place}><v>{number}</v></c>"),
            Self::Boolean(value) => {
                format!(r#"<c{place} t="b"><v>{}</v></c>"#, u8::from(*value))
            }
        }
    }
}

impl Text {
    fn xml(&self) -> String {
        let run = |text: &String| format!(r#"<t xml:space="preserve">{}</t>"#, escaped(text));
        match self.0.as_slice() {
            [] => run(&"x".to_owned()),
            [text] => run(text),
            runs => runs.iter().map(|text| format!("<r>{}</r>", run(text))).collect(),
        }
    }
}

/// A text as it stands in XML, without the characters that XML has not. What is only space is not
/// written: whether a row of spaces is blank, a reader may leave open.
fn escaped(text: &str) -> String {
    let in_xml = |character: &char| {
        *character == '\n'
            || !character.is_control() && !matches!(character, '\u{fffe}' | '\u{ffff}')
    };
    let text: String = text.chars().filter(in_xml).collect();
    let text = if text.trim().is_empty() { "x" } else { &text };
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
