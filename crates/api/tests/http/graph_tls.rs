//! Microsoft Graph is spoken to by TLS, which trusts whom the machine trusts, and through a proxy where there is one.

use serde_json::json;

use crate::{
    graph_licences::{VARIABLE, setting},
    jobs::follow,
    support::{
        graph::{Graph, SECRET},
        inbox::until,
        process::Process,
    },
};

#[test]
fn a_certificate_that_the_machine_trusts_will_do_and_no_other() {
    let mut setting = setting(25);
    let people = setting.emails();
    setting.process = None;
    let asked_before = setting.graph.tenant().seen.token_requests;
    let front = setting.graph.front();
    let trusted = setting.folder.path().join("authority.pem");
    std::fs::write(&trusted, &front.certificate).unwrap();
    let elsewhere = setting.folder.path().join("other-authority.pem");
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(&elsewhere, other.cert.pem()).unwrap();
    let flags = Graph::flags_for(&front.url);
    let flags = flags.iter().map(String::as_str).collect::<Vec<_>>();
    let serve = |authorities: &std::path::Path| {
        let environment = [
            (VARIABLE, SECRET),
            ("SSL_CERT_FILE", authorities.to_str().unwrap()),
            ("HTTPS_PROXY", &front.proxy),
            ("NO_PROXY", ""),
            ("no_proxy", ""),
        ];
        Process::serve_in(setting.folder.path(), &flags, &environment)
    };

    let process = serve(&elsewhere);
    let caller = process.persona("trust-la");
    let path = format!("/api/policies/{}", setting.policy);
    let etag = caller.get(&path).header("etag").unwrap().to_owned();
    let change = json!({ "addOns": ["POWER_BI_PRO"], "disabledPlans": [] });
    let changed = caller.patch(&path, &etag, &change).expect(200);
    let log = until(|| Some(process.log()).filter(|log| log.contains("licences wait")));
    assert!(log.contains("certificate"), "{log}");
    let asked = setting.graph.tenant().seen.token_requests;
    assert_eq!(asked, asked_before, "no secret was sent");
    drop(process);

    let process = serve(&trusted);
    let done = follow(&process.persona("trust-la"), changed["applying"].as_str().unwrap());
    assert_eq!(done.job.changed, 25);
    setting.assert_own(&people, &[("POWER_BI_PRO", &[]), ("SPE_E3", &[])]);
    assert!(front.through_proxy() > 0, "the proxy was used");
}
