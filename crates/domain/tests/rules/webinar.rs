//! When the webinar is.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use domain::webinar::{
    Change, ChangedTo, EVERY_DAYS, FIRST, STARTS, Webinar, cancelled_before, is_planned,
    london_offset, next,
};
use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, Weekday, date},
    tz::TimeZone,
};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn next_after(text: &str, changes: &[Change]) -> String {
    next(at(text), changes).unwrap().written()
}

fn change(planned: Date, to: ChangedTo) -> Change {
    Change { planned, to, reason: "Bank holiday".to_owned() }
}

#[test]
fn the_first_is_on_23_september_2022_in_summer_time() {
    let first = next(at("2000-01-01T00:00:00Z"), &[]).unwrap();
    assert_eq!(first.written(), "Friday 23 September 2022, 12:30pm to 1:30pm, UK time");
    assert_eq!(first.starts, at("2022-09-23T11:30:00Z"));
    assert_eq!(first.ends, at("2022-09-23T12:30:00Z"));
}

#[test]
fn it_stays_at_half_past_twelve_when_the_clocks_change() {
    // The clocks go back on 30 October 2022.
    let before = next(at("2022-10-20T00:00:00Z"), &[]).unwrap();
    assert_eq!(
        (before.starts, before.local.date()),
        (at("2022-10-21T11:30:00Z"), date(2022, 10, 21))
    );
    let after = next(before.ends, &[]).unwrap();
    assert_eq!((after.starts, after.local.date()), (at("2022-11-04T12:30:00Z"), date(2022, 11, 4)));
}

#[test]
fn one_that_is_under_way_is_the_next_until_it_has_ended() {
    let on = next(at("2026-12-11T13:29:59Z"), &[]).unwrap();
    assert!(on.is_on(at("2026-12-11T13:29:59Z")) && on.local.date() == date(2026, 12, 11));
    let later = next(at("2026-12-11T13:30:00Z"), &[]).unwrap();
    assert_eq!(later.local.date(), date(2026, 12, 25));
}

#[test]
fn what_is_cancelled_is_left_out_and_told() {
    let changes = [change(date(2026, 12, 25), ChangedTo::Cancelled)];
    let now = at("2026-12-12T00:00:00Z");
    let found = next(now, &changes).unwrap();
    assert_eq!(found.local.date(), date(2027, 1, 8));
    assert_eq!(cancelled_before(&found, now, &changes), [&changes[0]]);
    assert!(cancelled_before(&found, at("2026-12-26T00:00:00Z"), &changes).is_empty());
}

#[test]
fn what_is_moved_is_at_its_new_time_whether_earlier_or_later() {
    let to = |day: Date| ChangedTo::Moved(day.at(14, 0, 0, 0));
    let earlier = [change(date(2026, 12, 25), to(date(2026, 12, 16)))];
    assert_eq!(
        next_after("2026-12-12T00:00:00Z", &earlier),
        "Wednesday 16 December 2026, 2pm to 3pm, UK time"
    );
    assert_eq!(
        next_after("2026-12-17T00:00:00Z", &earlier),
        "Friday 8 January 2027, 12:30pm to 1:30pm, UK time"
    );
    let later = [change(date(2026, 12, 11), to(date(2026, 12, 28)))];
    assert_eq!(next(at("2026-12-01T00:00:00Z"), &later).unwrap().local.date(), date(2026, 12, 25));
    let moved = next(at("2026-12-26T00:00:00Z"), &later).unwrap();
    assert_eq!((moved.local.date(), moved.moved), (date(2026, 12, 28), Some(later[0].clone())));
}

/// London's clocks as another reads them: by their POSIX rule.
fn london() -> TimeZone {
    TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0").unwrap()
}

/// Any moment from before the first webinar to the end of the century.
fn moment() -> impl Strategy<Value = Timestamp> {
    (1_600_000_000_i64..4_000_000_000).prop_map(|second| Timestamp::from_second(second).unwrap())
}

proptest! {
    #[test]
    fn as_planned_it_is_a_friday_at_half_past_twelve_within_a_fortnight(now in moment()) {
        let Webinar { local, starts, ends, .. } = next(now, &[]).unwrap();
        prop_assert!(ends > now);
        prop_assert!(is_planned(local.date()));
        prop_assert_eq!((local.date().weekday(), local.time()), (Weekday::Friday, STARTS));
        prop_assert_eq!(starts.until(ends).unwrap().get_seconds(), 3600);
        prop_assert_eq!(london_offset(starts).to_datetime(starts), local);
        // The rule of the database of time zones, worked out another way: summer time lies between two last Sundays.
        let last_sunday = |month: i8| {
            let last = date(local.year(), month, 31);
            last.checked_sub(i64::from(last.weekday().to_sunday_zero_offset()).days()).unwrap()
        };
        let is_summer = local.date() >= last_sunday(3) && local.date() < last_sunday(10);
        let utc = TimeZone::UTC.to_datetime(starts).hour();
        prop_assert_eq!(utc, if is_summer { 11 } else { 12 });
        if now > next(at("2000-01-01T00:00:00Z"), &[]).unwrap().ends {
            prop_assert!(starts < now.checked_add((EVERY_DAYS * 24 + 2).hours()).unwrap());
        }
    }

    #[test]
    fn the_clocks_of_london_are_those_of_their_rule(now in moment()) {
        prop_assert_eq!(london_offset(now), london().to_offset(now));
        // Close to where they change, too.
        let year = london_offset(now).to_datetime(now).year();
        for change in [date(year, 3, 31), date(year, 10, 31)] {
            let sunday = change.checked_sub(i64::from(change.weekday().to_sunday_zero_offset()).days());
            let at = TimeZone::UTC.to_timestamp(sunday.unwrap().at(1, 0, 0, 0)).unwrap();
            for at in [at, at.checked_sub(1.millisecond()).unwrap()] {
                prop_assert_eq!(london_offset(at), london().to_offset(at));
            }
        }
    }

    #[test]
    fn a_moved_webinar_is_when_the_clocks_of_london_say(day in 0_i64..20_000, hour in 0_i8..24) {
        let local = date(2022, 10, 1).checked_add(day.days()).unwrap().at(hour, 30, 0, 0);
        let changes = [change(FIRST, ChangedTo::Moved(local))];
        let starts = london().to_ambiguous_timestamp(local).compatible().unwrap();
        let before = starts.checked_sub(1.second()).unwrap();
        let found = next(before, &changes).unwrap();
        prop_assert!(found.moved.is_none() || found.starts == starts);
        prop_assert!(found.starts <= starts);
    }

    #[test]
    fn none_is_skipped_or_doubled(step in 0_i64..2000) {
        let day = FIRST.checked_add((step * EVERY_DAYS).days()).unwrap();
        prop_assert!(is_planned(day));
        let this = next(london().to_timestamp(day.to_datetime(STARTS)).unwrap(), &[]).unwrap();
        prop_assert_eq!(this.local.date(), day);
        let following = next(this.ends, &[]).unwrap();
        prop_assert_eq!(following.local.date(), day.checked_add(EVERY_DAYS.days()).unwrap());
    }

    #[test]
    fn changes_leave_the_others_as_they_are(now in moment(), cancelled in prop::collection::vec(0_i64..2000, 0..20)) {
        let of = |step: &i64| change(FIRST.checked_add((step * EVERY_DAYS).days()).unwrap(), ChangedTo::Cancelled);
        let changes = cancelled.iter().map(of).collect::<Vec<_>>();
        let found = next(now, &changes).unwrap();
        prop_assert!(changes.iter().all(|change| change.planned != found.local.date()));
        for missed in cancelled_before(&found, now, &changes) {
            prop_assert!(missed.planned < found.local.date());
        }
        let first = next(now, &[]).unwrap();
        let is_cancelled = changes.iter().any(|change| change.planned == first.local.date());
        prop_assert_eq!(found == first, !is_cancelled);
    }
}
