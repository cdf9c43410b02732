//! The import worker: reads a sheet outside the page's thread, and is fetched at the first import only.
//!
//! It runs in a dedicated worker of its own WebAssembly module and reads what nearly everybody has: the
//! workbooks of Excel 2007 and later, text files and pasted lists. The page takes everything else to
//! `workbook_worker`, which weighs more.

use domain::import::report::SheetError;
use domain::import::worker_protocol::{WorkerAnswer, WorkerQuestion};
use import_workers::{Page, Sent, warm_up::warm_up};

fn main() {
    let answer = |page: &Page, question, sent: Result<Sent, _>| match question {
        WorkerQuestion::Read { choice } => {
            import_workers::read(page, sent, choice.as_ref());
        }
        WorkerQuestion::ResultLines(_) => {}
        WorkerQuestion::Results { .. } => {
            page.tell(&WorkerAnswer::Refused(SheetError::ReaderFailed));
        }
    };
    import_workers::run(answer, warm_up);
}
