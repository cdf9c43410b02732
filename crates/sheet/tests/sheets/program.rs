//! The program `upm-sheet`, as a script runs it.

#![allow(clippy::unwrap_used, reason = "a program that cannot be run fails the test")]

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use domain::import::report::SheetReport;
use serde_json::{Value, json};

/// A folder of a test's own, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("upm-sheet-{test}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn upm_sheet<Word: AsRef<OsStr>>(words: &[Word]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_upm-sheet")).args(words).output().unwrap()
}

fn checked(file: PathBuf) -> (Option<i32>, Value) {
    let output = upm_sheet(&["check".into(), file.into_os_string()]);
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn a_readable_file_gives_its_report() {
    let folder = Folder::new("report");
    let file = folder.file("a.csv", "Email Address\nAnn.Lee@nhs.net\nx\n");
    let (code, answer) = checked(file);
    assert_eq!(code, Some(0));
    assert_eq!(answer["addresses"], json!([{ "row": 2, "email": "ann.lee@nhs.net" }]));
    assert_eq!(answer["rejected"][0]["error"]["code"], "noAt");
    assert!(serde_json::from_value::<SheetReport>(answer).is_ok());
}

#[test]
fn a_refused_file_gives_the_error_with_what_to_do() {
    let folder = Folder::new("error");
    let (code, answer) = checked(folder.file("a.csv", "Name,To\nAnn,ann.lee@nhs.net\n"));
    assert_eq!(code, Some(1));
    assert_eq!((&answer["code"], &answer["found"]), (&json!("noHeader"), &json!(["Name", "To"])));
    assert!(answer["detail"].as_str().unwrap().contains("Email Address"));
}

#[test]
fn a_file_without_the_heading_is_previewed_and_its_column_chosen() {
    let folder = Folder::new("choice");
    let file = folder.file("a.csv", "Staff\nName,To\nAnn,ann.lee@nhs.net\nBob,bob.ray@nhs.net\n");
    let (code, answer) = checked(file.clone());
    assert_eq!((code, &answer["code"]), (Some(1), &json!("noHeader")));
    assert_eq!(answer["preview"]["headerRow"], 2);
    assert_eq!(
        answer["preview"]["columns"][1],
        json!({ "index": 1, "letters": "B", "heading": "To", "addresses": 2 })
    );
    assert_eq!(
        answer["preview"]["rows"][2],
        json!({ "row": 3, "cells": ["Ann", "ann.lee@nhs.net"] })
    );

    let chosen = |options: &[&str]| {
        let words = [&["check", file.to_str().unwrap()], options].concat();
        let output = upm_sheet(&words);
        (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or(Value::Null))
    };
    let (code, answer) = chosen(&["--column", "b", "--header-row", "2"]);
    assert_eq!((code, &answer["headerRow"], &answer["column"]), (Some(0), &json!(2), &json!(1)));
    assert_eq!(answer["addresses"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer["rejected"], json!([]));
    let (code, answer) = chosen(&["--column", "B"]);
    assert_eq!((code, answer["rejected"].as_array().map(Vec::len)), (Some(0), Some(2)));
    for wrong in [
        &["--column"] as &[&str],
        &["--column", "B7"],
        &["--column", "ZZZ"],
        &["--header-row", "2"],
        &["--sheet", "A"],
        &["--column", "B", "--header-row", "two"],
        &["--collumn", "B"],
    ] {
        assert_eq!(chosen(wrong), (Some(2), Value::Null), "{wrong:?}");
    }
}

#[test]
fn the_template_is_written() {
    let folder = Folder::new("template");
    let file = folder.0.join("template.xlsx");
    assert_eq!(
        upm_sheet(&["template".into(), file.clone().into_os_string()]).status.code(),
        Some(0)
    );
    let (code, answer) = checked(file);
    assert_eq!((code, &answer["code"]), (Some(1), &json!("noRows")));
}

#[test]
fn a_wrong_call_or_no_file_says_so() {
    for words in [&["check"] as &[&str], &[], &["chekc", "a.xlsx"], &["check", "a", "b"]] {
        let output = upm_sheet(words);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().starts_with("Usage:"), "{words:?}");
    }
    let output = upm_sheet(&["check", "no such file.xlsx"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("no such file.xlsx"));
}

#[test]
fn the_findings_are_written_beside_the_columns_of_the_file() {
    let folder = Folder::new("results");
    let file = folder.file("a.csv", "Name,Email\nAnn,Ann.Lee@nhs.net\nBob,bob\n");
    for name in ["results.xlsx", "results.csv"] {
        let into = folder.0.join(name);
        let output = upm_sheet(&["results".as_ref(), file.as_os_str(), into.as_os_str()]);
        assert_eq!(output.status.code(), Some(0));
        let (code, answer) = checked(into);
        assert_eq!(code, Some(0));
        assert_eq!(answer["addresses"], json!([{ "row": 2, "email": "ann.lee@nhs.net" }]));
        assert_eq!(answer["rejected"][0]["value"], "bob");
    }
    let refused = folder.file("b.csv", "Name\nAnn\n");
    let into = folder.0.join("none.csv");
    let output = upm_sheet(&["results".as_ref(), refused.as_os_str(), into.as_os_str()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!into.exists());
}
