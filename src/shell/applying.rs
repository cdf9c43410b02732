//! That members are being given the licences of their policy, and how far that is.

use domain::{ids::JobId, policy::Policy};
use leptos::prelude::*;

use crate::{
    client::{Client, Versioned},
    nhsuk::{InsetText, ProgressBar, thousands},
    paths,
    shell::{RemoteData, following::follow, remote},
};

/// Follows the job that gives members the licences of the latest change, and reads the policy anew when it is over.
#[component]
pub fn Applying(job: JobId, policy: RemoteData<Versioned<Policy>>) -> impl IntoView {
    let client = expect_context::<Client>();
    let href = paths::job(&job);
    let detail = remote(move || job.clone(), move |id| async move { client.job(&id).await });
    let running = Memo::new(move |_| {
        detail.with(|detail| {
            let job = &detail?.job;
            (!job.state.is_over()).then(|| job.id.clone())
        })
    });
    follow(detail, running, move |id| async move { client.follow_job(&id).await });
    let is_over = Memo::new(move |_| {
        detail.with(|detail| detail.is_some_and(|detail| detail.job.state.is_over()))
    });
    Effect::new(move || {
        if is_over.get() {
            policy.reload();
        }
    });
    let done = Memo::new(move |_| {
        detail.with(|detail| detail.map_or(0, |detail| u64::from(detail.job.done)))
    });
    let total = Memo::new(move |_| {
        detail.with(|detail| detail.map_or(0, |detail| u64::from(detail.job.total)))
    });
    let text = Signal::derive(move || {
        format!("{} of {} members done", thousands(done.get()), thousands(total.get()))
    });
    view! {
        <InsetText>
            <ProgressBar
                id="applying"
                label="The latest change is being applied to the members"
                value=done
                max=total
                text
            />
            <p>
                "You do not need to wait for it. "
                <a href=href>"See what happens to each member"</a>
            </p>
        </InsetText>
    }
}
