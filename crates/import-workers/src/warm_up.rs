//! Warming up: a browser first translates a program quickly and badly, and each function again, well, once it has
//! run for a while. So that a person's file is read by the good translation, the worker reads small workbooks of its
//! own while the person is still choosing one. It stops as soon as there is a question, so nobody waits for it.

use std::cell::Cell;
use std::rc::Rc;

use domain::import::worker_message::part_to_bytes;
use domain::import::worker_protocol::Teller;
use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::DedicatedWorkerGlobalScope;

/// 500 rows each, with texts in the cells and apart from them. `data/warm_up.py` has made them.
const WORKBOOKS: [&[u8]; 2] =
    [include_bytes!("../data/warm_up_inline.xlsx"), include_bytes!("../data/warm_up_shared.xlsx")];

/// How often they are read: 100,000 rows, from which on nothing gets faster.
const TIMES: u32 = 100;

/// How often between two looks for a question: for ten to thirty milliseconds.
const TIMES_IN_STEP: u32 = 10;

/// Whether there has been a question.
pub type Asked = Rc<Cell<bool>>;

/// Reads the workbooks again and again, until there is a question or it has been often enough.
pub fn warm_up(scope: &DedicatedWorkerGlobalScope, asked: Asked) {
    step(scope, asked, TIMES);
}

fn step(scope: &DedicatedWorkerGlobalScope, asked: Asked, left: u32) {
    let later = {
        let scope = scope.clone();
        Closure::once_into_js(move || {
            if asked.get() {
                return;
            }
            for _ in 0..TIMES_IN_STEP {
                for workbook in WORKBOOKS {
                    read(workbook);
                }
            }
            if let Some(left) = left.checked_sub(TIMES_IN_STEP) {
                step(&scope, asked, left);
            }
        })
    };
    // Where the browser does not want it, the first file takes a little longer.
    let _ = scope.set_timeout_with_callback(later.unchecked_ref::<Function>());
}

fn read(workbook: &[u8]) {
    let Ok(report) = sheet::read(workbook, "warm-up.xlsx", None, &mut |_, _| {}) else { return };
    let mut teller = Teller::default();
    while let Some(part) = teller.next_part(&report) {
        // It is told to nobody.
        let _ = part_to_bytes(part);
    }
}

#[cfg(test)]
mod tests {
    use super::WORKBOOKS;

    #[test]
    fn the_workbooks_are_read_to_their_end() {
        for workbook in WORKBOOKS {
            let report = sheet::read(workbook, "warm-up.xlsx", None, &mut |_, _| {}).unwrap();
            assert_eq!((report.addresses.len(), report.rejected.len()), (500, 0));
        }
    }
}
