//! Folding of texts so that people find things however they type them: "Łukasz Żak" and "lukasz
//! zak" are the same.

use std::fmt::Write as _;

use deunicode::deunicode;

/// Lower case, without accents, each run of white space one space.
pub(crate) fn fold(text: &str) -> String {
    let ascii = deunicode(text).to_lowercase();
    ascii.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a column `search` holds of these texts: each folded, between line breaks.
pub(crate) fn searchable<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().fold("\n".to_owned(), |mut search, text| {
        // Writing to a string cannot fail.
        let _ = writeln!(search, "{}", fold(text));
        search
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_spaces_do_not_matter() {
        assert_eq!(fold("  Łukasz\u{a0}ŻAK "), "lukasz zak");
        assert_eq!(fold("Siân Ó Briain"), "sian o briain");
    }

    #[test]
    fn each_text_stands_between_line_breaks() {
        assert_eq!(searchable(["Zoë", "R1A"]), "\nzoe\nr1a\n");
    }
}
