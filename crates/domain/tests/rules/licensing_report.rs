//! The licensing errors of a policy, in order, and told to the helpdesk and in a file.
#![allow(clippy::unwrap_used, reason = "the functions here make what the tests look at")]

use domain::{
    catalogue::Sku,
    email::EmailAddress,
    ids::{PolicyId, UserId},
    licensing::{LicensingError, LicensingErrorCode},
    licensing_errors::{ErrorGroup, ErrorLine, sort_groups},
    licensing_report::{ErrorFile, ListedGroup, ticket_text},
    organisation::OrganisationRef,
    policy::{Policy, PolicyKind},
};

use LicensingErrorCode::{CountViolation, Other, UniquenessViolation};

fn group(product: &str, code: LicensingErrorCode, people: u64) -> ErrorGroup {
    ErrorGroup { code, sku: Sku::parse("SKU").unwrap(), product: product.to_owned(), people }
}

fn line(name: &str, product: &str, code: LicensingErrorCode) -> ErrorLine {
    ErrorLine {
        user_id: UserId::parse(name).unwrap(),
        email: EmailAddress::parse(&format!("{name}@nhs.net")).unwrap(),
        display_name: name.to_uppercase(),
        error: LicensingError {
            sku: Sku::parse("SKU").unwrap(),
            product: product.to_owned(),
            code,
        },
    }
}

fn policy() -> Policy {
    Policy {
        id: PolicyId::parse("p1").unwrap(),
        kind: PolicyKind::Local,
        organisation: OrganisationRef {
            ods: "RXX".parse().unwrap(),
            name: "Northmoor Trust".to_owned(),
        },
        name: "Nurses".parse().unwrap(),
        full_name: "RXX.E3.Nurses".to_owned(),
        description: "".parse().unwrap(),
        base_licence: None,
        add_ons: Vec::new(),
        disabled_plans: Vec::new(),
        call_recording: true,
        member_count: 3,
        created_at: "2026-11-24T09:00:00Z".parse().unwrap(),
        updated_at: "2026-11-24T09:00:00Z".parse().unwrap(),
        updated_by: "Ana".to_owned(),
        applying: None,
    }
}

#[test]
fn causes_come_before_what_they_hold_back_and_what_most_have_first() {
    let mut groups = vec![
        group("Microsoft 365 E3", Other, 9),
        group("Microsoft 365 E3", UniquenessViolation, 1),
        group("Visio", CountViolation, 2),
    ];
    sort_groups(&mut groups);
    let codes = groups.iter().map(|group| group.code).collect::<Vec<_>>();
    assert_eq!(codes, [CountViolation, UniquenessViolation, Other]);
}

#[test]
fn the_ticket_has_the_policy_the_codes_and_the_addresses_and_says_how_many_more_there_are() {
    let groups = [
        ListedGroup {
            group: group("Visio", CountViolation, 1_002),
            first: vec![line("ann", "Visio", CountViolation), line("cyd", "Visio", CountViolation)],
        },
        ListedGroup {
            group: group("Microsoft 365 E3", UniquenessViolation, 1),
            first: vec![line("bob", "Microsoft 365 E3", UniquenessViolation)],
        },
    ];
    let text = ticket_text(&policy(), "25 November 2026 at 9:00", &groups);
    for part in [
        "Organisation: Northmoor Trust (RXX)",
        "User policy: RXX.E3.Nurses",
        "Policy ID: p1",
        "Looked at: 25 November 2026 at 9:00",
        "Visio: CountViolation (1,002 people)",
        "  ann@nhs.net\n  cyd@nhs.net\n  and 1,000 people more",
        "  bob@nhs.net\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(text.matches("more, listed").count(), 1, "who is listed whole has no more");
}

#[test]
fn the_file_has_a_line_for_each_member_and_licence_in_whatever_pieces_it_is_taken() {
    let lines = [
        line("ann", "=Visio", CountViolation),
        line("ann", "Microsoft 365 E3", Other),
        line("bob", "Microsoft 365 E3", UniquenessViolation),
    ];
    let mut file = ErrorFile::default();
    let mut pieces = file.take();
    for line in &lines {
        file.push(line);
        pieces.push_str(&file.take());
    }
    assert_eq!(pieces.lines().count(), 1 + 3);
    assert!(pieces.starts_with("\u{feff}Email Address,Name,Licence,"), "{pieces}");
    assert!(pieces.contains("bob@nhs.net,BOB,Microsoft 365 E3,UniquenessViolation,"), "{pieces}");
    assert!(pieces.contains("ann@nhs.net,ANN,'=Visio,"), "no cell is a formula: {pieces}");
}
