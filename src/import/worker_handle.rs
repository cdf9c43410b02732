//! One worker: started, asked, heard, and gone when its handle is dropped.

use std::time::Duration;

use domain::import::worker_message::from_bytes;
use domain::import::worker_protocol::{WorkerAnswer, WorkerQuestion};
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker};

/// How long a worker may take to be fetched and to start. A browser does not tell when a proxy keeps
/// its WebAssembly back.
const TIME_TO_START: Duration = Duration::from_secs(30);

/// The programs that run in a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// `import_worker`: small, fast, for what nearly everybody has.
    Import,
    /// `workbook_worker`: everything else.
    Workbook,
}

impl Program {
    /// Where it is, by what the page says (see `index.html`).
    fn address(self) -> Result<String, JsValue> {
        let name = match self {
            Self::Import => "meta[name=upm-import-worker]",
            Self::Workbook => "meta[name=upm-workbook-worker]",
        };
        let meta = leptos::prelude::document().query_selector(name)?;
        let address = meta.and_then(|meta| meta.get_attribute("content"));
        address.ok_or_else(|| JsValue::from("the page does not name this worker"))
    }
}

/// What is heard of a worker.
pub(super) enum Heard {
    Answer(WorkerAnswer),
    /// A file that it made.
    File(ArrayBuffer),
    /// It broke off, or said what is no answer.
    Failed,
    TimeToStartIsOver,
}

/// A worker, which runs until this is dropped.
pub(super) struct RunningWorker {
    worker: Worker,
    sender: UnboundedSender<Heard>,
    timer: Option<TimeoutHandle>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_failure: Closure<dyn FnMut(Event)>,
}

impl RunningWorker {
    /// Starts a program. What is heard of it can be waited for at the other side of the channel.
    pub(super) fn start(program: Program) -> Result<(Self, UnboundedReceiver<Heard>), JsValue> {
        let worker = Worker::new(&program.address()?)?;
        let (sender, heard) = unbounded();
        let on_message = on_message(sender.clone());
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_failure = on_failure(sender.clone());
        worker.set_onerror(Some(on_failure.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_failure.as_ref().unchecked_ref()));
        let running =
            Self { worker, sender, timer: None, _on_message: on_message, _on_failure: on_failure };
        Ok((running, heard))
    }

    /// From now on its time to start is running.
    pub(super) fn expect_start(&mut self) {
        let clock = self.sender.clone();
        let is_over = move || say(&clock, Heard::TimeToStartIsOver);
        self.timer = set_timeout_with_handle(is_over, TIME_TO_START).ok();
    }

    /// Asks it, once it is ready.
    pub(super) fn ask(&self, question: &WorkerQuestion, about: &JsValue) -> Result<(), JsValue> {
        let question =
            serde_json::to_string(question).map_err(|error| JsValue::from(error.to_string()))?;
        self.worker.post_message(&Array::of2(&question.into(), about))
    }
}

impl Drop for RunningWorker {
    fn drop(&mut self) {
        self.sender.close_channel();
        if let Some(timer) = self.timer {
            timer.clear();
        }
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

fn on_message(sender: UnboundedSender<Heard>) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(move |message: MessageEvent| {
        let heard = match message.data().dyn_into::<Uint8Array>() {
            Ok(answer) => from_bytes(&answer.to_vec()).ok().map(Heard::Answer),
            Err(other) => other.dyn_into::<ArrayBuffer>().ok().map(Heard::File),
        };
        say(&sender, heard.unwrap_or(Heard::Failed));
    })
}

fn on_failure(sender: UnboundedSender<Heard>) -> Closure<dyn FnMut(Event)> {
    Closure::new(move |_| say(&sender, Heard::Failed))
}

/// Passes on what was heard. Nobody is there to hear it once the worker is not wanted any more.
fn say(sender: &UnboundedSender<Heard>, heard: Heard) {
    let _ = sender.unbounded_send(heard);
}
