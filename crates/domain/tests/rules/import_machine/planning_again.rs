//! Planning again those who are not in the policy.

use domain::{
    import::{
        machine::{Effect, Event, Import, MovesConfirmed, Obstacle, Progress, Stage},
        plan::{Choice, Correction},
    },
    member::Outcome,
};

use super::story::{done_at_once, finished, import_of, look_up, next, rows, sending, sent, tally};
use crate::support::{email, found_in, policy_id, report};

/// An import of four people, two of whom somebody moved away meanwhile.
fn two_differ() -> Import {
    finished(4, |email| Some(if email < "p2@nhs.net" { "target" } else { "ward" }))
}

#[test]
fn only_those_who_are_not_in_the_policy_are_looked_up_again() {
    let mut import = two_differ();
    import.apply(Event::PlanAgain);
    assert_eq!((import.stage(), import.generation()), (Stage::LookingUp, 1));
    let Some(Effect::LookUp(asked)) = next(&mut import) else { panic!("nobody is looked up") };
    assert_eq!(asked.emails, [email("p2"), email("p3")]);
}

#[test]
fn they_are_planned_from_how_things_are_now_and_moves_are_confirmed_anew() {
    let mut import = two_differ();
    import.apply(Event::PlanAgain);
    look_up(&mut import, |_| found_in(Some("ward")));
    assert_eq!(import.obstacles(&[]), [Obstacle::MovesNotConfirmed { people: 2 }]);
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Upload);
    let (_, request) = sent(&mut import);
    let expected = request.members.iter().map(|person| person.expected_policy_id.clone());
    assert_eq!(expected.collect::<Vec<_>>(), vec![Some(policy_id("ward")); 2]);
}

#[test]
fn the_numbers_of_the_parts_go_on_and_their_keys_are_new() {
    let mut import = sending(600);
    let mut keys = Vec::new();
    let mut send = |import: &mut Import| {
        while let Some(Effect::Send { key, request }) = next(import) {
            let tie = request.import.clone().expect("a part of an import");
            keys.push((key, tie.part, tie.of));
            import.apply(done_at_once(&request));
        }
        look_up(import, |_| found_in(None));
    };
    send(&mut import);
    import.apply(Event::PlanAgain);
    look_up(&mut import, |_| found_in(None));
    import.apply(Event::Upload);
    assert_eq!(import.progress(), Progress { done: 0, total: 600 }, "of the present plan");
    send(&mut import);

    let numbers: Vec<_> = keys.iter().map(|(_, part, of)| (*part, *of)).collect();
    assert_eq!(numbers, [(1, 2), (2, 2), (3, 4), (4, 4)]);
    keys.sort();
    keys.dedup_by(|a, b| a.0 == b.0);
    assert_eq!(keys.len(), 4);
    let generations = import.parts().all().iter().map(|part| part.generation);
    assert_eq!(generations.collect::<Vec<_>>(), [0, 0, 1, 1]);
}

#[test]
fn whoever_is_in_the_policy_keeps_the_outcome_and_can_be_changed_no_more() {
    let mut import = two_differ();
    import.apply(Event::PlanAgain);
    look_up(&mut import, |_| found_in(None));
    import.apply(Event::Choose(rows(&[0, 3]), Choice::LeaveOut));
    import.apply(Event::Correct(rows(&[1, 2]), Correction::Text("jane@nhs.net".to_owned())));
    look_up(&mut import, |_| found_in(None));
    import.apply(Event::Upload);
    let (_, request) = sent(&mut import);
    assert_eq!(request.members.len(), 1);
    assert_eq!(request.members[0].email, email("jane"));
    import.apply(done_at_once(&request));
    assert_eq!(tally(&import), [(Outcome::Added, 3)], "and one row is left out");
}

#[test]
fn only_what_was_planned_again_is_read_back() {
    let mut import = two_differ();
    import.apply(Event::PlanAgain);
    look_up(&mut import, |_| found_in(None));
    import.apply(Event::Correct(rows(&[2, 3]), Correction::Text("nobody".to_owned())));
    import.apply(Event::Correct(rows(&[3]), Correction::Text("jane@nhs.net".to_owned())));
    look_up(&mut import, |_| found_in(None));
    import.apply(Event::Upload);
    let (_, request) = sent(&mut import);
    import.apply(done_at_once(&request));
    for _ in 0..2 {
        let Some(Effect::LookUp(asked)) = next(&mut import) else { panic!("nobody is read back") };
        assert_eq!(asked.emails, [email("jane")]);
        look_up(&mut import, |_| found_in(None));
        assert!(matches!(import.stage(), Stage::Finished { .. }));
        assert_eq!(import.reconciliation().applied, 2);
        import.apply(Event::ReadBackAgain);
    }
}

#[test]
fn when_everybody_is_in_the_policy_there_is_nothing_to_plan_again() {
    let mut import = finished(4, |_| Some("target"));
    import.apply(Event::PlanAgain);
    assert!(matches!(import.stage(), Stage::Finished { .. }));
    assert_eq!(import.generation(), 0);
}

#[test]
fn parts_that_were_cancelled_can_be_planned_again() {
    let mut import = sending(700);
    let (_, request) = sent(&mut import);
    import.apply(Event::Cancel);
    import.apply(done_at_once(&request));
    look_up(&mut import, |_| found_in(Some("target")));
    assert_eq!(import.differing().len(), 200);
    import.apply(Event::PlanAgain);
    look_up(&mut import, |_| found_in(None));
    import.apply(Event::Upload);
    assert_eq!(sent(&mut import).1.members.len(), 200);
}

#[test]
fn whoever_turns_out_to_be_in_the_policy_needs_no_sending_and_the_way_back_is_open() {
    let mut import = two_differ();
    import.apply(Event::PlanAgain);
    look_up(&mut import, |_| found_in(Some("target")));
    assert_eq!(import.obstacles(&[]), [Obstacle::NothingToDo]);
    import.apply(Event::Cancel);
    assert!(matches!(import.stage(), Stage::Finished { .. }));
    assert_eq!(tally(&import), [(Outcome::Added, 2), (Outcome::AlreadyMember, 2)]);
    assert_eq!(import.differing(), [] as [u32; 0]);
}

#[test]
fn a_plan_that_was_made_again_and_left_can_be_made_once_more() {
    for is_looked_up in [false, true] {
        let mut import = two_differ();
        import.apply(Event::PlanAgain);
        if is_looked_up {
            look_up(&mut import, |_| found_in(None));
        }
        import.apply(Event::Cancel);
        assert!(matches!(import.stage(), Stage::Finished { .. }));
        assert_eq!(next(&mut import), None);
        assert_eq!(import.differing(), [2, 3]);
        import.apply(Event::PlanAgain);
        assert_eq!((import.stage(), import.generation()), (Stage::LookingUp, 2));
    }
}

#[test]
fn a_row_that_gets_the_address_of_one_that_was_sent_is_a_duplicate_of_it_wherever_it_stands() {
    let cells = ["a@nhs.net", "b@nhs.net", "b@nhs.net", "b@nhs.net", "c@nhs.net"];
    let mut import = import_of(report(&cells));
    look_up(&mut import, |_| found_in(None));
    import.apply(Event::Upload);
    let (_, request) = sent(&mut import);
    import.apply(done_at_once(&request));
    look_up(&mut import, |email| found_in((email == "b@nhs.net").then_some("target")));
    import.apply(Event::PlanAgain);
    look_up(&mut import, |_| found_in(None));

    import.apply(Event::Correct(rows(&[0, 4]), Correction::Text("b@nhs.net".to_owned())));
    let classes = |import: &Import| {
        let rows = import.plan().rows().iter();
        rows.map(|row| row.class.describe()).collect::<Vec<_>>()
    };
    let duplicate = "Duplicate of row 3";
    assert_eq!(classes(&import), [duplicate, "Will be added", duplicate, duplicate, duplicate]);
    import.apply(Event::Correct(rows(&[2]), Correction::Text("nobody".to_owned())));
    assert_eq!(classes(&import)[3], duplicate, "although another duplicate of it is gone");
    assert_eq!(import.plan().unchecked(), 0);
}

#[test]
fn parts_of_the_plan_before_that_were_not_read_back_never_are() {
    let mut import = sending(2);
    let (_, request) = sent(&mut import);
    import.apply(done_at_once(&request));
    import.apply(Event::Cancel);
    import.apply(Event::PlanAgain);
    look_up(&mut import, |_| found_in(None));
    import.apply(Event::Correct(rows(&[0]), Correction::Text("nobody".to_owned())));
    import.apply(Event::Upload);
    let (_, request) = sent(&mut import);
    import.apply(done_at_once(&request));
    let Some(Effect::LookUp(asked)) = next(&mut import) else { panic!("nobody is read back") };
    assert_eq!(asked.emails, [email("p1")], "one row has another address by now, or none");
    look_up(&mut import, |_| found_in(Some("target")));
    assert_eq!(import.reconciliation().applied, 1);
}
