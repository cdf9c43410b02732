//! What the directory knows of a person: a part of their page.

use domain::{
    account_status::{AccountStatus, Aup},
    session::Action,
    user::User,
};
use leptos::prelude::*;

use super::choice;
use crate::{
    nhsuk::{SummaryList, SummaryRow, Tag, TagColour},
    paths,
    shell::{SignedIn, account_status::AccountStatusTag, clock, licence_state::LicenceStateTag},
};

#[component]
pub(super) fn Facts(user: User) -> impl IntoView {
    let advice = choice::advice(&user);
    let sees = SignedIn::expect().may(Action::SeeLogOns, &user.organisation.ods);
    let log_ons = sees.then(|| paths::log_ons(&user.id));
    let User {
        email,
        job_title,
        organisation,
        policy,
        member_since,
        licence_state,
        status,
        aup,
        ..
    } = user;
    view! {
        <SummaryList>
            <SummaryRow name="Email address">{email.to_string()}</SummaryRow>
            <SummaryRow name="Job title">
                {job_title.unwrap_or_else(|| "Not known".to_owned())}
            </SummaryRow>
            <SummaryRow name="Organisation">
                {organisation.name} " (" {organisation.ods.to_string()} ")"
            </SummaryRow>
            <SummaryRow name="Account">
                <Status status />
            </SummaryRow>
            <SummaryRow name="Acceptable use policy">
                {match (aup, advice) {
                    (Aup::Accepted { at: Some(at) }, _) => {
                        format!("Accepted on {}", clock::day_of(at)).into_any()
                    }
                    (Aup::Accepted { at: None }, _) => "Accepted".into_any(),
                    (Aup::NotAccepted, advice) => {
                        view! {
                            <Tag colour=TagColour::Orange>"Not accepted"</Tag>
                            <p class="nhsuk-hint upm-people__advice">
                                "Microsoft 365 is blocked for them, and they cannot be added to a policy. "
                                {advice.map(|advice| format!("{advice}."))}
                            </p>
                        }
                            .into_any()
                    }
                }}
            </SummaryRow>
            {log_ons
                .map(|href| {
                    view! {
                        <SummaryRow name="Log-ons">
                            <a href=href>"Recent log-ons"</a>
                        </SummaryRow>
                    }
                })}
            <SummaryRow name="User policy">
                {match policy {
                    Some(policy) => {
                        view! { <a href=paths::policy(&policy.id)>{policy.full_name}</a> }.into_any()
                    }
                    None => "None, so they have no licences".into_any(),
                }}
            </SummaryRow>
            {member_since
                .map(|since| {
                    view! { <SummaryRow name="In this policy since">{clock::day_of(since)}</SummaryRow> }
                })}
            {licence_state
                .map(|state| {
                    view! {
                        <SummaryRow name="Licences">
                            // Why not is told below, with who can do what about it.
                            <LicenceStateTag state errors=Vec::new() />
                        </SummaryRow>
                    }
                })}
        </SummaryList>
    }
}

/// Where the account is in its life, since or until when, and what that means.
#[component]
fn Status(status: AccountStatus) -> impl IntoView {
    let when = match status {
        AccountStatus::Active | AccountStatus::Disabled => None,
        AccountStatus::Leaver { until } => Some(format!("until {}", clock::day(until))),
        AccountStatus::Compromised { since } | AccountStatus::Remediated { since } => {
            Some(format!("since {}", clock::moment(since)))
        }
    };
    let Some(meaning) = status.meaning() else { return status.label().into_any() };
    view! {
        <AccountStatusTag status />
        {when.map(|when| format!(" {when}"))}
        <p class="nhsuk-hint upm-people__advice">{meaning}</p>
    }
    .into_any()
}
