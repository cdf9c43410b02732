//! The controls of a form, with their labels, hints and error messages.

use crate::{
    fixture::{Coverage, check},
    options::{Text, TitleOptions, maybe},
};
use leptos::prelude::*;
use serde::Deserialize;
use upm_web::nhsuk::{
    CharacterCount, FileUpload, InputWidth, SearchButton, SearchInput, Select, SelectOption,
    Spellcheck, TextInput, Textarea, Title,
};

/// A field with one control. Each test says which of these options its component has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FieldOptions {
    label: TitleOptions,
    hint: Option<Text>,
    error_message: Option<Text>,
    id: Option<String>,
    name: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    width: WidthOption,
    #[serde(default)]
    spellcheck: SpellcheckOption,
    autocomplete: Option<String>,
    prefix: Option<Text>,
    rows: Option<u32>,
    #[serde(default)]
    items: Vec<SelectItem>,
    button: Option<NoButton>,
}

#[derive(Deserialize, Default)]
#[serde(try_from = "u8")]
struct WidthOption(InputWidth);

impl TryFrom<u8> for WidthOption {
    type Error = String;

    fn try_from(width: u8) -> Result<Self, Self::Error> {
        match width {
            5 => Ok(Self(InputWidth::W5)),
            10 => Ok(Self(InputWidth::W10)),
            20 => Ok(Self(InputWidth::W20)),
            30 => Ok(Self(InputWidth::W30)),
            _ => Err(format!("no width of ours: {width}")),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(try_from = "bool")]
struct SpellcheckOption(Spellcheck);

impl TryFrom<bool> for SpellcheckOption {
    type Error = &'static str;

    fn try_from(spellcheck: bool) -> Result<Self, Self::Error> {
        if spellcheck { Err("ours cannot ask for it") } else { Ok(Self(Spellcheck::Off)) }
    }
}

#[derive(Deserialize)]
#[serde(try_from = "bool")]
struct NoButton;

impl TryFrom<bool> for NoButton {
    type Error = &'static str;

    fn try_from(button: bool) -> Result<Self, Self::Error> {
        if button { Err("only taken away") } else { Ok(Self) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SelectItem {
    value: String,
    text: String,
}

/// The parts of a field that all have, as their props take them.
struct Common {
    id: String,
    name: String,
    label: Title,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
}

impl FieldOptions {
    fn common(&mut self) -> Common {
        let label = std::mem::replace(&mut self.label, TitleOptions::Plain(String::new()));
        Common {
            id: self.id.take().unwrap_or_else(|| self.name.clone()),
            name: self.name.clone(),
            label: label.into(),
            hint: maybe(self.hint.take()),
            error: maybe(self.error_message.take()),
        }
    }
}

const FIELD: [&str; 7] = ["label", "hint", "errorMessage", "id", "name", "value", "disabled"];

fn field_and<const N: usize>(more: [&'static str; N]) -> Vec<&'static str> {
    FIELD.into_iter().chain(more).collect()
}

#[test]
fn text_inputs_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "input",
        options: &field_and(["width", "spellcheck", "autocomplete", "prefix"]),
        part: None,
        examples: &[
            "default",
            "disabled",
            "example address line 1",
            "example address line 2",
            "example address postcode",
            "width [with 10 character]",
            "width [with 20 character]",
            "width [with 30 character]",
            "width [with 5 character]",
            "with autocomplete attribute",
            "with prefix",
            "with prefix as string",
        ],
    };
    check(&coverage, |mut options: FieldOptions| {
        let Common { id, name, label, hint, error } = options.common();
        let FieldOptions { value, disabled, .. } = options;
        let WidthOption(width) = options.width;
        let SpellcheckOption(spellcheck) = options.spellcheck;
        let prefix = maybe(options.prefix);
        match options.autocomplete {
            None => view! {
                <TextInput id name label hint error value width spellcheck prefix disabled />
            }
            .into_any(),
            Some(autocomplete) => {
                // In the app these are literals; a test may leak a few.
                let autocomplete = &*autocomplete.leak();
                view! {
                    <TextInput
                        id name label hint error value width spellcheck prefix disabled autocomplete
                    />
                }
                .into_any()
            }
        }
    });
}

#[test]
fn textareas_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "textarea",
        options: &field_and(["rows"]),
        part: None,
        examples: &[
            "default",
            "disabled",
            "label [with size L]",
            "label [with size M]",
            "label [with size S]",
            "label [with size XL]",
            "with error message",
            "with error message and hint",
            "with error message and hint as strings",
            "with error message and hint, without heading",
            "with error message, without heading",
            "with hint",
            "without heading",
        ],
    };
    check(&coverage, |mut options: FieldOptions| {
        let Common { id, name, label, hint, error } = options.common();
        let FieldOptions { value, disabled, rows, .. } = options;
        let rows = rows.unwrap_or(5);
        view! { <Textarea id name label hint error value rows disabled /> }
    });
}

#[derive(Deserialize)]
struct CountOptions {
    #[serde(flatten)]
    field: FieldOptions,
    maxlength: usize,
}

#[test]
fn character_counts_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "character-count",
        options: &field_and(["rows", "maxlength"]),
        part: None,
        examples: &[
            "default",
            "disabled",
            "label [with size L]",
            "label [with size M]",
            "label [with size S]",
            "label [with size XL]",
            "with custom rows",
            "with error message",
            "with error message and hint",
            "with error message and hint as strings",
            "with error message and hint, without heading",
            "with error message, without heading",
            "with hint",
            "with value",
            "without heading",
        ],
    };
    check(&coverage, |CountOptions { field: mut options, maxlength: max }| {
        let Common { id, name, label, hint, error } = options.common();
        let FieldOptions { value, disabled, rows, .. } = options;
        let rows = rows.unwrap_or(5);
        view! { <CharacterCount id name label hint error value max rows disabled /> }
    });
}

#[test]
fn selects_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "select",
        options: &field_and(["items"]),
        part: None,
        examples: &[
            "default",
            "disabled",
            "label [with size L]",
            "label [with size M]",
            "label [with size S]",
            "label [with size XL]",
            "with error message",
            "with error message and hint",
            "with error message and hint as strings",
            "with error message and hint, without heading",
            "with error message, without heading",
            "with hint",
            "with selected value",
            "without heading",
        ],
    };
    check(&coverage, |mut options: FieldOptions| {
        let Common { id, name, label, hint, error } = options.common();
        let FieldOptions { value, disabled, items, .. } = options;
        let options = items
            .into_iter()
            .map(|SelectItem { value, text }| SelectOption::new(value, text))
            .collect::<Vec<_>>();
        view! { <Select id name label hint error options value disabled /> }
    });
}

#[test]
fn file_uploads_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "file-upload",
        options: &["label", "hint", "errorMessage", "id", "name", "disabled"],
        part: None,
        examples: &[
            "default",
            "disabled",
            "label [with size L]",
            "label [with size M]",
            "label [with size S]",
            "label [with size XL]",
            "to configure in JavaScript",
            "with error message",
            "with error message and hint",
            "with error message and hint as strings",
            "with error message and hint, without heading",
            "with error message, without heading",
            "with hint",
            "without heading",
        ],
    };
    check(&coverage, |mut options: FieldOptions| {
        let Common { id, name, label, hint, error } = options.common();
        let disabled = options.disabled;
        view! { <FileUpload id name label hint error disabled /> }
    });
}

#[test]
fn search_inputs_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "search-input",
        options: &["label", "hint", "errorMessage", "id", "name", "value", "width", "button"],
        part: None,
        examples: &[
            "with error message",
            "with error message and hint as strings",
            "with error message, without heading",
            "with hidden label",
            "without button",
            "without heading",
        ],
    };
    check(&coverage, |mut options: FieldOptions| {
        let Common { id, name, label, hint, error } = options.common();
        let WidthOption(width) = options.width;
        let button = match options.button {
            None => SearchButton::Shown,
            Some(NoButton) => SearchButton::Hidden,
        };
        let value = options.value;
        view! { <SearchInput id name label hint error value width button /> }
    });
}
