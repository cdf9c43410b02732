//! The licensing errors of a policy, and what can be done about them.

use domain::{
    ids::PolicyId,
    job::Job,
    licensing_errors::{
        ErrorGroup, ErrorLine, ExportBegun, ExportLicensingErrors, LicensingErrorPage,
        RetryLicences,
    },
    licensing_report::{ErrorFile, ListedGroup, MOST_LISTED},
};

use super::{ApiError, Client, IdempotencyKey, policies::path};

/// The most lines that come at a time.
const LARGEST_PAGE: usize = 1_000;

impl Client {
    /// All errors of a policy by licence and reason.
    pub async fn licensing_errors(self, policy: &PolicyId) -> Result<LicensingErrorPage, ApiError> {
        self.get(errors(policy)).query("limit", "1").send().await
    }

    /// The licensing errors of a policy, with the first people of each: as many as a ticket names.
    pub async fn listed_errors(
        self,
        policy: &PolicyId,
    ) -> Result<(LicensingErrorPage, Vec<ListedGroup>), ApiError> {
        let page = self.licensing_errors(policy).await?;
        let mut groups = Vec::with_capacity(page.groups.len());
        for group in &page.groups {
            let first = self.people_with_error(policy, group, MOST_LISTED).await?;
            groups.push(ListedGroup { group: group.clone(), first });
        }
        Ok((page, groups))
    }

    /// The first people of a group of errors, by name.
    pub async fn people_with_error(
        self,
        policy: &PolicyId,
        group: &ErrorGroup,
        most: usize,
    ) -> Result<Vec<ErrorLine>, ApiError> {
        let page: LicensingErrorPage = self
            .get(errors(policy))
            .query("code", group.code.code())
            .query("sku", group.sku.as_str())
            .query("limit", most.min(LARGEST_PAGE).to_string())
            .send()
            .await?;
        Ok(page.items)
    }

    /// The file with all errors, read piece by piece; `told` is told how many lines are there, of how many.
    pub async fn licensing_error_file(
        self,
        policy: &PolicyId,
        told: impl Fn(u64, u64),
    ) -> Result<String, ApiError> {
        let (mut file, mut text, mut lines) = (ErrorFile::default(), String::new(), 0_u64);
        let mut cursor = String::new();
        loop {
            let page: LicensingErrorPage = self
                .get(errors(policy))
                .query("limit", LARGEST_PAGE.to_string())
                .query("cursor", cursor.as_str())
                .send()
                .await?;
            page.items.iter().for_each(|line| file.push(line));
            text.push_str(&file.take());
            lines += u64::try_from(page.items.len()).unwrap_or_default();
            told(lines, page.total);
            match page.next_cursor {
                Some(next) => cursor = next,
                None => return Ok(text),
            }
        }
    }

    /// Has them sent by e-mail to who asks.
    pub async fn export_licensing_errors(
        self,
        policy: &PolicyId,
        key: &IdempotencyKey,
    ) -> Result<ExportBegun, ApiError> {
        self.post(format!("{}/licensing-error-exports", path(policy)))
            .idempotency_key(key)
            .json(&ExportLicensingErrors {})
            .send()
            .await
    }

    /// Gives those who lack a licence another try.
    pub async fn retry_licences(
        self,
        policy: &PolicyId,
        key: &IdempotencyKey,
    ) -> Result<Job, ApiError> {
        self.post(format!("{}/licensing-retries", path(policy)))
            .idempotency_key(key)
            .json(&RetryLicences {})
            .send()
            .await
    }
}

fn errors(policy: &PolicyId) -> String {
    format!("{}/licensing-errors", path(policy))
}
