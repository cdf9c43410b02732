//! Importing members into a policy, `/policies/:id/import`: choose a file or paste → look at what will happen →
//! send → see what became of each row.
//!
//! The import itself is a state machine of [`domain::import`], carried out by [`Runner`]; each step of it has a view
//! here: [`choose`] (with [`choose_form`] and [`choose_column`]), [`look_up`], [`review`] (with [`summary`], [`seats`],
//! [`moves`], [`rows`] and [`bulk`]), [`sending`], [`outcome`] (with [`results`], [`reconciliation`] and
//! [`support`]). The steps share the URL. Its query says which rows of a step's table are shown ([`paged_table`]).

mod bulk;
mod choose;
mod choose_column;
mod choose_form;
mod correcting;
mod earlier;
mod later_frame;
mod look_up;
mod moves;
mod outcome;
mod paged_table;
mod reconciliation;
mod results;
mod review;
mod row;
mod rows;
mod seats;
mod sending;
mod summary;
mod support;
mod trouble;

use domain::{
    import::{
        machine::{Import, Stage},
        plan::Plan,
        report::Preview,
        source::Source,
    },
    policy::{Policy, PolicyLicences},
    session::Action,
};
use leptos::{prelude::*, wasm_bindgen::JsCast};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use web_sys::File;

use self::{
    choose::ChooseStep,
    earlier::{EarlierElsewhere, RestoredNote},
    look_up::LookUpStep,
    outcome::OutcomeStep,
    review::ReviewStep,
    sending::SendingStep,
};
use crate::{
    client::{Client, Versioned},
    import::runner::{Earlier, Runner},
    nhsuk::{InsetText, Loading},
    paths,
    shell::{
        PolicyPage, Reference, RemoteData, SignedIn, leaving::warn_before_leaving,
        policy_page::PolicyTitle, undo::PendingUndo,
    },
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
                        "Your role lets you see the members of this policy but not add any. Ask a local administrator of "
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
    /// An import from before is being looked for.
    Open,
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
            Some(Stage::LookingUp) => Self::LookUp,
            Some(Stage::Reviewing { .. }) => Self::Review,
            Some(Stage::Sending { .. } | Stage::ReadingBack { .. }) => Self::Send,
            Some(Stage::Finished { .. }) => Self::Outcome,
        }
    }
}

/// A sheet that was read.
struct Checked {
    source: Source,
    plan: Plan,
    /// None of a pasted list.
    file: Option<File>,
    column: ColumnOrigin,
}

/// How the column of the addresses was found.
#[derive(Clone, Debug, Default, PartialEq)]
enum ColumnOrigin {
    /// By its heading, or there are no columns.
    #[default]
    Heading,
    /// The person chose it just now.
    Chosen(Preview),
    /// The person chose it for a file like this one before.
    Remembered(Preview),
}

#[component]
fn Steps(policy: RemoteData<Versioned<Policy>>, current: Policy) -> impl IntoView {
    let reference = Reference::expect();
    let person = SignedIn::expect().email();
    let runner = Runner::new(expect_context::<Client>(), person, &current);
    let target = Signal::stored(PolicyLicences::from(&current));
    let current = StoredValue::new(current);
    let column = RwSignal::new(ColumnOrigin::default());
    let step = Memo::new(move |_| match (runner.with(Step::of), runner.earlier()) {
        (Step::Choose, Earlier::Looking) => Step::Open,
        (step, _) => step,
    });
    announce_steps(step);
    warn_before_leaving(
        LEAVING,
        move || runner.with_untracked(|import| import.is_some_and(has_unsent)),
        move || runner.with_untracked(|import| import.is_some_and(is_being_sent)),
    );
    begin_pending_undo(runner, target);
    let begin = Callback::new(move |checked: Checked| {
        column.set(checked.column);
        // Seats may have been taken since the person signed in.
        reference.reload();
        runner.begin(checked.source, checked.plan, checked.file);
    });
    let start_again = Callback::new(move |()| runner.discard());
    Effect::new(move || {
        if step.get() == Step::Outcome {
            reference.reload();
            policy.reload();
        }
    });
    move || match step.get() {
        Step::Open => view! { <Loading /> }.into_any(),
        Step::Choose => view! {
            <EarlierElsewhere runner />
            <ChooseStep target begin />
        }
        .into_any(),
        Step::LookUp => view! { <LookUpStep runner start_again /> }.into_any(),
        Step::Review => view! {
            <RestoredNote runner />
            <ReviewStep runner policy=current column start_again />
        }
        .into_any(),
        Step::Send => view! {
            <RestoredNote runner />
            <SendingStep runner />
        }
        .into_any(),
        Step::Outcome => view! { <OutcomeStep runner policy=current start_again /> }.into_any(),
    }
}

/// What is asked when a link leads away while parts are still to be sent: the import stops when its screen goes.
const LEAVING: &str = "The import is not finished. It pauses when you leave this page, and people not yet sent are not added or moved until you come back. Do you want to leave?";

fn has_unsent(import: &Import) -> bool {
    match import.stage() {
        Stage::Reviewing { .. } => import.plan().changes() > 0,
        Stage::Sending { .. } => true,
        Stage::LookingUp | Stage::ReadingBack { .. } | Stage::Finished { .. } => false,
    }
}

fn is_being_sent(import: &Import) -> bool {
    matches!(import.stage(), Stage::Sending { .. })
}

/// Begins the undo that another screen left for this policy, once it is known that no import is under way here.
fn begin_pending_undo(runner: Runner, target: Signal<PolicyLicences>) {
    let pending = PendingUndo::expect();
    Effect::new(move || {
        if runner.earlier() == Earlier::Looking {
            return;
        }
        let target = target.get_untracked();
        if let Some((group, put)) = pending.take(&target.id) {
            runner.begin(Source::default(), group.plan(target, put), None);
        }
    });
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
        if previous.is_some_and(|previous| previous != step && previous != Step::Open) {
            if location.search.with_untracked(|search| !search.is_empty()) {
                let options = NavigateOptions { replace: true, scroll: false, ..paths::as_it_is() };
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
