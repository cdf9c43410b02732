//! Which seats an organisation has.

use clap::Args;
use domain::{catalogue::Sku, ids::SubscriptionId, ods::OdsCode};
use jiff::civil::Date;

/// `upm-api record-subscription`.
#[derive(Args, Debug)]
pub struct RecordArgs {
    /// ODS code of the organisation
    #[arg(long)]
    pub organisation: OdsCode,
    /// Microsoft's part number of the product, such as `SPE_E3` or `VISIOCLIENT`
    #[arg(long)]
    pub sku: Sku,
    /// Seats that were bought, in this order alone
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub seats: u32,
    /// The last day on which they can be used, as yyyy-mm-dd
    #[arg(long)]
    pub end_date: Date,
    /// The reference of the order, of letters, digits and hyphens: recorded again, it takes the place of what was recorded
    /// before. Made of the organisation, the product and the day unless given
    #[arg(long)]
    pub reference: Option<SubscriptionId>,
    /// The database: `sqlite://FILE` or `postgres://USER@HOST/DATABASE`
    #[arg(long, env = "UPM_DATABASE_URL", default_value = "sqlite://upm.db")]
    pub database_url: String,
}
