//! The jobs that are running, as they go on.

use domain::{
    ids::JobId,
    job::{Job, JobList},
};
use leptos::prelude::*;

use super::{FEW_LINES, Section};
use crate::{
    client::{Client, JobQuery},
    nhsuk::{counted, thousands},
    paths,
    shell::{RemoteData, Waiting, following::follow, remote},
};

/// How many jobs are running, and the first of them.
#[component]
pub(super) fn RunningJobs() -> impl IntoView {
    let client = expect_context::<Client>();
    let open = || JobQuery { open: Some(true), ..JobQuery::default() };
    let list = remote(|| (), move |()| async move { client.jobs(&open()).await });
    // One job is followed; its news bring those of the others.
    let running =
        Memo::new(move |_| list.with(|list| list?.items.first().map(|job| job.id.clone())));
    follow(list, running, move |id| async move {
        client.follow_job(&id).await?;
        client.jobs(&open()).await
    });
    let are_there = Memo::new(move |_| list.with(|list| list.map(|list| !list.items.is_empty())));
    view! {
        <Section id="running-jobs" title="Running jobs">
            {move || match are_there.get() {
                None => view! { <Waiting data=list /> }.into_any(),
                Some(false) => view! { <p>"No jobs are running."</p> }.into_any(),
                Some(true) => view! { <Jobs list /> }.into_any(),
            }}
            <p>
                <a href=paths::jobs()>"See all jobs"</a>
            </p>
        </Section>
    }
}

/// How many jobs are running; nothing where none are.
fn in_words(list: &JobList) -> Option<String> {
    let count = list.items.len() as u64;
    match &list.next_cursor {
        _ if count == 0 => None,
        Some(_) => Some(format!("More than {} jobs are running.", thousands(count))),
        None => Some(format!("{} running.", counted(count, "job is", "jobs are"))),
    }
}

/// The lines stay while the jobs go on, so that nobody loses their place.
#[component]
fn Jobs(list: RemoteData<JobList>) -> impl IntoView {
    let ids = Memo::new(move |_| {
        list.with(|list| {
            let jobs = list.into_iter().flat_map(|list| &list.items);
            jobs.take(FEW_LINES).map(|job| job.id.clone()).collect::<Vec<JobId>>()
        })
    });
    let line = move |id: JobId| {
        let href = paths::job(&id);
        let job = Memo::new(move |_| {
            list.with(|list| list?.items.iter().find(|job| job.id == id).cloned())
        });
        let text = move |of: fn(&Job) -> String| {
            move || job.with(|job| job.as_ref().map(of).unwrap_or_default())
        };
        view! {
            <li>
                <a href=href>{text(|job| job.policy.full_name.clone())}</a>
                <span class="nhsuk-hint upm-home__more">{text(how_far)}</span>
            </li>
        }
    };
    view! {
        <p role="status">{move || list.with(|list| list.and_then(in_words))}</p>
        <ul class="nhsuk-list">
            <For each=move || ids.get() key=JobId::clone children=line />
        </ul>
    }
}

fn how_far(job: &Job) -> String {
    let of = counted(u64::from(job.total), "person", "people");
    format!("{}: {} of {of} done", job.kind.label(), thousands(u64::from(job.done)))
}
