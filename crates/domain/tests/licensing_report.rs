//! The licensing errors of a policy, grouped, and told to the helpdesk.
#![allow(clippy::unwrap_used, reason = "the functions here make what the tests look at")]

use domain::{
    catalogue::Sku,
    email::EmailAddress,
    ids::{PolicyId, UserId},
    licensing::{LicenceState, LicensingError, LicensingErrorCode},
    licensing_report::{file, groups, ticket_text},
    member::Member,
    policy::PolicyRef,
};

fn member(name: &str, errors: &[(&str, LicensingErrorCode)]) -> Member {
    Member {
        user_id: UserId::parse(name).unwrap(),
        email: EmailAddress::parse(&format!("{name}@nhs.net")).unwrap(),
        display_name: name.to_uppercase(),
        job_title: None,
        member_since: "2026-11-24T09:00:00Z".parse().unwrap(),
        licence_state: LicenceState::Failed,
        licensing_errors: errors
            .iter()
            .map(|(product, code)| LicensingError {
                sku: Sku::parse("SKU").unwrap(),
                product: (*product).to_owned(),
                code: *code,
            })
            .collect(),
    }
}

fn members() -> Vec<Member> {
    use LicensingErrorCode::{CountViolation, Other, UniquenessViolation};
    vec![
        member("ann", &[("Visio", CountViolation), ("Microsoft 365 E3", Other)]),
        member("bob", &[("Microsoft 365 E3", UniquenessViolation)]),
        member("cyd", &[("Visio", CountViolation), ("Microsoft 365 E3", Other)]),
    ]
}

#[test]
fn causes_come_before_what_they_hold_back_and_what_most_have_first() {
    let groups = groups(&members());
    let told = groups
        .iter()
        .map(|group| (group.product.as_str(), group.code.code(), group.people.len()))
        .collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            ("Visio", "CountViolation", 2),
            ("Microsoft 365 E3", "UniquenessViolation", 1),
            ("Microsoft 365 E3", "Other", 2)
        ]
    );
}

#[test]
fn the_ticket_has_the_policy_the_codes_and_every_address() {
    let policy =
        PolicyRef { id: PolicyId::parse("p1").unwrap(), full_name: "RXX.E3.Nurses".to_owned() };
    let text = ticket_text(&policy, &groups(&members()));
    for part in ["RXX.E3.Nurses", "p1", "Visio: CountViolation (2 people)", "  bob@nhs.net"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn the_file_has_a_line_for_each_member_and_licence() {
    let file = file(&members());
    assert_eq!(file.lines().count(), 1 + 5);
    assert!(file.contains("bob@nhs.net,BOB,Microsoft 365 E3,UniquenessViolation,"), "{file}");
}
