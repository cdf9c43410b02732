//! Workbooks of the other kinds (feature `workbooks`): `.xls`, `.xlsb` and `.ods`.
//!
//! - `ods`, `xlsb`, `xls` stream the cells of a sheet, each out of its format; `bytes` takes the binary
//!   ones apart;
//! - `by_row` makes rows of them, one at a time in a `row`, from which `crate::rows` takes the column.
//!
//! What a cell holds is counted wherever a file may say once what stands in many cells, so that a small
//! file does not become a large one here.

mod by_row;
mod bytes;
mod row;

pub(crate) mod ods;
pub(crate) mod xls;
pub(crate) mod xlsb;
