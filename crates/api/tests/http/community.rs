//! What somebody has seen of the LA community is theirs alone, and stays when they sign in elsewhere.

use serde_json::{Value, json};

use crate::support::Api;

const PATH: &str = "/api/community/mark";

#[test]
fn a_mark_is_kept_for_whoever_puts_it_and_nobody_else() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    assert_eq!(caller.get(PATH).expect(200), json!({ "mark": Value::Null }));
    let mark = json!({ "day": "2026-11-28", "seen": ["la-community", "mfa-2"] });
    assert_eq!(caller.put(PATH, &mark).expect(200), json!({ "mark": mark }));
    // On another computer.
    assert_eq!(api.persona("trust-la").get(PATH).expect(200), json!({ "mark": mark }));
    assert_eq!(api.persona("region-la").get(PATH).expect(200), json!({ "mark": Value::Null }));
    let later = json!({ "day": "2026-12-01", "seen": [] });
    caller.put(PATH, &later).expect(200);
    caller.put(PATH, &later).expect(200);
    assert_eq!(caller.get(PATH).expect(200), json!({ "mark": later }));
}

#[test]
fn what_is_no_mark_is_refused_and_the_one_before_stays() {
    let api = Api::start();
    let caller = api.persona("trust-la");
    let good = json!({ "day": "2026-11-28", "seen": ["la-community"] });
    caller.put(PATH, &good).expect(200);
    for bad in [
        json!({ "day": "2026-11-31", "seen": [] }),
        json!({ "day": "2026-11-28", "seen": ["<script>"] }),
        json!({ "day": "2026-11-28", "seen": vec!["a"; 51] }),
        json!({ "day": "2026-11-28", "seen": [], "also": 1 }),
        json!({ "seen": [] }),
    ] {
        caller.put(PATH, &bad).problem(422, "validationFailed");
    }
    assert_eq!(caller.get(PATH).expect(200), json!({ "mark": good }));
}
