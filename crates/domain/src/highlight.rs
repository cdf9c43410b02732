//! Where in a text stands what a person searched for, so that it can be marked.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The piece, as it stands in the text.
    pub text: &'a str,
    /// Whether it is what was searched for.
    pub is_match: bool,
}

/// Cuts a text into what matches a word of `typed` and what does not, in order; put together they are the text.
///
/// `fold` makes of a character what a search compares: small letters without accents. It may make several of one, or
/// none.
pub fn segments<'a>(text: &'a str, typed: &str, fold: impl Fn(char) -> String) -> Vec<Segment<'a>> {
    let folded = |text: &str| text.chars().map(&fold).collect::<String>();
    let words = folded(typed).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut letters = String::new();
    // For each byte of the folded text, which byte of the text it comes from.
    let mut origins = Vec::new();
    for (at, character) in text.char_indices() {
        letters.push_str(&fold(character));
        origins.resize(letters.len(), at);
    }
    let origin = |at: usize| origins.get(at).copied().unwrap_or(text.len());
    let mut matched = words
        .iter()
        .flat_map(|word| letters.match_indices(word.as_str()))
        .map(|(at, word)| (origin(at), end_of_character(text, origin(at + word.len() - 1))))
        .collect::<Vec<_>>();
    matched.sort_unstable();
    let mut segments = Vec::new();
    let mut done = 0;
    for (start, end) in joined(&matched) {
        push(&mut segments, text, (done, start), false);
        push(&mut segments, text, (start, end), true);
        done = end;
    }
    push(&mut segments, text, (done, text.len()), false);
    segments
}

/// Ranges in order, those that touch made one.
fn joined(ranges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut joined = Vec::<(usize, usize)>::new();
    for &(start, end) in ranges {
        match joined.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ => joined.push((start, end)),
        }
    }
    joined
}

fn end_of_character(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + rest.chars().next().map_or(0, char::len_utf8)
}

fn push<'a>(
    segments: &mut Vec<Segment<'a>>,
    text: &'a str,
    (start, end): (usize, usize),
    is_match: bool,
) {
    if let Some(piece) = text.get(start..end).filter(|piece| !piece.is_empty()) {
        segments.push(Segment { text: piece, is_match });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::segments;

    /// Small letters; of two accented ones the plain ones; `ß` is two letters.
    fn fold(character: char) -> String {
        match character {
            'é' | 'É' => "e".to_owned(),
            'ß' => "ss".to_owned(),
            other => other.to_lowercase().collect(),
        }
    }

    fn marked(text: &str, typed: &str) -> String {
        let mark = |piece: super::Segment<'_>| {
            if piece.is_match { format!("[{}]", piece.text) } else { piece.text.to_owned() }
        };
        segments(text, typed, fold).into_iter().map(mark).collect()
    }

    #[test]
    fn every_word_is_marked_wherever_it_stands() {
        assert_eq!(marked("RXX.E3.Ward Nurses", "nurse e3"), "RXX.[E3].Ward [Nurse]s");
    }

    #[test]
    fn accents_and_letters_that_are_two_are_marked_whole() {
        assert_eq!(marked("Café Straße", "cafe str"), "[Café] [Str]aße");
        assert_eq!(marked("Straße", "as"), "Str[aß]e");
    }

    #[test]
    fn words_that_overlap_are_marked_once() {
        assert_eq!(marked("abcabc", "abc bca"), "[abcabc]");
        assert_eq!(marked("nothing", ""), "nothing");
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in "[a-cé ß.]{0,12}", typed in "[a-c s]{0,5}") {
            let pieces = segments(&text, &typed, fold);
            prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
            prop_assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), text);
        }
    }
}
