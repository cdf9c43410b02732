//! A job, `/jobs/:id?show=…`: how far it is, and what became of each person.

use domain::{
    ids::JobId,
    import::undo::undo_groups_of,
    job::{Job, JobDetail, JobKind, JobState},
    session::Action,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use wasm_bindgen_futures::spawn_local;

use super::{kind_in_words, outcomes::Outcomes, state_tag::StateTag};
use crate::{
    client::{ApiError, Client},
    nhsuk::{
        Button, ButtonKind, Crumb, ErrorSummary, HeadingLevel, Messages, ProgressBar, SummaryError,
        SummaryList, SummaryRow, Title, WarningCallout, counted, thousands,
    },
    paths,
    shell::{Page, RemoteData, SignedIn, Waiting, clock, following::follow, remote, undo::Undo},
};

/// A job.
#[component]
pub fn JobScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_params_map();
    // A memo, because the query may change while the job stays.
    let id =
        Memo::new(move |_| parameters.with(|parameters| parameters.get("id").unwrap_or_default()));
    let detail = remote(
        move || id.get(),
        move |id| async move {
            match JobId::parse(&id) {
                Ok(id) => client.job(&id).await,
                Err(_) => Err(ApiError::not_found()),
            }
        },
    );
    let running = Memo::new(move |_| {
        detail.with(|detail| {
            let job = &detail?.job;
            (!job.state.is_over()).then(|| job.id.clone())
        })
    });
    follow(detail, running, move |id| async move { client.follow_job(&id).await });
    let shown = Memo::new(move |_| detail.with(|detail| Some(detail?.job.id.clone())));
    let caption =
        Signal::derive(move || detail.with(|detail| Some(detail?.job.policy.full_name.clone())));
    let crumbs = vec![Crumb::new(paths::home(), "Admin home"), Crumb::new(paths::jobs(), "Jobs")];
    view! {
        <Page title="Job" crumbs=Signal::stored(crumbs) caption>
            {move || match shown.get() {
                None => view! { <Waiting data=detail /> }.into_any(),
                Some(id) => {
                    view! {
                        <Progress detail />
                        <GivenUp detail />
                        <JobFacts detail />
                        <TakeBack detail />
                        <Outcomes id detail />
                    }
                        .into_any()
                }
            }}
        </Page>
    }
}

/// How far the job is, while it runs, and the way to stop it.
#[component]
fn Progress(detail: RemoteData<JobDetail>) -> impl IntoView {
    let job = Memo::new(move |_| detail.with(|detail| Some(detail?.job.clone())));
    let count = move |of: fn(&Job) -> u32| {
        Signal::derive(move || job.with(|job| job.as_ref().map_or(0, |job| u64::from(of(job)))))
    };
    let (done, total) = (count(|job| job.done), count(|job| job.total));
    let is_running =
        Memo::new(move |_| job.with(|job| job.as_ref().is_some_and(|job| !job.state.is_over())));
    let text = Signal::derive(move || {
        format!("{} of {} done", thousands(done.get()), counted(total.get(), "person", "people"))
    });
    // A job does not say which organisation it is for; where the role is another there, the server refuses.
    let may_cancel = SignedIn::expect().may_anywhere(Action::MoveMembers);
    // Half of the members without the licences of their policy would help nobody: such a job is ended by a later change.
    let can_be_cancelled = Memo::new(move |_| {
        may_cancel
            && detail
                .with(|detail| detail.is_some_and(|detail| detail.job.kind == JobKind::Members))
    });
    view! {
        <Show when=move || is_running.get()>
            <ProgressBar id="job-progress" label="Job progress" value=done max=total text />
            <p>
                "You can leave this page: the job carries on, and what happened to each person is kept here."
            </p>
            {move || can_be_cancelled.get().then(|| view! { <CancelJob detail /> })}
        </Show>
    }
}

/// Why a job came no further, and what to do now.
#[component]
fn GivenUp(detail: RemoteData<JobDetail>) -> impl IntoView {
    let given_up = Memo::new(move |_| {
        detail.with(|detail| {
            let job = &detail?.job;
            Some((job.failure?, job.kind, job.id.clone(), job.policy.id.clone()))
        })
    });
    move || {
        let (failure, kind, id, policy) = given_up.get()?;
        let what_now = match kind {
            JobKind::Members => view! {
                "People already done stay as they are now, and nothing was changed for the others. Add or move them again: "
                <a href=paths::members(&policy)>"go to the members of the policy"</a> "."
            }
            .into_any(),
            JobKind::Licences => view! {
                "The policy is as you saved it, but some of its members do not have its licences yet. "
                <a href=paths::licensing_errors(&policy)>"Select Try again on its licensing errors"</a> "."
            }
            .into_any(),
        };
        Some(view! {
            <WarningCallout title=Title::from("The job failed").heading(HeadingLevel::H2)>
                <p>{failure.explain()} "."</p>
                <p>{what_now}</p>
                <p>
                    "If that does not help, give the NHSmail helpdesk the number of this job: "
                    <strong>{id.to_string()}</strong>
                </p>
            </WarningCallout>
        })
    }
}

#[component]
fn CancelJob(detail: RemoteData<JobDetail>) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let cancel = move || {
        let Some(id) = untrack(|| detail.with(|detail| Some(detail?.job.id.clone()))) else {
            return;
        };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let result = client.cancel_job(&id).await;
            match result {
                Ok(news) => {
                    messages.success(match news.job.state {
                        JobState::Cancelled => "The job was cancelled",
                        JobState::Finished | JobState::Failed => {
                            "The job ended before it could be cancelled"
                        }
                        JobState::Queued | JobState::Running => "The job is being cancelled",
                    });
                    if busy.try_set(false).is_none() {
                        detail.set(news);
                    }
                }
                Err(error) => {
                    let _ = failure.try_set(Some(error));
                    let _ = busy.try_set(false);
                }
            }
        });
    };
    let errors = Signal::derive(move || {
        failure.get().map(|error| SummaryError::general(error.to_string())).into_iter().collect()
    });
    view! {
        <ErrorSummary errors />
        <p>"If you cancel it, people already done stay as they are now, and nobody else is changed."</p>
        <Button kind=ButtonKind::Secondary busy on_click=cancel>
            "Cancel job"
        </Button>
    }
}

#[component]
fn JobFacts(detail: RemoteData<JobDetail>) -> impl IntoView {
    let job = Memo::new(move |_| detail.with(|detail| Some(detail?.job.clone())));
    move || {
        let job = job.get()?;
        let kind = kind_in_words(&job);
        let changes = match job.kind {
            JobKind::Members => "Added or moved",
            JobKind::Licences => "Licences updated",
        };
        let Job { policy, state, requested_by, created_at, finished_at, changed, total, .. } = job;
        let of = counted(u64::from(total), "person", "people");
        Some(view! {
            <SummaryList>
                <SummaryRow name="Policy">
                    <a href=paths::members(&policy.id)>{policy.full_name}</a>
                </SummaryRow>
                <SummaryRow name="Kind">{kind}</SummaryRow>
                <SummaryRow name="State">
                    <StateTag state />
                </SummaryRow>
                <SummaryRow name=changes>
                    {format!("{} of {of}", thousands(u64::from(changed)))}
                </SummaryRow>
                <SummaryRow name="Requested by">{requested_by}</SummaryRow>
                <SummaryRow name="Requested">{clock::moment(created_at)}</SummaryRow>
                {finished_at
                    .map(|at| view! { <SummaryRow name="Ended">{clock::moment(at)}</SummaryRow> })}
            </SummaryList>
        })
    }
}

/// The way back, once a job that changed people's policies is over.
#[component]
fn TakeBack(detail: RemoteData<JobDetail>) -> impl IntoView {
    let may_move = SignedIn::expect().may_anywhere(Action::MoveMembers);
    let over = Memo::new(move |_| {
        detail.with(|detail| {
            let JobDetail { job, outcomes } = detail?;
            let can_be = may_move && job.kind == JobKind::Members && job.state.is_over();
            can_be.then(|| (undo_groups_of(outcomes), job.policy.clone()))
        })
    });
    move || {
        let (groups, put) = over.get()?;
        Some(view! { <Undo summary="Undo this job" groups put /> })
    }
}
