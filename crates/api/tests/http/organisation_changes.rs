//! What has become of organisations is taken in from the files of the Organisation Data Service.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Api, Caller, Database, database_url, process::run};

/// A trust with its policies and people, which its administrator looks at.
struct Setting {
    api: Api,
    database: Database,
    caller: Caller,
    ods: String,
    name: String,
}

impl Setting {
    fn new() -> Self {
        let api = Api::start();
        let mut database = api.database();
        let ods = database.ods_of("trust-la", 0);
        let name = database.text(&format!("SELECT name FROM organisation WHERE ods = '{ods}'"));
        let caller = api.persona("trust-la");
        Self { api, database, caller, ods, name }
    }

    /// Takes files in; gives whether that went well and what was said.
    fn import(&self, organisations: &str, successors: &str, flags: &[&str]) -> (bool, String) {
        let folder = self.api.folder.path();
        let file = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let database = format!("--database-url={}", database_url(folder));
        let successors = format!("--successors={}", file("succ.csv", successors));
        let organisations = file("etr.csv", organisations);
        let arguments = ["import-organisations", &database, &successors, &organisations];
        let output = run(&[&arguments, flags].concat());
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.success(), text)
    }

    fn found(&self, query: &str) -> Vec<Value> {
        let found = self.caller.get(&format!("/api/policies?{query}")).expect(200);
        found["items"].as_array().unwrap().clone()
    }

    fn names(&self, query: &str) -> Vec<String> {
        let found = self.found(query);
        found.iter().map(|item| item["fullName"].as_str().unwrap().to_owned()).collect()
    }

    fn organisation(&self, ods: &str) -> Value {
        let all = self.caller.get("/api/organisations").expect(200);
        let found = all.as_array().unwrap().iter().find(|one| one["ods"] == ods);
        found.cloned().unwrap_or_default()
    }

    /// What the history of a policy says of its organisation, newest first.
    fn history(&self, policy: &str) -> Vec<Value> {
        let path = format!("/api/policies/{policy}/history?action=organisationChanged");
        let page = self.caller.get(&path).expect(200);
        page["items"].as_array().unwrap().clone()
    }

    fn everything(&mut self) -> Vec<String> {
        self.database.column(
            "SELECT ods || name || search || COALESCE(closed_on, '') FROM organisation \
             UNION ALL SELECT id || ods || full_name FROM policy \
             UNION ALL SELECT ods || name FROM former_name \
             UNION ALL SELECT id FROM history ORDER BY 1",
        )
    }
}

fn line(code: &str, name: &str, closed: &str) -> String {
    format!(
        "{code},{name},Y62,QOP,1 HIGH STREET,,,NORTHMOOR,,NM1 1AA,19740401,{closed},,,,,,,,,,0,,,,,\r\n"
    )
}

#[test]
fn an_organisation_that_is_renamed_is_found_by_both_names() {
    let setting = Setting::new();
    let (ods, name) = (&setting.ods, &setting.name);
    let before = setting.names(&format!("ods={ods}"));
    let (done, said) = setting.import(&line(ods, "MOORLAND NHS FOUNDATION TRUST", ""), "", &[]);
    assert!(done, "{said}");
    let renamed = format!("{ods}: Organisation name: {name} → Moorland NHS Foundation Trust");
    assert!(said.contains(&renamed), "{said}");

    let organisation = setting.organisation(ods);
    assert_eq!(organisation["name"], "Moorland NHS Foundation Trust");
    assert_eq!(organisation["formerNames"][0], **name);
    let word = name.split(' ').next().unwrap();
    for query in [format!("organisation={word}"), "organisation=moorland".to_owned()] {
        assert_eq!(setting.names(&query), before, "{query}");
    }
    let policy = setting.found(&format!("ods={ods}"))[0]["id"].as_str().unwrap().to_owned();
    let entries = setting.history(&policy);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["administrator"], "Organisation Data Service");
    assert_eq!(
        entries[0]["organisationChange"],
        json!({ "change": "renamed", "from": name, "to": "Moorland NHS Foundation Trust" })
    );
    // The same again is nothing.
    let (_, said) = setting.import(&line(ods, "MOORLAND NHS FOUNDATION TRUST", ""), "", &[]);
    assert!(said.starts_with("0 organisations changed"), "{said}");
    assert_eq!(setting.history(&policy).len(), 1);
}

#[test]
fn a_new_code_is_followed_by_everything_that_belongs_to_the_organisation() {
    let mut setting = Setting::new();
    let (ods, name) = (setting.ods.clone(), setting.name.clone());
    let before = setting.names(&format!("ods={ods}"));
    let found = setting.found(&format!("ods={ods}"));
    let policy = found.iter().find(|policy| policy["kind"] == "local").unwrap();
    let path = format!("/api/policies/{}", policy["id"].as_str().unwrap());
    let etag = setting.caller.get(&path).header("etag").unwrap().to_owned();
    // Something of everything that tables keep by the code.
    let person = setting.database.text(&format!("SELECT MIN(id) FROM account WHERE ods = '{ods}'"));
    setting.caller.get(&format!("/api/users/{person}/log-ons")).expect(200);
    let id = policy["id"].as_str().unwrap();
    setting.database.execute(&format!(
        "UPDATE organisation SET default_policy_id = '{id}' WHERE ods = '{ods}';
         INSERT INTO mfa_exemption (id, account_id, ods, administrator_id, administrator, reason, begun_at, until) \
         SELECT 'x', '{person}', '{ods}', MIN(id), 'Somebody', 'Some reason', 1, 2 FROM administrator;
         INSERT INTO job_turn (ods, at) VALUES ('{ods}', 1)"
    ));
    let row = |setting: &mut Setting, ods: &str| {
        setting.database.text(&format!(
            "SELECT service_level || COALESCE(closed_on, '-') || default_policy_id FROM organisation WHERE ods = '{ods}'"
        ))
    };
    let as_it_was = row(&mut setting, &ods);
    let people = setting.caller.get(&format!("/api/users?ods={ods}")).expect(200)["total"].clone();
    let seats = setting.organisation(&ods)["subscriptions"].clone();

    let (done, said) =
        setting.import(&line("Z9Z9Z", &name, ""), &format!("{ods},Z9Z9Z,,20200401\n"), &[]);
    assert!(done, "{said}");
    assert!(said.contains(&format!("{ods}: ODS code: {ods} → Z9Z9Z")), "{said}");

    let follow = |name: &String| name.replacen(&ods, "Z9Z9Z", 1);
    let after = before.iter().map(follow).collect::<Vec<_>>();
    assert_eq!(setting.names("ods=Z9Z9Z"), after);
    assert_eq!(setting.names(&format!("organisation={ods}")), after, "by the former code");
    assert_eq!(setting.caller.get("/api/users?ods=Z9Z9Z").expect(200)["total"], people);
    let organisation = setting.organisation("Z9Z9Z");
    assert_eq!(organisation["role"], "localAdministrator");
    assert_eq!(organisation["subscriptions"], seats);
    // Who had opened the policy before is told that it has changed.
    let change = json!({ "description": "Something else" });
    assert_eq!(setting.caller.patch(&path, &etag, &change).status, 412);

    assert_eq!(row(&mut setting, "Z9Z9Z"), as_it_was);
    // Whatever table has a code, none has the former one.
    let tables = if setting.database.is_sqlite() {
        "SELECT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c \
         WHERE m.type = 'table' AND c.name = 'ods'"
    } else {
        "SELECT CAST(table_name AS text) FROM information_schema.columns \
         WHERE column_name = 'ods' AND table_schema = 'public'"
    };
    let tables = setting.database.column::<String>(tables);
    assert!(tables.len() > 6, "{tables:?}");
    for table in tables {
        let left =
            setting.database.number(&format!("SELECT COUNT(*) FROM {table} WHERE ods = '{ods}'"));
        assert_eq!(left, 0, "{table}");
    }
}

#[test]
fn one_that_closes_keeps_its_people_until_they_are_moved() {
    let setting = Setting::new();
    let ods = &setting.ods;
    let (done, said) = setting.import(&line(ods, &setting.name, "20260331"), "", &[]);
    assert!(done, "{said}");
    assert!(said.contains("Organisation closed on 31 March 2026"), "{said}");
    assert!(said.contains("people are in policies of organisations that have closed"), "{said}");
    let closed = json!({ "state": "closed", "on": "2026-03-31" });
    assert_eq!(setting.organisation(ods)["status"], closed);
    let draft = json!({
        "organisation": ods, "name": "Too late", "description": "", "baseLicence": "SPE_E3",
        "addOns": [], "disabledPlans": [], "callRecording": true
    });
    let refused = setting.caller.post("/api/policies", &draft).problem(422, "validationFailed");
    assert_eq!(refused.errors[0].code, "organisationClosed");
    let (_, said) = setting.import(&line(ods, &setting.name, ""), "", &[]);
    assert!(said.contains("Organisation open again"), "{said}");
    assert_eq!(setting.organisation(ods)["status"], json!({ "state": "open" }));
}

#[test]
fn nothing_is_written_by_a_dry_run_nor_of_a_file_with_a_fault() {
    let mut setting = Setting::new();
    let before = setting.everything();
    let renamed = line(&setting.ods, "ANOTHER TRUST", "");
    let (done, said) = setting.import(&renamed, "", &["--dry-run"]);
    assert!(
        done && said.contains("Another Trust") && said.contains("Nothing was changed"),
        "{said}"
    );
    let (done, said) = setting.import(&(renamed + "X1,NO DATE,\r\n"), "", &[]);
    assert!(!done);
    assert!(said.contains("etr.csv, line 2: there are 3 columns"), "{said}");
    assert_eq!(setting.everything(), before);
}
