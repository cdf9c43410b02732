//! Many short texts, one after the other in memory, so that all are looked through in one go.

use memchr::memmem::Finder;

/// A list of texts.
#[derive(Clone, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text at a place.
    pub(super) fn get(&self, place: usize) -> Option<&str> {
        let start =
            place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.all.get(start..*self.ends.get(place)?)
    }

    /// Of each text, whether it has something in it. What is looked for must not be found where one text ends and
    /// the next begins: here each begins and ends with a line break, and nothing is looked for with two in a row.
    pub(super) fn having(&self, wanted: &Finder<'_>) -> Vec<bool> {
        let mut having = vec![false; self.ends.len()];
        let mut texts = having.iter_mut().zip(&self.ends);
        let all = self.all.as_bytes();
        let mut from = 0;
        while let Some(at) = all.get(from..).and_then(|rest| wanted.find(rest)) {
            let Some((has, end)) = texts.find(|(_, end)| **end > from + at) else { break };
            *has = true;
            from = *end;
        }
        having
    }
}

#[cfg(test)]
mod tests {
    use memchr::memmem::Finder;

    use super::Texts;

    fn having(texts: &[&str], wanted: &str) -> Vec<bool> {
        let mut all = Texts::default();
        for text in texts {
            all.push(text);
        }
        assert!((0..texts.len()).all(|place| all.get(place) == texts.get(place).copied()));
        assert_eq!(all.get(texts.len()), None);
        all.having(&Finder::new(wanted))
    }

    #[test]
    fn every_text_that_has_it_is_found_however_often_it_has_it() {
        let texts = ["\nward\n", "\nclinic\n", "\nward ward\n", "\na\nward\n"];
        assert_eq!(having(&texts, "ward"), [true, false, true, true]);
        assert_eq!(having(&texts, "\nward\n"), [true, false, false, true]);
        assert_eq!(having(&texts, "\nward"), [true, false, true, true]);
        assert_eq!(having(&texts, "x"), [false; 4]);
        assert_eq!(having(&[], "x"), [false; 0]);
    }
}
