//! The licensing errors of a policy: grouped with true totals, line by line, by e-mail, and tried again.

use domain::{
    job::{Job, JobKind, JobState},
    licensing::LicensingErrorCode::{self, CountViolation, Other, UniquenessViolation},
    licensing_errors::{ErrorLine, ExportBegun, LicensingErrorPage},
};
use serde_json::json;

use crate::{
    jobs::follow,
    licence_jobs::{Setting, hold_up, prepare, setting},
    support::inbox::{file_of, lines, newest},
};

/// A policy of which so many members found no seat of Power BI, two of those who did have an address in common
/// with somebody else.
fn failing(members: usize, failed: usize) -> Setting {
    let mut setting = setting(members, &[]);
    let (policy, ods) = (setting.policy.clone(), setting.ods.clone());
    setting.database.execute(&format!(
        "UPDATE policy SET add_ons = '[\"POWER_BI_PRO\"]' WHERE id = '{policy}'; \
         UPDATE subscription SET seats = 0 WHERE sku = 'POWER_BI_PRO' AND ods = '{ods}'; \
         INSERT INTO licensing_error (account_id, sku, code) \
             SELECT id, 'POWER_BI_PRO', 'CountViolation' FROM account \
             WHERE policy_id = '{policy}' ORDER BY sort_name, id LIMIT {failed}; \
         INSERT INTO licensing_error (account_id, sku, code) \
             SELECT account_id, 'SPE_E3', 'Other' FROM licensing_error; \
         INSERT INTO licensing_error (account_id, sku, code) \
             SELECT id, 'SPE_E3', 'UniquenessViolation' FROM account \
             WHERE policy_id = '{policy}' ORDER BY sort_name DESC, id DESC LIMIT 2; \
         UPDATE account SET licence_state = 'failed' \
             WHERE id IN (SELECT account_id FROM licensing_error)"
    ));
    setting
}

impl Setting {
    fn page(&self, query: &str) -> LicensingErrorPage {
        let path = format!("/api/policies/{}/licensing-errors?{query}", self.policy);
        self.caller.get(&path).expect_as(200)
    }

    /// All lines, read in pages of a size.
    fn lines(&self, query: &str) -> Vec<ErrorLine> {
        let (mut lines, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.page(&format!("{query}{cursor}"));
            lines.extend(page.items);
            match page.next_cursor {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return lines,
            }
        }
    }
}

fn codes(lines: &[ErrorLine]) -> Vec<LicensingErrorCode> {
    let mut codes = lines.iter().map(|line| line.error.code).collect::<Vec<_>>();
    codes.dedup();
    codes
}

#[test]
fn errors_are_counted_whole_and_listed_causes_first_whatever_the_page() {
    let setting = failing(150, 120);
    let page = setting.page("limit=7");
    let told = page.groups.iter().map(|group| (group.code, group.sku.as_str(), group.people));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (CountViolation, "POWER_BI_PRO", 120),
            (UniquenessViolation, "SPE_E3", 2),
            (Other, "SPE_E3", 120)
        ]
    );
    assert_eq!((page.people, page.total, page.pending), (122, 242, 0));
    assert_eq!(page.items.len(), 7);
    let lines = setting.lines("limit=7");
    assert_eq!(lines, setting.lines("limit=1000"));
    assert_eq!(lines.len(), 242);
    assert_eq!(codes(&lines), [CountViolation, UniquenessViolation, Other]);
    assert_eq!(lines[0].error.product, "Power BI Pro");
    let group = setting.page("code=UniquenessViolation&sku=SPE_E3");
    assert_eq!((group.total, group.items.len(), group.groups.len()), (2, 2, 3));
    assert_eq!(setting.lines("code=CountViolation&limit=50").len(), 120);
    for query in ["limit=0", "limit=1001", "cursor=x", "code=a&code=b", "colour=red"] {
        let path = format!("/api/policies/{}/licensing-errors?{query}", setting.policy);
        setting.caller.get(&path).problem(400, "queryInvalid");
    }
}

#[test]
fn who_has_not_had_their_turn_has_no_error_yet() {
    let mut setting = failing(10, 4);
    setting.database.execute(&format!(
        "UPDATE account SET licence_state = 'pending' WHERE policy_id = '{}' \
         AND licence_state = 'failed'",
        setting.policy
    ));
    let page = setting.page("");
    assert_eq!((page.people, page.total, page.pending), (0, 0, 6));
    assert_eq!((page.groups, page.items), (vec![], vec![]));
}

#[test]
fn they_come_by_e_mail_with_a_line_for_each_member_and_licence_once() {
    let setting = failing(20, 5);
    let path = format!("/api/policies/{}/licensing-error-exports", setting.policy);
    let begun: ExportBegun = setting.caller.post_under("export", &path, &json!({})).expect_as(202);
    setting.caller.post_under("export", &path, &json!({})).expect(202);
    let message = newest(&setting.caller, 1);
    assert_eq!(message.to, begun.to);
    assert!(message.line.subject.ends_with("7 people with licensing errors"), "{message:?}");
    assert!(message.text.contains("5 people: no Power BI Pro seats left"), "{}", message.text);
    let lines_of_file = file_of(&message);
    assert_eq!(lines_of_file.len(), 12);
    assert!(lines_of_file[0].contains(",Power BI Pro,CountViolation,"), "{}", lines_of_file[0]);
    assert!(lines_of_file[11].contains(",Other,"), "causes first: {}", lines_of_file[11]);
    assert_eq!(lines(&setting.caller).len(), 1, "the same request is one e-mail");
}

#[test]
fn that_there_are_none_is_told_by_e_mail_too() {
    let setting = setting(3, &["--public-url=https://policies.example.nhs.uk/"]);
    let path = format!("/api/policies/{}/licensing-error-exports", setting.policy);
    setting.caller.post(&path, &json!({})).expect(202);
    let message = newest(&setting.caller, 1);
    assert!(message.line.subject.ends_with("no licensing errors"), "{message:?}");
    assert_eq!(message.attachment, None);
    let link =
        format!("https://policies.example.nhs.uk/policies/{}/licensing-errors", setting.policy);
    assert!(message.text.contains(&link) && message.html.contains(&link), "{}", message.text);
    setting
        .caller
        .post(&path, &json!({ "to": "somebody@else" }))
        .refuses(&[("/to", "fieldUnknown")]);
}

#[test]
fn few_are_tried_again_at_once_when_what_was_in_the_way_is_mended() {
    let mut setting = failing(60, 20);
    let path = format!("/api/policies/{}/licensing-retries", setting.policy);
    let answer = setting.caller.post_under("first", &path, &json!({}));
    let job: Job = answer.expect_as(202);
    assert_eq!(answer.header("location"), Some(format!("/api/jobs/{}", job.id).as_str()));
    assert_eq!((job.kind, job.state), (JobKind::Licences, JobState::Finished));
    assert_eq!((job.total, job.done, job.changed), (22, 22, 0), "nothing is mended yet");
    let page = setting.page("");
    assert_eq!((page.people, page.pending), (22, 0));

    setting.database.execute("UPDATE subscription SET seats = 100000");
    let job: Job = setting.caller.post(&path, &json!({})).expect_as(202);
    assert_eq!((job.total, job.changed), (22, 20), "accounts that are wrong stay wrong");
    let left = setting.page("");
    assert_eq!(left.groups.iter().map(|group| group.people).collect::<Vec<_>>(), [2]);
    let again: Job = setting.caller.post_under("first", &path, &json!({})).expect_as(202);
    assert_eq!(again.changed, 0, "the same request has the same answer");
}

#[test]
fn many_are_tried_again_by_a_job_and_there_is_one_at_a_time() {
    let mut setting = failing(150, 130);
    setting.database.execute("UPDATE subscription SET seats = 100000");
    hold_up(&mut setting);
    let path = format!("/api/policies/{}/licensing-retries", setting.policy);
    let job: Job = setting.caller.post(&path, &json!({})).expect_as(202);
    assert_eq!((job.state, job.total), (JobState::Queued, 132));
    assert_eq!(setting.page("").pending, 132);
    assert_eq!(setting.members("&state=active").total, 18, "who has them all is left alone");
    setting.caller.post(&path, &json!({})).problem(409, "licencesApplying");
    crate::licence_jobs::release(&mut setting);
    let done = follow(&setting.caller, job.id.as_str());
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 130));
    assert_eq!(setting.page("").people, 2);
}

#[test]
fn where_nobody_lacks_anything_there_is_nothing_to_try_again() {
    let mut setting = setting(5, &[]);
    let path = format!("/api/policies/{}/licensing-retries", setting.policy);
    setting.caller.post(&path, &json!({})).problem(409, "noLicensingErrors");
    // Left over by a job that could not go on.
    let policy = setting.policy.clone();
    setting.database.execute(&format!(
        "UPDATE account SET licence_state = 'pending' WHERE policy_id = '{policy}'"
    ));
    let job: Job = setting.caller.post(&path, &json!({})).expect_as(202);
    assert_eq!((job.total, job.changed), (5, 5));
    let (_, again) = prepare(&mut setting.database, 5);
    assert_eq!(again, policy);
}
