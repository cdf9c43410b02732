//! User Policy Management, `/policies?by=…&q=…`: finding policies, and the way to a new one.
//!
//! The URL is the state: what is searched for and by. The form holds only what is typed and not yet sent.

use domain::{
    catalogue::Sku,
    policy::{PolicyKind, PolicySearchResults, PolicySummary, SearchBy},
    session::Action,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::{
    client::{Client, PolicyQuery},
    nhsuk::{
        Cell, CellFormat, ChoiceSize, Column, Crumb, InsetText, LinkButton, RadioOption, Radios,
        RadiosLayout, RowHeader, SearchInput, Spellcheck, Table, TableRow, Tag, TagColour, Title,
        thousands,
    },
    paths,
    shell::{Page, Reference, RemoteView, SignedIn, clock, remote},
};

/// User Policy Management.
#[component]
pub fn SearchScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_query_map();
    let query = Memo::new(move |_| {
        parameters.with(|parameters| PolicyQuery {
            text: parameters.get("q").unwrap_or_default(),
            by: search_by(&parameters.get("by").unwrap_or_default()),
        })
    });
    let results = remote(
        move || query.get(),
        move |query| async move { client.search_policies(&query).await },
    );
    let may_create = SignedIn::expect().may_anywhere(Action::EditPolicies);
    view! {
        <Page
            title="User Policy Management"
            crumbs=Signal::stored(vec![Crumb::new(paths::HOME, "Admin home")])
        >
            {may_create
                .then(|| {
                    view! { <LinkButton href=paths::NEW_POLICY>"Create a user policy"</LinkButton> }
                })}
            <SearchForm query />
            <RemoteView data=results let:found>
                <Results found searched=query.get_untracked() />
            </RemoteView>
        </Page>
    }
}

/// What the form offers, with the words of the URL.
const SEARCH_BY: [(SearchBy, &str, &str); 4] = [
    (SearchBy::Anything, "anything", "Anything"),
    (SearchBy::DisplayName, "displayName", "Display name"),
    (SearchBy::OdsCode, "odsCode", "ODS code"),
    (SearchBy::OrganisationName, "organisationName", "Organisation name"),
];

fn search_by(word: &str) -> SearchBy {
    SEARCH_BY.iter().find(|(_, code, _)| *code == word).map_or(SearchBy::Anything, |(by, ..)| *by)
}

fn search_by_word(by: SearchBy) -> &'static str {
    SEARCH_BY.iter().find(|(choice, ..)| *choice == by).map_or("anything", |(_, code, _)| code)
}

#[component]
fn SearchForm(query: Memo<PolicyQuery>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let by = RwSignal::new(String::new());
    Effect::new(move || {
        let query = query.get();
        text.set(query.text);
        by.set(search_by_word(query.by).to_owned());
    });
    let navigate = use_navigate();
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        navigate(&address(&text.get_untracked(), &by.get_untracked()), NavigateOptions::default());
    };
    let options = SEARCH_BY
        .iter()
        .map(|(_, code, label)| RadioOption::new(*code, *label))
        .collect::<Vec<_>>();
    view! {
        <form role="search" class="upm-search" novalidate on:submit=search>
            <Radios
                id="search-by"
                legend="Search by"
                options=Signal::stored(options)
                value=by
                on_change=move |choice| by.set(choice)
                layout=RadiosLayout::Inline
                size=ChoiceSize::Small
            />
            <SearchInput
                id="q"
                label=Title::from("Search user policies")
                hint=Some(
                    "Any part of a policy’s name, an ODS code, or an organisation’s present or former name"
                        .to_owned(),
                )
                value=text
                on_input=move |typed| text.set(typed)
                spellcheck=Spellcheck::Off
            />
        </form>
    }
}

fn address(text: &str, by: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return paths::POLICIES.to_owned();
    }
    let text = String::from(js_sys::encode_uri_component(text));
    format!("{}?by={by}&q={text}", paths::POLICIES)
}

#[component]
fn Results(found: PolicySearchResults, searched: PolicyQuery) -> impl IntoView {
    let PolicySearchResults { items, total, truncated } = found;
    if items.is_empty() {
        return view! { <NothingFound searched /> }.into_any();
    }
    let shown = items.len() as u64;
    let count = if truncated {
        format!("Showing {} of {}", thousands(shown), thousands(total))
    } else if total == 1 {
        "1 policy".to_owned()
    } else {
        format!("{} policies", thousands(total))
    };
    view! {
        <p role="status" class="upm-count">
            {count}
        </p>
        {truncated
            .then(|| {
                view! {
                    <InsetText>
                        <p>
                            "There are more policies than can be shown. Search for more of the name, or by ODS code, to narrow them down."
                        </p>
                    </InsetText>
                }
            })}
        <PolicyTable items />
    }
    .into_any()
}

#[component]
fn NothingFound(searched: PolicyQuery) -> impl IntoView {
    let PolicyQuery { text, .. } = searched;
    view! {
        <div role="status">
            <h2 class="nhsuk-heading-m">
                {if text.is_empty() {
                    "There are no policies yet".to_owned()
                } else {
                    format!("No policies match “{text}”")
                }}
            </h2>
            {(!text.is_empty())
                .then(|| {
                    view! {
                        <p>"Check the spelling, search for less of the name, or search by anything."</p>
                        <p>
                            <a href=paths::POLICIES>"Show all policies"</a>
                        </p>
                    }
                })}
        </div>
    }
}

#[component]
fn PolicyTable(items: Vec<PolicySummary>) -> impl IntoView {
    let reference = Reference::expect();
    let columns = vec![
        Column::text("Policy"),
        Column::text("Organisation"),
        Column::text("Licences"),
        Column::numeric("Members"),
        Column::text("Last changed"),
    ];
    view! {
        <Table id="policies" caption=Title::from("User policies") columns>
            {items
                .into_iter()
                .map(|policy| {
                    // The catalogue may come after the results.
                    let skus = policy.licences.clone();
                    let licences = Signal::derive(move || {
                        reference.with(|reference| {
                            reference.map_or_else(String::new, |reference| licences(&skus, reference))
                        })
                    });
                    view! { <PolicyRow policy licences /> }
                })
                .collect_view()}
        </Table>
    }
}

fn licences(skus: &[Sku], reference: &Reference) -> String {
    skus.iter()
        .map(|sku| reference.catalogue.product(sku).map_or(sku.as_str(), |product| &product.name))
        .collect::<Vec<_>>()
        .join(", ")
}

#[component]
fn PolicyRow(policy: PolicySummary, licences: Signal<String>) -> impl IntoView {
    let href = paths::policy(&policy.id);
    let members_href = paths::members(&policy.id);
    view! {
        <TableRow>
            <RowHeader heading="Policy">
                <a href=href>{policy.full_name}</a>
                {(policy.kind == PolicyKind::National)
                    .then(|| view! { " " <Tag colour=TagColour::Grey>"National"</Tag> })}
            </RowHeader>
            <Cell heading="Organisation">{policy.organisation.name}</Cell>
            <Cell heading="Licences">{licences}</Cell>
            <Cell heading="Members" format=CellFormat::Numeric>
                <a href=members_href>{thousands(u64::from(policy.member_count))}</a>
            </Cell>
            <Cell heading="Last changed">{clock::moment(policy.updated_at)}</Cell>
        </TableRow>
    }
}
