//! Has a sheet read by the import worker (`src/bin/import_worker.rs`), so that the page never waits.
//!
//! Every check has a worker of its own, which is gone with its memory when the check ends, is given up
//! or fails. Whatever the worker may do, a check ends with a result or was given up on purpose.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use domain::import::report::{SheetError, SheetResult};
use domain::import::worker_protocol::{Assembly, WorkerAnswer};
use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, MessageEvent, Worker};

/// Where the page says from which address the worker is started (see `index.html`).
const ADDRESS: &str = "meta[name=upm-import-worker]";

/// How long the worker may take to be fetched and to start. A browser does not tell when a proxy keeps
/// its WebAssembly back.
const TIME_TO_START: Duration = Duration::from_secs(30);

/// Reads files and texts, one at a time. Dropped, it gives up what it is reading.
#[derive(Default)]
pub struct SheetReader {
    current: RefCell<Option<RunningWorker>>,
}

impl SheetReader {
    /// A reader that has not started anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a file that was chosen. Gives none if it was given up for another check, by
    /// [`Self::give_up`] or with the reader.
    pub fn check_file(&self, file: File) -> impl Future<Output = Option<SheetResult>> + use<> {
        self.check(file.into())
    }

    /// Reads a text that was pasted, otherwise as [`Self::check_file`].
    pub fn check_text(&self, text: &str) -> impl Future<Output = Option<SheetResult>> + use<> {
        self.check(text.into())
    }

    /// Gives up what is being read, at once.
    pub fn give_up(&self) {
        self.current.take();
    }

    fn check(&self, question: JsValue) -> impl Future<Output = Option<SheetResult>> + use<> {
        self.give_up();
        let conversation = RunningWorker::start().map(|(worker, conversation)| {
            self.current.replace(Some(worker));
            conversation
        });
        async move {
            match conversation {
                Ok(conversation) => conversation.ask(question).await,
                Err(_) => Some(Err(SheetError::ReaderFailed)),
            }
        }
    }
}

/// What is heard of a worker.
enum Heard {
    Answer(WorkerAnswer),
    /// It broke off, or said what is no answer.
    Failed,
    TimeToStartIsOver,
}

/// The one side of a worker: it runs until this is dropped.
struct RunningWorker {
    worker: Worker,
    sender: UnboundedSender<Heard>,
    is_given_up: Rc<Cell<bool>>,
    timer: Option<TimeoutHandle>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_failure: Closure<dyn FnMut(Event)>,
}

impl RunningWorker {
    fn start() -> Result<(Self, Conversation), JsValue> {
        let worker = Worker::new(&address()?)?;
        let (sender, heard) = unbounded();
        let is_given_up = Rc::new(Cell::new(false));
        let conversation =
            Conversation { worker: worker.clone(), heard, is_given_up: Rc::clone(&is_given_up) };
        let on_message = on_message(sender.clone());
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_failure = on_failure(sender.clone());
        worker.set_onerror(Some(on_failure.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_failure.as_ref().unchecked_ref()));
        let clock = sender.clone();
        let is_over = move || say(&clock, Heard::TimeToStartIsOver);
        let timer = set_timeout_with_handle(is_over, TIME_TO_START).ok();
        let running = Self {
            worker,
            sender,
            is_given_up,
            timer,
            _on_message: on_message,
            _on_failure: on_failure,
        };
        Ok((running, conversation))
    }
}

impl Drop for RunningWorker {
    fn drop(&mut self) {
        self.is_given_up.set(true);
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

/// The other side of a worker: the question put to it, and its answers.
struct Conversation {
    worker: Worker,
    heard: UnboundedReceiver<Heard>,
    is_given_up: Rc<Cell<bool>>,
}

impl Conversation {
    async fn ask(mut self, question: JsValue) -> Option<SheetResult> {
        let result = self.result(&question).await;
        self.worker.terminate();
        result
    }

    async fn result(&mut self, question: &JsValue) -> Option<SheetResult> {
        let mut assembly = Assembly::default();
        let mut has_started = false;
        while let Some(heard) = self.heard.next().await {
            if self.is_given_up.get() {
                return None;
            }
            match heard {
                Heard::Answer(WorkerAnswer::Ready) => {
                    has_started = true;
                    if self.worker.post_message(question).is_err() {
                        return Some(Err(SheetError::ReaderFailed));
                    }
                }
                Heard::Answer(answer) => {
                    if let Some(result) = assembly.take(answer) {
                        return Some(result);
                    }
                }
                Heard::TimeToStartIsOver if has_started => {}
                Heard::TimeToStartIsOver | Heard::Failed => {
                    return Some(Err(SheetError::ReaderFailed));
                }
            }
        }
        None
    }
}

fn on_message(sender: UnboundedSender<Heard>) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(move |message: MessageEvent| {
        let text = message.data().as_string();
        let answer = text.and_then(|text| serde_json::from_str(&text).ok());
        say(&sender, answer.map_or(Heard::Failed, Heard::Answer));
    })
}

fn on_failure(sender: UnboundedSender<Heard>) -> Closure<dyn FnMut(Event)> {
    Closure::new(move |_| say(&sender, Heard::Failed))
}

/// Passes on what was heard. Nobody is there to hear it once a check has ended.
fn say(sender: &UnboundedSender<Heard>, heard: Heard) {
    let _ = sender.unbounded_send(heard);
}

fn address() -> Result<String, JsValue> {
    let page = leptos::prelude::document();
    let address = page.query_selector(ADDRESS)?.and_then(|meta| meta.get_attribute("content"));
    address.ok_or_else(|| JsValue::from("the page names no import worker"))
}
