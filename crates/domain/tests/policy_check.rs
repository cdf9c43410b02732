//! The one check of a policy's draft: what is accepted, and all that is wrong with the rest.
#![cfg(feature = "catalogue-data")]
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

mod support;

use std::sync::LazyLock;

use domain::{
    catalogue::{Catalogue, ProductKind, embedded::catalogue},
    organisation::{Organisation, OrganisationRef, OrganisationStatus, ServiceLevel, Subscription},
    policy::{CheckContext, Policy, PolicyDraft, PolicyKind, PolicySettings, check},
    seats::Seats,
    session::Role,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use support::{policy_id, sku};

const TODAY: Date = date(2026, 11, 24);
const YESTERDAY: Date = date(2026, 11, 23);

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| catalogue().expect("the data is well formed"));

/// Everything a check looks at: a trust with live, ending and lapsed subscriptions, and a closed practice.
struct World {
    catalogue: &'static Catalogue,
    organisations: Vec<Organisation>,
    current: Option<Policy>,
}

fn world() -> World {
    let mut trust = organisation("RXX", "Northmoor NHS Trust", OrganisationStatus::Open);
    trust.subscriptions = vec![
        subscription("SPE_E3", ProductKind::Base, date(2027, 3, 31)),
        subscription("SPE_F1", ProductKind::Base, TODAY),
        subscription("SPE_E5", ProductKind::Base, YESTERDAY),
        subscription("VISIOCLIENT", ProductKind::AddOn, date(2027, 3, 31)),
        subscription("PROJECTPROFESSIONAL", ProductKind::AddOn, date(2027, 3, 31)),
        subscription("POWER_BI_PRO", ProductKind::AddOn, YESTERDAY),
    ];
    let closed = OrganisationStatus::Closed { on: date(2026, 4, 1) };
    let mut practice = organisation("A81001", "Hill Surgery", closed);
    practice.subscriptions = vec![subscription("SPE_F1", ProductKind::Base, date(2027, 3, 31))];
    World { catalogue: &CATALOGUE, organisations: vec![trust, practice], current: None }
}

fn organisation(ods: &str, name: &str, status: OrganisationStatus) -> Organisation {
    Organisation {
        ods: ods.parse().expect("an ODS code"),
        name: name.to_owned(),
        former_names: Vec::new(),
        service_level: ServiceLevel::Enhanced,
        status,
        role: Role::LocalAdministrator,
        policy_count: 1,
        subscriptions: Vec::new(),
    }
}

fn subscription(part_number: &str, kind: ProductKind, end_date: Date) -> Subscription {
    Subscription {
        id: "s1".parse().expect("an identifier"),
        sku: sku(part_number),
        product: part_number.to_owned(),
        kind,
        seats: Seats { held: 100, in_use: 10 },
        end_date,
    }
}

/// A draft that is right in every way.
fn draft() -> PolicyDraft {
    PolicyDraft {
        organisation: "RXX".to_owned(),
        name: "Ward nurses".to_owned(),
        description: "For everyone on the wards 🏥".to_owned(),
        base_licence: Some("SPE_E3".to_owned()),
        ..PolicyDraft::default()
    }
}

/// The policy of the trust that has these licences already.
fn policy_with(base: Option<&str>, add_ons: &[&str]) -> Policy {
    Policy {
        id: policy_id("p1"),
        kind: PolicyKind::Local,
        organisation: OrganisationRef {
            ods: "RXX".parse().expect("well formed"),
            name: "Northmoor NHS Trust".to_owned(),
        },
        name: "Ward nurses".parse().expect("well formed"),
        full_name: "RXX.E5.Ward nurses".to_owned(),
        description: "".parse().expect("well formed"),
        base_licence: base.map(sku),
        add_ons: add_ons.iter().map(|part_number| sku(part_number)).collect(),
        disabled_plans: Vec::new(),
        call_recording: true,
        member_count: 12,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        updated_by: "Amara Okafor".to_owned(),
    }
}

impl World {
    fn changing(self, policy: Policy) -> Self {
        Self { current: Some(policy), ..self }
    }

    fn check(&self, draft: &PolicyDraft) -> Result<PolicySettings, Vec<(String, String, String)>> {
        let context = CheckContext {
            catalogue: self.catalogue,
            organisations: &self.organisations,
            current: self.current.as_ref(),
            today: TODAY,
        };
        check(draft, context).map_err(|errors| {
            errors
                .into_iter()
                .map(|error| (error.pointer.into_owned(), error.code.into_owned(), error.detail))
                .collect()
        })
    }

    /// The pointers and codes of all errors, in order.
    fn errors(&self, draft: &PolicyDraft) -> Vec<(String, String)> {
        let errors = self.check(draft).err().unwrap_or_default();
        errors.into_iter().map(|(pointer, code, _)| (pointer, code)).collect()
    }
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn errors(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
}

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

#[test]
fn of_a_refused_base_licence_no_application_is_blamed() {
    let typed = PolicyDraft {
        base_licence: Some("SPE_E5".to_owned()),
        disabled_plans: texts(&["SWAY", "NO_SUCH", "SHAREPOINTENTERPRISE"]),
        ..draft()
    };
    assert_eq!(world().errors(&typed), errors(&[("/baseLicence", "licenceNotSubscribed")]));
}

#[test]
fn without_a_base_licence_there_is_no_application_to_turn_off() {
    let typed = PolicyDraft {
        base_licence: None,
        add_ons: texts(&["VISIOCLIENT"]),
        disabled_plans: texts(&["SWAY"]),
        ..draft()
    };
    assert_eq!(world().errors(&typed), errors(&[("/disabledPlans/0", "applicationNotInLicence")]));
}

#[test]
fn a_closed_organisation_gets_no_new_policy_but_keeps_its_own() {
    let typed = PolicyDraft {
        organisation: "A81001".to_owned(),
        base_licence: Some("SPE_F1".to_owned()),
        ..draft()
    };
    let (pointer, code, words) = world().check(&typed).unwrap_err().remove(0);
    assert_eq!((pointer.as_str(), code.as_str()), ("/organisation", "organisationClosed"));
    assert_eq!(
        words,
        "This organisation has closed and cannot get new policies. Select another organisation"
    );
    assert!(world().changing(policy_with(Some("SPE_F1"), &[])).check(&typed).is_ok());
}

#[test]
fn a_licence_can_be_chosen_until_the_last_day_of_its_subscription() {
    let with = |base: &str| PolicyDraft { base_licence: Some(base.to_owned()), ..draft() };
    assert!(world().check(&with("SPE_F1")).is_ok(), "ends today");
    assert_eq!(
        world().errors(&with("SPE_E5")),
        errors(&[("/baseLicence", "licenceNotSubscribed")]),
        "ended yesterday"
    );
    assert_eq!(
        world().errors(&with("STANDARDPACK")),
        errors(&[("/baseLicence", "licenceNotSubscribed")]),
        "was never held"
    );
}

#[test]
fn a_licence_that_a_policy_has_may_stay_though_its_subscription_has_ended() {
    let typed = PolicyDraft {
        base_licence: Some("SPE_E5".to_owned()),
        add_ons: texts(&["POWER_BI_PRO"]),
        ..draft()
    };
    let has_both = policy_with(Some("SPE_E5"), &["POWER_BI_PRO"]);
    assert!(world().changing(has_both).check(&typed).is_ok());
    let has_one = policy_with(Some("SPE_E5"), &[]);
    assert_eq!(
        world().changing(has_one).errors(&typed),
        errors(&[("/addOns/0", "licenceNotSubscribed")])
    );
}

#[test]
fn sharepoint_of_f3_and_of_project_plan_3_exclude_each_other() {
    let both = PolicyDraft {
        base_licence: Some("SPE_F1".to_owned()),
        add_ons: texts(&["PROJECTPROFESSIONAL"]),
        ..draft()
    };
    assert_eq!(
        world().errors(&both),
        errors(&[("/disabledPlans", "applicationsExcludeEachOther")])
    );
    let without = PolicyDraft { disabled_plans: texts(&["SHAREPOINTDESKLESS"]), ..both };
    assert!(world().check(&without).is_ok());
}

#[test]
fn an_application_of_the_whole_tenant_cannot_be_turned_off() {
    let typed = PolicyDraft { disabled_plans: texts(&["RMS_S_ENTERPRISE"]), ..draft() };
    assert_eq!(world().errors(&typed), errors(&[("/disabledPlans/0", "applicationNotInLicence")]));
}

#[test]
fn the_preview_of_the_full_name_is_the_full_name_that_is_given() {
    for (base, add_ons) in [
        (Some("SPE_E3"), &[][..]),
        (Some("SPE_E3"), &["VISIOCLIENT"][..]),
        (None, &["VISIOCLIENT"][..]),
        (None, &["VISIOCLIENT", "VISIOCLIENT"][..]),
        (None, &["VISIOCLIENT", "PROJECTPROFESSIONAL"][..]),
    ] {
        let typed = PolicyDraft {
            organisation: "rxx".to_owned(),
            name: " Ward  nurses".to_owned(),
            base_licence: base.map(str::to_owned),
            add_ons: texts(add_ons),
            ..draft()
        };
        let world = world();
        let given = world.check(&typed).unwrap().full_name;
        assert_eq!(typed.full_name(world.catalogue), Some(given));
    }
    assert_eq!(PolicyDraft::default().full_name(&CATALOGUE), None);
}

#[test]
fn another_base_licence_keeps_off_what_goes_by_the_same_name() {
    let typed = PolicyDraft {
        disabled_plans: texts(&["SHAREPOINTENTERPRISE", "SHAREPOINTWAC", "OFFICESUBSCRIPTION"]),
        ..draft()
    };
    let f3 = typed.clone().with_base_licence(Some("SPE_F1".to_owned()), &CATALOGUE);
    assert_eq!(f3.base_licence.as_deref(), Some("SPE_F1"));
    let mut off = f3.disabled_plans;
    off.sort();
    assert_eq!(off, ["SHAREPOINTDESKLESS", "SHAREPOINTWAC"], "F3 has no Microsoft 365 Apps");
    assert_eq!(typed.with_base_licence(None, &CATALOGUE).disabled_plans, [""; 0]);
}

/// Drafts made of right and wrong pieces.
fn any_draft() -> impl Strategy<Value = PolicyDraft> {
    let licence = || {
        select(vec![
            "SPE_E3",
            "SPE_F1",
            "SPE_E5",
            "VISIOCLIENT",
            "PROJECTPROFESSIONAL",
            "POWER_BI_PRO",
            "X",
            "",
        ])
        .prop_map(str::to_owned)
    };
    let plan =
        select(vec!["SWAY", "SHAREPOINTWAC", "SHAREPOINTENTERPRISE", "SHAREPOINTDESKLESS", "-"]);
    (
        select(vec!["RXX", "A81001", "RYY", ""]).prop_map(str::to_owned),
        "[A-Za-z0-9 &]{0,70}",
        "\\PC{0,260}",
        option::of(licence()),
        vec(licence(), 0..4),
        vec(plan.prop_map(str::to_owned), 0..4),
        any::<bool>(),
    )
        .prop_map(
            |(
                organisation,
                name,
                description,
                base_licence,
                add_ons,
                disabled_plans,
                call_recording,
            )| {
                PolicyDraft {
                    organisation,
                    name,
                    description,
                    base_licence,
                    add_ons,
                    disabled_plans,
                    call_recording,
                }
            },
        )
}

proptest! {
    #[test]
    fn every_error_points_to_a_part_of_the_body(typed in any_draft()) {
        let body = serde_json::to_value(&typed).unwrap();
        for (pointer, code) in world().errors(&typed) {
            prop_assert!(body.pointer(&pointer).is_some(), "{} of {}", pointer, code);
        }
    }

    #[test]
    fn what_was_accepted_is_accepted_again_and_stays_the_same(typed in any_draft()) {
        let world = world();
        if let Ok(settings) = world.check(&typed) {
            let again = PolicyDraft {
                organisation: settings.organisation.to_string(),
                name: settings.name.to_string(),
                description: settings.description.to_string(),
                base_licence: settings.base_licence.as_ref().map(ToString::to_string),
                add_ons: settings.add_ons.iter().map(ToString::to_string).collect(),
                disabled_plans: settings.disabled_plans.iter().map(ToString::to_string).collect(),
                call_recording: settings.call_recording,
            };
            prop_assert_eq!(world.check(&again), Ok(settings));
        }
    }
}
