//! Importing members into a policy, `/policies/:id/import`: choose a file or paste → look at what will happen →
//! send → see what became of each row.
//!
//! The import itself is a state machine of [`domain::import`], carried out by [`Runner`]; each step of it has a view
//! here: [`choose`], [`look_up`], [`review`] (with [`summary`], [`seats`] and [`moves`]), [`sending`], [`outcome`].
//! The steps share the URL. Its query says which rows of a step's table are shown ([`paged_table`]).

mod choose;
mod leaving;
mod look_up;
mod moves;
mod outcome;
mod paged_table;
mod review;
mod seats;
mod sending;
mod summary;
mod trouble;

use domain::{
    email::RepairCounts,
    import::{
        machine::{Import, Stage},
        report::SheetReport,
    },
    policy::{Policy, PolicyLicences},
    session::Action,
};
use leptos::{prelude::*, wasm_bindgen::JsCast};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use self::{
    choose::ChooseStep, leaving::warn_before_leaving, look_up::LookUpStep, outcome::OutcomeStep,
    review::ReviewStep, sending::SendingStep,
};
use crate::{
    client::{Client, Versioned},
    import::runner::Runner,
    nhsuk::InsetText,
    paths,
    shell::{PolicyPage, Reference, RemoteData, SignedIn, policy_page::PolicyTitle},
};

/// Import members.
#[component]
pub fn ImportScreen() -> impl IntoView {
    view! {
        <PolicyPage title=PolicyTitle::Own("Import members") let:policy>
            <ImportInto policy />
        </PolicyPage>
    }
}

#[component]
fn ImportInto(policy: RemoteData<Versioned<Policy>>) -> impl IntoView {
    // The steps outlive a reload of the policy, which changes only how many members it has.
    untrack(move || policy.value()).map(|Versioned { value: current, .. }| {
        if SignedIn::expect().may(Action::MoveMembers, &current.organisation.ods) {
            view! { <Steps policy current /> }.into_any()
        } else {
            view! {
                <InsetText>
                    <p>
                        "Your role lets you see the members of this policy, not add to them. Ask a local administrator of "
                        {current.organisation.name} " to import them."
                    </p>
                </InsetText>
                <p>
                    <a href=paths::members(&current.id)>"See the members"</a>
                </p>
            }
            .into_any()
        }
    })
}

/// Where an import is, as far as the screen shows different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Choose,
    LookUp,
    Review,
    Send,
    Outcome,
}

impl Step {
    fn of(import: Option<&Import>) -> Self {
        match import.map(Import::stage) {
            None => Self::Choose,
            Some(Stage::LookingUp { .. }) => Self::LookUp,
            Some(Stage::Reviewing { .. }) => Self::Review,
            Some(Stage::Sending(_)) => Self::Send,
            Some(Stage::Finished(_)) => Self::Outcome,
        }
    }
}

/// A sheet that was read.
struct Checked {
    /// The name of the file; none of a pasted list.
    file: Option<String>,
    report: SheetReport,
}

/// What remains to be said of the sheet once its rows are in the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Source {
    /// The name of the file; none of a pasted list.
    file: Option<String>,
    /// What was repaired in it.
    repairs: RepairCounts,
}

#[component]
fn Steps(policy: RemoteData<Versioned<Policy>>, current: Policy) -> impl IntoView {
    let reference = Reference::expect();
    let runner = Runner::new(expect_context::<Client>(), PolicyLicences::from(&current));
    let current = StoredValue::new(current);
    let source = RwSignal::new(Source::default());
    let step = Memo::new(move |_| runner.with(Step::of));
    announce_steps(step);
    warn_before_leaving(runner);
    let begin = Callback::new(move |Checked { file, report }| {
        source.set(Source { file, repairs: report.repairs });
        // Seats may have been taken since the person signed in.
        reference.reload();
        runner.begin(report);
    });
    let start_again = Callback::new(move |()| runner.discard());
    Effect::new(move || {
        if step.get() == Step::Outcome {
            reference.reload();
            policy.reload();
        }
    });
    move || match step.get() {
        Step::Choose => view! { <ChooseStep begin /> }.into_any(),
        Step::LookUp => view! { <LookUpStep runner start_again /> }.into_any(),
        Step::Review => {
            view! { <ReviewStep runner policy=current source=source.get() start_again /> }
                .into_any()
        }
        Step::Send => view! { <SendingStep runner /> }.into_any(),
        Step::Outcome => view! { <OutcomeStep runner policy=current start_again /> }.into_any(),
    }
}

/// The heading of a step has this id, and takes the focus when the step begins.
const STEP_HEADING: &str = "import-step";

/// The heading of a step.
#[component]
fn StepHeading(#[prop(into)] text: String) -> impl IntoView {
    view! {
        <h2 id=STEP_HEADING class="nhsuk-heading-m upm-step-heading" tabindex="-1">
            {text}
        </h2>
    }
}

/// Takes people along to each new step: its heading gets the focus, and the query of the last step's table goes.
fn announce_steps(step: Memo<Step>) {
    let location = use_location();
    let navigate = use_navigate();
    Effect::new(move |previous: Option<Step>| {
        let step = step.get();
        if previous.is_some_and(|previous| previous != step) {
            if location.search.with_untracked(|search| !search.is_empty()) {
                let options =
                    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&location.pathname.get_untracked(), options);
            }
            // The step is drawn by then.
            request_animation_frame(focus_heading);
        }
        step
    });
}

fn focus_heading() {
    let heading = document().get_element_by_id(STEP_HEADING);
    if let Some(heading) =
        heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // Refused only when the person has left the screen already.
        let _ = heading.focus();
    }
}
