//! How many jobs this process has ended: counted when the transaction in which one ended is committed.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::job::JobState;

/// Counts of jobs by how they ended.
#[derive(Debug, Default)]
pub(crate) struct EndedJobs {
    finished: AtomicU64,
    cancelled: AtomicU64,
    failed: AtomicU64,
}

impl EndedJobs {
    pub(super) fn add(&self, states: &[JobState]) {
        for state in states {
            match state {
                JobState::Finished => self.finished.fetch_add(1, Ordering::Relaxed),
                JobState::Cancelled => self.cancelled.fetch_add(1, Ordering::Relaxed),
                JobState::Failed => self.failed.fetch_add(1, Ordering::Relaxed),
                JobState::Queued | JobState::Running => continue,
            };
        }
    }

    /// How many ended how.
    pub(crate) fn counts(&self) -> [(&'static str, u64); 3] {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        [
            ("finished", of(&self.finished)),
            ("cancelled", of(&self.cancelled)),
            ("failed", of(&self.failed)),
        ]
    }
}
