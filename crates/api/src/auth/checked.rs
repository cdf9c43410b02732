//! Tokens that have been checked, so that a signature is checked once and not with every request: that is a tenth of the
//! time of a search. What is kept are digests, and no longer than the keys that the tokens were checked with.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sha2::{Digest as _, Sha256};

/// How many are kept: then all are forgotten, and checked again as they come.
const MOST: usize = 10_000;

/// Tokens that were found to be good.
#[derive(Default)]
pub(super) struct Checked(Mutex<HashMap<[u8; 32], Good>>);

struct Good {
    subject: String,
    /// Since 1970.
    expires: Duration,
}

impl Checked {
    /// The subject of a token that was good, as long as it has not expired.
    pub(super) fn subject(&self, token: &str, now: Duration) -> Option<String> {
        let good = self.good();
        let known = good.get(&digest(token)).filter(|token| now < token.expires)?;
        Some(known.subject.clone())
    }

    /// Keeps that a token is good until it expires.
    pub(super) fn keep(&self, token: &str, subject: &str, expires: Duration) {
        let mut good = self.good();
        if good.len() >= MOST {
            good.clear();
        }
        good.insert(digest(token), Good { subject: subject.to_owned(), expires });
    }

    /// Whoever panicked while they held it has left it whole: each entry is put there at once.
    fn good(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Good>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPIRES: Duration = Duration::from_secs(1_000);

    #[test]
    fn a_token_is_known_until_it_expires() {
        let checked = Checked::default();
        checked.keep("token", "subject", EXPIRES);
        let just_before = Duration::from_millis(999_999);
        assert_eq!(checked.subject("token", just_before).as_deref(), Some("subject"));
        assert_eq!(checked.subject("token", EXPIRES), None);
        assert_eq!(checked.subject("another", just_before), None);
    }

    #[test]
    fn only_so_many_are_kept() {
        let checked = Checked::default();
        for number in 0..=MOST {
            checked.keep(&number.to_string(), "subject", EXPIRES);
        }
        assert_eq!(checked.good().len(), 1);
        assert!(checked.subject(&MOST.to_string(), Duration::ZERO).is_some());
    }
}
