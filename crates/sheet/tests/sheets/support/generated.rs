//! Generated sheets, and each of them as a workbook of every kind.

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, XlsxError};

use super::Strings;
use super::ods;
use super::xls;
use super::xlsb;

/// A cell of a generated sheet.
#[derive(Clone, Debug)]
pub(crate) enum Generated {
    Nothing,
    Styled,
    Text(String),
    Rich(String, String),
    Number(i32),
    Boolean(bool),
    Formula(String),
}

/// A sheet: its name, then its rows.
pub(crate) type Rows = [Vec<Generated>];

/// The name of every generated sheet.
pub(crate) const SHEET: &str = "Members";

/// Cells of all kinds.
pub(crate) fn cells() -> impl Strategy<Value = Generated> {
    // Whether a row of spaces is blank, the reader may leave open where it would have to read it whole.
    let is_visible = |text: &String| !text.trim().is_empty();
    let text = prop_oneof![
        "[a-c]{1,2}@nhs\\.net",
        "[ -~]{1,12}",
        "[\\PC\u{a0}\u{200b}\r\n\t]{1,8}",
        "_x000[dD0-9]_[&<>\"']{0,2}",
    ]
    .prop_filter("spaces only", is_visible);
    prop_oneof![
        2 => Just(Generated::Nothing),
        1 => Just(Generated::Styled),
        4 => text.clone().prop_map(Generated::Text),
        1 => ("[a-z ]{1,4}", "[a-z@. ]{0,3}[a-z]").prop_map(|(plain, thick)| Generated::Rich(plain, thick)),
        1 => any::<i32>().prop_map(Generated::Number),
        1 => any::<bool>().prop_map(Generated::Boolean),
        1 => "[a-z]{2,8}@nhs\\.net".prop_map(Generated::Formula),
    ]
}

/// As a workbook of Excel 2007, by a library.
pub(crate) fn as_xlsx(strings: Strings, rows: &Rows) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = match strings {
        Strings::Shared => workbook.add_worksheet(),
        Strings::Inline => workbook.add_worksheet_with_constant_memory()?,
    };
    sheet.set_name(SHEET)?;
    let bold = Format::new().set_bold();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Generated::Nothing => &mut *sheet,
                Generated::Styled => sheet.write_blank(row, column, &bold)?,
                Generated::Text(text) => sheet.write_string(row, column, text)?,
                Generated::Rich(plain, thick) => sheet.write_rich_string(
                    row,
                    column,
                    &[(&Format::default(), plain.as_str()), (&bold, thick.as_str())],
                )?,
                Generated::Number(number) => sheet.write_number(row, column, *number)?,
                Generated::Boolean(value) => sheet.write_boolean(row, column, *value)?,
                Generated::Formula(result) => {
                    sheet.write_formula(row, column, Formula::new("=A1").set_result(result))?
                }
            };
        }
    }
    workbook.save_to_buffer()
}

/// As an open document.
pub(crate) fn as_ods(rows: &Rows) -> Vec<u8> {
    let rows: Vec<String> = rows
        .iter()
        .map(|cells| {
            let cells: Vec<String> = cells.iter().map(ods_cell).collect();
            format!("<table:table-row>{}<table:table-cell/></table:table-row>", cells.concat())
        })
        .collect();
    ods::ods(&ods::table(SHEET, &rows.concat())).zipped()
}

fn ods_cell(cell: &Generated) -> String {
    let of_type = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let text = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('\r', "");
        let text = text.replace(' ', "<text:s/>").replace('\t', "<text:tab/>");
        text.replace('\n', "<text:line-break/>")
    };
    let string = r#"office:value-type="string""#;
    match cell {
        Generated::Nothing => "<table:table-cell/>".to_owned(),
        Generated::Styled => r#"<table:table-cell table:style-name="bold"/>"#.to_owned(),
        Generated::Text(written) => of_type(string, &text(written)),
        Generated::Rich(plain, thick) => {
            of_type(string, &format!("{}<text:span>{}</text:span>", text(plain), text(thick)))
        }
        Generated::Number(number) => of_type(
            &format!(r#"office:value-type="float" office:value="{number}""#),
            &number.to_string(),
        ),
        Generated::Boolean(value) => of_type(
            &format!(r#"office:value-type="boolean" office:boolean-value="{value}""#),
            &value.to_string().to_uppercase(),
        ),
        Generated::Formula(result) => {
            of_type(&format!(r#"table:formula="of:=[.A1]" {string}"#), &text(result))
        }
    }
}

/// As a binary workbook of Excel 2007.
pub(crate) fn as_xlsb(strings: Strings, rows: &Rows) -> Vec<u8> {
    let (mut records, mut shared) = (Vec::new(), Vec::new());
    for (row, cells) in (0..).zip(rows) {
        records.extend(xlsb::row(row));
        for (column, cell) in (0..).zip(cells) {
            let mut text = |text: String| match strings {
                Strings::Inline => xlsb::text(column, &text),
                Strings::Shared => {
                    let index = u32::try_from(shared.len()).unwrap();
                    shared.push(text);
                    xlsb::cell(7, column, &index.to_le_bytes())
                }
            };
            records.extend(match cell {
                Generated::Nothing => Vec::new(),
                Generated::Styled => xlsb::cell(1, column, &[]),
                Generated::Text(written) => text(written.clone()),
                Generated::Rich(plain, thick) => text(format!("{plain}{thick}")),
                Generated::Number(number) => {
                    xlsb::cell(5, column, &f64::from(*number).to_le_bytes())
                }
                Generated::Boolean(value) => xlsb::cell(4, column, &[u8::from(*value)]),
                Generated::Formula(result) => {
                    xlsb::cell(8, column, &[xlsb::wide(result).as_slice(), &[0; 10]].concat())
                }
            });
        }
    }
    let shared: Vec<&str> = shared.iter().map(String::as_str).collect();
    xlsb::xlsb(&[(SHEET, false, records)], &shared).zipped()
}

/// As a workbook of Excel 97.
pub(crate) fn as_xls(strings: Strings, rows: &Rows) -> Vec<u8> {
    let (mut records, mut shared) = (Vec::new(), Vec::new());
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            let mut text = |text: String| match strings {
                Strings::Inline => xls::text(row, column, &text),
                Strings::Shared => {
                    let index = u32::try_from(shared.len()).unwrap();
                    shared.push(text);
                    xls::shared(row, column, index)
                }
            };
            records.extend(match cell {
                Generated::Nothing => Vec::new(),
                Generated::Styled => xls::cell(0x0201, row, column, &[]),
                Generated::Text(written) => text(written.clone()),
                Generated::Rich(plain, thick) => text(format!("{plain}{thick}")),
                Generated::Number(number) => {
                    xls::cell(0x0203, row, column, &f64::from(*number).to_le_bytes())
                }
                Generated::Boolean(value) => xls::cell(0x0205, row, column, &[u8::from(*value), 0]),
                Generated::Formula(result) => {
                    let value = [[0, 0, 0, 0, 0, 0, 0xff, 0xff].as_slice(), &[0; 8]].concat();
                    let text = xls::record(0x0207, &xls::unicode(result));
                    [xls::cell(0x0006, row, column, &value), text].concat()
                }
            });
        }
    }
    let shared: Vec<&str> = shared.iter().map(String::as_str).collect();
    xls::xls(&[(SHEET, 0, 0, records)], &shared)
}
