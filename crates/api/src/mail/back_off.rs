//! When an e-mail that could not be sent is tried again: later each time, and no more after a day.

use std::time::Duration;

use domain::full_jitter::full_jitter;
use jiff::{SignedDuration, Timestamp};

/// The longest pause.
const LONGEST: Duration = Duration::from_hours(1);
/// After so long an e-mail is given up.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(24);

/// When to try again after so many attempts; never when the e-mail has waited for a day.
pub(super) fn next(
    first_pause: Duration,
    attempts: u32,
    written_at: Timestamp,
    now: Timestamp,
) -> Option<Timestamp> {
    if now.duration_since(written_at) >= GIVEN_UP {
        return None;
    }
    let pause = full_jitter(first_pause, LONGEST, attempts, fastrand::f64());
    now.checked_add(SignedDuration::try_from(pause).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_secs(30);

    #[test]
    fn any_time_within_the_pause_may_be_the_next() {
        let now = Timestamp::UNIX_EPOCH;
        let next = || next(FIRST, 3, now, now).unwrap().as_millisecond();
        let times = (0..200).map(|_| next()).collect::<Vec<_>>();
        assert!(times.iter().all(|time| (0..=120_000).contains(time)));
        assert!(times.iter().any(|time| *time < 60_000) && times.iter().any(|time| *time > 60_000));
    }

    #[test]
    fn after_a_day_there_is_no_next_time() {
        let written = Timestamp::UNIX_EPOCH;
        let at = |hours| written + SignedDuration::from_hours(hours);
        assert!(next(FIRST, 9, written, at(23)).is_some());
        assert_eq!(next(FIRST, 9, written, at(24)), None);
    }
}
