//! Licence states and licensing errors: their words, and that causes come first.

use std::collections::HashSet;

use crate::support::{assert_travels, sku};
use domain::{
    history::HistoryAction,
    licensing::{Fixer, LicenceState, LicensingError, LicensingErrorCode, sort_errors},
    policy::{SortBy, SortOrder},
};
use serde_json::json;

#[test]
fn words_of_urls_are_those_of_the_wire() {
    for state in LicenceState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.code());
        assert_eq!(LicenceState::from_code(state.code()), Some(state));
    }
    for action in HistoryAction::ALL {
        assert_eq!(serde_json::to_value(action).unwrap(), action.code());
        assert_eq!(HistoryAction::from_code(action.code()), Some(action));
    }
    for sort in SortBy::ALL {
        assert_eq!(serde_json::to_value(sort).unwrap(), sort.code());
        assert_eq!(SortBy::from_code(sort.code()), Some(sort));
    }
    for order in [SortOrder::Ascending, SortOrder::Descending] {
        assert_eq!(serde_json::to_value(order).unwrap(), order.code());
        assert_eq!(SortOrder::from_code(order.code()), Some(order));
        assert_eq!(order.reversed().reversed(), order);
    }
    assert_eq!(SortBy::from_code("size"), None);
    assert_eq!(SortBy::Members.usual_order(), SortOrder::Descending);
    assert_eq!(SortBy::Name.usual_order(), SortOrder::Ascending);
}

#[test]
fn codes_are_written_as_microsoft_writes_them_and_each_is_explained() {
    for code in LicensingErrorCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.code());
        assert_travels(&code);
        for text in [code.explain(), code.who_can_fix(), code.advice()] {
            assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
        }
    }
}

#[test]
fn a_code_that_microsoft_adds_counts_as_other() {
    let read = serde_json::from_value::<LicensingErrorCode>(json!("QuantumViolation")).unwrap();
    assert_eq!(read, LicensingErrorCode::Other);
}

#[test]
fn causes_come_before_what_they_hold_back() {
    let error = |part_number: &str, code| LicensingError {
        sku: sku(part_number),
        product: part_number.to_owned(),
        code,
    };
    let mut errors = [
        error("A", LicensingErrorCode::Other),
        error("C", LicensingErrorCode::CountViolation),
        error("B", LicensingErrorCode::Other),
    ];
    sort_errors(&mut errors);
    assert_eq!(errors.map(|error| error.product), ["C", "A", "B"]);
}

#[test]
fn every_state_and_every_code_is_told_apart_by_its_words() {
    fn differ<const COUNT: usize>(texts: &[String; COUNT]) {
        let different = texts.iter().collect::<HashSet<_>>();
        assert_eq!(different.len(), COUNT, "{texts:?}");
    }
    differ(&LicenceState::ALL.map(|state| state.label().to_owned()));
    differ(&Fixer::ALL.map(|fixer| fixer.heading().to_owned()));
    differ(&LicensingErrorCode::ALL.map(|code| code.explain().to_owned()));
    differ(&LicensingErrorCode::ALL.map(|code| code.advice().to_owned()));
    differ(&LicensingErrorCode::ALL.map(|code| code.in_short("Visio")));
    for code in LicensingErrorCode::ALL {
        assert!(code.in_short("Visio").contains("Visio"), "the licence is named");
    }
}

#[test]
fn who_can_fix_it_is_the_same_in_words_as_where_it_is_shown() {
    for code in LicensingErrorCode::ALL {
        let words = code.who_can_fix();
        let shown = match code.fixer() {
            Fixer::Administrator => words.starts_with("You"),
            Fixer::Helpdesk => words == "The NHSmail helpdesk",
            Fixer::Nobody => words.starts_with("Whoever can fix the licence that failed first"),
        };
        assert!(shown, "{code:?}: {words}");
    }
}
