//! The e-mails that a persona gets in demo mode.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use domain::message::{Message, MessageLine};

use super::Caller;

/// How long an e-mail may take before it is taken for never coming.
const PATIENCE: Duration = Duration::from_secs(40);

/// What is in the inbox now, newest first.
pub(crate) fn lines(caller: &Caller) -> Vec<MessageLine> {
    caller.get("/api/demo/messages").expect_as(200)
}

/// The newest e-mail, once there are so many.
#[track_caller]
pub(crate) fn newest(caller: &Caller, count: usize) -> Message {
    let lines = until(|| Some(lines(caller)).filter(|lines| lines.len() >= count));
    assert_eq!(lines.len(), count, "{lines:?}");
    caller.get(&format!("/api/demo/messages/{}", lines[0].id)).expect_as(200)
}

/// What comes to be.
#[track_caller]
pub(crate) fn until<T>(mut found: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "it did not come about in {PATIENCE:?}");
        sleep(Duration::from_millis(50));
    }
}

/// The lines of the file that an e-mail carries, without its heading.
#[track_caller]
pub(crate) fn file_of(message: &Message) -> Vec<String> {
    let content = message.attachment.as_ref().unwrap().content.as_ref().unwrap();
    content.lines().skip(1).map(str::to_owned).collect()
}
