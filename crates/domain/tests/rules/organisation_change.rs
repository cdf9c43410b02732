//! What files of the Organisation Data Service say, and what they change.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::collections::HashSet;

use domain::{
    ods::OdsCode,
    organisation::OrganisationStatus,
    organisation_change::{
        OrganisationChange,
        ods_file::{Closing, OdsRecord, Succession, records, successions},
        plan::{ChangePlan, KnownOrganisation},
    },
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 28);

fn code(text: &str) -> OdsCode {
    OdsCode::parse(text).unwrap()
}

/// A line of 27 columns.
fn line(code: &str, name: &str, closed: &str, status: &str) -> String {
    format!(
        "\"{code}\",\"{name}\",\"Y62\",\"QOP\",\"1 HIGH STREET\",\"\",\"\",\"NORTHMOOR\",\"\",\"NM1 1AA\",\
         \"19740401\",\"{closed}\",\"{status}\",\"B\",\"QOP\",\"20200401\",\"\",\"01234 567890\",\"\",\"\",\"\",\"0\",\
         \"\",\"QOP\",\"\",\"4\",\"\"\r\n"
    )
}

fn known(ods: &str, name: &str) -> KnownOrganisation {
    KnownOrganisation {
        ods: code(ods),
        name: name.to_owned(),
        former_names: Vec::new(),
        status: OrganisationStatus::Open,
    }
}

fn plan(lines: &str, successors: &str, known: &[KnownOrganisation]) -> ChangePlan {
    ChangePlan::new(&records(lines).unwrap(), &successions(successors).unwrap(), known, TODAY)
}

/// What becomes of the only organisation that something becomes of, in words.
fn told(plan: &ChangePlan) -> Vec<String> {
    let [(_, changes)] = plan.changed.as_slice() else { panic!("{plan:?}") };
    changes.iter().map(OrganisationChange::describe).collect()
}

#[test]
fn a_file_is_read_as_it_was_published() {
    let text = line("A81001", "THE DENSHAM SURGERY", "", "A")
        + &line("A81003", "VICTORIA PRACTICE, HARTLEPOOL", "20171031", "C")
        + &line("A81005", "SPRINGWOOD SURGERY", "", "C");
    let records = records(&text).unwrap();
    let read = |record: &OdsRecord| (record.code.to_string(), record.name.clone(), record.closing);
    assert_eq!(
        records.iter().map(read).collect::<Vec<_>>(),
        [
            ("A81001".to_owned(), "The Densham Surgery".to_owned(), Closing::Open),
            (
                "A81003".to_owned(),
                "Victoria Practice, Hartlepool".to_owned(),
                Closing::On(date(2017, 10, 31))
            ),
            ("A81005".to_owned(), "Springwood Surgery".to_owned(), Closing::DayUnknown),
        ]
    );
}

#[test]
fn a_bad_line_is_named_with_what_is_wrong() {
    let good = line("A81001", "THE DENSHAM SURGERY", "", "A");
    for (bad, message) in [
        ("Code,Name\r\n".to_owned(), "line 2: there are 2 columns"),
        (line("A81-3", "X", "", ""), "line 2: “A81-3” is not an ODS code"),
        (line("A81003", "", "", ""), "line 2: A81003 has no name"),
        (line("A81003", "X", "2017-10-31", ""), "line 2: “2017-10-31” is not a date"),
        (line("A81003", "X", "20171331", ""), "line 2: “20171331” is not a date"),
        (line("a81001", "X", "", ""), "line 2: A81001 is in line 1 already"),
    ] {
        let error = records(&(good.clone() + &bad)).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
    let error = successions("A81001,A81001,,20200101").unwrap_err().to_string();
    assert_eq!(error, "line 1: A81001 cannot be its own successor");
}

#[test]
fn a_new_name_is_a_change_and_other_capitals_are_none() {
    let known = [known("A81001", "The Densham Surgery"), known("RXX", "Northmoor CCG")];
    let lines = line("A81001", "THE DENSHAM SURGERY", "", "A")
        + &line("RXX", "NHS NORTHMOOR ICB", "", "")
        + &line("ZZZ", "ELSEWHERE", "", "");
    let plan = plan(&lines, "", &known);
    assert_eq!(told(&plan), ["Organisation name: Northmoor CCG → NHS Northmoor ICB"]);
    assert_eq!((plan.unknown, plan.unmentioned), (1, 0));
}

#[test]
fn closures_happen_on_their_day_and_may_be_taken_back() {
    let organisation = known("A81001", "Densham");
    let closed = KnownOrganisation {
        status: OrganisationStatus::Closed { on: date(2020, 1, 1) },
        ..organisation.clone()
    };
    let on = |day: &str| line("A81001", "DENSHAM", day, "");
    let one = std::slice::from_ref(&organisation);
    assert_eq!(told(&plan(&on("20261128"), "", one)), ["Organisation closed on 28 November 2026"]);
    let later = plan(&on("20261129"), "", one);
    assert_eq!(later.changed, []);
    assert_eq!(later.closing_later, [(code("A81001"), date(2026, 11, 29))]);
    assert_eq!(
        told(&plan(&on(""), "", std::slice::from_ref(&closed))),
        ["Organisation open again"]
    );
    assert_eq!(plan("", "", &[closed]).changed, []);
}

#[test]
fn the_same_organisation_goes_on_under_a_code_that_nobody_has() {
    let known = [known("A81001", "Densham")];
    let lines = line("A81001", "DENSHAM", "20260401", "C") + &line("B12345", "DENSHAM", "", "A");
    let plan = plan(&lines, "A81001,B12345,,20260401", &known);
    assert_eq!(told(&plan), ["ODS code: A81001 → B12345"]);
    let (mut organisation, changes) = plan.changed[0].clone();
    for change in &changes {
        organisation.take_in(change);
    }
    assert_eq!(organisation.ods, code("B12345"));
    assert_eq!(organisation.former_names, ["Densham (A81001)"]);
}

#[test]
fn one_of_several_that_are_merged_closes_and_its_successor_is_found_by_its_name() {
    let known = [known("A81001", "Densham"), known("A81002", "Queens Park")];
    let lines = line("A81001", "DENSHAM", "", "A") + &line("A81002", "QUEENS PARK", "", "A");
    let plan = plan(&lines, "A81001,A81002,,20260401", &known);
    let told = plan.changed.iter().map(|(organisation, changes)| {
        let changes = changes.iter().map(OrganisationChange::describe).collect::<Vec<_>>();
        (organisation.ods.to_string(), changes)
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (
                "A81001".to_owned(),
                vec!["Organisation closed on 1 April 2026 and became part of A81002".to_owned()]
            ),
            ("A81002".to_owned(), vec!["Took over Densham (A81001)".to_owned()]),
        ]
    );
}

#[test]
fn the_day_that_one_closed_stays_whatever_becomes_of_its_successor() {
    let mut known = [known("A1", "Densham"), known("A2", "Queens Park")];
    let lines = line("A3", "QUEENS PARK", "", "A");
    let successors = "A1,A2,,20260401\nA2,A3,,20260901";
    let first = plan(&lines, successors, &known);
    for (organisation, (_, changes)) in known.iter_mut().zip(&first.changed) {
        for change in changes {
            organisation.take_in(change);
        }
    }
    assert_eq!(known[0].status, OrganisationStatus::Closed { on: date(2026, 4, 1) });
    assert_eq!(known[1].ods, code("A3"));
    assert_eq!(plan(&lines, successors, &known).changed, []);
}

#[test]
fn nobody_gets_a_code_that_two_would_get() {
    let known = [known("A81001", "Densham"), known("A81002", "Queens Park")];
    let lines = line("B12345", "DENSHAM AND QUEENS PARK", "", "A");
    let plan = plan(&lines, "A81001,B12345,,20260401\nA81002,B12345,,20260401", &known);
    assert_eq!(plan.changed, []);
    assert_eq!(plan.unknown, 1);
}

prop_compose! {
    fn any_code()(number in 0..12_u8) -> OdsCode {
        code(&format!("A{number}"))
    }
}

prop_compose! {
    fn any_day()(day in -3..4_i32) -> Date {
        TODAY.saturating_add(jiff::Span::new().days(day))
    }
}

fn any_name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Densham", "Queens Park", "Victoria"]).prop_map(str::to_owned)
}

fn any_record() -> impl Strategy<Value = OdsRecord> {
    let closing = prop_oneof![
        Just(Closing::Open),
        Just(Closing::DayUnknown),
        any_day().prop_map(Closing::On)
    ];
    (any_code(), any_name(), closing).prop_map(|(code, name, closing)| OdsRecord {
        code,
        name,
        closing,
    })
}

fn any_known() -> impl Strategy<Value = KnownOrganisation> {
    let status = prop_oneof![
        Just(OrganisationStatus::Open),
        any_day().prop_map(|on| OrganisationStatus::Closed { on })
    ];
    (any_code(), any_name(), status).prop_map(|(ods, name, status)| KnownOrganisation {
        ods,
        name,
        former_names: Vec::new(),
        status,
    })
}

/// Successions that do not go round in a circle: one comes after the other.
fn any_succession() -> impl Strategy<Value = Succession> {
    (any_code(), any_code(), prop::option::of(any_day()))
        .prop_filter("one does not succeed itself", |(one, other, _)| one != other)
        .prop_map(|(one, other, on)| {
            let (former, successor) = if one < other { (one, other) } else { (other, one) };
            Succession { former, successor, on }
        })
}

fn distinct<T>(mut all: Vec<T>, of: impl Fn(&T) -> &OdsCode) -> Vec<T> {
    let mut seen = HashSet::new();
    all.retain(|one| seen.insert(of(one).clone()));
    all
}

proptest! {
    #[test]
    fn the_same_files_again_change_nothing_and_no_two_get_one_code(
        records in prop::collection::vec(any_record(), 0..12),
        successions in prop::collection::vec(any_succession(), 0..6),
        known in prop::collection::vec(any_known(), 0..8),
        days in 0..3_i32,
    ) {
        let records = distinct(records, |record| &record.code);
        let successions = distinct(successions, |succession| &succession.former);
        let mut known = distinct(known, |known| &known.ods);
        let plan = ChangePlan::new(&records, &successions, &known, TODAY);
        for (before, changes) in &plan.changed {
            let place = known.iter().position(|known| known.ods == before.ods).unwrap();
            for change in changes {
                known[place].take_in(change);
            }
        }
        let codes = known.iter().map(|known| &known.ods).collect::<HashSet<_>>();
        prop_assert_eq!(codes.len(), known.len());
        let again = ChangePlan::new(&records, &successions, &known, TODAY);
        prop_assert_eq!(&again.changed, &[], "after {:?}", plan.changed);
        // Nor on a later day, but for what happens only then.
        let later = TODAY.saturating_add(jiff::Span::new().days(days));
        if plan.closing_later.is_empty() && successions.iter().all(|one| one.on <= Some(TODAY)) {
            let later = ChangePlan::new(&records, &successions, &known, later);
            prop_assert_eq!(later.changed, []);
        }
    }

    #[test]
    fn circles_come_to_an_end(
        pairs in prop::collection::vec((any_code(), any_code()), 0..8),
        records in prop::collection::vec(any_record(), 0..12),
        known in prop::collection::vec(any_known(), 0..8),
    ) {
        let pairs = pairs.into_iter().filter(|(former, successor)| former != successor);
        let successions = pairs.map(|(former, successor)| Succession { former, successor, on: None });
        let successions = distinct(successions.collect(), |succession| &succession.former);
        let (records, known) =
            (distinct(records, |record| &record.code), distinct(known, |known| &known.ods));
        let plan = ChangePlan::new(&records, &successions, &known, TODAY);
        prop_assert!(plan.changed.len() <= known.len());
    }
}
