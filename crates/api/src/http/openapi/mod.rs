//! The one list of routes, and the OpenAPI document made from it: what is served is what is
//! described.

use std::sync::Arc;

use axum::{Json, Router, routing::get};
use domain::problem::Problem;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

mod answers;
mod links;

use super::{
    article_reports, catalogue, community, demo, demo_messages, history, impact, job_events, jobs,
    joiners, leavers, licensing_errors, licensing_retries, log_ons, member_moves, members, mfa,
    organisations, policies, session, shared_mailboxes, sign_in_methods, users,
};
use crate::app::App;

/// Routes that answer who is not signed in.
pub(super) const FOR_ANYONE: [&str; 3] =
    ["/api/demo/personas", "/api/demo/token", "/api/openapi.json"];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "User policy management",
        description = "The API behind user policy management for NHSmail local administrators"
    ),
    components(schemas(Problem)),
    security(("accessToken" = [])),
    modifiers(&AccessToken)
)]
struct Document;

/// Declares the bearer token that nearly everything needs.
struct AccessToken;

impl Modify for AccessToken {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("accessToken", SecurityScheme::Http(scheme));
    }
}

/// Everything under `/api`. Without demo mode its endpoints are not there.
pub(super) fn router(demo_mode: bool) -> OpenApiRouter<Arc<App>> {
    let router = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(session::read))
        .routes(routes!(organisations::list))
        .routes(routes!(catalogue::read))
        .routes(routes!(policies::search, policies::create))
        .routes(routes!(policies::read, policies::update))
        .routes(routes!(impact::read))
        .routes(routes!(history::of_policy))
        .routes(routes!(history::list))
        .routes(routes!(members::list, members::assign))
        .routes(routes!(member_moves::create))
        .routes(routes!(members::lookup))
        .routes(routes!(licensing_errors::list))
        .routes(routes!(licensing_errors::export))
        .routes(routes!(licensing_retries::create))
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::read))
        .routes(routes!(jobs::cancel))
        .routes(routes!(job_events::watch))
        .routes(routes!(users::search))
        .routes(routes!(users::read))
        .routes(routes!(log_ons::list))
        .routes(routes!(log_ons::history))
        .routes(routes!(sign_in_methods::list))
        .routes(routes!(mfa::read))
        .routes(routes!(mfa::disable))
        .routes(routes!(mfa::enforce))
        .routes(routes!(leavers::list))
        .routes(routes!(leavers::mark))
        .routes(routes!(leavers::undo))
        .routes(routes!(joiners::take_over))
        .routes(routes!(joiners::default_policy, joiners::set_default_policy))
        .routes(routes!(shared_mailboxes::search))
        .routes(routes!(shared_mailboxes::read, shared_mailboxes::set_replies))
        .routes(routes!(community::read, community::put))
        .routes(routes!(article_reports::list, article_reports::create));
    if demo_mode {
        router
            .routes(routes!(demo::personas))
            .routes(routes!(demo::token))
            .routes(routes!(demo_messages::list))
            .routes(routes!(demo_messages::read))
    } else {
        router
    }
}

/// The whole document, demo mode included.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = router(true).to_openapi();
    describe(&mut document);
    document
}

/// `GET /api/openapi.json`, for anyone.
pub(super) fn document_route(mut document: utoipa::openapi::OpenApi) -> Router<Arc<App>> {
    describe(&mut document);
    Router::new().route("/api/openapi.json", get(async move || Json(document)))
}

/// Adds what follows from the operations as they are declared.
fn describe(document: &mut utoipa::openapi::OpenApi) {
    answers::describe(document);
    links::describe(document);
}

#[cfg(test)]
mod tests {
    use super::{FOR_ANYONE, document};

    #[test]
    fn what_says_that_it_needs_no_sign_in_is_known_to_need_none() {
        let paths = document().paths.paths;
        let open = paths.iter().filter(|(_, path)| {
            let operations = [&path.get, &path.post, &path.put, &path.patch].into_iter().flatten();
            operations.into_iter().any(|operation| operation.security.is_some())
        });
        let open = open.map(|(path, _)| path.as_str()).chain(["/api/openapi.json"]);
        let mut known = FOR_ANYONE.to_vec();
        known.sort_unstable();
        assert_eq!(open.collect::<Vec<_>>(), known);
    }
}
