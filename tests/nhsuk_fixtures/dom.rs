//! HTML as an outline that can be compared: an element or a text a line, indented by depth, with attributes and classes in
//! order, without comments and without the white space that only lays out a template.

use crate::ignored::{ATTRIBUTES, CLASSES, ELEMENTS, IgnoredAttribute};
use scraper::{ElementRef, Html, Node, Selector, node::Element};

/// The outline of the elements that `part` selects in a piece of HTML.
pub(crate) fn outline(html: &str, part: &Selector) -> String {
    let document = Html::parse_document(html);
    let mut lines = String::new();
    for element in document.select(part) {
        write_element(element, 0, &mut lines);
    }
    lines
}

fn write_element(element: ElementRef<'_>, depth: usize, lines: &mut String) {
    write_line(&start_tag(element.value()), depth, lines);
    write_children(element, depth + 1, lines);
}

fn write_children(parent: ElementRef<'_>, depth: usize, lines: &mut String) {
    let mut text = String::new();
    for child in parent.children() {
        match child.value() {
            Node::Text(part) => text.push_str(part),
            Node::Element(element) if !is_ignored(element) => {
                write_text(&std::mem::take(&mut text), depth, lines);
                if let Some(element) = ElementRef::wrap(child) {
                    write_element(element, depth, lines);
                }
            }
            _ => {}
        }
    }
    write_text(&text, depth, lines);
}

fn write_line(line: &str, depth: usize, lines: &mut String) {
    lines.push_str(&"  ".repeat(depth));
    lines.push_str(line);
    lines.push('\n');
}

/// Writes a text in quotes, with white space collapsed. At the ends, white space with a line break in it is layout and
/// goes; without one it is between words and stays.
fn write_text(text: &str, depth: usize, lines: &mut String) {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return;
    }
    let before = between_words(text.chars());
    let after = between_words(text.chars().rev());
    write_line(&format!("{:?}", [before, &words, after].concat()), depth, lines);
}

/// The space that `text` starts with: one, or none.
fn between_words(text: impl Iterator<Item = char>) -> &'static str {
    let space: String = text.take_while(|character| character.is_whitespace()).collect();
    if space.is_empty() || space.contains('\n') { "" } else { " " }
}

fn start_tag(element: &Element) -> String {
    let mut attributes: Vec<String> = element
        .attrs()
        .filter(|(name, _)| !ATTRIBUTES.iter().any(|ignored| matches(ignored, name, element)))
        .filter_map(|(name, value)| match name {
            "class" => classes(element),
            _ => Some(format!("{name}={value:?}")),
        })
        .collect();
    attributes.sort();
    let tag = std::iter::once(element.name().to_owned()).chain(attributes).collect::<Vec<_>>();
    format!("<{}>", tag.join(" "))
}

fn classes(element: &Element) -> Option<String> {
    let ignored = |name: &str| {
        CLASSES.iter().any(|ignored| ignored.name == name && has_class(element, ignored.beside))
    };
    let mut names: Vec<&str> = element.classes().filter(|name| !ignored(name)).collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| format!("class={:?}", names.join(" ")))
}

fn is_ignored(element: &Element) -> bool {
    ELEMENTS.iter().any(|ignored| has_class(element, ignored.class))
}

fn matches(ignored: &IgnoredAttribute, name: &str, element: &Element) -> bool {
    let same_name = match ignored.name.strip_suffix('*') {
        None => ignored.name == name,
        Some(start) => name.starts_with(start),
    };
    same_name && (ignored.on.is_empty() || has_class(element, ignored.on))
}

fn has_class(element: &Element, class: &str) -> bool {
    element.classes().any(|name| name == class)
}

#[test]
fn layout_comments_and_order_make_no_difference() {
    let laid_out = "<p id=\"x\" class=\"b  a\">\n  One\n  two\n</p>\n";
    let dense = "<p class=\"a b\" id=\"x\">One<!-- --> two</p>";
    assert_eq!(whole_outline(laid_out), whole_outline(dense));
}

#[test]
fn words_attributes_nesting_and_spaces_between_words_make_a_difference() {
    let outlines = [
        "<p><b>a</b>b</p>",
        "<p><b>a </b>b</p>",
        "<p><b>a</b><i>b</i></p>",
        "<p><b>ab</b></p>",
        "<p><b id=\"x\">a</b>b</p>",
        "<p><b class=\"x\">a</b>b</p>",
    ]
    .map(whole_outline);
    for (index, outline) in outlines.iter().enumerate() {
        assert!(!outlines[index + 1..].contains(outline), "{outline}");
    }
}

fn whole_outline(html: &str) -> String {
    outline(html, &Selector::parse("body > *").expect("valid"))
}
