//! What became of people who were added or moved: the green message, and the list of those who were not.

use domain::{
    job::JobState,
    member::{AssignResponse, MemberOutcome},
};
use leptos::prelude::*;

use crate::{
    nhsuk::{Button, ButtonKind, ButtonSize, InsetText, Title, counted, thousands},
    paths,
    shell::{SignedIn, outcomes::OutcomeTable},
};

/// What an administrator did with people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// They added them to this policy, wherever they were.
    Adding,
    /// They moved them from this policy to another.
    Moving,
}

/// What was done and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was done.
    pub doing: Doing,
    /// What the server said.
    pub answer: AssignResponse,
}

impl Doing {
    fn in_progress(self) -> &'static str {
        match self {
            Self::Adding => "Adding",
            Self::Moving => "Moving",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Self::Adding => "added",
            Self::Moving => "moved",
        }
    }
}

/// What went well, in a sentence; nothing where nobody's policy was changed.
pub fn message(report: &Report) -> Option<String> {
    let Report { doing, answer } = report;
    let policy = &answer.job.policy.full_name;
    let total = answer.outcomes.len() as u64;
    if !answer.job.state.is_over() {
        let people = counted(total, "person", "people");
        return Some(format!("{} {people} to {policy} is in progress", doing.in_progress()));
    }
    let changed = answer.outcomes.iter().filter(|line| line.outcome.is_change()).count() as u64;
    let done = doing.done();
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
pub fn AssignmentReport(report: RwSignal<Option<Report>>) -> impl IntoView {
    move || {
        let Report { doing, answer } = report.get()?;
        let unchanged = answer
            .outcomes
            .iter()
            .filter(|line| !line.outcome.is_change())
            .cloned()
            .collect::<Vec<_>>();
        match answer.job.state {
            JobState::Queued | JobState::Running => {
                Some(view! { <InProgress doing answer report /> }.into_any())
            }
            _ if unchanged.is_empty() => None,
            _ => Some(view! { <Unchanged doing answer unchanged report /> }.into_any()),
        }
    }
}

#[component]
fn InProgress(
    doing: Doing,
    answer: AssignResponse,
    report: RwSignal<Option<Report>>,
) -> impl IntoView {
    let people = counted(answer.outcomes.len() as u64, "person", "people");
    let policy = answer.job.policy.full_name.clone();
    let email = SignedIn::expect().email();
    view! {
        <section aria-label="In progress">
            <InsetText>
                <p>
                    {doing.in_progress()} " " {people} " to " {policy}
                    " is in progress. An email with the outcome of each of them follows to " {email}
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
    doing: Doing,
    answer: AssignResponse,
    unchanged: Vec<MemberOutcome>,
    report: RwSignal<Option<Report>>,
) -> impl IntoView {
    let some = answer.outcomes.len() > unchanged.len();
    let people = counted(unchanged.len() as u64, "person was", "people were");
    let policy = answer.job.policy.full_name;
    let done = doing.done();
    let heading = if some {
        format!("{people} not {done} to {policy}")
    } else {
        format!("Nobody was {done} to {policy}")
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
                caption=Title::from(format!("Who was not {done}, and why")).hidden()
                outcomes=Signal::stored(unchanged)
            />
            <Dismiss report />
        </section>
    }
}

#[component]
fn Dismiss(report: RwSignal<Option<Report>>) -> impl IntoView {
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
