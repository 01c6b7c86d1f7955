//! Decides records of facts: the rules are compiled once, each thread has a [`Session`] that reads one record after
//! the other with the same memory.

use crate::data::decode;
use crate::data::pull::Syntax;
use crate::decision::Decision;
use crate::decision::FactsUsed;
use crate::decision::Fault;
use crate::decision::RulesUsed;
use crate::decision::Status;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::eval::Detail;
use crate::eval::Evaluation;
use crate::eval::Memory;
use crate::eval::RecordPlace;
use crate::eval::Settings;
use crate::eval::Settled;
use crate::eval::Words;
use crate::facts::Binder;
use crate::facts::FactText;
use crate::facts::Facts;
use crate::facts::RecordText;
use crate::limits::Limits;
use crate::plan::Plan;
use crate::source::FileId;
use crate::source::Sources;
use crate::value::DecisionId;

use super::outcomes::Outcomes;

/// Rules that are ready, and what the caller chose.
#[derive(Clone, Copy)]
pub(crate) struct Engine<'r> {
    /// The plan.
    pub(crate) plan: &'r Plan,
    /// The texts of the rules.
    pub(crate) sources: &'r Sources,
    /// `blake3:…` of the rules.
    pub(crate) rules_hash: &'r str,
    /// Readings and date.
    pub(crate) settings: &'r Settings,
    /// The bounds.
    pub(crate) limits: &'r Limits,
}

/// The answer for one record.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    /// The answer; where the record could not be read, only its errors.
    pub(crate) decision: Decision,
    /// Its errors with their places in [`Session::sources`].
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A piece of a fact file that is one record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'t> {
    /// The file as the user knows it.
    pub(crate) file: &'t str,
    /// The number of its first line.
    pub(crate) line: u32,
    /// The text of the record, without a byte-order mark.
    pub(crate) text: &'t str,
    /// The form in which it is written.
    pub(crate) syntax: Syntax,
}

impl<'t> Record<'t> {
    /// A record that stands in no file.
    pub(crate) fn whole(text: &'t str, syntax: Syntax) -> Record<'t> {
        Record {
            file: "facts",
            line: 1,
            text: decode::without_mark(text),
            syntax,
        }
    }
}

/// Evaluates one record after the other.
pub(crate) struct Session<'r> {
    engine: Engine<'r>,
    binder: Binder<'r>,
    facts: Facts,
    memory: Memory,
    settled: Settled,
    sources: Sources,
    file: FileId,
}

impl<'r> Session<'r> {
    /// Makes ready.
    pub(crate) fn new(engine: Engine<'r>) -> Session<'r> {
        let sources = engine.sources.clone();
        let file = sources.next();
        Session {
            engine,
            binder: Binder::new(&engine.plan.shape, engine.limits),
            facts: Facts::new(file, std::sync::Arc::clone(&engine.plan.texts)),
            memory: Memory::default(),
            settled: Settled::default(),
            sources,
            file,
        }
    }

    /// The texts of the rules and of the last record, for showing what was said about it.
    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Decides one record.
    pub(crate) fn decide(&mut self, record: Record<'_>, only: &[DecisionId], detail: Detail) -> Answered {
        let said = self.read(record);
        self.answer(record, said, only, detail)
    }

    /// The outcomes of one record, without making a text; where not all of them are settled, the answer that says why.
    pub(crate) fn outcomes<'s>(
        &'s mut self,
        record: Record<'s>,
        only: &[DecisionId],
    ) -> Result<Outcomes<'s>, Box<Answered>> {
        let said = self.read(record);
        if said.is_empty() {
            let engine = self.engine;
            let mut evaluation = Evaluation::new(engine.plan, &self.facts, engine.settings, &mut self.memory);
            if evaluation.settle(only, &mut self.settled) {
                let words = Words {
                    plan: engine.plan,
                    facts: &self.facts,
                    sources: &self.sources,
                    // Only reasons name it, and what is settled has none.
                    law_date: None,
                };
                return Ok(Outcomes {
                    record,
                    words,
                    settled: &self.settled,
                });
            }
        }
        Err(Box::new(self.answer(record, said, only, Detail::Outcome)))
    }

    /// The answer for a line of a stream that is no text.
    pub(crate) fn refuse(&mut self, file: &str, record: &RecordText<'_>) -> Answered {
        self.sources.forget_from(self.file);
        let at = self.sources.add_piece(file, record.shown(), record.line);
        let mut said = Diagnostics::new();
        if let Some(fault) = record.fault(at) {
            said.add(fault);
        }
        let place = RecordPlace {
            record: &format!("{file}:{}", record.line),
            sources: &self.sources,
            rules_hash: self.engine.rules_hash,
            facts_hash: "",
        };
        unread(place, None, self.engine.plan, said)
    }

    /// Reads the facts of a record; what is wrong with them.
    fn read(&mut self, record: Record<'_>) -> Diagnostics {
        self.sources.forget_from(self.file);
        let mut said = Diagnostics::new();
        let text = FactText {
            text: record.text,
            first_line: record.line,
            syntax: record.syntax,
        };
        self.binder.bind(text, &mut self.facts, &mut said);
        said
    }

    /// The answer for the record that was read.
    fn answer(&mut self, record: Record<'_>, said: Diagnostics, only: &[DecisionId], detail: Detail) -> Answered {
        if detail > Detail::Outcome || !said.is_empty() {
            self.sources.add_piece(record.file, record.text, record.line);
        }
        let name = format!("{}:{}", record.file, record.line);
        let facts_hash = match detail {
            Detail::Outcome => String::new(),
            Detail::Full | Detail::Explain => format!("blake3:{}", blake3::hash(record.text.as_bytes()).to_hex()),
        };
        let names = (name.as_str(), facts_hash.as_str());
        if said.has_errors() {
            let place = RecordPlace {
                record: &name,
                sources: &self.sources,
                rules_hash: self.engine.rules_hash,
                facts_hash: &facts_hash,
            };
            return unread(place, self.facts.id.as_deref(), self.engine.plan, said);
        }
        let answered = self.evaluate(names, only, detail);
        if answered.diagnostics.is_empty() || detail > Detail::Outcome {
            return answered;
        }
        // Places are worked out from the text, which only mistakes need.
        self.sources.add_piece(record.file, record.text, record.line);
        self.evaluate(names, only, detail)
    }

    fn evaluate(&mut self, (record, facts_hash): (&str, &str), only: &[DecisionId], detail: Detail) -> Answered {
        let engine = self.engine;
        let place = RecordPlace {
            record,
            sources: &self.sources,
            rules_hash: engine.rules_hash,
            facts_hash,
        };
        let mut evaluation = Evaluation::new(engine.plan, &self.facts, engine.settings, &mut self.memory);
        let (decision, diagnostics) = evaluation.answer(place, only, detail);
        Answered { decision, diagnostics }
    }

    /// Reads a record and looks at it by an evaluation of one's own, as tests do.
    pub(crate) fn with<T>(
        &mut self,
        record: Record<'_>,
        settings: &Settings,
        look: impl for<'a> FnOnce(&mut Evaluation<'a>, &'a Sources) -> T,
    ) -> Result<T, Vec<Diagnostic>> {
        let said = self.read(record);
        self.sources.add_piece(record.file, record.text, record.line);
        if said.has_errors() {
            return Err(said.sorted());
        }
        let mut evaluation = Evaluation::new(self.engine.plan, &self.facts, settings, &mut self.memory);
        Ok(look(&mut evaluation, &self.sources))
    }
}

/// The answer for a record that could not be read.
fn unread(place: RecordPlace<'_>, id: Option<&str>, plan: &Plan, said: Diagnostics) -> Answered {
    let diagnostics = said.sorted();
    let decision = Decision {
        record: place.record.to_owned(),
        id: id.map(str::to_owned),
        status: Status::Error,
        rules: RulesUsed {
            hash: place.rules_hash.to_owned(),
            rulesets: plan.rulesets.iter().map(|ruleset| ruleset.name.to_string()).collect(),
        },
        facts: FactsUsed {
            hash: place.facts_hash.to_owned(),
        },
        errors: diagnostics.iter().map(|one| Fault::of(one, place.sources)).collect(),
        ..Decision::default()
    };
    Answered { decision, diagnostics }
}
