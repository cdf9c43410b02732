//! What a person typed into a search box, as `LIKE` patterns over a column `search`.

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

    /// A pattern for each word, matching wherever it stands.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        self.phrase.split(' ').map(|word| format!("%{}%", escaped(word)))
    }

    /// Matches when one of the texts is exactly this.
    pub(super) fn whole(&self) -> String {
        format!("%\n{}\n%", escaped(&self.phrase))
    }

    /// Matches when one of the texts begins with this.
    pub(super) fn beginning(&self) -> String {
        format!("%\n{}%", escaped(&self.phrase))
    }
}

/// Takes their meaning from the characters that mean something in a pattern; the escape is `\`.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
