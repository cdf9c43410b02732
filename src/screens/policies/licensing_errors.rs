//! The licensing errors of a policy, `/policies/:id/licensing-errors`: grouped by what mends them, with who can do that.

use domain::{
    licensing_report::{ErrorGroup, file, groups, ticket_text},
    member::Member,
    policy::{Policy, PolicyRef},
};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::Client,
    nhsuk::{Button, ButtonGroup, ButtonKind, Details, InsetText, counted, thousands},
    paths,
    shell::{
        PolicyPage, RemoteView, clipboard, download::download_csv, policy_page::PolicyTitle, remote,
    },
};

/// So many members are read at most: more cannot be shown usefully, and their causes are the same.
const MOST: usize = 5_000;

/// The licensing errors of a policy.
#[component]
pub fn LicensingErrorsScreen() -> impl IntoView {
    view! {
        <PolicyPage title=PolicyTitle::Own("Licensing errors") let:policy>
            {untrack(|| policy.value()).map(|policy| view! { <Errors policy=policy.value /> })}
        </PolicyPage>
    }
}

#[component]
fn Errors(policy: Policy) -> impl IntoView {
    let client = expect_context::<Client>();
    let policy = StoredValue::new(PolicyRef::from(&policy));
    let members = remote(
        || (),
        move |()| {
            let id = policy.with_value(|policy| policy.id.clone());
            async move { client.members_with_errors(&id, MOST).await }
        },
    );
    view! {
        <RemoteView data=members let:members>
            <Found policy=policy.get_value() members />
        </RemoteView>
    }
}

#[component]
fn Found(policy: PolicyRef, members: Vec<Member>) -> impl IntoView {
    if members.is_empty() {
        return view! {
            <p role="status">"Every member has the licences of this policy, or is about to get them."</p>
        }
        .into_any();
    }
    let found = groups(&members);
    let is_cut = members.len() >= MOST;
    let lack = counted(members.len() as u64, "member lacks a licence", "members lack a licence");
    let text = ticket_text(&policy, &found);
    let groups = found.into_iter().map(|group| view! { <Group group /> }).collect_view();
    view! {
        <p role="status" class="upm-count">
            {lack} ". What is listed first is the cause of what comes after it."
        </p>
        {is_cut
            .then(|| {
                view! {
                    <InsetText>
                        <p>"Only the first " {thousands(MOST as u64)} " are shown. Mend their causes, then look again."</p>
                    </InsetText>
                }
            })}
        {groups}
        <Ticket policy members text />
    }
    .into_any()
}

/// An error, who has it, and what to do about it.
#[component]
fn Group(group: ErrorGroup) -> impl IntoView {
    let ErrorGroup { code, product, people } = group;
    let who = counted(people.len() as u64, "person", "people");
    let people = people
        .into_iter()
        .map(|(name, email)| view! { <li>{name} ", " {email.to_string()}</li> })
        .collect_view();
    view! {
        <section class="upm-licensing-error">
            <h2 class="nhsuk-heading-m">{format!("{who}: {product}")}</h2>
            <p>{code.explain()} "."</p>
            <p>
                <strong>"Who can fix it: "</strong>
                {code.who_can_fix()}
            </p>
            <p>
                <strong>"What to do: "</strong>
                {code.advice()} "."
            </p>
            <Details summary="Who has this error">
                <ul class="nhsuk-list">{people}</ul>
            </Details>
        </section>
    }
}

/// What can be taken along: a file, and the text of a ticket.
#[component]
fn Ticket(policy: PolicyRef, members: Vec<Member>, text: String) -> impl IntoView {
    let said = RwSignal::new("");
    let href = format!("{}?state=failed", paths::members(&policy.id));
    let download = move |()| {
        download_csv(&format!("licensing errors {}.csv", policy.full_name), &file(&members));
    };
    let copy = move |()| {
        let text = text.clone();
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            let _ = said.try_set(if copied {
                "The text is copied"
            } else {
                "The browser does not let the page copy. Download the CSV instead"
            });
        });
    };
    view! {
        <ButtonGroup>
            <Button kind=ButtonKind::Secondary on_click=download>
                "Download CSV"
            </Button>
            <Button kind=ButtonKind::Secondary on_click=copy>
                "Copy ticket text"
            </Button>
        </ButtonGroup>
        <p aria-live="polite">{said}</p>
        <p>
            <a href=href>"Choose and move these members"</a>
        </p>
    }
}
