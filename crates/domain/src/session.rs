//! Who is signed in, and what their role lets them do in each organisation.

use serde::{Deserialize, Serialize};

use crate::ods::OdsCode;

/// Who is signed in: `GET /api/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The person's name, as the header shows it.
    pub name: String,
    /// The person's own address, to which e-mails about their jobs go.
    pub email: String,
    /// Their role in each organisation they administer, by ODS code.
    pub roles: Vec<OrganisationRole>,
}

impl Session {
    /// The role held in the organisation, if any.
    pub fn role_in(&self, ods: &OdsCode) -> Option<Role> {
        self.roles.iter().find(|held| held.ods == *ods).map(|held| held.role)
    }

    /// Whether the person may do this in the organisation.
    pub fn may(&self, action: Action, ods: &OdsCode) -> bool {
        self.role_in(ods).is_some_and(|role| role.may(action))
    }

    /// Whether the person may do this in at least one organisation.
    pub fn may_anywhere(&self, action: Action) -> bool {
        self.roles.iter().any(|held| held.role.may(action))
    }
}

/// A role in one organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrganisationRole {
    /// The organisation.
    pub ods: OdsCode,
    /// What the person is there.
    pub role: Role,
}

/// What an administrator is in an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Primary local administrator.
    PrimaryLocalAdministrator,
    /// Local administrator.
    LocalAdministrator,
    /// Licence Admin (User Policy Management): adds and moves members, and reads.
    LicenceAdmin,
    /// Reads.
    Helpdesk,
}

/// What a role may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See policies, members, jobs.
    Read,
    /// Add members and move them between policies.
    MoveMembers,
    /// Create and change policies.
    EditPolicies,
    /// See when and from where people signed in, and what was done to their accounts.
    SeeLogOns,
    /// Turn people's multi-factor authentication off for a time and on again, mark leavers, take over joiners.
    CareForAccounts,
    /// See who has looked at people's log-ons.
    SeeWhoLooked,
}

impl Role {
    /// Whether the role allows the action. The server decides by this; the browser only hides.
    pub fn may(self, action: Action) -> bool {
        match action {
            Action::Read => true,
            Action::MoveMembers => self != Self::Helpdesk,
            Action::EditPolicies | Action::SeeLogOns | Action::CareForAccounts => {
                matches!(self, Self::PrimaryLocalAdministrator | Self::LocalAdministrator)
            }
            Action::SeeWhoLooked => self == Self::PrimaryLocalAdministrator,
        }
    }

    /// What the role is called on screens.
    pub fn label(self) -> &'static str {
        match self {
            Self::PrimaryLocalAdministrator => "Primary Local Administrator",
            Self::LocalAdministrator => "Local Administrator",
            Self::LicenceAdmin => "Licence Admin (User Policy Management)",
            Self::Helpdesk => "Helpdesk",
        }
    }
}

/// Someone to sign in as, in demo mode only: `GET /api/demo/personas`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Persona {
    /// Names the persona in the request for a token.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// What they are and where: "Local Administrator of Northmoor University Hospitals NHS Trust".
    pub description: String,
}

/// `POST /api/demo/token`, the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenRequest {
    /// The persona's id.
    pub persona: String,
}

/// `POST /api/demo/token`, the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TokenResponse {
    /// A signed JWT for `Authorization: Bearer`.
    pub access_token: String,
}
