//! Reports of support articles.

use domain::article_report::{ArticleReport, ArticleReports, ReportArticle};

use super::{ApiError, Client, IdempotencyKey};

const PATH: &str = "/api/article-reports";

impl Client {
    /// One's own reports, and where they go.
    pub async fn article_reports(self) -> Result<ArticleReports, ApiError> {
        self.get(PATH).send().await
    }

    /// Sends a report.
    pub async fn report_article(
        self,
        report: &ReportArticle,
        key: &IdempotencyKey,
    ) -> Result<ArticleReport, ApiError> {
        self.post(PATH).idempotency_key(key).json(report).send().await
    }
}
