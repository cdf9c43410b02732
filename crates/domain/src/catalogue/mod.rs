//! Microsoft's products and service plans, and what of them can and cannot be on together.
//!
//! The facts are data (`data/*.csv`, read by [`embedded`] on the server and sent to the browser by
//! `GET /api/catalogue`); the rules that use them are in [`rules`]. A *product* is what is licensed
//! (a SKU), a *service plan* is an application within it, and an *application toggle* is a service
//! plan of a policy's base licence that the policy may turn off.

use serde::{Deserialize, Serialize};

#[cfg(feature = "catalogue-data")]
pub mod embedded;
pub mod rules;

use crate::text::checked_string;

/// Why a text is neither a SKU part number nor a service plan's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a Microsoft name is 1 to 64 letters, digits and underscores")]
pub struct MicrosoftNameError;

/// The one shape of Microsoft's string ids: `SPE_E3`, `ContentExplorer_Standard`.
fn parse_microsoft_name(text: &str) -> Result<String, MicrosoftNameError> {
    let well_formed = (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if well_formed { Ok(text.to_owned()) } else { Err(MicrosoftNameError) }
}

/// A SKU part number, Microsoft's string id of a product: `SPE_E3`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9_]+$")
)]
#[serde(try_from = "String", into = "String")]
pub struct Sku(String);

impl Sku {
    /// Takes a SKU part number as Microsoft writes it.
    pub fn parse(text: &str) -> Result<Self, MicrosoftNameError> {
        parse_microsoft_name(text).map(Self)
    }
}

checked_string!(Sku, MicrosoftNameError);

/// A service plan's name, Microsoft's string id of an application: `SHAREPOINTWAC`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9_]+$")
)]
#[serde(try_from = "String", into = "String")]
pub struct PlanName(String);

impl PlanName {
    /// Takes a service plan's name as Microsoft writes it.
    pub fn parse(text: &str) -> Result<Self, MicrosoftNameError> {
        parse_microsoft_name(text).map(Self)
    }
}

checked_string!(PlanName, MicrosoftNameError);

/// Everything known of products: `GET /api/catalogue`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    /// The products, base licences first.
    pub products: Vec<Product>,
    /// What a service plan needs to be on with it.
    pub dependencies: Vec<Dependency>,
    /// Service plans that exclude each other.
    pub conflicts: Vec<Conflict>,
}

/// A Microsoft licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Product {
    /// Microsoft's string id.
    pub sku: Sku,
    /// Microsoft's GUID for it.
    pub guid: String,
    /// Its name: "Microsoft 365 E3".
    pub name: String,
    /// What stands for it in a policy's full name: "E3".
    pub short_name: String,
    /// Base licence or add-on.
    pub kind: ProductKind,
    /// Its service plans.
    pub plans: Vec<ServicePlan>,
}

/// Whether a product is the one base licence of a policy or comes on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ProductKind {
    /// A policy has at most one.
    Base,
    /// A policy has any number.
    AddOn,
}

/// An application within a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ServicePlan {
    /// Microsoft's string id.
    pub plan: PlanName,
    /// Microsoft's GUID for it.
    pub guid: String,
    /// Microsoft's name for it: "SharePoint (Plan 2)".
    pub name: String,
    /// What administrators call it, and the switch is named by: "SharePoint".
    pub application: String,
    /// Whether a policy may turn it off, and how prominently the switch is shown.
    pub toggle: Toggle,
}

/// Whether and where a service plan has a switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Toggle {
    /// An application that people open: shown first.
    Main,
    /// A supporting service that can be turned off.
    Other,
    /// Applied to the whole tenant: always on.
    Tenant,
}

/// `plan` can be on only while at least one of `needs_any` is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Dependency {
    /// The dependent service plan.
    pub plan: PlanName,
    /// Any one of these satisfies it.
    pub needs_any: Vec<PlanName>,
    /// What administrators call what is needed: "SharePoint".
    pub needs: String,
}

/// At most one of `plans` can be on for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// They exclude each other.
    pub plans: Vec<PlanName>,
    /// What they all are: "SharePoint".
    pub what: String,
}

impl Catalogue {
    /// The product of a SKU.
    pub fn product(&self, sku: &Sku) -> Option<&Product> {
        self.products.iter().find(|product| product.sku == *sku)
    }

    /// The short name of the licence that goes into a policy's full name: of the base licence;
    /// with none, of the single add-on; else `Addons`.
    pub fn associated_licence(&self, base_licence: Option<&Sku>, add_ons: &[Sku]) -> &str {
        let sku = match (base_licence, add_ons) {
            (Some(base), _) => Some(base),
            (None, [only, rest @ ..]) if rest.iter().all(|sku| sku == only) => Some(only),
            (None, _) => None,
        };
        sku.and_then(|sku| self.product(sku)).map_or("Addons", |product| &product.short_name)
    }
}

impl Product {
    /// The service plans that have a switch, the main applications first.
    pub fn toggles(&self) -> impl Iterator<Item = &ServicePlan> {
        let of = |toggle: Toggle| self.plans.iter().filter(move |plan| plan.toggle == toggle);
        of(Toggle::Main).chain(of(Toggle::Other))
    }

    /// The service plan of that name, if the product has it.
    pub fn plan(&self, name: &PlanName) -> Option<&ServicePlan> {
        self.plans.iter().find(|plan| plan.plan == *name)
    }
}
