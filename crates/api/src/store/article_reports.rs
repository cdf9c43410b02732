//! What administrators said of support articles, each for themselves.

use domain::{
    article_report::{ArticleReport, ReportArticle},
    email::EmailAddress,
};
use jiff::Timestamp;

use super::{Connection, StoreError, query, row};
use crate::auth::Scope;

/// How many are listed: the latest.
const LISTED: u32 = 50;

/// Keeps a report, and gives it as it is kept.
pub(crate) async fn insert(
    connection: &mut Connection,
    scope: &Scope,
    report: ReportArticle,
    to: &EmailAddress,
    now: Timestamp,
) -> Result<ArticleReport, StoreError> {
    let id = uuid::Uuid::now_v7().to_string();
    query(
        "INSERT INTO article_report (id, administrator_id, created_at, sent_to, fault, address, details) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.as_str())
    .bind(scope.administrator().as_str())
    .bind(now.as_millisecond())
    .bind(to.as_str())
    .bind(report.fault.code())
    .bind(report.address.as_str())
    .bind(report.details.as_str())
    .execute(connection)
    .await?;
    Ok(ArticleReport { id, at: now, to: to.to_string(), report })
}

/// The reports of who asks, latest first.
pub(crate) async fn list(
    connection: &mut Connection,
    scope: &Scope,
) -> Result<Vec<ArticleReport>, StoreError> {
    let reports = query(
        "SELECT id, created_at, sent_to, fault, address, details FROM article_report \
         WHERE administrator_id = $1 ORDER BY id DESC LIMIT $2",
    )
    .bind(scope.administrator().as_str())
    .bind(LISTED)
    .try_map(|row| {
        Ok(ArticleReport {
            id: row.try_get("id")?,
            at: row::timestamp(&row, "created_at")?,
            to: row.try_get("sent_to")?,
            report: ReportArticle {
                fault: row::word(&row, "fault")?,
                address: row::parsed(&row, "address")?,
                details: row::parsed(&row, "details")?,
            },
        })
    })
    .fetch_all(connection)
    .await?;
    Ok(reports)
}
