//! Who is asking ([`token`]: is the access token good, and whose is it?) and what they may do where
//! ([`Scope`], kept in [`known`] while it is true). Access tokens come from one issuer: the identity provider whose keys are in a JWKS
//! file, or in demo mode this program itself ([`demo`]).

pub(crate) mod demo;
mod known;
mod scope;
pub(crate) mod token;

pub(crate) use known::KnownScopes;
pub(crate) use scope::{AdministratorId, MayEditPolicies, MayMoveMembers, RoleLacking, Scope};
