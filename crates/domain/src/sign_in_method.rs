//! By what somebody can prove who they are when they sign in, beside their password: only the kinds, never a number or a
//! device. Microsoft's names are those of
//! [authentication methods](https://learn.microsoft.com/graph/api/resources/authenticationmethods-overview).

use serde::{Deserialize, Serialize};

/// A kind of method that somebody has registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SignInMethod {
    /// The app.
    MicrosoftAuthenticator,
    /// A number that is called or gets a text.
    Phone,
    /// A key by FIDO2.
    SecurityKey,
    /// A face, finger or PIN at one computer.
    WindowsHello,
    /// The same of other computers.
    PlatformCredential,
    /// A code for a short time, given by the helpdesk.
    TemporaryAccessPass,
    /// Another app or device that shows codes.
    SoftwareToken,
    /// An address that helps to reset the password, and nothing else.
    Email,
    /// One that is new to us.
    Other,
}

impl SignInMethod {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::MicrosoftAuthenticator,
        Self::Phone,
        Self::SecurityKey,
        Self::WindowsHello,
        Self::PlatformCredential,
        Self::TemporaryAccessPass,
        Self::SoftwareToken,
        Self::Email,
        Self::Other,
    ];

    /// What Microsoft Graph's type of a method is; nothing for the password, which everybody has.
    pub fn of_graph_type(name: &str) -> Option<Self> {
        Some(match name.strip_prefix("#microsoft.graph.").unwrap_or(name) {
            "passwordAuthenticationMethod" => return None,
            "microsoftAuthenticatorAuthenticationMethod"
            | "passwordlessMicrosoftAuthenticatorAuthenticationMethod" => {
                Self::MicrosoftAuthenticator
            }
            "phoneAuthenticationMethod" => Self::Phone,
            "fido2AuthenticationMethod" => Self::SecurityKey,
            "windowsHelloForBusinessAuthenticationMethod" => Self::WindowsHello,
            "platformCredentialAuthenticationMethod" => Self::PlatformCredential,
            "temporaryAccessPassAuthenticationMethod" => Self::TemporaryAccessPass,
            "softwareOathAuthenticationMethod" => Self::SoftwareToken,
            "emailAuthenticationMethod" => Self::Email,
            _ => Self::Other,
        })
    }

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::MicrosoftAuthenticator => "Microsoft Authenticator",
            Self::Phone => "Text message or call",
            Self::SecurityKey => "Security key (FIDO2)",
            Self::WindowsHello => "Windows Hello",
            Self::PlatformCredential => "Platform credential",
            Self::TemporaryAccessPass => "Temporary Access Pass",
            Self::SoftwareToken => "Software token",
            Self::Email => "Email (to reset the password only)",
            Self::Other => "Another method",
        }
    }

    /// Whether it proves who they are at a sign-in, and goes on doing so.
    fn lasts(self) -> bool {
        !matches!(self, Self::Email | Self::TemporaryAccessPass)
    }
}

/// What somebody has registered: `GET /api/users/{id}/sign-in-methods`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignInMethods {
    /// Each kind once.
    pub methods: Vec<SignInMethod>,
}

impl SignInMethods {
    /// Of what was found, each kind once, in the order of the kinds.
    pub fn of(found: impl IntoIterator<Item = SignInMethod>) -> Self {
        let mut methods = found.into_iter().collect::<Vec<_>>();
        methods.sort_unstable();
        methods.dedup();
        Self { methods }
    }

    /// What it means for signing in, and what to do.
    pub fn meaning(&self) -> &'static str {
        let lasting = self.methods.iter().filter(|method| method.lasts()).count();
        let has_pass = self.methods.contains(&SignInMethod::TemporaryAccessPass);
        match (lasting, has_pass) {
            (0, true) => {
                "The pass works for a short time only. While it does, ask the person to set up another method at \
                 mysignins.microsoft.com"
            }
            (0, false) => {
                "They have only a password to prove who they are. Where MFA is required, they are \
                 asked to set up a method when they next sign in. If they cannot get that far, ask \
                 the helpdesk for a Temporary Access Pass"
            }
            (1, _) => {
                "They have one way to prove who they are. If they lose it, they cannot sign in where MFA is required: ask \
                 them to set up a second method"
            }
            _ => {
                "They have more than one way to prove who they are. If they lose one, they can sign in with another"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_once_and_the_password_never() {
        let types = [
            "passwordAuthenticationMethod",
            "phoneAuthenticationMethod",
            "fido2AuthenticationMethod",
            "phoneAuthenticationMethod",
            "hardwareSomethingNew",
        ];
        let found = types.map(|name| format!("#microsoft.graph.{name}"));
        let found = found.iter().filter_map(|name| SignInMethod::of_graph_type(name));
        let methods = SignInMethods::of(found).methods;
        assert_eq!(methods, [SignInMethod::Phone, SignInMethod::SecurityKey, SignInMethod::Other]);
    }

    #[test]
    fn what_it_means_goes_by_what_proves_who_they_are_and_lasts() {
        use SignInMethod::{Email, Phone, SecurityKey, TemporaryAccessPass};
        for (methods, begins) in [
            (vec![], "They have only a password"),
            (vec![Email], "They have only a password"),
            (vec![Email, TemporaryAccessPass], "The pass works"),
            (vec![Phone, Email], "They have one way"),
            (vec![Phone, SecurityKey], "They have more than one way"),
        ] {
            let methods = SignInMethods::of(methods);
            assert!(methods.meaning().starts_with(begins), "{methods:?}");
        }
    }
}
