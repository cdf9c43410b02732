//! Token buckets, one for each key, in the form of the generic cell rate algorithm: all that is kept of a
//! bucket is the moment at which it will be full again. Whose bucket is full is forgotten, so what is
//! remembered is bounded by who asked lately.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Buckets that may be remembered before those that are full are looked for.
const FEW: usize = 1_024;
/// Buckets that are remembered at most: then all are forgotten, which does nobody wrong.
const MOST: usize = 100_000;

/// How fast a bucket fills, and how much it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    /// After which time there is another token.
    interval: Duration,
    /// How long an empty bucket takes to be full.
    span: Duration,
}

impl Rate {
    /// So many tokens each second, and so many at once. None for no limit.
    pub(super) fn new(per_second: u32, burst: u32) -> Option<Self> {
        let interval = Duration::from_secs(1).checked_div(per_second)?;
        Some(Self { interval, span: interval.saturating_mul(burst) })
    }
}

/// The buckets of everyone.
pub(super) struct Buckets<K> {
    rate: Rate,
    known: Mutex<Known<K>>,
}

struct Known<K> {
    /// When each bucket is full again.
    full_at: HashMap<K, Instant>,
    /// How many there may be until the full ones are dropped.
    tidy_at: usize,
}

impl<K: Eq + Hash> Buckets<K> {
    pub(super) fn new(rate: Rate) -> Self {
        Self { rate, known: Mutex::new(Known { full_at: HashMap::new(), tidy_at: FEW }) }
    }

    /// Takes a token; when there is none, says after which time there will be.
    pub(super) fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        let Rate { interval, span } = self.rate;
        // Whoever panicked while they held it has left it whole: an entry is put there at once.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.tidy(now);
        let full_at = known.full_at.get(&key).copied().unwrap_or(now).max(now) + interval;
        let missing = full_at.duration_since(now).saturating_sub(span);
        if missing.is_zero() {
            known.full_at.insert(key, full_at);
            Ok(())
        } else {
            Err(missing)
        }
    }
}

impl<K: Eq + Hash> Known<K> {
    /// Forgets full buckets once there are twice as many as were left the last time, so that each request pays
    /// for a little of it.
    fn tidy(&mut self, now: Instant) {
        if self.full_at.len() < self.tidy_at {
            return;
        }
        self.full_at.retain(|_, full_at| *full_at > now);
        if self.full_at.len() >= MOST {
            self.full_at.clear();
        }
        self.tidy_at = (2 * self.full_at.len()).clamp(FEW, MOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buckets<K: Eq + Hash>(per_second: u32, burst: u32) -> Buckets<K> {
        Buckets::new(Rate::new(per_second, burst).unwrap())
    }

    #[test]
    fn so_many_at_once_then_one_each_interval() {
        let buckets = buckets(4, 3);
        let start = Instant::now();
        for _ in 0..3 {
            buckets.take("a", start).unwrap();
        }
        assert_eq!(buckets.take("a", start), Err(Duration::from_millis(250)));
        buckets.take("b", start).unwrap();
        let later = start + Duration::from_millis(250);
        buckets.take("a", later).unwrap();
        assert_eq!(buckets.take("a", later), Err(Duration::from_millis(250)));
        // Refusals cost nothing, and a full bucket holds no more than it holds.
        let much_later = start + Duration::from_mins(5);
        for _ in 0..3 {
            buckets.take("a", much_later).unwrap();
        }
        buckets.take("a", much_later).unwrap_err();
    }

    #[test]
    fn a_rate_of_nothing_is_no_limit() {
        assert!(Rate::new(0, 10).is_none());
    }

    #[test]
    fn who_has_not_asked_for_long_is_forgotten() {
        let buckets = buckets(1, 1);
        let start = Instant::now();
        for second in 0..10 {
            for key in 0..FEW {
                let now = start + Duration::from_secs(2 * second);
                buckets.take((second, key), now).unwrap();
            }
        }
        let known = buckets.known.lock().unwrap();
        assert!(known.full_at.len() <= FEW, "{}", known.full_at.len());
    }

    #[test]
    fn what_is_remembered_is_bounded_whoever_asks() {
        let buckets = buckets(1, 1);
        let now = Instant::now();
        for key in 0..3 * MOST {
            buckets.take(key, now).unwrap();
        }
        assert!(buckets.known.lock().unwrap().full_at.len() <= MOST);
    }
}
