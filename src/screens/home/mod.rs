//! Admin home, `/`: what to look at, what is going on, and the organisations one administers with their seats.
//!
//! Each section fetches what it shows by itself, so that none waits for another or fails with it.

mod changes;
mod problems;
mod renewals;
mod running;
mod unfinished;

use domain::{
    attention::{Attention, Reason, attention},
    catalogue::ProductKind,
    organisation::{Organisation, OrganisationStatus, Subscription},
    seats::Seats,
    session::Action,
};
use leptos::prelude::*;

use self::{
    changes::ChangesByOthers, problems::PoliciesWithProblems, renewals::RenewalsAhead,
    running::RunningJobs, unfinished::UnfinishedImports,
};
use crate::{
    nhsuk::{
        ButtonKind, Details, LinkButton, SearchButton, SearchInput, Tag, TagColour, Title,
        UsageMeter, thousands,
    },
    paths,
    shell::{Page, Reference, RemoteView, SignedIn, clock},
};

/// With more organisations than this, they are folded and there is a filter.
const FEW: usize = 4;

/// So many lines of a section are shown at once.
const FEW_LINES: usize = 5;

/// Admin home.
#[component]
pub fn HomeScreen() -> impl IntoView {
    view! {
        <Page title="Admin home">
            <UnfinishedImports />
            <RemoteView data=Reference::expect() let:reference>
                <AttentionList items=attention(&reference.organisations, clock::today()) />
            </RemoteView>
            <div class="upm-home">
                <RunningJobs />
                <PoliciesWithProblems />
                <ChangesByOthers />
                <RenewalsAhead />
            </div>
            <RemoteView data=Reference::expect() let:reference>
                <Organisations organisations=reference.organisations.to_vec() />
            </RemoteView>
        </Page>
    }
}

/// A section under its heading.
#[component]
fn Section(id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="upm-home__section" aria-labelledby=id>
            <h2 class="nhsuk-heading-m" id=id>
                {title}
            </h2>
            {children()}
        </section>
    }
}

#[component]
fn AttentionList(items: Vec<Attention>) -> impl IntoView {
    let count = items.len();
    if items.is_empty() {
        return view! { <p>"Nothing needs your attention."</p> }.into_any();
    }
    let line = |item: Attention| {
        view! {
            <li>
                <a href=where_to_look(&item)>{item.organisation.to_string()}</a>
                " "
                {item.organisation_name}
                ": "
                {item.reason.describe()}
            </li>
        }
    };
    let list = view! { <ul class="nhsuk-list nhsuk-list--bullet">{items.into_iter().map(line).collect_view()}</ul> };
    view! {
        <section aria-labelledby="attention">
            <h2 class="nhsuk-heading-m" id="attention">"Needs attention"</h2>
            {if count > FEW * 2 {
                let summary = format!("{} things to look at", thousands(count as u64));
                view! { <Details summary=summary>{list}</Details> }.into_any()
            } else {
                list.into_any()
            }}
        </section>
    }
    .into_any()
}

/// People of an organisation that has closed are to be moved; everything else is about its policies.
fn where_to_look(item: &Attention) -> String {
    match item.reason {
        Reason::Closed { .. } => paths::users_of(&item.organisation),
        _ => paths::policies_of(&item.organisation),
    }
}

#[component]
fn Organisations(organisations: Vec<Organisation>) -> impl IntoView {
    let many = organisations.len() > FEW;
    let filter = RwSignal::new(String::new());
    let count = organisations.len();
    let shown = Memo::new(move |_| {
        let wanted = filter.get().trim().to_lowercase();
        organisations
            .iter()
            .filter(|organisation| organisation.is_named_like(&wanted))
            .cloned()
            .collect::<Vec<_>>()
    });
    let said = move || {
        let found = shown.with(Vec::len);
        if found == count {
            format!("{} organisations", thousands(count as u64))
        } else {
            format!("{} of {} organisations", thousands(found as u64), thousands(count as u64))
        }
    };
    view! {
        <section aria-labelledby="organisations">
            <h2 class="nhsuk-heading-m" id="organisations">"Your organisations"</h2>
            {many
                .then(|| {
                    view! {
                        <SearchInput
                            id="organisation-filter"
                            label=Title::from("Filter by name or ODS code")
                            value=filter
                            on_input=move |text| filter.set(text)
                            button=SearchButton::Hidden
                        />
                        <p role="status">{said}</p>
                    }
                })}
            <For
                each=move || shown.get()
                key=|organisation| organisation.ods.clone()
                children=move |organisation| {
                    if many {
                        let summary = format!("{} – {}", organisation.ods, organisation.name);
                        view! {
                            <Details summary=summary>
                                <OrganisationFacts organisation />
                            </Details>
                        }
                            .into_any()
                    } else {
                        view! {
                            <div class="nhsuk-card">
                                <div class="nhsuk-card__content">
                                    <h3 class="nhsuk-card__heading nhsuk-heading-m">
                                        {organisation.name.clone()}
                                    </h3>
                                    <OrganisationFacts organisation />
                                </div>
                            </div>
                        }
                            .into_any()
                    }
                }
            />
        </section>
    }
}

#[component]
fn OrganisationFacts(organisation: Organisation) -> impl IntoView {
    let service = organisation.service_level.label();
    let former = organisation.former_names.join(", ");
    let may_create =
        SignedIn::expect().may(Action::EditPolicies, &organisation.ods) && organisation.is_open();
    let policies = format!("{} policies", thousands(u64::from(organisation.policy_count)));
    view! {
        <p>
            {organisation.ods.to_string()} " · " {service} " · " {organisation.role.label()} " "
            {match organisation.status {
                OrganisationStatus::Open => None,
                OrganisationStatus::Closed { .. } => {
                    Some(view! { <Tag colour=TagColour::Red>"Closed"</Tag> })
                }
            }}
        </p>
        {(!former.is_empty())
            .then(|| view! { <p class="nhsuk-body-s">"Formerly or including: " {former}</p> })}
        <ul class="nhsuk-list upm-seats">
            {base_first(&organisation)
                .into_iter()
                .map(|held| seats(&organisation, held))
                .collect_view()}
        </ul>
        <p class="upm-actions">
            <a href=paths::policies_of(&organisation.ods)>{policies}</a>
            {organisation
                .is_open()
                .then(|| {
                    view! { <a href=paths::top_ups_of(&organisation.ods)>"Request more licences"</a> }
                })}
            {may_create
                .then(|| {
                    view! {
                        <LinkButton
                            href=paths::new_policy_of(&organisation.ods)
                            kind=ButtonKind::Secondary
                        >
                            "Create a user policy"
                        </LinkButton>
                    }
                })}
        </p>
    }
}

/// Base licences first, then by name.
fn base_first(organisation: &Organisation) -> Vec<&Subscription> {
    let mut held = organisation.subscriptions.iter().collect::<Vec<_>>();
    held.sort_by_key(|held| (held.kind != ProductKind::Base, held.product.as_str()));
    held
}

fn seats(organisation: &Organisation, held: &Subscription) -> impl IntoView + use<> {
    let label = organisation.subscription_label(held);
    let live = held.is_live(clock::today());
    let ends = if live { "until" } else { "ended on" };
    let Seats { held: seats_held, in_use } = held.seats;
    view! {
        <li class="upm-seats__item">
            <p class="upm-seats__product">
                {held.product.clone()}
                <span class="nhsuk-hint upm-seats__term">
                    " " {ends} " " {clock::day(held.end_date)}
                </span>
            </p>
            {if live {
                view! {
                    <UsageMeter
                        label=label
                        used=Signal::stored(u64::from(in_use))
                        held=Signal::stored(u64::from(seats_held))
                    />
                }
                    .into_any()
            } else {
                view! { <p class="nhsuk-body-s">"No licences can be given"</p> }.into_any()
            }}
        </li>
    }
}
