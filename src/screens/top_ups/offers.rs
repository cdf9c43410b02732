//! What may be ordered, as a table with a field for each product.

use domain::{
    catalogue::Sku,
    top_up::{Basket, Effect, Offer, People},
};
use leptos::prelude::*;

use crate::nhsuk::{
    Cell, Column, InputWidth, RowHeader, Spellcheck, Table, TableRow, TextInput, Title, counted,
    thousands,
};

#[component]
pub(super) fn Offers<'a>(
    offers: &'a [Offer<'a>],
    basket: Memo<Basket>,
    change: Callback<Basket>,
) -> impl IntoView + use<> {
    let columns = vec![
        Column::text("Licence"),
        Column::text("Seats now"),
        Column::text("What it would change"),
        Column::text("Seats to request"),
    ];
    let rows = offers.iter().map(|offer| row(offer, basket, change)).collect_view();
    view! {
        <Table id="offers" caption=Title::from("Licences that can be requested") columns>
            {rows}
        </Table>
    }
}

fn row(offer: &Offer<'_>, basket: Memo<Basket>, change: Callback<Basket>) -> impl IntoView + use<> {
    let name = offer.product.name.clone();
    let heading = name.clone();
    let sku = offer.product.sku.clone();
    let seats = offer.seats;
    let seats = if seats.held == 0 && seats.in_use == 0 {
        "None".to_owned()
    } else {
        let (used, held) = (thousands(seats.in_use.into()), thousands(seats.held.into()));
        format!("{used} of {held} in use")
    };
    let lines = effect(&offer.effect).into_iter().map(|line| view! { <li>{line}</li> });
    let lines = lines.collect_view();
    view! {
        <TableRow>
            <RowHeader heading="Licence">{heading}</RowHeader>
            <Cell heading="Seats now">{seats}</Cell>
            <Cell heading="What it would change">
                <ul class="nhsuk-list upm-offers__effect">{lines}</ul>
            </Cell>
            <Cell heading="Seats to request">
                <Wanted name sku basket change />
            </Cell>
        </TableRow>
    }
}

/// How many seats of a product are wanted. What cannot be a number stays in the field, and not in the basket.
#[component]
fn Wanted(name: String, sku: Sku, basket: Memo<Basket>, change: Callback<Basket>) -> impl IntoView {
    let refused = RwSignal::new(None::<(String, String)>);
    let id = format!("seats-{sku}");
    let value = {
        let sku = sku.clone();
        Signal::derive(move || match refused.get() {
            Some((typed, _)) => typed,
            None => basket
                .with(|basket| basket.seats_of(&sku))
                .map(|seats| seats.to_string())
                .unwrap_or_default(),
        })
    };
    let typed = move |typed: String| {
        let mut wanted = basket.get_untracked();
        match wanted.set(&sku, &typed) {
            Ok(()) => {
                refused.set(None);
                change.run(wanted);
            }
            Err(error) => refused.set(Some((typed, error.to_string()))),
        }
    };
    view! {
        <TextInput
            id
            label=Title::new(format!("Seats of {name}")).hidden()
            width=InputWidth::W5
            spellcheck=Spellcheck::Off
            autocomplete="off"
            error=Signal::derive(move || refused.get().map(|(_, error)| error))
            value
            on_input=typed
        />
    }
}

/// Whom it would change something for, in lines.
fn effect(effect: &Effect<'_>) -> Vec<String> {
    match effect {
        Effect::Instead { of, change } => {
            let told = |what: &str, applications: &[&str]| {
                let some = !applications.is_empty();
                some.then(|| format!("{what}: {}", few(applications)))
            };
            let change = [
                told("Adds", change.gained.as_slice()),
                told("Takes away", change.lost.as_slice()),
            ];
            let instead = format!("Instead of {}, in policies that you choose", of.name);
            std::iter::once(instead).chain(change.into_iter().flatten()).collect()
        }
        Effect::OnTop { have, can_have, cannot, reason } => {
            let told = |people: People, what: &str| {
                let (policies, members) = (
                    counted(people.policies.into(), "policy", "policies"),
                    counted(people.people.into(), "member", "members"),
                );
                (people.policies > 0).then(|| format!("{policies} with {members} {what}"))
            };
            let why = reason.as_deref().map(|reason| format!("Why not: {reason}"));
            [
                told(*have, "have it"),
                told(*can_have, "could have it"),
                told(*cannot, "cannot have it"),
                why,
            ]
            .into_iter()
            .flatten()
            .collect()
        }
    }
}

/// How many applications are named.
const FEW: usize = 5;

fn few(applications: &[&str]) -> String {
    let named = applications.iter().take(FEW).copied().collect::<Vec<_>>().join(", ");
    match applications.len().checked_sub(FEW) {
        None | Some(0) => named,
        Some(more) => format!("{named} and {more} more"),
    }
}
