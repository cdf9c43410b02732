//! A backup is taken while people work, and the server starts on it with everything in it.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use serde_json::json;

use crate::support::{
    Caller, Database, SMALL, database_url, is_sqlite,
    process::{Process, run},
    seed_database,
};

fn back_up(database: &str, file: &Path, more: &[&str]) -> (bool, String) {
    let file = file.to_str().unwrap();
    let output = run(&[&["backup", file, "--database-url", database], more].concat());
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

/// Makes policies, and moves people in and out of them, until it is told to stop.
fn work(caller: &Caller, ods: &str, people: &[String], made: &AtomicUsize, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let number = made.load(Ordering::Relaxed);
        let draft = json!({ "organisation": ods, "name": format!("Written {number}"), "baseLicence": "SPE_E3" });
        let policy = caller.post("/api/policies", &draft).expect(201);
        made.fetch_add(1, Ordering::Relaxed);
        let members =
            people.iter().map(|email| json!({ "email": email, "expectedPolicyId": null }));
        let body = json!({ "members": members.collect::<Vec<_>>() });
        let id = policy["id"].as_str().unwrap();
        caller.post(&format!("/api/policies/{id}/members"), &body).expect(200);
    }
}

#[test]
fn a_backup_taken_while_people_work_is_whole_and_can_be_served() {
    if !is_sqlite() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let mut database = Database::open(folder.path());
    let ods = database.ods_of("trust-la", 0);
    let people = database.people(&ods, None, 3);
    let api = Process::serve(folder.path(), &[]);
    let caller = api.persona("trust-la");

    let restored = tempfile::tempdir().unwrap();
    let file = restored.path().join("upm.db");
    let (made, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (before, after) = std::thread::scope(|scope| {
        scope.spawn(|| work(&caller, &ods, &people, &made, &stop));
        let wait_for = |count| {
            while made.load(Ordering::Relaxed) < count {
                std::thread::yield_now();
            }
        };
        wait_for(3);
        // Taken again and again, so that it meets every moment of the work.
        let mut counts = (0, 0);
        for number in 0..8 {
            wait_for(3 + number);
            let before = made.load(Ordering::Relaxed);
            let (taken, said) = back_up(&database_url(folder.path()), &file, &["--force"]);
            assert!(taken, "{said}");
            counts = (before, made.load(Ordering::Relaxed));
            let mut copy = Database::open(restored.path());
            assert_consistent(&mut copy);
        }
        stop.store(true, Ordering::Relaxed);
        counts
    });

    let names = fs::read_dir(restored.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["upm.db"], "nothing else is left");
    let api = Process::serve(restored.path(), &[]);
    let caller = api.persona("trust-la");
    let found = caller.get("/api/policies?name=written").expect(200)["total"].as_u64().unwrap();
    let found = usize::try_from(found).unwrap();
    // What was answered before is in it; what was answered afterwards may be.
    assert!((before..=after + 1).contains(&found), "{before} {found} {after}");
    let draft = json!({ "organisation": ods, "name": "Goes on", "baseLicence": "SPE_E3" });
    caller.post("/api/policies", &draft).expect(201);
    assert_consistent(&mut Database::open(restored.path()));
}

/// Nothing of one transaction is there without the rest of it.
#[track_caller]
fn assert_consistent(database: &mut Database) {
    assert_eq!(database.column::<String>("PRAGMA integrity_check"), ["ok"]);
    assert_eq!(database.column::<String>("SELECT 'broken' FROM pragma_foreign_key_check"), [""; 0]);
    let miscounted = "SELECT COUNT(*) FROM policy WHERE member_count <> \
                      (SELECT COUNT(*) FROM account WHERE policy_id = policy.id)";
    assert_eq!(database.number(miscounted), 0);
    let untold = "SELECT COUNT(*) FROM policy WHERE name LIKE 'Written %' AND NOT EXISTS \
                  (SELECT 1 FROM history WHERE policy_id = policy.id AND action = 'policyCreated')";
    assert_eq!(database.number(untold), 0);
    let unfinished = "SELECT COUNT(*) FROM job WHERE state = 'finished' AND \
                      (SELECT COUNT(*) FROM job_member WHERE job_id = job.id AND outcome IS NOT NULL) <> total";
    assert_eq!(database.number(unfinished), 0);
    database
        .execute("INSERT INTO policy_trigram (policy_trigram, rank) VALUES ('integrity-check', 1)");
}

#[test]
fn nothing_is_replaced_that_was_not_meant() {
    if !is_sqlite() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let url = database_url(folder.path());
    let file = folder.path().join("backup.db");
    fs::write(&file, "something else").unwrap();
    let (taken, said) = back_up(&url, &file, &[]);
    assert!(!taken && said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "something else");
    let (taken, said) = back_up(&url, &file, &["--force"]);
    assert!(taken && said.contains("checked"), "{said}");
    assert!(fs::read(&file).unwrap().starts_with(b"SQLite format 3"));

    let (taken, said) = back_up(&url, &folder.path().join("upm.db"), &["--force"]);
    assert!(!taken && said.contains("the database itself"), "{said}");
    let nowhere = format!("sqlite://{}", folder.path().join("none.db").display());
    let (taken, said) = back_up(&nowhere, &folder.path().join("copy.db"), &[]);
    assert!(!taken && said.contains("there is no database"), "{said}");
    assert!(!folder.path().join("none.db").exists() && !folder.path().join("copy.db").exists());
    let (taken, said) = back_up(&url, &folder.path().join("no/such/folder/copy.db"), &[]);
    assert!(!taken, "{said}");
}

#[test]
fn a_damaged_database_gives_no_backup() {
    if !is_sqlite() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let database = folder.path().join("upm.db");
    let mut bytes = fs::read(&database).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 8192].fill(0x5a);
    fs::write(&database, bytes).unwrap();
    let file = folder.path().join("backup.db");
    let (taken, said) = back_up(&database_url(folder.path()), &file, &[]);
    assert!(!taken && !file.exists(), "{said}");
    let left = fs::read_dir(folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(left.count(), 0);
}

#[test]
fn postgresql_is_left_to_its_own_tools() {
    let url = "postgres://upm:secret@db.example.nhs.uk/upm";
    let (taken, said) = back_up(url, Path::new("upm.dump"), &[]);
    assert!(!taken && said.contains("pg_dump --format=custom"), "{said}");
    assert!(!said.contains("secret"), "{said}");
}
