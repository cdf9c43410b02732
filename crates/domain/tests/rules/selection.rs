//! Choosing people for a policy.
#![allow(clippy::unwrap_used, reason = "what does not hold fails the test")]

use domain::{
    account_status::{AccountStatus, Aup},
    email::EmailAddress,
    ids::{PolicyId, UserId},
    member::{Assignment, Moves, PART_SIZE},
    ods::OdsCode,
    organisation::OrganisationRef,
    policy::PolicyRef,
    selection::{Prospect, Selected, Selection, SelectionError},
    user::{User, search_text},
};

const TARGET: &str = "target";

fn target() -> PolicyId {
    PolicyId::parse(TARGET).unwrap()
}

fn policy(id: &str) -> PolicyRef {
    PolicyRef { id: PolicyId::parse(id).unwrap(), full_name: format!("RXX.E3.{id}") }
}

fn email(name: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{name}@nhs.net")).unwrap()
}

fn user(name: &str, in_policy: Option<&str>) -> User {
    User {
        id: UserId::parse(name).unwrap(),
        email: email(name),
        display_name: name.to_owned(),
        job_title: None,
        organisation: OrganisationRef {
            ods: OdsCode::parse("RXX").unwrap(),
            name: "Trust".to_owned(),
        },
        policy: in_policy.map(policy),
        member_since: None,
        licence_state: None,
        licensing_errors: Vec::new(),
        aup: Aup::Accepted { at: None },
        status: AccountStatus::Active,
    }
}

fn selected(name: &str, from: Option<&str>) -> Selected {
    Selected { email: email(name), display_name: name.to_owned(), from: from.map(policy) }
}

fn selection(people: impl IntoIterator<Item = Selected>) -> Selection {
    let mut selection = Selection::default();
    for person in people {
        selection.insert(person).unwrap();
    }
    selection
}

#[test]
fn whoever_is_in_no_policy_would_be_added() {
    assert_eq!(Prospect::of(&user("ann", None), &target()), Prospect::WillBeAdded);
    assert_eq!(Selected::user(&user("ann", None), &target()), Some(selected("ann", None)));
}

#[test]
fn whoever_is_in_another_policy_would_move() {
    let prospect = Prospect::of(&user("ann", Some("nurses")), &target());
    assert_eq!(prospect, Prospect::WillMove { from: policy("nurses") });
    assert_eq!(prospect.describe(), "Will move from RXX.E3.nurses");
    let chosen = Selected::user(&user("ann", Some("nurses")), &target());
    assert_eq!(chosen, Some(selected("ann", Some("nurses"))));
}

#[test]
fn a_member_cannot_be_chosen() {
    assert_eq!(Prospect::of(&user("ann", Some(TARGET)), &target()), Prospect::AlreadyMember);
    assert_eq!(Selected::user(&user("ann", Some(TARGET)), &target()), None);
}

#[test]
fn whoever_has_not_accepted_the_aup_cannot_be_chosen_and_is_told_why() {
    let user = User { aup: Aup::NotAccepted, ..user("ann", None) };
    let prospect = Prospect::of(&user, &target());
    assert_eq!(prospect, Prospect::AupNotAccepted);
    assert!(prospect.advice().is_some_and(|advice| advice.contains("acceptable use policy")));
    assert_eq!(Selected::user(&user, &target()), None);
}

#[test]
fn the_same_person_is_chosen_once() {
    let selection = selection([selected("ann", None), selected("ann", None)]);
    assert_eq!(selection.len(), 1);
}

#[test]
fn one_more_than_a_request_takes_is_refused_and_nobody_is_lost() {
    let mut full = selection((0..PART_SIZE).map(|n| selected(&format!("person{n}"), None)));
    assert_eq!(full.insert(selected("ann", None)), Err(SelectionError::Full));
    assert!(full.is_full() && full.len() == PART_SIZE);
    assert!(!full.has_room_for(&[selected("ann", None)]));
    assert!(full.has_room_for(&[selected("person7", None)]));
    assert_eq!(full.insert(selected("person7", None)), Ok(()), "they are in it already");
    full.remove(&email("person7"));
    assert_eq!(full.insert(selected("ann", None)), Ok(()));
    assert!(full.contains(&email("ann")) && !full.contains(&email("person7")));
}

#[test]
fn nobody_is_no_request() {
    assert_eq!(Selection::default().request(None), Err(SelectionError::Empty));
}

#[test]
fn additions_need_no_confirmation() {
    let request = selection([selected("ann", None)]).request(None).unwrap();
    let ann = Assignment { email: email("ann"), expected_policy_id: None };
    assert_eq!((request.members, request.moves), (vec![ann], None));
}

#[test]
fn moves_need_confirmation_and_name_the_policy_left() {
    let chosen = selection([selected("ann", None), selected("bob", Some("nurses"))]);
    assert_eq!(chosen.request(None), Err(SelectionError::MovesNotConfirmed));
    let request = chosen.request(Some(Moves::Confirm)).unwrap();
    assert_eq!(request.moves, Some(Moves::Confirm));
    let expected = request.members.into_iter().map(|member| member.expected_policy_id);
    assert_eq!(expected.collect::<Vec<_>>(), [None, Some(policy("nurses").id)]);
}

#[test]
fn moves_are_grouped_by_the_policy_left_with_the_largest_group_first() {
    let chosen = selection([
        selected("ann", Some("doctors")),
        selected("bob", Some("nurses")),
        selected("cai", None),
        selected("dee", Some("nurses")),
    ]);
    let leaving = chosen.leaving();
    let groups = leaving
        .iter()
        .map(|group| (group.policy.id.as_str(), group.people.len()))
        .collect::<Vec<_>>();
    assert_eq!(groups, [("nurses", 2), ("doctors", 1)]);
    assert!(chosen.has_moves());
}

#[test]
fn a_search_takes_two_characters_whatever_they_are() {
    assert_eq!(search_text(" ó "), Err(domain::user::SearchTooShort));
    assert_eq!(search_text(""), Err(domain::user::SearchTooShort));
    assert_eq!(search_text(" Ng "), Ok("Ng"));
    assert_eq!(search_text("李明"), Ok("李明"));
}
