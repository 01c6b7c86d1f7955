//! Facts from JSON or YAML, straight into numbered slots: what the text says is checked against the shape value by value.
//!
//! *Takes* the text of one record. *Gives* [`Facts`], and a diagnostic for each mistake: after one, reading goes on, so
//! that one run shows all of them; only what is neither JSON nor YAML ends it. *Promises*: where nothing was said, every value has the
//! type and the range of its field, every reference leads to a record, and a key that is left out is the only thing
//! that is not known. There is no tree between: records and lists that are open stand on an explicit stack, because
//! their depth comes from the facts. Language reference: "Fact files".

use std::cmp::Ordering;

use crate::data::Place;
use crate::data::json;
use crate::data::pull;
use crate::data::pull::Fault;
use crate::data::pull::Pull;
use crate::data::pull::Syntax;
use crate::data::yaml;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::facts::Cell;
use crate::facts::CellValue;
use crate::facts::Facts;
use crate::facts::RecordEntry;
use crate::facts::dollar::EvidenceFrame;
use crate::facts::errors;
use crate::facts::errors::OtherKind;
use crate::facts::errors::Problem;
use crate::facts::errors::Whereabouts;
use crate::facts::keys::Kind;
use crate::facts::keys::Slot;
use crate::facts::keys::Table;
use crate::facts::path::Paths;
use crate::facts::references::Pending;
use crate::ids::Id;
use crate::limits::Limits;
use crate::plan::FieldId;
use crate::plan::Shape;
use crate::source::Lines;
use crate::source::Span;
use crate::value::RecordRef;
use crate::value::RecordType;
use crate::value::Value;

/// The text of one record, and where it begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FactText<'t> {
    /// The text.
    pub(crate) text: &'t str,
    /// The number of its first line in the file.
    pub(crate) first_line: u32,
    /// The form in which it is written.
    pub(crate) syntax: Syntax,
}

/// Reads facts of one shape, record after record, with the same memory.
#[derive(Debug)]
pub(crate) struct Binder<'s> {
    shape: &'s Shape,
    limits: &'s Limits,
    scratch: Scratch,
}

/// Memory that is used again for the next record.
#[derive(Debug)]
pub(super) struct Scratch {
    /// By number of the record type.
    pub(super) tables: Vec<Table>,
    pub(super) frames: Vec<Frame>,
    /// Elements of the lists that are open, the innermost last.
    gathered: Vec<(Value, Place)>,
    /// For each cell the first byte of its key; 0 where there was none.
    keys: Vec<u32>,
    pub(super) pending: Vec<Pending>,
    pub(super) problems: Vec<Problem>,
    pub(super) sorted: Vec<(RecordType, Value, RecordRef)>,
    /// The first byte of `$id` and `$answers`; 0 where they have not come.
    pub(super) top_keys: [u32; 2],
    spare: json::Spare,
}

/// What is open.
#[derive(Clone, Copy, Debug)]
pub(super) enum Frame {
    Record(RecordFrame),
    List(ListFrame),
    Evidence(EvidenceFrame),
}

/// A record that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordFrame {
    record: RecordRef,
    ty: RecordType,
    /// Its first cell.
    first: usize,
    /// The number of the field read last, plus one.
    previous: usize,
    /// How many levels of parts it is inside of.
    level: usize,
    /// Where it goes; `None` for the top-level facts.
    target: Option<Target>,
    start: u32,
}

/// A list that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListFrame {
    target: Target,
    /// Where its elements begin among those gathered.
    from: usize,
    /// How many elements there were, faulty ones included.
    count: u32,
    start: u32,
}

/// Where a value goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    pub(super) record: RecordRef,
    pub(super) ty: RecordType,
    pub(super) field: usize,
    pub(super) cell: usize,
    /// The number of the element, if it goes to the list of the field and not to the field itself.
    pub(super) element: Option<u32>,
    /// The number of its evidence plus one; 0 for none.
    pub(super) evidence: u32,
    /// How many levels of parts the record is inside of.
    pub(super) level: usize,
}

impl Target {
    pub(super) fn whereabouts(&self) -> Whereabouts {
        Whereabouts::Field(self.record, FieldId::from_index(self.field), self.element)
    }
}

/// What comes next in a record.
enum Next {
    /// A field, and the place of its key.
    Field(usize, Place),
    /// Another key, which has been read with its value.
    Other,
    /// Nothing.
    End,
}

/// Why reading ends early.
pub(super) enum Stop<F> {
    /// The text is not what it should be.
    Text(F),
    /// What there is to say has been said.
    Said,
}

impl<F> From<F> for Stop<F> {
    fn from(fault: F) -> Stop<F> {
        Stop::Text(fault)
    }
}

impl<'s> Binder<'s> {
    /// Makes ready for facts of this shape.
    pub(crate) fn new(shape: &'s Shape, limits: &'s Limits) -> Binder<'s> {
        let scratch = Scratch {
            tables: shape.records.iter().map(Table::new).collect(),
            frames: Vec::new(),
            gathered: Vec::new(),
            keys: Vec::new(),
            pending: Vec::new(),
            problems: Vec::new(),
            sorted: Vec::new(),
            top_keys: [0; 2],
            spare: json::Spare::default(),
        };
        Binder { shape, limits, scratch }
    }

    /// Reads one record. Where an error was said, the facts must not be evaluated.
    pub(crate) fn bind(&mut self, text: FactText<'_>, facts: &mut Facts, diagnostics: &mut Diagnostics) {
        match text.syntax {
            Syntax::Json => {
                let spare = std::mem::take(&mut self.scratch.spare);
                let reader = json::Reader::reusing(text.text, self.limits, spare);
                self.scratch.spare = self.read(reader, text, facts, diagnostics).into_spare();
            }
            Syntax::Yaml => {
                self.read(yaml::Reader::new(text.text, self.limits), text, facts, diagnostics);
            }
        }
        if !self.scratch.problems.is_empty() {
            let paths = Paths::new(self.shape, facts);
            for problem in self.scratch.problems.drain(..) {
                diagnostics.add(problem.finish(&paths));
            }
        }
    }

    fn read<'t, R: Pull<'t>>(
        &mut self,
        reader: R,
        text: FactText<'t>,
        facts: &mut Facts,
        diagnostics: &mut Diagnostics,
    ) -> R {
        facts.clear();
        let scratch = &mut self.scratch;
        scratch.frames.clear();
        scratch.gathered.clear();
        scratch.keys.clear();
        scratch.pending.clear();
        scratch.top_keys = [0; 2];
        let mut reading = Reading {
            shape: self.shape,
            limits: self.limits,
            text,
            reader,
            facts,
            scratch,
            waiting: None,
            lines: None,
        };
        match reading.all() {
            Ok(()) => reading.resolve(),
            Err(Stop::Text(fault)) => {
                let said = fault.diagnostic(text.text, reading.facts.file);
                // A line of a stream that was laid out over several lines ends too early.
                let is_line = text.syntax == Syntax::Json && !text.text.contains('\n');
                let said = if is_line && fault.at() >= text.text.len() {
                    said.help("in an `.ndjson` file each record stands on one line")
                } else {
                    said
                };
                diagnostics.add(said);
            }
            Err(Stop::Said) => {}
        }
        reading.reader
    }
}

/// One record that is being read.
pub(super) struct Reading<'r, 't, R> {
    pub(super) shape: &'r Shape,
    pub(super) limits: &'r Limits,
    pub(super) text: FactText<'t>,
    pub(super) reader: R,
    pub(super) facts: &'r mut Facts,
    pub(super) scratch: &'r mut Scratch,
    /// The first key of an object, read to see what kind of object it is.
    waiting: Option<pull::Text<'t>>,
    /// Where the lines of the text begin, once that was asked.
    lines: Option<Lines>,
}

impl<'t, R: Pull<'t>> Reading<'_, 't, R> {
    fn all(&mut self) -> Result<(), Stop<R::Fault>> {
        if self.reader.peek()? == pull::Kind::Array {
            return Err(self.several());
        }
        let start = self.reader.begin_object()?.start;
        self.open_record(self.shape.root, None, start)?;
        while let Some(frame) = self.scratch.frames.last() {
            match *frame {
                Frame::Record(frame) => self.fields(frame)?,
                Frame::List(frame) => self.elements(frame)?,
                Frame::Evidence(frame) => self.evidence(frame)?,
            }
        }
        self.reader.end()?;
        Ok(())
    }

    /// A list stands where the record of the facts should.
    #[cold]
    fn several(&mut self) -> Stop<R::Fault> {
        let at = Place::new(self.reader.at(), self.reader.at().saturating_add(1));
        let diagnostic = Diagnostic::error(
            Code::F203,
            at.span(self.facts.file),
            "a list stands where the facts of one case belong",
        )
        .help(R::MANY);
        self.problem(Whereabouts::Record(RecordRef::from_index(0)), diagnostic);
        Stop::Said
    }

    /// The next key of the innermost object.
    #[inline]
    pub(super) fn key(&mut self) -> Result<Option<pull::Text<'t>>, Stop<R::Fault>> {
        match self.waiting.take() {
            Some(key) => Ok(Some(key)),
            None => Ok(self.reader.next_key()?),
        }
    }

    /// Reads fields until the record ends or something is opened in it.
    fn fields(&mut self, frame: RecordFrame) -> Result<(), Stop<R::Fault>> {
        let open = self.scratch.frames.len();
        let mut previous = frame.previous;
        loop {
            if self.is_flooded() {
                return Err(Stop::Said);
            }
            let (field, place) = match self.next_field(frame, previous)? {
                Next::Field(field, place) => (field, place),
                Next::Other => continue,
                Next::End => break,
            };
            previous = field.saturating_add(1);
            let cell = frame.first.saturating_add(field);
            let target = Target {
                record: frame.record,
                ty: frame.ty,
                field,
                cell,
                element: None,
                evidence: 0,
                level: frame.level,
            };
            match self.scratch.keys.get_mut(cell) {
                Some(first @ 0) => *first = place.start,
                Some(first) => {
                    let first = *first;
                    let name = self.slot(target).map_or("", |slot| &slot.name).to_owned();
                    let text = std::borrow::Cow::Owned(name);
                    self.twice(target.whereabouts(), &pull::Text { text, place }, first);
                    self.reader.skip_value()?;
                    continue;
                }
                None => {}
            }
            if self.usual_value(target) {
                continue;
            }
            self.value(target)?;
            if self.scratch.frames.len() > open {
                if let Some(Frame::Record(outer)) = self.scratch.frames.get_mut(open.saturating_sub(1)) {
                    outer.previous = previous;
                }
                return Ok(());
            }
        }
        self.scratch.frames.pop();
        self.close_record(frame);
        Ok(())
    }

    /// The field that comes next; the one that came here in the record before is tried first.
    #[inline]
    fn next_field(&mut self, frame: RecordFrame, previous: usize) -> Result<Next, Stop<R::Fault>> {
        let table = self.scratch.tables.get(frame.ty.index());
        if self.waiting.is_none()
            && let Some((field, slot)) = table.and_then(|table| table.expected(previous))
            && let Some(place) = self.reader.next_key_if(&slot.quoted)
        {
            return Ok(Next::Field(field, place));
        }
        let Some(key) = self.key()? else {
            return Ok(Next::End);
        };
        let table = self.scratch.tables.get_mut(frame.ty.index());
        if let Some(field) = table.and_then(|table| table.find(&key.text, previous)) {
            return Ok(Next::Field(field, key.place));
        }
        self.other_key(frame, &key)?;
        Ok(Next::Other)
    }

    /// A key that is no field of its record.
    #[cold]
    fn other_key(&mut self, frame: RecordFrame, key: &pull::Text<'t>) -> Result<(), Stop<R::Fault>> {
        if key.text.starts_with('$') {
            return self.dollar_key(frame.record, key);
        }
        let at = key.place.span(self.facts.file);
        let diagnostic = errors::unknown_key(self.shape, frame.ty, &key.text, at);
        self.problem(Whereabouts::Key(frame.record, key.text.as_ref().into()), diagnostic);
        self.reader.skip_value()?;
        Ok(())
    }

    /// A key that stands a second time; `first` is the first byte of the first.
    #[cold]
    pub(super) fn twice(&mut self, whereabouts: Whereabouts, key: &pull::Text<'t>, first: u32) {
        let first = self.place_of(first);
        let diagnostic = errors::twice(&key.text, key.place.span(self.facts.file), &first);
        self.add(whereabouts, diagnostic, true);
    }

    /// `line:column` of a byte.
    fn place_of(&mut self, byte: u32) -> String {
        let text = self.text.text;
        let at = self.lines.get_or_insert_with(|| Lines::of(text)).position(text, byte);
        let line = at.line.saturating_sub(1).saturating_add(self.text.first_line);
        format!("{line}:{}", at.column)
    }

    /// Reads elements until the list ends or something is opened in it.
    fn elements(&mut self, frame: ListFrame) -> Result<(), Stop<R::Fault>> {
        let open = self.scratch.frames.len();
        let mut count = frame.count;
        while self.reader.next_element()? {
            let target = Target {
                element: Some(count),
                evidence: 0,
                ..frame.target
            };
            count = count.saturating_add(1);
            self.value(target)?;
            if self.is_flooded() {
                return Err(Stop::Said);
            }
            if self.scratch.frames.len() > open {
                if let Some(Frame::List(outer)) = self.scratch.frames.get_mut(open.saturating_sub(1)) {
                    outer.count = count;
                }
                return Ok(());
            }
        }
        self.scratch.frames.pop();
        self.close_list(frame);
        Ok(())
    }

    /// Reads the value that comes next, or opens it.
    pub(super) fn value(&mut self, target: Target) -> Result<(), Stop<R::Fault>> {
        let Some(slot) = self.slot(target) else {
            return Err(self.fault_of_ours(target));
        };
        let (kind, is_optional) = (slot.kind, slot.is_optional);
        let wants_list = slot.is_list && target.element.is_none();
        let found = self.reader.peek()?;
        match found {
            pull::Kind::Boolean | pull::Kind::Plain
                if kind == Kind::Boolean && !wants_list && self.reader.is_boolean()? =>
            {
                let (value, place) = self.reader.boolean()?;
                self.store(target, Value::Boolean(value), place);
            }
            pull::Kind::String | pull::Kind::Plain if !wants_list => {
                let text = self.reader.string()?;
                self.written_text(target, kind, &text, found);
            }
            pull::Kind::Number if !wants_list => {
                let (text, place) = self.reader.number()?;
                self.written_number(target, kind, text, place);
            }
            pull::Kind::Missing => {
                let place = self.reader.null()?;
                self.missing(target, place);
            }
            pull::Kind::Null => {
                let place = self.reader.null()?;
                if is_optional && target.element.is_none() {
                    self.store(target, Value::None, place);
                } else {
                    self.null_here(target, place);
                }
            }
            pull::Kind::Array if wants_list => {
                let start = self.reader.begin_array()?.start;
                let from = self.scratch.gathered.len();
                self.scratch.frames.push(Frame::List(ListFrame {
                    target,
                    from,
                    count: 0,
                    start,
                }));
            }
            pull::Kind::Object => self.object(target, kind, wants_list)?,
            pull::Kind::Array | pull::Kind::String | pull::Kind::Number | pull::Kind::Boolean | pull::Kind::Plain => {
                let place = self.reader.skip_value()?;
                self.other_kind(target, found, place);
            }
        }
        Ok(())
    }

    /// An object: a record, or evidence around a value.
    fn object(&mut self, target: Target, kind: Kind, wants_list: bool) -> Result<(), Stop<R::Fault>> {
        let start = self.reader.begin_object()?.start;
        if let (Kind::Record(ty), false, false) = (kind, wants_list, self.reader.key_may_begin_with(b'$')) {
            return self.open_record(ty, Some(target), start);
        }
        let first = self.reader.next_key()?;
        let is_dollar = first.as_ref().is_some_and(|key| key.text.starts_with('$'));
        if is_dollar && target.evidence == 0 {
            self.waiting = first;
            self.open_evidence(target, start);
        } else if let (Kind::Record(ty), false, false) = (kind, wants_list, is_dollar) {
            self.waiting = first;
            self.open_record(ty, Some(target), start)?;
        } else {
            let mut more = first.is_some();
            while more {
                self.reader.skip_value()?;
                more = self.reader.next_key()?.is_some();
            }
            let place = Place::new(usize::try_from(start).unwrap_or(0), self.reader.at());
            if is_dollar {
                self.evidence_twice(target, place);
            } else {
                self.other_kind(target, pull::Kind::Object, place);
            }
        }
        Ok(())
    }

    fn open_record(&mut self, ty: RecordType, target: Option<Target>, start: u32) -> Result<(), Stop<R::Fault>> {
        let record = RecordRef::from_index(self.facts.records.len());
        let brace = Place {
            start,
            end: start.saturating_add(1),
        };
        let outer = target.map_or(0, |target| target.level);
        let is_part = target.is_some_and(|target| self.is_part(target));
        let level = if is_part { outer.saturating_add(1) } else { 0 };
        if level > self.limits.parts_depth {
            return Err(self.too_much(target, Code::F104, "parts are nested too deep", brace));
        }
        if self.facts.records.len() >= self.limits.records {
            return Err(self.too_much(target, Code::F105, "too many records in one case", brace));
        }
        let first = self.facts.cells.len();
        let parent = target.map(|target| {
            (
                target.record,
                FieldId::from_index(target.field),
                target.element.unwrap_or(0),
            )
        });
        let first_cell = u32::try_from(first).unwrap_or(u32::MAX);
        self.facts.records.push(RecordEntry {
            ty,
            first: first_cell,
            parent,
            place: (start, start),
        });
        if let Some(table) = self.scratch.tables.get(ty.index()) {
            self.facts.cells.extend_from_slice(&table.template);
        }
        self.scratch.keys.resize(self.facts.cells.len(), 0);
        self.scratch.frames.push(Frame::Record(RecordFrame {
            record,
            ty,
            first,
            previous: 0,
            level,
            target,
            start,
        }));
        Ok(())
    }

    fn is_part(&self, target: Target) -> bool {
        let table = self.scratch.tables.get(target.ty.index());
        table
            .and_then(|table| table.parts)
            .is_some_and(|parts| parts.index() == target.field)
    }

    #[cold]
    fn too_much(&mut self, target: Option<Target>, code: Code, title: &str, at: Place) -> Stop<R::Fault> {
        let whereabouts = target.map_or(Whereabouts::Record(RecordRef::from_index(0)), |target| {
            target.whereabouts()
        });
        let diagnostic = Diagnostic::error(code, at.span(self.facts.file), title);
        self.problem(
            whereabouts,
            diagnostic.help("`rulec --limits` shows how far facts may go"),
        );
        Stop::Said
    }

    fn close_record(&mut self, frame: RecordFrame) {
        let end = u32::try_from(self.reader.at()).unwrap_or(u32::MAX);
        if let Some(entry) = self.facts.records.get_mut(frame.record.index()) {
            entry.place = (frame.start, end);
        }
        let key = self.scratch.tables.get(frame.ty.index()).and_then(|table| table.key);
        if let Some(key) = key
            && self.scratch.keys.get(frame.first.saturating_add(key.index())) == Some(&0)
        {
            self.no_key(frame, key);
        }
        if let Some(target) = frame.target {
            self.store(
                target,
                Value::Record(frame.record),
                Place {
                    start: frame.start,
                    end,
                },
            );
        }
    }

    #[cold]
    fn no_key(&mut self, frame: RecordFrame, key: FieldId) {
        let shape = self.shape.record(frame.ty);
        let key = shape.fields.get(key).map_or("", |field| &field.name);
        let at = Place {
            start: frame.start,
            end: frame.start.saturating_add(1),
        };
        let diagnostic = errors::no_key(&shape.name, key, at.span(self.facts.file));
        self.problem(Whereabouts::Record(frame.record), diagnostic);
    }

    /// Moves the elements of a list to where the facts hold them side by side.
    fn close_list(&mut self, frame: ListFrame) {
        let target = frame.target;
        let is_reference = self.slot(target).map(|slot| slot.kind);
        let start = self.facts.elements.len();
        for (value, place) in self.scratch.gathered.drain(frame.from..) {
            if let Some(Kind::Reference(ty)) = is_reference {
                let element = u32::try_from(self.facts.elements.len().saturating_sub(start)).unwrap_or(u32::MAX);
                let target = Target {
                    element: Some(element),
                    ..target
                };
                self.scratch.pending.push(Pending {
                    target,
                    ty,
                    at: self.facts.elements.len(),
                });
            }
            self.facts.elements.push(value);
            self.facts.element_places.push((place.start, place.end));
        }
        let length = self.facts.elements.len().saturating_sub(start);
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let place = Place {
            start: frame.start,
            end: number(self.reader.at()),
        };
        self.store(target, Value::Elements(number(start), number(length)), place);
    }

    /// Puts a value where it goes.
    #[inline]
    pub(super) fn store(&mut self, target: Target, value: Value, place: Place) {
        if target.element.is_some() {
            self.scratch.gathered.push((value, place));
        } else if let Some(cell) = self.facts.cells.get_mut(target.cell) {
            *cell = Cell {
                value: CellValue::Known(value),
                place: (place.start, place.end),
                evidence: target.evidence,
            };
        }
    }

    #[inline]
    pub(super) fn slot(&self, target: Target) -> Option<&Slot> {
        self.scratch.tables.get(target.ty.index())?.slots.get(target.field)
    }

    #[cold]
    fn fault_of_ours(&mut self, target: Target) -> Stop<R::Fault> {
        let at = Place::new(self.reader.at(), self.reader.at()).span(self.facts.file);
        self.problem(
            target.whereabouts(),
            Diagnostic::error(Code::X100, at, "a field that the shape does not have"),
        );
        Stop::Said
    }

    #[cold]
    fn null_here(&mut self, target: Target, place: Place) {
        let at = place.span(self.facts.file);
        let shape = self.shape.record(target.ty);
        let is_key = shape.key.is_some_and(|key| key.index() == target.field);
        if let Some(name) = self.slot(target).filter(|_| is_key).map(|slot| slot.name.clone()) {
            return self.problem(target.whereabouts(), errors::no_key(&shape.name, &name, at));
        }
        if let Some(diagnostic) = self
            .slot(target)
            .map(|slot| errors::null_here(slot, target.element.is_some(), at))
        {
            self.problem(target.whereabouts(), diagnostic);
        }
    }

    /// A key behind which nothing stands, or a word that could mean nothing.
    #[cold]
    fn missing(&mut self, target: Target, place: Place) {
        let at = place.span(self.facts.file);
        let written = self.text.text.get(at.range()).unwrap_or("");
        let name = self.slot(target).map_or("", |slot| &slot.name);
        let diagnostic = errors::missing(name, target.element.is_some(), written, at);
        self.problem(target.whereabouts(), diagnostic);
    }

    #[cold]
    pub(super) fn other_kind(&mut self, target: Target, found: pull::Kind, place: Place) {
        let at: Span = place.span(self.facts.file);
        let written = self
            .text
            .text
            .get(at.range())
            .filter(|text| text.len() <= 40)
            .unwrap_or("");
        let (shape, is_element) = (self.shape, target.element.is_some());
        let words = self.slot(target).map(|slot| {
            OtherKind {
                shape,
                slot,
                is_element,
                found,
                written,
            }
            .diagnostic(at)
        });
        if let Some(diagnostic) = words {
            self.problem(target.whereabouts(), diagnostic);
        }
    }

    #[cold]
    pub(super) fn problem(&mut self, whereabouts: Whereabouts, diagnostic: Diagnostic) {
        self.add(whereabouts, diagnostic, false);
    }

    /// Keeps a mistake; after too many of them reading ends, so that a flood of them does not take the memory.
    fn add(&mut self, whereabouts: Whereabouts, diagnostic: Diagnostic, is_named: bool) {
        let most = self.limits.mistakes;
        let diagnostic = match self.scratch.problems.len().cmp(&most) {
            Ordering::Less => diagnostic,
            Ordering::Equal => {
                let title = format!("more than {most} mistakes in one case: the rest was not read");
                let at = diagnostic
                    .at
                    .map_or_else(|| Span::new(self.facts.file, 0, 0), |label| label.span);
                Diagnostic::error(Code::F105, at, title).help("mend the first ones: the others are often the same")
            }
            Ordering::Greater => return,
        };
        self.scratch.problems.push(Problem {
            whereabouts,
            diagnostic: Box::new(diagnostic),
            is_named,
        });
    }

    /// Whether there are so many mistakes that reading ends.
    #[inline]
    fn is_flooded(&self) -> bool {
        self.scratch.problems.len() > self.limits.mistakes
    }
}
