//! What stands around a form's controls. Labels are compared with the [controls](crate::forms) they belong to.

use crate::{
    fixture::{Coverage, check},
    options::{Text, TitleOptions, maybe},
};
use leptos::prelude::*;
use serde::Deserialize;
use upm_web::nhsuk::{ErrorMessage, ErrorSummary, Fieldset, Hint, SummaryError};

#[derive(Deserialize)]
struct TextOnly {
    text: String,
}

#[test]
fn hints_are_those_of_nhsuk_frontend() {
    let coverage =
        Coverage { component: "hint", options: &["text"], part: None, examples: &["default"] };
    check(&coverage, |TextOnly { text }| view! { <Hint>{text}</Hint> });
}

#[test]
fn error_messages_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "error-message",
        options: &["text"],
        part: None,
        examples: &["default", "with text escaping"],
    };
    check(&coverage, |TextOnly { text }| view! { <ErrorMessage text /> });
}

#[derive(Deserialize)]
struct FieldsetOptions {
    legend: TitleOptions,
}

#[test]
fn fieldsets_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "fieldset",
        options: &["legend"],
        part: None,
        examples: &["default", "without legend heading"],
    };
    check(&coverage, |FieldsetOptions { legend }| {
        view! { <Fieldset legend>""</Fieldset> }
    });
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ErrorSummaryOptions {
    #[expect(dead_code, reason = "ours always has this one")]
    heading: ThereIsAProblem,
    description: Option<Text>,
    error_list: Vec<ErrorOptions>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "only the form matters")]
enum ThereIsAProblem {
    Plain(Heading),
    Object { text: Heading },
}

#[derive(Deserialize)]
enum Heading {
    #[serde(rename = "There is a problem")]
    ThereIsAProblem,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorOptions {
    text: String,
    href: Option<String>,
}

impl From<ErrorOptions> for SummaryError {
    fn from(ErrorOptions { text, href }: ErrorOptions) -> Self {
        match href {
            None => SummaryError::general(text),
            Some(href) => SummaryError::at(href.trim_start_matches('#'), text),
        }
    }
}

#[test]
fn error_summaries_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "error-summary",
        options: &["heading", "description", "errorList"],
        part: None,
        examples: &[
            "default",
            "with description",
            "with description as string",
            "with heading as string",
            "with multiple errors",
            "without error link",
            "without error link (mixed)",
        ],
    };
    check(&coverage, |options: ErrorSummaryOptions| {
        let errors = options.error_list.into_iter().map(SummaryError::from).collect::<Vec<_>>();
        let description = maybe(options.description);
        view! { <ErrorSummary errors description /> }
    });
}
