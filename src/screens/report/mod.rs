//! Report a support article, `/report`: what is wrong with which article, sent to those who look after it.
//!
//! [`form`] asks, [`sent`] shows exactly what was sent, now and before.

mod form;
mod sent;

use domain::article_report::{ArticleReport, ArticleReports};
use leptos::prelude::*;

use self::{
    form::ReportForm,
    sent::{Sent, SentBefore},
};
use crate::{
    client::Client,
    nhsuk::{Crumb, InsetText},
    paths,
    shell::{Page, RemoteView, remote},
};

/// Report a support article.
#[component]
pub fn ReportScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let reports = remote(|| (), move |()| client.article_reports());
    view! {
        <Page
            title="Report a support article"
            crumbs=Signal::stored(vec![Crumb::new(paths::home(), "Admin home")])
        >
            <RemoteView data=reports let:reports>
                <Report reports />
            </RemoteView>
        </Page>
    }
}

#[component]
fn Report(reports: ArticleReports) -> impl IntoView {
    let ArticleReports { to, items } = reports;
    let sent = RwSignal::new(None::<ArticleReport>);
    let can_send = to.is_some();
    view! {
        {move || match sent.get() {
            Some(report) => view! { <Sent report on_another=move |()| sent.set(None) /> }.into_any(),
            None if can_send => {
                view! { <ReportForm on_sent=move |report| sent.set(Some(report)) /> }.into_any()
            }
            None => view! { <CannotSend /> }.into_any(),
        }}
        <SentBefore reports=items />
    }
}

#[component]
fn CannotSend() -> impl IntoView {
    view! {
        <InsetText>
            <p>
                "Reports cannot be sent from here: this service has no address to send them to. Tell your helpdesk about the article."
            </p>
        </InsetText>
    }
}
