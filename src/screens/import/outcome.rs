//! The last step: what became of each row, to read, to take away, to try again and to take back.

use std::collections::BTreeMap;

use domain::{
    ids::JobId,
    import::{
        machine::{Cancel, Import, Stage},
        results::ResultKind,
    },
    outcome_kind::OutcomeKind,
    policy::{Policy, PolicyRef},
};
use leptos::prelude::*;

use super::{
    StepHeading, reconciliation::ReconciliationSection, results::Results, support::SupportSection,
};
use crate::{
    import::runner::Runner,
    nhsuk::{Button, ButtonGroup, ButtonKind, Details, Messages, counted, thousands},
    paths,
    shell::undo::Undo,
};

/// More links to jobs than this are folded away.
const FEW_JOBS: usize = 3;

/// Shows what became of each row.
#[component]
pub(super) fn OutcomeStep(
    runner: Runner,
    policy: StoredValue<Policy>,
    start_again: Callback<()>,
) -> impl IntoView {
    let (counts, jobs, cancel) = runner.with_untracked(|import| {
        import.map_or((BTreeMap::new(), Vec::new(), Cancel::No), |import| {
            (import.find_results(None).1, jobs(import), cancel_of(import))
        })
    });
    let changed = Changed::of(&counts);
    let full_name = policy.with_value(|policy| policy.full_name.clone());
    if let Some(message) = changed.message(&full_name) {
        Messages::expect().success(message);
    }
    let groups =
        runner.with_untracked(|import| import.map(Import::undo_groups).unwrap_or_default());
    let put = policy.with_value(|policy| PolicyRef::from(policy));
    let heading = if cancel == Cancel::No { "Import finished" } else { "Import stopped" };
    let members = policy.with_value(|policy| paths::members(&policy.id));
    view! {
        <StepHeading text=heading />
        <p class="nhsuk-body-l">{changed.in_words(&counts)}</p>
        <ReconciliationSection runner />
        <Results runner full_name=full_name.clone()>
            <ButtonGroup>
                <Button kind=ButtonKind::Secondary on_click=start_again>
                    "Import another file"
                </Button>
                <a href=members>"See the members"</a>
            </ButtonGroup>
            <Jobs jobs />
            <SupportSection runner full_name />
            <Undo summary="Undo this import" groups put />
        </Results>
    }
}

fn cancel_of(import: &Import) -> Cancel {
    match import.stage() {
        Stage::Finished { cancel } => cancel,
        _ => Cancel::No,
    }
}

/// The jobs that did it, in order.
fn jobs(import: &Import) -> Vec<JobId> {
    import.parts().all().iter().filter_map(|part| part.job().cloned()).collect()
}

/// How many people are in the policy who were not before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Changed {
    added: u64,
    moved: u64,
}

impl Changed {
    fn of(counts: &BTreeMap<ResultKind, u32>) -> Self {
        let count = |kind| counts.get(&ResultKind::Outcome(kind)).copied().unwrap_or_default();
        Self { added: count(OutcomeKind::Added).into(), moved: count(OutcomeKind::Moved).into() }
    }

    /// The message that it went well, if anything was changed.
    fn message(self, policy: &str) -> Option<String> {
        let Self { added, moved } = self;
        match (added, moved) {
            (0, 0) => None,
            (0, moved) => Some(format!("{} moved to {policy}", were(moved))),
            (added, 0) => Some(format!("{} added to {policy}", were(added))),
            (added, moved) => {
                Some(format!("{} added and {} moved to {policy}", were(added), thousands(moved)))
            }
        }
    }

    /// What was changed and what is left to look at: `340 people were added and 8 moved. 30 rows need checking.`
    fn in_words(self, counts: &BTreeMap<ResultKind, u32>) -> String {
        let Self { added, moved } = self;
        let changes = match (added, moved) {
            (0, 0) => "0 changes were made".to_owned(),
            (0, moved) => format!("{} moved", were(moved)),
            (added, 0) => format!("{} added", were(added)),
            (added, moved) => format!("{} added and {} moved", were(added), thousands(moved)),
        };
        let odd = counts.iter().filter(|(kind, _)| kind.needs_a_look());
        match odd.map(|(_, rows)| u64::from(*rows)).sum() {
            0 => format!("{changes}."),
            odd => format!("{changes}. {} checking.", counted(odd, "row needs", "rows need")),
        }
    }
}

fn were(people: u64) -> String {
    counted(people, "person was", "people were")
}

#[component]
fn Jobs(jobs: Vec<JobId>) -> impl IntoView {
    let of = jobs.len();
    let links = jobs.iter().enumerate().map(|(index, job)| {
        let text = if of == 1 {
            "See the job".to_owned()
        } else {
            format!("See the job of part {} of {of}", index + 1)
        };
        view! {
            <li>
                <a href=paths::job(job)>{text}</a>
            </li>
        }
    });
    let links = view! { <ul class="nhsuk-list">{links.collect_view()}</ul> };
    match of {
        0 => ().into_any(),
        1..=FEW_JOBS => links.into_any(),
        _ => view! { <Details summary="See the jobs">{links}</Details> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "RXX.E3.Nurses";

    fn message(added: u64, moved: u64) -> Option<String> {
        Changed { added, moved }.message(POLICY)
    }

    #[test]
    fn success_is_said_only_of_changes() {
        assert_eq!(message(0, 0), None);
        assert_eq!(message(348, 0).unwrap(), "348 people were added to RXX.E3.Nurses");
        assert_eq!(message(0, 1).unwrap(), "1 person was moved to RXX.E3.Nurses");
        assert_eq!(message(340, 8).unwrap(), "340 people were added and 8 moved to RXX.E3.Nurses");
    }

    #[test]
    fn an_outcome_is_summed_up_with_what_is_left_to_look_at() {
        let counts = BTreeMap::from([
            (ResultKind::Outcome(OutcomeKind::Added), 340),
            (ResultKind::Outcome(OutcomeKind::AlreadyMember), 5),
            (ResultKind::Outcome(OutcomeKind::NoSeats), 2),
            (ResultKind::NotAnAddress, 1),
        ]);
        assert_eq!(
            Changed::of(&counts).in_words(&counts),
            "340 people were added. 3 rows need checking."
        );
        let counts = BTreeMap::from([(ResultKind::Duplicate, 1)]);
        assert_eq!(Changed::of(&counts).in_words(&counts), "0 changes were made.");
    }
}
