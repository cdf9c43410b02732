//! What became of people who were added or moved: the green message, and the list of those who were not.

use domain::{
    job::JobState,
    member::{AssignResponse, MemberOutcome, Outcome},
};
use leptos::prelude::*;

use crate::{
    nhsuk::{Button, ButtonKind, ButtonSize, InsetText, Title, counted, thousands},
    paths,
    shell::{SignedIn, outcomes::OutcomeTable},
};

/// What went well, in a sentence; nothing where nobody's policy was changed.
pub fn message(answer: &AssignResponse) -> Option<String> {
    let policy = &answer.job.policy.full_name;
    let total = answer.outcomes.len() as u64;
    if !answer.job.state.is_over() {
        let people = counted(total, "person", "people");
        return Some(format!("Adding {people} to {policy} is in progress"));
    }
    let changed = answer.outcomes.iter().filter(|line| line.outcome.is_change()).count() as u64;
    let moved_only = !answer.outcomes.iter().any(|line| line.outcome == Outcome::Added);
    let done = if moved_only { "moved" } else { "added" };
    let who = if changed == total {
        counted(total, "person was", "people were")
    } else {
        format!("{} of {}", thousands(changed), counted(total, "person was", "people were"))
    };
    (changed > 0).then(|| format!("{who} {done} to {policy}"))
}

/// What the green message cannot hold, until it is dismissed: who was not added and why, or where to see how
/// far it is.
#[component]
pub fn AssignmentReport(report: RwSignal<Option<AssignResponse>>) -> impl IntoView {
    move || {
        let answer = report.get()?;
        let unchanged = answer
            .outcomes
            .iter()
            .filter(|line| !line.outcome.is_change())
            .cloned()
            .collect::<Vec<_>>();
        match answer.job.state {
            JobState::Queued | JobState::Running => {
                Some(view! { <InProgress answer report /> }.into_any())
            }
            _ if unchanged.is_empty() => None,
            _ => Some(view! { <Unchanged answer unchanged report /> }.into_any()),
        }
    }
}

#[component]
fn InProgress(answer: AssignResponse, report: RwSignal<Option<AssignResponse>>) -> impl IntoView {
    let people = counted(answer.outcomes.len() as u64, "person", "people");
    let policy = answer.job.policy.full_name.clone();
    let email = SignedIn::expect().email();
    view! {
        <section aria-label="In progress">
            <InsetText>
                <p>
                    "Adding " {people} " to " {policy}
                    " is in progress. An e-mail with the outcome of each of them follows to " {email}
                    "."
                </p>
                <p>
                    <a href=paths::job(&answer.job.id)>"See how far it is"</a>
                </p>
                <Dismiss report />
            </InsetText>
        </section>
    }
}

#[component]
fn Unchanged(
    answer: AssignResponse,
    unchanged: Vec<MemberOutcome>,
    report: RwSignal<Option<AssignResponse>>,
) -> impl IntoView {
    let some = answer.outcomes.len() > unchanged.len();
    let people = counted(unchanged.len() as u64, "person was", "people were");
    let policy = answer.job.policy.full_name;
    let heading = if some {
        format!("{people} not added to {policy}")
    } else {
        format!("Nobody was added to {policy}")
    };
    view! {
        <section class="upm-report" aria-labelledby="report-heading">
            <div role="alert">
                <h2 class="nhsuk-heading-m" id="report-heading">
                    {heading}
                </h2>
            </div>
            <OutcomeTable
                id="report"
                caption=Title::from("Who was not added, and why").hidden()
                outcomes=Signal::stored(unchanged)
            />
            <Dismiss report />
        </section>
    }
}

#[component]
fn Dismiss(report: RwSignal<Option<AssignResponse>>) -> impl IntoView {
    view! {
        <Button
            kind=ButtonKind::Secondary
            size=ButtonSize::Small
            on_click=move || report.set(None)
        >
            "Dismiss"
        </Button>
    }
}
