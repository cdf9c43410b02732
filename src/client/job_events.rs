//! News of a job as the server tells them, without being asked each time.

use std::collections::VecDeque;

use domain::{ids::JobId, job::Job};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

use super::{
    ApiError, Client,
    event_stream::{Event, EventParser},
    jobs::path,
    request::BodyReader,
};

/// The name of the events that tell a job.
const JOB: &str = "job";

/// News of a job on their way. Dropping it ends them.
pub struct JobEvents {
    body: BodyReader,
    parser: EventParser,
    /// What came with what was asked for.
    waiting: VecDeque<Event>,
}

impl Client {
    /// News of a job: how it is now, and at every change until it is over.
    pub async fn job_events(self, id: &JobId) -> Result<JobEvents, ApiError> {
        let body = self.get(format!("{}/events", path(id))).send_for_events().await?;
        Ok(JobEvents { body, parser: EventParser::default(), waiting: VecDeque::new() })
    }
}

impl JobEvents {
    /// The next news; none when the server has no more to tell.
    pub async fn next(&mut self) -> Result<Option<Job>, ApiError> {
        loop {
            while let Some(event) = self.waiting.pop_front() {
                if event.name == JOB {
                    let job = serde_json::from_str(&event.data);
                    return job.map(Some).map_err(|_| ApiError::Unreadable { status: 200 });
                }
            }
            let read = JsFuture::from(self.body.reader.read()).await;
            let piece = read.map_err(|_| ApiError::Unreachable)?;
            // The last piece has no value.
            let value = Reflect::get(&piece, &"value".into()).ok();
            let Some(bytes) = value.and_then(|value| value.dyn_into::<Uint8Array>().ok()) else {
                return Ok(None);
            };
            self.waiting.extend(self.parser.push(&bytes.to_vec()));
        }
    }
}
