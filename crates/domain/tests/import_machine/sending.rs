//! Sending part by part.

use domain::{
    import::machine::{Event, Import, Stage},
    job::JobState,
    member::Outcome,
};

use crate::{
    story::{accepted, done_at_once, follow, news, refusal, sending, sent, tally},
    support::{assert_travels, import_id},
};

#[test]
fn parts_of_500_are_sent_one_after_another_as_parts_of_one_import() {
    let mut import = sending(1_001);
    let mut keys = Vec::new();
    for (part, people) in [(1, 500), (2, 500), (3, 1)] {
        let (key, request) = sent(&import);
        keys.push(key);
        assert_eq!(request.members.len(), people);
        assert_eq!(request.moves, None, "nobody leaves a policy");
        let tie = request.import.clone().unwrap();
        assert_eq!((tie.id, tie.part, tie.of), (import_id("i1"), part, 3));
        import.apply(done_at_once(&request));
    }
    assert_eq!(import.next(), None);
    assert_eq!(tally(&import), [(Outcome::Added, 1_001)]);
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 3, "each part has a key of its own");
}

#[test]
fn a_part_that_becomes_a_job_is_followed_to_its_end() {
    let mut import = sending(150);
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    assert_eq!(import.next(), Some(follow("j1")));
    let progress = |import: &Import| match import.stage() {
        Stage::Sending(sending) => (sending.done(), sending.total()),
        other => panic!("not sending: {other:?}"),
    };
    assert_eq!(progress(&import), (0, 150));
    import.apply(Event::Progressed(news(&request, "j1", JobState::Running, 70, &Outcome::Pending)));
    assert_eq!(import.next(), Some(follow("j1")));
    assert_eq!(progress(&import), (70, 150));
    import.apply(Event::Progressed(news(
        &request,
        "j1",
        JobState::Finished,
        150,
        &Outcome::Pending,
    )));
    assert_eq!(tally(&import), [(Outcome::Added, 150)]);
}

#[test]
fn what_is_asked_again_after_a_crash_is_the_very_same() {
    let mut import = sending(700);
    assert_travels(&import);
    let stored = serde_json::to_string(&import).unwrap();
    let loaded = serde_json::from_str::<Import>(&stored).unwrap();
    assert_eq!(loaded.next(), import.next());
    let (_, request) = sent(&import);
    import.apply(accepted(&request, "j1"));
    assert_travels(&import);
    import.apply(Event::Failed(refusal()));
    assert_travels(&import);
}
