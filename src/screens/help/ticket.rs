//! A ticket: what to try first, and the text with the details of the screen that somebody came from.

use domain::help::{Known, Need, Place, subject, ticket_text};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::Client,
    config::Support,
    nhsuk::{Button, ButtonKind, InsetText},
    paths,
    shell::{RemoteView, SignedIn, clipboard, clock, remote},
};

/// How much of the text an e-mail program is given: longer addresses are cut off by some.
const LONGEST_MAIL: usize = 1500;

#[component]
pub(super) fn Ticket(need: Need, place: Option<Place>) -> impl IntoView {
    let client = expect_context::<Client>();
    let asked = place.clone();
    let known = remote(
        || (),
        move |()| {
            let place = asked.clone();
            async move { Ok(look_up(client, need, place).await) }
        },
    );
    let place = StoredValue::new(place);
    view! {
        <h2 class="nhsuk-heading-m">"Raise a ticket"</h2>
        {need.first().map(|first| view! { <InsetText><p>{first}</p></InsetText> })}
        <RemoteView data=known let:known>
            <ReadyText need place=place.get_value() known />
        </RemoteView>
    }
}

/// What the server knows of the place. What it does not give is left out: the text is of use without it.
async fn look_up(client: Client, need: Need, place: Option<Place>) -> Known {
    let mut known = Known { request_id: client.last_trouble(), ..Known::default() };
    let policy = match place {
        Some(Place::Policy { id, .. }) => Some(id),
        Some(Place::Job(id)) => {
            known.job = client.job(&id).await.ok().map(|detail| detail.job);
            known.job.as_ref().map(|job| job.policy.id.clone())
        }
        Some(Place::Person { .. } | Place::Screen(_)) | None => None,
    };
    if let Some(id) = policy {
        known.policy = client.policy(&id).await.ok().map(|policy| policy.value);
        if need == Need::Licence {
            let (page, errors) = client.listed_errors(&id).await.ok().unzip();
            known.with_errors = page.map(|page| page.people);
            known.errors = errors.unwrap_or_default();
        } else {
            known.with_errors = client.licensing_errors(&id).await.ok().map(|page| page.people);
        }
    }
    known
}

#[component]
fn ReadyText(need: Need, place: Option<Place>, known: Known) -> impl IntoView {
    let Support { helpdesk_email, helpdesk_url } = use_context::<Support>().unwrap_or_default();
    let who = SignedIn::expect();
    let reported_by = format!("{} <{}>", who.name(), who.email());
    let now = clock::moment(clock::now());
    let text = ticket_text(need, place.as_ref(), &known, &reported_by, &now, clock::moment);
    let mail = (!helpdesk_email.is_empty()).then(|| {
        let short = text.chars().take(LONGEST_MAIL).collect::<String>();
        let href = paths::mail(&helpdesk_email, subject(need), &short);
        view! { <p><a href=href>"Email it to the helpdesk"</a></p> }
    });
    let site = (!helpdesk_url.is_empty()).then(|| {
        view! { <p><a href=helpdesk_url>"Go to NHSmail support to raise it there"</a></p> }
    });
    let text = StoredValue::new(text);
    let said = RwSignal::new("");
    let copy = move |()| {
        spawn_local(async move {
            let copied = clipboard::copy(&text.get_value()).await;
            let _ = said.try_set(if copied {
                "Copied. Paste it into your ticket, and fill in the last lines."
            } else {
                "Your browser did not let the page copy. Select the text and copy it."
            });
        });
    };
    view! {
        <p>"This text has the details that the helpdesk asks for. Fill in what you did and what happened. Do not name patients."</p>
        <pre class="upm-support-text" role="group" tabindex="0" aria-label="Text of the ticket">
            {text.get_value()}
        </pre>
        <Button kind=ButtonKind::Secondary on_click=copy>"Copy the text"</Button>
        <p role="status">{said}</p>
        {mail}
        {site}
    }
}
