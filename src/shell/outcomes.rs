//! What became of people: a table with a line for each, and the ways to look at it.

use domain::{
    member::MemberOutcome,
    outcome_kind::{OutcomeKind, count_outcomes},
};
use leptos::prelude::*;

use crate::nhsuk::{
    Cell, Column, FilterTab, FilterTabs, RowHeader, Table, TableRow, Tag, TagColour, Title,
};

/// A table of what became of each person. A line is drawn again only when its outcome changes.
#[component]
pub fn OutcomeTable(
    #[prop(into)] id: String,
    #[prop(into)] caption: Title,
    #[prop(into)] outcomes: Signal<Vec<MemberOutcome>>,
) -> impl IntoView {
    let columns = vec![
        Column::text("Email address"),
        Column::text("Outcome"),
        Column::text("Reason"),
        Column::text("What to do"),
    ];
    view! {
        <div class="upm-outcomes">
            <Table id caption columns>
                <For
                    each=move || outcomes.get()
                    key=|line| (line.email.clone(), line.outcome.kind())
                    children=|line| view! { <OutcomeRow line /> }
                />
            </Table>
        </div>
    }
}

#[component]
fn OutcomeRow(line: MemberOutcome) -> impl IntoView {
    let MemberOutcome { email, outcome } = line;
    let kind = outcome.kind();
    let reason = outcome.reason().unwrap_or_default();
    let advice = outcome.advice().unwrap_or_else(|| "Nothing".to_owned());
    view! {
        <TableRow>
            <RowHeader heading="Email address">{email.to_string()}</RowHeader>
            <Cell heading="Outcome">
                <OutcomeTag kind />
            </Cell>
            <Cell heading="Reason">{reason}</Cell>
            <Cell heading="What to do">{advice}</Cell>
        </TableRow>
    }
}

/// The outcome as a tag.
#[component]
pub fn OutcomeTag(kind: OutcomeKind) -> impl IntoView {
    let colour = match kind {
        OutcomeKind::Added | OutcomeKind::Moved | OutcomeKind::Licensed => TagColour::Green,
        OutcomeKind::Pending => TagColour::Blue,
        OutcomeKind::AlreadyMember | OutcomeKind::Cancelled => TagColour::Grey,
        OutcomeKind::Drifted => TagColour::Yellow,
        OutcomeKind::NotFoundOrAupNotAccepted | OutcomeKind::OutsideOrganisations => {
            TagColour::Orange
        }
        OutcomeKind::NoSeats | OutcomeKind::LicensingFailed | OutcomeKind::NotDone => {
            TagColour::Red
        }
    };
    view! { <Tag colour>{kind.label()}</Tag> }
}

/// Tabs that show all outcomes, or those of one kind. Kinds that nobody has have no tab, but for the one shown.
#[component]
pub fn OutcomeTabs(
    #[prop(into)] outcomes: Signal<Vec<MemberOutcome>>,
    /// The kind shown; none for all.
    #[prop(into)]
    shown: Signal<Option<OutcomeKind>>,
    /// Where the outcomes of a kind, or all, are shown.
    address: impl Fn(Option<OutcomeKind>) -> String + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let counts = Memo::new(move |_| outcomes.with(|outcomes| count_outcomes(outcomes)));
    let count = move |kind| counts.with(|counts| counts.get(&kind).copied().unwrap_or_default());
    let kinds = Memo::new(move |_| {
        let has_tab = |kind: &OutcomeKind| count(*kind) > 0 || shown.get() == Some(*kind);
        OutcomeKind::ALL.into_iter().filter(has_tab).collect::<Vec<_>>()
    });
    let all = Signal::derive(move || outcomes.with(|outcomes| outcomes.len() as u64));
    let tab = move |kind: Option<OutcomeKind>| {
        let count = Signal::derive(move || match kind {
            None => all.get(),
            Some(kind) => u64::from(count(kind)),
        });
        let text = kind.map_or("All", OutcomeKind::label);
        let current = Signal::derive(move || shown.get() == kind);
        FilterTab::new(address(kind), text, count, current)
    };
    move || {
        let kinds = kinds.get().into_iter().map(Some);
        let tabs = std::iter::once(None).chain(kinds).map(&tab).collect();
        view! { <FilterTabs label="Filter outcomes" tabs /> }
    }
}
