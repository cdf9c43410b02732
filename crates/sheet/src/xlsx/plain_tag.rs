//! The tags of plain rows, compared with what is expected byte by byte: each function looks at one place, and says where what is
//! there ends, or that something else is there.

use super::tag::Kind;

/// Where a text ends that has to stand at a place.
pub(super) fn after<const LENGTH: usize>(
    bytes: &[u8],
    at: usize,
    text: &[u8; LENGTH],
) -> Option<usize> {
    (bytes.get(at..)?.first_chunk()? == text).then_some(at + LENGTH)
}

/// Where something stands that is no space.
pub(super) fn skip_spaces(bytes: &[u8], at: usize) -> usize {
    let is_space = |byte: &&u8| byte.is_ascii_whitespace();
    at + bytes.get(at..).unwrap_or_default().iter().take_while(is_space).count()
}

/// The column and row of a cell, and where its tag goes on, if that begins with ` r="B12"`.
pub(super) fn read_reference(bytes: &[u8], at: usize) -> Option<(u32, u32, usize)> {
    let mut at = after(bytes, at, b" r=\"")?;
    let (letters, mut column) = (at, 0);
    while let Some(letter @ b'A'..=b'Z') = bytes.get(at) {
        column = column * 26 + u32::from(letter - b'A') + 1;
        at += 1;
        if at - letters > 3 {
            return None;
        }
    }
    let (row, end) = read_number(bytes, at)?;
    (at > letters).then_some((column - 1, row, end))
}

/// The number that begins here, and where the quotation mark after it ends.
pub(super) fn read_number(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let (digits, mut at, mut number) = (at, at, 0);
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        number = number * 10 + u32::from(digit - b'0');
        at += 1;
        // With one more it might not fit.
        if at - digits > 9 {
            return None;
        }
    }
    let end = after(bytes, at, b"\"")?;
    (at > digits).then_some((number, end))
}

/// Goes through the attributes of a tag, gives the values of `r` and `t`, and where and how the tag ends.
pub(super) fn read_attributes<'a>(
    bytes: &'a [u8],
    mut at: usize,
    mut take: impl FnMut(u8, &'a [u8]),
) -> Option<(usize, Kind)> {
    loop {
        match *bytes.get(at)? {
            b'>' => return Some((at + 1, Kind::Open)),
            b'/' => return (*bytes.get(at + 1)? == b'>').then_some((at + 2, Kind::Empty)),
            // What goes on here is the name of another tag.
            b' ' => {}
            _ => return None,
        }
        at += 1;
        let name_start = at;
        while !matches!(*bytes.get(at)?, b'=' | b' ' | b'>' | b'/' | b'<' | b'"') {
            at += 1;
        }
        let name = bytes.get(name_start..at)?;
        if name.is_empty() {
            continue;
        }
        at = after(bytes, at, b"=\"")?;
        let value_start = at;
        while *bytes.get(at)? != b'"' {
            at += 1;
        }
        match name {
            [name @ (b'r' | b't')] => take(*name, bytes.get(value_start..at)?),
            // With a prefix it is the same attribute to the other reader.
            [.., b':', b'r' | b't'] => return None,
            _ => {}
        }
        at += 1;
    }
}
