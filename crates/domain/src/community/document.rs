//! What an article consists of: blocks, and the text within them. The app makes components of it, never HTML of a text.

use serde::{Deserialize, Serialize};

/// A part of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "camelCase")]
pub enum Block {
    /// A heading below the page's own.
    Heading {
        /// 2, 3 or 4.
        level: u8,
        /// Its text.
        text: Vec<Span>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Vec<Span>,
    },
    /// A list.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// What should not be missed while reading.
    Inset {
        /// What stands in it.
        body: Vec<Block>,
    },
    /// Text to be typed as it is.
    Code {
        /// The text.
        text: String,
    },
    /// A table whose first row names its columns.
    Table {
        /// The names of the columns.
        head: Vec<Vec<Span>>,
        /// The rows.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// A picture of its own.
    Image {
        /// The name of its file, in `images/`.
        file: String,
        /// What it shows, for those who do not see it.
        alt: String,
    },
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "span", rename_all = "camelCase")]
pub enum Span {
    /// Text as it is.
    Text {
        /// The text.
        text: String,
    },
    /// Text that is stressed.
    Strong {
        /// What is stressed.
        text: Vec<Span>,
    },
    /// Something to be typed, or the name of a setting.
    Code {
        /// The text.
        text: String,
    },
    /// A link.
    Link {
        /// Where it leads.
        to: Target,
        /// Its text.
        text: Vec<Span>,
    },
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// A path of the app, from its top: `/community/road-map`.
    Screen(String),
    /// Another site, by `https`.
    Site(String),
}

/// The words of an article without how they look, a space between any two blocks: what a search looks through.
pub fn words(body: &[Block]) -> String {
    let mut words = String::new();
    collect(body, &mut words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect(body: &[Block], words: &mut String) {
    for block in body {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text } => spans(text, words),
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, words)),
            Block::Inset { body } => collect(body, words),
            Block::Code { text } => words.push_str(text),
            Block::Table { head, rows } => {
                for cell in head.iter().chain(rows.iter().flatten()) {
                    spans(cell, words);
                    words.push(' ');
                }
            }
            Block::Image { alt, .. } => words.push_str(alt),
        }
        words.push(' ');
    }
}

/// Adds the words of a text.
fn spans(text: &[Span], words: &mut String) {
    for span in text {
        match span {
            Span::Text { text } | Span::Code { text } => words.push_str(text),
            Span::Strong { text } | Span::Link { text, .. } => spans(text, words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<Span> {
        vec![Span::Text { text: text.to_owned() }]
    }

    #[test]
    fn the_words_of_every_block_are_found_apart_from_each_other() {
        let link = Span::Link { to: Target::Screen("/jobs".to_owned()), text: text("Jobs") };
        let body = [
            Block::Heading { level: 2, text: text("When") },
            Block::Paragraph { text: vec![Span::Text { text: "See ".to_owned() }, link] },
            Block::List {
                ordered: true,
                items: vec![vec![Block::Paragraph { text: text("one") }]],
            },
            Block::Table { head: vec![text("a"), text("b")], rows: vec![vec![text("c")]] },
            Block::Image { file: "x.png".to_owned(), alt: "A switch".to_owned() },
        ];
        assert_eq!(words(&body), "When See Jobs one a b c A switch");
    }
}
