//! What becomes of organisations: they are renamed, get another code, close. The Organisation Data Service (ODS) says so
//! in files ([`ods_file`]); [`plan`] is what such files change here.

#[cfg(feature = "ods-files")]
pub mod ods_file;
#[cfg(feature = "ods-files")]
pub mod plan;
#[cfg(feature = "ods-files")]
mod presentable;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{date, ods::OdsCode};

/// Something that became of an organisation, as the history of its policies tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "change")]
pub enum OrganisationChange {
    /// It has another code: its policies' full names follow.
    Recoded {
        /// The code it had.
        from: OdsCode,
        /// The code it has.
        to: OdsCode,
    },
    /// It has another name. It is found by the former one still.
    Renamed {
        /// The name it had.
        from: String,
        /// The name it has.
        to: String,
    },
    /// Others were merged into it: it is found by their names.
    TookOver {
        /// The one that was merged into it.
        ods: OdsCode,
        /// What that was called.
        name: String,
    },
    /// It closed: it gets no new policies, and its people are to be moved.
    Closed {
        /// The day it closed.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        #[serde(deserialize_with = "crate::iso8601::date")]
        on: Date,
        /// The one it was merged into, where there is one.
        successor: Option<OdsCode>,
    },
    /// It is open after all.
    Reopened,
}

impl OrganisationChange {
    /// What it is, in a line: `Name: Northmoor CCG → Northmoor ICB`.
    pub fn describe(&self) -> String {
        match self {
            Self::Recoded { from, to } => format!("ODS code: {from} → {to}"),
            Self::Renamed { from, to } => format!("Organisation name: {from} → {to}"),
            Self::TookOver { ods, name } => format!("Took over {name} ({ods})"),
            Self::Closed { on, successor: None } => {
                format!("Organisation closed on {}", date::written(*on))
            }
            Self::Closed { on, successor: Some(successor) } => {
                format!(
                    "Organisation closed on {} and became part of {successor}",
                    date::written(*on)
                )
            }
            Self::Reopened => "Organisation open again".to_owned(),
        }
    }
}
