//! How long to wait before a request is sent again.

use std::time::Duration;

use domain::full_jitter::full_jitter;

/// The longest pause after the first failure.
const FIRST: Duration = Duration::from_secs(1);
/// The longest pause after any number of failures.
const LONGEST: Duration = Duration::from_secs(30);
/// The longest that the server may ask for: nobody waits longer before a page.
const LONGEST_ASKED_FOR: Duration = Duration::from_hours(1);

/// The pause after so many failures in a row: `at_least` what the server asked for, in seconds, and on top a
/// random one. `chance` is from 0 up to 1.
pub(super) fn pause(attempts: u32, at_least: Option<u32>, chance: f64) -> Duration {
    let asked_for = Duration::from_secs(at_least.unwrap_or(0).into()).min(LONGEST_ASKED_FOR);
    asked_for + full_jitter(FIRST, LONGEST, attempts, chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_minute_is_the_longest_that_we_wait_of_our_own() {
        let longest = |attempts| pause(attempts, None, 1.0).as_secs();
        assert_eq!([1, 2, 6, u32::MAX].map(longest), [1, 2, 30, 30]);
        assert_eq!(pause(3, None, 0.0), Duration::ZERO);
    }

    #[test]
    fn it_is_never_shorter_than_the_server_asked_for() {
        assert_eq!(pause(1, Some(60), 0.0), Duration::from_mins(1));
        assert_eq!(pause(6, Some(60), 1.0), Duration::from_secs(90));
        assert_eq!(pause(1, Some(u32::MAX), 0.0), Duration::from_hours(1));
    }
}
