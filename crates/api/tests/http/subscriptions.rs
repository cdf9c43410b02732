//! What organisations have bought is recorded on the command line, and can be given at once.

use crate::support::{Api, database_url, process::run};

fn record(api: &Api, flags: &[&str]) -> (bool, String) {
    let database = format!("--database-url={}", database_url(api.folder.path()));
    let output = run(&[&["record-subscription", &database], flags].concat());
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.success(), text)
}

#[test]
fn recorded_seats_appear_in_the_menus_and_an_order_is_recorded_once() {
    let api = Api::start();
    let ods = api.database().ods_of("trust-la", 0);
    let caller = api.persona("trust-la");
    let held = || {
        let organisations = caller.get("/api/organisations").expect(200);
        let all = organisations[0]["subscriptions"].as_array().unwrap();
        let of_product = all.iter().filter(|held| held["sku"] == "FLOW_PER_USER");
        of_product.map(|held| held["seats"]["held"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(held(), [0; 0]);
    let organisation = format!("--organisation={ods}");
    let seats = |number: &'static str| ["--sku=FLOW_PER_USER", "--end-date=2099-03-31", number];
    let flags = |number| [&[organisation.as_str()], &seats(number)[..]].concat();
    let (done, said) = record(&api, &flags("--seats=40"));
    assert!(done, "{said}");
    assert!(said.starts_with(&format!("{ods} has 40 seats of Power Automate")), "{said}");
    assert_eq!(held(), [40]);
    // The same order again is the same seats, as they are now.
    assert!(record(&api, &flags("--seats=45")).0);
    assert_eq!(held(), [45]);
    // Another order comes on top.
    assert!(record(&api, &[&flags("--seats=5")[..], &["--reference=PO-2"]].concat()).0);
    let mut both = held();
    both.sort_unstable();
    assert_eq!(both, [5, 45]);
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let api = Api::start();
    let mut database = api.database();
    let (ods, other) = (database.ods_of("trust-la", 0), database.ods_of("region-la", 0));
    let count = "SELECT COUNT(*) FROM subscription";
    let before = database.number(count);
    let organisation = format!("--organisation={ods}");
    let ask = |organisation: &str, sku: &str, day: &str, more: &[&str]| {
        let (sku, day) = (format!("--sku={sku}"), format!("--end-date={day}"));
        record(&api, &[&[organisation, &sku, "--seats=1", &day], more].concat())
    };
    let reference = "--reference=PO-1";
    for ((done, said), expected) in [
        (ask(&organisation, "NO_SUCH", "2099-01-01", &[]), "NO_SUCH is not a product"),
        (ask(&organisation, "SPE_E3", "2001-01-01", &[]), "ended on 2001-01-01 already"),
        (ask("--organisation=ZZZ99", "SPE_E3", "2099-01-01", &[]), "ODS code ZZZ99"),
    ] {
        assert!(!done && said.contains(expected), "{said}");
        assert!(said.contains("Nothing was recorded"), "{said}");
    }
    assert_eq!(database.number(count), before);
    assert!(ask(&organisation, "SPE_E3", "2099-01-01", &[reference]).0);
    let other = format!("--organisation={other}");
    let (done, said) = ask(&other, "SPE_E3", "2099-01-01", &[reference]);
    assert!(!done && said.contains("“PO-1” is that of another"), "{said}");
}
