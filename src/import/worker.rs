//! Has a sheet read by a worker, so that the page never waits.
//!
//! Every reading has a worker of its own, which is gone with its memory when the reading ends, is given
//! up or fails. The import worker is asked first; what it does not read, the workbook worker is asked
//! about, which is fetched only then. Whatever a worker may do, a reading ends with a result or was given
//! up on purpose.

use std::cell::RefCell;
use std::rc::Rc;

use domain::import::report::{ColumnChoice, Progress, SheetError, SheetReport};
use domain::import::worker_protocol::{WorkerAnswer, WorkerQuestion, may_be_read_otherwise};
use futures::channel::mpsc::UnboundedReceiver;
use futures::{Stream, StreamExt, stream};
use wasm_bindgen::JsValue;
use web_sys::File;

use super::worker_handle::{Heard, Program, RunningWorker};

/// What is read.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file that was chosen.
    File(File),
    /// A text that was pasted.
    Text(String),
}

impl From<Source> for JsValue {
    fn from(source: Source) -> Self {
        match source {
            Source::File(file) => file.into(),
            Source::Text(text) => text.into(),
        }
    }
}

/// What is told of a reading. The last of it is [`Told::Done`] or [`Told::Refused`].
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// How far it is.
    Progress(Progress),
    /// Some rows, in the order of the sheet, few enough to be taken in at once.
    Part(SheetReport),
    /// That was all; this is what there is to say of the sheet as a whole, and has no rows.
    Done(SheetReport),
    /// It cannot be read.
    Refused(SheetError),
}

/// Reads files and texts, one at a time. Dropped, it gives up what it is reading.
#[derive(Default)]
pub struct SheetReader {
    desk: Rc<RefCell<Desk>>,
}

impl SheetReader {
    /// A reader that has not started anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fetches and starts the import worker, so that a reading need not wait for that.
    pub fn prepare(&self) {
        let mut desk = self.desk.borrow_mut();
        if desk.waiting.is_none() {
            desk.waiting = RunningWorker::start(Program::Import).ok();
        }
    }

    /// Reads a file or text, the addresses being where the administrator said or else under their
    /// heading. What was read before is given up. The stream ends early when this is given up in turn.
    pub fn read(
        &self,
        source: Source,
        choice: Option<ColumnChoice>,
    ) -> impl Stream<Item = Told> + use<> {
        self.give_up();
        let reading = Reading {
            desk: Rc::clone(&self.desk),
            turn: self.desk.borrow().turn,
            question: WorkerQuestion::Read { choice },
            source: source.into(),
            program: Program::Import,
            heard: None,
            is_ready: false,
            was_waiting: false,
            has_told: false,
        };
        stream::unfold(Some(reading), async |reading| {
            let mut reading = reading?;
            match reading.next().await? {
                more @ (Told::Progress(_) | Told::Part(_)) => Some((more, Some(reading))),
                last @ (Told::Done(_) | Told::Refused(_)) => {
                    reading.end();
                    Some((last, None))
                }
            }
        })
    }

    /// Gives up what is being read, at once.
    pub fn give_up(&self) {
        let mut desk = self.desk.borrow_mut();
        desk.turn += 1;
        desk.current = None;
    }
}

impl Drop for SheetReader {
    fn drop(&mut self) {
        self.give_up();
        self.desk.borrow_mut().waiting = None;
    }
}

/// The workers of a reader.
#[derive(Default)]
struct Desk {
    /// The number of the reading that is on; what belongs to an earlier one counts no more.
    turn: u64,
    /// The worker that is reading.
    current: Option<RunningWorker>,
    /// An import worker that was started before there was anything to read.
    waiting: Option<(RunningWorker, UnboundedReceiver<Heard>)>,
}

/// A reading on its way.
struct Reading {
    desk: Rc<RefCell<Desk>>,
    turn: u64,
    question: WorkerQuestion,
    source: JsValue,
    program: Program,
    heard: Option<UnboundedReceiver<Heard>>,
    is_ready: bool,
    was_waiting: bool,
    has_told: bool,
}

impl Reading {
    /// What the page is told next; none once it was given up.
    async fn next(&mut self) -> Option<Told> {
        loop {
            if self.heard.is_none() && self.is_on() && self.start().is_err() {
                return Some(Told::Refused(SheetError::ReaderFailed));
            }
            let heard = self.heard.as_mut()?.next().await?;
            if !self.is_on() {
                return None;
            }
            match heard {
                Heard::Answer(WorkerAnswer::Ready) => {
                    self.is_ready = true;
                    if self.ask().is_err() {
                        return Some(Told::Refused(SheetError::ReaderFailed));
                    }
                }
                Heard::Answer(WorkerAnswer::Progress(progress)) => {
                    return Some(Told::Progress(progress));
                }
                Heard::Answer(WorkerAnswer::Part(part)) => {
                    self.has_told = true;
                    return Some(Told::Part(part));
                }
                Heard::Answer(WorkerAnswer::Done(last)) => return Some(Told::Done(last)),
                Heard::Answer(WorkerAnswer::Refused(error))
                    // Who was told rows is not told them again.
                    if self.program == Program::Import
                        && !self.has_told
                        && may_be_read_otherwise(&error) =>
                {
                    self.program = Program::Workbook;
                    self.heard = None;
                }
                Heard::Answer(WorkerAnswer::Refused(error)) => return Some(Told::Refused(error)),
                Heard::TimeToStartIsOver if self.is_ready => {}
                // One that was started long ago may have met with a network that is there again.
                Heard::Failed if !self.is_ready && self.was_waiting => self.heard = None,
                Heard::TimeToStartIsOver
                | Heard::Failed
                | Heard::File(_)
                | Heard::Answer(WorkerAnswer::Written(_)) => {
                    return Some(Told::Refused(SheetError::ReaderFailed));
                }
            }
        }
    }

    /// Whether it was not given up.
    fn is_on(&self) -> bool {
        self.desk.borrow().turn == self.turn
    }

    /// Starts its worker, if none is waiting, in the place of the one before.
    fn start(&mut self) -> Result<(), JsValue> {
        let mut desk = self.desk.borrow_mut();
        let waiting = desk.waiting.take_if(|_| self.program == Program::Import);
        self.was_waiting = waiting.is_some();
        let (mut worker, heard) = waiting.map_or_else(|| RunningWorker::start(self.program), Ok)?;
        worker.expect_start();
        desk.current = Some(worker);
        self.heard = Some(heard);
        self.is_ready = false;
        Ok(())
    }

    fn ask(&self) -> Result<(), JsValue> {
        let desk = self.desk.borrow();
        desk.current.as_ref().map_or(Ok(()), |worker| worker.ask(&self.question, &self.source))
    }

    /// Lets its worker go.
    fn end(&self) {
        if self.is_on() {
            self.desk.borrow_mut().current = None;
        }
    }
}
