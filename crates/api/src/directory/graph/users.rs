//! Users as Microsoft Graph tells of them: who they are, and their licences.
//! <https://learn.microsoft.com/graph/api/resources/licenseassignmentstate>
//!
//! Of a user only this is read. `assignedLicenses` is not: it does not tell what somebody has by themselves from what
//! they have through a group.

use domain::{email::EmailAddress, licensing::LicensingErrorCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Deserializer};

/// What is read of a user.
const SELECT: &str = "$select=id,usageLocation,licenseAssignmentStates";

/// All but what means nothing anywhere in a URL (RFC 3986, 2.3).
const MEANINGFUL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Someone in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GraphUser {
    pub(super) id: String,
    #[serde(default)]
    pub(super) usage_location: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) license_assignment_states: Vec<LicenseAssignmentState>,
}

/// A licence of somebody, by one way of having it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LicenseAssignmentState {
    pub(super) sku_id: String,
    /// The group through which they have it; nothing when they have it by themselves.
    #[serde(default)]
    pub(super) assigned_by_group: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(super) disabled_plans: Vec<String>,
    pub(super) state: AssignmentState,
    #[serde(default)]
    pub(super) error: Option<LicensingErrorCode>,
}

/// What has become of a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum AssignmentState {
    Active,
    /// They have it, but not as it should be.
    ActiveWithError,
    /// Nobody can use it: the subscription has ended.
    Disabled,
    /// They do not have it, or it says something that is not known here.
    #[serde(other)]
    Error,
}

/// Several users, as a filter finds them.
#[derive(Debug, Deserialize)]
pub(super) struct Found {
    pub(super) value: Vec<GraphUser>,
}

/// A list, of which `null` is an empty one.
fn or_none<'de, T: Deserialize<'de>, D: Deserializer<'de>>(source: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(source)?.unwrap_or_default())
}

impl GraphUser {
    /// Their own state of a licence: what they have through a group is not ours to see to.
    pub(super) fn own(&self, sku_id: &str) -> Option<&LicenseAssignmentState> {
        self.license_assignment_states.iter().find(|state| {
            state.assigned_by_group.is_none() && state.sku_id.eq_ignore_ascii_case(sku_id)
        })
    }

    /// Whether they can use a licence, by themselves.
    pub(super) fn has(&self, sku_id: &str) -> bool {
        use AssignmentState::{Active, ActiveWithError};
        self.own(sku_id).is_some_and(|own| matches!(own.state, Active | ActiveWithError))
    }
}

impl LicenseAssignmentState {
    /// Whether exactly these service plans are off.
    pub(super) fn disables(&self, plans: &[String]) -> bool {
        let sorted = |plans: &[String]| {
            let mut plans = plans.iter().map(|plan| plan.to_ascii_lowercase()).collect::<Vec<_>>();
            plans.sort();
            plans.dedup();
            plans
        };
        sorted(&self.disabled_plans) == sorted(plans)
    }
}

/// Where somebody is found by the name they sign in with, which with NHSmail is their address.
pub(super) fn by_principal_name(email: &EmailAddress) -> String {
    format!("/users/{}?{SELECT}", encoded(email.as_str()))
}

/// Where whoever has an address is found, if it is not the name they sign in with.
pub(super) fn by_mail(email: &EmailAddress) -> String {
    // In a text of OData an apostrophe is written twice.
    let filter = format!("mail eq '{}'", email.as_str().replace('\'', "''"));
    format!("/users?$filter={}&{SELECT}", encoded(&filter))
}

/// Where somebody is whose identifier is known.
pub(super) fn by_id(id: &str) -> String {
    format!("/users/{}?{SELECT}", encoded(id))
}

/// Where licences are given to somebody and taken away.
pub(super) fn assign_license(id: &str) -> String {
    format!("/users/{}/assignLicense", encoded(id))
}

/// A `$` at the beginning of a name, an apostrophe, a space: nothing is left that could mean something in a URL.
pub(super) fn encoded(text: &str) -> impl std::fmt::Display {
    utf8_percent_encode(text, MEANINGFUL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_become_another_request() {
        let email = EmailAddress::parse("$o'brien#/x@nhs.net").unwrap();
        let select = "$select=id,usageLocation,licenseAssignmentStates";
        assert_eq!(
            by_principal_name(&email),
            format!("/users/%24o%27brien%23%2Fx%40nhs.net?{select}")
        );
        assert_eq!(
            by_mail(&email),
            format!("/users?$filter=mail%20eq%20%27%24o%27%27brien%23%2Fx%40nhs.net%27&{select}")
        );
    }

    #[test]
    fn a_user_is_read_as_the_documentation_shows_one() {
        let user = serde_json::from_str::<GraphUser>(
            r#"{
                "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users/$entity",
                "id": "87d349ed-44d7-43e1-9a83-5f2406dee5bd",
                "usageLocation": null,
                "licenseAssignmentStates": [
                    {
                        "skuId": "157870f6-e050-4b3c-ad5e-0f0a377c8f4d", "disabledPlans": [],
                        "assignedByGroup": null, "state": "Active", "error": "None",
                        "lastUpdatedDateTime": "2020-03-14T05:40:45Z"
                    },
                    {
                        "skuId": "1f3174e2-ee9d-49e9-b917-e8d84650f895",
                        "disabledPlans": ["59A7DAC5-B4EF-4E9D-9F1C-3E6F4F6A1F73"],
                        "assignedByGroup": "e621bd43-9a5e-4f2e-9d4f-6d2f8b0c0000",
                        "state": "Error", "error": "CountViolation"
                    },
                    { "skuId": "1f3174e2-ee9d-49e9-b917-e8d84650f895", "state": "Anew", "error": null }
                ]
            }"#,
        );
        let user = user.unwrap();
        let own = user.own("1F3174E2-ee9d-49e9-b917-e8d84650f895").unwrap();
        assert_eq!((own.state, own.error), (AssignmentState::Error, None));
        let through_group = &user.license_assignment_states[1];
        assert_eq!(through_group.error, Some(LicensingErrorCode::CountViolation));
        assert!(through_group.disables(&["59a7dac5-b4ef-4e9d-9f1c-3e6f4f6a1f73".to_owned()]));
        assert!(!through_group.disables(&[]));
    }
}
