//! Who would leave which policy, and what seats the plan takes.

use domain::{
    catalogue::Sku,
    import::plan::{Choice, MoveGroup, Plan, Selection},
    policy::PolicyLicences,
    seats::{Seats, SeatsAfter},
};

use super::world::{all, mixed, plan, rows};
use crate::support::{found_in, licences, licences_of, policy_id, policy_ref, sku};

fn group(policy: &str, moving: u32, left_out: u32) -> MoveGroup {
    MoveGroup { policy: policy_ref(policy), moving, left_out }
}

#[test]
fn moves_are_listed_by_the_policy_left_most_people_first_then_by_name() {
    let cells =
        ["a@nhs.net", "b@nhs.net", "c@nhs.net", "d@nhs.net", "e@nhs.net", "f@nhs.net", "g@nhs.net"];
    let leaves = |email: &str| match email {
        "a@nhs.net" | "e@nhs.net" => found_in(Some("zoo")),
        "b@nhs.net" | "c@nhs.net" => found_in(Some("ward")),
        "d@nhs.net" => found_in(Some("clinic")),
        "f@nhs.net" => found_in(Some("attic")),
        _ => found_in(None),
    };
    let mut plan = plan(&cells, leaves, &[]);
    let mut expected =
        [group("ward", 2, 0), group("zoo", 2, 0), group("attic", 1, 0), group("clinic", 1, 0)];
    assert_eq!(plan.moves(), expected);
    plan.choose(&rows(&[1, 3, 6]), Choice::LeaveOut);
    expected[0] = group("ward", 1, 1);
    expected[3] = group("clinic", 0, 1);
    assert_eq!(plan.moves(), expected, "whoever stays is told of, in the same place");
    plan.choose(&Selection::Leaving(policy_id("clinic")), Choice::TakeIn);
    expected[3] = group("clinic", 1, 0);
    assert_eq!(plan.moves(), expected);
}

/// How many seats of each licence of the target one person takes who is in this policy now.
fn seats_taken(current: Option<&str>, known: &[PolicyLicences]) -> Vec<(String, u32)> {
    plan(&["a@nhs.net"], |_| found_in(current), known)
        .seats(|_| Seats { held: 1, in_use: 0 })
        .into_iter()
        .map(|needed| (needed.sku.to_string(), needed.needed))
        .collect()
}

#[test]
fn a_person_takes_a_seat_of_each_licence_they_do_not_hold_already() {
    let taken = |e3, visio| vec![("SPE_E3".to_owned(), e3), ("VISIOCLIENT".to_owned(), visio)];
    assert_eq!(seats_taken(None, &[]), taken(1, 1), "was in no policy");

    let same = licences("other", &["VISIOCLIENT", "SPE_E3"]);
    assert_eq!(seats_taken(Some("other"), &[same]), taken(0, 0), "holds both already");

    let less = licences("other", &["SPE_E3"]);
    assert_eq!(seats_taken(Some("other"), &[less]), taken(0, 1), "holds one already");

    let elsewhere = licences_of("RYY", "other", &["SPE_E3", "VISIOCLIENT"]);
    assert_eq!(seats_taken(Some("other"), &[elsewhere]), taken(1, 1), "holds another's seats");

    assert_eq!(seats_taken(Some("other"), &[]), taken(1, 1), "nothing known of the policy");
    assert_eq!(seats_taken(Some("target"), &[]), taken(0, 0), "is a member already");
}

#[test]
fn seats_left_and_missing_are_told_by_licence_and_follow_what_is_left_out() {
    let mut plan = mixed();
    let seats_of = |licence: &Sku| {
        if *licence == sku("SPE_E3") {
            Seats { held: 10, in_use: 8 }
        } else {
            Seats { held: 3, in_use: 2 }
        }
    };
    let after = |plan: &Plan| {
        let needed = plan.seats(seats_of);
        needed.iter().map(|licence| (licence.needed, licence.after)).collect::<Vec<_>>()
    };
    assert_eq!(after(&plan), [(1, SeatsAfter::Left(1)), (2, SeatsAfter::Short(1))]);
    plan.choose(&Selection::Leaving(policy_id("other")), Choice::LeaveOut);
    assert_eq!(after(&plan), [(1, SeatsAfter::Left(1)), (1, SeatsAfter::Left(0))]);
    plan.choose(&all(), Choice::LeaveOut);
    assert_eq!(after(&plan), [(0, SeatsAfter::Left(2)), (0, SeatsAfter::Left(1))]);
}
