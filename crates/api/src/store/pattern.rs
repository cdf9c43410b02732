//! What a person typed into a search box, as what a column `search` is looked through for.

use crate::fold::fold;

/// A typed text, folded. Every word of it has to be found, in any order.
pub(super) struct Typed {
    phrase: String,
}

impl Typed {
    /// The text, or nothing when there is nothing to look for.
    pub(super) fn new(text: &str) -> Option<Self> {
        let phrase = fold(text);
        (!phrase.is_empty()).then_some(Self { phrase })
    }

    /// Each word, folded.
    pub(super) fn plain_words(&self) -> impl Iterator<Item = &str> {
        self.phrase.split(' ')
    }

    /// A pattern for each word, matching wherever it stands.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        self.plain_words().map(part)
    }

    /// What a column `search` holds when one of its texts is exactly this.
    pub(super) fn line(&self) -> String {
        format!("\n{}\n", self.phrase)
    }

    /// What a column `search` holds when one of its texts begins with this.
    pub(super) fn line_beginning(&self) -> String {
        format!("\n{}", self.phrase)
    }
}

/// Matches what has this part.
pub(super) fn part(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// Matches a JSON array of texts that has this one.
pub(super) fn json_array_with(text: &str) -> String {
    part(&format!("\"{text}\""))
}

/// Takes their meaning from the characters that mean something in a pattern; the escape is `\`.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
