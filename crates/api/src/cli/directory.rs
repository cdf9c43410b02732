//! Who gives people their licences.

use clap::Args;

use super::secret::Secret;

/// The variable that holds the client's secret. There is no flag for it: others on the machine could see it.
pub(crate) const SECRET_VARIABLE: &str = "UPM_GRAPH_CLIENT_SECRET";

/// Which directory gives licences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum DirectoryKind {
    /// A model of Microsoft's rules, in the database
    #[default]
    Embedded,
    /// Microsoft Graph
    Graph,
}

/// Who gives people their licences, as given. What goes together is checked at start.
#[derive(Args, Debug)]
pub struct DirectoryArgs {
    /// Who gives people their licences. Microsoft Graph also needs a tenant, a client, and the client's secret in
    /// the variable `UPM_GRAPH_CLIENT_SECRET`, for which there is no flag
    #[arg(long, env = "UPM_DIRECTORY", value_enum, default_value_t)]
    pub directory: DirectoryKind,
    /// The tenant of Microsoft Entra: its GUID, or a domain of it
    #[arg(long, env = "UPM_GRAPH_TENANT")]
    pub graph_tenant: Option<String>,
    /// The application (client) that this program is there
    #[arg(long, env = "UPM_GRAPH_CLIENT_ID")]
    pub graph_client_id: Option<String>,
    /// Microsoft Graph, with its version
    #[arg(long, env = "UPM_GRAPH_URL", default_value = "https://graph.microsoft.com/v1.0")]
    pub graph_url: String,
    /// Microsoft Entra, which gives the tokens
    #[arg(long, env = "UPM_GRAPH_AUTHORITY", default_value = "https://login.microsoftonline.com")]
    pub graph_authority: String,
    /// The group of Microsoft Entra whose members the Conditional Access policy that requires MFA leaves out: its
    /// object ID, a GUID. Whoever has MFA disabled for 48 hours is put into it. Without it MFA is not changed
    #[arg(long, env = "UPM_GRAPH_MFA_EXCLUSION_GROUP")]
    pub graph_mfa_exclusion_group: Option<String>,
    /// The client's secret.
    #[arg(skip = Secret::from_environment(SECRET_VARIABLE))]
    pub graph_client_secret: Option<Secret>,
}
