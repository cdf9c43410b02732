//! Jobs, `/jobs`: what is running, and what ran lately.

use domain::{
    ids::JobId,
    job::{Job, JobList},
};
use leptos::prelude::*;

use super::state_tag::StateTag;
use crate::{
    client::Client,
    nhsuk::{
        Cell, CellFormat, Column, Crumb, LinkButton, RowHeader, Table, TableRow, Title,
        VisuallyHidden, thousands,
    },
    paths,
    shell::{Page, RemoteData, Waiting, clock, following::follow, remote},
};

/// Jobs.
#[component]
pub fn JobsScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let list = remote(|| (), move |()| client.jobs());
    // One job is followed, because a browser has few connections to a server; its news bring those of the others.
    let running = Memo::new(move |_| {
        list.with(|list| {
            let job = list?.items.iter().find(|job| !job.state.is_over())?;
            Some(job.id.clone())
        })
    });
    follow(list, running, move |id| async move {
        client.follow_job(&id).await?;
        client.jobs().await
    });
    let is_empty = Memo::new(move |_| list.with(|list| list.map(|list| list.items.is_empty())));
    view! {
        <Page
            title="Jobs"
            crumbs=Signal::stored(vec![Crumb::new(paths::HOME, "Admin home")])
        >
            {move || match is_empty.get() {
                None => view! { <Waiting data=list /> }.into_any(),
                Some(true) => view! { <NoJobs /> }.into_any(),
                Some(false) => view! { <JobTable list /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn NoJobs() -> impl IntoView {
    view! {
        <h2 class="nhsuk-heading-m">"There are no jobs yet"</h2>
        <p>
            "When you add, move or import members, what became of each of them is kept here."
        </p>
        <LinkButton href=paths::POLICIES>"Find a user policy"</LinkButton>
    }
}

/// The table stays while the jobs in it go on, so that nobody loses their place in it.
#[component]
fn JobTable(list: RemoteData<JobList>) -> impl IntoView {
    let columns = vec![
        Column::text("Policy"),
        Column::text("Requested by"),
        Column::text("When"),
        Column::text("State"),
        Column::numeric("Done"),
    ];
    let ids = Memo::new(move |_| {
        list.with(|list| {
            let jobs = list.into_iter().flat_map(|list| &list.items);
            jobs.map(|job| job.id.clone()).collect::<Vec<JobId>>()
        })
    });
    let row = move |id: JobId| {
        let job = Memo::new(move |_| {
            list.with(|list| list?.items.iter().find(|job| job.id == id).cloned())
        });
        view! { <JobRow job /> }
    };
    view! {
        <p>"The latest jobs, newest first. Open one to see what became of each person."</p>
        <Table id="jobs" caption=Title::from("Jobs").hidden() columns>
            <For each=move || ids.get() key=JobId::clone children=row />
        </Table>
    }
}

#[component]
fn JobRow(job: Memo<Option<Job>>) -> impl IntoView {
    let text = move |of: fn(&Job) -> String| {
        Signal::derive(move || job.with(|job| job.as_ref().map(of).unwrap_or_default()))
    };
    let when = text(|job| clock::moment(job.created_at));
    let state = Memo::new(move |_| job.with(|job| job.as_ref().map(|job| job.state)));
    let is_import = move || job.with(|job| job.as_ref().is_some_and(|job| job.import_id.is_some()));
    view! {
        <TableRow>
            <RowHeader heading="Policy">
                <a href=text(|job| paths::job(&job.id))>
                    {text(|job| job.policy.full_name.clone())}
                    <VisuallyHidden>", " {when}</VisuallyHidden>
                </a>
            </RowHeader>
            <Cell heading="Requested by">{text(|job| job.requested_by.clone())}</Cell>
            <Cell heading="When">{when} {move || is_import().then_some(" (import)")}</Cell>
            <Cell heading="State">{move || state.get().map(|state| view! { <StateTag state /> })}</Cell>
            <Cell heading="Done" format=CellFormat::Numeric>
                {text(done_of_total)}
            </Cell>
        </TableRow>
    }
}

fn done_of_total(job: &Job) -> String {
    format!("{} of {}", thousands(u64::from(job.done)), thousands(u64::from(job.total)))
}
