//! The parts of a plan, and the keys under which sending one again is harmless.

mod support;

use domain::{
    import::part::{idempotency_key, parts},
    member::{Assignment, PART_SIZE},
};
use proptest::{collection::vec, option, prelude::*};
use support::{email, import_id, policy_id};

fn people(count: usize) -> Vec<Assignment> {
    (0..count).map(|n| person(&format!("p{n}"), None)).collect()
}

fn person(local: &str, expected: Option<&str>) -> Assignment {
    Assignment { email: email(local), expected_policy_id: expected.map(policy_id) }
}

#[test]
fn parts_have_at_most_500_people_and_together_everyone_in_order() {
    for (count, sizes) in
        [(0, &[][..]), (1, &[1]), (500, &[500]), (501, &[500, 1]), (1_700, &[500, 500, 500, 200])]
    {
        let people = people(count);
        let parts = parts(&people);
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
        assert_eq!(parts.concat(), people);
    }
    assert_eq!(PART_SIZE, 500);
}

/// Some people, each expected in a policy or in none.
fn assignments() -> impl Strategy<Value = Vec<Assignment>> {
    vec(("[a-c]{1,3}", option::of("[p-r]{1,2}")), 0..6).prop_map(|people| {
        let people = people.iter();
        people.map(|(local, expected)| person(local, expected.as_deref())).collect()
    })
}

proptest! {
    #[test]
    fn a_key_is_the_same_for_the_same_part_only(
        import in "[a-b]{1,3}", other_import in "[a-b]{1,3}",
        part in 1..4u32, other_part in 1..4u32,
        people in assignments(), other_people in assignments(),
    ) {
        let key = idempotency_key(&import_id(&import), part, &people);
        let other_key = idempotency_key(&import_id(&other_import), other_part, &other_people);
        let same = (import, part, people) == (other_import, other_part, other_people);
        prop_assert_eq!(key == other_key, same);
    }

    #[test]
    fn a_key_can_be_sent_as_a_header(import in "[A-Za-z0-9-]{1,64}", part: u32, people in assignments()) {
        let key = idempotency_key(&import_id(&import), part, &people);
        prop_assert!((1..=128).contains(&key.len()));
        prop_assert!(key.bytes().all(|byte| byte.is_ascii_graphic()));
    }
}

#[test]
fn a_key_differs_by_import_part_people_their_order_and_their_expected_policy() {
    let key = |import: &str, part: u32, people: &[Assignment]| {
        idempotency_key(&import_id(import), part, people)
    };
    let (a, b) = (person("a", None), person("b", Some("p1")));
    let people = [a.clone(), b.clone()];
    let known = key("i1", 1, &people);
    assert_eq!(known, key("i1", 1, &people.clone()));
    assert_ne!(known, key("i2", 1, &people));
    assert_ne!(known, key("i1", 2, &people));
    assert_ne!(known, key("i1", 1, &[b.clone(), a.clone()]));
    assert_ne!(known, key("i1", 1, std::slice::from_ref(&a)));
    assert_ne!(known, key("i1", 1, &[a.clone(), person("b", None)]));
    assert_ne!(known, key("i1", 1, &[a, person("b", Some("p2"))]));
}

/// Stored imports resume after the app was updated: the key of a part must never change.
#[test]
fn a_key_stays_what_it_is_from_release_to_release() {
    assert_eq!(
        idempotency_key(&import_id("i1"), 1, &[person("a", None), person("b", Some("p1"))]),
        "0341eac380ce73a9c421a098b8c49eb51137efb55a8a06b3ae61cc2d32b962a5"
    );
}
