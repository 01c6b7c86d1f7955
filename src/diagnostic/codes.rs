//! The register of all codes. A code without a page in `docs/errors/` does not build; a code is never reused.
//!
//! `R` rule files (R1xx syntax, R2xx names, R3xx types and units, R4xx rules, dates and precedence, R5xx tables and
//! packs), `F` facts (F1xx the file, F2xx the vocabulary), `E` evaluation, `W` lints, `T` arguments and machine, `X` ours.

/// Makes `enum Code` with its titles and pages.
macro_rules! codes {
    ($($name:ident $title:literal)+) => {
        /// The code of a diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Code {
            $(#[doc = $title] $name,)+
        }

        impl Code {
            /// All codes, in order.
            pub(crate) const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The code as it is written: `R302`.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Code::$name => stringify!($name),)+ }
            }

            /// Its page, in Markdown.
            pub(crate) const fn page(self) -> &'static str {
                match self { $(Code::$name => include_str!(concat!("../../docs/errors/", stringify!($name), ".md")),)+ }
            }
        }
    };
}

codes! {
    R101 "a line that begins no item"
    R102 "a file without its first line"
    R103 "`=` compares nothing"
    R104 "a sign of another language"
    R105 "a text without its closing quote"
    R106 "a number that cannot be read"
    R107 "something else was expected"
    R108 "`and` beside `or` without brackets"
    R109 "what follows needs brackets"
    R110 "nested too deep"
    R111 "a word of the language as a name"
    R112 "a word that does not say whether the day is inside"
    R113 "a date that cannot be read"
    R114 "a character that may not stand in a rule file"
    R115 "a file that is no text"
    R116 "rules that are too long"
    R117 "a clause that does not belong here"
    R118 "a clause that stands twice"
    R119 "a clause is missing"
    R120 "a row that does not fit its table"
    R121 "a name that begins like a type, or a type that begins like a name"
    R201 "an unknown name"
    R202 "a name that stands twice"
    R203 "a name that two rulesets own"
    R204 "a circle of `use`"
    R205 "an unknown ruleset"
    R206 "an unknown field"
    R207 "an unknown value"
    R208 "a name that is also a value"
    R209 "a circle of references"
    R210 "an unknown source"
    R211 "an unknown type"
    R212 "a source has no such paragraph"
    R213 "an unknown scheme of codes"
    R214 "a circle of cases"
    R215 "an unknown reading or choice"
    R216 "a name that means something else"
    R301 "a percent and a plain number"
    R302 "two currencies meet without a rate"
    R303 "two kinds of amounts meet"
    R304 "two types do not fit"
    R305 "a code without its scheme"
    R306 "a code that its scheme does not allow"
    R307 "no country code"
    R308 "no currency code"
    R309 "an unknown unit"
    R310 "a value that may be none"
    R311 "a rule without its state"
    R312 "a wrong number of arguments"
    R313 "a list where a value belongs, or the other way round"
    R314 "no condition"
    R315 "codes are compared by `is under`"
    R316 "a choice by reading lacks an arm"
    R317 "a value outside its range"
    R318 "a definition that calls itself"
    R319 "a condition that undoes itself"
    R320 "a figure that is not linear in itself"
    R321 "a unit that cannot be declared"
    R322 "a conversion that is none"
    R401 "an empty period"
    R402 "outcomes against their ranks"
    R405 "a circle of setting aside"
    R406 "nothing to set aside or to suspend"
    R407 "an exemption that is stricter than the rule"
    R408 "a restriction that is no restriction"
    R409 "a decision of another ruleset"
    R410 "a ruleset without its date"
    R411 "a rule that concludes nothing"
    R412 "a decision for each read where one decides once"
    R413 "an `otherwise` that is no outcome"
    R414 "a reading that is no choice"
    R415 "definitions stand too deep in each other"
    R416 "two values for one day"
    R417 "a provision that stands on something else too"
    R418 "what affects a ruleset is not in the pack"
    R425 "a calendar that cannot be counted by"
    R426 "a state that the obligation never has"
    R427 "what sets aside reaches other values"
    R501 "a table file that cannot be read"
    R502 "a column that is missing"
    R503 "a cell that cannot be read"
    R504 "two rows with one key"
    R505 "a table that does not say what a missing row means"
    R506 "a path that leaves the pack"
    R507 "a manifest that cannot be read"
    R508 "a pack without rules"
    R509 "a look-up without its key"
    R601 "a combination that no row covers"
    R602 "rows that meet"
    R603 "a row that never fits"
    R604 "a decision table that is too large"
    R605 "a cell that cannot be checked"
    R606 "a decision table about something else"
    F101 "facts that are neither JSON nor YAML"
    F102 "a key that stands twice"
    F103 "facts that are no text"
    F104 "facts nested too deep"
    F105 "facts that are too large"
    F106 "a form of YAML that facts do not have"
    F201 "an unknown key"
    F202 "a key with a look-alike letter"
    F203 "a value of another kind"
    F204 "no value of this list"
    F205 "a number outside its range"
    F206 "a code that its scheme does not allow"
    F207 "a reference to nobody"
    F208 "two records with one key"
    F209 "what must hold does not"
    F210 "`null` where something must be"
    F211 "no country code"
    F212 "no currency code"
    F213 "a number that cannot be read"
    F214 "a date that cannot be read"
    F215 "an amount without its unit"
    F216 "an unknown `$` key"
    F217 "evidence that cannot be read"
    F218 "an answer that cannot be read"
    F219 "a path that does not lead to one place"
    F220 "a text that is not what it seems"
    F221 "a record without its key"
    F222 "a key without a value"
    E101 "a division by zero"
    E102 "a number beyond all limits"
    E103 "a parameter without a value on that day"
    E104 "no such row"
    E105 "a day outside the calendar"
    E106 "not exactly one"
    E107 "a circle without a finite solution"
    E108 "a circle that is too large to solve"
    E110 "a decision table that gives no result"
    E201 "not known whether it is in a list"
    E202 "a fact that is not stated"
    E203 "a reading that is not chosen"
    E204 "a row that nobody read"
    E205 "it is not known whether something was done in time"
    E206 "an answer against the table"
    E302 "two currencies meet without a rate"
    E303 "days and months meet"
    W101 "an `every` over a list that may be empty"
    W102 "an outcome that no rule reaches"
    W103 "a paragraph that nothing cites"
    W104 "a definition without title or citation"
    W105 "a quantifier that favours"
    W106 "a choice that shares its word with an outcome"
    W107 "a name of one letter in a rule"
    W108 "a list that is empty when it is left out"
    W109 "a name that nothing uses"
    W110 "a rule that can never apply"
    W111 "a condition that cannot be otherwise"
    W112 "a rule that another one covers"
    W113 "a rule that concludes what holds otherwise"
    W114 "an exemption that sets nothing live aside"
    W115 "a rule without a citation"
    T101 "an argument that is not understood"
    T102 "a file that cannot be read"
    T103 "a file that cannot be written"
    T104 "no pack here"
    T105 "nothing to test"
    T106 "a name that the pack does not have"
    X100 "a fault in rulec"
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
