//! Jobs: what is running and what became of it.

use domain::{
    ids::JobId,
    job::{JobDetail, JobList},
};

use super::{ApiError, Client};

/// How long, in seconds, the server holds an answer back for news.
const LONG_POLL: &str = "20";

impl Client {
    /// The latest jobs.
    pub async fn jobs(self) -> Result<JobList, ApiError> {
        self.get("/api/jobs").send().await
    }

    /// A job as it is now.
    pub async fn job(self, id: &JobId) -> Result<JobDetail, ApiError> {
        self.get(path(id)).send().await
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

fn path(id: &JobId) -> String {
    format!("/api/jobs/{id}")
}
