//! The paths in a Rust file, however they are written: in a `use` with braces within braces, in full in the code, by `super::super`,
//! within the tokens of a macro such as `view!`.
//!
//! The file is taken apart into tokens and no further: a path is the same row of tokens wherever it stands.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// A path that a file has, from the root of its crate (`["crate", "shell", "remote"]`) or of another (`["std", "fs"]`).
#[derive(Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// The paths in the text of the file of a module, which is itself named from the root of its crate (`["crate", "shell"]`).
pub(crate) fn paths(text: &str, module: &[String]) -> Vec<Found> {
    let tokens: TokenStream = text.parse().expect("a file that compiles");
    let mut found = Vec::new();
    walk(tokens, module, &mut found);
    found
}

fn walk(tokens: TokenStream, module: &[String], found: &mut Vec<Found>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    loop {
        rest = match rest {
            [] => return,
            // `mod tests { … }`: what `super` is within it is this file.
            [
                TokenTree::Ident(word),
                TokenTree::Ident(name),
                TokenTree::Group(body),
                after @ ..,
            ] if word == "mod" && body.delimiter() == Delimiter::Brace => {
                let inner: Vec<_> = module.iter().cloned().chain([name.to_string()]).collect();
                walk(body.stream(), &inner, found);
                after
            }
            [TokenTree::Ident(first), after @ ..] if begins(first, after) => {
                tree(vec![first.to_string()], first.span(), after, module, found)
            }
            [TokenTree::Group(group), after @ ..] => {
                walk(group.stream(), module, found);
                after
            }
            [_, after @ ..] => after,
        }
    }
}

/// Whether a path begins with `word`: with `crate` or `super` also when it is only given another name.
fn begins(word: &Ident, after: &[TokenTree]) -> bool {
    let renamed = matches!(after, [TokenTree::Ident(next), ..] if next == "as");
    after_colons(after).is_some() || (renamed && (word == "crate" || word == "super"))
}

/// Takes in a path that has begun, and all that it branches into. Gives what follows it.
fn tree<'a>(
    begun: Vec<String>,
    at: Span,
    after: &'a [TokenTree],
    module: &[String],
    found: &mut Vec<Found>,
) -> &'a [TokenTree] {
    match after_colons(after) {
        Some([TokenTree::Ident(next), after @ ..]) => {
            let longer = begun.into_iter().chain([next.to_string()]).collect();
            tree(longer, at, after, module, found)
        }
        Some([TokenTree::Group(group), after @ ..]) if group.delimiter() == Delimiter::Brace => {
            branches(&begun, group.stream(), module, found);
            after
        }
        // `::*`, or `::<…>` behind a function or a type, which has paths of its own.
        Some(after) => {
            found.push(Found { path: absolute(&begun, module), line: at.start().line });
            after
        }
        None => {
            found.push(Found { path: absolute(&begun, module), line: at.start().line });
            after
        }
    }
}

/// The branches of `begun::{a, b::{c, d}}`.
fn branches(begun: &[String], inside: TokenStream, module: &[String], found: &mut Vec<Found>) {
    let tokens: Vec<_> = inside.into_iter().collect();
    let comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    for branch in tokens.split(comma) {
        match branch {
            [TokenTree::Ident(first), after @ ..] => {
                let longer = begun.iter().cloned().chain([first.to_string()]).collect();
                tree(longer, first.span(), after, module, found);
            }
            [star @ TokenTree::Punct(_), ..] => {
                let line = star.span().start().line;
                found.push(Found { path: absolute(begun, module), line });
            }
            _ => {}
        }
    }
}

/// What stands behind `::`, where that is what stands here.
fn after_colons(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    match tokens {
        [TokenTree::Punct(first), TokenTree::Punct(second), after @ ..]
            if first.as_char() == ':' && second.as_char() == ':' =>
        {
            Some(after)
        }
        _ => None,
    }
}

/// The path from the root. `self` is the module, and as the last word it is what stands before it.
fn absolute(path: &[String], module: &[String]) -> Vec<String> {
    let mut absolute = Vec::new();
    for (index, word) in path.iter().enumerate() {
        match (index, word.as_str()) {
            (0, "self") => absolute = module.to_vec(),
            (0, "super") => {
                absolute = module.split_last().map_or(vec![], |(_, above)| above.to_vec());
            }
            (_, "super") => {
                absolute.pop();
            }
            (_, "self") => {}
            _ => absolute.push(word.clone()),
        }
    }
    absolute
}
