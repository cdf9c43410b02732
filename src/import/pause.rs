//! How long to wait before a request is sent again.

use std::time::Duration;

/// The longest pause after the first failure.
const FIRST: Duration = Duration::from_secs(1);
/// The longest pause after any number of failures.
const LONGEST: Duration = Duration::from_secs(30);
/// The longest that the server may ask for: nobody waits longer before a page.
const LONGEST_ASKED_FOR: Duration = Duration::from_hours(1);

/// The pause after so many failures in a row: `at_least` what the server asked for, in seconds, and on top a
/// random part of a span that doubles with each failure. `chance` is from 0 up to 1.
///
/// That all of the span is random ("full jitter") keeps the many pages that a fault interrupted at the same
/// moment from all coming back at the same moment.
pub(super) fn pause(attempts: u32, at_least: Option<u32>, chance: f64) -> Duration {
    let doublings = attempts.saturating_sub(1).min(LONGEST.as_secs().ilog2() + 1);
    let span = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let asked_for = Duration::from_secs(at_least.unwrap_or(0).into()).min(LONGEST_ASKED_FOR);
    asked_for + span.mul_f64(chance.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_doubles_with_each_failure_up_to_half_a_minute() {
        let longest = |attempts| pause(attempts, None, 1.0).as_secs();
        assert_eq!([1, 2, 3, 4, 5, 6, 7, u32::MAX].map(longest), [1, 2, 4, 8, 16, 30, 30, 30]);
    }

    #[test]
    fn any_part_of_the_span_may_be_waited() {
        assert_eq!(pause(3, None, 0.0), Duration::ZERO);
        assert_eq!(pause(3, None, 0.5), Duration::from_secs(2));
    }

    #[test]
    fn it_is_never_shorter_than_the_server_asked_for() {
        assert_eq!(pause(1, Some(60), 0.0), Duration::from_mins(1));
        assert_eq!(pause(6, Some(60), 1.0), Duration::from_secs(90));
        assert_eq!(pause(1, Some(u32::MAX), 0.0), Duration::from_hours(1));
    }
}
