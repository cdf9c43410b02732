//! The group whose members a Conditional Access policy leaves out that requires multi-factor authentication: who is in
//! it signs in without. Microsoft recommends this way
//! (<https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-users-groups>); the state
//! of a single account is there only in the beta of Microsoft Graph. The application needs `GroupMember.ReadWrite.All`.
//!
//! - [`Graph::put_into`], by <https://learn.microsoft.com/graph/api/group-post-members>
//! - [`Graph::take_out`], by <https://learn.microsoft.com/graph/api/group-delete-members>

use axum::http::StatusCode;
use domain::email::EmailAddress;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Graph, GraphError,
    batch::{BatchRequest, Reply},
    users,
};
use crate::store::mfa_group::Place;

/// Why nobody was put in or taken out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MfaGroupError {
    /// Microsoft Entra knows nobody by the address.
    #[error("Microsoft Entra knows nobody by this address")]
    Nobody,
    /// The application may not.
    #[error("the application is not permitted to change who is in the group")]
    NotPermitted,
    /// The group is not there, or not one that can be changed.
    #[error("Microsoft Graph refuses to change who is in the group ({status} {code})")]
    Refused { status: StatusCode, code: String },
    /// It cannot be asked just now; what was asked for may have been done all the same.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

/// What is read of a group.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    #[serde(default)]
    group_types: Vec<String>,
    #[serde(default)]
    is_assignable_to_role: Option<bool>,
}

impl Graph {
    /// Whether there is such a group here.
    pub(crate) fn has_mfa_group(&self) -> bool {
        self.mfa_group.is_some()
    }

    /// Where somebody has to be put, if there is such a group here.
    pub(crate) async fn mfa_place(
        &self,
        email: &EmailAddress,
    ) -> Result<Option<Place>, MfaGroupError> {
        let Some(group) = self.mfa_group.clone() else { return Ok(None) };
        let user = self.find(email).await?.ok_or(MfaGroupError::Nobody)?;
        Ok(Some(Place { group, member: user.id }))
    }

    /// Puts somebody into a group. Who is in it already has been put in.
    pub(crate) async fn put_into(&self, place: &Place) -> Result<(), MfaGroupError> {
        let reference = format!("{}/directoryObjects/{}", self.url, users::encoded(&place.member));
        let request = BatchRequest {
            method: "POST",
            url: format!("/groups/{}/members/$ref", users::encoded(&place.group)),
            body: Some(json!({ "@odata.id": reference })),
        };
        let (status, body) = self.ask_once(request).await?;
        // The code is that of every bad request, so it is known by its words.
        let is_in = status == StatusCode::BAD_REQUEST
            && message(&body).to_ascii_lowercase().contains("already exist");
        if is_in { Ok(()) } else { done(status, &body) }
    }

    /// Takes somebody out of a group. Who is not in it, or whose account or group is gone, has been taken out.
    pub(crate) async fn take_out(&self, place: &Place) -> Result<(), MfaGroupError> {
        let (group, member) = (users::encoded(&place.group), users::encoded(&place.member));
        // Without `$ref` at its end it would delete the account.
        let url = format!("/groups/{group}/members/{member}/$ref");
        let (status, body) =
            self.ask_once(BatchRequest { method: "DELETE", url, body: None }).await?;
        // A 404 of something else than Microsoft Graph says nothing.
        let is_gone = status == StatusCode::NOT_FOUND
            && matches!(&*code(&body), "Request_ResourceNotFound" | "ResourceNotFound");
        if is_gone { Ok(()) } else { done(status, &body) }
    }

    /// Why members of the group could not be changed, looked at once at start; nothing where they can.
    pub(crate) async fn mfa_group_fault(&self) -> Result<Option<&'static str>, MfaGroupError> {
        let Some(group) = &self.mfa_group else { return Ok(None) };
        let url = format!("/groups/{group}?$select=id,groupTypes,isAssignableToRole");
        let (status, body) = self.ask_once(BatchRequest { method: "GET", url, body: None }).await?;
        if status == StatusCode::NOT_FOUND {
            return Ok(Some("the tenant has no such group"));
        }
        done(status, &body)?;
        let group = serde_json::from_value::<Group>(body).map_err(|_| GraphError::Malformed)?;
        Ok(if group.group_types.iter().any(|kind| kind == "DynamicMembership") {
            Some("its members are worked out by a rule, so nobody can be put in")
        } else if group.is_assignable_to_role == Some(true) {
            Some("it can be given roles of Microsoft Entra, so the application may not change it")
        } else {
            None
        })
    }

    async fn ask_once(&self, request: BatchRequest) -> Result<(StatusCode, Value), GraphError> {
        match self.batch(&[request]).await?.into_iter().next() {
            Some(Reply::Answered { status, body }) => Ok((status, body)),
            Some(Reply::NotNow(after)) => {
                Err(GraphError::NotReady { status: StatusCode::SERVICE_UNAVAILABLE, after })
            }
            None => Err(GraphError::Malformed),
        }
    }
}

fn done(status: StatusCode, body: &Value) -> Result<(), MfaGroupError> {
    match status {
        status if status.is_success() => Ok(()),
        StatusCode::FORBIDDEN => Err(MfaGroupError::NotPermitted),
        status => Err(MfaGroupError::Refused { status, code: code(body) }),
    }
}

fn code(body: &Value) -> String {
    super::code(body.to_string().as_bytes())
}

fn message(body: &Value) -> &str {
    body.pointer("/error/message").and_then(Value::as_str).unwrap_or_default()
}
