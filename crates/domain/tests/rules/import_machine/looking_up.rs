//! Asking the directory.

use domain::{
    import::machine::{Effect, Event, MovesConfirmed, Obstacle, Stage},
    member::LookupResponse,
};

use super::story::{answer, import_of, look_up, next, sheet};
use crate::support::{found_in, policy_ref, report};

#[test]
fn the_directory_is_asked_about_500_people_at_a_time() {
    let mut import = import_of(sheet(1_001));
    let mut asked = Vec::new();
    while let Some(Effect::LookUp(request)) = next(&mut import) {
        assert_eq!(import.stage(), Stage::LookingUp);
        asked.push(request.emails.len());
        import.apply(answer(request, |_| found_in(None)));
    }
    assert_eq!(asked, [500, 500, 1]);
    assert_eq!(import.stage(), Stage::Reviewing { moves: MovesConfirmed::No });
    assert_eq!((import.plan().rows().len(), import.plan().changes()), (1_001, 1_001));
}

#[test]
fn a_sheet_without_a_usable_address_is_reviewed_at_once() {
    let mut import = import_of(report(&["nonsense"]));
    assert!(matches!(import.stage(), Stage::Reviewing { .. }));
    assert_eq!(next(&mut import), None);
    assert_eq!(import.obstacles(&[]), [Obstacle::NothingToDo]);
    import.apply(Event::Upload);
    assert!(matches!(import.stage(), Stage::Reviewing { .. }));
}

#[test]
fn an_address_of_which_the_directory_says_nothing_is_not_asked_after_again() {
    let mut import = import_of(sheet(3));
    let Some(Effect::LookUp(asked)) = next(&mut import) else { panic!("nothing is looked up") };
    let response = LookupResponse { results: Vec::new(), policies: Vec::new() };
    import.apply(Event::LookedUp { asked, response });
    assert_eq!(next(&mut import), None);
    assert_eq!(import.plan().changes(), 0);
}

#[test]
fn each_person_is_classed_by_their_own_account() {
    let mut import = import_of(sheet(3));
    look_up(&mut import, |email| match email {
        "p1@nhs.net" => found_in(Some("other")),
        _ => found_in(None),
    });
    let words: Vec<_> = import.plan().rows().iter().map(|row| row.class.describe()).collect();
    let moves = format!("Will move from {}", policy_ref("other").full_name);
    assert_eq!(words, ["Will be added", moves.as_str(), "Will be added"]);
}

#[test]
fn nothing_is_written_down_before_there_is_something_to_review() {
    let mut import = import_of(sheet(501));
    let Some(Effect::LookUp(request)) = import.next() else { panic!("nothing is looked up") };
    import.apply(answer(request, |_| found_in(None)));
    assert!(matches!(import.next(), Some(Effect::LookUp(_))), "and not Effect::Save");
}
