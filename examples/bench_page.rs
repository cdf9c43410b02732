//! The page of `cargo xtask bench`: has files read by the import worker with the app's own code, and built as
//! the app is.

use std::cell::RefCell;
use std::rc::Rc;

use domain::import::report::SheetReport;
use domain::import::worker_protocol::Assembly;
use futures::StreamExt;
use js_sys::{Object, Reflect};
use upm_web::import::worker::{SheetReader, Source, Told};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::File;

/// A reader of files, as the import screen has one, and what it has read, which stays as it stays there.
#[wasm_bindgen]
#[derive(Default)]
pub struct Bench {
    reader: SheetReader,
    report: Rc<RefCell<SheetReport>>,
}

#[wasm_bindgen]
impl Bench {
    /// A reader that has not started anything.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a worker ahead.
    pub fn prepare(&self) {
        self.reader.prepare();
    }

    /// Reads a file, puts the report together and gives what is in it, in figures.
    pub fn read(&self, file: File) -> js_sys::Promise {
        let told = self.reader.read(Source::File(file), None);
        let kept = Rc::clone(&self.report);
        wasm_bindgen_futures::future_to_promise(async move {
            let mut told = std::pin::pin!(told);
            let mut assembly = Assembly::default();
            while let Some(told) = told.next().await {
                match told {
                    Told::Part(part) => assembly.add(part),
                    Told::Done(last) => {
                        let report = assembly.finish(last);
                        let figures = figures(&report);
                        kept.replace(report);
                        return figures;
                    }
                    Told::Refused(error) => return Ok(error.code().into()),
                    Told::Progress(_) => {}
                }
            }
            Ok("given up".into())
        })
    }

    /// Gives up what is being read.
    pub fn give_up(&self) {
        self.reader.give_up();
    }
}

fn figures(report: &SheetReport) -> Result<JsValue, JsValue> {
    let figures = Object::new();
    for (name, figure) in [
        ("addresses", report.addresses.len()),
        ("rejected", report.rejected.len()),
        ("duplicates", report.duplicates.len()),
    ] {
        let figure = u32::try_from(figure).unwrap_or(u32::MAX);
        Reflect::set(&figures, &name.into(), &figure.into())?;
    }
    Ok(figures.into())
}

fn main() {}
