//! Options that several templates of nhsuk-frontend share, as far as our components have them.

use leptos::{prelude::*, tachys::html::InertElement};
use serde::Deserialize;
use upm_web::nhsuk::{HeadingLevel, Size, Title};

/// A text, plain or as the one option of an object.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Text {
    Plain(String),
    Object(OnlyText),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OnlyText {
    text: String,
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        match text {
            Text::Plain(text) | Text::Object(OnlyText { text }) => text,
        }
    }
}

/// A text that may be missing, as our components take it.
pub(crate) fn maybe(text: Option<Text>) -> Signal<Option<String>> {
    Signal::stored(text.map(String::from))
}

/// A label, legend, caption or heading.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum TitleOptions {
    Plain(String),
    Object(TitleObject),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitleObject {
    text: Option<String>,
    size: Option<SizeOption>,
    heading: Option<HeadingOptions>,
    classes: Option<HiddenClass>,
    level: Option<LevelOption>,
    #[expect(dead_code, reason = "ours makes the id of a caption from its table's")]
    id: Option<CaptionId>,
}

/// The one class that a title can be given.
#[derive(Deserialize)]
enum HiddenClass {
    #[serde(rename = "nhsuk-u-visually-hidden")]
    Hidden,
}

/// The id in the examples of tables that scroll.
#[derive(Deserialize)]
enum CaptionId {
    #[serde(rename = "scrolling-caption")]
    Scrolling,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum HeadingOptions {
    Plain(String),
    Object(HeadingObject),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadingObject {
    text: Option<String>,
    level: Option<LevelOption>,
    size: Option<SizeOption>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SizeOption {
    S,
    M,
    L,
    Xl,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "u8")]
struct LevelOption(HeadingLevel);

impl TryFrom<u8> for LevelOption {
    type Error = String;

    fn try_from(level: u8) -> Result<Self, Self::Error> {
        match level {
            1 => Ok(Self(HeadingLevel::H1)),
            2 => Ok(Self(HeadingLevel::H2)),
            3 => Ok(Self(HeadingLevel::H3)),
            _ => Err(format!("no heading level of ours: {level}")),
        }
    }
}

impl From<SizeOption> for Size {
    fn from(size: SizeOption) -> Self {
        match size {
            SizeOption::S => Self::S,
            SizeOption::M => Self::M,
            SizeOption::L => Self::L,
            SizeOption::Xl => Self::Xl,
        }
    }
}

impl TitleOptions {
    /// The title of what has a heading anyway, and so has the level of it among its own options.
    pub(crate) fn of_heading(self) -> Title {
        let level = match &self {
            Self::Plain(_) => None,
            Self::Object(title) => title.level,
        };
        let title = Title::from(self);
        level.map_or(title, |LevelOption(level)| title.heading(level))
    }
}

impl From<TitleOptions> for Title {
    fn from(options: TitleOptions) -> Self {
        let TitleObject { text, size, heading, classes, .. } = match options {
            TitleOptions::Plain(text) => return Title::from(text),
            TitleOptions::Object(object) => object,
        };
        let (heading_text, level, heading_size) = match heading {
            None => (None, None, None),
            Some(HeadingOptions::Plain(text)) => (Some(text), Some(HeadingLevel::H1), None),
            Some(HeadingOptions::Object(HeadingObject { text, level, size })) => {
                (text, Some(level.map_or(HeadingLevel::H1, |LevelOption(level)| level)), size)
            }
        };
        let mut title = Title::from(heading_text.or(text).unwrap_or_default());
        if let Some(size) = heading_size.or(size) {
            title = title.size(size.into());
        }
        if let Some(level) = level {
            title = title.heading(level);
        }
        if classes.is_some() {
            title = title.hidden();
        }
        title
    }
}

/// A link of a header, footer or breadcrumb.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkOptions {
    pub(crate) href: String,
    pub(crate) text: String,
}

/// What stands in a component: a text, or HTML.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Content {
    Text { text: String },
    Html { html: String },
}

impl Content {
    pub(crate) fn view(self) -> AnyView {
        match self {
            Self::Text { text } => text.into_any(),
            Self::Html { html } => InertElement::new(html).into_any(),
        }
    }

    /// The text as a paragraph of `class`.
    pub(crate) fn paragraph(self, class: Option<&'static str>) -> AnyView {
        match self {
            Self::Text { text } => view! { <p class=class>{text}</p> }.into_any(),
            Self::Html { .. } => self.view(),
        }
    }
}
