//! What was sent: the report that was just made, and those before.

use domain::article_report::ArticleReport;
use leptos::{html, prelude::*};

use crate::{
    nhsuk::{Button, ButtonKind, Details, SummaryList, SummaryRow},
    shell::clock,
};

/// Says that a report is on its way, and shows it word for word.
#[component]
pub(super) fn Sent(report: ArticleReport, #[prop(into)] on_another: Callback<()>) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    heading.on_load(|heading| {
        // Refused only when the person has left the screen already.
        let _ = heading.focus();
    });
    let to = report.to.clone();
    view! {
        <h2 class="nhsuk-heading-m" tabindex="-1" node_ref=heading>"Your report is on its way"</h2>
        <p>"It goes to " {to} " by email. This is what it says:"</p>
        <Said report />
        <Button kind=ButtonKind::Secondary on_click=on_another>"Report another article"</Button>
    }
}

/// The reports that were sent before, folded away.
#[component]
pub(super) fn SentBefore(reports: Vec<ArticleReport>) -> impl IntoView {
    if reports.is_empty() {
        return ().into_any();
    }
    let reports = reports.into_iter().map(|report| {
        let summary = format!("{}: {}", clock::moment(report.at), report.report.fault.label());
        view! {
            <Details summary>
                <Said report />
            </Details>
        }
    });
    view! {
        <h2 class="nhsuk-heading-m">"Sent before"</h2>
        {reports.collect_view()}
    }
    .into_any()
}

#[component]
fn Said(report: ArticleReport) -> impl IntoView {
    let ArticleReport { at, to, report, .. } = report;
    let lines = report.details.as_str().lines().map(|line| {
        let line = line.to_owned();
        view! { <p>{line}</p> }
    });
    let lines = lines.collect_view();
    view! {
        <SummaryList>
            <SummaryRow name="What is wrong">{report.fault.label()}</SummaryRow>
            <SummaryRow name="Article">{report.address.to_string()}</SummaryRow>
            <SummaryRow name="In your words">{lines}</SummaryRow>
            <SummaryRow name="Sent">{clock::moment(at)}</SummaryRow>
            <SummaryRow name="To">{to}</SummaryRow>
        </SummaryList>
    }
}
