//! By what somebody signs in, as the directory tells it.

use domain::{sign_in_method::SignInMethods, user::User};

use super::{Directory, graph::sign_in_methods::MethodsError};
use crate::{
    app::App,
    store::{StoreError, sign_in_methods},
};

/// Why the directory does not tell.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignInMethodsError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Directory(#[from] MethodsError),
}

/// By what somebody signs in.
pub(crate) async fn of(app: &App, user: &User) -> Result<SignInMethods, SignInMethodsError> {
    Ok(match &app.directory {
        Directory::Embedded => sign_in_methods::of(&mut app.store.read().await?, &user.id).await?,
        Directory::Graph(graph) => graph.sign_in_methods(&user.email).await?,
    })
}
