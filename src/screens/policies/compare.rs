//! Two policies side by side, `/policies/:id/compare?with=…`: in what they differ.

use std::sync::Arc;

use domain::{
    catalogue::Catalogue,
    ids::PolicyId,
    policy::{Policy, PolicyDraft, SearchBy, compare::differences},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::{
    client::{Client, PolicyQuery},
    nhsuk::{Cell, Column, RowHeader, Select, SelectOption, Table, TableRow, Title, counted},
    paths,
    shell::{PolicyPage, Reference, RemoteData, RemoteView, policy_page::PolicyTitle, remote},
};

/// A policy beside another.
#[component]
pub fn CompareScreen() -> impl IntoView {
    view! {
        <PolicyPage title=PolicyTitle::Own("Compare policies") let:policy>
            {untrack(|| policy.value()).map(|policy| view! { <Compare policy=policy.value /> })}
        </PolicyPage>
    }
}

#[component]
fn Compare(policy: Policy) -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_query_map();
    let with = Memo::new(move |_| {
        parameters.with(|parameters| PolicyId::parse(&parameters.get("with")?).ok())
    });
    let other = remote(
        move || with.get(),
        move |id| async move {
            match id {
                Some(id) => client.policy(&id).await.map(|policy| Some(policy.value)),
                None => Ok(None),
            }
        },
    );
    let first = policy.clone();
    view! {
        <OtherPolicy policy with />
        <RemoteView data=Reference::expect() let:reference>
            <SideBySide first=first.clone() other catalogue=reference.catalogue />
        </RemoteView>
    }
}

/// The menu of the policies of the same organisation.
#[component]
fn OtherPolicy(policy: Policy, with: Memo<Option<PolicyId>>) -> impl IntoView {
    let client = expect_context::<Client>();
    let navigate = use_navigate();
    let query = PolicyQuery {
        text: policy.organisation.ods.to_string(),
        by: SearchBy::OdsCode,
        ..PolicyQuery::default()
    };
    let found = remote(
        || (),
        move |()| {
            let query = query.clone();
            async move { client.search_policies(&query).await }
        },
    );
    let own = policy.id.clone();
    let choose = Callback::new(move |id: String| {
        let options = NavigateOptions { scroll: false, ..paths::as_it_is() };
        navigate(&format!("{}?with={id}", paths::compare(&own)), options);
    });
    view! {
        <RemoteView data=found let:found>
            {
                let others = found
                    .items
                    .into_iter()
                    .filter(|other| other.id != policy.id)
                    .map(|other| SelectOption::new(other.id.as_str(), other.full_name));
                let options = std::iter::once(SelectOption::new("", "Select a policy"))
                    .chain(others)
                    .collect::<Vec<_>>();
                view! {
                    <Select
                        id="compare-with"
                        label="Compare with"
                        options=Signal::stored(options)
                        value=Signal::derive(move || {
                            with.get().map(|id| id.to_string()).unwrap_or_default()
                        })
                        on_change=choose
                    />
                }
            }
        </RemoteView>
    }
}

#[component]
fn SideBySide(
    first: Policy,
    other: RemoteData<Option<Policy>>,
    catalogue: Arc<Catalogue>,
) -> impl IntoView {
    view! {
        <RemoteView data=other let:other>
            {other.map(|other| view! { <Differences first=first.clone() other catalogue=catalogue.clone() /> })}
        </RemoteView>
    }
}

#[component]
fn Differences(first: Policy, other: Policy, catalogue: Arc<Catalogue>) -> impl IntoView {
    let drafts = [&first, &other].map(PolicyDraft::from);
    let [before, after] = &drafts;
    let differences = differences(before, after, &catalogue);
    let same = differences.is_empty();
    let columns = vec![
        Column::text("Setting"),
        Column::text(first.full_name.clone()),
        Column::text(other.full_name.clone()),
    ];
    let members = |policy: &Policy| counted(u64::from(policy.member_count), "member", "members");
    let (first_members, other_members) = (members(&first), members(&other));
    let rows = differences
        .into_iter()
        .map(|difference| {
            let shown = |value: String| if value.is_empty() { "Empty".to_owned() } else { value };
            let label = difference.setting.label(&catalogue);
            view! {
                <TableRow>
                    <RowHeader heading="Setting">{label}</RowHeader>
                    <Cell heading="This policy">{shown(difference.before)}</Cell>
                    <Cell heading="The other">{shown(difference.after)}</Cell>
                </TableRow>
            }
        })
        .collect_view();
    view! {
        {same.then(|| view! { <p>"Both give their members the same."</p> })}
        <Table id="compare" caption=Title::from("What differs") columns>
            {rows}
            <TableRow>
                <RowHeader heading="Setting">"Members"</RowHeader>
                <Cell heading="This policy">{first_members}</Cell>
                <Cell heading="The other">{other_members}</Cell>
            </TableRow>
        </Table>
        <p>"Applications that only one of the base licences has are not listed: they come with it."</p>
    }
}
