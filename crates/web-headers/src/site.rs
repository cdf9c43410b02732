//! What a deployment's `config.json` says of other origins: where the API is, where people sign in, who may
//! show the app in a page of theirs.

use serde_json::Value;

/// The other origins of a deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Where the app may send requests to, beside its own origin.
    pub(crate) asked: Vec<String>,
    /// Who may show the app in a page of theirs, beside its own origin.
    pub(crate) embedding: Vec<String>,
    /// Whether people sign in at an identity provider, and not as personas of a demonstration.
    pub has_provider: bool,
}

/// Why a `config.json` cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SiteError {
    /// It is no JSON.
    #[error("config.json is not in order: {0}")]
    Unreadable(String),
    /// What should be an address is none.
    #[error(
        "“{address}”, in “{setting}” of config.json, is not an address as https://host, or https://host:port"
    )]
    Address {
        /// Which setting.
        setting: &'static str,
        /// What it says.
        address: String,
    },
}

impl Site {
    /// From the text of `config.json`.
    ///
    /// Of the sign-in (`oidc`) every address counts: which of an identity provider's addresses the app asks
    /// differs between providers.
    pub fn from_config(text: &str) -> Result<Self, SiteError> {
        let config: Value =
            serde_json::from_str(text).map_err(|error| SiteError::Unreadable(error.to_string()))?;
        let mut site = Self::default();
        let api = config.get("apiBaseUrl").and_then(Value::as_str).unwrap_or_default();
        // On the app's own origin it is a path, or nothing.
        if !api.is_empty() && !api.starts_with('/') {
            site.ask(origin(api, "apiBaseUrl")?);
        }
        let sign_in = config.get("oidc").and_then(Value::as_object);
        site.has_provider = sign_in.is_some();
        let texts = sign_in.into_iter().flatten().filter_map(|(_, value)| value.as_str());
        for address in texts.filter(|text| text.contains("://")) {
            site.ask(origin(address, "oidc")?);
        }
        let hosts = config.get("embeddingHosts").and_then(Value::as_array);
        for host in hosts.into_iter().flatten() {
            let host = host.as_str().unwrap_or_default();
            site.embedding.push(origin(host, "embeddingHosts")?);
        }
        Ok(site)
    }

    fn ask(&mut self, origin: String) {
        if !self.asked.contains(&origin) {
            self.asked.push(origin);
        }
    }
}

/// The origin of an address. What is let through can stand in a header without meaning anything else there.
fn origin(address: &str, setting: &'static str) -> Result<String, SiteError> {
    let wrong = || SiteError::Address { setting, address: address.to_owned() };
    let (scheme, rest) = address.split_once("://").ok_or_else(wrong)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    if matches!(scheme, "https" | "http") && !host.is_empty() && host.bytes().all(is_plain) {
        Ok(format!("{scheme}://{host}"))
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origins_of_every_setting_are_found() {
        let site = Site::from_config(
            r#"{
                "apiBaseUrl": "https://api.example.nhs.uk/v1",
                "oidc": {
                    "issuer": "https://login.example.net/tenant/v2.0",
                    "tokenEndpoint": "https://login.example.net/tenant/token",
                    "keys": "https://keys.example.net:8443/",
                    "clientId": "0199"
                },
                "embeddingHosts": ["https://intranet.example.nhs.uk"]
            }"#,
        );
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let mut site = site.unwrap();
        site.asked.sort();
        assert_eq!(
            site.asked,
            owned(&[
                "https://api.example.nhs.uk",
                "https://keys.example.net:8443",
                "https://login.example.net"
            ])
        );
        assert_eq!(site.embedding, owned(&["https://intranet.example.nhs.uk"]));
    }

    #[test]
    fn what_is_on_the_own_origin_is_no_other() {
        for config in ["{}", r#"{"apiBaseUrl": ""}"#, r#"{"apiBaseUrl": "/upm", "oidc": null}"#] {
            assert_eq!(Site::from_config(config), Ok(Site::default()), "{config}");
        }
    }

    #[test]
    fn what_could_mean_something_else_in_a_header_is_refused() {
        for config in [
            r#"{"apiBaseUrl": "api.example.nhs.uk"}"#,
            r#"{"apiBaseUrl": "javascript://x"}"#,
            r#"{"embeddingHosts": ["*"]}"#,
            r#"{"embeddingHosts": ["https://*"]}"#,
            r#"{"embeddingHosts": ["https://a; script-src *"]}"#,
            r#"{"embeddingHosts": ["https://a\nX: y"]}"#,
            r#"{"embeddingHosts": [7]}"#,
            r#"{"oidc": {"issuer": "https://"}}"#,
        ] {
            assert!(
                matches!(Site::from_config(config), Err(SiteError::Address { .. })),
                "{config}"
            );
        }
        assert!(matches!(Site::from_config("{"), Err(SiteError::Unreadable(_))));
    }
}
