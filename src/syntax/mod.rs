//! Rule files: text to tree, and tree to the one layout.

pub(crate) mod ast;
