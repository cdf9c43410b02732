//! How somebody signed in, as Microsoft Graph tells it: over several pages, and plainly where it does not.

use domain::log_on::{
    LogOnPage,
    LogOnResult::{AccountLocked, BlockedByConditionalAccess, MfaDenied, Success, WrongPassword},
    Risk,
};

use crate::{
    graph_licences::{Setting, setting},
    support::{Answer, graph::sign_in},
};

impl Setting {
    /// The first of the members, by their identifier here.
    fn somebody(&mut self) -> (String, String) {
        let email = self.emails().remove(0);
        let id = self.database.text(&format!("SELECT id FROM account WHERE email = '{email}'"));
        (id, email)
    }

    fn log_ons(&self, person: &str) -> Answer {
        self.caller.get(&format!("/api/users/{person}/log-ons"))
    }
}

#[test]
fn all_pages_are_read_and_told_in_words() {
    let mut setting = setting(2);
    let (person, email) = setting.somebody();
    {
        let mut tenant = setting.graph.tenant();
        let user = tenant.user(&email).id.clone();
        let codes = [0, 50_053, 50_126, 50_126, 53_003, 0, 500_121];
        let of = (0..)
            .zip(codes)
            .map(|(number, code)| (user.clone(), sign_in(number, 1 + i64::from(number), code)));
        tenant.sign_ins.of = of.collect();
        tenant.sign_ins.of.push(("somebody else".to_owned(), sign_in(99, 5, 0)));
    }
    let page: LogOnPage = setting.log_ons(&person).expect_as(200);
    let results = page.items.iter().map(|log_on| log_on.result).collect::<Vec<_>>();
    assert_eq!(
        results,
        [
            Success,
            AccountLocked,
            WrongPassword,
            WrongPassword,
            BlockedByConditionalAccess,
            Success,
            MfaDenied
        ]
    );
    let first = &page.items[0];
    assert_eq!(first.risk, Risk::NotKnown, "hidden without Microsoft Entra ID P2");
    assert_eq!(first.device.described().unwrap(), "Windows 10, Edge 80.0.361");
    assert_eq!(first.location.as_deref(), Some("Redmond, US"));
    assert_eq!(setting.graph.tenant().sign_ins.asked.len(), 3, "a page of three each");
    let seen = "SELECT COUNT(*) FROM person_history";
    assert_eq!(setting.database.number(seen), 1);
}

#[test]
fn it_is_said_plainly_why_nothing_is_told_and_nothing_is_written_down() {
    let mut setting = setting(2);
    let (person, email) = setting.somebody();
    for (code, expected) in [
        ("Authentication_RequestFromNonPremiumTenantOrB2CTenant", "logOnsNotLicensed"),
        ("Authentication_MSGraphPermissionMissing", "logOnsNotPermitted"),
    ] {
        setting.graph.tenant().sign_ins.refused = Some(code);
        setting.log_ons(&person).problem(409, expected);
    }
    setting.graph.tenant().sign_ins.refused = None;
    // A link to somewhere else is not followed: the token would go with it.
    {
        let mut tenant = setting.graph.tenant();
        let user = tenant.user(&email).id.clone();
        tenant.sign_ins.of = (0..4).map(|n| (user.clone(), sign_in(n, 1, 0))).collect();
        tenant.sign_ins.elsewhere = Some("http://127.0.0.1:9/v1.0".to_owned());
    }
    let refused = setting.log_ons(&person);
    refused.problem(503, "directoryNotReady");
    assert_eq!(refused.header("retry-after"), Some("60"));
    setting.graph.tenant().users.remove(&email);
    setting.log_ons(&person).problem(409, "notInDirectory");
    assert_eq!(setting.database.number("SELECT COUNT(*) FROM person_history"), 0);
    let log = setting.process.as_ref().unwrap().log();
    assert!(!log.contains(&email) && !log.contains("131.107"), "{log}");
}
