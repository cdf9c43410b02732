//! Looking up and reviewing.

use domain::{
    import::{
        machine::{Effect, Event, MovesConfirmed, Obstacle, Stage},
        plan::{LeaveOut, SeatsNeeded},
        report::ReportBuilder,
        row::RowKind,
    },
    member::Moves,
    seats::{Seats, SeatsAfter},
};

use crate::{
    story::{answer, import_of, reviewed, sent, sheet},
    support::{found_in, sku},
};

#[test]
fn the_directory_is_asked_about_500_people_at_a_time() {
    let mut import = import_of(sheet(1_001));
    let mut asked = Vec::new();
    while let Some(Effect::LookUp(request)) = import.next() {
        asked.push(request.emails.len());
        import.apply(answer(request, &found_in(None)));
    }
    assert_eq!(asked, [500, 500, 1]);
    let Stage::Reviewing { plan, moves } = import.stage() else { panic!("not reviewing") };
    assert_eq!((plan.rows().len(), plan.changes(), *moves), (1_001, 1_001, MovesConfirmed::No));
}

#[test]
fn a_sheet_without_usable_addresses_is_reviewed_at_once_and_cannot_be_sent() {
    let mut builder = ReportBuilder::new(None, None);
    builder.push(1, "nonsense").unwrap();
    let mut import = import_of(builder.finish().unwrap());
    assert!(matches!(import.stage(), Stage::Reviewing { .. }));
    assert_eq!(import.next(), None);
    assert_eq!(import.obstacles(&[]), [Obstacle::NothingToDo]);
    import.apply(Event::Upload);
    assert!(matches!(import.stage(), Stage::Reviewing { .. }));
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
        "Confirm that 3 people will leave their present policy, or leave the moves out"
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
    assert_eq!(sent(&import).1.moves, Some(Moves::Confirm));
}

#[test]
fn moves_that_are_left_out_need_no_word() {
    let mut import = reviewed(3, &found_in(Some("other")));
    import.apply(Event::LeaveOut(RowKind::WillMove, LeaveOut::Yes));
    assert_eq!(import.obstacles(&[]), [Obstacle::NothingToDo]);
    import.apply(Event::LeaveOut(RowKind::WillMove, LeaveOut::No));
    assert_eq!(import.obstacles(&[]), [Obstacle::MovesNotConfirmed { people: 3 }]);
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
            "Confirm that 3 people will leave their present policy, or leave the moves out",
            "You need 1 more seat of SPE_E3. Leave people out, or free or buy seats",
            "You need 2 more seats of POWER_BI_PRO. Leave people out, or free or buy seats",
        ]
    );
}
