//! The program is killed at random moments while it gives 10,000 people another policy, again and again, and each
//! is moved exactly once: their policy, seats, history and e-mail agree with what the job says.

use domain::{
    job::{JobDetail, JobState},
    member::Outcome,
};
use serde_json::json;

use crate::{
    jobs::follow,
    support::{Database, process::Process, seed_database},
};

const PEOPLE: i64 = 10_000;
const KILLS: u32 = 20;

#[test]
fn however_often_the_program_is_killed_everyone_is_moved_once_and_the_books_agree() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &["--organisations=12", "--policies=80", "--users=14000"]);
    let mut database = Database::open(folder.path());
    let (ods, target, source) = arranged(&mut database);
    let before = Books::read(&mut database, &target, &source);
    // What is changed of a person is written down in the same transaction, by the database itself.
    database.execute("CREATE TABLE moved (email TEXT)");
    database.after_account_update("policy_id", "TRUE", "INSERT INTO moved VALUES (NEW.email)");

    let serve = || Process::serve(folder.path(), &["--job-batch-size=20", "--job-retry-seconds=0"]);
    let mut program = serve();
    let move_all = json!({ "target": target, "expected": PEOPLE, "moves": "confirm" });
    let path = format!("/api/policies/{source}/member-moves");
    let caller = program.persona("trust-la");
    let begun = caller.post_under("once", &path, &move_all).expect(202)["id"].clone();
    let job = begun.as_str().unwrap().to_owned();
    for kill in 1..=KILLS {
        // As far as it gets: some are killed before they have begun, some in the middle of a batch.
        database.wait_for_more("SELECT COUNT(*) FROM moved", fastrand::i64(0..200));
        program.kill();
        let done = database.number("SELECT COUNT(*) FROM moved");
        assert!(done < PEOPLE, "killed under way each time: {done} after {kill}");
        let told = "SELECT COUNT(*) FROM job_member WHERE outcome IS NOT NULL";
        assert_eq!(database.number(told), done, "an outcome for each who was moved, and no other");
        let moved = database.members(&target) - before.in_target;
        assert_eq!(moved, done);
        // Where there may be other processes, its lease has to run out first.
        database.execute("UPDATE job SET lease_until = 0 WHERE state = 'running'");
        program = serve();
        // Whoever lost the answer asks once more under the same key, and begins nothing new.
        let again = program.persona("trust-la").post_under("once", &path, &move_all);
        assert_eq!(again.expect(202)["id"], begun);
    }
    let detail: JobDetail = follow(&program.persona("trust-la"), &job);
    assert_eq!(detail.job.state, JobState::Finished);
    assert_eq!(i64::from(detail.job.changed), PEOPLE);
    let moved = |outcome: &Outcome| matches!(outcome, Outcome::Moved { .. });
    assert!(detail.outcomes.iter().all(|member| moved(&member.outcome)));
    before.agree_after(&mut database, &ods, &target, &source, &job);
}

/// A policy with so many members, another that gives the same and one licence more, and seats for all.
fn arranged(database: &mut Database) -> (String, String, String) {
    database.execute("UPDATE subscription SET seats = 100000");
    let ods = database.ods_of("trust-la", 0);
    let source = database.policy(&ods, "National Policy");
    let target = database.policy(&ods, "Ward Staff");
    database.execute(&format!(
        "DELETE FROM licensing_error; UPDATE account SET licence_state = 'active'; \
         UPDATE account SET policy_id = NULL, member_since = NULL WHERE policy_id IN ('{source}', '{target}'); \
         UPDATE account SET ods = '{ods}', policy_id = '{source}', member_since = 0, aup_accepted = TRUE \
         WHERE id IN (SELECT id FROM account ORDER BY email LIMIT {PEOPLE})"
    ));
    (ods, target, source)
}

/// What is counted in more than one place.
struct Books {
    in_target: i64,
    in_source: i64,
    messages: i64,
}

impl Books {
    fn read(database: &mut Database, target: &str, source: &str) -> Self {
        Self {
            in_target: database.members(target),
            in_source: database.members(source),
            messages: database.number("SELECT COUNT(*) FROM outbox"),
        }
    }

    fn agree_after(
        &self,
        database: &mut Database,
        ods: &str,
        target: &str,
        source: &str,
        job: &str,
    ) {
        assert_eq!(database.number("SELECT COUNT(*) FROM moved"), PEOPLE);
        assert_eq!(database.number("SELECT COUNT(DISTINCT email) FROM moved"), PEOPLE);
        assert_eq!(database.members(target), self.in_target + PEOPLE);
        assert_eq!(database.members(source), self.in_source - PEOPLE);
        // Seats are counted from these.
        let miscounted = format!(
            "SELECT COUNT(*) FROM policy WHERE ods = '{ods}' AND member_count <> \
             (SELECT COUNT(*) FROM account WHERE account.policy_id = policy.id)"
        );
        assert_eq!(database.number(&miscounted), 0);
        let waiting = "SELECT COUNT(*) FROM policy WHERE pending_count <> 0 OR problem_count <> 0";
        assert_eq!(database.number(waiting), 0);
        assert_eq!(database.number("SELECT COUNT(*) FROM licensing_error"), 0);
        let of_job = |table: &str| format!("SELECT COUNT(*) FROM {table} WHERE job_id = '{job}'");
        assert_eq!(database.number(&of_job("history")), 1);
        assert_eq!(database.number(&of_job("outbox")), 1, "one e-mail about it");
        assert_eq!(database.number("SELECT COUNT(*) FROM outbox"), self.messages + 1);
        assert_eq!(database.number("SELECT COUNT(*) FROM job"), 1);
    }
}
