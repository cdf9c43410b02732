//! `upm-sheet`: what an import would make of a file, for scripts and for looking into one that failed.
//!
//! `upm-sheet check FILE` prints the report, or the error, as JSON; with `--column` it reads that column
//! instead of looking for the heading. `upm-sheet results FILE RESULTS` writes the same beside the columns
//! of the file, as the results of an import are written. `upm-sheet template FILE` writes the template. It
//! exits with 0 when the file could be read or written, with 1 when it was refused, and with 2 when the
//! program was not called as it should be or could not get at the file.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use domain::import::report::{
    ColumnChoice, MAX_FILE_BYTES, SheetError, SheetReport, SheetResult, column_letters,
};
use domain::import::result_line::ResultLine;
use domain::import::row::RowKind;
use serde_json::{Value, json};
use sheet::{Original, ResultsRequest, results_csv, results_workbook};

const USAGE: &str = "Usage:
  upm-sheet check FILE [--column B [--header-row N] [--sheet NAME]]
                            print what an import would read from the file, as JSON: from the column
                            under the heading, or from column B below row N of the sheet NAME
  upm-sheet results FILE RESULTS [--column …]
                            write it beside the columns of the file, to a workbook or, when the name
                            RESULTS ends in .csv, to a text file
  upm-sheet template FILE   write the template workbook

Exit codes: 0 read or written, 1 the file was refused, 2 called wrongly or no access to the file.";

const REFUSED: u8 = 1;
const FAILED: u8 = 2;

/// How many columns a sheet has.
const MAX_COLUMNS: u32 = 16_384;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let words: Vec<Option<&str>> = arguments.iter().map(|word| word.to_str()).collect();
    match (words.as_slice(), arguments.get(1)) {
        ([Some("check"), _, options @ ..], Some(file)) => match chosen(options) {
            Ok(choice) => check(Path::new(file), choice.as_ref()),
            Err(WrongCall) => fail(&USAGE),
        },
        ([Some("results"), _, _, options @ ..], Some(file)) => {
            match (chosen(options), arguments.get(2)) {
                (Ok(choice), Some(into)) => {
                    write_results(Path::new(file), Path::new(into), choice.as_ref())
                }
                _ => fail(&USAGE),
            }
        }
        ([Some("template"), _], Some(file)) => write_template(Path::new(file)),
        ([Some("--help" | "-h" | "help")], _) => print(&USAGE, ExitCode::SUCCESS),
        _ => fail(&USAGE),
    }
}

/// The program was not called as it should be.
struct WrongCall;

/// The column that the options after the file choose, if there are any.
fn chosen(mut options: &[Option<&str>]) -> Result<Option<ColumnChoice>, WrongCall> {
    let (mut column, mut header_row, mut sheet) = (None, None, None);
    while let [option, value, rest @ ..] = options {
        let value = value.ok_or(WrongCall)?;
        match *option {
            Some("--column") => column = Some(column_index(value).ok_or(WrongCall)?),
            Some("--header-row") => header_row = Some(value.parse().map_err(|_| WrongCall)?),
            Some("--sheet") => sheet = Some(value.to_owned()),
            _ => return Err(WrongCall),
        }
        options = rest;
    }
    match column {
        Some(column) if options.is_empty() => Ok(Some(ColumnChoice { sheet, header_row, column })),
        None if options.is_empty() && header_row.is_none() && sheet.is_none() => Ok(None),
        _ => Err(WrongCall),
    }
}

/// The column of these letters, from 0.
fn column_index(letters: &str) -> Option<u32> {
    let letters = letters.to_ascii_uppercase();
    (0..MAX_COLUMNS).find(|column| column_letters(*column) == letters)
}

fn check(file: &Path, choice: Option<&ColumnChoice>) -> ExitCode {
    match bytes_of(file) {
        Ok(bytes) => tell(&sheet::read(&bytes, &name_of(file), choice, &mut |_, _| {})),
        Err(error) => fail_at(file, &error),
    }
}

fn tell(result: &SheetResult) -> ExitCode {
    let code = if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) };
    match answer(result) {
        Ok(answer) => print(&format_args!("{answer:#}"), code),
        Err(error) => fail(&error),
    }
}

fn name_of(file: &Path) -> Cow<'_, str> {
    file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default()
}

/// The bytes of a file, no more of them than show that it is too large.
fn bytes_of(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The report; or the error with its `code`, what belongs to it, and in `detail` what to do.
fn answer(result: &SheetResult) -> serde_json::Result<Value> {
    match result {
        Ok(report) => serde_json::to_value(report),
        Err(error) => described(error),
    }
}

fn described(error: &SheetError) -> serde_json::Result<Value> {
    let mut description = serde_json::to_value(error)?;
    if let Value::Object(members) = &mut description {
        members.insert("detail".to_owned(), json!(error.to_string()));
    }
    Ok(description)
}

fn write_results(file: &Path, into: &Path, choice: Option<&ColumnChoice>) -> ExitCode {
    let bytes = match bytes_of(file) {
        Ok(bytes) => bytes,
        Err(error) => return fail_at(file, &error),
    };
    let name = name_of(file);
    let report = match sheet::read(&bytes, &name, choice, &mut |_, _| {}) {
        Ok(report) => report,
        Err(error) => return tell(&Err(error)),
    };
    let place = ColumnChoice {
        sheet: report.sheet.clone(),
        header_row: report.header_row,
        column: report.column.unwrap_or_default(),
    };
    let rows = lines(&report);
    let original = Original::File { bytes: &bytes, name: &name, place: &place };
    let request = ResultsRequest { original, rows: &rows };
    let is_text = into.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let made = if is_text { results_csv(request) } else { results_workbook(request) };
    match made {
        Ok(bytes) => write(into, &bytes),
        Err(error) => fail(&error),
    }
}

/// What the results say of each row that was read.
fn lines(report: &SheetReport) -> Vec<ResultLine> {
    let usable = report.addresses.iter().map(|row| ResultLine {
        row: row.row,
        value: row.email.to_string(),
        outcome: "Can be imported".to_owned(),
        ..ResultLine::default()
    });
    let rejected = report.rejected.iter().map(|row| ResultLine {
        row: row.row,
        value: row.value.clone(),
        outcome: RowKind::NotAnAddress.label().to_owned(),
        reason: row.error.to_string(),
        what_to_do: row.error.advice().to_owned(),
    });
    let duplicates = report.duplicates.iter().map(|row| ResultLine {
        row: row.row,
        value: row.email.to_string(),
        outcome: RowKind::Duplicate.label().to_owned(),
        reason: format!("The same address is in row {}", row.first_row),
        ..ResultLine::default()
    });
    usable.chain(rejected).chain(duplicates).collect()
}

fn write_template(file: &Path) -> ExitCode {
    match sheet::template() {
        Ok(bytes) => write(file, &bytes),
        Err(error) => fail(&error),
    }
}

fn write(file: &Path, bytes: &[u8]) -> ExitCode {
    match std::fs::write(file, bytes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail_at(file, &error),
    }
}

/// Prints to the standard output; whoever closes it early is told by the exit code only.
fn print(text: &dyn Display, code: ExitCode) -> ExitCode {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Ok(()) => code,
        Err(_) => ExitCode::from(FAILED),
    }
}

fn fail_at(file: &Path, error: &std::io::Error) -> ExitCode {
    fail(&format!("{}: {error}", file.display()))
}

fn fail(text: &dyn Display) -> ExitCode {
    // Nothing is left to do where even this cannot be written.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
    ExitCode::from(FAILED)
}
