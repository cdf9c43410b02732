//! What tells people something.

use crate::{
    fixture::{Coverage, check},
    options::{Text, TitleOptions},
};
use leptos::{prelude::*, tachys::html::InertElement};
use serde::Deserialize;
use upm_web::nhsuk::{
    BannerKind, Card, CardKind, Cell, CellFormat, Column, Details, DetailsKind, InsetText,
    NotificationBanner, Panel, RowHeader, SummaryAction, SummaryList, SummaryRow, Table,
    TableLayout, TableRow, Tag, TagColour, WarningCallout,
};

#[derive(Deserialize)]
struct TagOptions {
    text: String,
    #[serde(default)]
    colour: ColourOption,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum ColourOption {
    #[default]
    #[serde(skip)]
    Default,
    White,
    Grey,
    Green,
    Blue,
    Yellow,
    Orange,
    Red,
}

#[test]
fn tags_are_those_of_nhsuk_frontend() {
    let coverage =
        Coverage { component: "tag", options: &["text", "colour"], part: None, examples: &[] };
    check(&coverage, |TagOptions { text, colour }| {
        let colour = match colour {
            ColourOption::Default => TagColour::Default,
            ColourOption::White => TagColour::White,
            ColourOption::Grey => TagColour::Grey,
            ColourOption::Green => TagColour::Green,
            ColourOption::Blue => TagColour::Blue,
            ColourOption::Yellow => TagColour::Yellow,
            ColourOption::Orange => TagColour::Orange,
            ColourOption::Red => TagColour::Red,
        };
        view! { <Tag colour>{text}</Tag> }
    });
}

/// What stands in a component: a text, or HTML.
#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text { text: String },
    Html { html: String },
}

impl Content {
    fn view(self) -> AnyView {
        match self {
            Self::Text { text } => text.into_any(),
            Self::Html { html } => InertElement::new(html).into_any(),
        }
    }

    /// The text as a paragraph of `class`.
    fn paragraph(self, class: Option<&'static str>) -> AnyView {
        match self {
            Self::Text { text } => view! { <p class=class>{text}</p> }.into_any(),
            Self::Html { .. } => self.view(),
        }
    }
}

#[test]
fn inset_texts_are_those_of_nhsuk_frontend() {
    let coverage =
        Coverage { component: "inset-text", options: &["text", "html"], part: None, examples: &[] };
    check(&coverage, |content: Content| {
        view! { <InsetText>{content.paragraph(None)}</InsetText> }
    });
}

#[derive(Deserialize)]
struct DetailsOptions {
    summary: Text,
    #[serde(flatten)]
    content: Content,
    classes: Option<ExpanderClass>,
    #[serde(default)]
    open: bool,
}

#[derive(Deserialize)]
enum ExpanderClass {
    #[serde(rename = "nhsuk-expander")]
    Expander,
}

#[test]
fn details_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "details",
        options: &["summary", "text", "html", "classes", "open"],
        part: None,
        examples: &[],
    };
    check(&coverage, |options: DetailsOptions| {
        let DetailsOptions { summary, content, classes, open } = options;
        let kind =
            classes.map_or(DetailsKind::Plain, |ExpanderClass::Expander| DetailsKind::Expander);
        let summary = String::from(summary);
        view! { <Details summary kind open>{content.view()}</Details> }
    });
}

#[derive(Deserialize)]
struct HeadedOptions {
    heading: TitleOptions,
    #[serde(flatten)]
    content: Content,
}

#[test]
fn panels_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "panel",
        options: &["heading", "text", "html"],
        part: None,
        examples: &[],
    };
    check(&coverage, |HeadedOptions { heading, content }| {
        let title = heading.of_heading();
        view! { <Panel title>{content.view()}</Panel> }
    });
}

#[test]
fn warning_callouts_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "warning-callout",
        options: &["heading", "text", "html"],
        part: None,
        examples: &[],
    };
    check(&coverage, |HeadedOptions { heading, content }| {
        let title = heading.of_heading();
        let content = content.paragraph(Some("nhsuk-card__description"));
        view! { <WarningCallout title>{content}</WarningCallout> }
    });
}

#[derive(Deserialize)]
struct CardOptions {
    heading: TitleOptions,
    description: Text,
    #[serde(default)]
    variant: CardVariant,
    href: Option<String>,
    clickable: Option<bool>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum CardVariant {
    #[default]
    Basic,
    Feature,
    Secondary,
}

#[test]
fn cards_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "card",
        options: &["heading", "description", "variant", "href", "clickable"],
        part: None,
        examples: &[],
    };
    check(&coverage, |options: CardOptions| {
        let CardOptions { heading, description, variant, href, .. } = options;
        let title = heading.of_heading();
        let kind = match variant {
            CardVariant::Basic => CardKind::Basic,
            CardVariant::Feature => CardKind::Feature,
            CardVariant::Secondary => CardKind::Secondary,
        };
        let description = String::from(description);
        let content = view! { <p class="nhsuk-card__description">{description}</p> };
        match href {
            None => view! { <Card title kind>{content}</Card> }.into_any(),
            Some(href) => view! { <Card title kind href>{content}</Card> }.into_any(),
        }
    });
}

#[derive(Deserialize)]
#[serde(untagged)]
enum BannerOptions {
    Text {
        #[serde(default)]
        variant: BannerVariant,
        text: String,
    },
    Headed {
        #[serde(default)]
        variant: BannerVariant,
        heading: Text,
        html: String,
    },
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum BannerVariant {
    #[default]
    Important,
    Success,
}

impl From<BannerVariant> for BannerKind {
    fn from(variant: BannerVariant) -> Self {
        match variant {
            BannerVariant::Important => BannerKind::Important,
            BannerVariant::Success => BannerKind::Success,
        }
    }
}

#[test]
fn notification_banners_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "notification-banner",
        options: &["variant", "text", "heading", "html"],
        part: None,
        examples: &[],
    };
    let title_id = "nhsuk-notification-banner-title";
    check(&coverage, |options: BannerOptions| match options {
        BannerOptions::Text { variant, text } => {
            view! { <NotificationBanner title_id kind=variant.into() heading=text /> }.into_any()
        }
        BannerOptions::Headed { variant, heading, html } => {
            let heading = String::from(heading);
            view! {
                <NotificationBanner title_id kind=variant.into() heading>
                    {InertElement::new(html)}
                </NotificationBanner>
            }
            .into_any()
        }
    });
}

#[derive(Deserialize)]
struct SummaryListOptions {
    rows: Vec<RowOptions>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowOptions {
    key: Text,
    value: ContentOrText,
    actions: Option<ActionsOptions>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ContentOrText {
    Content(Content),
    Text(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionsOptions {
    items: [ActionOptions; 1],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ActionOptions {
    href: String,
    text: String,
    visually_hidden_text: String,
}

#[test]
fn summary_lists_are_those_of_nhsuk_frontend() {
    let coverage =
        Coverage { component: "summary-list", options: &["rows"], part: None, examples: &[] };
    check(&coverage, |SummaryListOptions { rows }| {
        view! { <SummaryList>{rows.into_iter().map(summary_row).collect_view()}</SummaryList> }
    });
}

fn summary_row(row: RowOptions) -> impl IntoView {
    let RowOptions { key, value, actions } = row;
    let name = String::from(key);
    let value = match value {
        ContentOrText::Content(content) => content.view(),
        ContentOrText::Text(text) => text.into_any(),
    };
    let action = actions.map(|ActionsOptions { items: [action] }| {
        let ActionOptions { href, text, visually_hidden_text: subject } = action;
        SummaryAction { href, text, subject }
    });
    match action {
        None => view! { <SummaryRow name>{value}</SummaryRow> }.into_any(),
        Some(action) => view! { <SummaryRow name action>{value}</SummaryRow> }.into_any(),
    }
}

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
        examples: &[],
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
        CellOptions::Plain(text) | CellOptions::Text(CellText { text }) => text.into_any(),
        CellOptions::Html(CellHtml { html }) => InertElement::new(html).into_any(),
    };
    match (is_header, heading) {
        (true, None) => view! { <RowHeader>{content}</RowHeader> }.into_any(),
        (true, Some(heading)) => view! { <RowHeader heading>{content}</RowHeader> }.into_any(),
        (false, None) => view! { <Cell format>{content}</Cell> }.into_any(),
        (false, Some(heading)) => view! { <Cell heading format>{content}</Cell> }.into_any(),
    }
}
