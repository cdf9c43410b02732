//! The licensing errors of a policy, grouped by what mends them, and in the words that the helpdesk asks for.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write as _};

use crate::{
    csv_export::csv, email::EmailAddress, licensing::LicensingErrorCode, member::Member,
    policy::PolicyRef, text::counted,
};

/// The members who lack the same licence for the same reason: what mends it for one mends it for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorGroup {
    /// Why the licence could not be given.
    pub code: LicensingErrorCode,
    /// The licence's name.
    pub product: String,
    /// Who lacks it, by name.
    pub people: Vec<(String, EmailAddress)>,
}

/// The errors of members: causes before what they hold back, then what most people have.
pub fn groups(members: &[Member]) -> Vec<ErrorGroup> {
    let mut groups = BTreeMap::<(LicensingErrorCode, &str), Vec<(String, EmailAddress)>>::new();
    for member in members {
        for error in &member.licensing_errors {
            let person = (member.display_name.clone(), member.email.clone());
            groups.entry((error.code, &error.product)).or_default().push(person);
        }
    }
    let mut groups = groups
        .into_iter()
        .map(|((code, product), people)| ErrorGroup { code, product: product.to_owned(), people })
        .collect::<Vec<_>>();
    groups.sort_by_key(|group| {
        (group.code == LicensingErrorCode::Other, Reverse(group.people.len()))
    });
    groups
}

/// The text of a ticket: the policy, each error with its code, and every address it concerns.
pub fn ticket_text(policy: &PolicyRef, groups: &[ErrorGroup]) -> String {
    let mut text = String::from("Licensing errors of a user policy\n\n");
    // Writing to a string does not fail.
    let _ = writeln!(text, "User policy: {}\nPolicy ID: {}", policy.full_name, policy.id);
    for group in groups {
        let count = u32::try_from(group.people.len()).unwrap_or(u32::MAX);
        let people = counted(count, "person", "people");
        let _ = writeln!(text, "\n{}: {} ({people})", group.product, group.code.code());
        let _ = writeln!(text, "{}.", group.code.explain());
        for (_, email) in &group.people {
            let _ = writeln!(text, "  {email}");
        }
    }
    text
}

/// A file with a line for each member and licence, as the e-mailed export has it.
pub fn file(members: &[Member]) -> String {
    let rows = members
        .iter()
        .flat_map(|member| {
            member.licensing_errors.iter().map(|error| {
                [
                    member.email.as_str(),
                    &member.display_name,
                    &error.product,
                    error.code.code(),
                    error.code.explain(),
                    error.code.who_can_fix(),
                    error.code.advice(),
                ]
            })
        })
        .collect::<Vec<_>>();
    let heading =
        ["Email Address", "Name", "Licence", "Error", "Reason", "Who can fix it", "What to do"];
    csv(heading, rows)
}
