//! What becomes of an import when something fails: it is tried again by itself, or stands still until the administrator says so.

use super::{Cancel, Failure, Import, Stage};

/// After so many failures in a row the administrator is asked whether to go on trying.
const MAX_ATTEMPTS: u32 = 6;

impl Import {
    /// Why it stands still, when only the administrator can set it going again by [`Event::Retry`](super::Event::Retry).
    pub fn standstill(&self) -> Option<&Failure> {
        self.failure.as_ref().filter(|failure| {
            !matches!(failure, Failure::Transient { .. }) || self.attempts >= MAX_ATTEMPTS
        })
    }

    pub(super) fn failed(&mut self, failure: Failure) {
        match (&mut self.stage, &failure) {
            (Stage::Finished { .. }, _) => return,
            (Stage::Sending { cancel }, Failure::Refused(_)) if *cancel != Cancel::No => {
                self.refused_while_stopping();
                return self.forget_failure();
            }
            (Stage::Sending { .. }, Failure::Transient { .. }) => self.parts.unanswered(),
            _ => {}
        }
        self.failure = Some(failure);
        self.attempts += 1;
    }

    fn refused_while_stopping(&mut self) {
        self.while_sending(|parts, _, cancel| *cancel = parts.refused_while_stopping(*cancel));
    }

    /// The count of attempts stays until something succeeds.
    pub(super) fn waited(&mut self) {
        if self.standstill().is_none() {
            self.failure = None;
        }
    }

    pub(super) fn forget_failure(&mut self) {
        self.failure = None;
        self.attempts = 0;
    }
}
