//! E-mail addresses: the strict type, and the forgiving reading of what people put in a sheet.

use serde::{Deserialize, Serialize};

use crate::text::{called, checked_string, is_invisible};

/// The longest address that can be delivered to (RFC 5321, 4.5.3.1.3, less the angle brackets).
const MAX_LENGTH: usize = 254;
/// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL_LENGTH: usize = 64;
/// The longest label of a domain (RFC 1035, 2.3.4).
const MAX_LABEL_LENGTH: usize = 63;

/// A lower-case address `local@domain` with a domain of at least two labels.
///
/// The local part is a dot-atom of RFC 5322 in ASCII, which is what NHSmail gives out; quoted local
/// parts and internationalised addresses do not occur in the directory and are refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, max_length = 254, pattern = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$")
)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase", tag = "code", content = "character")]
pub enum EmailError {
    /// The cell or line is blank.
    #[error("There is no address")]
    Empty,
    /// No `@`.
    #[error("The @ is missing")]
    NoAt,
    /// More than one `@`.
    #[error("There is more than one address")]
    Several,
    /// Nothing usable before the `@`.
    #[error("The part before the @ is missing or has a dot in the wrong place")]
    BadLocalPart,
    /// No usable domain after the `@`.
    #[error("The part after the @ is not complete")]
    BadDomain,
    /// A character that no address has.
    #[error("The {} cannot be in an address", called(*.0))]
    ForbiddenCharacter(char),
    /// Longer than any address.
    #[error("The address is too long")]
    TooLong,
}

impl EmailError {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "emailEmpty",
            Self::NoAt => "emailNoAt",
            Self::Several => "emailSeveral",
            Self::BadLocalPart => "emailBadLocalPart",
            Self::BadDomain => "emailBadDomain",
            Self::ForbiddenCharacter(_) => "emailForbiddenCharacter",
            Self::TooLong => "emailTooLong",
        }
    }

    /// What to do about it, in words for the administrator.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Empty => "Enter an address, like name@nhs.net",
            Self::NoAt => "Enter the whole address, like name@nhs.net",
            Self::Several => "Put each address in a row of its own",
            Self::BadLocalPart => "Check the part before the @",
            Self::BadDomain => "Check the part after the @, like nhs.net",
            Self::ForbiddenCharacter(_) => "Remove the character, or type the address again",
            Self::TooLong => "Check that there is only one address in the row",
        }
    }

    /// What a form with one field for an address says there: what is wrong with it, and what to do.
    pub fn in_form(&self) -> String {
        match self {
            Self::Empty => self.advice().to_owned(),
            Self::Several | Self::TooLong => format!("{self}. Enter one address"),
            _ => format!("{self}. {}", self.advice()),
        }
    }
}

impl EmailAddress {
    /// Parses an address; only its letters' case is changed, to lower.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        if is_clean_address(text.as_bytes()) {
            return Ok(Self(text.to_owned()));
        }
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::NoAt)?;
        if domain.contains('@') {
            let is_doubled = text.contains("@@");
            return Err(if is_doubled { EmailError::BadDomain } else { EmailError::Several });
        }
        if let Some(character) = text.chars().find(|character| !may_be_in_address(*character)) {
            return Err(EmailError::ForbiddenCharacter(character));
        }
        if !is_local_part(local) {
            return Err(EmailError::BadLocalPart);
        }
        if !is_domain(domain) {
            return Err(EmailError::BadDomain);
        }
        if text.len() > MAX_LENGTH || local.len() > MAX_LOCAL_LENGTH {
            return Err(EmailError::TooLong);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }

    /// Reads an address out of what a person put in a cell or line, and says what was repaired.
    ///
    /// Spaces around it are dropped, invisible characters around and within it, too; `mailto:` links
    /// and `Name <address>` are taken; upper case is lowered.
    pub fn read(text: &str) -> Result<(Self, Repairs), EmailError> {
        if is_clean_address(text.as_bytes()) {
            return Ok((Self(text.to_owned()), Repairs::default()));
        }
        let visible =
            text.chars().filter(|character| !is_invisible(*character)).collect::<String>();
        let trimmed = visible.trim();
        let bracketed = in_brackets(trimmed);
        let inner = bracketed.unwrap_or(trimmed).trim();
        let link = link_target(inner);
        let candidate = link.unwrap_or(inner).trim();
        let address = Self::parse(candidate)?;
        let repairs = Repairs {
            spaces: trimmed.len() < visible.len(),
            invisible: visible.len() < text.len(),
            mailto: link.is_some(),
            name: bracketed.is_some(),
            lower_case: candidate != address.as_str(),
        };
        Ok((address, repairs))
    }
}

checked_string!(EmailAddress, EmailError);

/// What had to be repaired to read an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each repair may or may not have been needed")]
pub struct Repairs {
    /// Spaces around it were dropped.
    pub spaces: bool,
    /// Non-breaking, zero-width or control characters were dropped.
    pub invisible: bool,
    /// `mailto:` was dropped.
    pub mailto: bool,
    /// The address was taken out of `Name <address>`.
    pub name: bool,
    /// Upper case was lowered.
    pub lower_case: bool,
}

/// How many addresses needed each repair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RepairCounts {
    /// See [`Repairs::spaces`].
    pub spaces: u32,
    /// See [`Repairs::invisible`].
    pub invisible: u32,
    /// See [`Repairs::mailto`].
    pub mailto: u32,
    /// See [`Repairs::name`].
    pub name: u32,
    /// See [`Repairs::lower_case`].
    pub lower_case: u32,
}

impl RepairCounts {
    /// Counts one more address.
    pub fn add(&mut self, repairs: Repairs) {
        self.spaces += u32::from(repairs.spaces);
        self.invisible += u32::from(repairs.invisible);
        self.mailto += u32::from(repairs.mailto);
        self.name += u32::from(repairs.name);
        self.lower_case += u32::from(repairs.lower_case);
    }
}

/// The address of `Name <address>`.
fn in_brackets(text: &str) -> Option<&str> {
    let (name, address) = text.strip_suffix('>')?.rsplit_once('<')?;
    (!name.contains('<')).then_some(address)
}

/// The address of a `mailto:` link, without the subject or other fields that follow a `?`.
fn link_target(text: &str) -> Option<&str> {
    let (scheme, target) = text.split_once(':')?;
    scheme
        .eq_ignore_ascii_case("mailto")
        .then(|| target.split_once('?').map_or(target, |(address, _)| address))
}

/// Whether a text is an address as it stands, its letters lower: the hot path of a large sheet. It takes the
/// same rules in fewer steps, and leaves every refusal and its reason to [`EmailAddress::parse`].
fn is_clean_address(text: &[u8]) -> bool {
    let mut rest = text;
    loop {
        let atom = length_of_run(rest, IN_ATOM);
        let after = rest.get(atom + 1..).unwrap_or_default();
        match rest.get(atom) {
            _ if atom == 0 => return false,
            Some(b'.') => rest = after,
            Some(b'@') => {
                let local = text.len() - after.len() - 1;
                return text.len() <= MAX_LENGTH
                    && local <= MAX_LOCAL_LENGTH
                    && is_clean_domain(after);
            }
            _ => return false,
        }
    }
}

fn is_clean_domain(domain: &[u8]) -> bool {
    let (mut rest, mut labels) = (domain, 1);
    loop {
        let length = length_of_run(rest, IN_LABEL);
        let label = rest.get(..length).unwrap_or_default();
        if !(1..=MAX_LABEL_LENGTH).contains(&length)
            || label.first() == Some(&b'-')
            || label.last() == Some(&b'-')
        {
            return false;
        }
        match rest.get(length) {
            None => return labels > 1,
            Some(b'.') => rest = rest.get(length + 1..).unwrap_or_default(),
            Some(_) => return false,
        }
        labels += 1;
    }
}

/// What a byte of an address in lower case may be part of, as bits.
const IN_ATOM: u8 = 1;
const IN_LABEL: u8 = 2;

const PARTS: [u8; 256] = {
    let mut parts = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let part = match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => IN_ATOM | IN_LABEL,
            b'!' | b'#'..=b'\'' | b'*' | b'+' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~' => {
                IN_ATOM
            }
            _ => 0,
        };
        #[expect(clippy::indexing_slicing, reason = "a byte is always within the table")]
        {
            parts[byte as usize] = part;
        }
        byte += 1;
    }
    parts
};

/// How many bytes at the beginning are of that part.
fn length_of_run(bytes: &[u8], part: u8) -> usize {
    let is_of_part = |byte: &u8| PARTS.get(usize::from(*byte)).is_some_and(|of| of & part != 0);
    bytes.iter().position(|byte| !is_of_part(byte)).unwrap_or(bytes.len())
}

fn may_be_in_address(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.@".contains(character)
}

fn is_local_part(local: &str) -> bool {
    local.split('.').all(|atom| !atom.is_empty())
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=MAX_LABEL_LENGTH).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.contains('.') && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::{EmailAddress, is_clean_address};
    use proptest::prelude::*;

    proptest! {
        // In upper case the same text goes the other way. A hot path that takes too little would be slow, and nothing
        // else would tell.
        #[test]
        fn the_hot_path_takes_what_is_an_address_and_nothing_else(
            text in "[a-z0-9!._~-]{1,5}@[a-z0-9._-]{1,5}|[a-z.]{62,65}@([a-z-]{61,64}\\.){1,4}[a-z]{1,5}",
        ) {
            let is_address = EmailAddress::parse(&text.to_uppercase()).is_ok();
            prop_assert_eq!(is_clean_address(text.as_bytes()), is_address);
        }
    }
}
