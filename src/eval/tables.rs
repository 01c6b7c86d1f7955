//! Tables and groups: membership, look-ups, rows as a list, and what a missing row means.
//!
//! A row that is certain says yes. What only a row that nobody read says, or what an incomplete table lacks, is not
//! known unless the facts answer it; only a complete table says no. Language reference: "Tables' honesty".

use std::cmp::Ordering;

use crate::plan::ColumnId;
use crate::plan::ExprId;
use crate::plan::ExprKind;
use crate::plan::GroupId;
use crate::plan::ListTarget;
use crate::plan::Nearest;
use crate::value::CauseId;
use crate::value::CodeRelation;
use crate::value::Possible;
use crate::value::RowId;
use crate::value::TableId;
use crate::value::TextId;
use crate::value::Type;
use crate::value::Value;

use super::Cause;
use super::Evaluation;
use super::Frame;
use super::Truth;
use super::lists::Item;
use super::versions::InForce;

/// How a code stands to a list of codes.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    /// It is one of them, or under one.
    under: bool,
    /// It is coarser than one of them.
    coarser: bool,
}

impl<'a> Evaluation<'a> {
    /// Whether a value is in a column, in a group, in a list.
    pub(super) fn within(&mut self, frame: Frame, value: ExprId, target: &'a ListTarget, at: ExprId) -> Truth {
        let value = match self.value(frame, value) {
            Possible::Known(Value::None) => return self.none_in(frame, target, at),
            Possible::Known(value) => value,
            Possible::Open(cause) => return Truth::Open(cause),
        };
        match target {
            ListTarget::Column(table, column) => self.in_column(&value, (*table, *column), frame, at),
            ListTarget::Group(group) => self.in_group(frame, &value, *group, at),
            ListTarget::List(list) | ListTarget::One(list) => {
                let mut found = Truth::No;
                let mut items = self.take_list();
                let more = self.items_of(frame, *list, &mut items);
                for item in &items {
                    let inside = item.maybe.map_or(Truth::Yes, Truth::Open);
                    let same = self.same(&value, &item.value, at);
                    let both = inside.and(same, &mut self.memory.causes);
                    found = found.or(both, &mut self.memory.causes);
                }
                self.give_list(items);
                match more {
                    Some(cause) => found.or(Truth::Open(cause), &mut self.memory.causes),
                    None => found,
                }
            }
        }
    }

    /// `none` is in a list only if the list holds it.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only an optional type has none")]
    fn none_in(&mut self, frame: Frame, target: &'a ListTarget, at: ExprId) -> Truth {
        match target {
            ListTarget::Column(table, column) => match self.plan.tables.at(*table).columns.at(*column).ty {
                Type::Optional(_) => self.in_column(&Value::None, (*table, *column), frame, at),
                _ => Truth::No,
            },
            ListTarget::Group(_) => Truth::No,
            ListTarget::List(list) | ListTarget::One(list) => match self.value(frame, *list) {
                Possible::Known(list) => Truth::of(self.elements(&list).contains(&Value::None)),
                Possible::Open(cause) => Truth::Open(cause),
            },
        }
    }

    /// Whether a value stands in a column.
    fn in_column(&mut self, value: &Value, target: (TableId, ColumnId), frame: Frame, at: ExprId) -> Truth {
        let (table, column) = target;
        let plan = self.plan;
        if plan.tables.at(table).dated {
            return self.in_dated_column(value, target, frame, at);
        }
        let about = &plan.tables.at(table).columns.at(column);
        if found(&about.certain, value).is_some() {
            return self.unless_denied(value, target, frame, at);
        }
        if let Some(answer) = self.answered_by_facts(value, target, frame, at) {
            return answer;
        }
        if let Some(row) = found(&about.uncertain, value) {
            let cause = Cause::Unread {
                row,
                value: Some(value.clone()),
                at: Some(at),
            };
            return Truth::Open(self.memory.causes.add(cause));
        }
        self.absent(value, target, frame, at)
    }

    /// Whether a value stands in a column of a table whose rows are in force for a time, or suspended. Where the column
    /// is the whole key and rows of this value are there, none of which stands, that is a known no.
    fn in_dated_column(&mut self, value: &Value, target: (TableId, ColumnId), frame: Frame, at: ExprId) -> Truth {
        let (table, column) = target;
        let plan = self.plan;
        let of = plan.tables.at(table);
        let about = of.columns.at(column);
        let mut truth = Truth::No;
        let (certain, uncertain) = (equal_range(&about.certain, value), equal_range(&about.uncertain, value));
        for (_, row) in certain.iter().chain(uncertain) {
            let stands = self.stands(frame, *row);
            truth = truth.or(stands, &mut self.memory.causes);
            if truth == Truth::Yes {
                return self.unless_denied(value, target, frame, at);
            }
        }
        let answer = self.answered_by_facts(value, target, frame, at);
        let is_there = !(certain.is_empty() && uncertain.is_empty());
        let known_no = truth == Truth::No && is_there && of.key == [column] && of.nearest == Nearest::Exact;
        match (known_no, answer) {
            (true, None | Some(Truth::No)) => Truth::No,
            // The answer says otherwise than the table.
            (true, Some(Truth::Yes | Truth::Open(_))) => Truth::Open(self.not_listed(value, target, at)),
            (false, Some(answer)) => self.settled(truth, answer, table),
            (false, None) if truth != Truth::No => truth,
            (false, None) => self.absent(value, target, frame, at),
        }
    }

    /// What an answer settles of what the rows leave open: what the table lacks and what nobody read in it, never a
    /// reading.
    fn settled(&self, rows: Truth, answer: Truth, table: TableId) -> Truth {
        match rows {
            Truth::Open(cause) if !self.is_answerable(cause, table) => rows,
            Truth::Open(_) | Truth::No | Truth::Yes => answer,
        }
    }

    /// Yes by a row, unless an answer about this very value says otherwise: then one of the two is a mistake.
    fn unless_denied(&mut self, value: &Value, target: (TableId, ColumnId), frame: Frame, at: ExprId) -> Truth {
        if self.is_denied(value, target, frame) {
            Truth::Open(self.not_listed(value, target, at))
        } else {
            Truth::Yes
        }
    }

    fn not_listed(&mut self, value: &Value, (table, column): (TableId, ColumnId), at: ExprId) -> CauseId {
        self.memory.causes.add(Cause::NotListed {
            table,
            column,
            value: value.clone(),
            at,
        })
    }

    /// What it means that no row says so.
    fn absent(&mut self, value: &Value, (table, column): (TableId, ColumnId), frame: Frame, at: ExprId) -> Truth {
        let plan = self.plan;
        let about = plan.tables.at(table);
        let covered = about.key.contains(&column) && self.is_covered(about, value);
        if about.incomplete.is_some() && !covered {
            let cause = Cause::NotListed {
                table,
                column,
                value: value.clone(),
                at,
            };
            return Truth::Open(self.memory.causes.add(cause));
        }
        for row in &about.columns.at(column).unknown {
            if self.stands(frame, *row).possible() {
                let cause = Cause::Unread {
                    row: *row,
                    value: Some(value.clone()),
                    at: Some(at),
                };
                return Truth::Open(self.memory.causes.add(cause));
            }
        }
        Truth::No
    }

    /// Whether a value is a member of a group.
    fn in_group(&mut self, frame: Frame, value: &Value, group: GroupId, at: ExprId) -> Truth {
        self.of_group(frame, group, |this, group| this.is_member(value, group, at))
    }

    /// What holds of a group holds of it in the version in force, or of a group with dates that it names.
    fn of_group(&mut self, frame: Frame, group: GroupId, ask: impl Fn(&mut Self, GroupId) -> Truth + Copy) -> Truth {
        let plan = self.plan;
        let about = plan.groups.at(group);
        let mut truth = if about.versions.is_empty() {
            ask(self, group)
        } else {
            self.of_version(frame, group, ask)
        };
        for inner in &about.includes {
            if truth == Truth::Yes {
                break;
            }
            let also = self.of_group(frame, *inner, ask);
            truth = truth.or(also, &mut self.memory.causes);
        }
        truth
    }

    fn of_version(&mut self, frame: Frame, group: GroupId, ask: impl Fn(&mut Self, GroupId) -> Truth + Copy) -> Truth {
        let versions = &self.plan.groups.at(group).versions;
        let periods = versions.iter().map(|version| &version.period);
        match self.in_force(periods, frame.ruleset, frame.element) {
            InForce::One(number) => match versions.get(number) {
                Some(version) => self.of_group(frame, version.of, ask),
                None => Truth::No,
            },
            InForce::None(date) => Truth::Open(self.memory.causes.add(Cause::NoVersion { group, date })),
            InForce::Open { cause, none: true, .. } => Truth::Open(cause),
            InForce::Open { cause, maybe, .. } => {
                let mut result: Option<Truth> = None;
                for version in maybe.iter().filter_map(|number| versions.get(*number)) {
                    let truth = self.of_group(frame, version.of, ask);
                    result = match result {
                        None => Some(truth),
                        Some(before) if before == truth => Some(before),
                        Some(_) => Some(Truth::Open(cause)),
                    };
                }
                result.unwrap_or(Truth::Open(cause))
            }
        }
    }

    fn is_member(&mut self, value: &Value, group: GroupId, at: ExprId) -> Truth {
        let plan = self.plan;
        let about = plan.groups.at(group);
        let (certain, uncertain) = (about.sorted.0.as_slice(), about.sorted.1.as_slice());
        if self.stands_among(value, certain) {
            return Truth::Yes;
        }
        if self.stands_among(value, uncertain) || about.incomplete.is_some() {
            let cause = Cause::NotInGroup {
                group,
                value: Some(value.clone()),
            };
            return Truth::Open(self.memory.causes.add(cause));
        }
        let coarser = self.standing_among(value, certain).coarser || self.standing_among(value, uncertain).coarser;
        if coarser { self.coarse(value, at) } else { Truth::No }
    }

    /// Whether a code is the same as one of these, or under it. A code that is coarser than the law's is not known.
    pub(super) fn under(&mut self, frame: Frame, value: ExprId, target: &'a ListTarget, at: ExprId) -> Truth {
        let (code, value) = match self.value(frame, value) {
            Possible::Known(Value::Code(scheme, code)) => (code, Value::Code(scheme, code)),
            Possible::Known(_) => return Truth::No,
            Possible::Open(cause) => return Truth::Open(cause),
        };
        match target {
            ListTarget::Column(table, column) => {
                // Most codes that are in a list stand there as they are.
                let of = self.plan.tables.at(*table);
                let about = of.columns.at(*column);
                if !of.dated && found(&about.certain, &value).is_some() {
                    return Truth::Yes;
                }
                // An answer holds up to a day, so with answers it depends on whose date is asked for.
                if of.dated || !self.facts.answers.is_empty() {
                    return self.under_column(&value, (*table, *column), frame, at);
                }
                let key = (*table, *column, code);
                if let Some(truth) = self.memory.codes.get(&key) {
                    return *truth;
                }
                let truth = self.under_column(&value, (*table, *column), frame, at);
                self.memory.codes.insert(key, truth);
                truth
            }
            ListTarget::Group(group) => self.of_group(frame, *group, |this, group| this.under_group(&value, group, at)),
            ListTarget::One(one) => match self.value(frame, *one) {
                Possible::Known(over @ Value::Code(..)) => {
                    let standing = self.standing(&value, std::iter::once(&over));
                    self.stood(standing, (&value, Some(&over)), self.is_law(*one), at)
                }
                Possible::Known(_) => Truth::No,
                Possible::Open(cause) => Truth::Open(cause),
            },
            ListTarget::List(list) => {
                let mut items = self.take_list();
                let more = self.items_of(frame, *list, &mut items);
                let law = self.is_law(*list);
                let mut found = Truth::No;
                for item in &items {
                    let standing = self.standing(&value, std::iter::once(&item.value));
                    let stood = self.stood(standing, (&value, Some(&item.value)), law, at);
                    let inside = item.maybe.map_or(Truth::Yes, Truth::Open);
                    let both = inside.and(stood, &mut self.memory.causes);
                    found = found.or(both, &mut self.memory.causes);
                }
                self.give_list(items);
                match more {
                    Some(cause) => found.or(Truth::Open(cause), &mut self.memory.causes),
                    None => found,
                }
            }
        }
    }

    fn under_column(&mut self, value: &Value, target: (TableId, ColumnId), frame: Frame, at: ExprId) -> Truth {
        let (table, column) = target;
        let plan = self.plan;
        let facts = self.facts;
        let codes = &plan.tables.at(table).columns.at(column).codes;
        let Value::Code(scheme, code) = value else {
            return Truth::No;
        };
        let text = facts.texts.get(*code);
        let levels = plan.shape.schemes.get(*scheme);
        let above = levels.into_iter().flat_map(|levels| levels.above(text));
        let mut truth = Truth::No;
        for over in std::iter::once(text).chain(above) {
            for row in self.with_code(codes, column, over) {
                let stands = self.stands_for(value, frame, *row, at);
                truth = truth.or(stands, &mut self.memory.causes);
                if truth == Truth::Yes {
                    return self.unless_denied(value, target, frame, at);
                }
            }
        }
        let (mut coarser, mut finer) = (Truth::No, Truth::No);
        for row in self.beginning_with(codes, column, text) {
            let Some(Some(Value::Code(_, law))) = plan.rows.at(*row).cells.get(crate::ids::Id::index(column)) else {
                continue;
            };
            if self.relation(*scheme, *code, *law) == CodeRelation::Coarser {
                match self.stands_for(value, frame, *row, at) {
                    Truth::No => {}
                    Truth::Yes => coarser = Truth::Yes,
                    open @ Truth::Open(_) => finer = finer.or(open, &mut self.memory.causes),
                }
            }
        }
        if let Some(answer) = self.answered_by_facts(value, target, frame, at) {
            // That a coarse code is not in the list says nothing of the finer ones that it may stand for.
            return match self.settled(truth, answer, table) {
                Truth::No if coarser == Truth::Yes => self.coarse(value, at),
                Truth::No => finer,
                settled @ (Truth::Yes | Truth::Open(_)) => settled,
            };
        }
        truth = truth.or(finer, &mut self.memory.causes);
        if truth != Truth::No {
            return truth;
        }
        if coarser == Truth::Yes {
            return self.coarse(value, at);
        }
        self.absent(value, target, frame, at)
    }

    /// Whether a row stands in its table, asked for a value.
    fn stands_for(&mut self, value: &Value, frame: Frame, row: RowId, at: ExprId) -> Truth {
        let stands = self.stands(frame, row);
        if stands.possible() && !self.plan.rows.at(row).certain {
            let cause = Cause::Unread {
                row,
                value: Some(value.clone()),
                at: Some(at),
            };
            return Truth::Open(self.memory.causes.add(cause));
        }
        stands
    }

    fn under_group(&mut self, value: &Value, group: GroupId, at: ExprId) -> Truth {
        let plan = self.plan;
        let about = plan.groups.at(group);
        let certain = self.standing_among(value, &about.sorted.0);
        let uncertain = self.standing_among(value, &about.sorted.1);
        if certain.under {
            return Truth::Yes;
        }
        if uncertain.under || uncertain.coarser || about.incomplete.is_some() {
            let cause = Cause::NotInGroup {
                group,
                value: Some(value.clone()),
            };
            return Truth::Open(self.memory.causes.add(cause));
        }
        self.stood(certain, (value, None), true, at)
    }

    fn standing<'v>(&self, value: &Value, codes: impl Iterator<Item = &'v Value>) -> Standing {
        let mut standing = Standing::default();
        let Value::Code(scheme, code) = value else {
            return standing;
        };
        let Some(levels) = self.plan.shape.schemes.get(*scheme) else {
            return standing;
        };
        let fact = self.facts.texts.get(*code);
        for other in codes {
            let Value::Code(_, law) = other else { continue };
            match levels.relation(fact, self.facts.texts.get(*law)) {
                CodeRelation::Same | CodeRelation::Under => standing.under = true,
                CodeRelation::Coarser => standing.coarser = true,
                CodeRelation::Apart => {}
            }
        }
        standing
    }

    fn compare_members(&self, member: &Value, value: &Value) -> Ordering {
        crate::ops::compare_keys(member, value, |text| self.facts.texts.get(text))
    }

    /// Whether a value is one of these, which are sorted as keys are.
    fn stands_among(&self, value: &Value, sorted: &[Value]) -> bool {
        let from = sorted.partition_point(|member| self.compare_members(member, value).is_lt());
        let same = sorted.iter().skip(from);
        let mut same = same.take_while(|member| self.compare_members(member, value).is_eq());
        same.any(|member| member == value)
    }

    /// How a code stands to these, which are sorted as keys are: those under a code come right after it.
    fn standing_among(&self, value: &Value, sorted: &[Value]) -> Standing {
        let mut standing = Standing::default();
        let (Value::Code(scheme, code), false) = (value, sorted.is_empty()) else {
            return standing;
        };
        let Some(levels) = self.plan.shape.schemes.get(*scheme) else {
            return standing;
        };
        let text = self.facts.texts.get(*code);
        let code_of = |member: &Value| {
            if let Value::Code(_, member) = member {
                Some(*member)
            } else {
                None
            }
        };
        let order = |member: &Value, wanted: &str| {
            code_of(member).map_or(Ordering::Less, |member| {
                crate::ops::compare_codes(self.facts.texts.get(member), wanted)
            })
        };
        let among = |wanted: &str| sorted.binary_search_by(|member| order(member, wanted)).is_ok();
        standing.under = std::iter::once(text).chain(levels.above(text)).any(among);
        let behind = sorted.partition_point(|member| order(member, text).is_le());
        let finer = sorted.iter().skip(behind).map_while(code_of);
        let mut finer = finer.take_while(|member| begins_with(self.facts.texts.get(*member), text));
        standing.coarser = finer.any(|law| self.relation(*scheme, *code, law) == CodeRelation::Coarser);
        standing
    }

    /// A code that is coarser than the law's is not known; so is one that is under a code of the facts, which may be
    /// coarse itself: that one is named.
    fn stood(&mut self, standing: Standing, (value, over): (&Value, Option<&Value>), law: bool, at: ExprId) -> Truth {
        if standing.under && law {
            Truth::Yes
        } else if standing.under {
            self.coarse(over.unwrap_or(value), at)
        } else if standing.coarser {
            self.coarse(value, at)
        } else {
            Truth::No
        }
    }

    /// How a code of the facts stands to one of the law.
    pub(super) fn relation(&self, scheme: crate::value::SchemeId, fact: TextId, law: TextId) -> CodeRelation {
        if fact == law {
            return CodeRelation::Same;
        }
        match self.plan.shape.schemes.get(scheme) {
            Some(scheme) => scheme.relation(self.facts.texts.get(fact), self.facts.texts.get(law)),
            None => CodeRelation::Apart,
        }
    }

    /// A cell of a row; one that nobody read is not known.
    pub(super) fn column(&mut self, frame: Frame, row: ExprId, column: ColumnId, at: ExprId) -> Possible {
        let plan = self.plan;
        if !(self.facts.row_answers.is_empty() && self.facts.answers.is_empty())
            && let ExprKind::Lookup { table, keys } = &plan.exprs.at(row).kind
        {
            return self.answered_cell(frame, (*table, column), keys, (row, at));
        }
        match self.value(frame, row) {
            Possible::Known(Value::Row(row)) => self.cell_of(row, column, at),
            Possible::Known(_) => self.fault(at),
            open @ Possible::Open(_) => open,
        }
    }

    /// A cell of a row that is known.
    pub(super) fn cell_of(&mut self, row: RowId, column: ColumnId, at: ExprId) -> Possible {
        match self.plan.rows.at(row).cells.get(crate::ids::Id::index(column)) {
            Some(Some(value)) => Possible::Known(value.clone()),
            Some(None) | None => Possible::Open(self.memory.causes.add(Cause::Unread {
                row,
                value: None,
                at: Some(at),
            })),
        }
    }

    /// The rows of a table that are in force, as a list; an incomplete one may have more.
    pub(super) fn table_rows(&mut self, frame: Frame, table: TableId, out: &mut Vec<Item>) -> Option<CauseId> {
        let plan = self.plan;
        let about = plan.tables.at(table);
        for row in &about.rows {
            let maybe = match self.stands(frame, *row) {
                Truth::Yes => None,
                Truth::No => continue,
                Truth::Open(cause) => Some(cause),
            };
            out.push(Item {
                value: Value::Row(*row),
                maybe,
            });
        }
        about.incomplete.as_ref()?;
        Some(self.memory.causes.add(Cause::MoreRows { table }))
    }

    /// The members of a group as a list.
    pub(super) fn group_members(&mut self, frame: Frame, group: GroupId, out: &mut Vec<Item>) -> Option<CauseId> {
        let plan = self.plan;
        let about = plan.groups.at(group);
        let mut more = None;
        if !about.versions.is_empty() {
            let periods = about.versions.iter().map(|version| &version.period);
            return match self.in_force(periods, frame.ruleset, frame.element) {
                InForce::One(number) => match about.versions.get(number) {
                    Some(version) => self.group_members(frame, version.of, out),
                    None => None,
                },
                InForce::None(date) => Some(self.memory.causes.add(Cause::NoVersion { group, date })),
                InForce::Open { cause, .. } => Some(cause),
            };
        }
        for inner in &about.includes {
            if let Some(cause) = self.group_members(frame, *inner, out) {
                more = Some(self.memory.causes.join(more, cause));
            }
        }
        let known: std::collections::BTreeSet<Value> = out.iter().map(|item| item.value.clone()).collect();
        let new = about.members.iter().filter(|value| !known.contains(value));
        out.extend(new.map(|value| Item {
            value: value.clone(),
            maybe: None,
        }));
        for value in &about.uncertain {
            let cause = self.memory.causes.add(Cause::NotInGroup {
                group,
                value: Some(value.clone()),
            });
            out.push(Item {
                value: value.clone(),
                maybe: Some(cause),
            });
        }
        if about.incomplete.is_some() {
            let cause = self.memory.causes.add(Cause::NotInGroup { group, value: None });
            more = Some(self.memory.causes.join(more, cause));
        }
        more
    }
}

/// Whether a code begins with these letters, in whatever case.
fn begins_with(code: &str, start: &str) -> bool {
    let begin = code.as_bytes().get(..start.len());
    begin.is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()))
}

/// A row that has this value, in a sorted column.
fn found(column: &[(Value, RowId)], value: &Value) -> Option<RowId> {
    let at = column.partition_point(|(cell, _)| cell < value);
    column.get(at).filter(|(cell, _)| cell == value).map(|(_, row)| *row)
}

/// All entries that have this value, in a sorted column.
fn equal_range<'c>(column: &'c [(Value, RowId)], value: &Value) -> &'c [(Value, RowId)] {
    let from = column.partition_point(|(cell, _)| cell < value);
    let to = column.partition_point(|(cell, _)| cell <= value);
    column.get(from..to).unwrap_or(&[])
}
