//! Who is asking ([`token`]: is the access token good, and whose is it?) and what they may do where
//! ([`Scope`], kept in [`known`] while it is true). Access tokens come from one issuer, an identity
//! provider ([`provider`]: its keys as it publishes them, or from a file), or in demo mode this program itself ([`demo`]).
//! Roles and organisations never come from a token: they are in the database.

mod checked;
pub(crate) mod demo;
mod known;
pub(crate) mod provider;
mod scope;
pub(crate) mod token;

pub(crate) use known::KnownScopes;
pub(crate) use scope::{
    AdministratorId, MayCareForAccounts, MayEditPolicies, MayMoveMembers, RoleLacking, Scope,
};
