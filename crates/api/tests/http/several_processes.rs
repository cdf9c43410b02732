//! Several processes on one PostgreSQL: they share the work, hear of each other's, and what one that is killed
//! leaves behind is done by the others.

use domain::{
    job::{JobDetail, JobState},
    member::{AssignResponse, Outcome},
};

use crate::{
    jobs::{MANY, body, follow, policies},
    support::{Database, is_sqlite, process::Process, seed_database},
};

const POLICIES: [&str; 4] = ["Ward Staff", "Bank Staff", "Clinical Admin", "Estates Drawings"];
/// To each of them.
const PEOPLE: usize = 110;

#[test]
#[ignore = "needs PostgreSQL: an SQLite file has one process"]
fn of_three_one_is_killed_and_everyone_is_moved_exactly_once() {
    assert!(!is_sqlite(), "there is one process to a file");
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &MANY);
    let mut database = Database::open(folder.path());
    let (ods, _, national) = policies(&mut database);
    let targets = POLICIES.map(|name| database.policy(&ods, name));
    let before = targets.each_ref().map(|target| database.members(target));
    let people = database.people(&ods, Some(&national), POLICIES.len() * PEOPLE);
    database.execute("CREATE TABLE moved (email TEXT)");
    database.after_account_update("policy_id", "TRUE", "INSERT INTO moved VALUES (NEW.email)");

    let serve = || Process::serve(folder.path(), &["--job-batch-size=1"]);
    let (killed, second, third) = (serve(), serve(), serve());
    let jobs = targets.each_ref().map(|target| {
        let nth = targets.iter().position(|other| other == target).unwrap();
        let people = &people[nth * PEOPLE..(nth + 1) * PEOPLE];
        let path = format!("/api/policies/{target}/members");
        let begun = killed.persona("trust-la").post(&path, &body(people, &national));
        let begun: AssignResponse = begun.expect_as(202);
        begun.job.id.to_string()
    });
    // Work is under way, whoever does it.
    while database.number("SELECT COUNT(*) FROM moved") < 40 {}
    killed.kill();
    let done = database.number("SELECT COUNT(*) FROM moved");
    assert!(done < i64::try_from(people.len()).unwrap(), "killed under way: {done}");

    for (nth, job) in jobs.iter().enumerate() {
        let process = if nth % 2 == 0 { &second } else { &third };
        let detail: JobDetail = follow(&process.persona("trust-la"), job);
        assert_eq!(detail.job.state, JobState::Finished);
        assert_eq!((detail.job.done, detail.job.changed), (110, 110));
        let moved = |outcome: &Outcome| matches!(outcome, Outcome::Moved { .. });
        assert!(detail.outcomes.iter().all(|member| moved(&member.outcome)));
        let history = format!("SELECT COUNT(*) FROM history WHERE job_id = '{job}'");
        assert_eq!(database.number(&history), 1);
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM moved"), 440);
    assert_eq!(database.number("SELECT COUNT(DISTINCT email) FROM moved"), 440);
    for (target, before) in targets.iter().zip(before) {
        assert_eq!(database.members(target), before + 110);
        let counted = format!("SELECT member_count FROM policy WHERE id = '{target}'");
        assert_eq!(database.number(&counted), before + 110);
    }
}

#[test]
#[ignore = "needs PostgreSQL: an SQLite file has one process"]
fn a_job_is_followed_and_stopped_from_another_process_than_works_on_it() {
    assert!(!is_sqlite(), "there is one process to a file");
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &MANY);
    let mut database = Database::open(folder.path());
    let (ods, target, national) = policies(&mut database);
    let people = database.people(&ods, Some(&national), 450);
    let (first, second) = (
        Process::serve(folder.path(), &["--job-batch-size=1"]),
        Process::serve(folder.path(), &[]),
    );
    let path = format!("/api/policies/{target}/members");
    let begun = first.persona("trust-la").post(&path, &body(&people, &national));
    let begun: AssignResponse = begun.expect_as(202);
    let other = second.persona("trust-la");
    let job = format!("/api/jobs/{}", begun.job.id);
    other.get(&format!("{job}?wait=20")).expect(200);
    let stopped: JobDetail =
        other.post(&format!("{job}/cancel"), &serde_json::Value::Null).expect_as(200);
    assert!(stopped.job.state.is_over());
    let before = database.members(&target);
    let seen: JobDetail = first.persona("trust-la").get(&job).expect_as(200);
    assert_eq!(seen.outcomes, stopped.outcomes);
    let moved = seen.outcomes.iter().filter(|member| member.outcome.is_change()).count();
    assert_eq!(u32::try_from(moved).unwrap(), stopped.job.changed);
    assert_eq!(database.members(&target), before, "nobody is moved after that");
}

#[test]
#[ignore = "needs PostgreSQL: an SQLite file has one process"]
fn processes_that_begin_at_once_share_tables_and_signing_key() {
    assert!(!is_sqlite(), "there is one process to a file");
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &MANY);
    let processes = std::thread::scope(|scope| {
        let begin = || Process::serve(folder.path(), &[]);
        [(); 3].map(|()| scope.spawn(begin)).map(|begun| begun.join().unwrap())
    });
    let token = processes[0].token("trust-la");
    for process in &processes {
        process.bearer(&token).get("/api/session").expect(200);
    }
}
