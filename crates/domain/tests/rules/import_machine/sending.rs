//! Sending part by part.

use domain::{
    import::{
        machine::{Event, Import, MovesConfirmed, Progress, Stage},
        plan::{Choice, SentIn},
    },
    job::JobState,
    member::Outcome,
};

use super::story::{
    accepted, done_at_once, follow, import_of, look_up, news, next, reviewed, rows, sending, sent,
    sheet, tally,
};
use crate::support::{email, found_in, import_id, policy_id};

#[test]
fn parts_of_500_are_sent_one_after_another_as_parts_of_one_import() {
    let mut import = sending(1_001);
    let mut keys = Vec::new();
    for (part, people) in [(1, 500), (2, 500), (3, 1)] {
        let (key, request) = sent(&mut import);
        keys.push(key);
        assert_eq!(request.members.len(), people);
        assert_eq!(request.moves, None, "nobody leaves a policy");
        let tie = request.import.clone().unwrap();
        assert_eq!((tie.id, tie.part, tie.of), (import_id("i1"), part, 3));
        import.apply(done_at_once(&request));
    }
    assert!(matches!(import.stage(), Stage::ReadingBack { .. }));
    assert_eq!(tally(&import), [(Outcome::Added, 1_001)]);
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 3, "each part has a key of its own");
}

#[test]
fn parts_have_whoever_is_to_be_added_or_moved_in_the_order_of_the_sheet() {
    let mut import = import_of(sheet(5));
    look_up(&mut import, |email| match email {
        "p0@nhs.net" => found_in(Some("target")),
        "p3@nhs.net" => found_in(Some("other")),
        _ => found_in(None),
    });
    import.apply(Event::Choose(rows(&[2]), Choice::LeaveOut));
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Upload);
    let (_, request) = sent(&mut import);
    let members = request.members.into_iter();
    let members: Vec<_> = members.map(|one| (one.email, one.expected_policy_id)).collect();
    let moving = (email("p3"), Some(policy_id("other")));
    assert_eq!(members, [(email("p1"), None), moving, (email("p4"), None)]);
    let places = import.plan().rows().iter().map(|row| row.sent.map(|SentIn { place, .. }| place));
    assert_eq!(places.collect::<Vec<_>>(), [None, Some(0), None, Some(1), Some(2)]);
}

#[test]
fn a_part_that_becomes_a_job_is_followed_to_its_end() {
    let mut import = sending(150);
    let (_, request) = sent(&mut import);
    import.apply(accepted(&request, "j1"));
    assert_eq!(next(&mut import), Some(follow("j1")));
    assert_eq!(import.progress(), Progress { done: 0, total: 150 });
    import.apply(Event::Progressed(news(&request, "j1", JobState::Running, 70, &Outcome::Pending)));
    assert_eq!(next(&mut import), Some(follow("j1")));
    assert_eq!(import.progress(), Progress { done: 70, total: 150 });
    let end = news(&request, "j1", JobState::Finished, 150, &Outcome::Pending);
    import.apply(Event::Progressed(end));
    assert_eq!(import.progress(), Progress { done: 150, total: 150 });
    assert_eq!(tally(&import), [(Outcome::Added, 150)]);
}

#[test]
fn how_far_a_job_is_known_to_be_can_be_told() {
    let mut import = sending(150);
    let (_, request) = sent(&mut import);
    import.apply(accepted(&request, "j1"));
    import.apply(Event::Progressed(news(&request, "j1", JobState::Running, 70, &Outcome::Pending)));
    let known = |import: &Import, job| import.parts().known_of(&crate::support::job_id(job));
    assert_eq!((known(&import, "j1"), known(&import, "j9")), (Some(70), None));
    let end = news(&request, "j1", JobState::Finished, 150, &Outcome::Pending);
    import.apply(Event::Progressed(end));
    assert_eq!(known(&import, "j1"), None);
}

#[test]
fn a_person_of_whom_an_ended_job_says_nothing_has_no_outcome_yet() {
    let mut import = sending(2);
    let (_, request) = sent(&mut import);
    let mut first_only = request.clone();
    first_only.members.truncate(1);
    import.apply(done_at_once(&first_only));
    assert_eq!(tally(&import), [(Outcome::Added, 1), (Outcome::Pending, 1)]);
}

#[test]
fn nothing_can_be_changed_in_a_plan_that_is_sent() {
    let mut import = sending(2);
    let before = import.plan().clone();
    import.apply(Event::Choose(rows(&[0]), Choice::LeaveOut));
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Upload);
    assert_eq!(*import.plan(), before);
    assert_eq!(import.parts().all().len(), 1);
}

#[test]
fn whoever_is_left_out_is_not_sent() {
    let mut import = reviewed(3, &found_in(None));
    import.apply(Event::Choose(rows(&[0, 2]), Choice::LeaveOut));
    import.apply(Event::Upload);
    let (_, request) = sent(&mut import);
    assert_eq!(request.members.len(), 1);
    assert_eq!(request.members[0].email, email("p1"));
}
