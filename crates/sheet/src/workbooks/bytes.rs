//! Taking apart the records of binary workbooks. Whatever is asked for beyond their end is not there.

use domain::import::report::SheetError;

/// The bytes of a record that are still to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    /// Takes some bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], SheetError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(SheetError::Corrupt)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const COUNT: usize>(&mut self) -> Result<[u8; COUNT], SheetError> {
        self.take(COUNT)?.try_into().map_err(|_| SheetError::Corrupt)
    }

    pub(super) fn u8(&mut self) -> Result<u8, SheetError> {
        self.array().map(u8::from_le_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, SheetError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, SheetError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Result<f64, SheetError> {
        self.array().map(f64::from_le_bytes)
    }
}

/// Appends a text in UTF-16. What is none becomes `U+FFFD`.
pub(super) fn append_utf_16(bytes: &[u8], into: &mut String) {
    let units =
        bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes));
    into.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

/// A number in the short form of Excel's: a whole one of 30 bits or the upper half of a fraction,
/// perhaps to be divided by a hundred.
pub(super) fn short_number(short: u32) -> f64 {
    let number = if short & 2 == 0 {
        f64::from_bits(u64::from(short & !3) << 32)
    } else {
        f64::from(short.cast_signed() >> 2)
    };
    if short & 1 == 0 { number } else { number / 100.0 }
}

/// What is seen of a truth value.
pub(super) fn truth(value: u8) -> &'static str {
    if value == 0 { "FALSE" } else { "TRUE" }
}

/// What is seen of an error.
pub(super) fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

#[cfg(test)]
mod tests {
    use super::short_number;

    #[test]
    fn short_numbers_are_whole_ones_fractions_and_hundredths() {
        let cases = [
            (7 << 2 | 2, 7.0),
            ((-7_i32 << 2).cast_unsigned() | 2, -7.0),
            (1234 << 2 | 3, 12.34),
            (0x3ff0_0000, 1.0),
            (0x4059_0001, 1.0),
        ];
        for (short, number) in cases {
            assert!((short_number(short) - number).abs() < f64::EPSILON, "{short:x}");
        }
    }
}
