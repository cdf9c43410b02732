//! What `/metrics` tells: what was counted since the program started ([`requests`], the store's tally of jobs that
//! ended), and what is asked when somebody looks: jobs, e-mails, connections. Labels are words of this program
//! (routes, states), never names, addresses or identifiers.
//!
//! The format ([`exposition`]) is a page of text; a crate for it would bring a registry that is global to the
//! process, or a task that has to empty its histograms, for what is here a table and a few numbers.

mod exposition;
mod requests;

use jiff::Timestamp;

pub(crate) use exposition::MEDIA_TYPE;
use exposition::{Exposition, Kind};
use requests::Requests;

use crate::{
    clock,
    store::{
        Store, StoreError,
        gauges::{self, Gauges},
    },
};

/// What is counted.
pub(crate) struct Metrics {
    pub(crate) requests: Requests,
    started_at: Timestamp,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { requests: Requests::default(), started_at: clock::now() }
    }
}

impl Metrics {
    /// The whole page. When the database cannot be asked, the page says so and has the rest.
    pub(crate) async fn page(&self, store: &Store) -> String {
        let mut page = Exposition::default();
        let labels = [("version", env!("CARGO_PKG_VERSION")), ("database", store.name())];
        page.family("upm_build_info", Kind::Gauge, "The program").sample(&labels, 1);
        let help = "When the program was started";
        let mut family = page.family("process_start_time_seconds", Kind::Gauge, help);
        family.sample(&[], seconds(self.started_at.as_millisecond()));
        self.requests.write(&mut page);
        write_connections(&mut page, store);
        write_ended(&mut page, store);
        let gauges = read(store).await;
        let help = "Whether the database answered just now";
        page.family("upm_database_up", Kind::Gauge, help).sample(&[], u8::from(gauges.is_ok()));
        match gauges {
            Ok(gauges) => write_gauges(&mut page, &gauges),
            Err(error) => tracing::warn!(%error, "the database did not say how things are"),
        }
        page.into_text()
    }
}

async fn read(store: &Store) -> Result<Gauges, StoreError> {
    gauges::read(&mut store.read().await?).await
}

fn write_connections(page: &mut Exposition, store: &Store) {
    let help =
        "Connections to the database by pool and what they do; `limit` is how many there may be";
    let mut family = page.family("upm_database_connections", Kind::Gauge, help);
    for (pool, connections) in store.connections() {
        let idle = connections.idle.min(connections.open);
        let states =
            [("busy", connections.open - idle), ("idle", idle), ("limit", connections.limit)];
        for (state, count) in states {
            family.sample(&[("pool", pool), ("state", state)], count);
        }
    }
}

fn write_ended(page: &mut Exposition, store: &Store) {
    let help = "Jobs that this process has ended, by how";
    let mut family = page.family("upm_jobs_ended_total", Kind::Counter, help);
    for (outcome, count) in store.ended_jobs().counts() {
        family.sample(&[("outcome", outcome)], count);
    }
}

fn write_gauges(page: &mut Exposition, gauges: &Gauges) {
    let mut family = page.family("upm_jobs", Kind::Gauge, "Jobs that have not ended");
    family.sample(&[("state", "queued")], gauges.jobs_queued);
    family.sample(&[("state", "running")], gauges.jobs_running);
    let help =
        "E-mails that have not been sent: announced ones are to be written when they are due";
    let mut family = page.family("upm_outbox_messages", Kind::Gauge, help);
    family.sample(&[("state", "announced")], gauges.mails_announced);
    family.sample(&[("state", "written")], gauges.mails_written);
    let now = clock::now().as_millisecond();
    let age = |since: Option<i64>| since.map_or(0.0, |at| seconds(now.saturating_sub(at).max(0)));
    let help = "Since when the oldest e-mail that is written waits to be sent";
    let mut family = page.family("upm_outbox_oldest_unsent_seconds", Kind::Gauge, help);
    family.sample(&[], age(gauges.oldest_written_at));
    let help = "For how long the next step of an e-mail is due";
    let mut family = page.family("upm_outbox_overdue_seconds", Kind::Gauge, help);
    family.sample(&[], age(gauges.next_due_at));
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 have 41 bits")]
fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1_000.0
}
