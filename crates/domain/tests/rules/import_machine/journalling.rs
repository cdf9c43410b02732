//! What is written down, when, and what is read again.

use std::collections::BTreeMap;

use domain::{
    import::{
        journal::{Head, RecordKey, Unsaved},
        machine::{Cancel, Effect, Event, Import, Stage},
        part::PartState,
        plan::{Choice, Correction, ROWS_IN_RECORD},
    },
    job::JobState,
    member::Outcome,
};

use super::story::{
    TRANSIENT, accepted, ask, done_at_once, import_of, look_up, news, next, reviewed, rows,
    sending, sent, sheet, state,
};
use crate::support::{found_in, report};

/// What is to be written down now.
fn unsaved(import: &Import) -> Vec<Unsaved> {
    match import.next() {
        Some(Effect::Save(records)) => records,
        _ => Vec::new(),
    }
}

fn keys(import: &Import) -> Vec<RecordKey> {
    unsaved(import).iter().map(|record| record.key).collect()
}

/// All records of an import, as they are stored.
fn records(import: &Import) -> BTreeMap<String, String> {
    let text = |key| {
        let record = import.record(key).expect("there is one");
        serde_json::to_string(&record).expect("it can be written")
    };
    let head: Head = serde_json::from_str(&text(RecordKey::Head)).expect("it can be read");
    let (rows, parts) = Import::records_of(&head);
    let all = [RecordKey::Head].into_iter().chain(rows).chain(parts);
    all.map(|key| (key.name(), text(key))).collect()
}

fn restored(import: &Import) -> Import {
    let records = records(import);
    let read = |key: RecordKey| records[&key.name()].as_str();
    let head: Head = serde_json::from_str(read(RecordKey::Head)).expect("a head");
    let (rows, parts) = Import::records_of(&head);
    let rows = rows
        .into_iter()
        .flat_map(|key| serde_json::from_str::<Vec<_>>(read(key)).expect("rows").into_iter());
    let parts = parts.into_iter().map(|key| serde_json::from_str(read(key)).expect("a part"));
    let (rows, parts) = (rows.collect(), parts.collect());
    Import::restore(head, rows, parts)
}

#[test]
fn an_import_is_written_down_whole_once_it_can_be_reviewed() {
    let import = reviewed_but_unsaved(ROWS_IN_RECORD + 1);
    assert_eq!(keys(&import), [RecordKey::Head, RecordKey::Rows(0), RecordKey::Rows(1)]);
    let nobody = import_of(report(&["nonsense"]));
    assert_eq!(keys(&nobody), [RecordKey::Head, RecordKey::Rows(0)]);
}

fn reviewed_but_unsaved(people: usize) -> Import {
    let mut import = import_of(sheet(people));
    while let Some(Effect::LookUp(request)) = import.next() {
        import.apply(super::story::answer(request, |_| found_in(None)));
    }
    import
}

#[test]
fn a_change_touches_only_the_records_that_it_is_in() {
    let mut import = reviewed(2 * ROWS_IN_RECORD + 1, &found_in(None));
    assert_eq!(keys(&import), []);
    let last = u32::try_from(2 * ROWS_IN_RECORD).expect("few rows");
    import.apply(Event::Choose(rows(&[1, last]), Choice::LeaveOut));
    assert_eq!(keys(&import), [RecordKey::Rows(0), RecordKey::Rows(2)]);
    next(&mut import);

    import.apply(Event::Correct(rows(&[last]), Correction::Text("p1@nhs.net".to_owned())));
    assert_eq!(keys(&import), [RecordKey::Rows(2)], "it is a duplicate now");
    next(&mut import);
    import.apply(Event::Correct(rows(&[1]), Correction::Text("jane@nhs.net".to_owned())));
    assert_eq!(keys(&import), [RecordKey::Rows(0), RecordKey::Rows(2)], "and now it is none");
}

#[test]
fn a_part_is_written_down_as_going_before_it_is_sent() {
    let mut import = reviewed(700, &found_in(None));
    import.apply(Event::Upload);
    let written = [RecordKey::Head, RecordKey::Rows(0), RecordKey::Part(0), RecordKey::Part(1)];
    assert_eq!(keys(&import), written);
    let (_, request) = sent(&mut import);
    import.apply(done_at_once(&request));
    assert_eq!(keys(&import), [RecordKey::Part(0), RecordKey::Part(1)]);
    assert_eq!(*state(&import, 1), PartState::Going);
}

#[test]
fn a_part_that_is_sent_again_is_written_down_before() {
    let mut import = sending(2);
    sent(&mut import);
    import.apply(TRANSIENT);
    assert_eq!(keys(&import), [RecordKey::Part(0)]);
    next(&mut import);
    import.apply(Event::Waited);
    import.apply(Event::Asked(None));
    assert_eq!(keys(&import), [RecordKey::Part(0)]);
}

#[test]
fn how_far_a_job_is_is_not_worth_writing_down_but_its_end_is() {
    let mut import = sending(150);
    let (_, request) = sent(&mut import);
    import.apply(accepted(&request, "j1"));
    next(&mut import);
    import.apply(Event::Progressed(news(&request, "j1", JobState::Running, 70, &Outcome::Pending)));
    assert_eq!(keys(&import), []);
    let end = news(&request, "j1", JobState::Finished, 150, &Outcome::Pending);
    import.apply(Event::Progressed(end));
    assert_eq!(keys(&import), [RecordKey::Head, RecordKey::Part(0)]);
}

#[test]
fn what_changes_while_it_is_written_is_written_again() {
    let mut import = reviewed(3, &found_in(None));
    import.apply(Event::Choose(rows(&[0]), Choice::LeaveOut));
    let first = unsaved(&import);
    import.apply(Event::Choose(rows(&[1]), Choice::LeaveOut));
    import.apply(Event::Saved(first));
    assert_eq!(keys(&import), [RecordKey::Rows(0)]);
    import.apply(Event::Saved(unsaved(&import)));
    assert_eq!(keys(&import), []);
}

#[test]
fn an_import_that_cannot_be_written_down_goes_on_without() {
    let mut import = reviewed_but_unsaved(2);
    assert!(import.is_kept());
    import.apply(Event::SaveFailed);
    assert!(!import.is_kept());
    import.apply(Event::Upload);
    assert!(matches!(import.next(), Some(Effect::Send { .. })));
}

#[test]
fn an_import_that_is_restored_is_the_one_that_was_written_down() {
    let mut import = import_of(report(&["a@nhs.net", "b@nhs.net", "x", "a@nhs.net", "c@nhs.net"]));
    look_up(&mut import, |email| found_in((email == "b@nhs.net").then_some("other")));
    import.apply(Event::Choose(rows(&[1]), Choice::LeaveOut));
    import.apply(Event::Correct(rows(&[4]), Correction::Text("d@nhs.net".to_owned())));
    let mut stages = Vec::new();
    let mut check = |import: &Import| {
        let again = restored(import);
        assert_eq!(records(&again), records(import));
        assert_eq!(
            (again.stage(), again.id(), again.source(), again.generation()),
            (import.stage(), import.id(), import.source(), import.generation())
        );
        assert_eq!(again.plan().rows(), import.plan().rows());
        assert_eq!(again.plan().unchecked(), import.plan().unchecked());
        assert_eq!(again.results().collect::<Vec<_>>(), import.results().collect::<Vec<_>>());
        assert_eq!(again.reconciliation(), import.reconciliation());
        stages.push(again.stage());
        again
    };
    check(&import);
    look_up(&mut import, |_| found_in(None));
    let mut import = check(&import);
    import.apply(Event::Upload);
    let (_, request) = sent(&mut import);
    import.apply(done_at_once(&request));
    let mut import = check(&import);
    look_up(&mut import, |_| found_in(None));
    let mut import = check(&import);
    import.apply(Event::PlanAgain);
    look_up(&mut import, |_| found_in(None));
    let import = check(&import);
    assert_eq!(import.generation(), 1);
    assert_eq!(stages.len(), 5);
    assert!(matches!(stages[2], Stage::ReadingBack { cancel: Cancel::No }));
    assert!(matches!(stages[3], Stage::Finished { .. }));
}

#[test]
fn a_part_that_was_being_sent_when_all_was_lost_is_in_doubt() {
    let mut import = sending(700);
    sent(&mut import);
    let mut again = restored(&import);
    assert_eq!(*state(&again, 0), PartState::InDoubt);
    assert_eq!(next(&mut again), Some(ask(1)));
}

#[test]
fn a_plan_that_is_made_again_is_not_written_down_before_it_can_be_reviewed() {
    let mut import = super::story::finished(2, |_| None);
    next(&mut import);
    import.apply(Event::PlanAgain);
    assert!(matches!(import.next(), Some(Effect::LookUp(_))));
    look_up(&mut import, |_| found_in(None));
    assert_eq!(restored(&import).generation(), 1);
}

#[test]
fn names_of_records_sort_as_the_records_do() {
    let keys = [RecordKey::Part(2), RecordKey::Part(10), RecordKey::Rows(9), RecordKey::Rows(39)];
    let names = keys.map(RecordKey::name);
    assert!(names.is_sorted(), "{names:?}");
    assert!(reviewed(1, &found_in(None)).record(RecordKey::Rows(1)).is_none());
    assert!(reviewed(1, &found_in(None)).record(RecordKey::Part(0)).is_none());
}
