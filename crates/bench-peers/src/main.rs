//! What the import is measured against in `cargo xtask bench`: the peer in Rust, and the limit.
//!
//! Both run in a worker of the same browser as the import (`bench/site/rust_worker.js`).

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use domain::import::report::{ReportBuilder, is_heading};
use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Reads the column of addresses of the first sheet by calamine and checks it by our rule; gives how
/// many addresses there are.
#[wasm_bindgen]
pub fn read_by_calamine(bytes: Vec<u8>) -> Result<usize, String> {
    let mut workbook: Xlsx<_> =
        Reader::new(Cursor::new(bytes)).map_err(told::<calamine::XlsxError>)?;
    let sheet = workbook.sheet_names().first().cloned().ok_or("no sheet")?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(told)?;
    let mut column = None;
    let mut report = ReportBuilder::new(Some(sheet), Some(1));
    while let Some(cell) = cells.next_cell().map_err(told)? {
        let (row, own_column) = cell.get_position();
        let text = match cell.get_value() {
            DataRef::SharedString(text) => *text,
            DataRef::String(text) => text.as_str(),
            _ => continue,
        };
        if column.is_none() && is_heading(text) {
            column = Some(own_column);
        } else if column == Some(own_column) {
            report.push(row + 1, text).map_err(told)?;
        }
    }
    Ok(report.finish().map_err(told)?.addresses.len())
}

/// Inflates every part of a zip and looks at nothing; gives how many bytes came out.
#[wasm_bindgen]
pub fn inflate(bytes: &[u8]) -> Result<usize, String> {
    let zip = ZipArchive::from_slice(bytes).map_err(told)?;
    let mut window = vec![0; 64 * 1024];
    let mut inflated = 0;
    for entry in zip.entries() {
        let entry = entry.map_err(told)?;
        if entry.compression_method() != CompressionMethod::DEFLATE {
            continue;
        }
        let packed = zip.get_entry(entry.wayfinder()).map_err(told)?;
        let mut part = DeflateDecoder::new(packed.data());
        loop {
            let read = part.read(&mut window).map_err(told)?;
            if read == 0 {
                break;
            }
            inflated += read;
        }
    }
    Ok(inflated)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what errors are mapped by")]
fn told<Error: ToString>(error: Error) -> String {
    error.to_string()
}
