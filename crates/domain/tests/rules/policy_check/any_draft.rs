//! What holds of any draft.

use domain::policy::PolicyDraft;
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::world::world;

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
