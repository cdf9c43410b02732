//! How long 100,000 rows take to read: `cargo run --release -p sheet --example timing`.
//!
//! Each figure is the median of several runs. "Unpack" is what inflating all parts costs, the limit for
//! any reader of workbooks; "calamine" is what reading the cells by that library costs.

use std::error::Error;
use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};

use rust_xlsxwriter::{Workbook, XlsxError};

type Outcome = Result<(), Box<dyn Error>>;

const ROWS: u32 = 100_000;
const RUNS: usize = 11;

fn main() -> Outcome {
    let mut out = std::io::stdout().lock();
    let files = [("inline strings", inline_workbook()?), ("shared strings", shared_workbook()?)];
    for (name, bytes) in files {
        writeln!(out, "{name}, {} kB", bytes.len() / 1000)?;
        writeln!(out, "  read     {:?}", median(|| read(&bytes, "x.xlsx"))?)?;
        writeln!(out, "  unpack   {:?}", median(|| unpack(&bytes))?)?;
        writeln!(out, "  calamine {:?}", median(|| read_by_calamine(&bytes))?)?;
    }
    let lines = (0..ROWS).map(|row| format!("Person {row},{},Ward {}\n", address(row), row % 40));
    let text = ["Name,Email Address,Team\n".to_owned()].into_iter().chain(lines);
    let text = text.collect::<Vec<_>>().concat();
    writeln!(out, "comma-separated, {} kB", text.len() / 1000)?;
    writeln!(out, "  read     {:?}", median(|| read(text.as_bytes(), "x.csv"))?)?;
    Ok(())
}

fn read(bytes: &[u8], name: &str) -> Outcome {
    match sheet::read(bytes, name, None, &mut |_, _| {})?.addresses.len() {
        100_000 => Ok(()),
        other => Err(format!("{other} addresses").into()),
    }
}

fn unpack(bytes: &[u8]) -> Outcome {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut piece = vec![0; 64 * 1024];
    for index in 0..zip.len() {
        let mut part = zip.by_index(index)?;
        while part.read(&mut piece)? > 0 {}
    }
    Ok(())
}

fn read_by_calamine(bytes: &[u8]) -> Outcome {
    let mut workbook: calamine::Xlsx<_> = calamine::Reader::new(Cursor::new(bytes))?;
    let mut cells = workbook.worksheet_cells_reader("Sheet1")?;
    while cells.next_cell()?.is_some() {}
    Ok(())
}

fn median(mut run: impl FnMut() -> Outcome) -> Result<Duration, Box<dyn Error>> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        run()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times.get(RUNS / 2).copied().unwrap_or_default())
}

fn inline_workbook() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet_with_constant_memory()?;
    filled(workbook)
}

fn shared_workbook() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    filled(workbook)
}

/// A name, an address, a team and a number in each row of the first sheet.
fn filled(mut workbook: Workbook) -> Result<Vec<u8>, XlsxError> {
    let sheet = workbook.worksheet_from_index(0)?;
    sheet.write_row(0, 0, ["Name", "Email Address", "Team", "Staff number"])?;
    for row in 0..ROWS {
        sheet.write_string(row + 1, 0, format!("Person {row}"))?;
        sheet.write_string(row + 1, 1, address(row))?;
        sheet.write_string(row + 1, 2, format!("Ward {}", row % 40))?;
        sheet.write_number(row + 1, 3, row * 7)?;
    }
    workbook.save_to_buffer()
}

fn address(row: u32) -> String {
    format!("first{}.last{row}@trust{}.nhs.uk", row % 977, row % 40)
}
