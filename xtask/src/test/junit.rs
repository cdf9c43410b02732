//! What cargo-nextest, `node --test` and Schemathesis report of the tests that ran: a file in the `JUnit` form, with
//! a `testcase` for each test, which holds a `failure` or an `error` when it failed and `skipped` when it
//! did not run.

use std::fs;
use std::path::Path;

use roxmltree::{Document, Node};

use super::counts::Counts;

/// How much is repeated of what a failed test said: the whole stands where it ran.
const MOST_LINES: usize = 6;
const MOST_CHARS: usize = 600;

/// What a report says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) counts: Counts,
    /// The tests that failed, and what they said.
    pub(super) failed: Vec<FailedTest>,
}

/// A test that failed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FailedTest {
    /// What it is a test of: the program, or nothing where the report has no use for that.
    pub(super) place: String,
    pub(super) name: String,
    /// The beginning of what it said.
    pub(super) said: String,
}

impl Report {
    /// The report at a path. One that is not there, or that broke off, says nothing: whoever asked for it
    /// knows how the program ended.
    pub(super) fn read(path: &Path) -> Self {
        Self::of(&fs::read_to_string(path).unwrap_or_default())
    }

    fn of(xml: &str) -> Self {
        // Node writes the colours of a message as they are, which XML does not allow.
        let xml: String = xml.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
        let Ok(document) = Document::parse(&xml) else { return Self::default() };
        let mut report = Self::default();
        for case in document.descendants().filter(|node| node.has_tag_name("testcase")) {
            let has = |name| case.children().find(|child| child.has_tag_name(name));
            // A test that failed and passed when tried again has a `flakyFailure`.
            if let Some(failure) = has("failure").or_else(|| has("error")) {
                report.counts.failed += 1;
                report.failed.push(FailedTest::of(case, failure));
            } else if has("skipped").is_none() {
                report.counts.passed += 1;
            }
        }
        report
    }
}

impl FailedTest {
    fn of(case: Node, failure: Node) -> Self {
        let attribute = |name| case.attribute(name).unwrap_or_default().to_owned();
        let place = match attribute("classname") {
            // What Node gives to every test.
            class if class == "test" => String::new(),
            class => class,
        };
        let said = [failure.attribute("message"), failure.text()]
            .into_iter()
            .flatten()
            .find(|text| !text.trim().is_empty())
            .unwrap_or_default();
        Self { place, name: attribute("name"), said: beginning(said) }
    }
}

fn beginning(said: &str) -> String {
    let lines = said.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let lines: Vec<_> = lines.take(MOST_LINES).collect();
    lines.join("\n").chars().take(MOST_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::{Counts, FailedTest, Report};

    #[test]
    fn a_nextest_report_is_counted_by_test_and_names_what_failed() {
        let report = Report::of(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="3" failures="1" errors="0" uuid="5" timestamp="2026-01-01" time="0.1">
    <testsuite name="domain" tests="3" disabled="0" errors="0" failures="1">
        <testcase name="a" classname="domain" timestamp="2026-01-01" time="0.004"></testcase>
        <testcase name="b" classname="domain" timestamp="2026-01-01" time="0.004">
            <failure type="test failure with exit code 101">expected &lt;testcase&gt;

was 2</failure>
            <system-err>&lt;failure&gt;</system-err>
        </testcase>
        <testcase name="c" classname="domain" timestamp="2026-01-01" time="0.004"/>
    </testsuite>
</testsuites>"#,
        );
        assert_eq!(report.counts, Counts { passed: 2, failed: 1 });
        let failed = FailedTest {
            place: "domain".to_owned(),
            name: "b".to_owned(),
            said: "expected <testcase>\nwas 2".to_owned(),
        };
        assert_eq!(report.failed, [failed]);
    }

    #[test]
    fn a_skipped_test_of_node_counts_as_neither() {
        let report = Report::of(
            r#"<testsuites>
	<testsuite name="policies" tests="2" failures="0" skipped="1">
		<testcase name="are found" time="0.5" classname="test"/>
		<testcase name="are printed" time="0.0" classname="test">
			<skipped type="skipped" message="true"/>
		</testcase>
	</testsuite>
</testsuites>"#,
        );
        assert_eq!(report, Report { counts: Counts { passed: 1, failed: 0 }, failed: Vec::new() });
    }

    #[test]
    fn a_test_of_node_says_its_message_and_not_much_of_it() {
        let message = "\u{1b}[2mline&#10;".repeat(50);
        let report = Report::of(&format!(
            r#"<testsuites><testcase name="are found" classname="test" failure="x">
                <failure type="testCodeFailure" message="{message}">[Error: x] {{ code: 1 }}</failure>
            </testcase></testsuites>"#
        ));
        let failed = report.failed.first().expect("one failed");
        assert_eq!(failed.place, "");
        assert_eq!(failed.said.lines().count(), 6);
        assert_eq!(failed.said.lines().next(), Some("[2mline"));
    }

    #[test]
    fn an_empty_report_and_one_that_broke_off_say_nothing() {
        assert_eq!(Report::of(""), Report::default());
        assert_eq!(Report::of("<testsuites><testcase name="), Report::default());
    }
}
