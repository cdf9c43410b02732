//! What is accepted, and what is told of the rest: every mistake at its field, in the order of the form.

use domain::policy::{PolicyDraft, PolicySettings};

use super::world::{draft, errors, texts, world};
use crate::support::sku;

#[test]
fn a_draft_that_is_right_becomes_settings_with_a_full_name() {
    let typed = PolicyDraft {
        organisation: " rxx ".to_owned(),
        name: "  Ward   nurses ".to_owned(),
        add_ons: texts(&["VISIOCLIENT", "PROJECTPROFESSIONAL", "VISIOCLIENT"]),
        disabled_plans: texts(&["YAMMER_ENTERPRISE", "SWAY", "SWAY"]),
        call_recording: false,
        ..draft()
    };
    let settings = world().check(&typed).unwrap();
    assert_eq!(
        settings,
        PolicySettings {
            organisation: "RXX".parse().unwrap(),
            name: "Ward nurses".parse().unwrap(),
            full_name: "RXX.E3.Ward nurses".to_owned(),
            description: "For everyone on the wards 🏥".parse().unwrap(),
            base_licence: Some(sku("SPE_E3")),
            add_ons: vec![sku("PROJECTPROFESSIONAL"), sku("VISIOCLIENT")],
            disabled_plans: vec!["SWAY".parse().unwrap(), "YAMMER_ENTERPRISE".parse().unwrap()],
            call_recording: false,
        }
    );
}

#[test]
fn a_policy_may_have_add_ons_and_no_base_licence() {
    let only =
        |add_ons: &[&str]| PolicyDraft { base_licence: None, add_ons: texts(add_ons), ..draft() };
    let full_name = |draft: &PolicyDraft| world().check(draft).unwrap().full_name;
    assert_eq!(full_name(&only(&["VISIOCLIENT"])), "RXX.VisioP2.Ward nurses");
    assert_eq!(full_name(&only(&["VISIOCLIENT", "PROJECTPROFESSIONAL"])), "RXX.Addons.Ward nurses");
}

#[test]
fn each_mistake_has_its_place_its_code_and_its_words() {
    let told = |draft: PolicyDraft| world().check(&draft).unwrap_err();
    let one = |pointer: &str, code: &str, words: &str| {
        vec![(pointer.to_owned(), code.to_owned(), words.to_owned())]
    };
    assert_eq!(
        told(PolicyDraft { organisation: "  ".to_owned(), ..draft() }),
        one("/organisation", "organisationEmpty", "Select an organisation")
    );
    for unknown in ["RYY", "R.X"] {
        assert_eq!(
            told(PolicyDraft { organisation: unknown.to_owned(), ..draft() }),
            one(
                "/organisation",
                "organisationUnknown",
                "Select one of the organisations you administer"
            )
        );
    }
    assert_eq!(
        told(PolicyDraft { name: " ".to_owned(), ..draft() }),
        one("/name", "policyNameEmpty", "Enter a policy name")
    );
    assert_eq!(
        told(PolicyDraft { description: "é".repeat(251), ..draft() }),
        one(
            "/description",
            "descriptionTooLong",
            "Description must be 250 characters or fewer. You have entered 251"
        )
    );
    for nothing in [None, Some(String::new())] {
        assert_eq!(
            told(PolicyDraft { base_licence: nothing, ..draft() }),
            one(
                "/baseLicence",
                "noLicence",
                "Select a base licence or at least one add-on licence"
            )
        );
    }
    assert_eq!(
        told(PolicyDraft { base_licence: Some("SPE_E9".to_owned()), ..draft() }),
        one(
            "/baseLicence",
            "licenceUnknown",
            "“SPE_E9” is not a licence in the catalogue. Select a licence from the list"
        )
    );
    assert_eq!(
        told(PolicyDraft { base_licence: Some("SPE_E5".to_owned()), ..draft() }),
        one(
            "/baseLicence",
            "licenceNotSubscribed",
            "Northmoor NHS Trust has no live subscription for Microsoft 365 E5. \
             Select another licence"
        )
    );
    assert_eq!(
        told(PolicyDraft { base_licence: Some("VISIOCLIENT".to_owned()), ..draft() }),
        one(
            "/baseLicence",
            "licenceNotBase",
            "Visio Online Plan 2 is an add-on licence. Select it under add-on licences"
        )
    );
    assert_eq!(
        told(PolicyDraft { add_ons: texts(&["VISIOCLIENT", "SPE_F1"]), ..draft() }),
        one(
            "/addOns/1",
            "licenceNotAddOn",
            "Microsoft 365 F3 is a base licence. Select it as the base licence"
        )
    );
    assert_eq!(
        told(PolicyDraft { disabled_plans: texts(&["SWAY", "NO_SUCH"]), ..draft() }),
        one(
            "/disabledPlans/1",
            "applicationNotInLicence",
            "“NO_SUCH” cannot be turned off in this base licence. Turn it on"
        )
    );
    assert_eq!(
        told(PolicyDraft { disabled_plans: texts(&["SHAREPOINTENTERPRISE"]), ..draft() }),
        one(
            "/disabledPlans",
            "applicationNeedsAnother",
            "Office for the web needs SharePoint. Turn SharePoint on, or turn Office for the web off"
        )
    );
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_form() {
    let typed = PolicyDraft {
        organisation: "RYY".to_owned(),
        name: "Nurses & doctors".to_owned(),
        description: "x".repeat(300),
        base_licence: Some("SPE_E3".to_owned()),
        add_ons: texts(&["NOTHING", "VISIOCLIENT", "SPE_F1"]),
        disabled_plans: texts(&["SHAREPOINTENTERPRISE", "RMS_S_ENTERPRISE"]),
        call_recording: true,
    };
    assert_eq!(
        world().errors(&typed),
        errors(&[
            ("/organisation", "organisationUnknown"),
            ("/name", "policyNameForbiddenCharacter"),
            ("/description", "descriptionTooLong"),
            ("/addOns/0", "licenceUnknown"),
            ("/addOns/2", "licenceNotAddOn"),
            ("/disabledPlans/1", "applicationNotInLicence"),
            ("/disabledPlans", "applicationNeedsAnother"),
        ])
    );
}

#[test]
fn an_empty_form_asks_for_the_three_things_that_are_needed() {
    assert_eq!(
        world().errors(&PolicyDraft::default()),
        errors(&[
            ("/organisation", "organisationEmpty"),
            ("/name", "policyNameEmpty"),
            ("/baseLicence", "noLicence"),
        ])
    );
}
