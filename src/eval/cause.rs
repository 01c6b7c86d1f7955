//! Why something is not known, or cannot be computed: the leaves that a person can act on, and their unions.
//!
//! Both kinds travel the same way through logic (language reference, "What is not known"): a condition that is false
//! for another reason stays false, and only what an outcome hangs on is ever shown.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::Code;
use crate::ids::IdVec;
use crate::plan::ColumnId;
use crate::plan::ExprId;
use crate::plan::FieldId;
use crate::plan::GroupId;
use crate::plan::ObligationId;
use crate::plan::ParameterId;
use crate::plan::ReadingId;
use crate::plan::RulesetId;
use crate::value::CauseId;
use crate::value::Date;
use crate::value::RecordRef;
use crate::value::RowId;
use crate::value::TableId;
use crate::value::Value;

use super::duties::Doubt;

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// A key is left out.
    LeftOut {
        /// The record.
        record: RecordRef,
        /// The field.
        field: FieldId,
    },
    /// Somebody whom an unknown reference may name, and who stands in no list.
    Stranger {
        /// The record with the unknown reference.
        record: RecordRef,
        /// The field that may name him.
        field: FieldId,
    },
    /// A value is not among the rows of an incomplete table, or only among rows that nobody read.
    NotListed {
        /// The table.
        table: TableId,
        /// The column.
        column: ColumnId,
        /// What was looked for.
        value: Value,
        /// Where it was asked.
        at: ExprId,
    },
    /// An incomplete table may have a row that a look-up means rather than those that are there.
    NoRow {
        /// The table.
        table: TableId,
        /// The key, as the rule writes it.
        keys: Vec<Value>,
        /// Where it was asked.
        at: ExprId,
    },
    /// A row of which it is not certain that it stands in the list, or a cell that nobody read.
    Unread {
        /// The row.
        row: RowId,
        /// What was looked for, if it was one value.
        value: Option<Value>,
        /// Where it was asked.
        at: Option<ExprId>,
    },
    /// An incomplete table, gone through as a list.
    MoreRows {
        /// The table.
        table: TableId,
    },
    /// A value is not in an incomplete group.
    NotInGroup {
        /// The group.
        group: GroupId,
        /// What was looked for; `None` where it was gone through as a list.
        value: Option<Value>,
    },
    /// A group of which no version is in force on a day.
    NoVersion {
        /// The group.
        group: GroupId,
        /// The day.
        date: Date,
    },
    /// A reading that is not chosen.
    Reading(ReadingId),
    /// No date for a ruleset.
    NoDate(RulesetId),
    /// A code that is coarser than the law's.
    Coarse {
        /// The code of the facts.
        value: Value,
        /// Where it was compared.
        at: ExprId,
    },
    /// It is not known whether an obligation was done in time.
    Duty {
        /// The obligation.
        obligation: ObligationId,
        /// Why.
        doubt: Doubt,
    },
    /// An answer about a look-up says otherwise than the table.
    Against {
        /// The number of the answer.
        answer: usize,
        /// The row that stands there for certain; `None` where certainly none does.
        row: Option<RowId>,
        /// Where it was asked.
        at: ExprId,
    },
    /// It cannot be computed.
    Failed(Failure),
    /// Figures that hang on each other in a circle, and cannot be computed.
    Circle {
        /// E107, E108.
        code: Code,
        /// What one of them means.
        at: ExprId,
        /// Those on a shortest circle.
        members: Arc<[RecordRef]>,
        /// How many are in the circle.
        of: usize,
    },
    /// Several reasons.
    Both(CauseId, CauseId),
}

/// Why something cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Failure {
    /// E101, E102, E103, E104, E105, E110, E302, X100.
    pub(crate) code: Code,
    /// The expression.
    pub(crate) at: ExprId,
    /// The sides of the operator, if it has some.
    pub(crate) sides: Option<(Value, Value)>,
    /// The parameter that has no value.
    pub(crate) parameter: Option<ParameterId>,
    /// The table that has no row.
    pub(crate) table: Option<TableId>,
}

/// All reasons of one evaluation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Causes {
    causes: IdVec<CauseId, Cause>,
    /// The same reason has one number, so that a call with an argument that is not known is remembered like any other.
    known: BTreeMap<Cause, CauseId>,
}

impl Causes {
    /// Forgets all of them.
    pub(crate) fn clear(&mut self) {
        if !self.causes.is_empty() {
            self.causes.truncate(0);
            self.known.clear();
        }
    }

    /// Keeps a reason.
    pub(crate) fn add(&mut self, cause: Cause) -> CauseId {
        if let Some(id) = self.known.get(&cause) {
            return *id;
        }
        let id = self.causes.push(cause.clone());
        self.known.insert(cause, id);
        id
    }

    /// Both reasons.
    pub(crate) fn both(&mut self, one: CauseId, other: CauseId) -> CauseId {
        if one == other {
            one
        } else {
            self.add(Cause::Both(one.min(other), one.max(other)))
        }
    }

    /// Whether it cannot be computed, and nothing else.
    pub(crate) fn is_failed(&self, cause: CauseId) -> bool {
        matches!(self.causes.get(cause), Some(Cause::Failed(_)))
    }

    /// Whether all single reasons are of this kind.
    pub(crate) fn all(&self, root: CauseId, kind: impl Fn(&Cause) -> bool) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            match self.causes.get(id) {
                Some(Cause::Both(one, other)) => open.extend([*one, *other].into_iter().filter(|id| seen.insert(*id))),
                Some(cause) if kind(cause) => {}
                Some(_) | None => return false,
            }
        }
        true
    }

    /// Both reasons, where the first may be missing.
    pub(crate) fn join(&mut self, one: Option<CauseId>, other: CauseId) -> CauseId {
        match one {
            None => other,
            Some(one) => self.both(one, other),
        }
    }

    /// Whether something among these reasons cannot be computed.
    pub(crate) fn cannot_be_computed(&self, root: CauseId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            match self.causes.get(id) {
                Some(Cause::Both(one, other)) => open.extend([*one, *other].into_iter().filter(|id| seen.insert(*id))),
                Some(Cause::Failed(_) | Cause::Circle { .. }) => return true,
                Some(_) | None => {}
            }
        }
        false
    }

    /// The leaves below some reasons, each once, in the order in which they were met; at most `limit`.
    pub(crate) fn leaves(&self, roots: impl IntoIterator<Item = CauseId>, limit: usize) -> Vec<&Cause> {
        let mut seen = BTreeSet::new();
        let mut found: Vec<(CauseId, &Cause)> = Vec::new();
        let mut open: Vec<CauseId> = roots.into_iter().collect();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.causes.get(id) {
                Some(Cause::Both(one, other)) => open.extend([*one, *other]),
                Some(cause) => found.push((id, cause)),
                None => {}
            }
        }
        found.sort_by_key(|(id, _)| *id);
        let mut leaves: Vec<&Cause> = Vec::new();
        for (_, cause) in found {
            if leaves.len() >= limit {
                break;
            }
            if !leaves.iter().any(|leaf| cause.same(leaf)) {
                leaves.push(cause);
            }
        }
        leaves
    }
}

impl Cause {
    /// Whether a person would take both for the same question, wherever it was asked.
    fn same(&self, other: &Cause) -> bool {
        match (self, other) {
            (
                Cause::NotListed {
                    table, column, value, ..
                },
                Cause::NotListed {
                    table: table2,
                    column: column2,
                    value: value2,
                    ..
                },
            ) => table == table2 && column == column2 && value == value2,
            (
                Cause::NoRow { table, keys, .. },
                Cause::NoRow {
                    table: table2,
                    keys: keys2,
                    ..
                },
            ) => table == table2 && keys == keys2,
            (
                Cause::Unread { row, value, .. },
                Cause::Unread {
                    row: row2,
                    value: value2,
                    ..
                },
            ) => row == row2 && value == value2,
            (
                Cause::Against { answer, row, .. },
                Cause::Against {
                    answer: answer2,
                    row: row2,
                    ..
                },
            ) => answer == answer2 && row == row2,
            (Cause::Coarse { value, .. }, Cause::Coarse { value: value2, .. }) => value == value2,
            _ => self == other,
        }
    }
}

/// Yes, no, or open with the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    /// Certainly not.
    No,
    /// It may be either, or cannot be computed.
    Open(CauseId),
    /// Certainly.
    Yes,
}

impl Truth {
    /// A truth that is known.
    pub(crate) fn of(known: bool) -> Truth {
        if known { Truth::Yes } else { Truth::No }
    }

    /// The opposite.
    pub(crate) fn negate(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Yes => Truth::No,
            Truth::Open(cause) => Truth::Open(cause),
        }
    }

    /// The opposite where `negated`.
    pub(crate) fn negate_if(self, negated: bool) -> Truth {
        if negated { self.negate() } else { self }
    }

    /// Whether it may be so.
    pub(crate) fn possible(self) -> bool {
        self != Truth::No
    }

    /// The reason, if it is open.
    pub(crate) fn cause(self) -> Option<CauseId> {
        match self {
            Truth::Open(cause) => Some(cause),
            Truth::No | Truth::Yes => None,
        }
    }

    /// Both hold (Kleene).
    pub(crate) fn and(self, other: Truth, causes: &mut Causes) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, other) => other,
            (open, Truth::Yes) => open,
            (Truth::Open(one), Truth::Open(other)) => Truth::Open(causes.both(one, other)),
        }
    }

    /// At least one holds (Kleene).
    pub(crate) fn or(self, other: Truth, causes: &mut Causes) -> Truth {
        match (self, other) {
            (Truth::Yes, _) | (_, Truth::Yes) => Truth::Yes,
            (Truth::No, other) => other,
            (open, Truth::No) => open,
            (Truth::Open(one), Truth::Open(other)) => Truth::Open(causes.both(one, other)),
        }
    }
}

/// Whether an order satisfies the word of a comparison.
pub(crate) fn satisfies(order: Ordering, word: crate::syntax::ast::OrderWord) -> bool {
    use crate::syntax::ast::OrderWord;
    match word {
        OrderWord::AtLeast => order.is_ge(),
        OrderWord::AtMost => order.is_le(),
        OrderWord::MoreThan => order.is_gt(),
        OrderWord::LessThan => order.is_lt(),
    }
}
