//! How long to wait before something that failed is tried again: a random part of a span that doubles with each
//! failure. That all of it is random (“full jitter”) keeps the many that one fault has interrupted at the same
//! moment from all coming back at the same moment.
//! <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>

use std::time::Duration;

/// The pause after so many failures in a row, at most `first` after one of them, and never more than `longest`.
/// `chance` is from 0 to 1.
pub fn full_jitter(first: Duration, longest: Duration, failures: u32, chance: f64) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    first.saturating_mul(doubled).min(longest).mul_f64(chance.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::full_jitter;

    const FIRST: Duration = Duration::from_secs(30);
    const LONGEST: Duration = Duration::from_hours(1);

    #[test]
    fn the_span_doubles_with_each_failure_up_to_the_longest() {
        let longest = |failures| full_jitter(FIRST, LONGEST, failures, 1.0).as_secs();
        assert_eq!(
            [0, 1, 2, 3, 7, 8, 40, u32::MAX].map(longest),
            [30, 30, 60, 120, 1920, 3600, 3600, 3600]
        );
    }

    #[test]
    fn any_part_of_the_span_may_be_waited() {
        let part = |chance| full_jitter(FIRST, LONGEST, 2, chance).as_secs();
        assert_eq!([-1.0, 0.0, 0.5, 1.0, 7.0].map(part), [0, 0, 30, 60, 60]);
    }
}
