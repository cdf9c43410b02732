//! Columns as spreadsheets name them: A to Z, AA, …, XFD.

/// The column and the row of a cell reference like `B12`: the column counted from 0, the row from 1,
/// and no row where there is none.
pub(crate) fn parse_reference(reference: &[u8]) -> Option<(u32, Option<u32>)> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = reference.split_at_checked(letters)?;
    if !(1..=3).contains(&letters.len()) {
        return None;
    }
    let ordinal = letters.iter().fold(0, |ordinal, letter| {
        ordinal * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    Some((ordinal - 1, parse_number(digits)))
}

/// A decimal number, if it is one that fits.
pub(crate) fn parse_number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, &digit| {
        digit
            .is_ascii_digit()
            .then(|| number.checked_mul(10)?.checked_add(u32::from(digit - b'0')))?
    })
}

#[cfg(test)]
mod tests {
    use domain::import::report::column_letters as letters;

    use super::parse_reference;

    #[test]
    fn letters_and_references_agree_over_every_column() {
        for column in 0..16_384 {
            let reference = format!("{}7", letters(column));
            assert_eq!(parse_reference(reference.as_bytes()), Some((column, Some(7))));
        }
        assert_eq!(letters(16_383), "XFD");
    }

    #[test]
    fn what_is_no_reference_gives_none() {
        for reference in ["", "7", "ABCD1", "é1"] {
            assert_eq!(parse_reference(reference.as_bytes()), None, "{reference}");
        }
        assert_eq!(parse_reference(b"a99999999999"), Some((0, None)));
    }
}
