//! The import worker: reads a sheet outside the page's thread, and is fetched at the first import only.
//!
//! It runs in a dedicated worker of its own WebAssembly module, the one that links `sheet`. What it is
//! sent and what it answers is in [`domain::import::worker_protocol`]. It holds nothing between two
//! messages. Should it come to grief, the browser tells the page by an `error` event.

use domain::import::report::{MAX_FILE_BYTES, SheetError, SheetResult};
use domain::import::worker_protocol::{WorkerAnswer, answers};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, throw_val};
use web_sys::{DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent};

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let page = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        for answer in answers(read(&message.data())) {
            tell(&page, &answer);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It is of use as long as the worker lives.
    on_message.forget();
    tell(&scope, &WorkerAnswer::Ready);
}

/// Reads what was sent: a pasted text or a file.
fn read(sent: &JsValue) -> SheetResult {
    match (sent.as_string(), sent.dyn_ref::<File>()) {
        (Some(text), _) => sheet::read_pasted(&text, None),
        (None, Some(file)) => read_file(file),
        (None, None) => Err(SheetError::ReaderFailed),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of this size is exact")]
fn read_file(file: &File) -> SheetResult {
    if file.size() > MAX_FILE_BYTES as f64 {
        return Err(SheetError::TooLarge);
    }
    // This fails when the file was moved or changed since it was chosen.
    let bytes = FileReaderSync::new()
        .and_then(|reader| reader.read_as_array_buffer(file))
        .map_err(|_| SheetError::ReaderFailed)?;
    sheet::read(&js_sys::Uint8Array::new(&bytes).to_vec(), &file.name(), None, &mut |_| {})
}

/// Tells the page; what is thrown here reaches it as an `error` event.
fn tell(page: &DedicatedWorkerGlobalScope, answer: &WorkerAnswer) {
    let told = serde_json::to_string(answer)
        .map_err(|error| JsValue::from(error.to_string()))
        .and_then(|answer| page.post_message(&answer.into()));
    if let Err(error) = told {
        throw_val(error);
    }
}
