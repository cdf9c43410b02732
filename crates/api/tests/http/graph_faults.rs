//! What Microsoft Graph refuses, and what it does not answer: the first is told to whoever can mend it, the second
//! costs time and nothing else.

use std::time::{Duration, Instant};

use domain::{
    job::JobState,
    licensing::LicensingErrorCode::{
        self as Code, CountViolation, DependencyViolation, MutuallyExclusiveViolation, Other,
        ProhibitedInUsageLocationViolation, UniquenessViolation,
    },
    member::Outcome,
};
use serde_json::json;

use crate::{
    graph_licences::{Setting, setting, setting_with},
    support::graph::{Licence, Trouble, guid_of, plan_guid},
};

impl Setting {
    /// What somebody lacks, causes first.
    fn errors_of(&self, email: &str) -> Vec<(String, Code)> {
        let member = self.members(&format!("&q={email}")).items.remove(0);
        let errors = member.licensing_errors.iter();
        errors.map(|error| (error.sku.to_string(), error.code)).collect()
    }

    #[track_caller]
    fn assert_lacks(&self, email: &str, expected: &[(&str, Code)]) {
        let expected = expected.iter().map(|(sku, code)| ((*sku).to_owned(), *code));
        assert_eq!(self.errors_of(email), expected.collect::<Vec<_>>());
    }
}

#[test]
fn each_refusal_is_told_by_its_code_and_harms_nobody_else() {
    let mut setting = setting(9);
    let people = setting.emails();
    {
        let mut tenant = setting.graph.tenant();
        tenant.user(&people[0]).usage_location = None;
        tenant.user(&people[1]).has_namesake = true;
        tenant.users.remove(&people[2]);
        // A SharePoint of their own, from elsewhere, that excludes the one of E3.
        let other = Licence::own(guid_of("STANDARDPACK"), Vec::new());
        tenant.user(&people[3]).licences = vec![other];
        // The directory shows that something is wrong with the licence itself.
        let mut broken = Licence::own(guid_of("SPE_E3"), Vec::new());
        broken.error = Some("DependencyViolation");
        tenant.user(&people[4]).licences.push(broken);
        tenant.user(&people[4]).licences.remove(0);
        // Signs in with another name than their address.
        let renamed = tenant.users.remove(&people[5]).unwrap();
        tenant.users.insert("sign-in-name@nhs.net".to_owned(), renamed);
    }
    let done = setting.change(&json!({ "addOns": ["POWER_BI_PRO", "MCOMEETADV"] }));
    assert_eq!(done.job.state, JobState::Finished);
    let both = |code| [("MCOMEETADV", code), ("POWER_BI_PRO", code)];
    setting.assert_lacks(&people[0], &both(ProhibitedInUsageLocationViolation));
    setting.assert_lacks(&people[1], &both(UniquenessViolation));
    let outcome = |email: &String| {
        done.outcomes.iter().find(|member| member.email.as_str() == email).unwrap().outcome.clone()
    };
    assert_eq!(outcome(&people[2]), Outcome::NotFoundOrAupNotAccepted);
    setting.assert_lacks(
        &people[2],
        &[("MCOMEETADV", Other), ("SPE_E3", Other), ("POWER_BI_PRO", Other)],
    );
    let errors = setting.errors_of(&people[3]);
    assert_eq!(errors[0], ("SPE_E3".to_owned(), MutuallyExclusiveViolation));
    assert!(errors[1..].iter().all(|(_, code)| *code == Other), "{errors:?}");
    assert_eq!(outcome(&people[5]), Outcome::Licensed, "found by their address");
    for email in people[6..].iter().chain([&people[5]]) {
        assert_eq!(outcome(email), Outcome::Licensed);
    }
    assert_eq!(outcome(&people[4]), Outcome::Licensed, "what was broken has been set anew");
    assert_eq!(setting.members("").counts.failed, 4);

    // Once it is mended, another try is all it takes.
    {
        let mut tenant = setting.graph.tenant();
        tenant.user(&people[0]).usage_location = Some("GB".to_owned());
        tenant.user(&people[1]).has_namesake = false;
        tenant.add(&people[2], Vec::new());
        tenant.user(&people[3]).licences = Vec::new();
        tenant.user(&people[4]).licences = Vec::new();
    }
    let path = format!("{}/licensing-retries", setting.path());
    setting.caller.post(&path, &json!({})).expect(202);
    setting.latest();
    assert_eq!(setting.members("&state=active").total, 9);
}

#[test]
fn an_account_that_is_protected_holds_up_nobody_else() {
    let mut setting = setting(5);
    let people = setting.emails();
    let mut tenant = setting.graph.tenant();
    tenant.trouble.forbidden_user = Some(tenant.users[&people[0]].id.clone());
    drop(tenant);
    let done = setting.change(&json!({ "addOns": ["POWER_BI_PRO"] }));
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 4));
    setting.assert_lacks(&people[0], &[("POWER_BI_PRO", Other)]);
}

#[test]
fn an_error_of_before_is_not_taken_for_the_answer() {
    let mut setting = setting(3);
    let people = setting.emails();
    let mut tenant = setting.graph.tenant();
    for email in &people {
        tenant.user(email).licences[0].error = Some("CountViolation");
    }
    tenant.trouble.stale_reads = 2;
    drop(tenant);
    let done = setting.change(&json!({ "callRecording": false }));
    assert_eq!((done.job.done, done.job.changed), (3, 3), "{:?}", done.outcomes);
}

#[test]
fn a_tenant_without_seats_says_so_of_the_licence_that_it_lacks() {
    let setting = setting(8);
    let power_bi = guid_of("POWER_BI_PRO");
    {
        let mut tenant = setting.graph.tenant();
        let has = |licence: &Licence| licence.sku_id == power_bi;
        let taken = tenant.users.values().filter(|user| user.licences.iter().any(has)).count();
        tenant.enabled.insert(power_bi, u32::try_from(taken).unwrap() + 3);
    }
    let done = setting.change(&json!({ "addOns": ["POWER_BI_PRO", "MCOMEETADV"] }));
    assert_eq!((done.job.done, done.job.changed), (8, 3));
    let failed = setting.members("&state=failed");
    assert_eq!(failed.total, 5);
    for member in &failed.items {
        let email = member.email.as_str();
        setting.assert_lacks(email, &[("POWER_BI_PRO", CountViolation), ("MCOMEETADV", Other)]);
        let own = setting.graph.tenant().own(email);
        assert_eq!(own.len(), 1, "they keep what they had: {own:?}");
    }
}

#[test]
fn a_plan_that_needs_another_is_told_of_the_licence_that_has_it() {
    let mut setting = setting(2);
    let people = setting.emails();
    // Nobody's draft passes the check that says this; a catalogue of tomorrow may differ from Microsoft's rules.
    setting.database.execute(&format!(
        "UPDATE policy SET disabled_plans = '[\"SHAREPOINTENTERPRISE\"]' WHERE id = '{}'",
        setting.policy
    ));
    let off = vec![plan_guid("SPE_E3", "SWAY")];
    for email in &people {
        setting.graph.tenant().user(email).licences =
            vec![Licence::own(guid_of("SPE_E3"), off.clone())];
    }
    let path = format!("{}/licensing-retries", setting.path());
    setting.database.execute(&format!(
        "UPDATE account SET licence_state = 'failed' WHERE policy_id = '{}'",
        setting.policy
    ));
    setting.caller.post(&path, &json!({})).expect(202);
    setting.latest();
    for email in &people {
        setting.assert_lacks(email, &[("SPE_E3", DependencyViolation)]);
    }
}

/// A job of 45 people goes through this, and everyone has what they should, once.
fn comes_through(trouble: Trouble) -> Setting {
    let mut setting = setting(45);
    let people = setting.emails();
    setting.graph.tenant().trouble = trouble;
    let done = setting.change(&json!({ "addOns": ["POWER_BI_PRO"], "disabledPlans": [] }));
    assert_eq!(done.job.state, JobState::Finished);
    assert_eq!((done.job.done, done.job.changed), (45, 45), "nobody is marked wrong for it");
    setting.assert_own(&people, &[("POWER_BI_PRO", &[]), ("SPE_E3", &[])]);
    assert_eq!(setting.members("&state=active").total, 45);
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM licensing_error"), 0);
    assert!(setting.graph.tenant().seen.batches.iter().all(|requests| *requests <= 20));
    setting
}

#[test]
fn what_is_throttled_within_a_batch_is_asked_again_when_it_may_be() {
    let trouble =
        Trouble { singles: 30, single: Some((429, "1".to_owned())), ..Trouble::default() };
    let setting = comes_through(trouble);
    assert_eq!(setting.graph.tenant().trouble.singles, 0);
}

#[test]
fn throttled_and_unready_batches_are_sent_again() {
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(3);
    let soon = soon.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let trouble = Trouble {
        batches: vec![(504, None), (429, Some("1".to_owned())), (503, Some(soon))],
        ..Trouble::default()
    };
    comes_through(trouble);
}

#[test]
fn a_long_throttle_puts_the_job_off_and_others_of_the_policy_are_not_held_up() {
    let mut setting = setting(12);
    let national = setting.database.policy(&setting.ods, "National Policy");
    let people = setting.database.people(&setting.ods, Some(&national), 110);
    setting.graph.tenant().trouble.batches = vec![(429, Some("8".to_owned()))];
    let asked_at = Instant::now();
    setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect(200);
    let state =
        "SELECT COUNT(*) FROM job WHERE kind = 'licences' AND state = 'queued' AND put_off = 1";
    crate::support::inbox::until(|| (setting.database.number(state) == 1).then_some(()));
    assert_eq!(setting.members("&state=pending").total, 12);
    let path = format!("{}/members", setting.path());
    let body = crate::jobs::body(&people, &national);
    let begun = setting.caller.post(&path, &body).expect(202);
    crate::jobs::follow(&setting.caller, begun["job"]["id"].as_str().unwrap());
    assert_eq!(setting.database.number(state), 1, "still put off");
    let done = setting.latest();
    assert!(asked_at.elapsed() >= Duration::from_secs(8), "not before it was allowed to");
    assert_eq!((done.job.total, done.job.changed), (122, 122), "who came meanwhile is in it");
    assert_eq!(setting.members("&state=active").total, 122);
}

#[test]
fn a_connection_that_breaks_off_in_the_middle_of_an_answer_doubles_nothing() {
    comes_through(Trouble { drops: 5, ..Trouble::default() });
}

#[test]
fn what_is_shown_late_is_waited_for() {
    comes_through(Trouble { stale_reads: 1, ..Trouble::default() });
    // Longer than one job waits: it is put off, and goes on.
    comes_through(Trouble { stale_reads: 6, ..Trouble::default() });
}

#[test]
fn tokens_that_run_out_are_renewed() {
    let mut setting = setting_with(5, |graph| graph.tenant().trouble.no_tokens = 1);
    setting.change(&json!({ "addOns": ["POWER_BI_PRO"] }));
    let before = setting.graph.tenant().seen.token_requests;
    setting.change(&json!({ "addOns": ["MCOMEETADV"] }));
    assert_eq!(setting.graph.tenant().seen.token_requests, before, "kept");
    setting.graph.tenant().expire_tokens();
    let done = setting.change(&json!({ "addOns": [] }));
    assert_eq!(done.job.changed, 5);
    assert_eq!(setting.graph.tenant().seen.token_requests, before + 1);
    assert_eq!(setting.emails().len(), 5);
}

#[test]
fn an_application_that_is_not_permitted_marks_nobody_wrong() {
    let setting = setting_with(5, |graph| graph.tenant().trouble.is_forbidden = true);
    setting.patch(&json!({ "addOns": ["POWER_BI_PRO"] })).expect(200);
    let log = crate::support::inbox::until(|| {
        Some(setting.log()).filter(|log| log.contains("licences wait"))
    });
    assert!(log.contains("403 Forbidden Authorization_RequestDenied"), "{log}");
    let counts = setting.members("").counts;
    assert_eq!((counts.pending, counts.failed), (5, 0));
    setting.graph.tenant().trouble.is_forbidden = false;
    let done = setting.latest();
    assert_eq!((done.job.state, done.job.changed), (JobState::Finished, 5));
}
