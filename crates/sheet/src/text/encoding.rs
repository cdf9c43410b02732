//! The encodings of text files: UTF-8, UTF-16 and Windows-1252, with and without a byte order mark.
//!
//! `encoding_rs` would do this and two dozen encodings more, whose tables would be most of the
//! import worker's size; these are the three that spreadsheet programs write in Western Europe.

use std::borrow::Cow;

use domain::import::report::SheetError;

/// How much of a text is looked at to tell its encoding, or that it is none.
const BEGINNING: usize = 4096;

/// What Windows-1252 has in the place of the control characters 0x80 to 0x9F.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a file, without a byte order mark; an error if it is no text at all.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, bytes @ ..] => String::from_utf8_lossy(bytes),
        [0xff, 0xfe, bytes @ ..] => utf_16(bytes, u16::from_le_bytes).into(),
        [0xfe, 0xff, bytes @ ..] => utf_16(bytes, u16::from_be_bytes).into(),
        _ => decode_unmarked(bytes),
    };
    if is_text(&text) { Ok(text) } else { Err(SheetError::NotASpreadsheet) }
}

fn decode_unmarked(bytes: &[u8]) -> Cow<'_, str> {
    // In UTF-16 every other byte of Western text is zero: the second of each pair, or the first.
    let pairs = bytes.get(..BEGINNING).unwrap_or(bytes).chunks_exact(2);
    let count = pairs.len();
    let zeros =
        |place: usize| pairs.clone().filter(|pair| pair.get(place) == Some(&0)).count() > count / 2;
    match (zeros(0), zeros(1)) {
        (false, true) => utf_16(bytes, u16::from_le_bytes).into(),
        (true, false) => utf_16(bytes, u16::from_be_bytes).into(),
        _ => str::from_utf8(bytes).map_or_else(|_| windows_1252(bytes).into(), Cow::from),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(unit));
    char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn windows_1252(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    append_windows_1252(bytes, &mut text);
    text
}

/// Appends a text in Windows-1252.
pub(crate) fn append_windows_1252(bytes: &[u8], into: &mut String) {
    let character = |byte: &u8| {
        let high = byte.checked_sub(0x80).and_then(|index| WINDOWS_1252.get(usize::from(index)));
        high.copied().unwrap_or(char::from(*byte))
    };
    into.extend(bytes.iter().map(character));
}

/// Text has next to no control characters; anything else, read as text, has them throughout.
fn is_text(text: &str) -> bool {
    let is_foreign = |character: &char| character.is_control() && !character.is_whitespace();
    let beginning = || text.chars().take(BEGINNING);
    beginning().filter(is_foreign).count() * 20 <= beginning().count()
}

#[cfg(test)]
mod tests {
    use super::decode;

    const TEXT: &str = "Email Address\nzoë@nhs.net\n";

    fn utf_16(unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let (little, big) = (utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes));
        let windows = TEXT.replace('ë', "\u{1}").into_bytes();
        let windows: Vec<_> =
            windows.iter().map(|byte| if *byte == 1 { 0xeb } else { *byte }).collect();
        let files = [
            TEXT.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", TEXT.as_bytes()),
            marked(b"\xff\xfe", &little),
            marked(b"\xfe\xff", &big),
            little,
            big,
            windows,
        ];
        for file in files {
            assert_eq!(decode(&file).unwrap(), TEXT, "{file:x?}");
        }
    }

    #[test]
    fn windows_1252_has_its_own_characters_above_ascii() {
        assert_eq!(decode(b"\x93Zo\xeb\x94 \x80").unwrap(), "“Zoë” €");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let bytes: Vec<u8> = (0..=255).cycle().take(2000).collect();
        assert!(decode(&bytes).is_err());
    }
}
