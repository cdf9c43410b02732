//! The settings of Microsoft Graph: what is missing is named, and what is secret is shown nowhere.

use serde_json::json;

use crate::{
    graph_licences::{VARIABLE, setting_with},
    jobs::MANY,
    support::{
        Database, database_url,
        graph::{Graph, SECRET, guid_of},
        inbox::until,
        process::{Process, program},
        seed_database,
    },
};

#[test]
fn a_program_with_half_its_settings_says_which_are_missing() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &crate::support::SMALL);
    let url = database_url(folder.path());
    let fixed = ["serve", "--demo", "--listen=127.0.0.1:0", "--database-url", &url];
    for (flags, secret, said) in [
        (
            vec!["--directory=graph"],
            None,
            "--directory graph also needs --graph-tenant, --graph-client-id, UPM_GRAPH_CLIENT_SECRET",
        ),
        (
            vec!["--directory=graph", "--graph-tenant=t", "--graph-client-id=c"],
            None,
            "--directory graph also needs UPM_GRAPH_CLIENT_SECRET",
        ),
        (vec!["--graph-client-id=c"], None, "--graph-client-id is for --directory graph"),
        (
            vec![
                "--directory=graph",
                "--graph-tenant=t",
                "--graph-client-id=c",
                "--graph-url=http://graph.example",
            ],
            Some(SECRET),
            "“http://graph.example” must begin with https://",
        ),
    ] {
        let mut command = program();
        command.args(fixed).args(&flags).env_remove(VARIABLE);
        if let Some(secret) = secret {
            command.env(VARIABLE, secret);
        }
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn neither_secret_nor_token_nor_address_is_ever_logged() {
    let mut setting = setting_with(22, |graph| {
        let mut tenant = graph.tenant();
        tenant.trouble.single = Some((429, "0".to_owned()));
        tenant.trouble.singles = 5;
        tenant.trouble.drops = 1;
        tenant.trouble.batches = vec![(503, None), (400, None)];
    });
    let people = setting.emails();
    setting.graph.tenant().user(&people[0]).usage_location = None;
    setting.change(&json!({ "addOns": ["POWER_BI_PRO"] }));
    let log = setting.log();
    assert!(log.contains("the directory can be asked"), "{log}");
    assert!(log.contains("Microsoft Graph"), "trouble is told: {log}");
    let tenant = setting.graph.tenant();
    assert!(!tenant.tokens().is_empty());
    for token in tenant.tokens() {
        assert!(!log.contains(token.as_str()), "{log}");
    }
    assert!(!log.contains(SECRET) && !log.contains("s3cr3t"), "{log}");
    for email in people {
        assert!(!log.contains(&email), "{log}");
    }
    assert!(!log.contains("@nhs.net") && !log.contains("00000000-0000-4000"), "{log}");
}

#[test]
fn with_a_wrong_secret_people_stay_pending_and_the_program_serves() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &MANY);
    let mut database = Database::open(folder.path());
    let (_, policy) = crate::licence_jobs::prepare(&mut database, 5);
    let graph = Graph::start();
    let flags = graph.flags();
    let flags = flags.iter().map(String::as_str).collect::<Vec<_>>();
    let process = Process::serve_in(folder.path(), &flags, &[(VARIABLE, "an old secret")]);
    let caller = process.persona("trust-la");
    let path = format!("/api/policies/{policy}");
    let etag = caller.get(&path).header("etag").unwrap().to_owned();
    caller.patch(&path, &etag, &json!({ "addOns": ["POWER_BI_PRO"] })).expect(200);
    let log = until(|| Some(process.log()).filter(|log| log.contains("licences wait")));
    assert!(
        log.contains("refuses this program a token (401 Unauthorized invalid_client)"),
        "{log}"
    );
    assert!(!log.contains("an old secret"), "{log}");
    let members = caller.get(&format!("{path}/members")).expect(200);
    assert_eq!(members["counts"]["pending"], 5);
    assert_eq!(members["counts"]["failed"], 0);
    caller.get("/readyz");
    assert_eq!(caller.get("/readyz").status, 200, "it serves all the same");
    assert_eq!(database.number("SELECT COUNT(*) FROM job WHERE state = 'finished'"), 0);
}

#[test]
fn licences_that_the_tenant_lacks_are_told_at_start() {
    let setting = setting_with(1, |graph| {
        let mut tenant = graph.tenant();
        tenant.enabled.remove(&guid_of("POWER_BI_PRO"));
        tenant.enabled.insert(guid_of("SPE_E3"), 0);
    });
    let log =
        until(|| Some(setting.log()).filter(|log| log.contains("the directory can be asked")));
    let line =
        |words: &str| log.lines().find(|line| line.contains(words)).unwrap_or_default().to_owned();
    assert!(line("the tenant does not have").contains("POWER_BI_PRO"), "{log}");
    assert!(!line("the tenant does not have").contains("SPE_E3"), "{log}");
    assert!(line("no seat left").contains("SPE_E3"), "{log}");
}
