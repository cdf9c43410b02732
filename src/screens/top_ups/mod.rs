//! Licence top-ups, `/top-ups?organisation=…&basket=…`: what an organisation may order, whom it would change something for
//! ([`offers`]), and the request to send ([`request`]). The basket is in the address: a reload keeps it, and a colleague
//! can be sent it.

mod offers;
mod request;

use domain::{
    ods::OdsCode,
    organisation::Organisation,
    policy::PolicySearchResults,
    top_up::{Basket, offers as offers_to},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use self::{offers::Offers, request::Request};
use crate::{
    client::{Client, PolicyQuery},
    nhsuk::{Crumb, InsetText, Select, SelectOption},
    paths,
    shell::{Page, Reference, RemoteView, clock, remote},
};

/// Licence top-ups.
#[component]
pub fn TopUpsScreen() -> impl IntoView {
    view! {
        <Page
            title="Request more licences"
            crumbs=Signal::stored(vec![Crumb::new(paths::home(), "Admin home")])
        >
            <p>
                "For organisations that buy licences through NHSmail. Enter how many seats you need, then send the request to whoever orders for you or to the helpdesk."
            </p>
            <InsetText>
                <p>
                    "Nothing is ordered here. Policies can use the seats once the order has been recorded. If your organisation has its own enterprise agreement, order from your reseller."
                </p>
            </InsetText>
            <RemoteView data=Reference::expect() let:reference>
                <Organisations reference />
            </RemoteView>
        </Page>
    }
}

/// The organisation that is asked for, and what it may order.
#[component]
fn Organisations(reference: Reference) -> impl IntoView {
    let parameters = use_query_map();
    let asked = Memo::new(move |_| {
        parameters.with(|parameters| OdsCode::parse(&parameters.get("organisation")?).ok())
    });
    let open = reference.organisations.iter().filter(|organisation| organisation.is_open());
    let open = open.cloned().collect::<Vec<_>>();
    let only = if let [only] = open.as_slice() { Some(only.ods.clone()) } else { None };
    let chosen = Memo::new(move |_| asked.get().or_else(|| only.clone()));
    let menu = (open.len() > 1).then(|| {
        let options = open.iter().map(|organisation| {
            let text = format!("{} – {}", organisation.ods, organisation.name);
            SelectOption::new(organisation.ods.as_str(), text)
        });
        std::iter::once(SelectOption::new("", "Select an organisation")).chain(options).collect()
    });
    let none = open.is_empty();
    let reference = StoredValue::new(reference);
    view! {
        {none.then(|| view! { <p>"None of your organisations is open, so there is nothing to order for."</p> })}
        {menu.map(|options| view! { <Menu options chosen /> })}
        {move || {
            let ods = chosen.get()?;
            reference
                .with_value(|reference| {
                    let organisation = reference.organisation(&ods)?.clone();
                    Some(view! { <TopUps organisation reference=reference.clone() /> })
                })
        }}
    }
}

#[component]
fn Menu(options: Vec<SelectOption>, chosen: Memo<Option<OdsCode>>) -> impl IntoView {
    let navigate = use_navigate();
    let value = Signal::derive(move || chosen.get().map(|ods| ods.to_string()).unwrap_or_default());
    // What was asked for one organisation is not for another.
    let choose = Callback::new(move |ods: String| {
        let options = NavigateOptions { scroll: false, ..paths::as_it_is() };
        navigate(&paths::with_query(&paths::top_ups(), &[("organisation", &ods)]), options);
    });
    view! {
        <Select
            id="organisation"
            label="Organisation"
            options=Signal::stored(options)
            value
            on_change=choose
        />
    }
}

/// What an organisation may order, once its policies are known: whom it would change something for is about them.
#[component]
fn TopUps(organisation: Organisation, reference: Reference) -> impl IntoView {
    let client = expect_context::<Client>();
    let query = PolicyQuery { owner: organisation.ods.to_string(), ..PolicyQuery::default() };
    let policies = remote(
        || (),
        move |()| {
            let query = query.clone();
            async move { client.search_policies(&query).await }
        },
    );
    view! {
        <RemoteView data=policies let:found>
            <Form organisation=organisation.clone() reference=reference.clone() found />
        </RemoteView>
    }
}

#[component]
fn Form(
    organisation: Organisation,
    reference: Reference,
    found: PolicySearchResults,
) -> impl IntoView {
    let parameters = use_query_map();
    let basket = Memo::new(move |_| {
        let text = parameters.with(|parameters| parameters.get("basket").unwrap_or_default());
        Basket::from_address(&text)
    });
    let navigate = use_navigate();
    let ods = organisation.ods.clone();
    let change = Callback::new(move |basket: Basket| {
        let query = [("organisation", ods.as_str()), ("basket", &basket.to_address())];
        let options = NavigateOptions { replace: true, scroll: false, ..paths::as_it_is() };
        navigate(&paths::with_query(&paths::top_ups(), &query), options);
    });
    let today = clock::today();
    let catalogue = reference.catalogue;
    let offers = offers_to(&organisation, &found.items, &catalogue, today);
    view! {
        <Offers offers=&offers basket change />
        <Request organisation catalogue=catalogue.clone() basket />
    }
}
