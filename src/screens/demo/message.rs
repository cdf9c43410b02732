//! An e-mail of a demonstration, `/demo/messages/:id`, as programs show it that show no HTML.

use domain::{
    ids::MessageId,
    message::{Message, MessageAttachment},
};
use leptos::prelude::*;

use crate::{
    client::{ApiError, Client},
    nhsuk::{Button, ButtonKind, Crumb, SummaryList, SummaryRow},
    paths,
    shell::{Page, RemoteView, clock, download::download_csv, remote},
};

/// An e-mail of a demonstration.
#[component]
pub(super) fn OneMessage(id: String) -> impl IntoView {
    let client = expect_context::<Client>();
    let message = remote(
        move || id.clone(),
        move |id| async move {
            match MessageId::parse(&id) {
                Ok(id) => client.message(&id).await,
                Err(_) => Err(ApiError::not_found()),
            }
        },
    );
    let crumbs = vec![
        Crumb::new(paths::home(), "Admin home"),
        Crumb::new(paths::demo_messages(), "Demonstration inbox"),
    ];
    view! {
        <Page title="Email" crumbs=Signal::stored(crumbs)>
            <RemoteView data=message let:message>
                <Read message />
            </RemoteView>
        </Page>
    }
}

#[component]
fn Read(message: Message) -> impl IntoView {
    let Message { line, to, text, attachment, .. } = message;
    let attachment = attachment.map(|attachment| {
        view! {
            <SummaryRow name="Attachment">
                <Attachment attachment />
            </SummaryRow>
        }
    });
    view! {
        <SummaryList>
            <SummaryRow name="Subject">{line.subject}</SummaryRow>
            <SummaryRow name="To">{to}</SummaryRow>
            <SummaryRow name="Written">{clock::moment(line.written_at)}</SummaryRow>
            {attachment}
        </SummaryList>
        <h2 class="nhsuk-heading-m">"Text"</h2>
        <p class="upm-message-text">{text}</p>
    }
}

#[component]
fn Attachment(attachment: MessageAttachment) -> impl IntoView {
    let MessageAttachment { name, content } = attachment;
    let Some(content) = content else {
        return view! {
            {name}
            ". It is zipped, and a demonstration does not show what is in it. Download the file from the job, or from the policy’s licensing errors."
        }.into_any();
    };
    let file = name.clone();
    let download = move |()| download_csv(&file, &content);
    view! {
        <p class="upm-message-file">{name}</p>
        <Button kind=ButtonKind::Secondary on_click=download>
            "Download attachment"
        </Button>
    }
    .into_any()
}
