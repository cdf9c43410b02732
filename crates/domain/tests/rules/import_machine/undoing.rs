//! The way back: an import that puts everybody where they were, as far as they are still where they were put.

use domain::{
    import::{
        machine::{Event, Import, MovesConfirmed, Source},
        row::{RowClass, RowKind},
        undo::UndoGroup,
    },
    job::JobState,
    member::{AssignResponse, MemberOutcome, Outcome},
};

use super::story::{import_of, look_up, next, sent, sheet};
use crate::support::{email, found_in, import_id, job, licences, policy_id, policy_ref};

/// Where six people were before they were imported.
fn before(email: &str) -> Option<&'static str> {
    match email {
        "p0@nhs.net" => None,
        "p1@nhs.net" => Some("ward"),
        "p5@nhs.net" => Some("target"),
        _ => Some("other"),
    }
}

/// An import that changed all but the last two of six people: one was moved by somebody else, one was there already.
fn imported() -> Import {
    let mut import = import_of(sheet(6));
    look_up(&mut import, |email| found_in(before(email)));
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Upload);
    let (_, request) = sent(&mut import);
    let outcome = |email: &str| match before(email) {
        _ if email == "p4@nhs.net" => Outcome::Drifted { current_policy: None },
        Some(policy) => Outcome::Moved { from: policy_ref(policy) },
        None => Outcome::Added,
    };
    let outcomes: Vec<_> = request
        .members
        .iter()
        .map(|one| MemberOutcome { email: one.email.clone(), outcome: outcome(one.email.as_str()) })
        .collect();
    let job = job("j1", JobState::Finished, outcomes.len(), outcomes.len());
    import.apply(Event::Answered(AssignResponse { job, outcomes }));
    import
}

fn group(from: Option<&str>, people: &[(u32, &str)]) -> UndoGroup {
    let people = people.iter().map(|(row, local)| (*row, email(local))).collect();
    UndoGroup { from: from.map(policy_ref), people }
}

#[test]
fn whoever_was_changed_is_told_by_where_they_were_most_people_first_and_new_ones_last() {
    assert_eq!(
        imported().undo_groups(),
        [
            group(Some("other"), &[(4, "p2"), (5, "p3")]),
            group(Some("ward"), &[(3, "p1")]),
            group(None, &[(2, "p0")]),
        ]
    );
}

#[test]
fn an_undo_is_planned_like_any_import_and_leaves_alone_whoever_was_changed_since() {
    let groups = imported().undo_groups();
    let [others, ..] = groups.as_slice() else { panic!("nobody is to be moved back") };
    let plan = others.clone().plan(licences("other", &["SPE_E3"]), policy_ref("target"));
    let mut undo = Import::new(import_id("i2"), Source::default(), plan);
    look_up(&mut undo, |email| found_in(Some(if email == "p2@nhs.net" { "target" } else { "x" })));

    let classes: Vec<_> = undo.plan().rows().iter().map(|row| (row.row, &row.class)).collect();
    let moves = RowClass::WillMove { from: policy_ref("target") };
    let changed = RowClass::ChangedSince { current_policy: Some(policy_ref("x")) };
    assert_eq!(classes, [(4, &moves), (5, &changed)]);
    assert_eq!(changed.describe(), "Changed since the import, stays in RXX.E3.x");
    assert_eq!(undo.plan().counts(), [(RowKind::WillMove, 1), (RowKind::ChangedSince, 1)]);

    undo.apply(Event::Confirm(MovesConfirmed::Yes));
    undo.apply(Event::Upload);
    let (_, request) = sent(&mut undo);
    assert_eq!(request.members.len(), 1);
    assert_eq!(request.members[0].expected_policy_id, Some(policy_id("target")));
}

#[test]
fn whoever_is_back_already_or_in_no_policy_is_not_moved_by_an_undo() {
    let people = group(Some("other"), &[(2, "p0"), (3, "p1")]);
    let plan = people.plan(licences("other", &[]), policy_ref("target"));
    let mut undo = Import::new(import_id("i2"), Source::default(), plan);
    look_up(&mut undo, |email| found_in((email == "p0@nhs.net").then_some("other")));
    let classes: Vec<_> = undo.plan().rows().iter().map(|row| &row.class).collect();
    let changed = RowClass::ChangedSince { current_policy: None };
    assert_eq!(classes, [&RowClass::AlreadyMember, &changed]);
    assert_eq!(changed.describe(), "Changed since the import");
    assert_eq!(next(&mut undo), None);
}

#[test]
fn an_import_that_changed_nobody_leaves_nothing_to_undo() {
    let mut import = import_of(sheet(2));
    look_up(&mut import, |_| found_in(Some("target")));
    assert_eq!(import.undo_groups(), []);
}
