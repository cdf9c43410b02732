//! Adding and moving people: [`apply`] does it, within a transaction; giving them the licences of a policy
//! that has changed: [`licences`]; [`runner`] does either for jobs that are too large for a request to wait for. [`Signals`] tells the one that there is work, and
//! those who wait for a job that there is news.

pub(crate) mod apply;
pub(crate) mod licences;
pub(crate) mod runner;

use tokio::sync::{Notify, watch};

/// News between requests and the runner.
pub(crate) struct Signals {
    work: Notify,
    news: watch::Sender<()>,
}

impl Default for Signals {
    fn default() -> Self {
        Self { work: Notify::new(), news: watch::Sender::new(()) }
    }
}

impl Signals {
    /// Says that a job waits to be worked on.
    pub(crate) fn there_is_work(&self) {
        self.work.notify_one();
    }

    /// Returns once there is work; at once when it came since the last time.
    pub(crate) async fn wait_for_work(&self) {
        self.work.notified().await;
    }

    /// Says that some job has got further.
    pub(crate) fn there_is_news(&self) {
        self.news.send_replace(());
    }

    /// What wakes up whenever a job has got further from now on.
    pub(crate) fn news(&self) -> watch::Receiver<()> {
        self.news.subscribe()
    }
}
