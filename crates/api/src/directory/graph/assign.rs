//! What to ask for: the difference between the licences that somebody should have and those that they have. And
//! what it has come to, read back.

use domain::licensing::LicensingErrorCode;
use serde_json::{Value, json};

use super::users::{AssignmentState, GraphUser};
use crate::directory::{Answer, Lack, PolicyLicence};

/// The body of `assignLicense`, if there is anything to ask for.
///
/// It sets a state: what it adds is added or changed, whatever was there. So it can be sent again after a crash.
/// What somebody has through a group is neither counted nor taken away: that is not ours, and Microsoft refuses it.
pub(super) fn change(
    user: &GraphUser,
    licences: &[PolicyLicence],
    leaving: &[String],
) -> Option<Value> {
    let add = licences
        .iter()
        .filter(|licence| !is_as_wanted(user, licence))
        .map(|licence| json!({ "skuId": licence.sku_id, "disabledPlans": licence.disabled_plans }));
    let add = add.collect::<Vec<_>>();
    let remove = still_there(user, licences, leaving);
    // Both have to be there, even where one is empty.
    let is_needed = !(add.is_empty() && remove.is_empty());
    is_needed.then(|| json!({ "addLicenses": add, "removeLicenses": remove }))
}

fn is_as_wanted(user: &GraphUser, licence: &PolicyLicence) -> bool {
    user.own(&licence.sku_id).is_some_and(|own| {
        own.state == AssignmentState::Active && own.disables(&licence.disabled_plans)
    })
}

/// Of the licences that are to be taken away those that they still have by themselves.
fn still_there<'a>(
    user: &GraphUser,
    licences: &[PolicyLicence],
    leaving: &'a [String],
) -> Vec<&'a String> {
    let is_kept = |sku_id: &str| licences.iter().any(|licence| licence.sku_id == sku_id);
    leaving.iter().filter(|sku_id| !is_kept(sku_id) && user.own(sku_id).is_some()).collect()
}

/// What somebody has come to. Until Microsoft Graph shows what it has accepted, it is not known.
pub(super) fn outcome(user: &GraphUser, licences: &[PolicyLicence], leaving: &[String]) -> Answer {
    if !still_there(user, licences, leaving).is_empty() {
        return Answer::NotYet(None);
    }
    let mut lacks = Vec::new();
    for licence in licences {
        let Some(own) = user.own(&licence.sku_id) else { return Answer::NotYet(None) };
        match own.state {
            AssignmentState::Active if own.disables(&licence.disabled_plans) => {}
            AssignmentState::Active => return Answer::NotYet(None),
            AssignmentState::ActiveWithError
            | AssignmentState::Disabled
            | AssignmentState::Error => lacks.push(Lack {
                sku: licence.sku.clone(),
                code: own.error.unwrap_or(LicensingErrorCode::Other),
            }),
        }
    }
    if lacks.is_empty() { Answer::Has } else { Answer::Lacks(lacks) }
}

#[cfg(test)]
mod tests {
    use domain::{
        catalogue::Sku,
        licensing::LicensingErrorCode::{CountViolation, DependencyViolation, Other},
    };

    use super::*;

    fn licence(sku: &str, disabled: &[&str]) -> PolicyLicence {
        PolicyLicence {
            sku: Sku::parse(sku).unwrap(),
            sku_id: sku.to_ascii_lowercase(),
            disabled_plans: disabled.iter().map(ToString::to_string).collect(),
            plans: Vec::new(),
        }
    }

    fn user(states: &Value) -> GraphUser {
        serde_json::from_value(json!({ "id": "1", "licenseAssignmentStates": states })).unwrap()
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn only_what_differs_is_asked_for_and_groups_are_left_alone() {
        let wanted = [licence("E3", &["sway"]), licence("PBI", &[])];
        let leaving = texts(&["f3", "visio", "gone", "pbi"]);
        let before = user(&json!([
            { "skuId": "E3", "state": "Active", "disabledPlans": ["SWAY"] },
            { "skuId": "PBI", "state": "Active", "assignedByGroup": "group" },
            { "skuId": "F3", "state": "Active", "error": "None" },
            { "skuId": "VISIO", "state": "Active", "assignedByGroup": "group" },
            { "skuId": "OTHER", "state": "Active" },
        ]));
        let expected = json!({
            "addLicenses": [{ "skuId": "pbi", "disabledPlans": [] }], "removeLicenses": ["f3"],
        });
        assert_eq!(change(&before, &wanted, &leaving), Some(expected));
        assert_eq!(outcome(&before, &wanted, &leaving), Answer::NotYet(None));
        let after = user(&json!([
            { "skuId": "E3", "state": "Active", "disabledPlans": ["SWAY"] },
            { "skuId": "PBI", "state": "Active" },
        ]));
        assert_eq!(change(&after, &wanted, &leaving), None);
        assert_eq!(outcome(&after, &wanted, &leaving), Answer::Has);
    }

    #[test]
    fn other_disabled_plans_are_another_state() {
        let before = user(&json!([{ "skuId": "E3", "state": "Active", "disabledPlans": [] }]));
        let wanted = [licence("E3", &["sway"])];
        let expected = json!({
            "addLicenses": [{ "skuId": "e3", "disabledPlans": ["sway"] }], "removeLicenses": [],
        });
        assert_eq!(change(&before, &wanted, &[]), Some(expected));
        assert_eq!(outcome(&before, &wanted, &[]), Answer::NotYet(None));
    }

    #[test]
    fn states_that_are_none_are_told_as_microsoft_tells_them() {
        let wanted = ["A", "B", "C", "D"].map(|sku| licence(sku, &[]));
        let after = user(&json!([
            { "skuId": "A", "state": "Error", "error": "CountViolation" },
            { "skuId": "B", "state": "ActiveWithError", "error": "DependencyViolation" },
            { "skuId": "C", "state": "Disabled", "error": "None" },
            { "skuId": "D", "state": "Active" },
        ]));
        let Answer::Lacks(lacks) = outcome(&after, &wanted, &[]) else { panic!() };
        let lacks = lacks.iter().map(|lack| (lack.sku.as_str(), lack.code)).collect::<Vec<_>>();
        assert_eq!(lacks, [("A", CountViolation), ("B", DependencyViolation), ("C", Other)]);
    }
}
