//! The demonstration data: the same for the same flags, whole, and never poured over other data.

use std::path::Path;

use api::seed::{SeedError, seed};
use tokio::runtime::Runtime;

use crate::support::{Database, SMALL, database_url, process, seed_args, seed_database};

/// Everything in the database that was invented, as one text.
fn everything(folder: &Path) -> String {
    let mut database = Database::open(folder);
    [
        "SELECT ods || name || COALESCE(closed_on, '') || search FROM organisation ORDER BY ods",
        "SELECT ods || position || name FROM former_name ORDER BY ods, position",
        "SELECT id || sku || seats || end_date FROM subscription ORDER BY id",
        "SELECT id || full_name || description || add_ons || disabled_plans || member_count \
             || created_at || updated_at FROM policy ORDER BY id",
        "SELECT id || email || display_name || aup_accepted || status || COALESCE(leaver_until, '') || COALESCE(policy_id, '') \
             FROM account ORDER BY id",
        "SELECT id || account_id || at || error_code FROM log_on ORDER BY id",
        "SELECT account_id || sku || code FROM licensing_error ORDER BY account_id, sku",
        "SELECT administrator_id || ods || role FROM administrator_role \
             ORDER BY administrator_id, ods",
    ]
    .map(|sql| database.column::<String>(sql).join("\n"))
    .join("\n")
}

fn made_with(flags: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &[&SMALL, flags].concat());
    everything(folder.path())
}

#[test]
fn the_same_flags_make_the_same_data_and_another_seed_makes_other() {
    let day = "--reference-day=2027-02-14";
    let first = made_with(&[day]);
    assert_eq!(made_with(&[day]), first);
    assert_ne!(made_with(&[day, "--seed=2"]), first);
}

#[test]
fn data_is_not_thrown_away_unless_one_insists() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &SMALL);
    let before = everything(folder.path());
    let again = |flags: &[&str]| {
        let args = seed_args(folder.path(), &[&SMALL, flags].concat());
        Runtime::new().unwrap().block_on(seed(&args))
    };
    let refused = again(&["--seed=2"]).unwrap_err();
    assert!(matches!(refused, SeedError::NotEmpty));
    assert!(refused.to_string().contains("--force"));
    assert_eq!(everything(folder.path()), before);
    again(&["--seed=2", "--force"]).unwrap();
    assert_ne!(everything(folder.path()), before);
}

#[test]
fn it_has_as_much_as_was_asked_for_and_every_kind_of_thing() {
    let folder = tempfile::tempdir().unwrap();
    seed_database(folder.path(), &["--organisations=60", "--policies=1200", "--users=3000"]);
    let mut database = Database::open(folder.path());
    let mut count = |from: &str| database.number(&format!("SELECT COUNT(*) FROM {from}"));
    assert_eq!(count("organisation"), 60);
    assert_eq!(count("policy"), 1_200);
    assert_eq!(count("account"), 3_000);
    assert_eq!(count("policy WHERE kind = 'national'"), 60);
    assert_eq!(count("organisation WHERE closed_on IS NOT NULL"), 1);
    assert!(count("former_name") >= 3);
    for shape in ["R__", "Q__", "_8____", "R____"] {
        assert!(count(&format!("organisation WHERE ods LIKE '{shape}'")) > 0, "{shape}");
    }
    assert!(count("account WHERE NOT aup_accepted") > 20);
    assert!(count("account WHERE status = 'leaver'") > 20);
    assert!(count("account WHERE policy_id IS NULL") > 100);
    assert!(count("policy WHERE base_licence IS NULL") > 0);
    assert!(count("policy WHERE problem_count > 0") > 10, "policies with licensing errors");
    assert!(count("licensing_error WHERE code = 'CountViolation'") > 10);
    let today = jiff::Timestamp::now().to_string();
    assert!(count(&format!("subscription WHERE end_date < '{today}'")) > 0);
    assert_eq!(
        count(
            "policy WHERE member_count <> \
               (SELECT COUNT(*) FROM account WHERE policy_id = policy.id)"
        ),
        0
    );
    let codes = database.column::<String>("SELECT ods FROM organisation");
    let is_newer = |code: &String| {
        let digits = code.chars().map(|letter| letter.is_ascii_digit());
        code.len() == 5 && digits.skip(1).step_by(2).all(|is_digit| is_digit)
    };
    assert!(codes.iter().any(is_newer), "as A1B2C");
    let mut accented = |column: &str| {
        let texts = database.column::<String>(&format!("SELECT {column} FROM account"));
        texts.into_iter().filter(|text| !text.is_ascii()).count()
    };
    assert!(accented("display_name") > 100, "names with accents");
    assert_eq!(accented("email"), 0, "addresses without");
    let ods = database.ods_of("trust-la", 0);
    let policies = format!("SELECT COUNT(*) FROM policy WHERE ods = '{ods}'");
    assert_eq!(database.number(&policies), 20);
}

#[test]
fn the_program_says_plainly_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let url = database_url(folder.path());
    let cases: [(&[&str], &str); 3] = [
        (&["--database-url=mysql://localhost/upm"], "Use sqlite://FILE"),
        (&["--database-url", &url, "--organisations=50", "--policies=40"], "at least"),
        (&["--database-url=sqlite:///no/such/folder/upm.db"], "the database failed"),
    ];
    for (flags, message) in cases {
        let output = process::run(&[&["seed"], flags].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{flags:?}");
        assert!(said.contains(message), "{flags:?}: {said}");
    }
}
