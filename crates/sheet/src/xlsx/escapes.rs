//! Text as it stands in a part, turned into what a person sees: entities of XML, and the escapes
//! with which workbooks write characters that XML cannot hold.

use std::borrow::Cow;

use domain::import::report::SheetError;
use memchr::{memchr, memchr2, memchr3};

/// What an escape like `_x000D_` takes.
const ESCAPE_LENGTH: usize = 7;

/// Whether spaces around a text belong to it, as `xml:space="preserve"` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// They are the file's layout.
    Trimmed,
    /// They were typed.
    Preserved,
}

/// Appends a text of a cell.
pub(crate) fn append_cell_text(
    raw: &[u8],
    space: Space,
    into: &mut String,
) -> Result<(), SheetError> {
    if memchr3(b'&', b'\r', b'_', raw).is_none()
        && let Ok(text) = str::from_utf8(raw)
    {
        into.push_str(if space == Space::Trimmed { text.trim_ascii() } else { text });
        return Ok(());
    }
    let text = decoded(raw)?;
    let text = match space {
        Space::Trimmed => text.trim_ascii(),
        Space::Preserved => &text,
    };
    if memchr(b'_', text.as_bytes()).is_some() {
        append_unescaped(text, into);
    } else {
        into.push_str(text);
    }
    Ok(())
}

/// The value of an attribute or a text, its entities resolved. What is not UTF-8 becomes `U+FFFD`.
pub(crate) fn decoded(raw: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let text = String::from_utf8_lossy(raw);
    if memchr2(b'&', b'\r', raw).is_none() {
        return Ok(text);
    }
    // The line ends of XML (its 2.11), which come before its entities.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut pieces = text.split('&');
    let mut decoded = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (entity, rest) = piece.split_once(';').ok_or(SheetError::Corrupt)?;
        decoded.push(resolve(entity).ok_or(SheetError::Corrupt)?);
        decoded.push_str(rest);
    }
    Ok(decoded.into())
}

fn resolve(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// Appends a text with its escapes `_xHHHH_`, each a unit of UTF-16, resolved.
fn append_unescaped(text: &str, into: &mut String) {
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let (before, escaped) = rest.split_at_checked(start).unwrap_or((rest, ""));
        into.push_str(before);
        let units = escape_units(escaped);
        if units.is_empty() {
            into.push('_');
            rest = escaped.get(1..).unwrap_or_default();
        } else {
            into.extend(
                char::decode_utf16(units.iter().copied())
                    .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)),
            );
            rest = escaped.get(units.len() * ESCAPE_LENGTH..).unwrap_or_default();
        }
    }
    into.push_str(rest);
}

/// The escapes that a text begins with: one, or two where they are a surrogate pair.
fn escape_units(text: &str) -> Vec<u16> {
    let unit = |text: &str| {
        let digits = text.strip_prefix("_x")?.get(..4)?;
        let is_closed = text.get(6..ESCAPE_LENGTH) == Some("_");
        let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        (is_closed && is_hexadecimal).then(|| u16::from_str_radix(digits, 16).ok())?
    };
    let first = unit(text);
    let second = first
        .filter(|unit| (0xd800..0xdc00).contains(unit))
        .and_then(|_| unit(text.get(ESCAPE_LENGTH..)?))
        .filter(|unit| (0xdc00..0xe000).contains(unit));
    first.into_iter().chain(second).collect()
}

#[cfg(test)]
mod tests {
    use super::{Space, append_cell_text};

    fn cell_text(raw: &str, space: Space) -> String {
        let mut text = String::new();
        append_cell_text(raw.as_bytes(), space, &mut text).unwrap();
        text
    }

    #[test]
    fn entities_and_escapes_become_their_characters() {
        let cases = [
            ("a&amp;b &lt;c@d.uk&gt;", "a&b <c@d.uk>"),
            ("&#64;&#x40;&apos;&quot;", "@@'\""),
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_", "\u{fffd}"),
            ("_x12_ _xGGGG_ _x", "_x12_ _xGGGG_ _x"),
            ("a\r\nb\rc", "a\nb\nc"),
        ];
        for (raw, text) in cases {
            assert_eq!(cell_text(raw, Space::Preserved), text, "{raw}");
        }
    }

    #[test]
    fn spaces_around_a_text_count_only_where_they_are_preserved() {
        assert_eq!(cell_text(" \n a b \t", Space::Trimmed), "a b");
        assert_eq!(cell_text(" a ", Space::Preserved), " a ");
    }

    #[test]
    fn an_entity_that_xml_does_not_have_is_corrupt() {
        for raw in ["&nbsp;", "&amp", "&#xD800;", "&#;", "&;"] {
            let mut text = String::new();
            assert!(
                append_cell_text(raw.as_bytes(), Space::Preserved, &mut text).is_err(),
                "{raw}"
            );
        }
    }
}
