//! What one build is told at the place where it runs: `config.json`.

use gloo_net::http::Request;
use serde::Deserialize;

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
