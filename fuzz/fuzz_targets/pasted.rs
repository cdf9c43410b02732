//! Texts that are pasted.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let _ = sheet::read_pasted(input, None);
});
