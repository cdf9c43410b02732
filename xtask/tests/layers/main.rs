//! The arrows of docs/architecture.md point down: between the crates, and between the floors within them.
//!
//! [`rules`] has the rules, and what is not straight; [`house`] holds the files against them; [`paths`] reads what a file uses.
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

mod house;
mod paths;
mod rules;

use std::collections::BTreeSet;
use std::process::Command;

use house::{Breach, all_breaches, breaches, is_in, root, source, words};
use paths::{Found, paths};
use rules::{CRATES, EXCEPTIONS, Exception, HOUSES, House};

#[test]
fn crates_depend_only_on_those_below_them() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).expect("JSON");
    let mut wrong = Vec::new();
    let mut there = BTreeSet::new();
    for package in metadata["packages"].as_array().expect("the packages") {
        let name = package["name"].as_str().expect("a name");
        there.insert(name);
        let Some((_, may)) = CRATES.iter().find(|(known, _)| *known == name) else {
            wrong.push(format!(
                "{name} is new: say in xtask/tests/layers/rules.rs what it may depend on"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().expect("the dependencies") {
            let on = dependency["name"].as_str().expect("a name");
            // Ours are those that lie in this folder. On itself it is for its tests, with more of its features.
            if dependency["path"].is_string() && on != name && !may.contains(&on) {
                wrong.push(format!(
                    "{name} depends on {on}, which is not below it (docs/architecture.md, The picture): \
                     take it out of {name}'s Cargo.toml, and move what both need to a crate below both"
                ));
            }
        }
    }
    let gone = CRATES.iter().filter(|(name, _)| !there.contains(name));
    wrong.extend(
        gone.map(|(name, _)| format!("{name} is gone: take it out of xtask/tests/layers/rules.rs")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_arrow_points_up() {
    let wrong =
        all_breaches().into_iter().filter(|breach| !EXCEPTIONS.iter().any(|e| covers(e, breach)));
    let wrong: Vec<_> = wrong.map(|breach| breach.to_string()).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_exception_is_needed_and_says_why() {
    let breaches = all_breaches();
    for exception in EXCEPTIONS {
        let Exception { file, uses, because } = exception;
        assert!(!because.is_empty(), "say why {file} may use {uses}");
        assert!(
            breaches.iter().any(|breach| covers(exception, breach)),
            "{file} no longer uses {uses}: take it out of EXCEPTIONS in xtask/tests/layers/rules.rs"
        );
    }
}

fn covers(exception: &Exception, breach: &Breach) -> bool {
    breach.file == exception.file && is_in(&words(&breach.uses), exception.uses)
}

#[test]
fn paths_are_found_however_they_are_written() {
    let text = r#"
        use super::super::{a::{B, c::{self, D as E}}, f::*};
        use crate as root;
        pub(crate) fn g(h: &crate::i::J<super::K>) -> std::io::Result<()> {
            view! { <L m=crate::n::o() /> <p>"crate::text"</p> }
        }
        mod tests { use super::P; fn q() { super::super::r::<S>(); self::t::u() } }
        // crate::comment
    "#;
    let found: Vec<_> = paths(text, &words("crate::x::y"))
        .into_iter()
        .map(|Found { path, line }| format!("{line} {}", path.join("::")))
        .collect();
    assert_eq!(
        found,
        [
            "2 crate::a::B",
            "2 crate::a::c",
            "2 crate::a::c::D",
            "2 crate::f",
            "3 crate",
            "4 crate::i::J",
            "4 crate::x::K",
            "4 std::io::Result",
            "5 crate::n::o",
            "7 crate::x::y::P",
            "7 crate::x::r",
            "7 crate::x::y::tests::t::u",
        ]
    );
}

#[test]
fn what_breaks_a_rule_is_seen() {
    const SCREENS: &[(&str, &str)] =
        &[("src/screens/later.rs", "use super::{jobs::JobsScreen, users::UsersScreen};")];
    for (file, text) in [
        ("src/shell/frame.rs", "use crate::{nhsuk::Button, screens::jobs};"),
        ("src/shell/frame.rs", "fn f() { super::super::import::lock() }"),
        ("src/shell/frame.rs", "use crate as app;"),
        ("src/shell/frame.rs", "use crate::*;"),
        ("src/import/runner.rs", "use crate::shell::remote;"),
        ("src/nhsuk/tag.rs", "view! { <a href=crate::paths::home() /> }"),
        ("src/nhsuk/tag.rs", "use domain::policy::Policy;"),
        ("src/nhsuk/tag.rs", "use leptos_router::hooks::use_location;"),
        ("src/screens/jobs/list.rs", "use super::super::users::facts;"),
        ("src/screens/shared.rs", "use super::jobs::facts;"),
        ("src/screens/jobs/list.rs", "use gloo_net::http::Request;"),
        ("src/attic/mod.rs", "use crate::paths;"),
        ("crates/api/src/store/jobs.rs", "use crate::http::Network;"),
        ("crates/api/src/jobs/runner.rs", "use crate::mail::Mailing;"),
        ("crates/api/src/jobs/runner.rs", "fn f() { sqlx::query(\"\") }"),
        ("crates/domain/src/mfa.rs", "use std::{fmt, time::{Duration, SystemTime}};"),
        ("crates/domain/src/mfa.rs", "use std::time;"),
        ("crates/domain/src/mfa.rs", "fn now() { jiff::Timestamp::now() }"),
        ("crates/domain/src/mfa.rs", "use jiff::Timestamp; fn now() { Timestamp::now() }"),
        ("crates/domain/src/mfa.rs", "fn read() { ::std::fs::read(\"\") }"),
    ] {
        assert_eq!(judged(file, text, SCREENS).len(), 1, "{file}: {text}");
    }
    for (file, text) in [
        ("src/shell/frame.rs", "use crate::{nhsuk::Button, client::Client}; use super::page;"),
        (
            "src/screens/jobs/list.rs",
            "use super::state_tag; use crate::{shell::remote, import::journal};",
        ),
        ("src/screens/jobs/list.rs", "use super::super::shared;"),
        ("src/client/jobs.rs", "use gloo_net::http::Request;"),
        ("crates/api/src/store/jobs.rs", "use crate::auth::Scope; use sqlx::Row;"),
        (
            "crates/domain/src/mfa.rs",
            "use std::time::Duration; use jiff::{Timestamp, civil::Date};",
        ),
    ] {
        let found: Vec<_> = judged(file, text, SCREENS).iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{file}: {text}: {found:?}");
    }
}

/// What is wrong with a file, among `others` of the same house.
fn judged(file: &str, text: &str, others: &[(&str, &str)]) -> Vec<Breach> {
    let house: &House =
        HOUSES.iter().find(|house| file.starts_with(house.folder)).expect("a file in a house");
    let mut sources = vec![source(house, file, text)];
    sources.extend(others.iter().map(|(file, text)| source(house, file, text)));
    breaches(house, &sources).into_iter().filter(|breach| breach.file == file).collect()
}
