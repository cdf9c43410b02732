//! What a shared mailbox answers by itself, `/mailboxes/:id`: [`form`] to change it, [`preview`] as people will get it.

mod form;
mod preview;

use domain::{
    ids::MailboxId,
    session::Action,
    shared_mailbox::{RepliesDraft, SharedMailbox},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::{form::RepliesForm, preview::Preview};
use super::{StandingTag, in_words};
use crate::{
    client::{ApiError, Client, Versioned},
    nhsuk::{Crumb, InsetText, SummaryList, SummaryRow},
    paths,
    shell::{Page, RemoteView, SignedIn, clock, remote},
};

/// A shared mailbox.
#[component]
pub fn RepliesScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_params_map();
    let id =
        Memo::new(move |_| parameters.with(|parameters| parameters.get("id").unwrap_or_default()));
    let mailbox = remote(
        move || id.get(),
        move |id| async move {
            match MailboxId::parse(&id) {
                Ok(id) => client.shared_mailbox(&id).await,
                Err(_) => Err(ApiError::not_found()),
            }
        },
    );
    let title = Signal::derive(move || {
        mailbox.with(|mailbox| {
            mailbox.map_or_else(
                || "Shared mailbox".to_owned(),
                |mailbox| mailbox.value.display_name.clone(),
            )
        })
    });
    let crumbs = vec![
        Crumb::new(paths::home(), "Admin home"),
        Crumb::new(paths::mailboxes(), "Shared mailboxes"),
    ];
    let reload = Callback::new(move |()| mailbox.reload());
    view! {
        <Page title crumbs=Signal::stored(crumbs)>
            <RemoteView data=mailbox let:mailbox>
                <Facts mailbox=mailbox.value.clone() />
                <Replies mailbox reload />
            </RemoteView>
        </Page>
    }
}

#[component]
fn Facts(mailbox: SharedMailbox) -> impl IntoView {
    let SharedMailbox { email, organisation, automatic_replies, changed, .. } = mailbox;
    let period = automatic_replies.period;
    view! {
        <SummaryList>
            <SummaryRow name="Email address">{email.to_string()}</SummaryRow>
            <SummaryRow name="Organisation">
                {organisation.name} " (" {organisation.ods.to_string()} ")"
            </SummaryRow>
            <SummaryRow name="Automatic replies">
                <StandingTag period />
                " "
                {in_words(period)}
            </SummaryRow>
            {changed
                .map(|changed| {
                    let last = format!("{} by {}", clock::moment(changed.at), changed.by);
                    view! { <SummaryRow name="Last changed here">{last}</SummaryRow> }
                })}
        </SummaryList>
    }
}

/// The form for who may change them, the texts for everybody else.
#[component]
fn Replies(mailbox: Versioned<SharedMailbox>, reload: Callback<()>) -> impl IntoView {
    if SignedIn::expect().may(Action::CareForAccounts, &mailbox.value.organisation.ods) {
        return view! { <RepliesForm mailbox reload /> }.into_any();
    }
    let draft = RepliesDraft::from(&mailbox.value.automatic_replies);
    view! {
        <InsetText>
            <p>"Your role does not let you change automatic replies. Ask a local administrator."</p>
        </InsetText>
        <Preview draft=Signal::stored(draft) />
    }
    .into_any()
}
