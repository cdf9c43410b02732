//! Buttons, and links that look like them.

use crate::fixture::{Coverage, check};
use leptos::prelude::*;
use serde::Deserialize;
use upm_web::nhsuk::{Button, ButtonAction, ButtonKind, ButtonSize, LinkButton};

#[derive(Deserialize)]
struct ButtonOptions {
    text: String,
    #[serde(default)]
    variant: VariantOption,
    #[serde(default)]
    small: bool,
    #[serde(default)]
    disabled: bool,
    href: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum VariantOption {
    #[default]
    Primary,
    Secondary,
    Reverse,
    Warning,
}

#[test]
fn buttons_and_links_like_buttons_are_those_of_nhsuk_frontend() {
    let coverage = Coverage {
        component: "button",
        options: &["text", "variant", "small", "disabled", "href"],
        part: None,
        examples: &[
            "as a link",
            "as a link, small",
            "default",
            "default, small",
            "disabled",
            "disabled, small",
            "example reverse save button, small",
            "example reverse search button, small",
            "example secondary save button, small",
            "example secondary search button, small",
            "reverse",
            "reverse as a link",
            "reverse as a link, small",
            "reverse disabled",
            "reverse disabled, small",
            "reverse, small",
            "secondary",
            "secondary as a link",
            "secondary as a link, small",
            "secondary disabled",
            "secondary disabled, small",
            "secondary, small",
            "warning",
            "warning as a link",
            "warning as a link, small",
            "warning disabled",
            "warning disabled, small",
            "warning, small",
        ],
    };
    check(&coverage, |options: ButtonOptions| {
        let ButtonOptions { text, variant, small, disabled, href } = options;
        let kind = match variant {
            VariantOption::Primary => ButtonKind::Primary,
            VariantOption::Secondary => ButtonKind::Secondary,
            VariantOption::Reverse => ButtonKind::Reverse,
            VariantOption::Warning => ButtonKind::Warning,
        };
        let size = if small { ButtonSize::Small } else { ButtonSize::Normal };
        let action = ButtonAction::Submit;
        match href {
            None => view! { <Button kind size action disabled>{text}</Button> }.into_any(),
            Some(href) => view! { <LinkButton href kind size>{text}</LinkButton> }.into_any(),
        }
    });
}
