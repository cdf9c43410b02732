//! Who is signed in, and, in a demonstration, as whom one can sign in.

use domain::session::{Persona, Session, TokenRequest, TokenResponse};

use super::{ApiError, Client};

impl Client {
    /// Who is signed in.
    pub async fn session(self) -> Result<Session, ApiError> {
        self.get("/api/session").send().await
    }

    /// Whom a demonstration lets one sign in as; 404 where it is none.
    pub async fn demo_personas(self) -> Result<Vec<Persona>, ApiError> {
        self.get("/api/demo/personas").send().await
    }

    /// A token for a persona.
    pub async fn demo_token(self, persona: &str) -> Result<TokenResponse, ApiError> {
        let request = TokenRequest { persona: persona.to_owned() };
        self.post("/api/demo/token").json(&request).send().await
    }
}
