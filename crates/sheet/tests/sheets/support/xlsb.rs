//! Binary workbooks of Excel 2007, put together by hand.

use super::{Parts, rels};

/// A record.
pub(crate) fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut record = Vec::new();
    if kind < 0x80 {
        record.extend(u8::try_from(kind));
    } else {
        record.push(u8::try_from(kind & 0x7f).unwrap() | 0x80);
        record.push(u8::try_from(kind >> 7).unwrap());
    }
    let mut length = content.len();
    loop {
        let byte = u8::try_from(length & 0x7f).unwrap();
        length >>= 7;
        if length == 0 {
            record.push(byte);
            break;
        }
        record.push(byte | 0x80);
    }
    record.extend(content);
    record
}

/// A text after the number of its units.
pub(crate) fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut wide = u32::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    wide.extend(units.into_iter().flat_map(u16::to_le_bytes));
    wide
}

/// The record that begins a row, from 0.
pub(crate) fn row(number: u32) -> Vec<u8> {
    record(0, &[number.to_le_bytes().as_slice(), &[0; 13]].concat())
}

/// The record of a cell: kind, column, value.
pub(crate) fn cell(kind: u16, column: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[column.to_le_bytes().as_slice(), &[0; 4], value].concat())
}

/// A cell with a text of its own.
pub(crate) fn text(column: u32, text: &str) -> Vec<u8> {
    cell(6, column, &wide(text))
}

/// A workbook: its sheets, each with its name, whether it is hidden, and the records of its cells; and
/// its shared strings.
pub(crate) fn xlsb(sheets: &[(&str, bool, Vec<u8>)], strings: &[&str]) -> Parts {
    let mut list = record(131, &[]);
    list.extend(record(143, &[]));
    let mut relationships = Vec::new();
    for (index, (name, is_hidden, _)) in sheets.iter().enumerate() {
        let id = format!("rId{index}");
        let number = u32::try_from(index + 1).unwrap().to_le_bytes();
        let state = u32::from(*is_hidden).to_le_bytes();
        list.extend(record(156, &[&state, &number, wide(&id).as_slice(), &wide(name)].concat()));
        relationships.push((id, "worksheet", format!("worksheets/sheet{index}.bin")));
    }
    relationships.push(("rIdS".to_owned(), "sharedStrings", "sharedStrings.bin".to_owned()));
    list.extend(record(144, &[]));
    // What follows the sheets, without which another reader is not content.
    list.extend(record(157, &[0; 26]));
    list.extend(record(132, &[]));
    let relationships: Vec<_> =
        relationships.iter().map(|(id, kind, part)| (id.as_str(), *kind, part.as_str())).collect();
    let mut parts = Parts::none()
        .part("_rels/.rels", rels(&[("rId1", "officeDocument", "xl/workbook.bin")]))
        .part("xl/workbook.bin", list)
        .part("xl/_rels/workbook.bin.rels", rels(&relationships))
        .part("xl/sharedStrings.bin", shared_strings(strings));
    for (index, (_, _, cells)) in sheets.iter().enumerate() {
        parts = parts.part(&format!("xl/worksheets/sheet{index}.bin"), sheet(cells));
    }
    parts
}

/// The records of a sheet around those of its cells.
pub(crate) fn sheet(cells: &[u8]) -> Vec<u8> {
    let mut sheet = record(129, &[]);
    sheet.extend(record(148, &[0; 16]));
    sheet.extend(record(145, &[]));
    sheet.extend(cells);
    sheet.extend(record(146, &[]));
    sheet.extend(record(130, &[]));
    sheet
}

fn shared_strings(strings: &[&str]) -> Vec<u8> {
    let count = u32::try_from(strings.len()).unwrap().to_le_bytes();
    let mut part = record(159, &[count, count].concat());
    for string in strings {
        part.extend(record(19, &[[0].as_slice(), &wide(string)].concat()));
    }
    part.extend(record(160, &[]));
    part
}
