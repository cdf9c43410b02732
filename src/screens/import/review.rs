//! The third step: what will happen to every row, before anything is sent.

use domain::{
    import::{
        machine::{Event, Import, Obstacle},
        plan::{RowCounts, SeatsNeeded},
        source::Source,
    },
    policy::Policy,
};
use leptos::prelude::*;

use super::{
    ColumnOrigin, StepHeading,
    later_frame::InLaterFrame,
    moves::{CONFIRM, MovesSection, moves},
    rows::Rows,
    seats::{SEATS, SeatsSection, seats_needed},
    summary::{Repairs, Summary},
    trouble::Trouble,
};
use crate::{
    import::{remembered_columns, runner::Runner},
    nhsuk::{Button, ButtonGroup, ButtonKind, ButtonSize, ErrorSummary, InsetText, SummaryError},
    paths,
    shell::{Reference, RemoteData},
};

/// Shows the plan, takes the administrator's decisions, and has it sent.
#[component]
pub(super) fn ReviewStep(
    runner: Runner,
    policy: StoredValue<Policy>,
    column: RwSignal<ColumnOrigin>,
    start_again: Callback<()>,
) -> impl IntoView {
    let review = Review::new(runner, policy);
    let Review { counts, seats, attempt, .. } = review;
    let errors = review.errors();
    let source = runner.with_untracked(|import| import.map(Import::source).cloned());
    let source = source.unwrap_or_default();
    let repairs = source.repairs;
    let moves = moves(runner);
    view! {
        <ErrorSummary errors attempt />
        <StepHeading text="Check what will happen" />
        <WhatItIs runner source column start_again />
        <Summary counts />
        <Repairs repairs />
        <NotKept runner />
        <Trouble runner />
        <InLaterFrame frames=1>
            <SeatsSection seats errors />
            <Show when=move || moves.with(|moves| !moves.is_empty())>
                <MovesSection runner moves errors />
            </Show>
        </InLaterFrame>
        <ButtonGroup>
            <Show when=move || { review.changes.get() > 0 }>
                <Button on_click=move |()| review.upload()>"Upload"</Button>
            </Show>
            <WayBack runner start_again />
            <a href=policy.with_value(|policy| paths::members(&policy.id))>"See the members"</a>
        </ButtonGroup>
        <InLaterFrame frames=2>
            <Rows runner />
        </InLaterFrame>
    }
}

/// Back to the choice of a file; or, of people who are planned again, to what became of everybody.
#[component]
fn WayBack(runner: Runner, start_again: Callback<()>) -> impl IntoView {
    if runner.with_untracked(|import| import.is_some_and(|import| import.generation() > 0)) {
        view! {
            <Button kind=ButtonKind::Secondary on_click=move |()| runner.tell(Event::Cancel)>
                "Back to the outcome"
            </Button>
        }
    } else {
        view! {
            <Button kind=ButtonKind::Secondary on_click=start_again>
                "Choose another file"
            </Button>
        }
    }
}

/// Where the rows come from.
#[component]
fn WhatItIs(
    runner: Runner,
    source: Source,
    column: RwSignal<ColumnOrigin>,
    start_again: Callback<()>,
) -> impl IntoView {
    let (again, undone) = runner.with_untracked(|import| {
        let again = import.is_some_and(|import| import.generation() > 0);
        let undone = import.and_then(|import| import.plan().only_from().cloned());
        (again, undone)
    });
    let remembered = move || match column.get() {
        ColumnOrigin::Remembered(preview) => Some(preview),
        ColumnOrigin::Heading | ColumnOrigin::Chosen(_) => None,
    };
    let place = source.place.filter(|_| column.get_untracked() != ColumnOrigin::Heading);
    view! {
        {source
            .file
            .map(|file| {
                let column = place.map(|place| format!(", column {}", letters(place.column)));
                view! { <p class="nhsuk-hint">"From " {file} {column}</p> }
            })}
        {undone
            .map(|policy| {
                view! {
                    <p>
                        "This undoes an import: it moves people from " {policy.full_name}
                        " back to where they were, unless somebody has changed them since."
                    </p>
                }
            })}
        {again
            .then(|| {
                view! {
                    <p>
                        "These are the people who are not in the policy, as they are on the server now. The others are done."
                    </p>
                }
            })}
        {move || {
            remembered()
                .map(|preview| {
                    let forget = move |()| {
                        remembered_columns::forget(&preview);
                        start_again.run(());
                    };
                    view! {
                        <InsetText>
                            <p>
                                "You chose this column for a file with the same headings before."
                            </p>
                            <Button
                                size=ButtonSize::Small
                                kind=ButtonKind::Secondary
                                on_click=forget
                            >
                                "Choose another column"
                            </Button>
                        </InsetText>
                    }
                })
        }}
    }
}

/// The letters by which spreadsheet programs call a column, counted from 0.
fn letters(column: u32) -> String {
    domain::import::report::column_letters(column)
}

/// Says so where the browser keeps nothing: a reload would lose the import.
#[component]
fn NotKept(runner: Runner) -> impl IntoView {
    let is_kept = Memo::new(move |_| runner.with(|import| import.is_none_or(Import::is_kept)));
    view! {
        <Show when=move || !is_kept.get()>
            <InsetText>
                <p>
                    "This browser does not let the page save anything. If you close or reload it, you must choose the file again. People already sent are not sent twice."
                </p>
            </InsetText>
        </Show>
    }
}

/// What follows from the plan and the decisions about it. The plan may have 100,000 rows, so what looks at all of them
/// is worked out again only when it can have changed. Copies are the same review.
#[derive(Clone, Copy)]
struct Review {
    runner: Runner,
    reference: RemoteData<Reference>,
    /// How many rows are of each kind.
    counts: Memo<RowCounts>,
    /// How many people will be added or moved.
    changes: Memo<usize>,
    seats: Memo<Vec<SeatsNeeded>>,
    /// Counts the attempts to upload.
    attempt: RwSignal<u32>,
    /// What stands in the way of an upload, once one was attempted.
    obstacles: Memo<Vec<Obstacle>>,
}

impl Review {
    fn new(runner: Runner, policy: StoredValue<Policy>) -> Self {
        let counts = Memo::new(move |_| {
            runner.with(|import| import.map(|import| import.plan().counts()).unwrap_or_default())
        });
        let changes = Memo::new(move |_| {
            runner.with(|import| import.map_or(0, |import| import.plan().changes()))
        });
        let seats = seats_needed(runner, policy);
        let attempt = RwSignal::new(0_u32);
        let obstacles = Memo::new(move |_| {
            if attempt.get() == 0 {
                return Vec::new();
            }
            let of = |import: &Import| seats.with(|seats| import.obstacles(seats));
            runner.with(|import| import.map(of)).unwrap_or_default()
        });
        let reference = Reference::expect();
        Self { runner, reference, counts, changes, seats, attempt, obstacles }
    }

    fn upload(self) {
        self.attempt.update(|attempt| *attempt += 1);
        if self.obstacles.with_untracked(Vec::is_empty) {
            self.runner.tell(Event::Upload);
        } else {
            // Seats may have been freed or bought meanwhile.
            self.reference.reload();
        }
    }

    /// The obstacles in words, each at the field where it can be put right.
    fn errors(self) -> Signal<Vec<SummaryError>> {
        Signal::derive(move || {
            let in_words = |obstacle: &Obstacle| {
                self.reference.with(|reference| match reference {
                    Some(reference) => obstacle.describe(&reference.catalogue),
                    None => obstacle.to_string(),
                })
            };
            let error = |obstacle: &Obstacle| SummaryError {
                field: field_of(obstacle).map(str::to_owned),
                text: in_words(obstacle),
            };
            self.obstacles.with(|obstacles| obstacles.iter().map(error).collect())
        })
    }
}

fn field_of(obstacle: &Obstacle) -> Option<&'static str> {
    match obstacle {
        Obstacle::NothingToDo | Obstacle::StillChecking { .. } => None,
        Obstacle::MovesNotConfirmed { .. } => Some(CONFIRM),
        Obstacle::SeatsShort { .. } => Some(SEATS),
    }
}
