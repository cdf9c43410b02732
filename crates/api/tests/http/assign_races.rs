//! People added and moved by many at once: on PostgreSQL requests do run beside each other.

use std::thread;

use domain::member::{AssignResponse, Outcome};
use serde_json::json;

use crate::{
    jobs::{MANY, body},
    support::{Api, Caller, Database},
};

/// What became of people, put into a policy from where they are.
fn outcomes(
    caller: &Caller,
    target: &str,
    people: &[String],
    expected: Option<&str>,
) -> Vec<Outcome> {
    let members = people
        .iter()
        .map(|email| json!({ "email": email, "expectedPolicyId": expected }))
        .collect::<Vec<_>>();
    let body = json!({ "members": members, "moves": "confirm" });
    let answer = caller.post(&format!("/api/policies/{target}/members"), &body);
    let answer: AssignResponse = answer.expect_as(200);
    answer.outcomes.into_iter().map(|member| member.outcome).collect()
}

/// What the counts of policies say otherwise than their members.
fn miscounted(database: &mut Database) -> i64 {
    database.number(
        "SELECT COUNT(*) FROM policy WHERE member_count <> \
         (SELECT COUNT(*) FROM account WHERE policy_id = policy.id)",
    )
}

#[test]
fn the_last_seats_are_given_once_however_many_ask_at_once() {
    let api = Api::start_with(&MANY, &["--demo"]);
    let caller = api.persona("trust-la");
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let target = database.policy(&ods, "Ward Staff");
    let free = database.people(&ods, None, 24);
    let seats = |caller: &Caller| {
        let organisations = caller.get("/api/organisations").expect(200);
        let subscriptions = organisations[0]["subscriptions"].as_array().unwrap().clone();
        let of_f3 = subscriptions.iter().filter(|subscription| subscription["sku"] == "SPE_F1");
        of_f3.map(|subscription| subscription["seats"]["inUse"].as_i64().unwrap()).sum::<i64>()
    };
    let before = seats(&caller);
    database.execute(&format!(
        "UPDATE subscription SET seats = 0 WHERE ods = '{ods}' AND sku = 'SPE_F1'; \
         UPDATE subscription SET seats = {} WHERE id = ( \
             SELECT id FROM subscription WHERE ods = '{ods}' AND sku = 'SPE_F1' \
             ORDER BY end_date DESC LIMIT 1)",
        before + 7
    ));
    let outcomes = thread::scope(|scope| {
        let asking = free.chunks(3).map(|people| {
            let (caller, target) = (&caller, &target);
            scope.spawn(move || outcomes(caller, target, people, None))
        });
        let asking = asking.collect::<Vec<_>>();
        asking.into_iter().flat_map(|asked| asked.join().unwrap()).collect::<Vec<_>>()
    });
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|it| wanted(it)).count();
    assert_eq!(count(|outcome| matches!(outcome, Outcome::Added)), 7, "{outcomes:?}");
    assert_eq!(count(|outcome| matches!(outcome, Outcome::NoSeats { .. })), 17);
    assert_eq!(seats(&caller), before + 7);
    assert_eq!(miscounted(&mut database), 0);
}

#[test]
fn whom_two_want_at_once_goes_to_one_of_them() {
    let api = Api::start_with(&MANY, &["--demo"]);
    let caller = api.persona("trust-la");
    let mut database = api.database();
    database.execute("UPDATE subscription SET seats = 100000");
    let ods = database.ods_of("trust-la", 0);
    let national = database.policy(&ods, "National Policy");
    let targets = ["Ward Staff", "Bank Staff"].map(|name| database.policy(&ods, name));
    let people = database.people(&ods, Some(&national), 60);
    let [first, second] = thread::scope(|scope| {
        let wanted = targets.each_ref().map(|target| {
            let (caller, people, national) = (&caller, &people, &national);
            scope.spawn(move || outcomes(caller, target, people, Some(national)))
        });
        wanted.map(|wanted| wanted.join().unwrap())
    });
    for (email, both) in people.iter().zip(first.iter().zip(&second)) {
        let winner = match both {
            (Outcome::Moved { .. }, Outcome::Drifted { .. }) => &targets[0],
            (Outcome::Drifted { .. }, Outcome::Moved { .. }) => &targets[1],
            _ => panic!("{both:?}"),
        };
        assert_eq!(database.policy_of(email).as_ref(), Some(winner));
    }
    assert_eq!(miscounted(&mut database), 0);
}

#[test]
fn people_are_moved_both_ways_between_organisations_at_once() {
    let api = Api::start_with(&MANY, &["--demo"]);
    let caller = api.persona("platform-la");
    let mut database = api.database();
    database.execute("UPDATE subscription SET seats = 100000");
    let owners = [database.ods_of("trust-la", 0), database.ods_of("region-la", 0)];
    let policies = owners.each_ref().map(|ods| database.policy(ods, "National Policy"));
    let people =
        [0, 1].map(|side: usize| database.people(&owners[side], Some(&policies[side]), 40));
    thread::scope(|scope| {
        for (side, people) in people.iter().enumerate() {
            for part in people.chunks(10) {
                let (caller, policies) = (&caller, &policies);
                scope.spawn(move || {
                    let (from, to) = (&policies[side], &policies[1 - side]);
                    let path = format!("/api/policies/{to}/members");
                    let moved: AssignResponse =
                        caller.post(&path, &body(part, from)).expect_as(200);
                    assert_eq!(moved.job.changed, 10, "{:?}", moved.outcomes);
                });
            }
        }
    });
    for (side, people) in people.iter().enumerate() {
        for email in people {
            assert_eq!(database.policy_of(email).as_ref(), Some(&policies[1 - side]));
        }
    }
    assert_eq!(miscounted(&mut database), 0);
}
