//! What became of people who were added or moved: the green message, and the list of those who were not.

use domain::{
    job::JobState,
    member::{AssignResponse, MemberOutcome},
};
use leptos::prelude::*;

use crate::{
    nhsuk::{Button, ButtonKind, ButtonSize, InsetText, Title, counted, thousands},
    paths,
    shell::outcomes::OutcomeTable,
};

/// What an administrator did with people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// They added them to this policy, wherever they were.
    Adding,
    /// They moved them to another policy.
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
    view! {
        <section aria-label="In progress">
            <InsetText>
                <p>
                    {doing.in_progress()} " " {people} " to " {policy}
                    " is in progress. You can carry on with other work: what happened to each person is kept under Jobs."
                </p>
                <p>
                    <a href=paths::job(&answer.job.id)>"See how far it has got"</a>
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

#[cfg(test)]
mod tests {
    use domain::{
        email::EmailAddress,
        ids::{JobId, PolicyId},
        job::{Job, JobKind, JobState},
        member::{AssignResponse, MemberOutcome, Outcome},
        policy::PolicyRef,
    };

    use super::{Doing, Report, message};

    fn report(doing: Doing, state: JobState, outcomes: &[Outcome]) -> Report {
        let policy =
            PolicyRef { id: PolicyId::parse("p").unwrap(), full_name: "RXX.E3.Nurses".into() };
        let email = EmailAddress::parse("ann@nhs.net").unwrap();
        let count = |of: usize| u32::try_from(of).unwrap();
        let job = Job {
            id: JobId::parse("j").unwrap(),
            kind: JobKind::Members,
            policy,
            state,
            total: count(outcomes.len()),
            done: count(outcomes.len()),
            changed: count(outcomes.iter().filter(|outcome| outcome.is_change()).count()),
            import_id: None,
            import_part: None,
            requested_by: "Bob".into(),
            created_at: "2026-11-24T09:00:00Z".parse().unwrap(),
            finished_at: None,
            failure: None,
        };
        let outcomes = outcomes
            .iter()
            .map(|outcome| MemberOutcome { email: email.clone(), outcome: outcome.clone() })
            .collect();
        Report { doing, answer: AssignResponse { job, outcomes } }
    }

    fn said(doing: Doing, state: JobState, outcomes: &[Outcome]) -> Option<String> {
        message(&report(doing, state, outcomes))
    }

    #[test]
    fn the_message_says_how_many_were_added_or_moved() {
        let one = [Outcome::Added];
        let two = [Outcome::Added, Outcome::Added];
        assert_eq!(
            said(Doing::Adding, JobState::Finished, &one).unwrap(),
            "1 person was added to RXX.E3.Nurses"
        );
        assert_eq!(
            said(Doing::Moving, JobState::Finished, &two).unwrap(),
            "2 people were moved to RXX.E3.Nurses"
        );
    }

    #[test]
    fn the_message_does_not_claim_those_who_were_left_alone() {
        let some = [Outcome::Added, Outcome::NoSeats { product: "Visio".into() }];
        assert_eq!(
            said(Doing::Adding, JobState::Finished, &some).unwrap(),
            "1 of 2 people were added to RXX.E3.Nurses"
        );
        assert_eq!(said(Doing::Adding, JobState::Finished, &[Outcome::AlreadyMember]), None);
    }

    #[test]
    fn what_has_only_begun_is_not_said_to_be_done() {
        let pending = [Outcome::Pending, Outcome::Pending];
        assert_eq!(
            said(Doing::Adding, JobState::Queued, &pending).unwrap(),
            "Adding 2 people to RXX.E3.Nurses is in progress"
        );
    }
}
