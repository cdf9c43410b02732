//! The rules by which licences and applications of a draft are judged.

use domain::policy::PolicyDraft;

use super::world::{CATALOGUE, draft, errors, policy_with, texts, world};

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
