//! The catalogue that ships with the product, read from `data/*.csv`.

use std::collections::HashMap;

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Catalogue, Conflict, Dependency, MicrosoftNameError, PlanName, Product, ProductKind,
    ServicePlan, Sku, Toggle,
};

/// Why the catalogue's data cannot be read; a test keeps this from reaching anyone.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A file is not well formed.
    #[error("the catalogue's data is not well formed")]
    Csv(#[from] csv::Error),
    /// A name is not one of Microsoft's.
    #[error("the catalogue's data has a bad name")]
    Name(#[from] MicrosoftNameError),
}

/// Reads the catalogue, base licences first, each product with its plans in Microsoft's order.
pub fn catalogue() -> Result<Catalogue, CatalogueError> {
    Ok(Catalogue { products: products()?, dependencies: dependencies()?, conflicts: conflicts()? })
}

#[derive(Deserialize)]
struct ProductLine {
    sku: String,
    kind: KindWord,
    short_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KindWord {
    Base,
    AddOn,
}

#[derive(Deserialize)]
struct PlanLine {
    sku_part_number: String,
    sku_guid: String,
    product_name: String,
    service_plan: String,
    service_plan_guid: String,
    service_plan_name: String,
}

#[derive(Deserialize)]
struct ApplicationLine {
    plan: String,
    application: String,
    toggle: Toggle,
}

#[derive(Deserialize)]
struct DependencyLine {
    plan: String,
    needs_any: String,
    needs: String,
}

#[derive(Deserialize)]
struct ConflictLine {
    plans: String,
    what: String,
}

fn lines<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect()
}

fn products() -> Result<Vec<Product>, CatalogueError> {
    let applications = lines::<ApplicationLine>(include_str!("../../data/applications.csv"))?
        .into_iter()
        .map(|line| (line.plan.clone(), line))
        .collect::<HashMap<_, _>>();
    let plans = lines::<PlanLine>(include_str!("../../data/licensing-products.csv"))?;
    lines::<ProductLine>(include_str!("../../data/products.csv"))?
        .into_iter()
        .map(|line| product(&line, &plans, &applications))
        .collect()
}

fn product(
    line: &ProductLine,
    plans: &[PlanLine],
    applications: &HashMap<String, ApplicationLine>,
) -> Result<Product, CatalogueError> {
    let own = || plans.iter().filter(|plan| plan.sku_part_number == line.sku);
    let first = own().next();
    Ok(Product {
        sku: Sku::parse(&line.sku)?,
        guid: first.map(|plan| plan.sku_guid.clone()).unwrap_or_default(),
        name: first.map(|plan| plan.product_name.clone()).unwrap_or_default(),
        short_name: line.short_name.clone(),
        kind: match line.kind {
            KindWord::Base => ProductKind::Base,
            KindWord::AddOn => ProductKind::AddOn,
        },
        plans: own().map(|plan| service_plan(plan, applications)).collect::<Result<_, _>>()?,
    })
}

fn service_plan(
    line: &PlanLine,
    applications: &HashMap<String, ApplicationLine>,
) -> Result<ServicePlan, CatalogueError> {
    let known = applications.get(&line.service_plan);
    Ok(ServicePlan {
        plan: PlanName::parse(&line.service_plan)?,
        guid: line.service_plan_guid.clone(),
        name: line.service_plan_name.clone(),
        application: known
            .map_or_else(|| line.service_plan_name.clone(), |known| known.application.clone()),
        toggle: known.map_or(Toggle::Other, |known| known.toggle),
    })
}

fn plan_names(words: &str) -> Result<Vec<PlanName>, MicrosoftNameError> {
    words.split_whitespace().map(PlanName::parse).collect()
}

fn dependencies() -> Result<Vec<Dependency>, CatalogueError> {
    lines::<DependencyLine>(include_str!("../../data/dependencies.csv"))?
        .into_iter()
        .map(|line| {
            Ok(Dependency {
                plan: PlanName::parse(&line.plan)?,
                needs_any: plan_names(&line.needs_any)?,
                needs: line.needs,
            })
        })
        .collect()
}

fn conflicts() -> Result<Vec<Conflict>, CatalogueError> {
    lines::<ConflictLine>(include_str!("../../data/conflicts.csv"))?
        .into_iter()
        .map(|line| Ok(Conflict { plans: plan_names(&line.plans)?, what: line.what }))
        .collect()
}
