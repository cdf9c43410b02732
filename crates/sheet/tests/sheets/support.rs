//! Files for the tests: workbooks written by a library, and workbooks put together by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its file has failed")]
#![allow(clippy::indexing_slicing, clippy::panic, reason = "as has one with another answer")]

pub(crate) mod generated;
pub(crate) mod ods;
pub(crate) mod xls;
pub(crate) mod xlsb;

use std::io::{Cursor, Write};
use std::time::Duration;

use domain::import::report::{SheetError, SheetReport, SheetResult};
use rust_xlsxwriter::{Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// How a workbook written by the library holds its texts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Strings {
    Shared,
    Inline,
}

/// A workbook of one sheet named "Members", as the library writes it.
pub(crate) fn workbook(strings: Strings, rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = match strings {
        Strings::Shared => workbook.add_worksheet(),
        Strings::Inline => workbook.add_worksheet_with_constant_memory().unwrap(),
    };
    sheet.set_name("Members").unwrap();
    write_rows(sheet, rows);
    workbook.save_to_buffer().unwrap()
}

/// Writes texts, leaving out the cells that are empty.
pub(crate) fn write_rows(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
}

/// A workbook put together by hand: parts by name, in a zip.
#[derive(Clone, Debug)]
pub(crate) struct Parts(Vec<(String, Vec<u8>)>);

const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Parts {
    /// A workbook with one sheet, whose `sheetData` holds this.
    pub(crate) fn with_rows(rows: &str) -> Self {
        Self::with_sheet(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))
    }

    /// A workbook with one sheet.
    pub(crate) fn with_sheet(sheet: &str) -> Self {
        Self::with_workbook(
            r#"<workbook><sheets><sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
            &[("rId1", "worksheet", "worksheets/sheet1.xml")],
        )
        .part("xl/worksheets/sheet1.xml", sheet)
    }

    /// A workbook whose sheets are still to be added; relationships are identifiers, types and targets.
    pub(crate) fn with_workbook(workbook: &str, relationships: &[(&str, &str, &str)]) -> Self {
        Self(Vec::new())
            .part("_rels/.rels", rels(&[("rId1", "officeDocument", "xl/workbook.xml")]))
            .part("xl/workbook.xml", workbook)
            .part("xl/_rels/workbook.xml.rels", rels(relationships))
    }

    /// Nothing yet.
    pub(crate) fn none() -> Self {
        Self(Vec::new())
    }

    /// Adds a part.
    pub(crate) fn part(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let Self(mut parts) = self;
        parts.push((name.to_owned(), content.as_ref().to_vec()));
        Self(parts)
    }

    /// Adds shared strings, given the elements `si`, and the relationship to them.
    pub(crate) fn shared_strings(self, strings: &str) -> Self {
        let Self(mut parts) = self;
        for (name, content) in &mut parts {
            if name == "xl/_rels/workbook.xml.rels" {
                let text = String::from_utf8(content.clone()).unwrap();
                let more = rel("rIdStrings", "sharedStrings", "sharedStrings.xml");
                *content = text
                    .replace("</Relationships>", &format!("{more}</Relationships>"))
                    .into_bytes();
            }
        }
        let counted = r#"<sst count="4294967295" uniqueCount="4294967295">"#;
        Self(parts).part("xl/sharedStrings.xml", format!("{counted}{strings}</sst>"))
    }

    /// Changes the content of a part.
    pub(crate) fn change(mut self, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> Self {
        let part = self.0.iter_mut().find(|(other, _)| other == name);
        part.map(|(_, content)| change(content)).unwrap();
        self
    }

    /// The zip.
    pub(crate) fn zipped(&self) -> Vec<u8> {
        self.zipped_by(CompressionMethod::Deflated)
    }

    /// The zip, its parts packed in some way.
    pub(crate) fn zipped_by(&self, method: CompressionMethod) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, content) in &self.0 {
            zip.start_file(name, options).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

fn rels(relationships: &[(&str, &str, &str)]) -> String {
    let relationships: String =
        relationships.iter().map(|(id, kind, target)| rel(id, kind, target)).collect();
    format!("<Relationships>{relationships}</Relationships>")
}

fn rel(id: &str, kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="{id}" Type="{DOCUMENT}/{kind}" Target="{target}"/>"#)
}

/// A row of inline strings that says where it and its cells are.
pub(crate) fn inline_row(number: u32, cells: &[(&str, &str)]) -> String {
    let cell = |(letter, text): &(&str, &str)| {
        format!(r#"<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    };
    let cells = cells.iter().map(cell).collect::<Vec<_>>().concat();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

/// The usable addresses with their rows.
pub(crate) fn addresses(report: &SheetReport) -> Vec<(u32, &str)> {
    report.addresses.iter().map(|address| (address.row, address.email.as_str())).collect()
}

/// The rejected values with their rows and the codes of what is wrong.
pub(crate) fn rejected(report: &SheetReport) -> Vec<(u32, &str, &'static str)> {
    report.rejected.iter().map(|row| (row.row, row.value.as_str(), row.error.code())).collect()
}

/// Reads a file as an import does that nothing was chosen for.
pub(crate) fn read(bytes: &[u8], file_name: &str) -> SheetResult {
    sheet::read(bytes, file_name, None, &mut |_, _| {})
}

/// Reads what was pasted, nothing being chosen.
pub(crate) fn read_pasted(text: &str) -> SheetResult {
    sheet::read_pasted(text, None)
}

/// What a refused file was found to have instead of the heading.
pub(crate) fn found_instead(result: SheetResult) -> Vec<String> {
    match result {
        Err(SheetError::NoHeader { found, .. }) => found,
        other => panic!("not for want of a heading: {other:?}"),
    }
}

/// The columns of a refused file that have the heading.
pub(crate) fn headed_columns(result: SheetResult) -> Vec<String> {
    match result {
        Err(SheetError::SeveralHeaders { columns, .. }) => columns,
        other => panic!("not for having several headings: {other:?}"),
    }
}

/// Reads a file that may be made to do harm, which must come to an end: this is no measurement, and what
/// counts is the processor's time, which does not grow when the machine has other things to do.
pub(crate) fn read_in_time(bytes: &[u8]) -> SheetResult {
    let before = processor_time();
    let result = read(bytes, "members");
    if let (Some(before), Some(after)) = (before, processor_time()) {
        let took = after.saturating_sub(before);
        assert!(took < Duration::from_secs(20), "took {took:?}");
    }
    result
}

/// How long this thread has run, where the system tells.
fn processor_time() -> Option<Duration> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = statistics.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// A piece of a file again and again, up to a size.
pub(crate) fn repeated(piece: &[u8], bytes: u64) -> Vec<u8> {
    piece.repeat(usize::try_from(bytes).unwrap() / piece.len() + 1)
}
