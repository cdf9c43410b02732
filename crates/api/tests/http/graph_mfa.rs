//! With Microsoft Graph, whoever has MFA disabled is in the group that goes without it: in it before the time begins,
//! and out of it before it counts as over, whatever the directory or the program does about those moments.

use domain::{
    mfa::{Mfa, MfaState, WhyAlways},
    person_history::{PersonEvent, PersonHistoryPage},
};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    graph_licences::{Setting, serve_with, setting},
    support::{Answer, graph::GROUP, inbox::until},
};

/// People whose accounts were made safe, by their identifiers here and there.
struct People {
    setting: Setting,
    here: Vec<String>,
    there: Vec<String>,
}

fn flags() -> Vec<String> {
    vec![format!("--graph-mfa-exclusion-group={GROUP}")]
}

fn people(count: usize) -> People {
    let mut setting = setting(count);
    let emails = setting.emails();
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for email in &emails {
        setting.database.execute(&format!(
            "UPDATE account SET status = 'remediated', leaver_until = NULL, status_since = 0 WHERE email = '{email}'"
        ));
        here.push(
            setting.database.text(&format!("SELECT id FROM account WHERE email = '{email}'")),
        );
        there.push(setting.graph.tenant().user(email).id.clone());
    }
    let mut people = People { setting, here, there };
    people.restart();
    people
}

impl People {
    /// Kills the program and starts it again.
    fn restart(&mut self) {
        if let Some(process) = self.setting.process.take() {
            process.kill();
        }
        let process = serve_with(&self.setting.graph, &self.setting.folder, &flags());
        self.setting.caller = process.persona("trust-la");
        self.setting.process = Some(process);
    }

    fn disable(&self, person: usize) -> Answer {
        let path = format!("/api/users/{}/mfa-exemptions", self.here[person]);
        self.setting.caller.post(&path, &json!({ "reason": "New phone" }))
    }

    fn enforce(&self, person: usize) -> Answer {
        let path = format!("/api/users/{}/mfa-enforcements", self.here[person]);
        self.setting.caller.post(&path, &json!({}))
    }

    fn state(&self, person: usize) -> MfaState {
        let path = format!("/api/users/{}/mfa", self.here[person]);
        self.setting.caller.get(&path).expect_as::<Mfa>(200).state
    }

    fn events(&self, person: usize) -> Vec<(Option<String>, PersonEvent)> {
        let path = format!("/api/users/{}/history", self.here[person]);
        let page: PersonHistoryPage = self.setting.caller.get(&path).expect_as(200);
        page.items.into_iter().map(|entry| (entry.administrator, entry.event)).collect()
    }

    fn is_in(&self, person: usize) -> bool {
        self.setting.graph.tenant().group.members.contains(&self.there[person])
    }

    fn count(&mut self, of: &str) -> i64 {
        self.setting.database.number(&format!("SELECT COUNT(*) FROM {of}"))
    }

    /// Moves the clock on: whose time runs, for them it is over now, and whoever waits is tried again.
    fn time_is_over(&mut self) {
        let now = Timestamp::now().as_millisecond();
        self.setting.database.execute(&format!(
            "UPDATE mfa_exemption SET until = {now} WHERE ended_at IS NULL; UPDATE mfa_group_member SET not_before = 0"
        ));
    }

    /// Whoever waits for another try has it now.
    fn try_now(&mut self) {
        self.setting.database.execute("UPDATE mfa_group_member SET not_before = 0");
    }
}

#[test]
fn without_the_group_it_is_said_whom_to_ask() {
    let mut people = people(1);
    people.setting.process.take().unwrap().kill();
    let process = serve_with(&people.setting.graph, &people.setting.folder, &[]);
    people.setting.caller = process.persona("trust-la");
    people.setting.process = Some(process);
    assert_eq!(people.state(0), MfaState::EnforcedAlways { because: WhyAlways::KeptElsewhere });
    let refused = people.disable(0);
    let problem = refused.problem(409, "mfaKeptElsewhere");
    assert!(problem.detail.contains("Ask the helpdesk"), "{}", problem.detail);
}

#[test]
fn who_has_it_disabled_is_in_the_group_and_who_has_it_again_is_not() {
    let people = people(1);
    people.disable(0).expect(201);
    assert!(people.is_in(0));
    assert!(matches!(people.state(0), MfaState::Disabled { .. }));
    people.disable(0).problem(409, "mfaAlreadyDisabled");
    let enforced: Mfa = people.enforce(0).expect_as(200);
    assert_eq!(enforced, Mfa { state: MfaState::Enforced, times_disabled: 1 });
    assert!(!people.is_in(0));
    people.enforce(0).problem(409, "mfaNotDisabled");
    let told = people.events(0);
    let priya = Some("Priya Nair".to_owned());
    assert_eq!(told[0], (priya.clone(), PersonEvent::MfaEnforced));
    assert!(matches!(&told[1], (by, PersonEvent::MfaDisabled { .. }) if *by == priya));
    // Who is in already, or out already, has been put in or taken out.
    people.setting.graph.tenant().group.members.insert(people.there[0].clone());
    people.disable(0).expect(201);
    people.setting.graph.tenant().group.members.clear();
    people.enforce(0).expect(200);
    assert_eq!(people.state(0), MfaState::Enforced);
}

#[test]
fn when_the_time_is_over_they_are_taken_out_and_only_then_does_it_count_as_over() {
    let mut people = people(1);
    people.disable(0).expect(201);
    people.setting.graph.tenant().group.refusals = vec![500; 400];
    people.time_is_over();
    // The directory does not do it: it is told so, and tried again.
    until(|| {
        (people.setting.database.number("SELECT tries FROM mfa_group_member") > 0).then_some(())
    });
    assert!(matches!(people.state(0), MfaState::Enforcing { .. }));
    assert!(people.is_in(0));
    assert_eq!(people.events(0).len(), 1);
    people.disable(0).problem(409, "mfaBeingChanged");
    people.setting.graph.tenant().group.refusals.clear();
    people.try_now();
    let told = until(|| Some(people.events(0)).filter(|told| told.len() == 2));
    assert_eq!(told[0], (None, PersonEvent::MfaEnforcedInTime));
    assert!(!people.is_in(0));
    assert_eq!(people.state(0), MfaState::Enforced);
    assert_eq!(people.setting.graph.tenant().group.taken_out.len(), 1);
    let log = people.setting.process.as_ref().unwrap().log();
    assert!(!log.contains(&people.there[0]), "{log}");
}

#[test]
fn whoever_asked_for_it_stands_in_the_history_also_where_the_directory_does_it_later() {
    let mut people = people(1);
    people.disable(0).expect(201);
    people.setting.graph.tenant().group.is_forbidden = true;
    let asked: Mfa = people.enforce(0).expect_as(200);
    assert!(matches!(asked.state, MfaState::Enforcing { .. }), "{asked:?}");
    people.setting.graph.tenant().group.is_forbidden = false;
    people.try_now();
    let told = until(|| Some(people.events(0)).filter(|told| told.len() == 2));
    assert_eq!(told[0], (Some("Priya Nair".to_owned()), PersonEvent::MfaEnforced));
}

#[test]
fn on_an_account_that_is_compromised_again_they_are_taken_out_at_once() {
    let mut people = people(2);
    people.disable(0).expect(201);
    people.disable(1).expect(201);
    let compromised =
        format!("UPDATE account SET status = 'compromised' WHERE id = '{}'", people.here[0]);
    people.setting.database.execute(&compromised);
    // A leaver's account is none that was made safe either.
    let leaver = format!("/api/users/{}/leaver", people.here[1]);
    people.setting.caller.post(&leaver, &json!({})).expect(200);
    until(|| (people.count("mfa_group_member") == 0).then_some(()));
    assert_eq!(people.state(0), MfaState::EnforcedAlways { because: WhyAlways::Compromised });
    assert_eq!(people.events(0)[0], (None, PersonEvent::MfaEnforced));
    assert!(!people.is_in(0) && !people.is_in(1));
    assert_eq!(people.count("mfa_exemption WHERE ended_at IS NULL"), 0);
}

#[test]
fn where_the_directory_refuses_or_is_silent_nothing_is_disabled_and_nobody_is_forgotten_in_the_group()
 {
    let mut people = people(1);
    people.setting.graph.tenant().group.is_forbidden = true;
    people.disable(0).problem(409, "mfaNotPermitted");
    assert_eq!(people.count("mfa_group_member"), 0);
    people.setting.graph.tenant().group.is_forbidden = false;
    people.setting.graph.tenant().group.refusals = vec![400];
    people.disable(0).problem(409, "mfaGroupRefused");
    // Done, but nobody hears of it.
    people.setting.graph.tenant().group.members.insert(people.there[0].clone());
    people.setting.graph.tenant().group.refusals = vec![503; 4];
    people.disable(0).problem(503, "directoryNotReady");
    assert!(matches!(people.state(0), MfaState::Enforcing { .. }));
    // It may still take effect, so it is let be for a minute.
    people.try_now();
    until(|| (people.count("mfa_group_member") == 0).then_some(()));
    assert!(!people.is_in(0));
    assert_eq!(people.state(0), MfaState::Enforced);
    assert_eq!(people.events(0), []);
    let email = people.setting.emails().remove(0);
    people.setting.graph.tenant().users.remove(&email);
    people.disable(0).problem(409, "notInDirectory");
    assert_eq!(people.count("mfa_exemption"), 0);
}

#[test]
fn who_was_on_their_way_when_the_program_was_killed_is_taken_out() {
    let mut people = people(1);
    people.setting.graph.tenant().trouble.slow_change = Some(std::time::Duration::from_mins(1));
    let (base, token) = {
        let process = people.setting.process.as_ref().unwrap();
        (process.base().to_owned(), process.token("trust-la"))
    };
    let path = format!("/api/users/{}/mfa-exemptions", people.here[0]);
    let asking = std::thread::spawn(move || {
        let agent = ureq::Agent::new_with_defaults();
        let request = agent.post(format!("{base}{path}"));
        let request = request.header("authorization", format!("Bearer {token}"));
        // Its program is killed.
        assert!(
            request
                .header("idempotency-key", "k")
                .send_json(json!({ "reason": "New phone" }))
                .is_err()
        );
    });
    until(|| (people.count("mfa_group_member") == 1).then_some(()));
    people.restart();
    asking.join().unwrap();
    people.setting.graph.tenant().group.members.insert(people.there[0].clone());
    // It is not known whether they are in, so nothing is told of them, and nothing begun.
    assert_eq!(people.state(0), MfaState::Enforced);
    people.disable(0).problem(409, "mfaBeingChanged");
    people.try_now();
    until(|| (people.count("mfa_group_member") == 0).then_some(()));
    assert!(!people.is_in(0));
    assert_eq!(people.events(0), []);
    people.disable(0).expect(201);
}

#[test]
fn everybody_is_taken_out_once_however_often_the_program_is_killed_about_the_moment() {
    let mut people = people(12);
    for person in 0..12 {
        people.disable(person).expect(201);
    }
    people.time_is_over();
    for round in 0..4 {
        people.setting.graph.tenant().trouble.slow_change =
            Some(std::time::Duration::from_millis(1_500));
        // In the middle of taking somebody out, before the directory has done it.
        until(|| {
            let is_asked = people.setting.graph.tenant().trouble.slow_change.is_none();
            (is_asked
                || people.setting.database.number("SELECT COUNT(*) FROM mfa_group_member") == 0)
                .then_some(())
        });
        // And once it has done it, but the answer breaks off.
        people.setting.graph.tenant().trouble.drops = 1;
        people.restart();
        people.try_now();
        let over = people.count("person_history WHERE kind = 'mfaEnforcedInTime'");
        let sum = "SELECT (SELECT COUNT(*) FROM person_history WHERE kind = 'mfaEnforcedInTime') \
                       + (SELECT COUNT(*) FROM mfa_group_member)";
        assert_eq!(people.setting.database.number(sum), 12, "round {round}");
        let in_group = people.setting.graph.tenant().group.members.len();
        let over = usize::try_from(over).unwrap();
        assert!(in_group <= 12 - over, "nobody counts as out who is in");
    }
    until(|| (people.count("mfa_group_member") == 0).then_some(()));
    assert_eq!(people.setting.graph.tenant().group.members.len(), 0);
    assert_eq!(people.setting.graph.tenant().group.taken_out.len(), 12);
    for person in 0..12 {
        let told = people.events(person);
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(told[0], (None, PersonEvent::MfaEnforcedInTime));
        assert_eq!(people.state(person), MfaState::Enforced);
    }
}
