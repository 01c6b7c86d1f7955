//! Decides record after record with the same memory.

use std::fmt;
use std::io;
use std::io::BufRead;

use crate::api::Outcomes;
use crate::data::pull::Syntax;
use crate::decision::Decision;
use crate::eval::Detail;
use crate::facts::Content;
use crate::facts::Form;
use crate::facts::Pieces;
use crate::facts::RecordText;
use crate::tools::evaluate::Engine;
use crate::tools::evaluate::Record;
use crate::tools::evaluate::Session;
use crate::value::DecisionId;

/// Decides record after record, one at a time; each thread has its own. Made by [`crate::Rules::evaluator`] or
/// [`crate::Settings::evaluator`].
pub struct Evaluator<'r> {
    engine: Engine<'r>,
    session: Session<'r>,
    only: Vec<DecisionId>,
}

impl<'r> Evaluator<'r> {
    pub(super) fn new(engine: Engine<'r>, only: Vec<DecisionId>) -> Evaluator<'r> {
        Evaluator {
            engine,
            session: Session::new(engine),
            only,
        }
    }

    /// Decides the record that this JSON text says: outcomes, the rules behind them, figures, what is owed.
    ///
    /// A record with a mistake gives a decision with [`crate::decision::Status::Error`] and its
    /// [`errors`](Decision::errors). Places in it begin with `facts`: `facts:1:12`.
    pub fn evaluate_json(&mut self, facts: &str) -> Decision {
        self.session
            .decide(Record::whole(facts, Syntax::Json), &self.only, Detail::Full)
            .decision
    }

    /// As [`Evaluator::evaluate_json`], of a YAML text.
    pub fn evaluate_yaml(&mut self, facts: &str) -> Decision {
        let record = Record::whole(facts, Syntax::Yaml);
        self.session.decide(record, &self.only, Detail::Full).decision
    }

    /// As [`Evaluator::evaluate_json`], with the whole reasoning of each decision.
    pub fn explain_json(&mut self, facts: &str) -> Decision {
        let record = Record::whole(facts, Syntax::Json);
        self.session.decide(record, &self.only, Detail::Explain).decision
    }

    /// The outcomes of the record that this JSON text says, and nothing else: this is many times as fast.
    ///
    /// # Errors
    /// Not all decisions are settled, or the record has a mistake. The [`Decision`] says why; it holds no rules and no
    /// figures.
    pub fn outcomes_json<'e>(&'e mut self, facts: &'e str) -> Result<Outcomes<'e>, Box<Decision>> {
        match self.session.outcomes(Record::whole(facts, Syntax::Json), &self.only) {
            Ok(found) => Ok(Outcomes::new(found)),
            Err(answered) => Err(Box::new(answered.decision)),
        }
    }

    /// Decides the records of a stream, one a line, in order; `name` is that of the stream in places
    /// (`fleet.ndjson:3:12`). Memory does not grow with the number of records; a record with a mistake harms no other.
    ///
    /// # Errors
    /// The stream cannot be read on.
    pub fn evaluate_ndjson(
        &mut self,
        name: &str,
        stream: impl BufRead,
        mut each: impl FnMut(Decision),
    ) -> io::Result<()> {
        self.records(name, stream, |session, only, record| {
            let answered = match record {
                Ok(record) => session.decide(record, only, Detail::Full),
                Err(no_text) => session.refuse(name, no_text),
            };
            each(answered.decision);
        })
    }

    /// The outcomes of the records of a stream, as [`Evaluator::outcomes_json`] gives them, in order.
    ///
    /// # Errors
    /// The stream cannot be read on.
    pub fn outcomes_ndjson(
        &mut self,
        name: &str,
        stream: impl BufRead,
        mut each: impl FnMut(Result<Outcomes<'_>, Box<Decision>>),
    ) -> io::Result<()> {
        self.records(name, stream, |session, only, record| match record {
            Ok(record) => match session.outcomes(record, only) {
                Ok(found) => each(Ok(Outcomes::new(found))),
                Err(answered) => each(Err(Box::new(answered.decision))),
            },
            Err(no_text) => each(Err(Box::new(session.refuse(name, no_text).decision))),
        })
    }

    /// Hands each record of a stream on, or the line that is no text.
    fn records(
        &mut self,
        name: &str,
        stream: impl BufRead,
        mut each: impl FnMut(&mut Session<'r>, &[DecisionId], Result<Record<'_>, &RecordText<'_>>),
    ) -> io::Result<()> {
        let mut pieces = Pieces::new(stream, Form::Lines, self.engine.limits);
        let mut spare = Vec::new();
        while let Some(piece) = pieces.next(spare)? {
            for record in piece.records() {
                let known = match record.content {
                    Content::Text(text) => Ok(Record {
                        file: name,
                        line: record.line,
                        text,
                        syntax: record.syntax,
                    }),
                    Content::NoText(_) | Content::TooLong(_) => Err(&record),
                };
                each(&mut self.session, &self.only, known);
            }
            spare = piece.into_spare();
        }
        Ok(())
    }
}

impl fmt::Debug for Evaluator<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Evaluator")
            .field("rules", &self.engine.rules_hash)
            .field("settings", self.engine.settings)
            .finish_non_exhaustive()
    }
}
