//! What an administrator may see and do. A [`Scope`] is made from the database only, for the bearer
//! of a valid token; reading through the store needs one. Changing things needs a permit
//! ([`MayEditPolicies`], [`MayMoveMembers`]), which only a scope gives, for one organisation.

use std::{collections::HashMap, sync::Arc};

use domain::{
    ods::OdsCode,
    session::{Action, Role, Session},
};

/// Names an administrator in the database.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AdministratorId(String);

impl AdministratorId {
    pub(crate) fn new(id: String) -> Self {
        Self(id)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The role of the person does not allow this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.detail())]
pub(crate) struct RoleLacking(Action);

impl RoleLacking {
    fn detail(self) -> &'static str {
        match self.0 {
            Action::Read => "Your role does not let you see this. Ask a local administrator",
            Action::MoveMembers => {
                "Your role does not let you add or move members. \
                 Ask a local administrator or Licence Admin of the organisation"
            }
            Action::EditPolicies => {
                "Your role does not let you create or change policies. \
                 Ask a local administrator of the organisation"
            }
            Action::SeeLogOns => {
                "Your role does not let you see when and from where people signed in. \
                 Ask a local administrator of the organisation"
            }
            Action::CareForAccounts => {
                "Your role does not let you change people’s accounts. \
                 Ask a local administrator of the organisation"
            }
            Action::SeeWhoLooked => {
                "Your role does not let you see who has looked. \
                 Ask a primary local administrator of the organisation"
            }
        }
    }
}

/// Whose request it is, and what they may do where.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    administrator: AdministratorId,
    session: Arc<Session>,
    /// The roles of the session by organisation: somebody may have thousands, and every person of an import is asked
    /// about.
    roles: Arc<HashMap<OdsCode, Role>>,
}

impl Scope {
    pub(crate) fn new(administrator: AdministratorId, session: Session) -> Self {
        let roles = session.roles.iter().map(|held| (held.ods.clone(), held.role)).collect();
        Self { administrator, session: Arc::new(session), roles: Arc::new(roles) }
    }

    pub(crate) fn administrator(&self) -> &AdministratorId {
        &self.administrator
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// The role held in an organisation, if it is one of theirs.
    pub(crate) fn role_in(&self, ods: &OdsCode) -> Option<Role> {
        self.roles.get(ods).copied()
    }

    /// Whether a person of the organisation may be added or moved.
    pub(crate) fn moves_people_of(&self, ods: &OdsCode) -> bool {
        self.may(Action::MoveMembers, ods)
    }

    pub(crate) fn may(&self, action: Action, ods: &OdsCode) -> bool {
        self.role_in(ods).is_some_and(|role| role.may(action))
    }

    /// Refuses who may do this nowhere.
    pub(crate) fn require_anywhere(&self, action: Action) -> Result<(), RoleLacking> {
        if self.session.may_anywhere(action) { Ok(()) } else { Err(RoleLacking(action)) }
    }

    pub(crate) fn may_edit_policies(&self, ods: &OdsCode) -> Result<MayEditPolicies, RoleLacking> {
        self.require(Action::EditPolicies, ods).map(MayEditPolicies)
    }

    pub(crate) fn may_move_members(&self, ods: &OdsCode) -> Result<MayMoveMembers, RoleLacking> {
        self.require(Action::MoveMembers, ods).map(MayMoveMembers)
    }

    pub(crate) fn may_see_log_ons(&self, ods: &OdsCode) -> Result<MaySeeLogOns, RoleLacking> {
        self.require(Action::SeeLogOns, ods).map(MaySeeLogOns)
    }

    pub(crate) fn may_care_for_accounts(
        &self,
        ods: &OdsCode,
    ) -> Result<MayCareForAccounts, RoleLacking> {
        self.require(Action::CareForAccounts, ods).map(MayCareForAccounts)
    }

    fn require(&self, action: Action, ods: &OdsCode) -> Result<Permit, RoleLacking> {
        if !self.may(action, ods) {
            return Err(RoleLacking(action));
        }
        Ok(Permit {
            organisation: ods.clone(),
            administrator: self.administrator.clone(),
            name: self.session.name.clone(),
        })
    }
}

#[derive(Clone, Debug)]
struct Permit {
    organisation: OdsCode,
    administrator: AdministratorId,
    name: String,
}

macro_rules! permit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name(Permit);

        impl $name {
            /// The organisation it holds for.
            pub(crate) fn organisation(&self) -> &OdsCode {
                &self.0.organisation
            }

            /// Whom it was given to.
            pub(crate) fn administrator(&self) -> &AdministratorId {
                &self.0.administrator
            }

            /// What they are called, for "changed by".
            pub(crate) fn name(&self) -> &str {
                &self.0.name
            }
        }
    };
}

permit! {
    /// Leave to create and change policies of one organisation.
    MayEditPolicies
}
permit! {
    /// Leave to add and move people into policies of one organisation, and to stop such jobs.
    MayMoveMembers
}
permit! {
    /// Leave to change what is not licences of people's accounts in one organisation.
    MayCareForAccounts
}
permit! {
    /// Leave to see how people of one organisation sign in.
    MaySeeLogOns
}
