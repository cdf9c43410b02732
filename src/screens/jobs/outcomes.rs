//! What became of each person of a job: the table, one kind of outcome at a time, and the file.

use domain::{
    ids::JobId,
    job::{Job, JobDetail},
    member::MemberOutcome,
    outcome_kind::OutcomeKind,
    outcome_report::file,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    nhsuk::{Button, ButtonKind, InsetText, Title, thousands},
    paths,
    shell::{
        RemoteData, clock,
        download::download_csv,
        outcomes::{OutcomeTable, OutcomeTabs},
    },
};

/// So many people are shown at once; all are in the file.
const SHOWN: usize = 500;

#[component]
pub(super) fn Outcomes(id: JobId, detail: RemoteData<JobDetail>) -> impl IntoView {
    let query = use_query_map();
    let shown = Memo::new(move |_| {
        query.with(|query| query.get("show").and_then(|code| OutcomeKind::from_code(&code)))
    });
    let all = Memo::new(move |_| {
        detail.with(|detail| detail.map(|detail| detail.outcomes.clone()).unwrap_or_default())
    });
    // How many have the kind that is shown, and the first of them.
    let of_kind = Memo::new(move |_| {
        let kind = shown.get();
        let is_shown = |line: &&MemberOutcome| kind.is_none_or(|kind| kind == line.outcome.kind());
        all.with(|all| {
            let of_kind = all.iter().filter(is_shown);
            (of_kind.clone().count(), of_kind.take(SHOWN).cloned().collect::<Vec<_>>())
        })
    });
    let address = move |kind: Option<OutcomeKind>| match kind {
        None => paths::job(&id),
        Some(kind) => format!("{}?show={}", paths::job(&id), kind.code()),
    };
    let count = Memo::new(move |_| of_kind.with(|(count, _)| *count));
    view! {
        <h2 class="nhsuk-heading-m">"What happened to each person"</h2>
        <Download detail />
        <OutcomeTabs outcomes=all shown address />
        <Show when=move || { count.get() > SHOWN }>
            <InsetText>
                <p>
                    "Showing " {thousands(SHOWN as u64)} " of "
                    {move || thousands(count.get() as u64)}
                    ". Download the outcomes to see everyone."
                </p>
            </InsetText>
        </Show>
        <Show
            when=move || { count.get() > 0 }
            fallback=|| view! { <p>"Nobody has this outcome. Choose another to see more."</p> }
        >
            <OutcomeTable
                id="outcomes"
                caption=Title::from("Outcomes").hidden()
                outcomes=Signal::derive(move || of_kind.with(|(_, lines)| lines.clone()))
            />
        </Show>
    }
}

/// All outcomes as they are now, whichever are shown.
#[component]
fn Download(detail: RemoteData<JobDetail>) -> impl IntoView {
    let download = move |()| {
        if let Some(JobDetail { job, outcomes }) = untrack(|| detail.value()) {
            download_csv(&file_name(&job), &file(&outcomes));
        }
    };
    view! {
        <Button kind=ButtonKind::Secondary on_click=download>
            "Download outcomes (CSV)"
        </Button>
    }
}

fn file_name(job: &Job) -> String {
    format!("outcomes {} {}.csv", job.policy.full_name, clock::today())
}
