//! The path that the app is served under. Only the page names it: the other files find each other from where they
//! are, so they are the same under every path.

use std::fmt;
use std::str::FromStr;

use crate::failure::Failure;

/// A path that begins and ends with a slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BasePath(String);

impl Default for BasePath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for BasePath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
        if text.starts_with('/')
            && text.ends_with('/')
            && !text.contains("//")
            && !text.contains("/.")
            && text.bytes().all(is_plain)
        {
            Ok(Self(text.to_owned()))
        } else {
            Err("give it with a slash at both ends, such as /upm/, of letters, digits, - and _"
                .to_owned())
        }
    }
}

/// How the page says under which path it is.
const BEFORE: &str = "<meta name=\"upm-base-path\" content=\"";

/// The page with the addresses that it has under another path.
pub(super) fn move_page(page: &str, to: &BasePath) -> Result<String, Failure> {
    let now = page
        .split_once(BEFORE)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(now, _)| now)
        .ok_or_else(|| Failure::new("the page does not say under which path it is."))?;
    Ok(page.replace(&format!("=\"{now}"), &format!("=\"{to}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> BasePath {
        text.parse().unwrap()
    }

    #[test]
    fn a_page_is_moved_there_and_back() {
        let page = "<meta name=\"upm-base-path\" content=\"/\">\
                    <link href=\"/main.css\"><a href=\"https://example.net/\">";
        let moved = move_page(page, &base("/upm/")).unwrap();
        assert_eq!(
            moved,
            "<meta name=\"upm-base-path\" content=\"/upm/\">\
             <link href=\"/upm/main.css\"><a href=\"https://example.net/\">"
        );
        assert_eq!(move_page(&moved, &base("/")).unwrap(), page);
        assert_eq!(move_page(&moved, &base("/upm/")).unwrap(), moved);
        assert!(move_page("<p>", &base("/")).is_err());
    }

    #[test]
    fn a_path_has_a_slash_at_both_ends_and_nothing_strange() {
        for wrong in ["", "upm", "/upm", "upm/", "//", "/../", "/a b/", "/a\"/", "https://x/"] {
            assert!(wrong.parse::<BasePath>().is_err(), "{wrong}");
        }
        for right in ["/", "/upm/", "/tools/user-policies/"] {
            assert_eq!(base(right).to_string(), right);
        }
    }
}
