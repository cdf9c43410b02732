//! The organisations that the signed-in person administers, and the products there are.

use domain::{catalogue::Catalogue, organisation::Organisation};

use super::{ApiError, Client};

impl Client {
    /// The organisations administered, with their seats.
    pub async fn organisations(self) -> Result<Vec<Organisation>, ApiError> {
        self.get("/api/organisations").send().await
    }

    /// Products, service plans, dependencies and conflicts.
    pub async fn catalogue(self) -> Result<Catalogue, ApiError> {
        self.get("/api/catalogue").send().await
    }
}
