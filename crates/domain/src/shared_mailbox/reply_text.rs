//! The text of an automatic reply: plain, so that nothing in it can be anything but text to whoever reads it.

use serde::{Deserialize, Serialize};

use crate::text::checked_string;

/// The most characters (Unicode scalar values) that a reply may have.
pub const MAX_REPLY_LENGTH: usize = 2_000;

/// Plain text in paragraphs. Line ends are one kind, what cannot be seen but changes what is seen (control and
/// direction characters) is left out, and so is the space around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, max_length = 2000)
)]
#[serde(try_from = "String", into = "String")]
pub struct ReplyText(String);

/// Why a text cannot be a reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplyTextError {
    /// More than [`MAX_REPLY_LENGTH`] characters.
    #[error("Reply must be 2,000 characters or fewer. You have entered {length}")]
    TooLong {
        /// The characters it has.
        length: usize,
    },
}

impl ReplyText {
    /// Takes a text as it was typed or pasted.
    pub fn parse(text: &str) -> Result<Self, ReplyTextError> {
        let text = cleaned(text);
        let length = text.chars().count();
        if length > MAX_REPLY_LENGTH {
            return Err(ReplyTextError::TooLong { length });
        }
        Ok(Self(text))
    }

    /// Takes as much of a text as a reply may have, and says whether that is all of it.
    pub fn beginning_of(text: &str) -> (Self, bool) {
        let text = cleaned(text);
        match text.char_indices().nth(MAX_REPLY_LENGTH) {
            None => (Self(text), true),
            Some((end, _)) => {
                (Self(text.get(..end).unwrap_or_default().trim_end().to_owned()), false)
            }
        }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its paragraphs, which blank lines part, each with its lines.
    pub fn paragraphs(&self) -> Vec<Vec<&str>> {
        let mut paragraphs = vec![Vec::new()];
        for line in self.0.lines() {
            match (line.is_empty(), paragraphs.last_mut()) {
                (false, Some(last)) => last.push(line),
                _ => paragraphs.push(Vec::new()),
            }
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        paragraphs
    }
}

fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let seen = text.chars().filter(|character| !is_unseen(*character)).collect::<String>();
    let lines = seen.trim().lines().map(str::trim_end).collect::<Vec<_>>();
    lines.join("\n")
}

fn is_unseen(character: char) -> bool {
    let direction = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    direction || (character.is_control() && character != '\n' && character != '\t')
}

checked_string!(ReplyText, ReplyTextError);
