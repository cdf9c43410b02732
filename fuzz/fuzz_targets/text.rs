//! Files that are text, in any encoding.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    sheet_fuzz::read(input, "x.csv");
    sheet_fuzz::read(input, "x.tsv");
});
