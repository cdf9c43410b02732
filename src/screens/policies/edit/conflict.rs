//! Somebody else saved first: what both began with, what they saved and what is entered here, setting by setting, and
//! which of them it shall be.

use std::{collections::HashMap, sync::Arc};

use domain::{
    catalogue::Catalogue,
    policy::{
        Policy, PolicyDraft,
        compare::{Change, Setting, Side, changes, merge},
    },
};
use leptos::prelude::*;

use crate::{
    client::Versioned,
    nhsuk::{
        Button, ButtonGroup, ButtonKind, Cell, ChoiceSize, Column, ErrorSummary, HeadingLevel,
        RadioOption, Radios, RowHeader, SummaryError, Table, TableRow, Title, WarningCallout,
    },
    shell::clock,
};

/// What is chosen of each setting.
type Choices = RwSignal<HashMap<Setting, Side>>;

/// The versions and the choice between them.
#[component]
pub(super) fn Conflict(
    /// What both began with.
    base: PolicyDraft,
    /// What is saved now.
    theirs: Versioned<Policy>,
    /// What is entered here and could not be saved.
    mine: PolicyDraft,
    catalogue: Arc<Catalogue>,
    /// Saves what was chosen over theirs.
    #[prop(into)]
    save: Callback<(Versioned<Policy>, PolicyDraft)>,
    /// Throws away what is entered here.
    #[prop(into)]
    take_theirs: Callback<Versioned<Policy>>,
) -> impl IntoView {
    let their_draft = PolicyDraft::from(&theirs.value);
    let changes = changes(&base, &their_draft, &mine, &catalogue);
    let obvious = changes
        .iter()
        .filter_map(|change| change.obvious().map(|side| (change.setting.clone(), side)))
        .collect::<HashMap<_, _>>();
    let choices = RwSignal::new(obvious);
    let errors = RwSignal::new(Vec::<SummaryError>::new());
    let attempt = RwSignal::new(0_u32);
    let who = theirs.value.updated_by.clone();
    let when = clock::moment(theirs.value.updated_at);
    let rows = changes
        .iter()
        .enumerate()
        .map(|(index, change)| row(index, change, &who, choices, &catalogue))
        .collect_view();
    let columns = vec![
        Column::text("Setting"),
        Column::text("Before"),
        Column::text(format!("Saved by {who}")),
        Column::text("Yours"),
        Column::text("Use"),
    ];
    let to_keep = theirs.clone();
    let save_chosen = move |()| {
        let open = choices.with_untracked(|choices| {
            let is_open = |(_, change): &(usize, &Change)| !choices.contains_key(&change.setting);
            changes.iter().enumerate().find(is_open).map(|(index, _)| index)
        });
        if let Some(index) = open {
            let text = "Choose which to use where you both changed the same setting";
            errors.set(vec![SummaryError::at(field(index), text)]);
            attempt.update(|attempt| *attempt += 1);
            return;
        }
        let merged = choices.with_untracked(|choices| {
            let side =
                |change: &Change| choices.get(&change.setting).copied().unwrap_or(Side::Theirs);
            merge(&their_draft, &mine, &changes, side, &catalogue)
        });
        save.run((to_keep.clone(), merged));
    };
    view! {
        <div role="alert">
            <WarningCallout title=Title::from("This policy has changed since you opened it").heading(HeadingLevel::H2)>
                <p>
                    {who.clone()} " changed it on " {when}
                    ". What you entered is still in the form below and has not been saved. Choose which to use for each setting. Where only one of you changed it, the change is already chosen."
                </p>
                <ErrorSummary errors attempt />
                <Table id="conflict" caption="What you and they changed" columns>
                    {rows}
                </Table>
                <ButtonGroup>
                    <Button on_click=save_chosen>"Save what is chosen"</Button>
                    <Button
                        kind=ButtonKind::Secondary
                        on_click=move |()| take_theirs.run(theirs.clone())
                    >
                        "Discard mine and use theirs"
                    </Button>
                </ButtonGroup>
            </WarningCallout>
        </div>
    }
}

fn field(index: usize) -> String {
    format!("use-{index}")
}

fn row(
    index: usize,
    change: &Change,
    who: &str,
    choices: Choices,
    catalogue: &Catalogue,
) -> impl IntoView + use<> {
    let Change { setting, base, theirs, mine } = change.clone();
    let label = setting.label(catalogue);
    let options =
        vec![RadioOption::new(THEIRS, format!("{who}’s")), RadioOption::new(MINE, "Yours")];
    let chosen = {
        let setting = setting.clone();
        Signal::derive(move || {
            choices.with(|choices| match choices.get(&setting) {
                None => String::new(),
                Some(Side::Theirs) => THEIRS.to_owned(),
                Some(Side::Mine) => MINE.to_owned(),
            })
        })
    };
    let choose = move |side: String| {
        let side = if side == MINE { Side::Mine } else { Side::Theirs };
        choices.update(|choices| {
            choices.insert(setting.clone(), side);
        });
    };
    let legend = Title::from(format!("Use for {label}")).hidden();
    view! {
        <TableRow>
            <RowHeader heading="Setting">{label}</RowHeader>
            <Cell heading="Before">{shown(base)}</Cell>
            <Cell heading="Theirs">{shown(theirs)}</Cell>
            <Cell heading="Yours">{shown(mine)}</Cell>
            <Cell heading="Use">
                <Radios
                    id=field(index)
                    legend
                    options=Signal::stored(options)
                    value=chosen
                    on_change=choose
                    size=ChoiceSize::Small
                />
            </Cell>
        </TableRow>
    }
}

const THEIRS: &str = "theirs";
const MINE: &str = "mine";

fn shown(value: String) -> String {
    if value.is_empty() { "Empty".to_owned() } else { value }
}
