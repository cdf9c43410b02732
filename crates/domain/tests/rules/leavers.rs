//! Who can be marked as a leaver, until when they are licensed, and who can be taken over.

use domain::{
    account_status::AccountStatus::{self, Active, Compromised, Disabled, Leaver, Remediated},
    leaver::{
        NotAJoiner, NotALeaver,
        Whereabouts::{self, Elsewhere, Here, Leaving, Nowhere},
        last_day, may_join, may_leave, takes_people_over,
    },
    organisation::OrganisationStatus,
};
use jiff::{Timestamp, civil::date};

const SINCE: Timestamp = Timestamp::UNIX_EPOCH;

#[test]
fn a_leaver_is_licensed_for_30_days_more() {
    assert_eq!(last_day(date(2026, 11, 28)), date(2026, 12, 28));
    assert_eq!(last_day(date(2028, 2, 15)), date(2028, 3, 16), "a leap year");
}

#[test]
fn who_is_in_use_can_leave() {
    let until = date(2026, 12, 1);
    assert_eq!(may_leave(Active), Ok(()));
    assert_eq!(may_leave(Remediated { since: SINCE }), Ok(()));
    assert_eq!(may_leave(Leaver { until }), Err(NotALeaver::Already { until }));
    assert_eq!(may_leave(Disabled), Err(NotALeaver::Disabled));
    assert_eq!(may_leave(Compromised { since: SINCE }), Err(NotALeaver::Compromised));
}

#[test]
fn a_leaver_of_others_and_who_is_nowhere_can_be_taken_over_and_nobody_else() {
    let leaver = Leaver { until: date(2026, 12, 1) };
    let all: [AccountStatus; 5] =
        [Active, leaver, Disabled, Compromised { since: SINCE }, Remediated { since: SINCE }];
    let allowed = |whereabouts: Whereabouts| {
        all.into_iter().filter(|status| may_join(*status, whereabouts).is_ok()).collect::<Vec<_>>()
    };
    assert_eq!(allowed(Here), []);
    assert_eq!(allowed(Elsewhere), [leaver]);
    assert_eq!(allowed(Nowhere), [Disabled]);
    assert_eq!(allowed(Leaving), [], "not before all that they had is gone");
    assert_eq!(may_join(Active, Elsewhere), Err(NotAJoiner::ActiveElsewhere));
    assert_eq!(may_join(leaver, Here), Err(NotAJoiner::LeaverHere));
    assert_eq!(may_join(Active, Here), Err(NotAJoiner::AlreadyHere));
    assert_eq!(may_join(Disabled, Elsewhere), Err(NotAJoiner::NotInUse));
}

#[test]
fn an_organisation_that_has_closed_takes_nobody_over() {
    assert_eq!(takes_people_over(OrganisationStatus::Open), Ok(()));
    let closed = OrganisationStatus::Closed { on: date(2026, 3, 31) };
    assert_eq!(takes_people_over(closed), Err(NotAJoiner::OrganisationClosed));
}

#[test]
fn every_refusal_has_a_code_of_its_own() {
    let until = date(2026, 12, 1);
    let leavers = [
        (NotALeaver::Already { until }, "leaverAlready"),
        (NotALeaver::Disabled, "leaverDisabled"),
        (NotALeaver::Compromised, "leaverCompromised"),
        (NotALeaver::Oneself, "leaverOneself"),
    ];
    let joiners = [
        (NotAJoiner::AlreadyHere, "joinerAlreadyHere"),
        (NotAJoiner::LeaverHere, "joinerLeaverHere"),
        (NotAJoiner::ActiveElsewhere, "joinerActiveElsewhere"),
        (NotAJoiner::StillLeaving, "joinerStillLeaving"),
        (NotAJoiner::NotInUse, "joinerNotInUse"),
        (NotAJoiner::OrganisationClosed, "joinerOrganisationClosed"),
        (NotAJoiner::NotFoundOrAupNotAccepted, "joinerNotFoundOrAupNotAccepted"),
    ];
    assert_eq!(leavers.map(|(why, _)| why.code()), leavers.map(|(_, code)| code));
    assert_eq!(joiners.map(|(why, _)| why.code()), joiners.map(|(_, code)| code));
}
