//! Somebody whose account is cared for: found through a scope, with leave to do it.

use domain::{ids::UserId, user::User};

use super::problem::ApiError;
use crate::{
    app::App,
    auth::{MayCareForAccounts, Scope},
    store::{Connection, locks, users},
};

/// Somebody whose account may be cared for.
pub(super) async fn cared_for(
    app: &App,
    connection: &mut Connection,
    scope: &Scope,
    id: &UserId,
) -> Result<(User, MayCareForAccounts), ApiError> {
    let user = users::find(connection, scope, &app.catalogue, id).await?;
    let user = user.ok_or(ApiError::NotFound)?;
    let permit = scope.may_care_for_accounts(&user.organisation.ods)?;
    Ok((user, permit))
}

/// The same, and nobody changes them meanwhile.
pub(super) async fn locked(
    app: &App,
    connection: &mut Connection,
    scope: &Scope,
    id: &UserId,
) -> Result<(User, MayCareForAccounts), ApiError> {
    let (user, _) = cared_for(app, connection, scope, id).await?;
    locks::people(connection, std::iter::once(&user.email)).await?;
    cared_for(app, connection, scope, id).await
}
