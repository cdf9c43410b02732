//! What is left of seats, and what a plan leaves of them.

use domain::seats::{Seats, SeatsAfter};

fn seats(held: u32, in_use: u32) -> Seats {
    Seats { held, in_use }
}

#[test]
fn seats_that_are_not_taken_are_left_and_never_fewer_than_none() {
    assert_eq!(seats(100, 97).left(), 3);
    assert_eq!(seats(100, 100).left(), 0);
    assert_eq!(seats(90, 100).left(), 0, "a renewal was smaller");
}

#[test]
fn a_plan_may_take_the_last_seat_and_says_how_many_are_missing() {
    assert_eq!(seats(100, 97).after(0), SeatsAfter::Left(3));
    assert_eq!(seats(100, 97).after(3), SeatsAfter::Left(0));
    assert_eq!(seats(100, 97).after(8), SeatsAfter::Short(5));
    assert_eq!(seats(90, 100).after(8), SeatsAfter::Short(8), "none is left, not less than none");
    assert_eq!(seats(90, 100).after(0), SeatsAfter::Left(0), "needing none never falls short");
}
