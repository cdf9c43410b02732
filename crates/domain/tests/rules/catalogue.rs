//! The catalogue that ships: Microsoft's facts as they are, and the rules over them.
#![allow(clippy::expect_used, reason = "what does not hold fails the test")]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::support::{assert_travels, sku};
use domain::catalogue::{
    Catalogue, Dependency, PlanName, Product, ProductKind, Toggle,
    embedded::catalogue,
    rules::{clashes, one_drive_is_on},
};

const PLANS: &str = include_str!("../../data/licensing-products.csv");
const APPLICATIONS: &str = include_str!("../../data/applications.csv");
const PRODUCTS: &str = include_str!("../../data/products.csv");
const DEPENDENCIES: &str = include_str!("../../data/dependencies.csv");
const CONFLICTS: &str = include_str!("../../data/conflicts.csv");

fn shipped() -> Catalogue {
    catalogue().expect("the data is well formed")
}

fn product<'a>(catalogue: &'a Catalogue, part_number: &str) -> &'a Product {
    catalogue.product(&sku(part_number)).expect("in the catalogue")
}

fn plans(names: &[&str]) -> BTreeSet<PlanName> {
    names.iter().map(|name| PlanName::parse(name).expect("a plan's name")).collect()
}

/// The messages of all clashes of these products, with these plans of the base licence off.
fn told(base: Option<&str>, add_ons: &[&str], off: &[&str]) -> Vec<String> {
    let catalogue = shipped();
    let base = base.map(|part_number| product(&catalogue, part_number));
    let add_ons =
        add_ons.iter().map(|part_number| product(&catalogue, part_number)).collect::<Vec<_>>();
    let found = clashes(&catalogue, base, &add_ons, &plans(off));
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn the_products_are_microsofts_own() {
    use ProductKind::{AddOn, Base};
    let known = [
        (Base, "SPE_E3", "05e9a617-0261-4cee-bb44-138d3ef5d965", "E3", 43),
        (Base, "SPE_F1", "66b55226-6b4f-492c-910c-a3b7a3c9d993", "F3", 36),
        (Base, "SPE_E5", "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "E5", 76),
        (Base, "STANDARDPACK", "18181a46-0d4e-45cd-891e-60aabd171b4e", "E1", 29),
        (Base, "ENTERPRISEPACK", "6fd2c87f-b296-42f0-b197-1e91e994b900", "O365E3", 30),
        (Base, "ENTERPRISEPREMIUM", "c7df2760-2c81-4ef7-b578-5b5392b571df", "O365E5", 56),
        (AddOn, "VISIOCLIENT", "c5928f49-12ba-48f7-ada3-0d743a3601d5", "VisioP2", 4),
        (AddOn, "VISIOONLINE_PLAN1", "4b244418-9658-4451-a2b8-b5e2b364e9bd", "VisioP1", 3),
        (AddOn, "PROJECT_P1", "beb6439c-caad-48d3-bf46-0c82871e12be", "ProjectP1", 6),
        (AddOn, "PROJECTPROFESSIONAL", "53818b1b-4a27-454b-8896-0dba576410e6", "ProjectP3", 8),
        (AddOn, "PROJECTPREMIUM", "09015f9f-377f-4538-bbb5-f75ceb09358a", "ProjectP5", 4),
        (AddOn, "POWER_BI_PRO", "f8a1db68-be16-40ed-86d5-cb42ce701560", "PowerBIPro", 2),
        (
            AddOn,
            "PBI_PREMIUM_PER_USER",
            "c1d032e0-5619-4761-9b5c-75b6831e1711",
            "PowerBIPremium",
            3,
        ),
        (AddOn, "POWERAPPS_PER_USER", "b30411f5-fea1-4a59-9ad9-3db7c7ead579", "PowerApps", 4),
        (AddOn, "FLOW_PER_USER", "4a51bf65-409c-4a91-b845-1121b571cc9d", "PowerAutomate", 3),
        (AddOn, "MCOMEETADV", "0c266dff-15dd-4b49-8397-2bb16070ed52", "AudioConferencing", 1),
        (AddOn, "OFFICESUBSCRIPTION", "c2273bd0-dff7-4215-9ef5-2c7bcfb06425", "Apps", 9),
        (AddOn, "MCOEV", "e43b5b99-8dfb-405f-9987-dc307f34bcbd", "TeamsPhone", 1),
        (AddOn, "EXCHANGEENTERPRISE", "19ec0d23-8335-4cbd-94ac-6050e30712fa", "ExchangeP2", 1),
        (AddOn, "AAD_PREMIUM_P2", "84a661c4-e949-4bd2-a560-ed7766fcaf2b", "EntraP2", 5),
        (AddOn, "EMS", "efccb6f7-5641-4e0e-bd10-b4976e1bf68e", "EMSE3", 7),
        (AddOn, "EMSPREMIUM", "b05e124f-c7cc-45a0-a6aa-8cf78c946968", "EMSE5", 10),
        (AddOn, "SPE_F5_SECCOMP", "32b47245-eb31-44fc-b945-a8b1576c439f", "F5Security", 28),
    ];
    let catalogue = shipped();
    let shipped = catalogue
        .products
        .iter()
        .map(|product| {
            let Product { kind, sku, guid, short_name, plans, .. } = product;
            (*kind, sku.as_str(), guid.as_str(), short_name.as_str(), plans.len())
        })
        .collect::<Vec<_>>();
    assert_eq!(shipped, known);
}

#[test]
fn the_products_go_by_microsofts_names() {
    let catalogue = shipped();
    let name = |part_number| product(&catalogue, part_number).name.as_str();
    assert_eq!(name("SPE_E3"), "Microsoft 365 E3");
    assert_eq!(name("SPE_F1"), "Microsoft 365 F3");
    assert_eq!(name("STANDARDPACK"), "Office 365 E1");
    assert_eq!(name("MCOMEETADV"), "Microsoft 365 Audio Conferencing");
    assert_eq!(name("OFFICESUBSCRIPTION"), "Microsoft 365 Apps for Enterprise");
    assert_eq!(name("MCOEV"), "Microsoft Teams Phone Standard");
}

#[test]
fn every_line_of_the_data_is_a_plan_of_its_product() {
    let mut lines = HashMap::<&str, usize>::new();
    for line in PLANS.lines().skip(1) {
        *lines.entry(line.split(',').next().expect("a part number")).or_default() += 1;
    }
    let catalogue = shipped();
    let plans = catalogue
        .products
        .iter()
        .map(|product| (product.sku.as_str(), product.plans.len()))
        .collect::<HashMap<_, _>>();
    assert_eq!(plans, lines);
}

#[test]
fn a_service_plan_has_one_guid_wherever_it_appears() {
    let catalogue = shipped();
    let mut guids = BTreeMap::<&PlanName, &str>::new();
    for plan in catalogue.products.iter().flat_map(|product| &product.plans) {
        assert_eq!(*guids.entry(&plan.plan).or_insert(&plan.guid), plan.guid, "{}", plan.plan);
    }
    let guid = |name: &str| guids.get(&PlanName::parse(name).unwrap()).copied();
    assert_eq!(guid("SHAREPOINTENTERPRISE"), Some("5dbe027f-2339-4123-9542-606e4d348a72"));
    assert_eq!(guid("SHAREPOINTWAC"), Some("e95bec33-7c88-4a70-8e19-b10bd9d0c014"));
    assert_eq!(guid("TEAMS1"), Some("57ff2da0-773e-42df-b2af-ffb7a2317929"));
}

#[test]
fn every_guid_has_the_shape_of_one() {
    let catalogue = shipped();
    let of_plans = catalogue.products.iter().flat_map(|product| &product.plans);
    let all = catalogue.products.iter().map(|product| &product.guid);
    for guid in all.chain(of_plans.map(|plan| &plan.guid)) {
        let groups = guid.split('-').map(str::len).collect::<Vec<_>>();
        assert_eq!(groups, [8, 4, 4, 4, 12], "{guid}");
        assert!(
            guid.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-')),
            "{guid}"
        );
    }
}

#[test]
fn no_product_names_a_plan_twice_nor_the_data_a_product_or_application_twice() {
    let once = |names: Vec<&str>| {
        assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len(), "{names:?}");
    };
    let catalogue = shipped();
    for product in &catalogue.products {
        once(product.plans.iter().map(|plan| plan.plan.as_str()).collect());
    }
    once(catalogue.products.iter().map(|product| product.sku.as_str()).collect());
    once(catalogue.products.iter().map(|product| product.short_name.as_str()).collect());
    once(APPLICATIONS.lines().filter_map(|line| line.split(',').next()).collect());
}

#[test]
fn whatever_the_rules_name_exists() {
    let catalogue = shipped();
    let known = catalogue
        .products
        .iter()
        .flat_map(|product| product.plans.iter().map(|plan| plan.plan.as_str()))
        .collect::<BTreeSet<_>>();
    let first_column =
        |text: &'static str| text.lines().skip(1).filter_map(|line| line.split(',').next());
    let second_column =
        |text: &'static str| text.lines().skip(1).filter_map(|line| line.split(',').nth(1));
    let named = first_column(APPLICATIONS)
        .chain(first_column(DEPENDENCIES))
        .chain(second_column(DEPENDENCIES).flat_map(str::split_whitespace))
        .chain(first_column(CONFLICTS).flat_map(str::split_whitespace));
    for plan in named {
        assert!(known.contains(plan), "{plan} is in no product");
    }
}

#[test]
fn no_text_was_damaged_on_its_way() {
    for data in [PLANS, APPLICATIONS, PRODUCTS, DEPENDENCIES, CONFLICTS] {
        assert_eq!(data.lines().find(|line| line.contains('\u{fffd}')), None);
    }
}

#[test]
fn the_switches_of_a_base_licence_have_names_of_their_own() {
    let catalogue = shipped();
    for product in catalogue.products.iter().filter(|product| product.kind == ProductKind::Base) {
        let mut seen = HashMap::new();
        for plan in product.toggles() {
            let other = seen.insert(plan.application.to_lowercase(), &plan.plan);
            assert_eq!(
                other, None,
                "{} also calls {} {}",
                product.sku, plan.plan, plan.application
            );
        }
    }
}

#[test]
fn the_main_applications_come_first_and_those_of_the_tenant_have_no_switch() {
    let catalogue = shipped();
    let e3 = product(&catalogue, "SPE_E3");
    let toggles = e3.toggles().map(|plan| plan.toggle).collect::<Vec<_>>();
    let main = toggles.iter().filter(|toggle| **toggle == Toggle::Main).count();
    assert!(toggles.iter().take(main).all(|toggle| *toggle == Toggle::Main));
    assert!(toggles.iter().skip(main).all(|toggle| *toggle == Toggle::Other));
    let applications = e3.toggles().take(main).map(|plan| plan.application.as_str());
    let applications = applications.collect::<BTreeSet<_>>();
    for application in ["Microsoft Teams", "Exchange Online", "SharePoint", "Office for the web"] {
        assert!(applications.contains(application), "{application}");
    }
    assert!(e3.toggles().all(|plan| plan.plan.as_str() != "RMS_S_ENTERPRISE"));
}

#[test]
fn the_catalogue_arrives_in_the_browser_as_it_left() {
    assert_travels(&shipped());
}

#[test]
fn the_associated_licence_is_the_base_licence_else_the_only_add_on() {
    let catalogue = shipped();
    let of = |base: Option<&str>, add_ons: &[&str]| {
        let base = base.map(sku);
        let add_ons = add_ons.iter().map(|part_number| sku(part_number)).collect::<Vec<_>>();
        catalogue.associated_licence(base.as_ref(), &add_ons).to_owned()
    };
    assert_eq!(of(Some("SPE_E3"), &[]), "E3");
    assert_eq!(of(Some("SPE_F1"), &["VISIOCLIENT", "POWER_BI_PRO"]), "F3");
    assert_eq!(of(None, &["MCOMEETADV"]), "AudioConferencing");
    assert_eq!(of(None, &["VISIOCLIENT", "POWER_BI_PRO"]), "Addons");
    assert_eq!(of(None, &["VISIOCLIENT", "VISIOCLIENT"]), "VisioP2");
    assert_eq!(of(None, &[]), "Addons");
}

#[test]
fn a_base_licence_as_microsoft_ships_it_clashes_with_nothing() {
    for product in shipped().products.iter().filter(|product| product.kind == ProductKind::Base) {
        assert_eq!(told(Some(product.sku.as_str()), &[], &[]), [""; 0], "{}", product.sku);
    }
}

#[test]
fn a_base_licence_with_every_switch_off_clashes_with_nothing() {
    for product in shipped().products.iter().filter(|product| product.kind == ProductKind::Base) {
        let off = product.toggles().map(|plan| plan.plan.as_str()).collect::<Vec<_>>();
        assert_eq!(told(Some(product.sku.as_str()), &[], &off), [""; 0], "{}", product.sku);
    }
}

#[test]
fn an_add_on_alone_clashes_with_nothing() {
    for product in shipped().products.iter().filter(|product| product.kind == ProductKind::AddOn) {
        assert_eq!(told(None, &[product.sku.as_str()], &[]), [""; 0], "{}", product.sku);
    }
}

#[test]
fn office_for_the_web_needs_sharepoint() {
    for (base, share_point) in [
        ("SPE_E3", "SHAREPOINTENTERPRISE"),
        ("SPE_E5", "SHAREPOINTENTERPRISE"),
        ("SPE_F1", "SHAREPOINTDESKLESS"),
        ("STANDARDPACK", "SHAREPOINTSTANDARD"),
    ] {
        assert_eq!(
            told(Some(base), &[], &[share_point]),
            ["Office for the web needs SharePoint. \
              Turn SharePoint on, or turn Office for the web off"]
        );
        assert_eq!(told(Some(base), &[], &[share_point, "SHAREPOINTWAC"]), [""; 0]);
        assert_eq!(told(Some(base), &[], &["SHAREPOINTWAC"]), [""; 0]);
    }
}

#[test]
fn what_an_add_on_brings_need_not_be_on_in_the_base_licence() {
    let without_share_point = ["SHAREPOINTENTERPRISE", "SHAREPOINTWAC"];
    assert_eq!(told(Some("SPE_E3"), &["OFFICESUBSCRIPTION"], &without_share_point), [""; 0]);
    assert_eq!(told(Some("SPE_E3"), &["PROJECTPROFESSIONAL"], &["SHAREPOINTENTERPRISE"]), [""; 0]);
}

#[test]
fn an_add_on_that_needs_an_application_of_the_base_licence_says_so() {
    assert_eq!(
        told(Some("SPE_E3"), &["MCOEV"], &["TEAMS1", "MCOSTANDARD"]),
        ["Teams Phone needs Microsoft Teams. \
          Turn Microsoft Teams on, or remove Microsoft Teams Phone Standard"]
    );
    assert_eq!(told(Some("SPE_E3"), &["MCOEV"], &[]), [""; 0]);
}

#[test]
fn a_person_can_have_one_kind_of_sharepoint_only() {
    assert_eq!(
        told(Some("SPE_F1"), &["PROJECTPROFESSIONAL"], &[]),
        ["SharePoint is in both Microsoft 365 F3 and Project Plan 3, and a person can have only \
          one. Turn SharePoint off, or remove one of the licences"]
    );
    assert_eq!(told(Some("SPE_F1"), &["PROJECTPROFESSIONAL"], &["SHAREPOINTDESKLESS"]), [""; 0]);
    assert_eq!(told(Some("SPE_E3"), &["PROJECTPROFESSIONAL"], &[]), [""; 0]);
}

#[test]
fn add_ons_that_exclude_each_other_cannot_be_mended_by_a_switch() {
    assert_eq!(
        told(None, &["PROJECT_P1", "PROJECTPROFESSIONAL"], &[]),
        ["SharePoint is in both Project Plan 3 and Project Plan 1, and a person can have only \
          one. Remove one of the licences"]
    );
}

#[test]
fn a_clash_belongs_to_the_switch_that_can_mend_it() {
    let catalogue = shipped();
    let f3 = product(&catalogue, "SPE_F1");
    let project = product(&catalogue, "PROJECTPROFESSIONAL");
    let found = clashes(&catalogue, Some(f3), &[project], &plans(&[]));
    let [clash] = found.as_slice() else { panic!("one clash, not {found:?}") };
    assert_eq!(clash.plan().as_str(), "SHAREPOINTDESKLESS");
    assert_eq!(clash.code(), "applicationsExcludeEachOther");

    let found = clashes(&catalogue, Some(f3), &[], &plans(&["SHAREPOINTDESKLESS"]));
    let [clash] = found.as_slice() else { panic!("one clash, not {found:?}") };
    assert_eq!(clash.plan().as_str(), "SHAREPOINTWAC");
    assert_eq!(clash.code(), "applicationNeedsAnother");
}

#[test]
fn an_application_of_the_whole_tenant_counts_as_on_whatever_a_policy_says() {
    let mut catalogue = shipped();
    catalogue.dependencies = vec![Dependency {
        plan: PlanName::parse("SWAY").unwrap(),
        needs_any: vec![PlanName::parse("RMS_S_ENTERPRISE").unwrap()],
        needs: "Azure Rights Management".to_owned(),
    }];
    let e3 = product(&catalogue, "SPE_E3");
    assert_eq!(clashes(&catalogue, Some(e3), &[], &plans(&["RMS_S_ENTERPRISE"])), []);
}

#[test]
fn one_drive_follows_sharepoint() {
    let catalogue = shipped();
    for (base, share_point) in
        [("SPE_E3", "SHAREPOINTENTERPRISE"), ("SPE_F1", "SHAREPOINTDESKLESS")]
    {
        let base = product(&catalogue, base);
        assert!(one_drive_is_on(base, &plans(&[])));
        assert!(one_drive_is_on(base, &plans(&["TEAMS1"])));
        assert!(!one_drive_is_on(base, &plans(&[share_point])));
    }
}
