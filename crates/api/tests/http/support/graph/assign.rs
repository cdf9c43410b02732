//! `POST /users/{id}/assignLicense`: all of it or nothing, by Microsoft's rules and in its words.

use domain::catalogue::PlanName;
use serde_json::{Value, json};

use super::{
    Tenant,
    entra::error,
    tenant::{Licence, User},
    users::{find, not_found},
};

/// Sets the licences of somebody.
pub(super) fn assign(tenant: &mut Tenant, id: &str, body: &Value) -> (u16, Value) {
    let stale_reads = tenant.trouble.stale_reads;
    let Some(user) = find(tenant, id).cloned() else { return not_found(id) };
    tenant.seen.assigned.push((user.mail.clone(), body.clone()));
    match changed(tenant, &user, body) {
        Ok(licences) => {
            let kept = find(tenant, id).unwrap();
            kept.shown = Some((stale_reads, std::mem::replace(&mut kept.licences, licences)));
            (200, json!({ "@odata.context": "…#users/$entity", "id": user.id }))
        }
        Err(message) => (400, error("Request_BadRequest", &message)),
    }
}

fn changed(tenant: &Tenant, user: &User, body: &Value) -> Result<Vec<Licence>, String> {
    let (Some(add), Some(remove)) =
        (body["addLicenses"].as_array(), body["removeLicenses"].as_array())
    else {
        return Err("One or more parameters of the operation 'assignLicense' are missing from the request payload."
            .to_owned());
    };
    let mut licences = user.licences.clone();
    for sku_id in remove {
        let sku_id = sku_id.as_str().unwrap();
        let is_meant = |licence: &Licence| licence.sku_id.eq_ignore_ascii_case(sku_id);
        if !licences.iter().any(is_meant) {
            return Err("User does not have a corresponding license.".to_owned());
        }
        if !licences.iter().any(|licence| is_meant(licence) && licence.group.is_none()) {
            return Err("User license is inherited from a group membership and it cannot be removed directly from \
                        the user."
                .to_owned());
        }
        licences.retain(|licence| !(is_meant(licence) && licence.group.is_none()));
    }
    if !add.is_empty() && user.usage_location.is_none() {
        return Err(
            "License assignment cannot be done for user with invalid usage location.".to_owned()
        );
    }
    if !add.is_empty() && user.has_namesake {
        return Err("Proxy address \"SMTP:someone@nhs.net\" is already being used.".to_owned());
    }
    for added in add {
        let sku_id = added["skuId"].as_str().unwrap().to_owned();
        let Some(enabled) = tenant.enabled.get(&sku_id) else {
            return Err(format!(
                "License {sku_id} does not correspond to a valid company License."
            ));
        };
        let has = |licence: &&Licence| licence.sku_id == sku_id;
        let takes_seat = !user.licences.iter().any(|licence| has(&licence));
        if takes_seat && tenant.consumed(&sku_id) >= usize::try_from(*enabled).unwrap() {
            return Err(format!(
                "Subscription with SKU {sku_id} does not have any available licenses."
            ));
        }
        let disabled = added["disabledPlans"].as_array().unwrap();
        let disabled = disabled.iter().map(|plan| plan.as_str().unwrap().to_owned()).collect();
        licences.retain(|licence| !(has(&licence) && licence.group.is_none()));
        licences.push(Licence::own(sku_id, disabled));
    }
    check_plans(tenant, &licences)?;
    Ok(licences)
}

/// Which plans exclude each other or need another one.
fn check_plans(tenant: &Tenant, licences: &[Licence]) -> Result<(), String> {
    let mut on = Vec::new();
    for licence in licences {
        let product = tenant.product(&licence.sku_id).unwrap();
        let is_on = |guid: &String| !licence.disabled_plans.contains(guid);
        on.extend(product.plans.iter().filter(|plan| is_on(&plan.guid)));
    }
    let guid =
        |name: &PlanName| on.iter().find(|plan| plan.plan == *name).map(|plan| plan.guid.clone());
    for conflict in &tenant.catalogue.conflicts {
        let mut clash = conflict.plans.iter().filter_map(guid).collect::<Vec<_>>();
        clash.sort();
        clash.dedup();
        if clash.len() > 1 {
            let clash = clash.join(", ");
            return Err(format!(
                "License assignment failed because service plans {clash} are mutually exclusive."
            ));
        }
    }
    for dependency in &tenant.catalogue.dependencies {
        let is_met = dependency.needs_any.iter().any(|needed| guid(needed).is_some());
        if let (Some(needing), false) = (guid(&dependency.plan), is_met) {
            return Err(format!(
                "License assignment failed because service plan {needing} depends on the service plan(s) \
                 00000000-0000-0000-0000-000000000000."
            ));
        }
    }
    Ok(())
}
