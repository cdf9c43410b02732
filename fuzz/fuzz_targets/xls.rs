//! Files `.xls`, of Excel 97 and before.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    sheet_fuzz::read(input, "x.xls");
});
