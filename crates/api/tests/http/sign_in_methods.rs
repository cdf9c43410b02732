//! By what people can sign in: the kinds, and nothing else of it.

use domain::sign_in_method::{SignInMethod, SignInMethods};
use serde_json::json;

use crate::{
    graph_licences::setting,
    support::{Api, graph::methods},
};

#[test]
fn the_embedded_directory_has_some_for_demonstrations() {
    let api = Api::start();
    let mut database = api.database();
    let ods = database.ods_of("trust-la", 0);
    let people = database.column::<String>(&format!(
        "SELECT id FROM account WHERE ods = '{ods}' ORDER BY email LIMIT 8"
    ));
    let caller = api.persona("trust-la");
    let of = |person: &String| {
        let path = format!("/api/users/{person}/sign-in-methods");
        caller.get(&path).expect_as::<SignInMethods>(200).methods
    };
    let found = people.iter().map(of).collect::<Vec<_>>();
    assert!(found.contains(&vec![]) && found.contains(&vec![SignInMethod::TemporaryAccessPass]));
    assert!(found.contains(&vec![SignInMethod::MicrosoftAuthenticator, SignInMethod::Phone]));
}

#[test]
fn of_what_microsoft_tells_only_the_kinds_leave_here() {
    let mut setting = setting(1);
    setting.graph.tenant().methods.of_everybody = methods();
    let email = setting.emails().remove(0);
    let id = setting.database.text(&format!("SELECT id FROM account WHERE email = '{email}'"));
    let path = format!("/api/users/{id}/sign-in-methods");
    let told = setting.caller.get(&path).expect(200);
    assert_eq!(told, json!({ "methods": ["phone", "securityKey", "email"] }));
    setting.graph.tenant().methods.is_forbidden = true;
    setting.caller.get(&path).problem(409, "signInMethodsNotPermitted");
    setting.graph.tenant().users.remove(&email);
    setting.caller.get(&path).problem(409, "notInDirectory");
    let log = setting.log();
    assert!(!log.contains("7700900123") && !log.contains(&email), "{log}");
}
