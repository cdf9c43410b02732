//! What tells people something.

use crate::{
    fixture::{Coverage, check},
    options::{Content, Text, TitleOptions},
};
use leptos::prelude::*;
use serde::Deserialize;
use upm_web::nhsuk::{Details, DetailsKind, InsetText, Panel, Tag, TagColour, WarningCallout};

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
    let coverage = Coverage {
        component: "tag",
        options: &["text", "colour"],
        part: None,
        examples: &[
            "default",
            "default [blue]",
            "default [green]",
            "default [grey]",
            "default [orange]",
            "default [red]",
            "default [white]",
            "default [yellow]",
            "with text escaping",
        ],
    };
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

#[test]
fn inset_texts_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "inset-text",
        options: &["text", "html"],
        part: None,
        examples: &["default", "with HTML"],
    };
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
        examples: &[
            "closed explicitly",
            "default",
            "expander",
            "expander closed explicitly",
            "expander open",
            "expander with HTML",
            "open",
            "with HTML",
            "with summary as string",
        ],
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
        examples: &[
            "default",
            "heading [with size L]",
            "heading [with size M]",
            "heading [with size XL]",
            "with HTML",
            "with heading as string",
            "with heading level 1",
            "with heading level 2",
            "with heading level 3",
        ],
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
        examples: &["default", "with HTML", "with custom heading", "with custom heading as string"],
    };
    check(&coverage, |HeadedOptions { heading, content }| {
        let title = heading.of_heading();
        let content = content.paragraph(Some("nhsuk-card__description"));
        view! { <WarningCallout title>{content}</WarningCallout> }
    });
}
