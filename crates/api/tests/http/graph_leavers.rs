//! With Microsoft Graph as the directory, what a leaver's policy gave them is taken away once their time is over, and
//! nothing else.

use domain::leaver::Joined;
use serde_json::json;

use crate::{
    graph_licences::setting,
    support::{
        graph::{Licence, guid_of},
        inbox::until,
    },
};

#[test]
fn what_the_policy_gave_is_taken_away_and_only_then_can_they_be_taken_over() {
    let mut setting = setting(2);
    setting.database.execute("UPDATE subscription SET seats = 100000");
    let email = setting.emails().remove(0);
    let id = setting.database.text(&format!("SELECT id FROM account WHERE email = '{email}'"));
    // What a group gave them is not ours.
    let group = Licence::through_group(guid_of("VISIOCLIENT"));
    setting.graph.tenant().user(&email).licences.push(group.clone());
    // The directory does nothing at first.
    setting.graph.tenant().trouble.batches = vec![(503, Some("1".to_owned())); 1];
    setting.database.execute(&format!(
        "UPDATE account SET status = 'leaver', leaver_until = '2020-01-01' WHERE id = '{id}'"
    ));
    let left = format!("SELECT COUNT(*) FROM account WHERE id = '{id}' AND left_on IS NOT NULL");
    until(|| (setting.database.number(&left) == 1).then_some(()));
    let leaving = format!("SELECT COUNT(*) FROM leaving_licence WHERE account_id = '{id}'");
    until(|| (setting.database.number(&leaving) == 0).then_some(()));
    assert_eq!(setting.graph.tenant().user(&email).licences, [group]);

    let other = setting.database.ods_of("trust-la", 0);
    let body = json!({ "email": email, "organisation": other });
    // Nothing can be taken away for now.
    setting.graph.tenant().trouble.is_forbidden = true;
    setting.database.execute(&format!(
        "INSERT INTO leaving_licence (account_id, sku) VALUES ('{id}', 'NO_LONGER_SOLD')"
    ));
    setting.caller.post("/api/joiners", &body).problem(409, "joinerStillLeaving");
    setting.graph.tenant().trouble.is_forbidden = false;
    setting.database.execute("DELETE FROM leaving_licence");
    setting.caller.post("/api/joiners", &body).expect_as::<Joined>(201);
    let has = || setting.graph.tenant().own(&email).iter().any(|(sku, _)| sku == "SPE_E3");
    until(|| has().then_some(()));
}
