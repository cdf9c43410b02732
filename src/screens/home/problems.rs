//! The policies with the most licensing errors.

use domain::policy::{PolicySearchResults, PolicySummary, SortBy};
use leptos::prelude::*;

use super::{FEW_LINES, Section};
use crate::{
    client::{Client, PolicyQuery},
    nhsuk::{counted, thousands},
    paths,
    shell::{RemoteView, remote},
};

/// The policies most of whose members lack a licence.
#[component]
pub(super) fn PoliciesWithProblems() -> impl IntoView {
    let client = expect_context::<Client>();
    let found = remote(
        || (),
        move |()| async move {
            let sort = SortBy::Problems;
            let query = PolicyQuery {
                only_with_problems: true,
                sort,
                order: sort.usual_order(),
                ..PolicyQuery::default()
            };
            client.search_policies(&query).await
        },
    );
    view! {
        <Section id="problems" title="Policies with licensing errors">
            <RemoteView data=found let:found>
                <Policies found />
            </RemoteView>
        </Section>
    }
}

#[component]
fn Policies(found: PolicySearchResults) -> impl IntoView {
    let PolicySearchResults { items, total, .. } = found;
    if items.is_empty() {
        return view! { <p>"All members have the licences of their policies."</p> }.into_any();
    }
    let all = match total {
        1 => "See it in the list of policies".to_owned(),
        total => format!("See all {} policies with licensing errors", thousands(total)),
    };
    let lines = items.iter().take(FEW_LINES).map(line).collect_view();
    view! {
        <ul class="nhsuk-list">{lines}</ul>
        <p>
            <a href=paths::policies_with_problems()>{all}</a>
        </p>
    }
    .into_any()
}

fn line(policy: &PolicySummary) -> impl IntoView + use<> {
    let (href, name) = (paths::licensing_errors(&policy.id), policy.full_name.clone());
    let members = counted(u64::from(policy.member_count), "member", "members");
    let problems =
        format!("{} of {members} missing a licence", thousands(u64::from(policy.problem_count)));
    view! {
        <li>
            <a href=href>{name}</a>
            <span class="nhsuk-hint upm-home__more">{problems}</span>
        </li>
    }
}
