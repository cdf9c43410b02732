//! Tables, cell by cell.

use crate::{
    fixture::{Coverage, check},
    options::TitleOptions,
};
use leptos::{prelude::*, tachys::html::InertElement};
use serde::Deserialize;
use upm_web::nhsuk::{Cell, CellFormat, Column, RowHeader, Table, TableLayout, TableRow};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TableOptions {
    caption: TitleOptions,
    #[serde(default)]
    first_cell_is_header: bool,
    head: Vec<HeadOptions>,
    rows: Vec<Vec<CellOptions>>,
    #[serde(default)]
    responsive: bool,
    #[serde(default)]
    scroll: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum HeadOptions {
    Plain(String),
    Object(HeadObject),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadObject {
    text: String,
    #[serde(default)]
    format: FormatOption,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum FormatOption {
    #[default]
    Text,
    Numeric,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CellOptions {
    Plain(String),
    Text(CellText),
    Html(CellHtml),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CellText {
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CellHtml {
    html: String,
}

impl TableOptions {
    fn layout(&self) -> TableLayout {
        match (self.responsive, self.scroll) {
            (true, _) => TableLayout::Stacked,
            (false, true) => TableLayout::Scrolling,
            (false, false) => TableLayout::Plain,
        }
    }

    /// The heading and the format of each column.
    fn columns(&self) -> Vec<(&'static str, CellFormat)> {
        let column = |head: &HeadOptions| match head {
            HeadOptions::Plain(text) => (text.clone(), CellFormat::Text),
            HeadOptions::Object(HeadObject { text, format }) => match format {
                FormatOption::Text => (text.clone(), CellFormat::Text),
                FormatOption::Numeric => (text.clone(), CellFormat::Numeric),
            },
        };
        // In the app headings are literals; a test may leak a few.
        self.head.iter().map(column).map(|(text, format)| (&*text.leak(), format)).collect()
    }
}

#[test]
fn tables_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "tables",
        options: &["caption", "firstCellIsHeader", "head", "rows", "responsive", "scroll"],
        part: None,
        examples: &[
            "default",
            "default [responsive]",
            "scrolling",
            "with custom HTML",
            "with numeric format (full width, past day)",
            "with numeric format (full width, past month)",
            "with numeric format (full width, past week)",
            "with numeric format (full width, past year)",
            "with string items",
            "with tags",
        ],
    };
    check(&coverage, |options: TableOptions| {
        let layout = options.layout();
        let columns = options.columns();
        let heads = columns
            .iter()
            .map(|&(text, format)| match format {
                CellFormat::Text => Column::text(text),
                CellFormat::Numeric => Column::numeric(text),
            })
            .collect();
        let row_header = options.first_cell_is_header;
        let rows = options
            .rows
            .into_iter()
            .map(move |cells| {
                let cells = cells
                    .into_iter()
                    .zip(columns.clone())
                    .enumerate()
                    .map(|(index, (content, (heading, format)))| {
                        let heading = (layout == TableLayout::Stacked).then_some(heading);
                        cell(content, heading, format, row_header && index == 0)
                    })
                    .collect_view();
                view! { <TableRow layout>{cells}</TableRow> }
            })
            .collect_view();
        view! { <Table id="example" caption=options.caption columns=heads layout>{rows}</Table> }
    });
}

fn cell(
    content: CellOptions,
    heading: Option<&'static str>,
    format: CellFormat,
    is_header: bool,
) -> AnyView {
    let content = match content {
        // The template trims it.
        CellOptions::Plain(text) | CellOptions::Text(CellText { text }) => {
            text.trim().to_owned().into_any()
        }
        CellOptions::Html(CellHtml { html }) => InertElement::new(html).into_any(),
    };
    match (is_header, heading) {
        (true, None) => view! { <RowHeader>{content}</RowHeader> }.into_any(),
        (true, Some(heading)) => view! { <RowHeader heading>{content}</RowHeader> }.into_any(),
        (false, None) => view! { <Cell format>{content}</Cell> }.into_any(),
        (false, Some(heading)) => view! { <Cell heading format>{content}</Cell> }.into_any(),
    }
}
