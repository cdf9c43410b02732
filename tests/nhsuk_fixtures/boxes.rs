//! What holds several things together: cards, banners, summary lists.

use crate::{
    fixture::{Coverage, check},
    options::{Content, Text, TitleOptions},
};
use leptos::{prelude::*, tachys::html::InertElement};
use serde::Deserialize;
use upm_web::nhsuk::{
    BannerKind, Card, CardKind, NotificationBanner, SummaryAction, SummaryList, SummaryRow,
};

#[derive(Deserialize)]
#[serde(try_from = "RawCardOptions")]
struct CardOptions {
    heading: TitleOptions,
    description: Text,
    variant: CardVariant,
    href: Option<String>,
}

#[derive(Deserialize)]
struct RawCardOptions {
    heading: TitleOptions,
    description: Text,
    #[serde(default)]
    variant: CardVariant,
    href: Option<String>,
    #[serde(default)]
    clickable: bool,
}

impl TryFrom<RawCardOptions> for CardOptions {
    type Error = &'static str;

    fn try_from(raw: RawCardOptions) -> Result<Self, Self::Error> {
        let RawCardOptions { heading, description, variant, href, clickable } = raw;
        if clickable == href.is_some() {
            Ok(Self { heading, description, variant, href })
        } else {
            Err("ours can be clicked where it leads somewhere")
        }
    }
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
        examples: &["clickable", "feature", "secondary"],
    };
    check(&coverage, |options: CardOptions| {
        let CardOptions { heading, description, variant, href } = options;
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
        examples: &[
            "default",
            "success with HTML",
            "with HTML",
            "with HTML and heading as string",
            "with a list",
            "with long heading",
            "with lots of content",
            "with success variant",
        ],
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
    let coverage = Coverage {
        component: "summary-list",
        options: &["rows"],
        part: None,
        examples: &[
            "default",
            "example person: Karen Francis",
            "with actions",
            "with item strings",
        ],
    };
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
