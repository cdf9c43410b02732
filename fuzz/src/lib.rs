//! What the fuzz targets share: reading a file as an import does, giving it back as results, and packing
//! the parts of a workbook.
//!
//! A change to a byte of a zip breaks its checksum, and most files would be refused for that alone. So an
//! input may also be the parts of a workbook one after another, each under a line `=== name`, and is packed
//! here. `seeds.py` makes such inputs of real workbooks.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use domain::import::report::{ColumnChoice, MAX_ROWS, SheetReport};
use domain::import::result_line::ResultLine;
use sheet::{Original, ResultsRequest, results_csv, results_workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What stands before the name of a part.
const PART: &[u8] = b"=== ";

/// Reads a file as an import does.
pub fn read(bytes: &[u8], name: &str) -> Option<SheetReport> {
    let report = sheet::read(bytes, name, None, &mut |_, _| {}).ok()?;
    let rows = report.addresses.len() + report.rejected.len() + report.duplicates.len();
    assert!(0 < rows && rows <= MAX_ROWS as usize, "{rows} rows");
    Some(report)
}

/// Reads a file, and gives back what can be read.
pub fn read_and_give_back(bytes: &[u8], name: &str) {
    let Some(report) = read(bytes, name) else { return };
    let place = ColumnChoice {
        sheet: report.sheet.clone(),
        header_row: report.header_row,
        column: report.column.unwrap_or_default(),
    };
    give_back(&report, Original::File { bytes, name, place: &place });
}

/// Reads a pasted text, and gives back what can be read.
pub fn paste_and_give_back(text: &str) {
    if let Ok(report) = sheet::read_pasted(text, None) {
        give_back(&report, Original::Pasted);
    }
}

/// Nobody may be lost on the way from the results to the next import.
fn give_back(report: &SheetReport, original: Original<'_>) {
    let lines: Vec<ResultLine> = report
        .addresses
        .iter()
        .map(|row| ResultLine {
            row: row.row,
            value: row.email.to_string(),
            ..ResultLine::default()
        })
        .collect();
    let request = ResultsRequest { original, rows: &lines };
    let results =
        [(results_workbook(request), "results.xlsx"), (results_csv(request), "results.csv")];
    for (file, name) in results {
        // A file may hold more than can be given back.
        let Ok(bytes) = file else { continue };
        let again = sheet::read(&bytes, name, None, &mut |_, _| {});
        let people = again.as_ref().map(people);
        assert!(lines.is_empty() || people == Ok(self::people(report)), "{name}: {again:?}");
    }
}

fn people(report: &SheetReport) -> BTreeSet<&str> {
    report.addresses.iter().map(|row| row.email.as_str()).collect()
}

/// The zip that an input means: the input itself, or its parts packed.
pub fn zipped(input: &[u8]) -> Vec<u8> {
    if !input.starts_with(PART) {
        return input.to_vec();
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in parts(input) {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let (name, content) = part.split_at(end);
        let name = String::from_utf8_lossy(name).into_owned();
        if zip.start_file(name, options).is_ok() {
            let _ = zip.write_all(content.get(1..).unwrap_or_default());
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn parts(input: &[u8]) -> Vec<&[u8]> {
    let starts: Vec<usize> = (0..input.len())
        .filter(|at| input[*at..].starts_with(PART) && (*at == 0 || input[at - 1] == b'\n'))
        .collect();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([input.len()]);
    starts.iter().zip(ends).map(|(start, end)| &input[start + PART.len()..end]).collect()
}
