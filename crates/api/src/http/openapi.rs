//! The one list of routes, and the OpenAPI document made from it: what is served is what is
//! described.

use std::sync::Arc;

use axum::{Json, Router, routing::get};
use domain::problem::{MEDIA_TYPE, Problem};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        ContentBuilder, Ref, RefOr, ResponseBuilder,
        path::{Operation, PathItem},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    catalogue, demo, demo_messages, history, impact, job_events, jobs, licensing_errors,
    licensing_retries, member_moves, members, organisations, policies, session, users,
};
use crate::app::App;

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
        .routes(routes!(users::read));
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
    describe_problems(&mut document);
    document
}

/// `GET /api/openapi.json`, for anyone.
pub(super) fn document_route(mut document: utoipa::openapi::OpenApi) -> Router<Arc<App>> {
    describe_problems(&mut document);
    Router::new().route("/api/openapi.json", get(async move || Json(document)))
}

/// Says once of every operation that its errors are problems.
fn describe_problems(document: &mut utoipa::openapi::OpenApi) {
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let problem = ResponseBuilder::new()
            .description("A problem, RFC 9457, with a stable code")
            .content(MEDIA_TYPE, content)
            .build();
        operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
    }
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut path.get, &mut path.post, &mut path.patch].into_iter().flatten()
}
