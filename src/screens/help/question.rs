//! A question for the webinar: when the next one is, and how to ask.

use domain::{
    community::Community,
    help::{Need, subject},
    webinar::next,
};
use leptos::prelude::*;

use crate::{
    client::community,
    config::Support,
    paths,
    shell::{RemoteView, clock, remote},
};

#[component]
pub(super) fn Question(need: Need) -> impl IntoView {
    let community = remote(|| (), |()| community::community());
    let Support { helpdesk_email, .. } = use_context::<Support>().unwrap_or_default();
    let mail = (!helpdesk_email.is_empty()).then(|| {
        let href = paths::mail(&helpdesk_email, subject(need), "My question:\n");
        view! { <p><a href=href>"Send your question in beforehand"</a></p> }
    });
    view! {
        <h2 class="nhsuk-heading-m">"Ask at the webinar"</h2>
        <p>"It does not need a ticket. Bring your question to the next webinar, where others hear the answer too."</p>
        <RemoteView data=community let:community>
            <When community />
        </RemoteView>
        {mail}
        <p>"Everybody can hear what is said, so do not name colleagues or patients."</p>
        <p><a href=paths::community()>"Agenda, recordings and the calendar"</a></p>
    }
}

#[component]
fn When(community: Community) -> impl IntoView {
    next(clock::now(), &community.webinars.changes)
        .map(|webinar| view! { <p><strong>{webinar.written()}</strong></p> })
}
