//! What the plans of these tests are made from.

use domain::{
    email::EmailAddress,
    import::{
        plan::{Correction, Plan, RowFilter, Selection},
        row::RowKind,
    },
    member::{Account, LookupResponse, LookupResult},
    policy::PolicyLicences,
};

use crate::support::{found_in, licences, report};

/// A plan for the policy "target", which has E3 and Visio, with these cells from row 2 on.
pub(crate) fn plan_of(cells: &[&str]) -> Plan {
    let mut plan = Plan::new(licences("target", &["SPE_E3", "VISIOCLIENT"]));
    plan.push(report(cells));
    plan
}

/// Asks the directory about whatever there is to ask; gives how many addresses it was asked about.
pub(crate) fn look_up(
    plan: &mut Plan,
    account_of: impl Fn(&str) -> Account,
    policies: &[PolicyLicences],
) -> usize {
    let mut count = 0;
    while let Some(asked) = plan.next_look_up() {
        count += asked.emails.len();
        let result = |email: &EmailAddress| LookupResult {
            email: email.clone(),
            account: account_of(email.as_str()),
        };
        let results = asked.emails.iter().map(result).collect();
        plan.looked_up(&asked, LookupResponse { results, policies: policies.to_vec() });
    }
    count
}

/// A plan of these cells, looked up.
pub(crate) fn plan(
    cells: &[&str],
    account_of: impl Fn(&str) -> Account,
    policies: &[PolicyLicences],
) -> Plan {
    let mut plan = plan_of(cells);
    look_up(&mut plan, account_of, policies);
    plan
}

/// One row of each class that a first import can have.
pub(crate) fn mixed() -> Plan {
    let cells = [
        "new@nhs.net",
        "moving@nhs.net",
        "nonsense",
        "member@nhs.net",
        "outside@nhs.net",
        "new@nhs.net",
        "nobody@nhs.net",
    ];
    let account_of = |email: &str| match email {
        "new@nhs.net" => found_in(None),
        "moving@nhs.net" => found_in(Some("other")),
        "member@nhs.net" => found_in(Some("target")),
        "outside@nhs.net" => Account::OutsideOrganisations,
        _ => Account::NotFoundOrAupNotAccepted,
    };
    plan(&cells, account_of, &[licences("other", &["SPE_E3"])])
}

pub(crate) fn everybody_is_new(_: &str) -> Account {
    found_in(None)
}

pub(crate) fn rows(places: &[u32]) -> Selection {
    Selection::Rows(places.to_vec())
}

pub(crate) fn filter(kind: Option<RowKind>, text: &str) -> RowFilter {
    RowFilter { kind, text: text.to_owned() }
}

pub(crate) fn all() -> Selection {
    Selection::Matching(RowFilter::default())
}

pub(crate) fn text(text: &str) -> Correction {
    Correction::Text(text.to_owned())
}

pub(crate) fn replace(find: &str, with: &str) -> Correction {
    Correction::Replace { find: find.to_owned(), with: with.to_owned() }
}

/// What will become of each row, in words.
pub(crate) fn words(plan: &Plan) -> Vec<String> {
    plan.rows().iter().map(|row| format!("{}: {}", row.value, row.describe())).collect()
}
