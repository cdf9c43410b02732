//! Jobs, `/jobs?show=open|over&cursor=…`: what is running, and what ran.

use domain::{
    ids::JobId,
    job::{Job, JobList},
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use super::state_tag::StateTag;
use crate::{
    client::{ApiError, Client, JobQuery},
    nhsuk::{
        Cell, CellFormat, Column, Crumb, FilterTab, FilterTabs, LinkButton, RowHeader, Table,
        TableRow, Title, VisuallyHidden, thousands,
    },
    paths,
    shell::{Page, RemoteData, Waiting, clock, following::follow, remote},
};

/// The ways to look at the list, with the words of the URL.
const SHOW: [(Option<bool>, &str, &str); 3] =
    [(None, "", "All"), (Some(true), "open", "Running"), (Some(false), "over", "Ended")];

/// Jobs.
#[component]
pub fn JobsScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_query_map();
    let query = Memo::new(move |_| parameters.with(in_address));
    let list = remote(move || query.get(), move |query| async move { client.jobs(&query).await });
    // One job is followed, because a browser has few connections to a server; its news bring those of the others.
    let running = Memo::new(move |_| {
        list.with(|list| {
            let job = list?.items.iter().find(|job| !job.state.is_over())?;
            Some(job.id.clone())
        })
    });
    follow(list, running, move |id| async move {
        client.follow_job(&id).await?;
        wanted(client, query).await
    });
    let is_empty = Memo::new(move |_| list.with(|list| list.map(|list| list.items.is_empty())));
    view! {
        <Page
            title="Jobs"
            crumbs=Signal::stored(vec![Crumb::new(paths::home(), "Admin home")])
        >
            <Tabs query />
            {move || match is_empty.get() {
                None => view! { <Waiting data=list /> }.into_any(),
                Some(true) => view! { <NoJobs query=query.get() /> }.into_any(),
                Some(false) => view! { <JobTable list /> }.into_any(),
            }}
            <Pages query list />
        </Page>
    }
}

/// The page that is wanted when it comes: meanwhile the person may have turned to another.
async fn wanted(client: Client, query: Memo<JobQuery>) -> Result<JobList, ApiError> {
    let now = || query.try_get_untracked().unwrap_or_default();
    loop {
        let asked = now();
        let list = client.jobs(&asked).await?;
        if asked == now() {
            return Ok(list);
        }
    }
}

/// What an address asks for.
fn in_address(parameters: &ParamsMap) -> JobQuery {
    let get = |name| parameters.get(name).unwrap_or_default();
    let show = get("show");
    let open = SHOW.iter().find(|(_, word, _)| *word == show).and_then(|(open, ..)| *open);
    JobQuery { open, cursor: get("cursor") }
}

/// The address that asks for it.
fn address(query: &JobQuery) -> String {
    let show = SHOW.iter().find(|(open, ..)| *open == query.open).map_or("", |(_, word, _)| word);
    paths::with_query(&paths::jobs(), &[("show", show), ("cursor", &query.cursor)])
}

#[component]
fn Tabs(query: Memo<JobQuery>) -> impl IntoView {
    let tabs = SHOW.map(|(open, _, text)| {
        let href = address(&JobQuery { open, cursor: String::new() });
        let current = Signal::derive(move || query.with(|query| query.open == open));
        FilterTab::uncounted(Signal::stored(href), text, current)
    });
    view! { <FilterTabs label="Filter jobs" tabs=tabs.into() /> }
}

/// The ways to the newest jobs and to older ones, where there are any.
#[component]
fn Pages(query: Memo<JobQuery>, list: RemoteData<JobList>) -> impl IntoView {
    let newest = move || {
        let JobQuery { open, cursor } = query.get();
        let href = address(&JobQuery { open, cursor: String::new() });
        (!cursor.is_empty()).then(|| view! { <a href=href>"Newest jobs"</a> })
    };
    let next = Memo::new(move |_| list.with(|list| list?.next_cursor.clone()));
    let older = move || {
        let cursor = next.get()?;
        let href = address(&JobQuery { open: query.with(|query| query.open), cursor });
        Some(view! { <a href=href>"Older jobs"</a> })
    };
    let has_pages =
        Memo::new(move |_| next.get().is_some() || query.with(|query| !query.cursor.is_empty()));
    view! {
        <Show when=move || has_pages.get()>
            <nav class="upm-actions" aria-label="Pages of jobs">
                {newest}
                {older}
            </nav>
        </Show>
    }
}

#[component]
fn NoJobs(query: JobQuery) -> impl IntoView {
    let heading = match query.open {
        _ if !query.cursor.is_empty() => "There are no older jobs",
        Some(true) => "No jobs are running",
        Some(false) => "No jobs have ended yet",
        None => "There are no jobs yet",
    };
    view! {
        <div role="status">
            <h2 class="nhsuk-heading-m">{heading}</h2>
            <p>
                "When you add, move or import members, or change a policy that has members, what happened to each of them is kept here."
            </p>
        </div>
        <LinkButton href=paths::policies()>"Find a user policy"</LinkButton>
    }
}

/// The table stays while the jobs in it go on, so that nobody loses their place in it.
#[component]
fn JobTable(list: RemoteData<JobList>) -> impl IntoView {
    let columns = vec![
        Column::text("Policy"),
        Column::text("Kind"),
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
        <p>"Newest first. Open a job to see what happened to each person."</p>
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
    view! {
        <TableRow>
            <RowHeader heading="Policy">
                <a href=text(|job| paths::job(&job.id))>
                    {text(|job| job.policy.full_name.clone())}
                    <VisuallyHidden>", " {when}</VisuallyHidden>
                </a>
            </RowHeader>
            <Cell heading="Kind">{text(super::kind_in_words)}</Cell>
            <Cell heading="Requested by">{text(|job| job.requested_by.clone())}</Cell>
            <Cell heading="When">{when}</Cell>
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
