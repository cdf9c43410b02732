//! How many tests passed and failed, read from what the programs that ran them report.

use std::iter::Sum;

/// The tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            passed: sum.passed + one.passed,
            failed: sum.failed + one.failed,
        })
    }
}

impl Counts {
    /// From the `JUnit` report that cargo-nextest and `node --test` write: a `testcase` for each test, which
    /// holds a `failure` or an `error` when it failed and `skipped` when it did not run.
    pub(super) fn of_junit(report: &str) -> Self {
        report.split("<testcase").skip(1).fold(Self::default(), |counts, case| {
            // What a test printed is escaped, so these are elements and nothing else. A test that failed
            // and passed when tried again has a `flakyFailure`.
            if case.contains("<failure") || case.contains("<error") {
                Self { failed: counts.failed + 1, ..counts }
            } else if case.contains("<skipped") {
                counts
            } else {
                Self { passed: counts.passed + 1, ..counts }
            }
        })
    }

    /// From what `cargo test` prints: a line for each crate, such as
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out`.
    pub(super) fn of_libtest(output: &str) -> Self {
        output
            .lines()
            .filter_map(|line| line.strip_prefix("test result: "))
            .map(|line| Self {
                passed: number_before(line, " passed"),
                failed: number_before(line, " failed"),
            })
            .sum()
    }
}

fn number_before(line: &str, word: &str) -> usize {
    line.split_once(word)
        .and_then(|(before, _)| before.split_whitespace().last())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn a_nextest_report_is_counted_by_test() {
        let report = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="3" failures="1" errors="0" uuid="5" timestamp="2026-01-01" time="0.1">
    <testsuite name="domain" tests="3" disabled="0" errors="0" failures="1">
        <testcase name="a" classname="domain" timestamp="2026-01-01" time="0.004"></testcase>
        <testcase name="b" classname="domain" timestamp="2026-01-01" time="0.004">
            <failure type="test failure with exit code 101">expected &lt;testcase&gt;</failure>
            <system-err>&lt;failure&gt;</system-err>
        </testcase>
        <testcase name="c" classname="domain" timestamp="2026-01-01" time="0.004"/>
    </testsuite>
</testsuites>"#;
        assert_eq!(Counts::of_junit(report), Counts { passed: 2, failed: 1 });
    }

    #[test]
    fn a_skipped_test_of_node_counts_as_neither() {
        let report = r#"<testsuites>
	<testsuite name="policies" tests="2" failures="0" skipped="1">
		<testcase name="are found" time="0.5" classname="test"/>
		<testcase name="are printed" time="0.0" classname="test">
			<skipped type="skipped" message="true"/>
		</testcase>
	</testsuite>
</testsuites>"#;
        assert_eq!(Counts::of_junit(report), Counts { passed: 1, failed: 0 });
    }

    #[test]
    fn an_empty_report_counts_nothing() {
        assert_eq!(Counts::of_junit(""), Counts::default());
    }

    #[test]
    fn the_lines_of_cargo_test_are_added_up() {
        let output = "\nrunning 2 tests\ntest a ... ok\n\
            test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
            test result: FAILED. 10 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(Counts::of_libtest(output), Counts { passed: 12, failed: 3 });
    }
}
