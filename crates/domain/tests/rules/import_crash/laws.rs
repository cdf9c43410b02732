//! What must be true of an import at its end, whatever befell it.

use std::collections::{HashMap, HashSet};

use domain::{
    email::EmailAddress,
    import::{
        machine::Stage,
        part::{Part, PartState},
        plan::{PlannedRow, SentIn},
        read_back::{OnServer, Reconciliation},
    },
    member::{Outcome, PART_SIZE},
};

use super::{browser::Browser, model_server::PartName};

/// Nobody is changed by two parts of one plan, and twice at all only if somebody else took them out in between.
pub(crate) fn nobody_is_assigned_twice(browser: &Browser) {
    let mut changed = HashMap::<&EmailAddress, usize>::new();
    let mut in_plan = HashSet::new();
    for (part, work) in browser.server.jobs() {
        let generation = browser.sent.get(part).expect("what arrived was sent");
        for person in work.detail.outcomes.iter().filter(|person| person.outcome.is_change()) {
            *changed.entry(&person.email).or_default() += 1;
            let is_first = in_plan.insert((&part.0, generation, &person.email));
            assert!(is_first, "{} was assigned twice in one plan", person.email);
        }
    }
    for (person, times) in changed {
        assert!(times <= 1 + browser.server.moved_away(person), "{person}, {times} times");
    }
}

/// Every row that was to be sent was, has its place in a part, and the outcome that the server tells of.
pub(crate) fn nobody_is_lost(browser: &Browser) {
    let Browser { import, excuses, .. } = browser;
    let mut places = HashSet::new();
    for (index, row) in (0..).zip(import.plan().rows()) {
        let Some(sent @ SentIn { part, place }) = row.sent else {
            assert!(!row.is_to_send() || excuses.went_back, "{row:?} was not sent");
            continue;
        };
        assert!(places.insert((part, place)), "two rows in one place");
        let number = part + 1;
        let part = import.parts().of(sent).expect("the part is there");
        assert!(part.rows.len() <= PART_SIZE);
        assert_eq!(part.rows[usize::try_from(place).expect("a small number")], index);
        has_its_outcome(browser, &(import.id().clone(), number), part, row);
    }
}

fn has_its_outcome(browser: &Browser, name: &PartName, part: &Part, row: &PlannedRow) {
    let Browser { server, excuses, .. } = browser;
    let email = row.email().expect("only addresses are sent");
    let at_server = server.jobs().get(name).map(|work| &work.detail.outcomes);
    let at_server = at_server.and_then(|all| all.iter().find(|person| person.email == email));
    let at_server = at_server.map(|person| &person.outcome);
    let outcome = part.outcome(row.sent.expect("it was sent").place);
    match &part.state {
        PartState::Done { .. } if !excuses.not_kept => {
            assert_eq!(Some(outcome), at_server, "{row:?}");
            assert_ne!(*outcome, Outcome::Pending, "{row:?}");
            assert!(*outcome != Outcome::Cancelled || excuses.stopped, "{row:?}");
        }
        PartState::Done { .. } => {}
        PartState::Cancelled if !excuses.not_kept => {
            assert!(excuses.stopped, "{row:?}");
            assert_eq!(at_server, None, "{row:?} was sent");
        }
        PartState::Cancelled | PartState::Withdrawn | PartState::Unknown { .. } => {
            assert!(excuses.stopped, "{row:?}");
        }
        unfinished => panic!("{row:?} is still {unfinished:?}"),
    }
}

/// What the import says of the server's state is how it is, once nothing is under way any more.
pub(crate) fn the_server_has_what_is_told(browser: &Browser) {
    let Browser { import, server, .. } = browser;
    let mut expected = Reconciliation::default();
    for row in import.plan().rows() {
        let Some(sent) = row.sent else { continue };
        let part = import.parts().of(sent).expect("the part is there");
        let email = row.email().expect("only addresses are sent");
        let is_applied = server.is_in_target(&email);
        match part.on_server(sent.place) {
            // Of people who were all applied nobody asks again.
            Some(OnServer::Applied) => {
                assert!(is_applied || server.moved_away(&email) > 0, "{row:?}");
                expected.applied += 1;
            }
            Some(OnServer::Differs { .. }) => {
                assert!(!is_applied, "{row:?}");
                expected.differs += 1;
            }
            Some(OnServer::Pending) => {
                assert!(!is_applied, "{row:?}");
                expected.pending += 1;
            }
            None => {
                assert_eq!(part.state, PartState::Cancelled, "{row:?} was not read back");
                expected.differs += 1;
            }
        }
        let is_of_now = part.generation == import.generation() || browser.excuses.went_back;
        assert!(is_of_now || part.on_server(sent.place) == Some(&OnServer::Applied), "{row:?}");
    }
    assert_eq!(import.reconciliation(), expected);
}

/// It is finished, or there was nothing to do from the first.
pub(crate) fn it_is_over(browser: &Browser) {
    match browser.import.stage() {
        Stage::Finished { .. } => assert_eq!(browser.import.next(), None),
        Stage::Reviewing { .. } => {
            assert_eq!((browser.import.plan().changes(), browser.import.generation()), (0, 0));
        }
        other => panic!("it is still {other:?}"),
    }
}
