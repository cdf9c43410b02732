//! [Tag](https://service-manual.nhs.uk/design-system/components/tag): the status of a thing, in one or two words.

use leptos::prelude::*;

/// The colour of a tag. The words say the status; the colour only helps to find it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagColour {
    /// The default, blue without a name.
    #[default]
    Default,
    /// Nothing to do.
    White,
    /// Not active.
    Grey,
    /// Done, well.
    Green,
    /// Under way.
    Blue,
    /// Waits for somebody.
    Yellow,
    /// Needs a look.
    Orange,
    /// Wrong.
    Red,
}

/// A [tag](https://service-manual.nhs.uk/design-system/components/tag). Its children are its words.
#[component]
pub fn Tag(#[prop(optional)] colour: TagColour, children: Children) -> impl IntoView {
    let class = match colour {
        TagColour::Default => "nhsuk-tag",
        TagColour::White => "nhsuk-tag nhsuk-tag--white",
        TagColour::Grey => "nhsuk-tag nhsuk-tag--grey",
        TagColour::Green => "nhsuk-tag nhsuk-tag--green",
        TagColour::Blue => "nhsuk-tag nhsuk-tag--blue",
        TagColour::Yellow => "nhsuk-tag nhsuk-tag--yellow",
        TagColour::Orange => "nhsuk-tag nhsuk-tag--orange",
        TagColour::Red => "nhsuk-tag nhsuk-tag--red",
    };
    view! { <strong class=class>{children()}</strong> }
}
