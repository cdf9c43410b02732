//! What checked strings share: their plumbing (parsing, display, serde through the parser), which
//! characters cannot be seen, and how messages call a character and count.

/// Gives a tuple struct around `String` with `parse` the traits by which checked strings travel.
macro_rules! checked_string {
    ($type:ident, $error:ty) => {
        impl $type {
            /// The text, as it is stored and shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $type {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.0
            }
        }
    };
}

pub(crate) use checked_string;

/// Whether a character cannot be seen although it is no ordinary space: non-breaking and zero-width
/// spaces, soft hyphens, marks of direction, byte order marks, control characters.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    ) || (character.is_control() && !character.is_whitespace())
}

/// What a message calls a character, to follow “the”: one that cannot be seen goes by its name.
pub(crate) fn called(character: char) -> String {
    match character {
        ' ' => "space".to_owned(),
        '\t' => "tab".to_owned(),
        '\n' | '\r' => "line break".to_owned(),
        unseen if is_invisible(unseen) || unseen.is_whitespace() => {
            format!("invisible character U+{:04X}", u32::from(unseen))
        }
        seen => format!("character “{seen}”"),
    }
}

/// A number with the word for what is counted: “1 person”, “1,234 people”.
pub(crate) fn counted(number: u32, one: &str, several: &str) -> String {
    format!("{} {}", with_commas(number), if number == 1 { one } else { several })
}

fn with_commas(number: u32) -> String {
    match (number / 1_000, number % 1_000) {
        (0, small) => small.to_string(),
        (thousands, rest) => format!("{},{rest:03}", with_commas(thousands)),
    }
}
