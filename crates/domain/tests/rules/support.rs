//! What the tests of several themes make their cases from.
#![allow(clippy::expect_used, reason = "what a test is made of is well formed")]

use std::fmt::Debug;

use domain::{
    catalogue::Sku,
    email::EmailAddress,
    ids::{ImportId, JobId, PolicyId},
    import::report::{ReportBuilder, SheetReport},
    job::{Job, JobState},
    member::Account,
    policy::{PolicyLicences, PolicyRef},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

/// `jane` for `jane@nhs.net`.
pub(crate) fn email(local: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{local}@nhs.net")).expect("an address")
}

pub(crate) fn sku(part_number: &str) -> Sku {
    Sku::parse(part_number).expect("a SKU part number")
}

pub(crate) fn policy_id(id: &str) -> PolicyId {
    PolicyId::parse(id).expect("an identifier")
}

pub(crate) fn import_id(id: &str) -> ImportId {
    ImportId::parse(id).expect("an identifier")
}

pub(crate) fn job_id(id: &str) -> JobId {
    JobId::parse(id).expect("an identifier")
}

/// The policy with that identifier, named after it.
pub(crate) fn policy_ref(id: &str) -> PolicyRef {
    PolicyRef { id: policy_id(id), full_name: format!("RXX.E3.{id}") }
}

/// What being in a policy of `RXX` takes.
pub(crate) fn licences(id: &str, licences: &[&str]) -> PolicyLicences {
    licences_of("RXX", id, licences)
}

pub(crate) fn licences_of(ods: &str, id: &str, licences: &[&str]) -> PolicyLicences {
    PolicyLicences {
        id: policy_id(id),
        organisation: ods.parse().expect("an ODS code"),
        licences: licences.iter().map(|part_number| sku(part_number)).collect(),
    }
}

/// Somebody who is in that policy, or in none.
pub(crate) fn found_in(policy: Option<&str>) -> Account {
    Account::Found {
        display_name: "Amara Okafor".to_owned(),
        current_policy: policy.map(policy_ref),
    }
}

/// A sheet with these cells from row 2 on, under a heading.
pub(crate) fn report(cells: &[&str]) -> SheetReport {
    let mut builder = ReportBuilder::new(None, Some(1));
    for (row, cell) in (2..).zip(cells) {
        builder.push(row, cell).expect("few rows");
    }
    builder.finish().unwrap_or_default()
}

/// A job about so many people, for the policy "target".
pub(crate) fn job(id: &str, state: JobState, total: usize, done: usize) -> Job {
    serde_json::from_value(json!({
        "id": id,
        "policy": policy_ref("target"),
        "state": state,
        "total": total,
        "done": done,
        "changed": done,
        "requestedBy": "Amara Okafor",
        "createdAt": "2026-11-24T10:00:00Z",
        "finishedAt": state.is_over().then_some("2026-11-24T10:05:00Z"),
    }))
    .expect("a job")
}

/// The value as it is read from what it was written as; both must be the same.
pub(crate) fn assert_travels<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).expect("can be written");
    let read = serde_json::from_str::<T>(&json).expect("can be read");
    assert_eq!(read, *value, "after travelling as {json}");
}

/// A text that is no `T` must not become one by way of the wire either.
pub(crate) fn assert_refused_on_the_wire<T: DeserializeOwned + Debug>(text: &str) {
    let json = serde_json::to_string(text).expect("a text can be written");
    serde_json::from_str::<T>(&json).expect_err("refused by `parse`, so refused here");
}
