//! Workbooks of Excel 97 and 95, put together by hand.

use std::io::{Cursor, Write};

use cfb::{CompoundFile, Version};

/// The longest content of a record.
const LONGEST: usize = 8224;

/// A record.
pub(crate) fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes(), length.to_le_bytes().as_slice(), content].concat()
}

/// The record of a cell: kind, row, column (both from 0), value.
pub(crate) fn cell(kind: u16, row: u16, column: u16, value: &[u8]) -> Vec<u8> {
    record(kind, &[&row.to_le_bytes(), column.to_le_bytes().as_slice(), &[15, 0], value].concat())
}

/// A cell with a shared string.
pub(crate) fn shared(row: u16, column: u16, index: u32) -> Vec<u8> {
    cell(0xfd, row, column, &index.to_le_bytes())
}

/// A cell with a text of its own.
pub(crate) fn text(row: u16, column: u16, text: &str) -> Vec<u8> {
    cell(0x0204, row, column, &unicode(text))
}

/// A text after its length, in one byte a character where that is enough.
pub(crate) fn unicode(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let is_wide = units.iter().any(|unit| *unit > 0xff);
    let mut bytes = u16::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    bytes.push(u8::from(is_wide));
    for unit in units {
        let [low, high] = unit.to_le_bytes();
        bytes.push(low);
        bytes.extend(is_wide.then_some(high));
    }
    bytes
}

/// A sheet: its name, its state (0 is shown), what it is (0 has cells), its records.
pub(crate) type Sheet<'a> = (&'a str, u8, u8, Vec<u8>);

/// A workbook of Excel 97.
pub(crate) fn xls(sheets: &[Sheet<'_>], strings: &[&str]) -> Vec<u8> {
    compound(Version::V3, "/Workbook", &workbook(&globals(strings), sheets))
}

/// What a workbook of Excel 97 has before its sheets, the list of them left out.
pub(crate) fn globals(strings: &[&str]) -> Vec<u8> {
    [record(0x0042, &1200_u16.to_le_bytes()), shared_strings(strings)].concat()
}

/// The records of a workbook, given those before its sheets.
pub(crate) fn workbook(globals: &[u8], sheets: &[Sheet<'_>]) -> Vec<u8> {
    let begin = |kind: u16| {
        record(0x0809, &[0x0600, kind, 0, 0, 0, 0, 0, 0].map(u16::to_le_bytes).concat())
    };
    let names = |places: &[u32]| -> Vec<u8> {
        let listed = sheets.iter().zip(places).map(|((name, state, kind, _), place)| {
            let name_bytes = unicode(name);
            let content =
                [&place.to_le_bytes(), [*state, *kind, name_bytes[0]].as_slice(), &name_bytes[2..]]
                    .concat();
            record(0x0085, &content)
        });
        listed.flatten().collect()
    };
    let around =
        |places: &[u32]| [begin(5), names(places), globals.to_vec(), record(0x0a, &[])].concat();
    let mut place = around(&vec![0; sheets.len()]).len();
    let bodies: Vec<Vec<u8>> = sheets
        .iter()
        .map(|(_, _, _, records)| [begin(0x10), records.clone(), record(0x0a, &[])].concat())
        .collect();
    let places: Vec<u32> = bodies
        .iter()
        .map(|body| {
            let own = u32::try_from(place).unwrap();
            place += body.len();
            own
        })
        .collect();
    [around(&places), bodies.concat()].concat()
}

/// A compound file, of short sectors (version 3) or long ones, with one file in it.
pub(crate) fn compound(version: Version, name: &str, content: &[u8]) -> Vec<u8> {
    let bytes = Cursor::new(Vec::new());
    let mut file = CompoundFile::create_with_version(version, bytes).unwrap();
    file.create_stream(name).unwrap().write_all(content).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// The shared strings, cut into records wherever these are full, be it within a text.
fn shared_strings(strings: &[&str]) -> Vec<u8> {
    let count = u32::try_from(strings.len()).unwrap().to_le_bytes();
    let mut records = Vec::new();
    let mut current = [count, count].concat();
    for string in strings {
        let text = unicode(string);
        let (head, characters) = text.split_at(3);
        if current.len() + head.len() > LONGEST {
            records.push(std::mem::take(&mut current));
        }
        current.extend(head);
        let width = 1 + usize::from(head[2]);
        for character in characters.chunks(width) {
            if current.len() + width > LONGEST {
                records.push(std::mem::take(&mut current));
                current.push(head[2]);
            }
            current.extend(character);
        }
    }
    records.push(current);
    let kinds = std::iter::once(0xfc).chain(std::iter::repeat(0x3c));
    kinds.zip(records).flat_map(|(kind, content)| record(kind, &content)).collect()
}
