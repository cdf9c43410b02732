//! The question which column has the addresses, where no heading tells, or two do.

use domain::import::report::{Preview, PreviewColumn, PreviewRow};
use leptos::{ev::SubmitEvent, prelude::*};

use super::StepHeading;
use crate::nhsuk::{
    Button, ButtonAction, ButtonGroup, ButtonKind, Cell, CellFormat, Column, ErrorSummary,
    RadioOption, Radios, SummaryError, Table, TableLayout, TableRow, Title, counted,
};

const COLUMN: &str = "address-column";

/// Why the question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// No column has the heading.
    NoHeading,
    /// Several have it.
    SeveralHeadings,
}

/// Shows the first rows and asks for the column.
#[component]
pub(super) fn ChooseColumn(
    why: Why,
    preview: Preview,
    /// Told the column.
    choose: Callback<u32>,
    /// Another file is wanted.
    give_up: Callback<()>,
) -> impl IntoView {
    let chosen = RwSignal::new(likely(&preview.columns));
    let attempt = RwSignal::new(0_u32);
    let is_missing = Signal::derive(move || attempt.get() > 0 && chosen.get().is_none());
    let error = Signal::derive(move || {
        is_missing.get().then(|| "Select the column that has the email addresses".to_owned())
    });
    let errors = Signal::derive(move || {
        error.get().map(|text| SummaryError::at(COLUMN, text)).into_iter().collect()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        attempt.update(|attempt| *attempt += 1);
        if let Some(column) = chosen.get_untracked() {
            choose.run(column);
        }
    };
    let rows = preview.rows.len();
    let options: Vec<_> = preview.columns.iter().map(|column| option(column, rows)).collect();
    view! {
        <ErrorSummary errors attempt />
        <StepHeading text="Which column has the email addresses?" />
        <p>{why.in_words()}</p>
        <FirstRows preview />
        <form novalidate on:submit=submit>
            <Radios
                id=COLUMN
                legend="Column with the email addresses"
                hint=Some(
                    "Your choice is remembered for files with the same headings, on this computer.".to_owned(),
                )
                error
                options=Signal::stored(options)
                value=Signal::derive(move || chosen.get().map(word).unwrap_or_default())
                on_change=move |word: String| chosen.set(word.parse().ok())
            />
            <ButtonGroup>
                <Button action=ButtonAction::Submit>"Use this column"</Button>
                <Button kind=ButtonKind::Secondary on_click=give_up>
                    "Choose another file"
                </Button>
            </ButtonGroup>
        </form>
    }
}

impl Why {
    fn in_words(self) -> &'static str {
        match self {
            Self::NoHeading => {
                "No column in the file is headed “Email Address”. Select the one that has the addresses."
            }
            Self::SeveralHeadings => {
                "More than one column in the file could have the addresses. Select the one to use."
            }
        }
    }
}

/// The one column that holds addresses, if only one does.
fn likely(columns: &[PreviewColumn]) -> Option<u32> {
    let mut with_addresses = columns.iter().filter(|column| column.addresses > 0);
    let first = with_addresses.next()?.index;
    with_addresses.next().is_none().then_some(first)
}

fn word(column: u32) -> String {
    column.to_string()
}

fn option(column: &PreviewColumn, rows: usize) -> RadioOption {
    let text = match &column.heading {
        Some(heading) => format!("Column {}: {heading}", column.letters),
        None => format!("Column {}", column.letters),
    };
    let hint = match column.addresses {
        0 => "No addresses in the first rows".to_owned(),
        some => format!(
            "{} in the first {}",
            counted(some.into(), "address", "addresses"),
            counted(rows as u64, "row", "rows"),
        ),
    };
    RadioOption::new(word(column.index), text).hint(hint)
}

#[component]
fn FirstRows(preview: Preview) -> impl IntoView {
    let mut columns = vec![Column::numeric("Row")];
    columns.extend(preview.columns.into_iter().map(|column| Column::text(column.letters)));
    let caption = match preview.sheet {
        Some(sheet) => format!("The first rows of the sheet “{sheet}”"),
        None => "The first rows of the file".to_owned(),
    };
    let row = |row: PreviewRow| {
        let cells = row.cells.into_iter().map(|text| view! { <Cell>{text}</Cell> });
        view! {
            <TableRow layout=TableLayout::Scrolling>
                <Cell format=CellFormat::Numeric>{row.row}</Cell>
                {cells.collect_view()}
            </TableRow>
        }
    };
    view! {
        <Table id="preview" caption=Title::from(caption) columns layout=TableLayout::Scrolling>
            {preview.rows.into_iter().map(row).collect_view()}
        </Table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(index: u32, heading: Option<&str>, addresses: u32) -> PreviewColumn {
        let heading = heading.map(str::to_owned);
        PreviewColumn { index, letters: "B".to_owned(), heading, addresses }
    }

    #[test]
    fn the_only_column_with_addresses_is_chosen_to_begin_with() {
        let (names, mail) = (column(0, None, 0), column(1, None, 9));
        assert_eq!(likely(&[names.clone(), mail.clone()]), Some(1));
        assert_eq!(likely(&[column(2, None, 3), mail]), None);
        assert_eq!(likely(&[names]), None);
    }

    #[test]
    fn a_column_says_its_heading_and_how_many_addresses_it_has() {
        let option = option(&column(1, Some("Contact"), 9), 10);
        assert_eq!(option.text, "Column B: Contact");
        assert_eq!(option.hint.as_deref(), Some("9 addresses in the first 10 rows"));
    }
}
