//! [Table](https://service-manual.nhs.uk/design-system/components/table): rows of the same kind of thing.
//!
//! The parts are put together by whoever knows the rows: a [`Table`] with its columns, and as children a
//! [`TableRow`] for each thing, made of one [`RowHeader`] (what the row is about) and [`Cell`]s. On a narrow screen a
//! [stacked](TableLayout::Stacked) table turns each row into a list, where every cell says its column; so cells are
//! given the column's heading as well.

use super::title::{Title, Visibility};
use leptos::prelude::*;

/// What a table becomes on a narrow screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableLayout {
    /// Each row a list of heading and value.
    #[default]
    Stacked,
    /// A table still, that scrolls sideways in its own box.
    Scrolling,
    /// A table still: for two or three short columns.
    Plain,
}

/// What a column holds, and so how it is aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellFormat {
    /// Text, from the left.
    #[default]
    Text,
    /// Numbers, from the right and with digits of one width.
    Numeric,
}

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortDirection {
    /// A before Z, few before many, old before new.
    Ascending,
    /// The other way round.
    Descending,
}

/// How a table is sorted by a column: a link, so that the order can be shared and left with Back.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sorting {
    href: String,
    direction: Option<SortDirection>,
}

/// A column: its heading and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    heading: String,
    format: CellFormat,
    visibility: Visibility,
    sorting: Option<Sorting>,
}

impl Column {
    /// A column of text.
    pub fn text(heading: impl Into<String>) -> Self {
        let (format, visibility) = (CellFormat::Text, Visibility::Shown);
        Self { heading: heading.into(), format, visibility, sorting: None }
    }

    /// A column of numbers.
    pub fn numeric(heading: impl Into<String>) -> Self {
        Self { format: CellFormat::Numeric, ..Self::text(heading) }
    }

    /// A column of tick boxes or actions, whose heading only assistive technology needs.
    pub fn hidden(heading: impl Into<String>) -> Self {
        Self { visibility: Visibility::Hidden, ..Self::text(heading) }
    }

    /// The same column, by which the table is sorted at another address; `direction` where it is sorted by it now.
    #[must_use]
    pub fn sorted_by(self, href: String, direction: Option<SortDirection>) -> Self {
        Self { sorting: Some(Sorting { href, direction }), ..self }
    }
}

/// A [table](https://service-manual.nhs.uk/design-system/components/table), named by its caption. Its children are the rows.
#[component]
pub fn Table(
    #[prop(into)] id: String,
    #[prop(into)] caption: Title,
    columns: Vec<Column>,
    #[prop(optional)] layout: TableLayout,
    children: Children,
) -> impl IntoView {
    let caption_id = format!("{id}-caption");
    let class = match layout {
        TableLayout::Stacked => "nhsuk-table nhsuk-table--responsive",
        TableLayout::Scrolling | TableLayout::Plain => "nhsuk-table",
    };
    let table = view! {
        <table class=class id=id role=layout.role("table")>
            <caption class=caption.classes("nhsuk-table__caption") id=caption_id.clone()>
                {caption.text()}
            </caption>
            <thead class="nhsuk-table__head" role=layout.role("rowgroup")>
                <tr class="nhsuk-table__row" role=layout.role("row")>
                    {columns
                        .into_iter()
                        .map(|column| column_header(column, layout))
                        .collect_view()}
                </tr>
            </thead>
            <tbody class="nhsuk-table__body">{children()}</tbody>
        </table>
    };
    match layout {
        TableLayout::Stacked | TableLayout::Plain => table.into_any(),
        TableLayout::Scrolling => view! {
            <div class="nhsuk-scroll">
                <div
                    class="nhsuk-scroll__content"
                    role="region"
                    aria-labelledby=caption_id
                    tabindex="0"
                >
                    {table}
                </div>
            </div>
        }
        .into_any(),
    }
}

/// A row. Tell it the layout of its table.
#[component]
pub fn TableRow(#[prop(optional)] layout: TableLayout, children: Children) -> impl IntoView {
    view! {
        <tr class="nhsuk-table__row" role=layout.role("row")>
            {children()}
        </tr>
    }
}

/// The cell that says what its row is about.
#[component]
pub fn RowHeader(
    /// The heading of the column: for tables that stack, and only for those.
    #[prop(optional, into)]
    heading: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <th
            class="nhsuk-table__header"
            scope="row"
            role=heading.is_some().then_some("rowheader")
        >
            {stacked_heading(heading)}
            {children()}
        </th>
    }
}

/// Any other cell.
#[component]
pub fn Cell(
    /// The heading of the column: for tables that stack, and only for those.
    #[prop(optional, into)]
    heading: Option<&'static str>,
    #[prop(optional)] format: CellFormat,
    children: Children,
) -> impl IntoView {
    let class = match format {
        CellFormat::Text => "nhsuk-table__cell",
        CellFormat::Numeric => "nhsuk-table__cell nhsuk-table__cell--numeric",
    };
    view! {
        <td class=class role=heading.is_some().then_some("cell")>
            {stacked_heading(heading)}
            {children()}
        </td>
    }
}

fn column_header(column: Column, layout: TableLayout) -> impl IntoView {
    let Column { heading, format, visibility, sorting } = column;
    let class = match format {
        CellFormat::Text => "nhsuk-table__header",
        CellFormat::Numeric => "nhsuk-table__header nhsuk-table__header--numeric",
    };
    let direction = sorting.as_ref().and_then(|sorting| sorting.direction);
    let heading = match (visibility, sorting) {
        (Visibility::Shown, None) => heading.into_any(),
        (Visibility::Shown, Some(Sorting { href, .. })) => view! {
            <a class="upm-sort" href=href data-noscroll="">
                {heading}
            </a>
        }
        .into_any(),
        (Visibility::Hidden, _) => {
            view! { <span class="nhsuk-u-visually-hidden">{heading}</span> }.into_any()
        }
    };
    let sorted = direction.map(|direction| match direction {
        SortDirection::Ascending => "ascending",
        SortDirection::Descending => "descending",
    });
    view! {
        <th class=class scope="col" role=layout.role("columnheader") aria-sort=sorted>
            {heading}
        </th>
    }
}

fn stacked_heading(heading: Option<&'static str>) -> Option<impl IntoView> {
    heading.map(|heading| {
        view! {
            <span class="nhsuk-table__heading" aria-hidden="true">
                {heading}
                " "
            </span>
        }
    })
}

impl TableLayout {
    /// `role`, where the layout takes an element's own role away: stacked rows are no table to the browser.
    fn role(self, role: &'static str) -> Option<&'static str> {
        (self == Self::Stacked).then_some(role)
    }
}
