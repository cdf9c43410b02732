//! What a plan comes to: in a sentence first, then in counts.

use std::collections::BTreeMap;

use domain::{email::RepairCounts, import::row::RowKind};
use leptos::prelude::*;

use crate::nhsuk::{Details, counted, thousands};

/// The plan in a sentence, and what is left to say of rows that change nothing.
#[component]
pub(super) fn Summary(counts: BTreeMap<RowKind, u32>, moves_left_out: Memo<bool>) -> impl IntoView {
    let count = move |kind| u64::from(counts.get(&kind).copied().unwrap_or_default());
    let (members, duplicates) = (count(RowKind::AlreadyMember), count(RowKind::Duplicate));
    let odd = RowKind::ALL.into_iter().filter(|kind| kind.needs_a_look()).map(&count).sum();
    let added = count(RowKind::WillBeAdded);
    let moving = count(RowKind::WillMove);
    let sentence = move || {
        let moved = if moves_left_out.get() { 0 } else { moving };
        in_words(added, moved, odd)
    };
    view! {
        <p class="nhsuk-body-l" aria-live="polite">
            {sentence}
        </p>
        {(members > 0)
            .then(|| view! { <p>{counted(members, "person is", "people are")} " in this policy already."</p> })}
        {(duplicates > 0)
            .then(|| {
                view! {
                    <p>
                        {counted(duplicates, "row repeats", "rows repeat")}
                        " the address of an earlier row. Everyone counts once."
                    </p>
                }
            })}
    }
}

/// What a plan comes to, in a sentence: `312 people will be added, 8 will move, 30 rows need a look`.
fn in_words(added: u64, moved: u64, odd: u64) -> String {
    let changes = match (added, moved) {
        (0, 0) => "0 changes will be made".to_owned(),
        (0, moved) => format!("{} will move", counted(moved, "person", "people")),
        (added, 0) => format!("{} will be added", counted(added, "person", "people")),
        (added, moved) => format!(
            "{} will be added, {} will move",
            counted(added, "person", "people"),
            thousands(moved)
        ),
    };
    match odd {
        0 => format!("{changes}."),
        odd => format!("{changes}, {} a look.", counted(odd, "row needs", "rows need")),
    }
}

/// What was repaired in the sheet, as counts.
#[component]
pub(super) fn Repairs(repairs: RepairCounts) -> impl IntoView {
    let RepairCounts { spaces, invisible, mailto, name, lower_case } = repairs;
    let repaired = [
        (spaces, "Spaces removed"),
        (invisible, "Invisible characters removed"),
        (mailto, "Taken out of an e-mail link"),
        (name, "Taken out of a name with an address"),
        (lower_case, "Capital letters changed to small ones"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| {
        let addresses = counted(count.into(), "address", "addresses");
        view! { <li>{what} ": " {addresses}</li> }
    })
    .collect::<Vec<_>>();
    (!repaired.is_empty()).then(|| {
        view! {
            <Details summary="Some addresses were tidied up">
                <ul>{repaired}</ul>
            </Details>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_plan_is_summed_up_in_a_sentence() {
        assert_eq!(
            in_words(312, 8, 30),
            "312 people will be added, 8 will move, 30 rows need a look."
        );
        assert_eq!(in_words(1, 0, 1), "1 person will be added, 1 row needs a look.");
        assert_eq!(in_words(0, 1_200, 0), "1,200 people will move.");
        assert_eq!(in_words(0, 0, 0), "0 changes will be made.");
    }
}
