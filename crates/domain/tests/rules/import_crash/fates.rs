//! What may befall an import, at random.

use std::collections::BTreeMap;

use domain::{
    email::EmailAddress,
    import::{
        machine::{Event, MovesConfirmed},
        plan::{Choice, Correction, RowFilter, Selection},
        report::SheetReport,
    },
    member::Account,
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::support::{email, found_in, report};

/// People whom the directory knows and the sheet has not, to whom rows are corrected.
const OTHERS: usize = 20;

/// What befalls one effect.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
    /// It is answered.
    Answered,
    /// It never reaches the server.
    Lost,
    /// The server does it; its answer is lost.
    AnswerLost,
    /// A part arrives so many steps later, when nobody reckons with it any more.
    Late(usize),
    /// The server has no time.
    Busy,
    /// The sign-in has expired.
    SignedOut,
    /// The server will not.
    Refused,
    /// Nothing can be written down.
    NotKept,
    /// The browser crashes before it is done.
    CrashBefore,
    /// The browser crashes once it is done.
    CrashAfter,
    /// It is answered; but before, somebody else moves this person, counted from the first.
    Moved(usize, Option<&'static str>),
}

pub(crate) fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        12 => Just(Fate::Answered),
        2 => Just(Fate::Lost),
        3 => Just(Fate::AnswerLost),
        3 => (1..25usize).prop_map(Fate::Late),
        1 => Just(Fate::Busy),
        1 => Just(Fate::SignedOut),
        1 => Just(Fate::Refused),
        2 => Just(Fate::CrashBefore),
        3 => Just(Fate::CrashAfter),
        2 => (0..1_200usize, policy()).prop_map(|(person, to)| Fate::Moved(person, to)),
    ]
}

/// The same, in a browser that may keep nothing.
pub(crate) fn forgetful_fate() -> impl Strategy<Value = Fate> {
    prop_oneof![10 => fate(), 1 => Just(Fate::NotKept)]
}

/// Where somebody else may move a person.
pub(crate) fn policy() -> impl Strategy<Value = Option<&'static str>> {
    select(vec![None, Some("other"), Some("ward"), Some("drifted"), Some("target")])
}

/// What the administrator wants while something is under way, which is dropped then if it only reads.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) at_step: usize,
    pub(crate) event: Event,
    pub(crate) drops: bool,
}

pub(crate) fn wish() -> impl Strategy<Value = Wish> {
    let person = || (0..1_200 + OTHERS).prop_map(|n| format!("p{n}@nhs.net"));
    let replace = ("[0-9]", "[0-9]").prop_map(|(find, with)| Correction::Replace { find, with });
    let correction = prop_oneof![
        4 => person().prop_map(Correction::Text),
        1 => Just(Correction::Text("nobody".to_owned())),
    ];
    let choice = select(vec![Choice::LeaveOut, Choice::TakeIn]);
    let event = prop_oneof![
        2 => Just(Event::Cancel),
        1 => Just(Event::Upload),
        1 => Just(Event::Confirm(MovesConfirmed::No)),
        1 => Just(Event::Confirm(MovesConfirmed::Yes)),
        3 => (rows(), choice).prop_map(|(rows, choice)| Event::Choose(rows, choice)),
        4 => (rows(), correction).prop_map(|(rows, how)| Event::Correct(rows, how)),
        2 => (text(), replace).prop_map(|(rows, how)| Event::Correct(rows, how)),
    ];
    (0..70usize, event, any::<bool>()).prop_map(|(at_step, event, drops)| Wish {
        at_step,
        event,
        drops,
    })
}

fn rows() -> impl Strategy<Value = Selection> {
    prop_oneof![vec(0..1_200u32, 1..4).prop_map(Selection::Rows), text()]
}

fn text() -> impl Strategy<Value = Selection> {
    let filter = |text| RowFilter { kind: None, text };
    "p[1-9][0-9]".prop_map(move |text| Selection::Matching(filter(text)))
}

/// What the administrator does once it is finished; before, somebody else moves these people.
#[derive(Clone, Debug)]
pub(crate) struct Round {
    pub(crate) moved: Vec<(usize, Option<&'static str>)>,
    pub(crate) event: Event,
}

pub(crate) fn round() -> impl Strategy<Value = Round> {
    let event = select(vec![Event::PlanAgain, Event::PlanAgain, Event::ReadBackAgain]);
    let moved = vec((0..1_200usize, policy()), 0..6);
    (moved, event).prop_map(|(moved, event)| Round { moved, event })
}

/// Everybody of whom the directory knows: a few of each kind, in turn, from the kind that `offset` says.
pub(crate) fn accounts(count: usize, offset: usize) -> BTreeMap<EmailAddress, Account> {
    let kinds = [
        found_in(None),
        found_in(Some("other")),
        found_in(None),
        found_in(Some("target")),
        found_in(None),
        found_in(Some("ward")),
        Account::NotFoundOrAupNotAccepted,
        found_in(None),
        Account::OutsideOrganisations,
    ];
    let account = |n: usize| (email(&format!("p{n}")), kinds[(n + offset) % kinds.len()].clone());
    (0..count + OTHERS).map(account).collect()
}

/// A sheet of so many rows, most of which have an address of their own.
pub(crate) fn sheet(count: usize) -> SheetReport {
    let cell = |n: usize| match n {
        _ if n % 37 == 36 => format!("p{n} at nhs.net"),
        _ if n % 41 == 40 => format!("P{}@NHS.net", n / 2),
        _ => format!("p{n}@nhs.net"),
    };
    let cells: Vec<String> = (0..count).map(cell).collect();
    report(&cells.iter().map(String::as_str).collect::<Vec<_>>())
}
