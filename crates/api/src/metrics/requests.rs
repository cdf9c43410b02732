//! How many requests were answered, with what, and how long it took: by route (`/api/policies/{id}`) and method,
//! which are few. Nothing of an address as sent is kept.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::http::StatusCode;

use super::exposition::{Exposition, Kind};

/// Upper bounds of the histogram's buckets, in milliseconds: around what a person does not notice, and up to the
/// time limit.
const BUCKETS: [u32; 13] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000, 30_000];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// What was asked so far.
#[derive(Default)]
pub(crate) struct Requests {
    routes: Mutex<BTreeMap<(String, &'static str), Series>>,
    in_flight: AtomicU64,
    refused: AtomicU64,
}

/// Of one route and method.
#[derive(Clone, Default)]
struct Series {
    classes: [u64; CLASSES.len()],
    /// The last is for all that took longer.
    buckets: [u64; BUCKETS.len() + 1],
    sum: Duration,
}

/// A request that is being answered; it counts as that until this is dropped, whatever becomes of it.
pub(crate) struct InFlight<'a>(&'a Requests);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Requests {
    /// A request has come.
    pub(crate) fn begun(&self) -> InFlight<'_> {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        InFlight(self)
    }

    /// A request was answered, or its answer begun where that goes on.
    pub(crate) fn answered(
        &self,
        route: &str,
        method: &'static str,
        status: StatusCode,
        took: Duration,
    ) {
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        let key = (route.to_owned(), method);
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        let bucket =
            BUCKETS.iter().position(|bound| took <= Duration::from_millis((*bound).into()));
        // Whoever panicked while they held it has left numbers, which are whole.
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let series = routes.entry(key).or_default();
        series.sum += took;
        let counted = [
            series.classes.get_mut(class),
            series.buckets.get_mut(bucket.unwrap_or(BUCKETS.len())),
        ];
        for count in counted.into_iter().flatten() {
            *count += 1;
        }
    }

    pub(super) fn write(&self, page: &mut Exposition) {
        let help = "Requests that are being answered";
        let mut family = page.family("upm_http_requests_in_flight", Kind::Gauge, help);
        family.sample(&[], self.in_flight.load(Ordering::Relaxed));
        let help = "Requests that were refused because somebody had sent too many";
        let mut family = page.family("upm_http_requests_rate_limited_total", Kind::Counter, help);
        family.sample(&[], self.refused.load(Ordering::Relaxed));

        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let help = "Requests that were answered, by the class of the status";
        let mut family = page.family("upm_http_requests_total", Kind::Counter, help);
        for ((route, method), series) in &routes {
            let counted = CLASSES.iter().zip(series.classes).filter(|(_, count)| *count > 0);
            for (class, count) in counted {
                let labels = [("method", *method), ("route", route), ("status", class)];
                family.sample(&labels, count);
            }
        }
        let help = "How long requests took until their answer, or the beginning of a stream";
        let mut family = page.family("upm_http_request_duration_seconds", Kind::Histogram, help);
        for ((route, method), series) in &routes {
            let labels = [("method", *method), ("route", route.as_str())];
            let [method, route] = labels;
            let mut so_far = 0;
            for (bound, count) in BUCKETS.iter().zip(series.buckets) {
                so_far += count;
                let bound = (f64::from(*bound) / 1_000.0).to_string();
                family.part("_bucket", &[method, route, ("le", &bound)], so_far);
            }
            let all: u64 = series.buckets.iter().sum();
            family.part("_bucket", &[method, route, ("le", "+Inf")], all);
            family.part("_sum", &labels, series.sum.as_secs_f64());
            family.part("_count", &labels, all);
        }
    }
}
