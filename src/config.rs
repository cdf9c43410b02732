//! What one build is told at the place where it runs: `config.json`.

use gloo_net::http::Request;
use serde::{Deserialize, Serialize};

use crate::paths;

/// The settings of a deployment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// Where the API is, without a slash at the end; empty when it is on the app's own origin.
    #[serde(default)]
    pub api_base_url: String,
    /// Where people get help.
    #[serde(default)]
    pub support: Support,
    /// The identity provider that people sign in at; none in a demonstration.
    #[serde(default)]
    pub oidc: Option<OidcSettings>,
    /// After so many minutes in which nobody does anything people are signed out; 0 is never.
    #[serde(default = "half_an_hour")]
    pub idle_minutes: u32,
}

/// An `OpenID` Connect provider, and what this app is to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OidcSettings {
    /// Its issuer: below it is `/.well-known/openid-configuration`.
    pub issuer: String,
    /// The client that the app is there: a public one, with PKCE.
    pub client_id: String,
    /// What is asked for: `openid`, `offline_access` for renewing the sign-in without asking, and what the provider calls
    /// access to the API.
    #[serde(default = "openid")]
    pub scope: String,
    /// The API by its name at the provider, where access tokens are asked for by that (RFC 8707).
    #[serde(default)]
    pub resource: String,
}

fn openid() -> String {
    "openid offline_access".to_owned()
}

fn half_an_hour() -> u32 {
    30
}

/// Where people get help.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Support {
    /// The support site.
    #[serde(default)]
    pub helpdesk_url: String,
    /// The helpdesk's address.
    #[serde(default)]
    pub helpdesk_email: String,
}

/// Why the settings could not be read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConfigError {
    /// They did not come.
    #[error("config.json could not be fetched")]
    Unreachable,
    /// What came are no settings.
    #[error("config.json is not in order: {0}")]
    Unreadable(String),
}

impl Config {
    /// Fetches the settings from beside the page.
    pub async fn load() -> Result<Self, ConfigError> {
        let response =
            Request::get(&paths::config()).send().await.map_err(|_| ConfigError::Unreachable)?;
        if !response.ok() {
            return Err(ConfigError::Unreachable);
        }
        let text = response.text().await.map_err(|_| ConfigError::Unreachable)?;
        serde_json::from_str(&text).map_err(|error| ConfigError::Unreadable(error.to_string()))
    }
}
