//! Many short texts, one after the other in memory, so that all are looked through in one go.

use memchr::memmem::Finder;

/// How well a text fits what was typed; the later the better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// None of its lines is that, or begins so.
    #[default]
    Within,
    /// One of its lines begins so.
    Beginning,
    /// One of its lines is that.
    Exact,
}

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

    /// Of each text, how well its lines fit a beginning: what is looked for begins with a line break. Where it is
    /// found, the next character tells whether the line is just that.
    pub(super) fn fitting(&self, beginning: &Finder<'_>) -> Vec<Fit> {
        let mut fitting = vec![Fit::Within; self.ends.len()];
        let mut texts = fitting.iter_mut().zip(&self.ends);
        let Some(mut text) = texts.next() else { return fitting };
        let all = self.all.as_bytes();
        let length = beginning.needle().len();
        let mut from = 0;
        while let Some(found) = all.get(from..).and_then(|rest| beginning.find(rest)) {
            let at = from + found;
            while *text.1 <= at {
                let Some(next) = texts.next() else { return fitting };
                text = next;
            }
            let is_whole = all.get(at + length) == Some(&b'\n');
            let (fit, end) = &mut text;
            **fit = if is_whole { Fit::Exact } else { Fit::Beginning.max(**fit) };
            from = if is_whole { **end } else { at + 1 };
        }
        fitting
    }
}

#[cfg(test)]
mod tests {
    use memchr::memmem::Finder;

    use super::{
        Fit::{Beginning, Exact, Within},
        Texts,
    };

    fn texts(texts: &[&str]) -> Texts {
        let mut all = Texts::default();
        for text in texts {
            all.push(text);
        }
        assert!((0..texts.len()).all(|place| all.get(place) == texts.get(place).copied()));
        assert_eq!(all.get(texts.len()), None);
        all
    }

    #[test]
    fn every_text_that_has_it_is_found_however_often_it_has_it() {
        let having = |of: &[&str], wanted: &str| texts(of).having(&Finder::new(wanted));
        let of = ["\nward\n", "\nclinic\n", "\nward ward\n", "\na\nward\n"];
        assert_eq!(having(&of, "ward"), [true, false, true, true]);
        assert_eq!(having(&of, "\nward\n"), [true, false, false, true]);
        assert_eq!(having(&of, "\nward"), [true, false, true, true]);
        assert_eq!(having(&of, "x"), [false; 4]);
        assert_eq!(having(&[], "x"), [false; 0]);
    }

    #[test]
    fn the_line_that_fits_best_counts() {
        let fitting = |of: &[&str], wanted: &str| texts(of).fitting(&Finder::new(wanted));
        let of = ["\na ward\n", "\nward a\nward\n", "\nward\nward a\n", "\na\nward b\nward c\n"];
        assert_eq!(fitting(&of, "\nward"), [Within, Exact, Exact, Beginning]);
        assert_eq!(fitting(&of, "\nward a"), [Within, Exact, Exact, Within]);
        assert_eq!(fitting(&of, "\na"), [Beginning, Within, Within, Exact]);
        assert_eq!(fitting(&of, "\nx"), [Within; 4]);
        assert_eq!(fitting(&[], "\nx"), []);
    }
}
