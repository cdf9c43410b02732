//! By what somebody signs in, as Microsoft Graph tells it: <https://learn.microsoft.com/graph/api/authentication-list-methods>.
//! The application needs `UserAuthenticationMethod.Read.All`. Of each method only its kind is read: numbers, addresses and
//! devices are a person's, and never leave here.

use axum::http::StatusCode;
use domain::{
    email::EmailAddress,
    sign_in_method::{SignInMethod, SignInMethods},
};
use serde::Deserialize;

use super::{Graph, GraphError, users};

/// Why methods are not told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MethodsError {
    /// Microsoft Entra knows nobody by the address.
    #[error("Microsoft Entra knows nobody by this address")]
    Nobody,
    /// The application may not.
    #[error("the application is not permitted to read authentication methods")]
    NotPermitted,
    /// It cannot be asked just now.
    #[error(transparent)]
    Graph(GraphError),
}

impl From<GraphError> for MethodsError {
    fn from(error: GraphError) -> Self {
        match error {
            GraphError::Refused { status: StatusCode::FORBIDDEN, .. } => Self::NotPermitted,
            GraphError::Refused { status: StatusCode::NOT_FOUND, .. } => Self::Nobody,
            error => Self::Graph(error),
        }
    }
}

#[derive(Deserialize)]
struct Methods {
    value: Vec<Method>,
}

#[derive(Deserialize)]
struct Method {
    #[serde(rename = "@odata.type")]
    kind: String,
}

impl Graph {
    /// By what somebody signs in.
    pub(crate) async fn sign_in_methods(
        &self,
        email: &EmailAddress,
    ) -> Result<SignInMethods, MethodsError> {
        let user = self.find(email).await?.ok_or(MethodsError::Nobody)?;
        let path = format!("/users/{}/authentication/methods", users::encoded(&user.id));
        let (answer, _) = self.authorised("GET", &path, Vec::new()).await?;
        // The text of the error could show what does not fit, and that is of a person.
        let found = serde_json::from_slice::<Methods>(&answer);
        let found = found.map_err(|_| GraphError::Malformed)?.value;
        let kinds = found.iter().filter_map(|method| SignInMethod::of_graph_type(&method.kind));
        Ok(SignInMethods::of(kinds))
    }
}
