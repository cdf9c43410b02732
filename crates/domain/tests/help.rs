//! Whether something needs a ticket, and what stands in it.

use domain::{
    help::{Known, Need, Place, Way, subject, ticket_text},
    ids::{JobId, PolicyId, UserId},
};

#[test]
fn what_concerns_people_or_has_to_be_mended_is_a_ticket() {
    let tickets = Need::ALL.into_iter().filter(|need| need.way() == Way::Ticket);
    assert_eq!(tickets.collect::<Vec<_>>(), [Need::Fault, Need::Licence, Need::Account]);
    for need in Need::ALL {
        assert_eq!(Need::from_code(need.code()), Some(need));
        assert_eq!(subject(need).contains("webinar"), need.way() == Way::Webinar);
        assert!(!need.self_help().is_empty());
    }
}

#[test]
fn the_screen_that_somebody_came_from_is_known_by_its_path() {
    let policy = |screen| Some(Place::Policy { id: PolicyId::parse("0199").unwrap(), screen });
    let person = |screen| Some(Place::Person { id: UserId::parse("a1").unwrap(), screen });
    for (path, place) in [
        ("/", Some(Place::Screen("Admin home"))),
        ("/policies", Some(Place::Screen("User Policy Management"))),
        ("/policies/0199", policy("Policy")),
        ("/policies/0199/import", policy("Import members")),
        ("/policies/0199/licensing-errors", policy("Licensing errors")),
        ("/jobs/a1", Some(Place::Job(JobId::parse("a1").unwrap()))),
        ("/users/a1", person("User")),
        ("/users/a1/log-ons", person("Recent log-ons")),
        ("/users/leavers", Some(Place::Screen("Leavers"))),
        ("/mailboxes/a1", Some(Place::Screen("Shared mailboxes"))),
        ("/top-ups", Some(Place::Screen("Request more licences"))),
        ("/community/updates/x", Some(Place::Screen("LA community"))),
        ("/policies/a b", None),
        ("/policies/0199/elsewhere", None),
        ("https://example.org", None),
    ] {
        assert_eq!(Place::of_path(path), place, "{path}");
    }
}

#[test]
fn a_ticket_has_what_is_known_and_nothing_else() {
    let place = Place::Person { id: UserId::parse("a1").unwrap(), screen: "User" };
    let known = Known { request_id: Some("r-7".to_owned()), ..Known::default() };
    let text = ticket_text(
        Need::Account,
        Some(&place),
        &known,
        "Priya <priya@nhs.net>",
        "28 November 2026 at 10:00",
        |at| at.to_string(),
    );
    assert_eq!(
        text,
        "User policies: problem with an account\n\nReported by: Priya <priya@nhs.net>\n\
         Time: 28 November 2026 at 10:00\nScreen: User\nUser ID: a1\n\
         Request ID of the last error: r-7\n\nWhat I did:\n\nWhat I expected:\n\n\
         What happened instead:\n"
    );
}
