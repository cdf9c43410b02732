//! An import against a server and a network that misbehave, in a browser that crashes.
//!
//! Whatever happens between two steps, nobody is assigned twice, nobody is lost, and in the end each
//! person has the one outcome that the server would tell of them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what does not hold fails the test"
)]

#[path = "../support/mod.rs"]
mod support;

mod model_server;

use std::collections::BTreeMap;

use domain::{
    import::{
        machine::{Effect, Event, Failure, Import, MovesConfirmed, Stage},
        report::{ReportBuilder, SheetReport},
    },
    member::Outcome,
};
use model_server::{Person, Server};
use proptest::{collection::vec, option, prelude::*, sample::select};
use support::{email, import_id, licences};

/// More steps than any import here needs, however unlucky it is.
const MANY_STEPS: usize = 400;

/// What befalls one request.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// It is answered.
    Answered,
    /// It never reaches the server.
    Lost,
    /// The server does it; its answer is lost.
    AnswerLost,
    /// The server has no time.
    Busy,
    /// The sign-in has expired.
    SignedOut,
    /// The browser crashes before it is sent.
    CrashBefore,
    /// The browser crashes once the server has done it.
    CrashAfter,
    /// It is answered; but before, somebody else moved this person, counted from the first.
    MovedElsewhere(usize),
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Answered),
        2 => Just(Fate::Lost),
        3 => Just(Fate::AnswerLost),
        1 => Just(Fate::Busy),
        1 => Just(Fate::SignedOut),
        1 => Just(Fate::CrashBefore),
        2 => Just(Fate::CrashAfter),
        1 => (0..1_200usize).prop_map(Fate::MovedElsewhere),
    ]
}

/// When the administrator cancels, and what the shell does with the request that is under way.
#[derive(Clone, Copy, Debug)]
struct Wish {
    at_step: usize,
    meanwhile: Meanwhile,
}

#[derive(Clone, Copy, Debug)]
enum Meanwhile {
    /// It waits for its answer.
    Waits,
    /// It drops it, if that only reads.
    DropsFollowing,
}

fn wish() -> impl Strategy<Value = Option<Wish>> {
    let meanwhile = select(vec![Meanwhile::Waits, Meanwhile::DropsFollowing]);
    option::of((0..25usize, meanwhile).prop_map(|(at_step, meanwhile)| Wish { at_step, meanwhile }))
}

/// The people of a sheet: a few of each kind, in turn, from the kind that `offset` says.
fn people(count: usize, offset: usize) -> BTreeMap<usize, Person> {
    let kinds = [
        Person::In(None),
        Person::In(Some("other")),
        Person::In(None),
        Person::In(Some("target")),
        Person::In(None),
        Person::In(Some("ward")),
        Person::Unknown,
        Person::In(None),
        Person::Outside,
    ];
    (0..count).map(|n| (n, kinds[(n + offset) % kinds.len()])).collect()
}

fn sheet(count: usize) -> SheetReport {
    let mut builder = ReportBuilder::new(None, Some(1));
    for (row, person) in (2..).zip(0..count) {
        builder.push(row, &format!("p{person}@nhs.net")).expect("few rows");
    }
    builder.finish().expect("some rows")
}

/// The browser is gone, and the import is read from where it was stored.
fn crash(import: &Import) -> Import {
    let stored = serde_json::to_string(import).expect("can be stored");
    serde_json::from_str(&stored).expect("can be read again")
}

/// What the server answers to an effect.
fn answer(server: &mut Server, effect: Effect) -> Event {
    match effect {
        Effect::LookUp(request) => Event::LookedUp(server.look_up(&request)),
        Effect::Send { key, request } => Event::Answered(server.assign(&key, &request)),
        Effect::Follow(job) => Event::Progressed(server.follow(&job)),
        Effect::CancelJob(job) => Event::CancelAccepted(server.cancel(&job)),
        Effect::Wait { .. } => Event::Waited,
    }
}

/// Carries an effect out as fate has it; gives the import as it is then.
fn perform(mut import: Import, server: &mut Server, effect: Effect, fate: Fate) -> Import {
    if matches!(effect, Effect::Wait { .. }) {
        import.apply(Event::Waited);
        return import;
    }
    let lost = Event::Failed(Failure::Transient { retry_after: None });
    let event = match fate {
        Fate::Answered => answer(server, effect),
        Fate::Lost => lost,
        Fate::AnswerLost => {
            answer(server, effect);
            lost
        }
        Fate::Busy => Event::Failed(Failure::Transient { retry_after: Some(5) }),
        Fate::SignedOut => Event::Failed(Failure::SignedOut),
        Fate::CrashBefore => return crash(&import),
        Fate::CrashAfter => {
            answer(server, effect);
            return crash(&import);
        }
        Fate::MovedElsewhere(person) => {
            server.moved_by_somebody_else(&email(&format!("p{person}")));
            answer(server, effect)
        }
    };
    import.apply(event);
    import
}

/// What the administrator does when it is their turn.
fn administer(import: &mut Import) {
    if import.standstill().is_some() {
        import.apply(Event::Retry);
    } else {
        import.apply(Event::Confirm(MovesConfirmed::Yes));
        import.apply(Event::Upload);
    }
}

/// Runs an import to its end.
fn run(mut import: Import, server: &mut Server, fates: &[Fate], wish: Option<Wish>) -> Import {
    let mut fates = fates.iter().copied();
    for step in 0..MANY_STEPS {
        if matches!(import.stage(), Stage::Finished(_)) {
            return import;
        }
        let effect = import.next();
        if let Some(Wish { at_step, meanwhile }) = wish
            && step == at_step
        {
            import.apply(Event::Cancel);
            if matches!(import.stage(), Stage::Sending(_)) {
                server.cancelled_by_the_administrator();
            }
            if matches!((&effect, meanwhile), (Some(Effect::Follow(_)), Meanwhile::DropsFollowing))
            {
                continue;
            }
        }
        let Some(effect) = effect else {
            administer(&mut import);
            continue;
        };
        import = perform(import, server, effect, fates.next().unwrap_or(Fate::Answered));
    }
    panic!("it does not come to an end: {:?}", import.next());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nobody_is_assigned_twice_or_lost_whatever_happens(
        count in select(vec![1, 60, 130, 480, 700, 1_200]),
        offset in select(vec![0, 2, 4, 7]),
        fates in vec(fate(), 0..40),
        wish in wish(),
    ) {
        let mut server = Server::new(people(count, offset), "target");
        let target = licences("target", &["SPE_E3"]);
        let import = Import::new(import_id("i1"), target, sheet(count));
        let import = run(import, &mut server, &fates, wish);

        let Stage::Finished(sending) = import.stage() else { panic!("run ends with that") };
        let outcomes = sending.outcomes();
        let sent_for = sending.plan.assignments();
        prop_assert_eq!(
            outcomes.iter().map(|person| &person.email).collect::<Vec<_>>(),
            sent_for.iter().map(|person| &person.email).collect::<Vec<_>>(),
            "one outcome for each person, in the order of the plan"
        );
        for person in &outcomes {
            let changes = server.changes_of(&person.email);
            match person.outcome {
                Outcome::Added | Outcome::Moved { .. } => prop_assert_eq!(changes, 1, "{:?}", person),
                Outcome::Cancelled => {
                    prop_assert_eq!(changes, 0, "{:?}", person);
                    prop_assert!(server.was_cancelled(), "{:?}", person);
                }
                Outcome::Pending => prop_assert!(false, "{:?} has no outcome", person),
                _ => prop_assert_eq!(changes, 0, "{:?}", person),
            }
        }
        let changed = outcomes.iter().map(|person| server.changes_of(&person.email)).sum::<u32>();
        prop_assert_eq!(server.changes(), changed, "nobody else was changed");
        prop_assert!(server.parts_begun_after_cancelling() <= 1, "only the part under way");
    }
}
