//! Files as people have them, files that mean harm, and what is made of them.

mod against_calamine;
mod any_bytes;
mod cells_of_other_workbooks;
mod choosing;
mod hostile_damage;
mod hostile_files;
mod hostile_open_documents;
mod hostile_records;
mod other_workbooks;
mod plain_rows;
mod program;
mod results;
mod support;
mod template;
mod text_files;
mod workbooks;
