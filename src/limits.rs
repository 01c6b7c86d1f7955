//! Every bound that keeps an input from taking the machine: its default, and why.
//!
//! `rulec --limits` prints them. A limit that is reached is an error with a place, never a truth value.

/// The bounds. All sizes are in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest rule file.
    pub rule_file: usize,
    /// Longest item of a rule file.
    pub item: usize,
    /// Longest table (CSV) of a pack.
    pub table_file: usize,
    /// Longest fact file, and longest record of a stream.
    pub fact_file: usize,
    /// Deepest nesting of brackets and expressions in a rule file; also what one definition may add up to through the
    /// definitions that it uses is bounded, by [`Limits::evaluation`].
    pub nesting: usize,
    /// Deepest nesting of an evaluation through definitions.
    pub evaluation: usize,
    /// Deepest nesting of parts in a product, and of any value in a fact file.
    pub parts_depth: usize,
    /// Most records (parts, parties, uses) in one fact record.
    pub records: usize,
    /// Most digits before, and most after, the point of a number in a fact.
    pub digits: usize,
    /// Most pairs of a rule and what sets it aside, in one pack.
    pub pairs_set_aside: usize,
    /// Most steps to solve the equations of one circle of figures along references.
    pub circle_steps: usize,
    /// Most mistakes that are collected in one fact record.
    pub mistakes: usize,
    /// Most errors printed; JSON holds all of them.
    pub errors_shown: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            rule_file: 4 << 20,
            item: 256 << 10,
            table_file: 64 << 20,
            fact_file: 64 << 20,
            nesting: 64,
            evaluation: 512,
            parts_depth: 128,
            records: 1_000_000,
            digits: 28,
            pairs_set_aside: 250_000,
            circle_steps: 100_000,
            mistakes: 50_000,
            errors_shown: 20,
        }
    }
}

impl Limits {
    /// Each limit with its name, its value and its reason, as `rulec --limits` prints them.
    #[must_use]
    pub fn table(&self) -> Vec<(&'static str, usize, &'static str)> {
        vec![
            (
                "rule file, bytes",
                self.rule_file,
                "a regulation is far shorter; a longer file is a mistake or an attack",
            ),
            (
                "item of a rule file, bytes",
                self.item,
                "a longer list belongs in a table file",
            ),
            (
                "table file, bytes",
                self.table_file,
                "the longest public party lists are shorter",
            ),
            (
                "fact file or record of a stream, bytes",
                self.fact_file,
                "a stream of records has no bound",
            ),
            ("nesting in a rule file", self.nesting, "nobody reads deeper brackets"),
            (
                "nesting of an evaluation",
                self.evaluation,
                "keeps the stack of every thread safe",
            ),
            (
                "nesting of parts",
                self.parts_depth,
                "real bills of materials have fewer levels",
            ),
            ("records in one fact record", self.records, "a million parts"),
            (
                "digits before and after the point",
                self.digits,
                "more digits than any price or mass has",
            ),
            (
                "pairs of a rule and what sets it aside",
                self.pairs_set_aside,
                "five hundred exemptions that each set five hundred rules aside",
            ),
            (
                "steps to solve one circle of figures",
                self.circle_steps,
                "sixty firms that all hold each other, or a ring of a hundred thousand",
            ),
            (
                "mistakes in one fact record",
                self.mistakes,
                "with more of them the rest of the record is not read",
            ),
            ("errors shown", self.errors_shown, "JSON output has all of them"),
        ]
    }
}
