//! What the comparison leaves out, on both sides.

/// An attribute that is left out wherever it stands.
pub(crate) struct IgnoredAttribute {
    /// Its name, or the start of it before a `*`.
    pub(crate) name: &'static str,
    /// The class of the elements it is left out on; any, where it is empty.
    pub(crate) on: &'static str,
    #[expect(dead_code, reason = "for people to read")]
    pub(crate) because: &'static str,
}

/// A class that is left out wherever it stands beside `beside`.
pub(crate) struct IgnoredClass {
    pub(crate) name: &'static str,
    /// Another class of the same element.
    pub(crate) beside: &'static str,
    #[expect(dead_code, reason = "for people to read")]
    pub(crate) because: &'static str,
}

/// An element that is left out with all that is in it.
pub(crate) struct IgnoredElement {
    pub(crate) class: &'static str,
    #[expect(dead_code, reason = "for people to read")]
    pub(crate) because: &'static str,
}

pub(crate) const ATTRIBUTES: &[IgnoredAttribute] = &[
    IgnoredAttribute {
        name: "data-*",
        on: "",
        because: "names and configures a script of the package; our behaviour is written in Leptos",
    },
    IgnoredAttribute {
        name: "role",
        on: "nhsuk-button",
        because: "a link that looks like a button is announced as the link it is",
    },
    IgnoredAttribute {
        name: "tabindex",
        on: "nhsuk-error-summary",
        because: "the package's script sets it when it moves the focus there; ours is there from the start",
    },
    IgnoredAttribute {
        name: "tabindex",
        on: "nhsuk-scroll__content",
        because: "the package's script sets it where there is something to scroll; ours is there from the start",
    },
    IgnoredAttribute { name: "id", on: "nhsuk-table", because: "ours always has one" },
    IgnoredAttribute {
        name: "id",
        on: "nhsuk-table__caption",
        because: "ours always has one, made from the table's",
    },
    IgnoredAttribute {
        name: "aria-labelledby",
        on: "nhsuk-scroll__content",
        because: "names the caption by its id",
    },
    IgnoredAttribute {
        name: "action",
        on: "nhsuk-header__account-form",
        because: "signing out is a callback, not a page",
    },
    IgnoredAttribute {
        name: "method",
        on: "nhsuk-header__account-form",
        because: "signing out is a callback, not a page",
    },
];

pub(crate) const CLASSES: &[IgnoredClass] = &[
    IgnoredClass {
        name: "nhsuk-js-character-count",
        beside: "nhsuk-textarea",
        because: "a hook of the package's script",
    },
    IgnoredClass {
        name: "nhsuk-u-visually-hidden",
        beside: "nhsuk-character-count__message",
        because: "the package's script adds it at the start; ours is there from the start",
    },
];

pub(crate) const ELEMENTS: &[IgnoredElement] = &[
    IgnoredElement {
        class: "nhsuk-header__menu",
        because: "the package's script moves links that do not fit into it; ours wrap",
    },
    IgnoredElement {
        class: "nhsuk-character-count__status",
        because: "the package's script makes it at the start; ours is there from the start",
    },
    IgnoredElement {
        class: "nhsuk-character-count__sr-status",
        because: "the package's script makes it at the start; ours is there from the start",
    },
];
