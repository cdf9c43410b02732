//! The Organisation Data Service writes names in capitals throughout, which are hard to read in a list.

/// Written in capitals wherever they stand.
const CAPITALS: [&str; 13] =
    ["CCG", "CIC", "GP", "ICB", "LLP", "LTD", "NHS", "PCN", "PLC", "PMS", "UK", "CSU", "PCT"];
/// Written small unless they begin a name.
const SMALL: [&str; 9] = ["and", "at", "by", "for", "in", "of", "on", "the", "upon"];

/// A name that is in capitals throughout, as people write it; any other as it is.
pub(super) fn presentable(name: &str) -> String {
    let words = name.split_whitespace();
    if name.chars().any(char::is_lowercase) {
        return words.collect::<Vec<_>>().join(" ");
    }
    let written = words.enumerate().map(|(index, word)| written(word, index == 0));
    written.collect::<Vec<_>>().join(" ")
}

fn written(word: &str, is_first: bool) -> String {
    let lower = word.to_lowercase();
    let letters = word.trim_matches(|character: char| !character.is_alphanumeric());
    if CAPITALS.contains(&letters) || letters.chars().any(|character| character.is_ascii_digit()) {
        return word.to_owned();
    }
    if !is_first && SMALL.contains(&lower.as_str()) {
        return lower;
    }
    // After a hyphen or a bracket begins a word of its own; after an apostrophe none does.
    let mut begins = true;
    let capital = lower.chars().flat_map(|character| {
        let written = if begins { character.to_uppercase().collect() } else { vec![character] };
        begins = matches!(character, '-' | '(' | '/' | '&' | '.');
        written
    });
    capital.collect()
}

#[cfg(test)]
mod tests {
    use super::presentable;

    #[test]
    fn capitals_become_a_name() {
        for (from, to) in [
            ("ROYAL INFIRMARY OF THE NORTH NHS TRUST", "Royal Infirmary of the North NHS Trust"),
            ("ST JOHN'S GP SURGERY (BRANCH)", "St John's GP Surgery (Branch)"),
            ("NHS STOKE-ON-TRENT  ICB - 05W", "NHS Stoke-On-Trent ICB - 05W"),
            ("THE SURGERY", "The Surgery"),
        ] {
            assert_eq!(presentable(from), to);
        }
    }

    #[test]
    fn a_name_that_was_written_with_care_stays() {
        assert_eq!(presentable("McLeod  and Partners"), "McLeod and Partners");
        assert_eq!(presentable(""), "");
    }
}
