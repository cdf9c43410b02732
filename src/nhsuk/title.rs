//! What a label, legend or caption says and how it looks: the same three choices for all of them.

use leptos::prelude::*;

/// The text of a label, legend or table caption, its size, and whether it is also a heading.
///
/// Made from plain text or from a signal where that is all (`label="Policy name"`), and refined with
/// the methods: `Title::from("Policy name").size(Size::M)`.
#[derive(Clone, Copy, Debug)]
pub struct Title {
    text: Signal<String>,
    size: Option<Size>,
    heading: Option<HeadingLevel>,
    visibility: Visibility,
}

/// The four sizes of the [NHS.UK typography](https://service-manual.nhs.uk/design-system/styles/typography)
/// that labels, legends and captions come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As large as the body text, bold.
    S,
    /// One step up: the usual legend of a group.
    M,
    /// The size of a section's heading.
    L,
    /// The size of a page's heading.
    Xl,
}

/// Which of the heading elements is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingLevel {
    /// `<h1>`: once on a page.
    H1,
    /// `<h2>`
    H2,
    /// `<h3>`
    H3,
}

/// Whether people see a text or only assistive technology reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    /// Seen and read.
    #[default]
    Shown,
    /// Read only.
    Hidden,
}

impl Title {
    /// A title of body size that is no heading. Takes text or any signal of text.
    pub fn new(text: impl Into<Signal<String>>) -> Self {
        Self { text: text.into(), size: None, heading: None, visibility: Visibility::Shown }
    }

    /// The same title in another size.
    #[must_use]
    pub fn size(self, size: Size) -> Self {
        Self { size: Some(size), ..self }
    }

    /// The same title wrapped in a heading, for people who move through a page by its headings.
    #[must_use]
    pub fn heading(self, level: HeadingLevel) -> Self {
        Self { heading: Some(level), ..self }
    }

    /// The same title for assistive technology only: the surroundings already say it to the eye.
    #[must_use]
    pub fn hidden(self) -> Self {
        Self { visibility: Visibility::Hidden, ..self }
    }

    /// The text itself.
    pub(super) fn text(self) -> Signal<String> {
        self.text
    }

    /// The heading asked for, if any.
    pub(super) fn level(self) -> Option<HeadingLevel> {
        self.heading
    }

    /// The classes of a heading that is `class` and takes its size from the page's headings.
    pub(super) fn heading_classes(self, class: &str) -> String {
        match self.size {
            None => class.to_owned(),
            Some(size) => format!("{class} nhsuk-heading-{}", size.suffix()),
        }
    }

    /// The classes of the element that carries the title: `block`, and what `block--size` and
    /// [`Visibility::Hidden`] add.
    pub(super) fn classes(self, block: &str) -> String {
        let mut classes = block.to_owned();
        if let Some(size) = self.size {
            classes.push(' ');
            classes.push_str(block);
            classes.push_str("--");
            classes.push_str(size.suffix());
        }
        if self.visibility == Visibility::Hidden {
            classes.push_str(" nhsuk-u-visually-hidden");
        }
        classes
    }
}

impl From<&str> for Title {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Title {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Signal<String>> for Title {
    fn from(text: Signal<String>) -> Self {
        Self::new(text)
    }
}

impl Size {
    /// How the size ends a class name.
    fn suffix(self) -> &'static str {
        match self {
            Self::S => "s",
            Self::M => "m",
            Self::L => "l",
            Self::Xl => "xl",
        }
    }
}

/// `content` in the heading element of `level`.
pub(super) fn heading(level: HeadingLevel, class: String, content: impl IntoView) -> AnyView {
    let content = content.into_any();
    match level {
        HeadingLevel::H1 => view! { <h1 class=class>{content}</h1> }.into_any(),
        HeadingLevel::H2 => view! { <h2 class=class>{content}</h2> }.into_any(),
        HeadingLevel::H3 => view! { <h3 class=class>{content}</h3> }.into_any(),
    }
}
