//! Reads what `/metrics` tells as Prometheus does (text format 0.0.4), and fails where Prometheus would, or where
//! `promtool check metrics` has a complaint.

use std::collections::{BTreeMap, BTreeSet};

/// A page that has been read.
pub(crate) struct Metrics {
    /// By name with labels, as written: `upm_jobs{state="queued"}`.
    samples: BTreeMap<String, f64>,
}

impl Metrics {
    #[track_caller]
    pub(crate) fn read(page: &str) -> Self {
        assert!(page.ends_with('\n'), "the last line ends");
        let mut kinds = BTreeMap::new();
        let mut helped = BTreeSet::new();
        let mut samples = BTreeMap::new();
        for line in page.lines() {
            if let Some(help) = line.strip_prefix("# HELP ") {
                let (name, text) = help.split_once(' ').unwrap();
                assert!(!text.is_empty() && helped.insert(name), "{line}");
            } else if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').unwrap();
                assert!(matches!(kind, "counter" | "gauge" | "histogram"), "{line}");
                assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
                assert!(kinds.insert(name, kind).is_none(), "{line}");
            } else {
                let (series, value) = line.rsplit_once(' ').unwrap();
                let name = check_series(series);
                let family = ["_bucket", "_sum", "_count"]
                    .iter()
                    .filter_map(|suffix| name.strip_suffix(suffix))
                    .find(|family| kinds.get(family) == Some(&"histogram"))
                    .unwrap_or(name);
                assert!(kinds.contains_key(family) && helped.contains(family), "{line}");
                let value = value.parse::<f64>().unwrap_or_else(|error| panic!("{line}: {error}"));
                assert!(samples.insert(series.to_owned(), value).is_none(), "twice: {line}");
            }
        }
        let metrics = Self { samples };
        metrics.check_histograms();
        metrics
    }

    /// A sample by its name and labels.
    #[track_caller]
    pub(crate) fn get(&self, series: &str) -> f64 {
        self.find(series).unwrap_or_else(|| panic!("no {series} in {:#?}", self.samples.keys()))
    }

    /// A sample that counts something.
    #[track_caller]
    pub(crate) fn count(&self, series: &str) -> u64 {
        self.get(series).to_string().parse().unwrap()
    }

    pub(crate) fn find(&self, series: &str) -> Option<f64> {
        self.samples.get(series).copied()
    }

    /// The values of all labels.
    pub(crate) fn label_values(&self) -> BTreeSet<&str> {
        // Between each two quotes; no value of ours has one in it.
        self.samples.keys().flat_map(|series| series.split('"').skip(1).step_by(2)).collect()
    }

    /// Each bucket holds those before it, and the last holds all.
    fn check_histograms(&self) {
        let mut last: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        let mut buckets = self
            .samples
            .iter()
            .filter_map(|(series, value)| {
                let (before, bound) = series.split_once(",le=\"")?;
                let bound = bound.trim_end_matches("\"}").parse::<f64>().unwrap();
                Some((before.to_owned(), bound, *value))
            })
            .collect::<Vec<_>>();
        buckets.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for (series, bound, value) in buckets {
            let before = last.insert(series.clone(), (bound, value));
            assert!(before.is_none_or(|(_, before)| before <= value), "{series} {bound}");
        }
        for (series, (bound, value)) in last {
            assert!(bound.is_infinite(), "{series}");
            let count = format!("{}}}", series.replace("_bucket", "_count"));
            assert!((self.get(&count) - value).abs() < f64::EPSILON, "{series}");
        }
    }
}

/// A name with its labels; gives the name.
#[track_caller]
fn check_series(series: &str) -> &str {
    let (name, labels) = series.split_once('{').unwrap_or((series, ""));
    let is_word = |text: &str| {
        text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    };
    assert!(is_word(name), "{series}");
    for label in labels.trim_end_matches('}').split_terminator(',') {
        let (label, value) = label.split_once('=').unwrap_or_else(|| panic!("{series}"));
        assert!(is_word(label) && value.starts_with('"') && value.ends_with('"'), "{series}");
    }
    name
}
