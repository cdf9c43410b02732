//! What an administrator should look at in their organisations, most urgent first.

use jiff::civil::Date;

use crate::{
    date::{self, days},
    ods::OdsCode,
    organisation::{Organisation, OrganisationStatus, Subscription},
};

/// Less than this part of the seats left is worth a look: one in twenty.
const FEW_SEATS: u32 = 20;

/// A subscription that ends within so many days is worth a look.
const RENEWAL_DAYS: i64 = 60;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// The organisation it is about.
    pub organisation: OdsCode,
    /// The organisation's name.
    pub organisation_name: String,
    /// What it is.
    pub reason: Reason,
}

/// Why something is worth a look. The order is that of urgency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The subscription has ended: nobody can be given a licence of it.
    Ended {
        /// The product.
        product: String,
        /// The last day it was live.
        on: Date,
    },
    /// Every seat is taken.
    NoSeatsLeft {
        /// The product.
        product: String,
    },
    /// The organisation has closed; its people need policies of another.
    Closed {
        /// The day it closed.
        on: Date,
    },
    /// Few seats are left.
    FewSeatsLeft {
        /// The product.
        product: String,
        /// How many.
        left: u32,
    },
    /// The subscription ends soon.
    EndsSoon {
        /// The product.
        product: String,
        /// The last day it is live.
        on: Date,
    },
}

/// All there is to look at in these organisations, most urgent first.
pub fn attention(organisations: &[Organisation], today: Date) -> Vec<Attention> {
    let mut all = organisations
        .iter()
        .flat_map(|organisation| {
            reasons(organisation, today).map(|reason| Attention {
                organisation: organisation.ods.clone(),
                organisation_name: organisation.name.clone(),
                reason,
            })
        })
        .collect::<Vec<_>>();
    all.sort_by(|a, b| (&a.reason, &a.organisation).cmp(&(&b.reason, &b.organisation)));
    all
}

fn reasons(organisation: &Organisation, today: Date) -> impl Iterator<Item = Reason> {
    let closed = match organisation.status {
        OrganisationStatus::Open => None,
        OrganisationStatus::Closed { on } => Some(Reason::Closed { on }),
    };
    let of_subscriptions = organisation.subscriptions.iter().flat_map(move |subscription| {
        [of_term(subscription, today), of_seats(subscription, today)]
    });
    closed.into_iter().chain(of_subscriptions.flatten())
}

fn of_term(subscription: &Subscription, today: Date) -> Option<Reason> {
    let product = subscription.product.clone();
    let on = subscription.end_date;
    let soon = today.saturating_add(days(RENEWAL_DAYS));
    if !subscription.is_live(today) {
        Some(Reason::Ended { product, on })
    } else if on <= soon {
        Some(Reason::EndsSoon { product, on })
    } else {
        None
    }
}

fn of_seats(subscription: &Subscription, today: Date) -> Option<Reason> {
    let product = subscription.product.clone();
    match subscription.seats.left() {
        _ if !subscription.is_live(today) => None,
        0 => Some(Reason::NoSeatsLeft { product }),
        left if left < subscription.seats.held / FEW_SEATS => {
            Some(Reason::FewSeatsLeft { product, left })
        }
        _ => None,
    }
}

impl Reason {
    /// What it is and what to do, in one line for the administrator.
    pub fn describe(&self) -> String {
        match self {
            Self::Ended { product, on } => {
                format!(
                    "{product} ended on {}. Renew it, or move people to other licences",
                    date::written(*on)
                )
            }
            Self::NoSeatsLeft { product } => {
                format!(
                    "No seats of {product} are left. Free up or buy seats before you add people"
                )
            }
            Self::Closed { on } => {
                format!(
                    "Closed on {}. Move its people to policies of another organisation",
                    date::written(*on)
                )
            }
            Self::FewSeatsLeft { product, left: 1 } => format!("1 seat of {product} is left"),
            Self::FewSeatsLeft { product, left } => format!("{left} seats of {product} are left"),
            Self::EndsSoon { product, on } => {
                format!("{product} ends on {}. Check that it will be renewed", date::written(*on))
            }
        }
    }
}
