//! Seats: what a plan needs of each licence of its policy, and whether there are enough.

use domain::{import::plan::SeatsNeeded, policy::Policy, seats::SeatsAfter};
use leptos::prelude::*;

use crate::{
    import::runner::Runner,
    nhsuk::{
        Cell, CellFormat, Column, ErrorMessage, RowHeader, Size, SummaryError, Table, TableRow,
        Tag, TagColour, Title, counted, thousands,
    },
    shell::{Reference, Waiting, clock},
};

/// The id of the section, to which errors lead.
pub(super) const SEATS: &str = "seats";

/// What the plan under review needs of each licence; nothing until it is known what the organisation holds.
pub(super) fn seats_needed(runner: Runner, policy: StoredValue<Policy>) -> Memo<Vec<SeatsNeeded>> {
    let reference = Reference::expect();
    Memo::new(move |_| {
        let needed = reference.with(|reference| {
            let ods = policy.with_value(|policy| policy.organisation.ods.clone());
            let organisation = reference?.organisation(&ods)?;
            let today = clock::today();
            let of = |sku: &_| organisation.seats_of(sku, today);
            runner.with(|import| Some(import?.plan().seats(of)))
        });
        needed.unwrap_or_default()
    })
}

/// The seats of each licence: before, needed, after.
#[component]
pub(super) fn SeatsSection(
    seats: Memo<Vec<SeatsNeeded>>,
    errors: Signal<Vec<SummaryError>>,
) -> impl IntoView {
    let reference = Reference::expect();
    let here = Memo::new(move |_| {
        let errors = errors.get().into_iter();
        let here = errors.filter(|error| error.field.as_deref() == Some(SEATS));
        here.map(|error| error.text).collect::<Vec<_>>()
    });
    let messages =
        move || here.get().into_iter().map(|text| view! { <ErrorMessage text /> }).collect_view();
    let columns = vec![
        Column::text("Licence"),
        Column::numeric("Held"),
        Column::numeric("In use"),
        Column::numeric("Needed"),
        Column::numeric("Left afterwards"),
    ];
    let row = move |licence: SeatsNeeded| {
        let name = reference.with(|reference| {
            let product = reference?.catalogue.product(&licence.sku)?;
            Some(product.name.clone())
        });
        let name = name.unwrap_or_else(|| licence.sku.to_string());
        view! { <LicenceRow name licence /> }
    };
    view! {
        <div
            id=SEATS
            tabindex="-1"
            class="upm-import__section"
            class:nhsuk-form-group--error=move || here.with(|here| !here.is_empty())
        >
            {messages}
            <Waiting data=reference />
            <Show when=move || seats.with(|seats| !seats.is_empty())>
                <Table id="seats-table" caption=Title::from("Seats").size(Size::S) columns=columns.clone()>
                    {move || seats.get().into_iter().map(row).collect_view()}
                </Table>
            </Show>
        </div>
    }
}

#[component]
fn LicenceRow(name: String, licence: SeatsNeeded) -> impl IntoView {
    let SeatsNeeded { seats, needed, after, .. } = licence;
    let after = match after {
        SeatsAfter::Left(left) => thousands(left.into()).into_any(),
        SeatsAfter::Short(missing) => {
            let text = counted(missing.into(), "seat short", "seats short");
            view! { <Tag colour=TagColour::Red>{text}</Tag> }.into_any()
        }
    };
    view! {
        <TableRow>
            <RowHeader heading="Licence">{name}</RowHeader>
            <Cell heading="Held" format=CellFormat::Numeric>
                {thousands(seats.held.into())}
            </Cell>
            <Cell heading="In use" format=CellFormat::Numeric>
                {thousands(seats.in_use.into())}
            </Cell>
            <Cell heading="Needed" format=CellFormat::Numeric>
                {thousands(needed.into())}
            </Cell>
            <Cell heading="Left afterwards" format=CellFormat::Numeric>
                {after}
            </Cell>
        </TableRow>
    }
}
