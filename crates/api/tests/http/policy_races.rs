//! Two people at the same policies at once: nothing is lost, and who comes second is told what was first.

use serde_json::json;

use crate::policies::setting;

#[test]
fn of_two_people_who_take_a_name_at_once_one_gets_it() {
    let setting = setting();
    let answers = std::thread::scope(|scope| {
        let create = || setting.create(json!({ "name": "Raced" }));
        let racing = [(); 8].map(|()| scope.spawn(create));
        racing.map(|thread| thread.join().unwrap())
    });
    let (made, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((made.len(), refused.len()), (1, 7));
    for answer in refused {
        let problem = answer.problem(409, "policyNameTaken");
        let [error] = problem.errors.as_slice() else { panic!("{problem:?}") };
        assert_eq!((&*error.pointer, &*error.code), ("/name", "policyNameTaken"));
        assert!(error.detail.contains("Enter another name"), "{}", error.detail);
    }
}

#[test]
fn who_saves_second_sees_what_the_first_saved() {
    let setting = setting();
    let (path, etag) = setting.created();
    setting.caller.patch(&path, &etag, &json!({ "description": "First" })).expect(200);
    let stale = setting.caller.patch(&path, &etag, &json!({ "description": "Second" }));
    let problem = stale.problem(412, "policyChanged");
    assert_eq!(problem.current.unwrap().description.as_str(), "First");
    assert_eq!(stale.header("etag"), Some("\"2\""), "the version to save upon");
    setting.caller.patch(&path, "\"2\"", &json!({ "description": "Second" })).expect(200);
}

#[test]
fn of_two_changes_of_one_version_at_once_one_is_made() {
    let setting = setting();
    let (path, etag) = setting.created();
    let mut answers = std::thread::scope(|scope| {
        let change = |description: &'static str| {
            let (setting, path, etag) = (&setting, &path, &etag);
            scope.spawn(move || {
                let body = json!({ "description": description });
                (description, setting.caller.patch(path, etag, &body))
            })
        };
        ["One", "Other"].map(change).map(|thread| thread.join().unwrap())
    });
    answers.sort_by_key(|(_, answer)| answer.status);
    let [(saved, first), (_, second)] = &answers;
    assert_eq!(first.expect(200)["description"], *saved);
    let problem = second.problem(412, "policyChanged");
    assert_eq!(problem.current.unwrap().description.as_str(), *saved, "what was saved meanwhile");
    assert_eq!(second.header("etag"), first.header("etag"), "the version to save upon");
}

#[test]
fn of_two_who_give_a_policy_a_taken_name_at_once_one_is_told_at_the_field() {
    let setting = setting();
    let made = ["First", "Second"].map(|name| {
        let made = setting.create(json!({ "name": name }));
        made.expect(201);
        made.header("location").unwrap().to_owned()
    });
    let mut answers = std::thread::scope(|scope| {
        let rename = |path: &String| {
            let (caller, path) = (&setting.caller, path.clone());
            scope.spawn(move || caller.patch(&path, "\"1\"", &json!({ "name": "Raced" })))
        };
        let racing = made.each_ref().map(rename);
        racing.map(|thread| thread.join().unwrap())
    });
    answers.sort_by_key(|answer| answer.status);
    assert_eq!(answers[0].status, 200);
    let problem = answers[1].problem(409, "policyNameTaken");
    assert_eq!(problem.errors[0].pointer, "/name");
}
