//! The keys under which sending a part again is harmless.

use crate::support::{email, import_id, policy_id};
use domain::{
    import::part::idempotency_key,
    member::{Assignment, ImportPart},
};
use proptest::{collection::vec, option, prelude::*};

fn person(local: &str, expected: Option<&str>) -> Assignment {
    Assignment { email: email(local), expected_policy_id: expected.map(policy_id) }
}

fn part(import: &str, part: u32, of: u32) -> ImportPart {
    ImportPart { id: import_id(import), part, of }
}

/// Some people, each expected in a policy or in none.
fn assignments() -> impl Strategy<Value = Vec<Assignment>> {
    vec(("[a-c]{1,3}", option::of("[p-r]{1,2}")), 0..6).prop_map(|people| {
        let people = people.iter();
        people.map(|(local, expected)| person(local, expected.as_deref())).collect()
    })
}

/// Everything that a key is made from.
fn contents() -> impl Strategy<Value = (ImportPart, u32, Vec<Assignment>)> {
    let name = ("[a-b]{1,3}", 1..4u32, 4..6u32);
    let name = name.prop_map(|(import, number, of)| part(&import, number, of));
    (name, 0..3u32, assignments())
}

proptest! {
    #[test]
    fn a_key_is_the_same_for_the_same_part_of_the_same_plan_only(one in contents(), other in contents()) {
        let key = |(part, generation, people): &(ImportPart, u32, Vec<Assignment>)| {
            idempotency_key(part, *generation, people)
        };
        prop_assert_eq!(key(&one) == key(&other), one == other);
    }

    #[test]
    fn a_key_can_be_sent_as_a_header(
        import in "[A-Za-z0-9-]{1,64}", number: u32, of: u32, generation: u32, people in assignments(),
    ) {
        let key = idempotency_key(&part(&import, number, of), generation, &people);
        prop_assert!((1..=128).contains(&key.len()));
        prop_assert!(key.bytes().all(|byte| byte.is_ascii_graphic()));
    }
}

#[test]
fn a_key_differs_by_import_plan_part_people_their_order_and_their_expected_policy() {
    let (a, b) = (person("a", None), person("b", Some("p1")));
    let people = [a.clone(), b.clone()];
    let first = part("i1", 1, 2);
    let known = idempotency_key(&first, 0, &people);
    assert_eq!(known, idempotency_key(&first.clone(), 0, &people.clone()));
    for other in [part("i2", 1, 2), part("i1", 2, 2), part("i1", 1, 3)] {
        assert_ne!(known, idempotency_key(&other, 0, &people));
    }
    assert_ne!(known, idempotency_key(&first, 1, &people), "planned again");
    for other in [
        vec![b.clone(), a.clone()],
        vec![a.clone()],
        vec![a.clone(), person("b", None)],
        vec![a, person("b", Some("p2"))],
    ] {
        assert_ne!(known, idempotency_key(&first, 0, &other));
    }
}

/// Stored imports go on after the app was updated: the key of a part must never change.
#[test]
fn a_key_stays_what_it_is_from_release_to_release() {
    let people = [person("a", None), person("b", Some("p1"))];
    assert_eq!(
        idempotency_key(&part("i1", 1, 2), 0, &people),
        "767db8b7f9af4a8c000c555494394842dfd7dad644dc890b9b120e20d7f81875"
    );
}
