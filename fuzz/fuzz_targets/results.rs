//! Results of workbooks, of text files and of pasted texts: read again, they hold the same people.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    sheet_fuzz::read_and_give_back(&sheet_fuzz::zipped(input), "x.csv");
    if let Ok(text) = str::from_utf8(input) {
        sheet_fuzz::paste_and_give_back(text);
    }
});
