//! Why `assignLicense` was refused (400). Its `error.code` is `Request_BadRequest` whatever the reason, so the reason is
//! in the words of the message, as Microsoft documents and people report them
//! (<https://learn.microsoft.com/entra/identity/users/licensing-groups-resolve-problems>). Words may change: what is not
//! known here is `Other`, never a guess.

use domain::licensing::LicensingErrorCode;
use serde_json::Value;

use super::users::GraphUser;
use crate::directory::{Lack, PolicyLicence};

/// Words of a message, all of which have to be there, and what they say.
const WORDS: [(&[&str], LicensingErrorCode); 6] = [
    (&["does not have any available licenses"], LicensingErrorCode::CountViolation),
    (&["mutually exclusive"], LicensingErrorCode::MutuallyExclusiveViolation),
    (&["conflicts with service plan"], LicensingErrorCode::MutuallyExclusiveViolation),
    (&["depends on", "service plan"], LicensingErrorCode::DependencyViolation),
    (&["usage location"], LicensingErrorCode::ProhibitedInUsageLocationViolation),
    (&["proxy address", "already being used"], LicensingErrorCode::UniquenessViolation),
];

/// What somebody lacks whose change was refused: everything of the policy that they do not have already, since the
/// request is done as a whole or not at all. The licence that the message names is the cause, the others are held
/// back by it; a message that names none is about the person, and so about all.
pub(super) fn lacks(user: &GraphUser, licences: &[PolicyLicence], body: &Value) -> Vec<Lack> {
    let message = message(body).to_lowercase();
    let code = code(&message, user);
    let is_named = |licence: &PolicyLicence| {
        std::iter::once(&licence.sku_id).chain(&licence.plans).any(|id| message.contains(&**id))
    };
    let missing = licences.iter().filter(|licence| !user.has(&licence.sku_id));
    let missing = missing.collect::<Vec<_>>();
    // A change of what they have already was refused: then that is what is not as it should be.
    let missing = if missing.is_empty() { licences.iter().collect() } else { missing };
    let any_named = missing.iter().any(|licence| is_named(licence));
    let lacks = missing.iter().map(|licence| Lack {
        sku: licence.sku.clone(),
        code: if any_named && !is_named(licence) { LicensingErrorCode::Other } else { code },
    });
    lacks.collect()
}

/// Whether the refusal says that what we read was not true any more: what was to be taken away is gone.
pub(super) fn is_outdated(body: &Value) -> bool {
    message(body).to_lowercase().contains("does not have a corresponding license")
}

fn code(message: &str, user: &GraphUser) -> LicensingErrorCode {
    let says = |words: &&[&str]| words.iter().all(|word| message.contains(word));
    let known = WORDS.iter().find(|(words, _)| says(words)).map(|(_, code)| *code);
    known.unwrap_or(match &user.usage_location {
        // Nobody gets a licence without one, whatever the words.
        None => LicensingErrorCode::ProhibitedInUsageLocationViolation,
        Some(_) => LicensingErrorCode::Other,
    })
}

fn message(body: &Value) -> &str {
    body.pointer("/error/message").and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::catalogue::Sku;
    use serde_json::json;

    use super::*;

    const E3: &str = "05e9a617-0261-4cee-bb44-138d3ef5d965";
    const POWER_BI: &str = "f8a1db68-be16-40ed-86d5-cb42ce701560";
    const SHARE_POINT: &str = "5dbe027f-2339-4123-9542-606e4d348a72";

    fn of(message: &str, usage_location: Option<&str>) -> Vec<(String, LicensingErrorCode)> {
        let licence = |sku: &str, sku_id: &str, plans: &[&str]| PolicyLicence {
            sku: Sku::parse(sku).unwrap(),
            sku_id: sku_id.to_owned(),
            disabled_plans: Vec::new(),
            plans: plans.iter().map(ToString::to_string).collect(),
        };
        let licences =
            [licence("SPE_E3", E3, &[SHARE_POINT]), licence("POWER_BI_PRO", POWER_BI, &[])];
        let user = json!({ "id": "1", "usageLocation": usage_location });
        let user = serde_json::from_value::<GraphUser>(user).unwrap();
        let body = json!({ "error": { "code": "Request_BadRequest", "message": message } });
        let lacks = lacks(&user, &licences, &body);
        lacks.into_iter().map(|lack| (lack.sku.to_string(), lack.code)).collect()
    }

    #[test]
    fn the_words_tell_the_reason_and_the_licence_that_they_name_is_the_cause() {
        use LicensingErrorCode as Code;
        for (message, base, add_on) in [
            (
                format!("Subscription with SKU {POWER_BI} does not have any available licenses."),
                Code::Other,
                Code::CountViolation,
            ),
            (
                format!(
                    "License assignment failed because service plans {}, 0feaeb32 are mutually exclusive.",
                    SHARE_POINT.to_uppercase()
                ),
                Code::MutuallyExclusiveViolation,
                Code::Other,
            ),
            (
                format!(
                    "License assignment failed because service plan {SHARE_POINT} depends on the service plan(s) 113feb6c"
                ),
                Code::DependencyViolation,
                Code::Other,
            ),
            (
                "License assignment cannot be done for user with invalid usage location."
                    .to_owned(),
                Code::ProhibitedInUsageLocationViolation,
                Code::ProhibitedInUsageLocationViolation,
            ),
            (
                "Proxy address is already being used.".to_owned(),
                Code::UniquenessViolation,
                Code::UniquenessViolation,
            ),
            ("Something new.".to_owned(), Code::Other, Code::Other),
        ] {
            let expected = [("SPE_E3".to_owned(), base), ("POWER_BI_PRO".to_owned(), add_on)];
            assert_eq!(of(&message, Some("GB")), expected, "{message}");
        }
    }

    #[test]
    fn without_a_usage_location_there_is_no_licence() {
        let [(_, code), _] = of("Something new.", None).try_into().unwrap();
        assert_eq!(code, LicensingErrorCode::ProhibitedInUsageLocationViolation);
    }
}
