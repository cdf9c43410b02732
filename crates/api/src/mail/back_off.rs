//! When an e-mail that could not be sent is tried again: after a random part of a pause that doubles each time
//! (“full jitter”), so that those that failed together do not come back together; and no more after a day.

use std::time::Duration;

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
    let pause = longest_pause(first_pause, attempts);
    let millis = fastrand::u64(0..=u64::try_from(pause.as_millis()).unwrap_or(u64::MAX));
    let millis = i64::try_from(millis).unwrap_or(i64::MAX);
    now.checked_add(SignedDuration::from_millis(millis)).ok()
}

fn longest_pause(first_pause: Duration, attempts: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
    first_pause.saturating_mul(doubled).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_secs(30);

    #[test]
    fn the_pause_doubles_up_to_an_hour() {
        let pauses = [1, 2, 3, 8, 40].map(|attempts| longest_pause(FIRST, attempts).as_secs());
        assert_eq!(pauses, [30, 60, 120, 3600, 3600]);
    }

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
