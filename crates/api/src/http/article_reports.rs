//! Reports of support articles: sent by e-mail to those who look after them, and kept for who sent them.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::article_report::{ArticleReport, ArticleReports, ReportArticle};

use super::{
    idempotency::{Idempotent, KeyParam},
    problem::ApiError,
};
use crate::{
    app::App,
    auth::Scope,
    clock,
    mail::article_report::letter,
    store::{article_reports, idempotency::KeptResponse, outbox},
};

/// Your reports of support articles, the latest 50, newest first
#[utoipa::path(
    get, operation_id = "listArticleReports", path = "/api/article-reports", tag = "community",
    responses((status = 200, body = ArticleReports))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    scope: Scope,
) -> Result<Json<ArticleReports>, ApiError> {
    let mut connection = app.store.read().await?;
    let items = article_reports::list(&mut connection, &scope).await?;
    Ok(Json(ArticleReports { to: app.mailing.support().map(ToString::to_string), items }))
}

/// Report a support article that is not as it should be
#[utoipa::path(
    post, operation_id = "reportArticle", path = "/api/article-reports", tag = "community",
    request_body = ReportArticle, params(KeyParam),
    responses((status = 201, description = "It is on its way, just as answered", body = ArticleReport))
)]
pub(super) async fn create(
    State(app): State<Arc<App>>,
    scope: Scope,
    request: Idempotent<ReportArticle>,
) -> Result<Response, ApiError> {
    let mut transaction = app.store.write().await?;
    if let Some(answered) = request.answered(&mut transaction, &scope).await? {
        return Ok(answered.into_response());
    }
    let to = app.mailing.support().ok_or(ApiError::SupportNotSetUp)?;
    let now = clock::now();
    let letter = letter(&request.value, scope.session(), to);
    outbox::article_report(&mut transaction, &scope, &letter, now).await?;
    let report = request.value.clone();
    let report = article_reports::insert(&mut transaction, &scope, report, to, now).await?;
    let response = KeptResponse::json(StatusCode::CREATED, [], &report)?;
    request.keep(&mut transaction, &scope, &response).await?;
    transaction.commit().await?;
    app.signals.there_is_news();
    Ok(response.into_response())
}
