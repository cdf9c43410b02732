//! The workers of an import: programs that read and write sheets outside the page's thread, each a WebAssembly module of
//! its own that the page fetches when it is needed. They are a package of their own so that none of the app is compiled
//! for them.
//!
//! - `bin/import_worker.rs` reads what nearly everybody has;
//! - `bin/workbook_worker.rs` (feature `workbooks`) reads everything else, and writes the results;
//! - `warm_up.rs` makes the first file be read as quickly as a second one;
//! - here is what they share: listening to the page, and telling it.
//!
//! The messages are in [`domain::import::worker_protocol`]. Nothing is held between two messages. Should a
//! program come to grief, the browser tells the page by an `error` event, and this worker alone is lost.

use domain::import::report::{ColumnChoice, MAX_FILE_BYTES, SheetError, SheetReport};
use domain::import::worker_message::{MessageError, part_to_bytes, to_bytes};
use domain::import::worker_protocol::{Teller, WorkerAnswer, WorkerQuestion};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, throw_val};
use web_sys::{DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent};

pub mod warm_up;

use warm_up::Asked;

/// What a question is about.
pub enum Sent {
    /// A file that was chosen.
    File {
        /// Its name.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// A text that was pasted.
    Text(String),
}

/// The page that asks.
#[derive(Clone)]
pub struct Page(DedicatedWorkerGlobalScope);

impl Page {
    /// Tells the page; what is thrown here reaches it as an `error` event.
    pub fn tell(&self, answer: &WorkerAnswer) {
        self.tell_bytes(to_bytes(answer));
    }

    fn tell_bytes(&self, answer: Result<Vec<u8>, MessageError>) {
        let told = answer
            .map_err(|error| JsValue::from(error.to_string()))
            .and_then(|answer| self.hand_over(&answer));
        if let Err(error) = told {
            throw_val(error);
        }
    }

    /// Hands a file over.
    pub fn give(&self, bytes: &[u8]) {
        let bytes = Uint8Array::from(bytes).buffer();
        if let Err(error) = self.0.post_message_with_transfer(&bytes, &Array::of1(&bytes)) {
            throw_val(error);
        }
    }

    fn hand_over(&self, answer: &[u8]) -> Result<(), JsValue> {
        let answer = Uint8Array::from(answer);
        self.0.post_message_with_transfer(&answer, &Array::of1(&answer.buffer()))
    }

    /// Tells what there is of a report and was not told yet.
    fn tell_more(&self, teller: &mut Teller, report: &SheetReport) {
        while let Some(part) = teller.next_part(report) {
            self.tell_bytes(part_to_bytes(part));
        }
    }
}

/// Answers questions, from now on for as long as the worker lives.
///
/// `prepare` is called once the worker listens, with word of whether there has been a question yet.
pub fn run(
    mut answer: impl FnMut(&Page, WorkerQuestion, Result<Sent, SheetError>) + 'static,
    prepare: impl FnOnce(&DedicatedWorkerGlobalScope, Asked),
) {
    let asked = Asked::default();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let page = Page(scope.clone());
    let has_asked = asked.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        has_asked.set(true);
        let parts: Array = message.data().unchecked_into();
        let question = parts.get(0).as_string();
        match question.and_then(|question| serde_json::from_str(&question).ok()) {
            Some(question) => answer(&page, question, sent(&parts.get(1))),
            None => page.tell(&WorkerAnswer::Refused(SheetError::ReaderFailed)),
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    Page(scope.clone()).tell(&WorkerAnswer::Ready);
    prepare(&scope, asked);
}

/// Reads the addresses of what was sent, and tells them while it reads on: so the page has taken nearly all
/// of them in by the time that the last is read.
pub fn read(page: &Page, sent: Result<Sent, SheetError>, choice: Option<&ColumnChoice>) {
    let mut teller = Teller::default();
    let read = sent.and_then(|sent| match sent {
        Sent::Text(text) => sheet::read_pasted(&text, choice),
        Sent::File { name, bytes } => {
            sheet::read(&bytes, &name, choice, &mut |progress, report| {
                page.tell(&WorkerAnswer::Progress(progress));
                page.tell_more(&mut teller, report);
            })
        }
    });
    match read {
        Ok(report) => {
            page.tell_more(&mut teller, &report);
            page.tell(&WorkerAnswer::Done(report.without_rows()));
        }
        Err(error) => page.tell(&WorkerAnswer::Refused(error)),
    }
}

fn sent(payload: &JsValue) -> Result<Sent, SheetError> {
    match (payload.as_string(), payload.dyn_ref::<File>()) {
        (Some(text), _) => Ok(Sent::Text(text)),
        (None, Some(file)) => Ok(Sent::File { name: file.name(), bytes: bytes(file)? }),
        (None, None) => Err(SheetError::ReaderFailed),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of this size is exact")]
fn bytes(file: &File) -> Result<Vec<u8>, SheetError> {
    if file.size() > MAX_FILE_BYTES as f64 {
        return Err(SheetError::TooLarge);
    }
    // This fails when the file was moved or changed since it was chosen.
    let bytes = FileReaderSync::new()
        .and_then(|reader| reader.read_as_array_buffer(file))
        .map_err(|_| SheetError::ReaderFailed)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}
