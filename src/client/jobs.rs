//! Jobs: what is running and what became of it.

use domain::{
    ids::{ImportId, JobId},
    job::{JobDetail, JobList},
};

use super::{ApiError, Client};

/// Which jobs are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobQuery {
    /// Those that go on, or those that are over; both where it is not said.
    pub open: Option<bool>,
    /// Where the page begins; empty for the first.
    pub cursor: String,
}

/// How long, in seconds, the server holds an answer back for news.
const LONG_POLL: &str = "20";

impl Client {
    /// A page of jobs, newest first.
    pub async fn jobs(self, query: &JobQuery) -> Result<JobList, ApiError> {
        self.get("/api/jobs")
            .query("open", query.open.map(|open| open.to_string()).unwrap_or_default())
            .query("cursor", query.cursor.as_str())
            .send()
            .await
    }

    /// A job as it is now.
    pub async fn job(self, id: &JobId) -> Result<JobDetail, ApiError> {
        self.get(path(id)).send().await
    }

    /// The job that a part of one's own import became, with everyone's outcome; nothing if the part
    /// never arrived. So what became of a part is known when its answer was lost.
    pub async fn job_of_part(
        self,
        import: &ImportId,
        part: u32,
    ) -> Result<Option<JobDetail>, ApiError> {
        let request = self.get("/api/jobs").query("import", import.as_str());
        let list: JobList = request.query("part", part.to_string()).send().await?;
        match list.items.first() {
            Some(job) => self.job(&job.id).await.map(Some),
            None => Ok(None),
        }
    }

    /// A job as soon as there is news of it, or after 20 seconds without.
    pub async fn follow_job(self, id: &JobId) -> Result<JobDetail, ApiError> {
        self.get(path(id)).query("wait", LONG_POLL).send().await
    }

    /// Asks a job to stop.
    pub async fn cancel_job(self, id: &JobId) -> Result<JobDetail, ApiError> {
        self.post(format!("{}/cancel", path(id))).send().await
    }
}

pub(super) fn path(id: &JobId) -> String {
    format!("/api/jobs/{id}")
}
