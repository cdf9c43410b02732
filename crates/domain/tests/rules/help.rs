//! Whether something needs a ticket, and what stands in it.
#![allow(clippy::panic, reason = "what does not hold fails the test")]

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

/// Asked from here, help knows no more than anywhere else: it is the screen of help itself.
const WITHOUT_A_PLACE: &[&str] = &["/help"];

#[test]
fn every_screen_of_the_app_is_a_place_that_somebody_may_come_from() {
    let addresses = addresses();
    assert!(addresses.len() > 20, "{addresses:?}");
    for address in addresses {
        let place = Place::of_path(&address);
        let has_none = WITHOUT_A_PLACE.contains(&address.as_str());
        assert_eq!(
            place.is_none(),
            has_none,
            "{address}: give the screen its name in Place::of_path"
        );
        // A word is not taken for somebody's identifier, as of /users/join.
        let is_about_one =
            ["/0199", "/jobs/a1", "/users/a1"].iter().any(|one| address.contains(one));
        assert_eq!(
            !has_none && !matches!(place, Some(Place::Screen(_))),
            is_about_one,
            "{address}: {place:?}"
        );
    }
}

/// An address of every screen, by the files of the app that say which there are.
fn addresses() -> Vec<String> {
    let routes = include_str!("../../../../src/app.rs").split("path!(\"").skip(1);
    let routes = routes.filter_map(|route| route.split('"').next());
    // Of a route with parameters, which screens there are is a function's `match`.
    let mut addresses: Vec<_> = routes
        .map(|route| route.split("/:").next().unwrap_or_default())
        .map(|route| route.split("/*").next().unwrap_or_default().to_owned())
        .collect();
    let screens = include_str!("../../../../src/screens/address.rs");
    for function in screens.split("pub(super) fn ").skip(1) {
        let name = function.split('(').next().unwrap_or_default();
        let (above, id) = match name {
            "of_policy" => ("/policies", "/0199"),
            "of_job" => ("/jobs", "/a1"),
            "of_user" => ("/users", "/a1"),
            "of_mailbox" => ("/mailboxes", "/a1"),
            "other" => ("", ""),
            unknown => panic!("say here which addresses `{unknown}` is for"),
        };
        addresses.push(format!("{above}{id}"));
        for arm in function.lines().filter(|line| line.contains("=>")) {
            let pattern = arm.split("=>").next().unwrap_or_default();
            // ("leavers", "") is /users/leavers, (_, "log-ons") is /users/a1/log-ons, "help" | "report" are two.
            for one in pattern.split('|') {
                let parts = one.split(',').filter(|part| !part.contains("\"\""));
                let path = parts.filter_map(|part| match part.split('"').nth(1) {
                    Some(word) => Some(format!("/{word}")),
                    None => part.contains("(_").then(|| id.to_owned()),
                });
                addresses.push(format!("{above}{}", path.collect::<String>()));
            }
        }
    }
    addresses.extend(["/community/updates/x", "/demo/messages/a1"].map(str::to_owned));
    addresses.sort();
    addresses.dedup();
    addresses
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
