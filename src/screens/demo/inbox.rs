//! The demonstration inbox, `/demo/messages`: nobody has a mailbox in a demonstration, so e-mails are read here.

use std::time::Duration;

use domain::message::MessageLine;
use leptos::prelude::*;

use crate::{
    client::Client,
    nhsuk::{Cell, Column, Crumb, InsetText, RowHeader, Table, TableRow, Title},
    paths,
    shell::{Page, RemoteView, clock, remote},
};

/// How often the inbox is looked into while it is open.
const LOOK: Duration = Duration::from_secs(5);

/// The demonstration inbox.
#[component]
pub(super) fn Inbox() -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = remote(|| (), move |()| async move { client.messages().await });
    if let Ok(looking) = set_interval_with_handle(move || messages.reload(), LOOK) {
        on_cleanup(move || looking.clear());
    }
    let crumbs = vec![Crumb::new(paths::home(), "Admin home")];
    view! {
        <Page title="Demonstration inbox" crumbs=Signal::stored(crumbs)>
            <InsetText>
                <p>"This is a demonstration: no emails are sent. Those that would have come to you are kept here."</p>
            </InsetText>
            <RemoteView data=messages let:messages>
                <Lines messages />
            </RemoteView>
        </Page>
    }
}

#[component]
fn Lines(messages: Vec<MessageLine>) -> impl IntoView {
    if messages.is_empty() {
        return view! {
            <p>
                "There are no emails yet. You get one when you add or move more than 100 people, or export licensing errors."
            </p>
        }
        .into_any();
    }
    let rows = messages
        .into_iter()
        .map(|line| {
            view! {
                <TableRow>
                    <RowHeader heading="Subject">
                        <a href=paths::demo_message(&line.id)>{line.subject}</a>
                    </RowHeader>
                    <Cell heading="Written">{clock::moment(line.written_at)}</Cell>
                </TableRow>
            }
        })
        .collect_view();
    let columns = vec![Column::text("Subject"), Column::text("Written")];
    view! {
        <Table id="messages" caption=Title::from("Emails").hidden() columns>
            {rows}
        </Table>
    }
    .into_any()
}
