//! Radios and checkboxes.

use crate::{
    fixture::{Coverage, check},
    options::{Text, TitleOptions, maybe},
};
use leptos::prelude::*;
use serde::Deserialize;
use upm_web::nhsuk::{CheckboxOption, Checkboxes, ChoiceSize, RadioOption, Radios, RadiosLayout};

/// Radios or checkboxes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChoicesOptions {
    fieldset: FieldsetOptions,
    hint: Option<Text>,
    error_message: Option<Text>,
    id_prefix: Option<String>,
    name: String,
    items: Vec<ChoiceItem>,
    #[serde(default)]
    value: String,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    inline: bool,
    #[serde(default)]
    small: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldsetOptions {
    legend: TitleOptions,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceItem {
    value: String,
    text: String,
    hint: Option<Text>,
}

impl ChoicesOptions {
    fn size(&self) -> ChoiceSize {
        if self.small { ChoiceSize::Small } else { ChoiceSize::Normal }
    }

    fn id(&self) -> String {
        self.id_prefix.clone().unwrap_or_else(|| self.name.clone())
    }
}

#[test]
fn radios_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "radios",
        options: &[
            "fieldset",
            "hint",
            "errorMessage",
            "idPrefix",
            "name",
            "items",
            "value",
            "inline",
            "small",
        ],
        part: None,
        examples: &[
            "default",
            "default [small]",
            "inline",
            "inline [small]",
            "legend [with size L]",
            "legend [with size M]",
            "legend [with size S]",
            "legend [with size XL]",
            "with error message",
            "with error message [small]",
            "with error message and hint",
            "with error message and hint [small]",
            "with error message and hint as strings",
            "with error message and hint as strings [small]",
            "with error message and hint, without heading",
            "with error message and hint, without heading [small]",
            "with error message, without heading",
            "with error message, without heading [small]",
            "with hint",
            "with hint [small]",
            "with hints on items",
            "with hints on items [small]",
            "with long text",
            "with long text [small]",
            "without heading",
        ],
    };
    check(&coverage, |options: ChoicesOptions| {
        let layout = if options.inline { RadiosLayout::Inline } else { RadiosLayout::Stacked };
        let (id, size) = (options.id(), options.size());
        let ChoicesOptions { fieldset, hint, error_message, name, items, value, .. } = options;
        let (hint, error) = (maybe(hint), maybe(error_message));
        let choices = items
            .into_iter()
            .map(|item| RadioOption {
                value: item.value,
                text: item.text,
                hint: item.hint.map(String::from),
            })
            .collect::<Vec<_>>();
        view! {
            <Radios
                id name legend=fieldset.legend hint error options=choices value layout size
            />
        }
    });
}

#[test]
fn checkboxes_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "checkboxes",
        options: &[
            "fieldset",
            "hint",
            "errorMessage",
            "idPrefix",
            "name",
            "items",
            "values",
            "small",
        ],
        part: None,
        examples: &[
            "default",
            "default [small]",
            "legend [with size L]",
            "legend [with size M]",
            "legend [with size S]",
            "legend [with size XL]",
            "with error message",
            "with error message [small]",
            "with error message and hint",
            "with error message and hint [small]",
            "with error message and hint as strings",
            "with error message and hint as strings [small]",
            "with error message and hint, without heading",
            "with error message and hint, without heading [small]",
            "with error message, without heading",
            "with error message, without heading [small]",
            "with hint",
            "with hint [small]",
            "with hints on items",
            "with hints on items [small]",
            "with long text",
            "with long text [small]",
            "without heading",
        ],
    };
    check(&coverage, |options: ChoicesOptions| {
        let (id, size) = (options.id(), options.size());
        let ChoicesOptions { fieldset, hint, error_message, name, items, values, .. } = options;
        let (hint, error) = (maybe(hint), maybe(error_message));
        let choices = items
            .into_iter()
            .map(|item| CheckboxOption {
                value: item.value,
                text: item.text,
                hint: item.hint.map(String::from),
            })
            .collect::<Vec<_>>();
        view! {
            <Checkboxes id name legend=fieldset.legend hint error options=choices values size />
        }
    });
}
