//! The settings of Microsoft Graph, checked at start.

use axum::http::Uri;

use crate::{
    cli::{
        directory::{DirectoryArgs, DirectoryKind, SECRET_VARIABLE},
        secret::Secret,
    },
    outgoing::is_safe,
};

/// Why the settings of the directory make no sense.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// Something that Microsoft Graph needs is missing.
    #[error("--directory graph also needs {0}")]
    Missing(String),
    /// Something is set that only Microsoft Graph has.
    #[error("{0} is for --directory graph. Leave it out, or ask for that directory")]
    Superfluous(&'static str),
    /// Members' licences and our credentials would go over a network for all to read.
    #[error("“{0}” must begin with https://. Only on this machine, 127.0.0.1, may it be http://")]
    Url(String),
    /// A tenant or client that cannot be one.
    #[error("“{0}” is neither the GUID nor the domain of a tenant")]
    Tenant(String),
    /// A group that cannot be one.
    #[error("--graph-mfa-exclusion-group “{0}” is not the object ID of a group, which is a GUID")]
    Group(String),
    /// The machine has no certificates to trust.
    #[error("Microsoft Graph cannot be spoken to over TLS: {0}")]
    Tls(#[from] std::io::Error),
}

/// Where Microsoft Graph is, and as whom it is spoken to.
#[derive(Clone, Debug)]
pub(crate) struct GraphSettings {
    /// Of the version: `https://graph.microsoft.com/v1.0`.
    pub(super) url: String,
    /// Where tokens come from.
    pub(super) token_url: String,
    /// What the token is for: everything that the tenant has granted.
    pub(super) scope: String,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    /// Whose members go without MFA.
    pub(super) mfa_group: Option<String>,
}

impl GraphSettings {
    /// The settings of Microsoft Graph, if that is the directory.
    pub(crate) fn from_args(args: &DirectoryArgs) -> Result<Option<Self>, DirectoryError> {
        match args.directory {
            DirectoryKind::Embedded => match superfluous(args) {
                Some(setting) => Err(DirectoryError::Superfluous(setting)),
                None => Ok(None),
            },
            DirectoryKind::Graph => Self::graph(args).map(Some),
        }
    }

    fn graph(args: &DirectoryArgs) -> Result<Self, DirectoryError> {
        let (Some(tenant), Some(client_id), Some(client_secret)) =
            (&args.graph_tenant, &args.graph_client_id, &args.graph_client_secret)
        else {
            return Err(DirectoryError::Missing(missing(args)));
        };
        // It becomes a part of a URL.
        let is_tenant = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        if tenant.is_empty() || !tenant.chars().all(is_tenant) {
            return Err(DirectoryError::Tenant(tenant.clone()));
        }
        let url = base(&args.graph_url)?;
        let authority = base(&args.graph_authority)?;
        let mfa_group = args.graph_mfa_exclusion_group.as_deref().map(group).transpose()?;
        Ok(Self {
            token_url: format!("{authority}/{tenant}/oauth2/v2.0/token"),
            scope: format!("{}/.default", origin(&url)),
            url,
            client_id: client_id.clone(),
            client_secret: client_secret.clone(),
            mfa_group,
        })
    }
}

fn missing(args: &DirectoryArgs) -> String {
    let settings = [
        ("--graph-tenant", args.graph_tenant.is_some()),
        ("--graph-client-id", args.graph_client_id.is_some()),
        (SECRET_VARIABLE, args.graph_client_secret.is_some()),
    ];
    let missing = settings.iter().filter(|(_, is_set)| !is_set).map(|(name, _)| *name);
    missing.collect::<Vec<_>>().join(", ")
}

/// The secret alone says nothing: it may stand in the environment for a time when it is needed.
fn superfluous(args: &DirectoryArgs) -> Option<&'static str> {
    let settings = [
        ("--graph-tenant", &args.graph_tenant),
        ("--graph-client-id", &args.graph_client_id),
        ("--graph-mfa-exclusion-group", &args.graph_mfa_exclusion_group),
    ];
    settings.into_iter().find(|(_, value)| value.is_some()).map(|(name, _)| name)
}

/// It becomes a part of a URL.
fn group(text: &str) -> Result<String, DirectoryError> {
    match uuid::Uuid::parse_str(text) {
        Ok(id) if !id.is_nil() => Ok(id.hyphenated().to_string()),
        _ => Err(DirectoryError::Group(text.to_owned())),
    }
}

fn base(text: &str) -> Result<String, DirectoryError> {
    let refused = || DirectoryError::Url(text.to_owned());
    let uri = text.parse::<Uri>().map_err(|_| refused())?;
    if !is_safe(&uri)
        || uri.query().is_some()
        || uri.authority().is_some_and(|a| a.as_str().contains('@'))
    {
        return Err(refused());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// The scope is the resource's name, which is where it is, without the version.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    let path = url.get(host..).and_then(|rest| rest.find('/'));
    path.and_then(|path| url.get(..host + path)).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Program {
        #[command(flatten)]
        directory: DirectoryArgs,
    }

    fn settings(flags: &[&str], secret: Option<&str>) -> Result<Option<GraphSettings>, String> {
        let mut args = Program::parse_from(["upm-api"].iter().chain(flags)).directory;
        args.graph_client_secret = secret.map(|secret| secret.parse::<Secret>().unwrap());
        GraphSettings::from_args(&args).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(settings(&[], None).unwrap().is_none());
        assert!(settings(&[], Some("kept for later")).unwrap().is_none());
        let graph = "--directory=graph";
        assert_eq!(
            settings(&[graph], None).unwrap_err(),
            "--directory graph also needs --graph-tenant, --graph-client-id, UPM_GRAPH_CLIENT_SECRET"
        );
        assert_eq!(
            settings(&[graph, "--graph-tenant=t"], Some("s")).unwrap_err(),
            "--directory graph also needs --graph-client-id"
        );
        assert!(
            settings(&["--graph-tenant=t"], None).unwrap_err().starts_with("--graph-tenant is")
        );
    }

    #[test]
    fn the_service_is_microsofts_unless_said_otherwise() {
        let flags = ["--directory=graph", "--graph-tenant=t.example", "--graph-client-id=c"];
        let known = settings(&flags, Some("do-not-show")).unwrap().unwrap();
        assert_eq!(known.url, "https://graph.microsoft.com/v1.0");
        assert_eq!(known.scope, "https://graph.microsoft.com/.default");
        assert_eq!(
            known.token_url,
            "https://login.microsoftonline.com/t.example/oauth2/v2.0/token"
        );
        assert!(!format!("{known:?}").contains("do-not-show"));
        for (url, is_taken) in [
            ("--graph-url=https://graph.microsoft.us/v1.0/", true),
            ("--graph-url=http://127.0.0.1:8000/v1.0", true),
            ("--graph-url=http://graph.example/v1.0", false),
            ("--graph-url=https://user:pass@graph.example/v1.0", false),
            ("--graph-url=graph.microsoft.com", false),
            ("--graph-authority=ftp://login.example", false),
            ("--graph-tenant=../common", false),
            ("--graph-mfa-exclusion-group=0f9c5a4e-5b0f-4f0e-9d5a-2f1c6a7b8c9d", true),
            ("--graph-mfa-exclusion-group=MFA exclusions", false),
            ("--graph-mfa-exclusion-group=00000000-0000-0000-0000-000000000000", false),
        ] {
            // The later of two flags would be refused by clap, so the tenant is left out where it is given.
            let others = flags.iter().filter(|flag| {
                !(url.starts_with("--graph-tenant") && flag.starts_with("--graph-tenant"))
            });
            let all = others.copied().chain([url]).collect::<Vec<_>>();
            assert_eq!(settings(&all, Some("s")).is_ok(), is_taken, "{url}");
        }
    }
}
