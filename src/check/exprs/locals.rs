//! The names of the frame that is being built: parameters, variables of lists, the fields of a record whose `must hold`
//! is read, and what is known there not to be none.
//!
//! A number is never given twice in one frame, so two expressions that read the same local read the same value, which
//! is what makes narrowing sound. Language reference: "Words and forms", optional.

use crate::ids::Id;
use crate::plan::ExprId;
use crate::plan::LocalId;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::RecordType;
use crate::value::TableId;
use crate::value::Type;

/// A name of the frame.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    /// `p`
    pub(crate) name: Box<str>,
    /// Its number in the frame.
    pub(crate) id: LocalId,
    /// Its type.
    pub(crate) ty: Type,
    /// Where it is declared.
    pub(crate) span: Span,
}

/// Whose fields or columns are names by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fields {
    /// `must hold` of a record: local 0 is the record.
    Record(RecordType),
    /// `certain where` of a table: local 0 is the row.
    Row(TableId),
}

/// What an expression may speak about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Facts, the element, decisions: everything.
    All,
    /// Everything but the element: the list of `decides each`, `must hold`.
    NoElement,
    /// No facts: the value of a parameter.
    Constants,
}

/// The names of a frame, and what is known not to be none.
#[derive(Clone, Debug)]
pub(crate) struct Locals {
    in_scope: Vec<Local>,
    next: usize,
    narrowed: Vec<ExprId>,
    pub(super) fields: Option<Fields>,
    pub(super) reach: Reach,
}

/// Where a scope began, to return there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    in_scope: usize,
    narrowed: usize,
}

impl Default for Locals {
    fn default() -> Self {
        Locals::new()
    }
}

impl Locals {
    /// An empty frame.
    pub(crate) const fn new() -> Locals {
        Locals {
            in_scope: Vec::new(),
            next: 0,
            narrowed: Vec::new(),
            fields: None,
            reach: Reach::All,
        }
    }

    /// A frame without the element of `decides each`: for the list itself.
    pub(crate) fn without_element() -> Locals {
        Locals {
            reach: Reach::NoElement,
            ..Locals::new()
        }
    }

    /// A frame without any facts: for the value of a parameter.
    pub(crate) fn without_facts() -> Locals {
        Locals {
            reach: Reach::Constants,
            ..Locals::new()
        }
    }

    /// The frame of `must hold`: local 0 is the record, and its fields are names.
    pub(crate) fn of_record(record: RecordType) -> Locals {
        Locals {
            next: 1,
            fields: Some(Fields::Record(record)),
            ..Locals::without_element()
        }
    }

    /// The frame of a condition on a row: local 0 is the row, and its columns are names.
    pub(crate) fn of_row(table: TableId) -> Locals {
        Locals {
            next: 1,
            fields: Some(Fields::Row(table)),
            ..Locals::without_facts()
        }
    }

    /// Adds a name, which hides those declared before.
    pub(crate) fn declare(&mut self, name: &ast::Ident, ty: Type) -> LocalId {
        let id = LocalId::from_index(self.next);
        self.next = self.next.saturating_add(1);
        self.in_scope.push(Local {
            name: name.text.clone(),
            id,
            ty,
            span: name.span,
        });
        id
    }

    /// A local that no name means.
    pub(super) fn unnamed(&mut self) -> LocalId {
        let id = LocalId::from_index(self.next);
        self.next = self.next.saturating_add(1);
        id
    }

    /// How many locals the frame has had.
    pub(crate) fn frame(&self) -> u16 {
        u16::try_from(self.next).unwrap_or(u16::MAX)
    }

    /// The name declared last under this word.
    pub(crate) fn find(&self, name: &str) -> Option<&Local> {
        self.in_scope.iter().rev().find(|local| *local.name == *name)
    }

    /// All names in scope.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.in_scope.iter().map(|local| &*local.name)
    }

    /// Where the present scope began.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            in_scope: self.in_scope.len(),
            narrowed: self.narrowed.len(),
        }
    }

    /// Forgets the names and the narrowing since the mark.
    pub(crate) fn reset(&mut self, mark: Mark) {
        self.in_scope.truncate(mark.in_scope);
        self.narrowed.truncate(mark.narrowed);
    }

    /// Takes back the narrowing since the mark.
    pub(super) fn forget(&mut self, mark: Mark) -> Vec<ExprId> {
        self.narrowed.split_off(mark.narrowed.min(self.narrowed.len()))
    }

    /// Puts narrowing that was taken back into force again.
    pub(super) fn remember(&mut self, narrowed: Vec<ExprId>) {
        self.narrowed.extend(narrowed);
    }

    /// From now on this expression is known not to be none.
    pub(super) fn narrow(&mut self, id: ExprId) {
        self.narrowed.push(id);
    }

    /// What is known not to be none.
    pub(super) fn narrowed(&self) -> &[ExprId] {
        &self.narrowed
    }
}
