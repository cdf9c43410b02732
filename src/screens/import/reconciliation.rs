//! Whether everybody is where the plan wanted them, as the server says now; and what can be done for those who are not.

use domain::{
    import::{
        machine::{Event, Import},
        read_back::Reconciliation,
    },
    member::Outcome,
};
use leptos::prelude::*;

use crate::{
    import::runner::Runner,
    nhsuk::{
        Button, ButtonGroup, ButtonKind, InsetText, SummaryList, SummaryRow, counted, thousands,
    },
};

/// What the server has, in counts, and the ways on.
#[component]
pub(super) fn ReconciliationSection(runner: Runner) -> impl IntoView {
    let counts = Memo::new(move |_| {
        runner.with(|import| import.map(Import::reconciliation)).unwrap_or_default()
    });
    let drifted = runner.with_untracked(|import| import.map_or(0, drifted));
    let Reconciliation { applied, differs, pending } = counts.get_untracked();
    let sent = applied + differs + pending;
    let open =
        runner.with_untracked(|import| import.map_or(0, |import| import.differing().len() as u64));
    (sent > 0).then(|| {
        view! {
            <section class="upm-import__section" aria-labelledby="on-server-heading">
                <h3 id="on-server-heading" class="nhsuk-heading-s">
                    "What the server has now"
                </h3>
                <SummaryList>
                    <SummaryRow name="Applied">{thousands(applied.into())}</SummaryRow>
                    <SummaryRow name="Differs">{thousands(differs.into())}</SummaryRow>
                    <SummaryRow name="Pending">{thousands(pending.into())}</SummaryRow>
                </SummaryList>
                {(drifted > 0)
                    .then(|| {
                        let people = counted(drifted, "person was", "people were");
                        view! {
                            <InsetText>
                                <p>
                                    {people}
                                    " moved by somebody else after you checked the plan, so left alone. Plan them again to see where they are now, then decide."
                                </p>
                            </InsetText>
                        }
                    })}
                <ButtonGroup>
                    {(open > 0)
                        .then(|| {
                            view! {
                                <Button on_click=move |()| runner.tell(Event::PlanAgain)>
                                    {format!("Retry {}", counted(open, "person who differs", "people who differ"))}
                                </Button>
                            }
                        })}
                    <Button
                        kind=ButtonKind::Secondary
                        on_click=move |()| runner.tell(Event::ReadBackAgain)
                    >
                        "Check again"
                    </Button>
                </ButtonGroup>
            </section>
        }
    })
}

/// How many people somebody else moved meanwhile.
fn drifted(import: &Import) -> u64 {
    let sent = import.plan().rows().iter().filter_map(|row| row.sent);
    let is_drifted = |outcome: &Outcome| matches!(outcome, Outcome::Drifted { .. });
    sent.filter(|sent| {
        import.parts().of(*sent).is_some_and(|part| is_drifted(part.outcome(sent.place)))
    })
    .count() as u64
}
