//! Two organisations with the same things in each, somebody of every role, and what the owners see of it all.

use std::{collections::HashMap, fmt::Write as _};

use domain::session::Role;
use serde_json::json;

use super::matrix::ROLES;
use crate::support::{Api, Caller, Database};

/// Until when the jobs here are somebody else's: nothing of the test happens beside it.
const FAR_AWAY: u64 = 9_000_000_000_000;

/// Everything there is to ask for.
pub(super) struct World {
    pub(super) api: Api,
    pub(super) own: Things,
    /// Those of the same organisation, with its national policy for the policy.
    pub(super) national: Things,
    pub(super) other: Things,
    pub(super) callers: Callers,
    /// An e-mail to each administrator.
    messages: HashMap<String, String>,
    others_message: String,
    /// Primary local administrator of both organisations.
    owner: Caller,
}

/// What is an organisation's.
pub(super) struct Things {
    pub(super) ods: String,
    pub(super) organisation: String,
    /// The policy that requests are about.
    pub(super) policy: String,
    /// Another policy, to move people to.
    pub(super) target: String,
    /// A member of the policy.
    pub(super) member: String,
    /// Somebody of the organisation.
    pub(super) user: String,
    pub(super) email: String,
    /// A job of the policy that is over, and one that is not.
    pub(super) job: String,
    pub(super) open_job: String,
}

/// Who asks.
pub(super) struct Callers {
    pub(super) nobody: Caller,
    pub(super) no_role: Caller,
    /// Of the own organisation, in the order of [`ROLES`].
    pub(super) roles: [(String, Caller); 4],
    /// Helpdesk of the own organisation, local administrator of a third one.
    pub(super) split: (String, Caller),
}

impl World {
    pub(super) fn new() -> Self {
        let api = Api::start_with(&crate::support::SMALL, &["--demo", "--rate-limit-per-second=0"]);
        let mut database = api.database();
        let codes = [("trust-la", 0), ("region-la", 0), ("region-la", 1)];
        let [own, other, third] = codes.map(|(persona, nth)| database.ods_of(persona, nth));
        let of = |role: Role, ods: &str| (role, ods.to_owned());
        let roles = ROLES.map(|role| {
            let id = administrator(&mut database, role.label(), &[of(role, &own)]);
            let caller = api.persona(&id);
            (id, caller)
        });
        let both = [of(Role::Helpdesk, &own), of(Role::PrimaryLocalAdministrator, &third)];
        let split = administrator(&mut database, "Split", &both);
        let no_role = administrator(&mut database, "No role", &[]);
        let everything = [&own, &other].map(|ods| of(Role::PrimaryLocalAdministrator, ods));
        let owner = administrator(&mut database, "Owner", &everything);
        let callers = Callers {
            nobody: api.nobody(),
            no_role: api.persona(&no_role),
            roles,
            split: (split.clone(), api.persona(&split)),
        };
        let [local, target] = policies(&mut database, &own);
        let national = national(&mut database, &own);
        let [other_local, other_target] = policies(&mut database, &other);
        // What is to be moved there stays queued behind this.
        for policy in [&target, &other_target] {
            let job = new_job(&mut database, policy, &owner);
            be_open(&mut database, &job);
        }
        let asking = callers.roles.iter().chain([&callers.split]).map(|(id, _)| id.clone());
        let messages = asking.map(|id| {
            let message = message(&mut database, &id, &local);
            (id, message)
        });
        let messages = messages.collect();
        let others_message = message(&mut database, &owner, &other_local);
        Self {
            own: Things::new(&mut database, &own, &local, &target, &owner),
            national: Things::new(&mut database, &own, &national, &target, &owner),
            other: Things::new(&mut database, &other, &other_local, &other_target, &owner),
            owner: api.persona(&owner),
            callers,
            messages,
            others_message,
            api,
        }
    }

    /// The version of a policy.
    pub(super) fn etag(&self, policy: &str) -> String {
        let answer = self.owner.get(&format!("/api/policies/{policy}"));
        answer.expect(200);
        answer.header("etag").unwrap().to_owned()
    }

    /// A shared mailbox of an organisation.
    pub(super) fn mailbox(&self, ods: &str) -> String {
        self.api.database().text(&of_mailbox("id", ods))
    }

    /// The version of that.
    pub(super) fn mailbox_version(&self, ods: &str) -> String {
        format!("\"{}\"", self.api.database().number(&of_mailbox("version", ods)))
    }

    /// Lets somebody of a third organisation, neither one's own nor the other, be a leaver.
    pub(super) fn somebody_leaves_elsewhere(&self) {
        let mut database = self.api.database();
        let leaver = database.text(&format!(
            "SELECT id FROM account WHERE ods NOT IN ('{}', '{}') AND status = 'active' AND aup_accepted \
             ORDER BY id LIMIT 1",
            self.own.ods, self.other.ods
        ));
        database.execute(&format!(
            "UPDATE subscription SET seats = 100000; \
             UPDATE account SET status = 'active', leaver_until = NULL WHERE status = 'leaver'; \
             UPDATE account SET status = 'leaver', leaver_until = '9999-01-01' WHERE id = '{leaver}'"
        ));
    }

    /// Who leaves elsewhere.
    pub(super) fn leaver_elsewhere(&self) -> String {
        let leavers = "SELECT email FROM account WHERE status = 'leaver' AND leaver_until = '9999-01-01' LIMIT 1";
        // Once they have been taken over, there is nobody.
        self.api.database().column(leavers).pop().unwrap_or_else(|| "nobody@nhs.net".to_owned())
    }

    /// An e-mail to whoever asks, or, where it is to be another's, to the owner.
    pub(super) fn message(&self, things: &Things, asking: &str) -> &str {
        let is_other = std::ptr::eq(things, &raw const self.other);
        let to = if is_other { None } else { self.messages.get(asking) };
        to.unwrap_or(&self.others_message)
    }

    /// Whether an answer tells of anything that is the other organisation's.
    pub(super) fn tells_of_other(&self, answer: &str) -> bool {
        let Things { organisation, policy, user, job, open_job, .. } = &self.other;
        [organisation, policy, user, job, open_job].into_iter().any(|thing| answer.contains(thing))
    }

    /// All that the owner of both organisations sees of them, and how much there is in the tables that nobody is
    /// shown.
    pub(super) fn seen(&self) -> String {
        let mut seen = String::new();
        let mut see = |path: &str| {
            let answer = self.owner.get(path);
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            let etag = answer.header("etag").unwrap_or_default();
            writeln!(seen, "{path} {etag} {}", answer.text()).unwrap();
        };
        [
            "/api/policies",
            "/api/organisations",
            "/api/jobs",
            "/api/history",
            "/api/users",
            "/api/shared-mailboxes",
        ]
        .into_iter()
        .for_each(&mut see);
        for things in [&self.own, &self.national, &self.other] {
            let Things { policy, target, open_job, .. } = things;
            see(&format!("/api/jobs/{open_job}"));
            for policy in [policy, target] {
                see(&format!("/api/policies/{policy}"));
                see(&format!("/api/policies/{policy}/members?limit=200"));
                see(&format!("/api/policies/{policy}/licensing-errors"));
            }
        }
        let mut database = self.api.database();
        for table in [
            "policy",
            "account",
            "history",
            "person_history",
            "mfa_exemption",
            "mfa_group_member",
            "sign_in_method",
            "job",
            "job_member",
            "idempotency",
            "outbox",
        ] {
            let rows = database.number(&format!("SELECT COUNT(*) FROM {table}"));
            writeln!(seen, "{table} {rows}").unwrap();
        }
        let versions = "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM shared_mailbox";
        writeln!(seen, "shared_mailbox {}", database.number(versions)).unwrap();
        let defaults = "SELECT COALESCE(default_policy_id, '') FROM organisation ORDER BY ods";
        writeln!(seen, "{}", database.column::<String>(defaults).join(" ")).unwrap();
        seen
    }
}

impl Things {
    fn new(db: &mut Database, ods: &str, policy: &str, target: &str, owner: &str) -> Self {
        let member = db.text(&format!(
            "SELECT id FROM account WHERE policy_id = '{policy}' AND aup_accepted ORDER BY id LIMIT 1"
        ));
        let user = db.text(&format!(
            "SELECT id FROM account WHERE ods = '{ods}' AND aup_accepted AND status = 'active' \
             AND policy_id IS NOT NULL AND id <> '{member}' ORDER BY id LIMIT 1"
        ));
        let email = db.text(&format!("SELECT email FROM account WHERE id = '{user}'"));
        let organisation = db.text(&format!("SELECT name FROM organisation WHERE ods = '{ods}'"));
        let (job, open_job) = (new_job(db, policy, owner), new_job(db, policy, owner));
        let things = Self {
            ods: ods.to_owned(),
            organisation,
            policy: policy.to_owned(),
            target: target.to_owned(),
            member,
            user,
            email,
            job,
            open_job,
        };
        things.open(db);
        things
    }

    /// Lets the open job be open, and done by somebody else.
    pub(super) fn open(&self, database: &mut Database) {
        be_open(database, &self.open_job);
    }

    /// Lets the user be a leaver, or somebody in use.
    pub(super) fn is_leaver(&self, database: &mut Database, is_leaver: bool) {
        let user = &self.user;
        let status = if is_leaver { "'leaver'" } else { "'active'" };
        let until = if is_leaver { "'9999-01-01'" } else { "NULL" };
        database.execute(&format!(
            "UPDATE account SET status = {status}, leaver_until = {until} WHERE id = '{user}'"
        ));
    }

    /// Lets the user's account be one that was made safe, with multi-factor authentication on.
    pub(super) fn mfa_is_on(&self, database: &mut Database) {
        let user = &self.user;
        database.execute(&format!(
            "UPDATE account SET status = 'remediated', status_since = 0 WHERE id = '{user}'; \
             UPDATE mfa_exemption SET ended_at = 0 WHERE account_id = '{user}' AND ended_at IS NULL"
        ));
    }

    /// The same, with it off.
    pub(super) fn mfa_is_off(&self, database: &mut Database) {
        self.mfa_is_on(database);
        let Self { user, ods, .. } = self;
        let id = uuid::Uuid::now_v7();
        database.execute(&format!(
            "INSERT INTO mfa_exemption (id, account_id, ods, administrator_id, administrator, reason, begun_at, until) \
             VALUES ('{id}', '{user}', '{ods}', (SELECT MIN(id) FROM administrator), 'Owner', 'New phone', 0, {FAR_AWAY})"
        ));
    }

    /// Lets a member of the policy lack a licence, for a reason that another try may mend.
    pub(super) fn lack_a_licence(&self, database: &mut Database) {
        let Self { policy, member, .. } = self;
        let lacking = format!("SELECT base_licence FROM policy WHERE id = '{policy}'");
        database.execute(&format!(
            "UPDATE account SET policy_id = '{policy}', licence_state = 'failed' WHERE id = '{member}'; \
             INSERT INTO licensing_error (account_id, sku, code) \
             VALUES ('{member}', ({lacking}), 'Other') ON CONFLICT DO NOTHING"
        ));
    }
}

/// A job of a policy, without people, that is over.
fn of_mailbox(column: &str, ods: &str) -> String {
    format!("SELECT {column} FROM shared_mailbox WHERE ods = '{ods}' ORDER BY id LIMIT 1")
}

fn new_job(database: &mut Database, policy: &str, owner: &str) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    database.execute(&format!(
        "INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, changed, created_at, \
                          finished_at) \
         VALUES ('{id}', '{policy}', '{owner}', 'Owner', 'finished', 0, 0, 0, 0, 0)"
    ));
    id
}

fn be_open(database: &mut Database, job: &str) {
    database.execute(&format!(
        "UPDATE job SET state = 'running', done = 0, finished_at = NULL, \
                        lease_owner = 'somebody', lease_until = {FAR_AWAY} \
         WHERE id = '{job}'"
    ));
}

/// An e-mail that has been sent to somebody.
fn message(database: &mut Database, administrator: &str, policy: &str) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    let letter = json!({
        "to": "somebody@nhs.net", "toName": "Somebody", "subject": "Written", "text": "Written",
        "html": "Written", "attachment": null
    });
    database.execute(&format!(
        "INSERT INTO outbox (id, administrator_id, kind, policy_id, state, due_at, created_at, \
                             written_at, letter) \
         VALUES ('{id}', '{administrator}', 'licensingErrors', '{policy}', 'sent', 0, 0, 0, '{letter}')"
    ));
    id
}

/// Somebody with these roles, whom one can sign in as.
fn administrator(database: &mut Database, name: &str, roles: &[(Role, String)]) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    database.execute(&format!(
        "INSERT INTO administrator (id, subject, name, email) \
         VALUES ('{id}', '{id}', '{name}', 'somebody@nhs.net'); \
         INSERT INTO persona (id, position, administrator_id, description) \
         VALUES ('{id}', 100, '{id}', '{name}')"
    ));
    for (role, ods) in roles {
        let role = serde_json::to_value(role).unwrap();
        let role = role.as_str().unwrap();
        database.execute(&format!(
            "INSERT INTO administrator_role (administrator_id, ods, role) \
             VALUES ('{id}', '{ods}', '{role}')"
        ));
    }
    id
}

/// The two local policies of an organisation with the most members.
fn policies(database: &mut Database, ods: &str) -> [String; 2] {
    let policies = database.column::<String>(&format!(
        "SELECT id FROM policy WHERE ods = '{ods}' AND kind = 'local' \
         ORDER BY member_count DESC, id LIMIT 2"
    ));
    policies.try_into().unwrap()
}

fn national(database: &mut Database, ods: &str) -> String {
    database.text(&format!("SELECT id FROM policy WHERE ods = '{ods}' AND kind = 'national'"))
}
