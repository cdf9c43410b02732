//! A plan that is built piece by piece, as the rows come from the worker.

use domain::import::{
    plan::Plan,
    report::{ReportBuilder, SheetReport},
    worker_protocol::{ReportPart, Teller},
};

use super::world::{everybody_is_new, look_up};
use crate::support::licences;

/// A sheet of so many rows, with blanks, duplicates and rubbish among them.
fn long_sheet(rows: u32) -> SheetReport {
    let mut builder = ReportBuilder::new(Some("Members".to_owned()), Some(1));
    for row in (2..).step_by(2).take(rows as usize) {
        let cell = match row % 7 {
            0 => "nonsense".to_owned(),
            1 => format!("p{}@nhs.net", row / 3),
            _ => format!("p{row}@nhs.net"),
        };
        builder.push(row, &cell).expect("few rows");
    }
    builder.finish().expect("some rows")
}

#[test]
fn a_plan_in_pieces_is_the_plan_of_the_whole_sheet() {
    let target = licences("target", &[]);
    let mut whole = Plan::new(target.clone());
    whole.push(long_sheet(12_000));
    let mut pieces = Plan::new(target);
    let mut count = 0;
    let (sheet, mut teller) = (long_sheet(12_000), Teller::default());
    while let Some(ReportPart { addresses, rejected, duplicates }) = teller.next_part(&sheet) {
        pieces.push(SheetReport {
            addresses: addresses.to_vec(),
            rejected: rejected.to_vec(),
            duplicates: duplicates.to_vec(),
            ..SheetReport::default()
        });
        count += 1;
    }
    assert!(count > 2, "{count} pieces");
    assert_eq!(pieces.rows(), whole.rows());
    assert!(pieces.rows().is_sorted_by_key(|row| row.row));
    assert_eq!(pieces.rows().len(), 12_000);
}

#[test]
fn rows_that_come_later_are_looked_up_like_the_first() {
    let mut plan = Plan::new(licences("target", &[]));
    for first in [0, 100] {
        let mut builder = ReportBuilder::new(None, None);
        for row in first..first + 3 {
            builder.push(row, &format!("p{row}@nhs.net")).expect("few rows");
        }
        plan.push(builder.finish().expect("some rows"));
        assert_eq!(look_up(&mut plan, everybody_is_new, &[]), 3);
    }
    assert_eq!(plan.changes(), 6);
}

#[test]
fn several_addresses_of_one_row_are_rows_of_their_own() {
    let mut plan = Plan::new(licences("target", &[]));
    let mut builder = ReportBuilder::new(None, None);
    for cell in ["a@nhs.net", "b@nhs.net"] {
        builder.push(1, cell).expect("few rows");
    }
    plan.push(builder.finish().expect("some rows"));
    assert_eq!(plan.rows().iter().map(|row| row.row).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(plan.row(1).expect("the second").value, "b@nhs.net");
    assert_eq!(plan.row(2), None);
}
