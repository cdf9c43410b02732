//! What a plan comes to: in a sentence first, then in counts.

use domain::{
    email::RepairCounts,
    import::{plan::RowCounts, row::RowKind},
};
use leptos::prelude::*;

use crate::nhsuk::{Details, counted, thousands};

/// The plan in a sentence, and what is left to say of rows that change nothing.
#[component]
pub(super) fn Summary(counts: Memo<RowCounts>) -> impl IntoView {
    let of = move |kind| count(counts, kind);
    let odd =
        move || RowKind::ALL.into_iter().filter(|kind| kind.needs_a_look()).map(of).sum::<u64>();
    let members = Memo::new(move |_| of(RowKind::AlreadyMember));
    let duplicates = Memo::new(move |_| of(RowKind::Duplicate));
    let left_out = Memo::new(move |_| of(RowKind::LeftOut));
    let unchecked = Memo::new(move |_| of(RowKind::Unchecked));
    let some = |count: u64, text: String| (count > 0).then(|| view! { <p>{text}</p> });
    view! {
        <p class="nhsuk-body-l" aria-live="polite">
            {move || in_words(of(RowKind::WillBeAdded), of(RowKind::WillMove), odd())}
        </p>
        {move || {
            let count = members.get();
            let people = counted(count, "person is", "people are");
            some(count, format!("{people} in this policy already."))
        }}
        {move || {
            let count = duplicates.get();
            let rows = counted(count, "row repeats", "rows repeat");
            some(count, format!("{rows} the address of an earlier row. Each person is counted once."))
        }}
        {move || {
            let count = left_out.get();
            some(count, format!("You left {} out.", counted(count, "row", "rows")))
        }}
        {move || {
            let count = unchecked.get();
            some(count, format!("{} being checked.", counted(count, "row is", "rows are")))
        }}
    }
}

fn count(counts: Memo<RowCounts>, kind: RowKind) -> u64 {
    counts.with(|counts| {
        let found = counts.iter().find(|(known, _)| *known == kind);
        found.map_or(0, |(_, rows)| u64::from(*rows))
    })
}

/// What a plan comes to, in a sentence: `312 people will be added, 8 will move, 30 rows need checking`.
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
        odd => format!("{changes}, {} checking.", counted(odd, "row needs", "rows need")),
    }
}

/// What was repaired in the sheet, as counts.
#[component]
pub(super) fn Repairs(repairs: RepairCounts) -> impl IntoView {
    let RepairCounts { spaces, invisible, mailto, name, lower_case } = repairs;
    let repaired = [
        (spaces, "Spaces removed"),
        (invisible, "Invisible characters removed"),
        (mailto, "Taken out of an email link"),
        (name, "Taken out of a name with an address"),
        (lower_case, "Capital letters changed to lower case"),
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
            "312 people will be added, 8 will move, 30 rows need checking."
        );
        assert_eq!(in_words(1, 0, 1), "1 person will be added, 1 row needs checking.");
        assert_eq!(in_words(0, 1_200, 0), "1,200 people will move.");
        assert_eq!(in_words(0, 0, 0), "0 changes will be made.");
    }
}
