//! The workbook worker: reads what the import worker does not, by a library that knows every kind of
//! workbook. It is fetched only when the import worker declines a file.

mod worker;

use domain::import::worker_protocol::WorkerQuestion;

fn main() {
    worker::run(|page, question, sent| match question {
        WorkerQuestion::Read { choice } => {
            page.tell_report(sent.and_then(|sent| worker::read(page, sent, choice.as_ref())));
        }
    });
}
