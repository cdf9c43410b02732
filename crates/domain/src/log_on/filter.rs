//! Which attempts are wanted, and cutting them into pages.

use super::{LogOn, LogOnResult};

/// Which attempts are wanted; what is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogOnFilter {
    /// Only those with this result.
    pub result: Option<LogOnResult>,
    /// Only those in which each word of this occurs: in device, address, place, app or Microsoft's code.
    pub text: String,
}

impl LogOnFilter {
    /// Whether an attempt is wanted.
    pub fn lets_through(&self, log_on: &LogOn) -> bool {
        if self.result.is_some_and(|result| result != log_on.result) {
            return false;
        }
        let mut words = self.text.split_whitespace().map(str::to_lowercase).peekable();
        if words.peek().is_none() {
            return true;
        }
        let parts = [
            log_on.device.described(),
            log_on.ip_address.clone(),
            log_on.location.clone(),
            log_on.app.clone(),
            Some(log_on.error_code.to_string()),
        ];
        let all = parts.into_iter().flatten().collect::<Vec<_>>().join("\n").to_lowercase();
        words.all(|word| all.contains(&word))
    }

    /// Those wanted, of which `newest_first` has to be sorted: how many there are in all, and the page of at most
    /// `limit` that follows `cursor`.
    pub fn page(
        &self,
        newest_first: Vec<LogOn>,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> (usize, Vec<LogOn>, Option<Cursor>) {
        let wanted = newest_first.into_iter().filter(|log_on| self.lets_through(log_on));
        let wanted = wanted.collect::<Vec<_>>();
        let total = wanted.len();
        let is_after = |log_on: &LogOn| cursor.is_none_or(|cursor| cursor.is_before(log_on));
        let mut rest = wanted.into_iter().filter(is_after);
        let items = rest.by_ref().take(limit).collect::<Vec<_>>();
        let next = items.last().map(Cursor::at).filter(|_| rest.next().is_some());
        (total, items, next)
    }
}

/// Where a page of attempts ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    milliseconds: i64,
    id: String,
}

impl Cursor {
    fn at(log_on: &LogOn) -> Self {
        Self { milliseconds: log_on.at.as_millisecond(), id: log_on.id.clone() }
    }

    fn is_before(&self, log_on: &LogOn) -> bool {
        let at = log_on.at.as_millisecond();
        (at, log_on.id.as_str()) < (self.milliseconds, self.id.as_str())
    }

    /// Reads what [`Self::to_text`] wrote; nothing of any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let (milliseconds, id) = text.split_once('.')?;
        Some(Self { milliseconds: milliseconds.parse().ok()?, id: id.to_owned() })
    }

    /// What stands in an address.
    pub fn to_text(&self) -> String {
        format!("{}.{}", self.milliseconds, self.id)
    }
}
