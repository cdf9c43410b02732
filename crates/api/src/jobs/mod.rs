//! Adding and moving people: [`apply`] does it, within a transaction; giving them the licences of their policy:
//! [`licences`], or [`asking`] for a directory that is asked over the network; [`runner`] does any of it for jobs that are too large for a request to wait for, and [`listening`]
//! hears of those of other processes. [`Signals`] tells runners that there is work, and those who wait for a job
//! that there is news.

pub(crate) mod apply;
pub(crate) mod asking;
mod failing;
pub(crate) mod licences;
pub(crate) mod listening;
pub(crate) mod mfa_enforcing;
pub(crate) mod runner;
pub(crate) mod taking_away;
pub(crate) mod timed;

use tokio::sync::watch;

/// News between requests and the runner.
pub(crate) struct Signals {
    work: watch::Sender<()>,
    news: watch::Sender<()>,
}

impl Default for Signals {
    fn default() -> Self {
        Self { work: watch::Sender::new(()), news: watch::Sender::new(()) }
    }
}

impl Signals {
    /// Says that a job waits to be worked on.
    pub(crate) fn there_is_work(&self) {
        self.work.send_replace(());
    }

    /// What wakes a runner up whenever a job waits from now on.
    pub(crate) fn work(&self) -> watch::Receiver<()> {
        self.work.subscribe()
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
