//! Texts that are pasted.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| sheet_fuzz::read_pasted(input));
