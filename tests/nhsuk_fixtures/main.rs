//! What our components render is what nhsuk-frontend renders.
//!
//! The package ships, for each of its components, examples with the options given to its template and the HTML that came
//! of them (`fixtures.json`). Here the same options are given to our component, natively, and both pieces of HTML are
//! compared as [documents](dom), leaving out only what [`ignored`] lists, each with its reason.
//!
//! Each test names the examples it covers. It fails when one of them is not in the package any more, and also when there
//! is one that our component could render (it needs no option that we do not have) and that is not named: so an update of
//! the package cannot leave a component behind unseen.
// The type of a view holds the types of all that is in it.
#![recursion_limit = "256"]

#[cfg(test)]
mod boxes;
#[cfg(test)]
mod buttons;
#[cfg(test)]
mod choices;
#[cfg(test)]
mod content;
#[cfg(test)]
mod dom;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod ignored;
#[cfg(test)]
mod options;
#[cfg(test)]
mod page;
#[cfg(test)]
mod table;
