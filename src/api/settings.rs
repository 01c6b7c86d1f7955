//! What the caller chooses: readings, the day of the law, which decisions.

use std::fmt;

use crate::api::Error;
use crate::api::Evaluator;
use crate::api::Rules;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::eval;
use crate::source::Sources;
use crate::tools::settings;
use crate::tools::settings::Choice;
use crate::value::Date;
use crate::value::DecisionId;

/// What the caller chooses, on top of what the pack chooses; made by [`Rules::settings`].
///
/// ```no_run
/// let rules = rulec::Rules::open("rules/cn")?;
/// let settings = rules.settings().reading("end_of_truce", "lapsed")?.as_of("2027-02-01")?;
/// let mut evaluator = settings.evaluator();
/// # Ok::<(), rulec::Error>(())
/// ```
#[derive(Clone)]
pub struct Settings<'r> {
    rules: &'r Rules,
    /// Names of readings and choices, as the caller wrote them.
    readings: Vec<(String, String)>,
    suggested: bool,
    only: Vec<DecisionId>,
    /// What comes of all that.
    chosen: eval::Settings,
}

impl<'r> Settings<'r> {
    pub(super) fn new(rules: &'r Rules, chosen: eval::Settings) -> Settings<'r> {
        Settings {
            rules,
            readings: Vec::new(),
            suggested: false,
            only: Vec::new(),
            chosen,
        }
    }

    /// Reads a point of the law in this way; the choice `open` reopens one that the pack chooses.
    ///
    /// # Errors
    /// There is no such reading or choice, or the reading is settled in another way.
    pub fn reading(mut self, name: &str, choice: &str) -> Result<Settings<'r>, Error> {
        self.readings.push((name.to_owned(), choice.to_owned()));
        self.choose()
    }

    /// Follows the advice of the authors of the rules where nobody has chosen.
    ///
    /// # Errors
    /// None that the other settings did not give.
    pub fn suggested_readings(mut self) -> Result<Settings<'r>, Error> {
        self.suggested = true;
        self.choose()
    }

    /// Asks for the law of this day (`2027-02-01`), whatever day the facts say.
    ///
    /// # Errors
    /// It is no day.
    pub fn as_of(mut self, day: &str) -> Result<Settings<'r>, Error> {
        let date = Date::parse(day).map_err(|fault| {
            let words = fault.words(day);
            let said = Diagnostic::general(Code::T101, format!("the day of the law: {}", words.title));
            refused(words.help.into_iter().fold(said, Diagnostic::help))
        })?;
        self.chosen.as_of = Some((date, "--as-of"));
        Ok(self)
    }

    /// Looks at obligations on this day (`2027-12-31`): whether they are done, or breached. It does not move the law's
    /// date.
    ///
    /// # Errors
    /// It is no day.
    pub fn observed(mut self, day: &str) -> Result<Settings<'r>, Error> {
        let date = Date::parse(day).map_err(|fault| {
            let words = fault.words(day);
            let said = Diagnostic::general(Code::T101, format!("the day of observation: {}", words.title));
            refused(words.help.into_iter().fold(said, Diagnostic::help))
        })?;
        self.chosen.observed = Some(date);
        Ok(self)
    }

    /// Asks for this decision only, and for others that are named so. The name is short or full.
    ///
    /// # Errors
    /// There is no such decision.
    pub fn decision(mut self, name: &str) -> Result<Settings<'r>, Error> {
        let mut said = Diagnostics::new();
        let found = settings::decisions_named(self.rules.plan(), &[name.to_owned()], &mut said);
        if said.has_errors() {
            return Err(Error::new(&said.sorted(), &Sources::new()));
        }
        self.only.extend(found);
        Ok(self)
    }

    /// An evaluator with these settings.
    #[must_use]
    pub fn evaluator(&self) -> Evaluator<'_> {
        Evaluator::new(self.rules.engine(&self.chosen), self.only.clone())
    }

    /// Works out anew who chose what.
    fn choose(mut self) -> Result<Settings<'r>, Error> {
        let mut said = Diagnostics::new();
        let mut choices = self.rules.choices();
        choices.extend(self.readings.iter().map(|(reading, choice)| Choice {
            reading,
            choice,
            by: "--reading",
            at: None,
        }));
        let chosen = settings::settings(self.rules.plan(), &choices, self.suggested, &mut said);
        if said.has_errors() {
            return Err(Error::new(&said.sorted(), &Sources::new()));
        }
        self.chosen.readings = chosen.readings;
        Ok(self)
    }
}

impl fmt::Debug for Settings<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("rules", self.rules)
            .field("chosen", &self.chosen)
            .finish_non_exhaustive()
    }
}

fn refused(said: Diagnostic) -> Error {
    Error::new(&[said], &Sources::new())
}
