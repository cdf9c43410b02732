//! Reviewing the plan.

use domain::{
    import::{
        machine::{Effect, Event, Failure, MovesConfirmed, Obstacle, Stage},
        plan::{Choice, Correction, RowFilter, SeatsNeeded, Selection},
        row::RowKind,
    },
    member::Moves,
    seats::{Seats, SeatsAfter},
};

use super::story::{answer, look_up, next, refusal, reviewed, rows, sent};
use crate::support::{email, found_in, policy_id, sku};

fn of_kind(kind: RowKind) -> Selection {
    Selection::Matching(RowFilter { kind: Some(kind), ..RowFilter::default() })
}

fn text(text: &str) -> Correction {
    Correction::Text(text.to_owned())
}

#[test]
fn a_plan_that_changes_nothing_says_so() {
    let import = reviewed(3, &found_in(Some("target")));
    let words = import.obstacles(&[]).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(words, ["There is nobody to add or move. 0 changes will be made"]);
}

#[test]
fn moves_wait_until_they_are_confirmed() {
    let mut import = reviewed(3, &found_in(Some("other")));
    let unconfirmed = Obstacle::MovesNotConfirmed { people: 3 };
    assert_eq!(
        unconfirmed.to_string(),
        "Confirm that 3 people will leave their current policy, or leave the moves out"
    );
    assert_eq!(import.obstacles(&[]), [unconfirmed]);
    import.apply(Event::Upload);
    assert!(matches!(import.stage(), Stage::Reviewing { .. }), "not before they are confirmed");

    import.apply(Event::Confirm(MovesConfirmed::Yes));
    assert_eq!(import.obstacles(&[]), []);
    import.apply(Event::Confirm(MovesConfirmed::No));
    assert_eq!(import.obstacles(&[]).len(), 1);
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Upload);
    assert_eq!(sent(&mut import).1.moves, Some(Moves::Confirm));
}

#[test]
fn moves_that_are_left_out_need_no_word() {
    for all_moves in [of_kind(RowKind::WillMove), Selection::Leaving(policy_id("other"))] {
        let mut import = reviewed(3, &found_in(Some("other")));
        import.apply(Event::Choose(all_moves, Choice::LeaveOut));
        assert_eq!(import.obstacles(&[]), [Obstacle::NothingToDo]);
        import.apply(Event::Choose(of_kind(RowKind::LeftOut), Choice::TakeIn));
        assert_eq!(import.obstacles(&[]), [Obstacle::MovesNotConfirmed { people: 3 }]);
    }
}

#[test]
fn a_move_that_comes_in_needs_the_word_anew_and_one_that_goes_does_not() {
    let mut import = reviewed(3, &found_in(Some("other")));
    import.apply(Event::Choose(rows(&[2]), Choice::LeaveOut));
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Choose(rows(&[1]), Choice::LeaveOut));
    assert_eq!(import.obstacles(&[]), []);
    import.apply(Event::Choose(rows(&[2]), Choice::TakeIn));
    assert_eq!(import.obstacles(&[]), [Obstacle::MovesNotConfirmed { people: 2 }]);
}

#[test]
fn a_corrected_address_is_looked_up_before_anything_can_be_sent() {
    let mut import = reviewed(3, &found_in(None));
    import.apply(Event::Correct(rows(&[1]), text("Jane@NHS.net ")));
    let words = import.obstacles(&[]).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(words, ["1 address is being checked. Try again in a moment"]);
    import.apply(Event::Upload);
    let Some(Effect::LookUp(asked)) = next(&mut import) else { panic!("it is not looked up") };
    assert_eq!(asked.emails, [email("jane")], "only what was corrected");
    assert!(matches!(import.stage(), Stage::Reviewing { .. }), "the table stays");
    import.apply(answer(asked, |_| found_in(None)));
    assert_eq!(import.obstacles(&[]), []);
}

#[test]
fn a_correction_that_brings_a_move_in_needs_the_word_for_it() {
    let mut import = reviewed(3, &found_in(Some("other")));
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Correct(rows(&[0]), text("jane@nhs.net")));
    look_up(&mut import, |_| found_in(Some("ward")));
    assert_eq!(import.stage(), Stage::Reviewing { moves: MovesConfirmed::No });
    import.apply(Event::Confirm(MovesConfirmed::Yes));
    import.apply(Event::Correct(rows(&[0]), text("jim@nhs.net")));
    look_up(&mut import, |_| found_in(None));
    assert_eq!(import.stage(), Stage::Reviewing { moves: MovesConfirmed::Yes });
}

#[test]
fn an_answer_about_an_address_that_was_corrected_meanwhile_is_of_no_use() {
    let mut import = reviewed(2, &found_in(None));
    import.apply(Event::Correct(rows(&[0]), text("jane@nhs.net")));
    let Some(Effect::LookUp(first)) = next(&mut import) else { panic!("it is not looked up") };
    import.apply(Event::Correct(rows(&[0]), text("jim@nhs.net")));
    import.apply(answer(first, |_| found_in(Some("target"))));
    let Some(Effect::LookUp(second)) = next(&mut import) else { panic!("it is not looked up") };
    assert_eq!(second.emails, [email("jim")]);
}

#[test]
fn a_look_up_that_failed_for_an_address_that_is_gone_does_not_hold_the_upload_up() {
    for failure in [Failure::SignedOut, refusal()] {
        let mut import = reviewed(2, &found_in(None));
        import.apply(Event::Correct(rows(&[0]), text("jane@nhs.net")));
        import.apply(Event::Failed(failure));
        import.apply(Event::Correct(rows(&[0]), text("nobody")));
        import.apply(Event::Upload);
        assert_eq!(sent(&mut import).1.members.len(), 1);
    }
}

#[test]
fn too_few_seats_are_an_obstacle_beside_the_others() {
    let import = reviewed(3, &found_in(Some("other")));
    let licence = |part_number, after| SeatsNeeded {
        sku: sku(part_number),
        seats: Seats::default(),
        needed: 3,
        after,
    };
    let obstacles = import.obstacles(&[
        licence("SPE_E3", SeatsAfter::Short(1)),
        licence("VISIOCLIENT", SeatsAfter::Left(0)),
        licence("POWER_BI_PRO", SeatsAfter::Short(2)),
    ]);
    let words = obstacles.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        words,
        [
            "Confirm that 3 people will leave their current policy, or leave the moves out",
            "You need 1 more seat of SPE_E3. Leave people out, free up seats or buy more",
            "You need 2 more seats of POWER_BI_PRO. Leave people out, free up seats or buy more",
        ]
    );
}
