//! Binary workbooks that are damaged, far too large, or made to do harm: each gets its own answer, and soon.

#![allow(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

use crate::support::xls::{self, compound, xls};
use crate::support::xlsb::{self, xlsb};
use crate::support::{addresses, found_instead, read_in_time as read, repeated};
use cfb::Version;
use domain::import::report::{MAX_UNPACKED_BYTES, SheetError};

const EMAIL: &str = "ann.lee@nhs.net";

fn new_sheet(records: &[Vec<u8>]) -> Vec<u8> {
    let heading = [xlsb::row(0), xlsb::text(0, "Email")].concat();
    xlsb(&[("A", false, [heading, records.concat()].concat())], &[]).zipped()
}

fn old_sheet(records: &[Vec<u8>]) -> Vec<u8> {
    xls(&[("A", 0, 0, [xls::text(0, 0, "Email"), records.concat()].concat())], &[])
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let new = [xlsb::row(1), xlsb::text(0, EMAIL), xlsb::row(1_048_575), xlsb::text(16_383, "x")];
    let report = read(&new_sheet(&new)).unwrap();
    assert_eq!((addresses(&report), report.rejected[0].row), (vec![(2, EMAIL)], 1_048_576));
    let beyond =
        [xlsb::row(1), xlsb::text(0, EMAIL), xlsb::row(u32::MAX), xlsb::text(u32::MAX, "x")];
    assert_eq!(addresses(&read(&new_sheet(&beyond)).unwrap()), [(2, EMAIL)]);
    let old = [xls::text(1, 0, EMAIL), xls::text(u16::MAX, 255, "x")];
    let report = read(&old_sheet(&old)).unwrap();
    assert_eq!((addresses(&report), report.rejected[0].row), (vec![(2, EMAIL)], 65_536));
}

#[test]
fn a_million_styled_rows_without_content_are_stepped_over() {
    let new = (2..1_048_576).flat_map(|row| [xlsb::row(row), xlsb::cell(1, 0, &[])].concat());
    let rows = [xlsb::row(1), xlsb::text(0, EMAIL), new.collect()];
    assert_eq!(addresses(&read(&new_sheet(&rows)).unwrap()), [(2, EMAIL)]);
    let old = (2..=u16::MAX).flat_map(|row| xls::cell(0x0201, row, 0, &[]));
    let rows = [xls::text(1, 0, EMAIL), old.collect()];
    assert_eq!(addresses(&read(&old_sheet(&rows)).unwrap()), [(2, EMAIL)]);
}

#[test]
fn cells_without_end_are_refused() {
    let cells = repeated(&xlsb::cell(2, 0, &[2, 0, 0, 0]), MAX_UNPACKED_BYTES);
    assert_eq!(read(&new_sheet(&[cells])), Err(SheetError::TooLargeUnpacked));
    let rows =
        (1..=100_001).flat_map(|row| [xlsb::row(row), xlsb::cell(2, 0, &[2, 0, 0, 0])].concat());
    assert_eq!(read(&new_sheet(&[rows.collect()])), Err(SheetError::TooManyRows));
    let one_row = repeated(&xls::shared(1, 0, 0), 5_000_000);
    let heading = [xls::text(0, 0, "Email"), one_row].concat();
    assert_eq!(read(&xls(&[("A", 0, 0, heading)], &[EMAIL])).unwrap().addresses.len(), 1);
}

#[test]
fn shared_strings_without_end_are_refused() {
    let strings = vec![""; 4_000_001];
    assert_eq!(read(&xlsb(&[], &strings).zipped()), Err(SheetError::TooLargeUnpacked));
}

#[test]
fn a_long_text_that_stands_in_many_cells_is_cut_or_refused() {
    let long = "x ".repeat(16_000);
    let new_sheet = |rows| {
        let cells = (1..rows).flat_map(|row| [xlsb::row(row), xlsb::cell(7, 0, &[0; 4])].concat());
        let cells = [xlsb::row(0), xlsb::text(0, "Email"), cells.collect()].concat();
        read(&xlsb(&[("A", false, cells)], &[&long]).zipped())
    };
    let old_sheet = |rows| {
        let cells = (1..rows).flat_map(|row| xls::shared(row, 0, 0));
        let cells = [xls::text(0, 0, "Email"), cells.collect()].concat();
        read(&xls(&[("A", 0, 0, cells)], &[&long]))
    };
    let report = new_sheet(6_000).unwrap();
    assert_eq!((report.rejected.len(), report.rejected[0].value.len()), (5_999, 320));
    assert_eq!(old_sheet(6_000).unwrap(), report);
    assert_eq!(new_sheet(60_000), Err(SheetError::TooLargeUnpacked));
    assert_eq!(old_sheet(60_000), Err(SheetError::TooLargeUnpacked));
}

#[test]
fn declared_lengths_and_counts_are_not_believed() {
    let beyond =
        [xlsb::row(1), xlsb::cell(6, 0, &u32::MAX.to_le_bytes()), xlsb::cell(6, 1, &[0xff; 3])];
    assert_eq!(read(&new_sheet(&beyond)), Err(SheetError::Corrupt));
    let half = [xlsb::row(1), xlsb::cell(6, 0, &0x7fff_ffff_u32.to_le_bytes())];
    assert_eq!(read(&new_sheet(&half)), Err(SheetError::Corrupt));
    // Of some kind that is not read, and of one that is.
    for kind in [0x7f, 0x06] {
        assert_eq!(
            read(&new_sheet(&[vec![kind, 0xff, 0xff, 0xff, 0x7f]])),
            Err(SheetError::Corrupt)
        );
    }
    assert_eq!(read(&new_sheet(&[xlsb::cell(7, 0, &[9, 0, 0, 0])])), Err(SheetError::Corrupt));
    assert_eq!(read(&old_sheet(&[xls::shared(1, 0, 9)])), Err(SheetError::Corrupt));
    assert_eq!(read(&old_sheet(&[vec![0x04, 0x02, 0xff, 0xff]])), Err(SheetError::Corrupt));
    let text = xls::cell(0x0204, 1, 0, &[0xff, 0xff, 0, b'x']);
    assert_eq!(read(&old_sheet(&[text])), Err(SheetError::Corrupt));
}

#[test]
fn shared_strings_that_lie_about_themselves_are_corrupt() {
    let count = [1, 0, 0, 0];
    let strings = [
        [[0xff, 0xff, 0].as_slice(), b"x"].concat(),
        [[1, 0, 8, 0xff, 0xff].as_slice(), b"x"].concat(),
        [[1, 0, 4, 0xff, 0xff, 0xff, 0xff].as_slice(), b"x"].concat(),
        vec![1],
    ];
    for string in strings {
        let record = xls::record(0xfc, &[&count, count.as_slice(), &string].concat());
        let file = compound(Version::V3, "/Workbook", &xls::workbook(&record, &[]));
        assert_eq!(read(&file), Err(SheetError::Corrupt), "{string:x?}");
    }
}

#[test]
fn a_sheet_used_by_many_tabs_is_read_within_the_bounds() {
    let blanks = repeated(&xls::cell(0x0201, 0, 0, &[]), 20_000_000);
    let sheets = vec![("A", 0, 0, Vec::new()); 65_000];
    let mut workbook = xls::workbook(&[], &sheets);
    // All of them are where the last one is, which goes on.
    let place = u32::try_from(workbook.len() - 24).unwrap().to_le_bytes();
    let list = workbook.windows(4).position(|window| window == [0x85, 0, 9, 0]);
    for sheet in workbook[list.unwrap()..].chunks_exact_mut(13).take(65_000) {
        sheet[4..8].copy_from_slice(&place);
    }
    workbook.truncate(workbook.len() - 4);
    let file =
        compound(Version::V3, "/Workbook", &[workbook, blanks, xls::record(0x0a, &[])].concat());
    assert_eq!(read(&file), Err(SheetError::TooLargeUnpacked));
}

#[test]
fn sheets_that_are_nowhere_are_corrupt() {
    let mut workbook = xls::workbook(&[], &[("A", 0, 0, Vec::new())]);
    let list = workbook.windows(4).position(|window| window == [0x85, 0, 9, 0]).unwrap();
    for place in [u32::MAX, 0x00ff_ffff, 3] {
        workbook[list + 4..list + 8].copy_from_slice(&place.to_le_bytes());
        let file = compound(Version::V3, "/Workbook", &workbook);
        assert_eq!(read(&file), Err(SheetError::Corrupt), "{place}");
    }
}

#[test]
fn chains_of_sectors_that_lead_in_a_circle_come_to_an_end() {
    let people = (1..300).flat_map(|row| xls::text(row, 0, EMAIL));
    let file = old_sheet(&[people.collect()]);
    assert!(read(&file).is_ok());
    let fat = 512 * (1 + usize::from(file[0x4c]));
    for sector in 0..(file.len() / 512 - 1).min(128) {
        for next in [0, u32::try_from(sector).unwrap(), 7, 0x00ff_ffff] {
            let mut file = file.clone();
            file[fat + 4 * sector..fat + 4 * sector + 4].copy_from_slice(&next.to_le_bytes());
            let _ = read(&file);
        }
    }
    // The lists of the header, one after another.
    for place in (0x1e..0x60).step_by(2) {
        for value in [0_u16, 1, 0x00ff, 0xffff] {
            let mut file = file.clone();
            file[place..place + 2].copy_from_slice(&value.to_le_bytes());
            let _ = read(&file);
        }
    }
}

#[test]
fn sheets_without_end_within_a_sheet_are_stepped_over() {
    let begin = xls::record(0x0809, &[0; 16]);
    assert_eq!(read(&old_sheet(&[repeated(&begin, 5_000_000)])), Err(SheetError::Corrupt));
    let nested =
        [begin.repeat(50_000), xls::record(0x000a, &[]).repeat(50_000), xls::text(1, 0, EMAIL)];
    assert_eq!(addresses(&read(&old_sheet(&nested)).unwrap()), [(2, EMAIL)]);
}

#[test]
fn seventy_thousand_sheets_are_too_many_to_search() {
    let cells = [xlsb::row(0), xlsb::text(0, "x")].concat();
    let names: Vec<String> = (0..2_000).map(|number| number.to_string()).collect();
    let sheets: Vec<_> = names.iter().map(|name| (name.as_str(), false, cells.clone())).collect();
    assert_eq!(found_instead(read(&xlsb(&sheets, &[]).zipped())), ["x"]);
    let sheets: Vec<_> =
        names.iter().map(|name| (name.as_str(), 0, 0, xls::text(0, 0, "x"))).collect();
    assert_eq!(found_instead(read(&xls(&sheets, &[]))), ["x"]);
}
