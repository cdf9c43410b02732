//! Who may do what to whose things: every operation of the OpenAPI document, asked by nobody, by who administers
//! nothing, and by each role, for what is their own organisation's, another one's, and the national policy.
//!
//! - [`matrix`]: what has to be answered, a row for each operation;
//! - [`request`]: how each operation is asked;
//! - [`world`]: who asks, for what, and what the owners see.
//!
//! What is refused must have changed nothing, and what is allowed must have changed something.

mod matrix;
mod request;
mod world;

use std::collections::BTreeSet;

use domain::session::{Action, Role};

use self::{
    matrix::{Cells, Effect, MATRIX, ROLES, Row, column},
    request::{Arranged, arrange, ask},
    world::{Things, World},
};
use crate::support::{Answer, Api, Caller};

/// Somebody asks for something, and this is to be answered.
struct Case<'a> {
    who: String,
    id: &'a str,
    caller: &'a Caller,
    things: &'a Things,
    status: u16,
    /// The code of the problem, if it is one.
    code: &'static str,
}

#[test]
fn every_operation_answers_each_role_in_each_organisation_as_the_matrix_says() {
    let world = World::new();
    for row in MATRIX {
        let writes = |case: &Case<'_>| row.effect == Effect::Writes && case.status < 400;
        let (writing, others) = cases(&world, row).into_iter().partition::<Vec<_>, _>(writes);
        for things in [&world.own, &world.national, &world.other] {
            arrange(&world, row.operation, things);
        }
        let before = world.seen();
        for case in others {
            check(&world, row, &case);
        }
        let after = world.seen();
        let difference = difference(&before, &after);
        assert!(before == after, "{}, refused or read, changed {difference}", row.operation);
        let mut before = after;
        for case in writing {
            if arrange(&world, row.operation, case.things) == Arranged::Something {
                before = world.seen();
            }
            check(&world, row, &case);
            let after = world.seen();
            assert!(before != after, "{} by {} changes nothing", row.operation, case.who);
            before = after;
        }
    }
}

fn cases<'a>(world: &'a World, row: &Row) -> Vec<Case<'a>> {
    let callers = &world.callers;
    let own = &world.own;
    let case = |who: &str, id, caller, things, status, code| Case {
        who: who.to_owned(),
        id,
        caller,
        things,
        status,
        code,
    };
    let (split_id, split) = &callers.split;
    let mut cases = vec![
        case("nobody", "", &callers.nobody, own, row.nobody, "notSignedIn"),
        case("who has no role", "", &callers.no_role, own, row.no_role, "notAnAdministrator"),
        case("helpdesk, elsewhere more", split_id, split, own, row.split, "roleLacking"),
    ];
    let mut add = |whose: &str, things: &'a Things, cells: Option<Cells>| {
        let Some(cells) = cells else { return };
        for role in ROLES {
            let (id, caller) = &callers.roles[column(role)];
            let status = cells[column(role)];
            let who = format!("{role:?} for {whose}");
            let code = code(status, std::ptr::eq(things, &raw const world.national), role);
            cases.push(Case { who, id, caller, things, status, code });
        }
    };
    add("their own", own, Some(row.own));
    add("another's", &world.other, row.other);
    add("the national policy", &world.national, row.national);
    cases
}

/// Why a role is refused.
fn code(status: u16, is_national: bool, role: Role) -> &'static str {
    match status {
        403 if is_national && role.may(Action::EditPolicies) => "nationalPolicyNotEditable",
        403 => "roleLacking",
        404 => "notFound",
        _ => "validationFailed",
    }
}

fn check(world: &World, row: &Row, case: &Case<'_>) {
    let answer = ask(world, row, case.things, (case.id, case.caller));
    let Case { who, status, code, .. } = case;
    let told = || format!("{} by {who}: {}", row.operation, answer.text());
    assert_eq!(answer.status, *status, "{}", told());
    if *status >= 400 {
        let problem = answer.problem(*status, code);
        let fields = problem.errors.iter().map(|error| &*error.pointer);
        // Whether there is such an organisation is nobody else's business.
        let expected = if *status == 422 { vec!["/organisation"] } else { vec![] };
        assert_eq!(fields.collect::<Vec<_>>(), expected, "{}", told());
    }
    assert!(!world.tells_of_other(&answer.text()), "what is another's is told: {}", told());
}

/// The first line that is not as it was.
fn difference(before: &str, after: &str) -> String {
    let mut lines = before.lines().zip(after.lines());
    let different = lines.find(|(before, after)| before != after);
    different.map_or_else(String::new, |(before, after)| format!("{before}\nto {after}"))
}

#[test]
fn the_matrix_has_a_row_for_every_operation_and_no_others() {
    let documented = operations(&Api::start().nobody().get("/api/openapi.json"));
    let rows = MATRIX.iter().map(|row| row.operation.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(rows, documented, "left: the matrix, right: the document");
    assert_eq!(rows.len(), MATRIX.len(), "an operation has one row");
}

/// Method and path of all that the document describes.
fn operations(document: &Answer) -> BTreeSet<String> {
    let document = document.expect(200);
    let paths = document["paths"].as_object().unwrap().iter();
    let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    paths
        .flat_map(|(path, item)| {
            let item = item.as_object().unwrap();
            let methods = methods.into_iter().filter(|method| item.contains_key(*method));
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect()
}

#[test]
fn the_columns_are_the_roles() {
    for (place, role) in ROLES.into_iter().enumerate() {
        assert_eq!(column(role), place);
    }
}
