//! The OpenAPI document in `docs/` is the one that the code makes and the server serves.

use std::{env, fs, path::Path};

use serde_json::Value;

use crate::support::Api;

#[test]
fn the_document_that_is_checked_in_is_the_one_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let mut made = serde_json::to_string_pretty(&api::openapi_document()).unwrap();
    made.push('\n');
    if env::var_os("UPM_UPDATE_OPENAPI").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        made == checked_in,
        "docs/openapi.json is not up to date. Run this test with UPM_UPDATE_OPENAPI=1, and look at what has changed"
    );
}

#[test]
fn the_document_is_served_and_every_reference_in_it_leads_somewhere() {
    let api = Api::start();
    let served = api.nobody().get("/api/openapi.json").expect(200);
    assert_eq!(served, serde_json::to_value(api::openapi_document()).unwrap());
    assert!(served["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut references = Vec::new();
    collect_references(&served, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(served.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = serde_json::to_value(api::openapi_document()).unwrap();
    let operations = document["paths"].as_object().unwrap().values();
    let operations = operations.flat_map(|path| path.as_object().unwrap().values());
    let mut names =
        operations.map(|operation| operation["operationId"].as_str().unwrap()).collect::<Vec<_>>();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn fields_are_named_as_they_travel() {
    let document = serde_json::to_value(api::openapi_document()).unwrap();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let text = schema.to_string();
        let names = text.split('"').filter(|word| word.contains('_') && !word.contains(' '));
        let fields = names.filter(|word| text.contains(&format!("\"{word}\":")));
        assert_eq!(fields.collect::<Vec<_>>(), Vec::<&str>::new(), "{name}");
    }
}

fn collect_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                found.push(reference.clone());
            }
            fields.values().for_each(|field| collect_references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}
