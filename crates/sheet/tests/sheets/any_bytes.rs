//! Whatever the bytes, there is an answer: never a panic, and never one that takes for ever.

use std::sync::LazyLock;

use crate::support::xls::{self, compound};
use crate::support::{Parts, Strings, ods, read_in_time, workbook, xlsb};
use proptest::prelude::*;
use proptest::sample::Index;

const ROWS: &[&[&str]] = &[
    &["Name", "Email Address"],
    &["Ann", "ann.lee@nhs.net"],
    &["Bob", "Bob <bob.ray@nhs.net>"],
    &["Cy", "x"],
];

/// Files that can be read, to be damaged.
static FILES: LazyLock<[Vec<u8>; 8]> = LazyLock::new(|| {
    let text = "Name,Email Address\r\n\"Lee, Ann\",ann.lee@nhs.net\r\n";
    [
        workbook(Strings::Shared, ROWS),
        workbook(Strings::Inline, ROWS),
        xml_parts(SHEET, STRINGS).zipped_by(zip::CompressionMethod::Stored),
        text.as_bytes().to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        open_document().zipped_by(zip::CompressionMethod::Stored),
        binary_workbook().zipped_by(zip::CompressionMethod::Stored),
        compound(cfb::Version::V3, "/Workbook", &old_workbook()),
    ]
});

fn open_document() -> Parts {
    let rows: String = ROWS.iter().map(|cells| ods::row(cells)).collect();
    let more = r#"<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" office:value-type="string"><office:annotation><text:p>n</text:p></office:annotation><text:p>a<text:s text:c="2"/><text:span>b</text:span></text:p></table:table-cell></table:table-row>"#;
    let hidden = ods::table_of_style("Old", "hidden", "");
    ods::ods(&(hidden + &ods::table("A", &(rows + more))))
}

/// The text cells of the rows, and one of every other kind.
fn binary_workbook() -> Parts {
    let mut cells = Vec::new();
    for (row, texts) in (0..).zip(ROWS) {
        cells.extend(xlsb::row(row));
        for (column, text) in (0..).zip(*texts) {
            cells.extend(xlsb::text(column, text));
        }
    }
    for kind in [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 62] {
        cells.extend(xlsb::cell(kind, kind.into(), &[0; 16]));
    }
    xlsb::xlsb(&[("Old", true, Vec::new()), ("A", false, cells)], &["Email", "a@nhs.net"])
}

fn old_workbook() -> Vec<u8> {
    let mut cells = Vec::new();
    for (row, texts) in (0..).zip(ROWS) {
        for (column, text) in (0..).zip(*texts) {
            cells.extend(xls::text(row, column, text));
        }
    }
    for kind in [0x06, 0xbd, 0xd6, 0xfd, 0x201, 0x203, 0x204, 0x205, 0x207, 0x27e, 0x809, 0x0a] {
        cells.extend(xls::cell(kind, 9, 0, &[0; 16]));
    }
    let long = "x".repeat(9_000);
    xls::workbook(&xls::globals(&["a@nhs.net", &long, "b"]), &[("A", 0, 0, cells)])
}

const SHEET: &str = r#"<?xml version="1.0"?><worksheet><dimension ref="A1:B3"/><sheetData>
<row r="1" spans="1:2"><c r="A1" t="s"><v>0</v></c><c r="B1" s="2"/></row>
<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve"> a@nhs.net</t></is></c></row>
<row><c t="s"><v>1</v></c><c t="b"><v>1</v></c><!-- note --></row>
<row r="9"><c r="A9" t="str"><f>B1</f><v>&lt;x_x000D_&gt;<![CDATA[]]></v></c></row>
</sheetData></worksheet>"#;

const STRINGS: &str = r#"<sst count="2"><si><t>Email Address</t></si>
<si><r><t>b@</t></r><r><rPr/><t>nhs.net</t></r><rPh><t>x</t></rPh></si></sst>"#;

fn xml_parts(sheet: impl AsRef<[u8]>, strings: impl AsRef<[u8]>) -> Parts {
    Parts::with_workbook(
        r#"<workbook><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>"#,
        &[("rId1", "worksheet", "sheet.xml"), ("rId2", "sharedStrings", "strings.xml")],
    )
    .part("xl/sheet.xml", sheet)
    .part("xl/strings.xml", strings)
}

/// A change to a file at some place.
#[derive(Clone, Debug)]
enum Damage {
    Overwrite(Index, u8),
    Insert(Index, &'static [u8]),
    Remove(Index, usize),
    CutOff(Index),
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |index: &Index| if bytes.is_empty() { 0 } else { index.index(bytes.len()) };
        match self {
            Self::Overwrite(index, byte) => {
                let place = place(index);
                if let Some(old) = bytes.get_mut(place) {
                    *old = *byte;
                }
            }
            Self::Insert(index, more) => {
                let place = place(index);
                bytes.splice(place..place, more.iter().copied());
            }
            Self::Remove(index, length) => {
                let place = place(index);
                bytes.drain(place..bytes.len().min(place + length));
            }
            Self::CutOff(index) => bytes.truncate(place(index)),
        }
    }
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let pieces: &[&'static [u8]] = &[
        b"<",
        b">",
        b"\"",
        b"&",
        b"<row>",
        b"</row>",
        b"<c t=\"s\">",
        b"</c>",
        b"<is>",
        b"<!--",
        b"<![CDATA[",
        b"\xff\xfe",
        b"\0",
        b"r=\"XFD1048576\"",
        b"99999999999",
    ];
    let damage = prop_oneof![
        6 => any::<(Index, u8)>().prop_map(|(index, byte)| Damage::Overwrite(index, byte)),
        4 => (any::<Index>(), prop::sample::select(pieces))
            .prop_map(|(index, piece)| Damage::Insert(index, piece)),
        2 => (any::<Index>(), 1_usize..40).prop_map(|(index, length)| Damage::Remove(index, length)),
        1 => any::<Index>().prop_map(Damage::CutOff),
    ];
    prop::collection::vec(damage, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read_in_time(&bytes);
    }

    #[test]
    fn any_text_has_an_answer(text in "(?s)(Email Address[,;\t\n])?.{0,200}") {
        let _ = read_in_time(text.as_bytes());
        let answer = crate::support::read_pasted(&text);
        prop_assert!(answer.is_err() || text.contains(|character: char| !character.is_whitespace()));
    }

    #[test]
    fn any_damage_to_a_file_has_an_answer(file in 0_usize..8, damages in damages()) {
        let mut bytes = FILES[file].clone();
        for damage in damages {
            damage.apply(&mut bytes);
        }
        let _ = read_in_time(&bytes);
    }

    #[test]
    fn any_damage_to_a_sheet_has_an_answer(sheet in damages(), strings in damages()) {
        let (mut sheet_part, mut strings_part) = (SHEET.into(), STRINGS.into());
        for damage in sheet {
            damage.apply(&mut sheet_part);
        }
        for damage in strings.iter().skip(1) {
            damage.apply(&mut strings_part);
        }
        let _ = read_in_time(&xml_parts(sheet_part, strings_part).zipped());
    }

    #[test]
    fn any_damage_to_the_content_of_other_workbooks_has_an_answer(damages in damages()) {
        let damage = |content: &mut Vec<u8>| damages.iter().for_each(|damage| damage.apply(content));
        let _ = read_in_time(&open_document().change("content.xml", damage).zipped());
        for part in ["xl/workbook.bin", "xl/sharedStrings.bin", "xl/worksheets/sheet1.bin"] {
            let _ = read_in_time(&binary_workbook().change(part, damage).zipped());
        }
        let mut old = old_workbook();
        damage(&mut old);
        let _ = read_in_time(&compound(cfb::Version::V3, "/Workbook", &old));
    }
}
