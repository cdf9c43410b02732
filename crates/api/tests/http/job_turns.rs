//! Organisations take turns: who has many jobs keeps nobody else waiting for all of them.

use domain::job::JobList;

use crate::{
    jobs::follow,
    support::{Api, Database, SMALL, is_sqlite, seed_database},
};

#[test]
fn an_organisation_with_many_jobs_keeps_another_waiting_for_one() {
    if !is_sqlite() {
        // Several runners may end jobs in another order than they took them.
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let mut database = Database::open(folder.path());
    let (many, one) = (database.ods_of("trust-la", 0), database.ods_of("region-la", 0));
    let jobs = [
        ("a", &many, "National Policy"),
        ("b", &many, "Ward Staff"),
        ("c", &many, "Bank Staff"),
        ("d", &one, "National Policy"),
    ];
    for (id, ods, name) in jobs {
        let policy = database.policy(ods, name);
        database.execute(&format!(
            "INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, \
                              changed, created_at) \
             SELECT '{id}', '{policy}', administrator_id, 'Someone', 'queued', 0, 0, 0, 0 \
             FROM persona WHERE id = 'platform-la'"
        ));
    }
    let api = Api::serve(folder, &["--demo"]);
    let caller = api.persona("platform-la");
    for (id, ..) in jobs {
        follow(&caller, id);
    }
    let ended = database.column::<String>("SELECT job_id FROM history ORDER BY id");
    assert_eq!(ended, ["a", "d", "b", "c"]);
    let listed: JobList = caller.get("/api/jobs").expect_as(200);
    assert_eq!(listed.items.len(), 4);
}
