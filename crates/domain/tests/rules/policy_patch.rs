//! Changing a policy: only what differs travels, and what is absent stays.

use crate::support::assert_travels;
use domain::policy::{PolicyDraft, PolicyPatch};
use proptest::{collection::vec, option, prelude::*};
use serde_json::json;

prop_compose! {
    /// Anything that a form of the same organisation may hold.
    fn draft()(
        name in any::<String>(),
        description in any::<String>(),
        base_licence in option::of("[A-Z]{0,2}"),
        add_ons in vec("[A-Z]{1,2}", 0..3),
        disabled_plans in vec("[A-Z]{1,2}", 0..3),
        call_recording in any::<bool>(),
    ) -> PolicyDraft {
        let organisation = "RXX".to_owned();
        PolicyDraft { organisation, name, description, base_licence, add_ons, disabled_plans, call_recording }
    }
}

proptest! {
    #[test]
    fn the_difference_of_two_drafts_makes_the_second_out_of_the_first(before in draft(), after in draft()) {
        let patch = PolicyPatch::between(&before, &after);
        assert_travels(&patch);
        prop_assert_eq!(patch.apply(before), after);
    }

    #[test]
    fn nothing_changed_is_nothing_sent(draft in draft()) {
        let patch = PolicyPatch::between(&draft, &draft);
        prop_assert_eq!(serde_json::to_value(&patch).unwrap(), json!({}));
        prop_assert_eq!(patch.apply(draft.clone()), draft);
    }

    #[test]
    fn what_did_not_change_is_not_sent(before in draft(), name in any::<String>()) {
        let after = PolicyDraft { name: name.clone(), ..before.clone() };
        let sent = serde_json::to_value(PolicyPatch::between(&before, &after)).unwrap();
        prop_assert_eq!(sent, if name == before.name { json!({}) } else { json!({ "name": name }) });
    }
}

#[test]
fn null_takes_the_base_licence_away_and_absence_leaves_it() {
    let before = PolicyDraft { base_licence: Some("SPE_E3".to_owned()), ..PolicyDraft::default() };
    let after = |body: serde_json::Value| {
        let patch = serde_json::from_value::<PolicyPatch>(body).unwrap();
        patch.apply(before.clone()).base_licence
    };
    assert_eq!(after(json!({})), Some("SPE_E3".to_owned()));
    assert_eq!(after(json!({ "baseLicence": null })), None);
    assert_eq!(after(json!({ "baseLicence": "SPE_F1" })), Some("SPE_F1".to_owned()));
}

#[test]
fn taking_the_base_licence_away_is_sent_as_null() {
    let before = PolicyDraft { base_licence: Some("SPE_E3".to_owned()), ..PolicyDraft::default() };
    let patch = PolicyPatch::between(&before, &PolicyDraft::default());
    assert_eq!(serde_json::to_value(&patch).unwrap(), json!({ "baseLicence": null }));
}

#[test]
fn neither_the_owner_nor_anything_unknown_can_be_changed() {
    for body in
        [json!({ "organisation": "RYY" }), json!({ "fullName": "x" }), json!({ "Name": "x" })]
    {
        let error = serde_json::from_value::<PolicyPatch>(body).unwrap_err();
        assert!(error.to_string().contains("unknown field"), "{error}");
    }
}

#[test]
fn call_recording_is_on_in_every_new_policy() {
    assert!(PolicyDraft::default().call_recording);
    assert!(serde_json::from_value::<PolicyDraft>(json!({})).unwrap().call_recording);
    let off = serde_json::from_value::<PolicyDraft>(json!({ "callRecording": false })).unwrap();
    assert!(!off.call_recording);
}
