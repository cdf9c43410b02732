//! What a change would mean for the members and the seats, told before it is made.

use domain::policy::impact::{ApplicationChange, Change, Impact, PredictedErrors, SeatChange};
use leptos::prelude::*;

use crate::nhsuk::{
    Button, ButtonGroup, ButtonKind, Cell, CellFormat, Column, Dialog, HeadingLevel, RowHeader,
    Table, TableRow, Title, WarningCallout, counted, thousands,
};

/// Tells what the change would mean, and asks whether to make it.
#[component]
pub(super) fn ImpactDialog(
    /// What a change that waits for the administrator's word would mean; none where none waits.
    asked: RwSignal<Option<Impact>>,
    /// The administrator has said yes.
    #[prop(into)]
    go_on: Callback<()>,
) -> impl IntoView {
    let close = move || asked.set(None);
    let confirm = move |()| {
        close();
        go_on.run(());
    };
    view! {
        <Dialog
            id="impact"
            title="Before you update"
            open=Signal::derive(move || asked.with(Option::is_some))
            on_close=close
        >
            {move || asked.get().map(|impact| view! { <Summary impact /> })}
            <ButtonGroup>
                <Button on_click=confirm>"Update now"</Button>
                <Button kind=ButtonKind::Secondary on_click=move |()| close()>
                    "Back to the form"
                </Button>
            </ButtonGroup>
        </Dialog>
    }
}

#[component]
fn Summary(impact: Impact) -> impl IntoView {
    let Impact { members, applications, seats, predicted_errors, call_recording } = impact;
    let (lost, gained): (Vec<_>, Vec<_>) =
        applications.into_iter().partition(|change| change.change == Change::Lost);
    view! {
        // It takes the focus, so that what is told is read from its beginning.
        <p tabindex="-1" autofocus>
            "This policy has " {counted(u64::from(members), "member", "members")}
            ". When you update it, this happens to them:"
        </p>
        {(!predicted_errors.is_empty()).then(|| view! { <Predicted errors=predicted_errors /> })}
        <Applications title="They lose" changes=lost members />
        <Applications title="They get" changes=gained members />
        {call_recording
            .map(|on| {
                let text = if on {
                    "Members will be able to record their 1:1 calls in Teams."
                } else {
                    "Members will no longer be able to record their 1:1 calls in Teams."
                };
                view! { <p>{text}</p> }
            })}
        {(!seats.is_empty()).then(|| view! { <Seats seats /> })}
    }
}

#[component]
fn Applications(
    title: &'static str,
    changes: Vec<ApplicationChange>,
    /// How many members there are: that it concerns all of them need not be said of each application.
    members: u32,
) -> impl IntoView {
    (!changes.is_empty()).then(|| {
        let lines = changes
            .into_iter()
            .map(|ApplicationChange { application, members: concerned, .. }| {
                let who = (concerned < members)
                    .then(|| format!(" ({})", counted(u64::from(concerned), "member", "members")));
                view! { <li>{application} {who}</li> }
            })
            .collect_view();
        view! {
            <h3 class="nhsuk-heading-s">{title}</h3>
            <ul class="nhsuk-list nhsuk-list--bullet">{lines}</ul>
        }
    })
}

#[component]
fn Predicted(errors: Vec<PredictedErrors>) -> impl IntoView {
    let lines = errors
        .into_iter()
        .map(|PredictedErrors { code, product, members }| {
            let who = counted(u64::from(members), "member will not get", "members will not get");
            view! {
                <li>
                    {who} " " {product} ". " {code.explain()} "."
                </li>
            }
        })
        .collect_view();
    view! {
        <WarningCallout title=Title::from("Expect licensing errors").heading(HeadingLevel::H3)>
            <ul class="nhsuk-list nhsuk-list--bullet">{lines}</ul>
            <p>"Go back and choose other licences, or free up or buy seats before you update."</p>
        </WarningCallout>
    }
}

#[component]
fn Seats(seats: Vec<SeatChange>) -> impl IntoView {
    let columns = vec![
        Column::text("Licence"),
        Column::numeric("Seats held"),
        Column::numeric("Left now"),
        Column::numeric("Left afterwards"),
    ];
    let rows = seats
        .into_iter()
        .map(|SeatChange { product, held, left_before, left_after, .. }| {
            view! {
                <TableRow>
                    <RowHeader heading="Licence">{product}</RowHeader>
                    <Cell heading="Seats held" format=CellFormat::Numeric>
                        {thousands(u64::from(held))}
                    </Cell>
                    <Cell heading="Left now" format=CellFormat::Numeric>
                        {left(left_before)}
                    </Cell>
                    <Cell heading="Left afterwards" format=CellFormat::Numeric>
                        {left(left_after)}
                    </Cell>
                </TableRow>
            }
        })
        .collect_view();
    view! {
        <Table id="impact-seats" caption="Seats of your organisation" columns>
            {rows}
        </Table>
    }
}

/// How many seats are left; how many are missing, where it is less than none.
fn left(seats: i64) -> String {
    let count = thousands(seats.unsigned_abs());
    if seats < 0 { format!("{count} too few") } else { count }
}
