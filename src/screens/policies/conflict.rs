//! Somebody else saved first: what they made of the policy beside what is typed here, and which it shall be.

use domain::policy::{Policy, PolicyDraft};
use leptos::prelude::*;

use crate::{
    client::Versioned,
    nhsuk::{
        Button, ButtonGroup, ButtonKind, Cell, Column, HeadingLevel, RowHeader, Table, TableRow,
        Title, WarningCallout,
    },
    shell::clock,
};

/// The two versions and the choice between them.
#[component]
pub fn Conflict(
    /// What is saved now.
    theirs: Versioned<Policy>,
    /// What is typed here and could not be saved.
    mine: PolicyDraft,
    /// Saves what is typed here over theirs.
    keep_mine: Callback<Versioned<Policy>>,
    /// Throws away what is typed here.
    take_theirs: Callback<Versioned<Policy>>,
) -> impl IntoView {
    let differences = differences(&PolicyDraft::from(&theirs.value), &mine);
    let who = theirs.value.updated_by.clone();
    let when = clock::moment(theirs.value.updated_at);
    let to_keep = theirs.clone();
    view! {
        <div role="alert">
            <WarningCallout title=Title::from("Somebody else saved first").heading(HeadingLevel::H2)>
                <p>
                    {who} " changed this policy on " {when}
                    ". What you entered is still in the form below and has not been saved."
                </p>
                <Table
                    id="conflict"
                    caption=Title::from("What differs")
                    columns=vec![
                        Column::text("Setting"),
                        Column::text("Saved now"),
                        Column::text("Yours"),
                    ]
                >
                    {differences
                        .into_iter()
                        .map(|(setting, theirs, mine)| {
                            view! {
                                <TableRow>
                                    <RowHeader heading="Setting">{setting}</RowHeader>
                                    <Cell heading="Saved now">{theirs}</Cell>
                                    <Cell heading="Yours">{mine}</Cell>
                                </TableRow>
                            }
                        })
                        .collect_view()}
                </Table>
                <ButtonGroup>
                    <Button
                        kind=ButtonKind::Secondary
                        on_click=move || take_theirs.run(theirs.clone())
                    >
                        "Discard mine and use theirs"
                    </Button>
                    <Button
                        kind=ButtonKind::Secondary
                        on_click=move || keep_mine.run(to_keep.clone())
                    >
                        "Save mine over theirs"
                    </Button>
                </ButtonGroup>
            </WarningCallout>
        </div>
    }
}

/// Each setting that differs, with both values.
fn differences(theirs: &PolicyDraft, mine: &PolicyDraft) -> Vec<(&'static str, String, String)> {
    let on_off = |on: bool| if on { "On" } else { "Off" }.to_owned();
    let list = |values: &[String]| {
        let mut values = values.to_vec();
        values.sort();
        values.join(", ")
    };
    let settings = |draft: &PolicyDraft| {
        [
            ("Policy name", draft.name.clone()),
            ("Description", draft.description.clone()),
            ("Base licence", draft.base_licence.clone().unwrap_or_default()),
            ("Add-on licences", list(&draft.add_ons)),
            ("Applications turned off", list(&draft.disabled_plans)),
            ("Teams call recording", on_off(draft.call_recording)),
        ]
    };
    settings(theirs)
        .into_iter()
        .zip(settings(mine))
        .filter(|((_, theirs), (_, mine))| theirs != mine)
        .map(|((setting, theirs), (_, mine))| (setting, theirs, mine))
        .collect()
}
