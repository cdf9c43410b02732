//! Files `.xlsb`: whole, and put together of changed parts.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    sheet_fuzz::read(&sheet_fuzz::zipped(input), "x.xlsb");
});
