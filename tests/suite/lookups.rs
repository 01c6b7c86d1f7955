//! Look-ups by bisection agree with a plain scan over the rows, on random tables: the very key, the narrowest code, the
//! latest day; rows that are in force for a time, that nobody read, and tables with gaps.

use rulec::Rules;

use crate::random::Dice;

const CODES: &[&str] = &["85", "8505", "8505.11", "8505.11.10", "8505.19", "8506", "8703"];
const PLACES: &[&str] = &["KR", "JP"];
const DAYS: &[&str] = &["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04", "2027-01-05"];

/// A cell of a key: the number of a value, or nobody read it.
type Cell = Option<usize>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Place,
    Code,
    Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nearest {
    Exact,
    Narrowest,
    Latest,
}

#[derive(Debug)]
struct Row {
    key: Vec<Cell>,
    certain: bool,
    from: Cell,
    last: Option<Cell>,
}

#[derive(Debug)]
struct Table {
    columns: Vec<Column>,
    nearest: Nearest,
    rows: Vec<Row>,
    complete: bool,
    /// `complete under`: the number of a code.
    under: Option<usize>,
    in_force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
    Open,
}

/// How a cell stands to what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Same,
    /// Farther, by so much: a code above, a day before.
    Near(usize),
    /// The row has a code under the one that is asked.
    Finer,
    /// Nobody read the cell.
    Maybe,
    No,
}

fn is_under(code: usize, over: usize) -> bool {
    code != over && CODES[code].starts_with(CODES[over])
}

impl Table {
    fn random(dice: &mut Dice) -> Table {
        let (columns, nearest) = match dice.below(6) {
            0 => (vec![Column::Place], Nearest::Exact),
            1 => (vec![Column::Code, Column::Place], Nearest::Exact),
            2 => (vec![Column::Code], Nearest::Narrowest),
            3 => (vec![Column::Code, Column::Place], Nearest::Narrowest),
            4 => (vec![Column::Place, Column::Day], Nearest::Latest),
            _ => (vec![Column::Code, Column::Day], Nearest::Latest),
        };
        let in_force = dice.once_in(2);
        let mut table = Table {
            complete: dice.once_in(2),
            under: None,
            rows: Vec::new(),
            columns,
            nearest,
            in_force,
        };
        if !table.complete && table.columns.contains(&Column::Code) && dice.once_in(2) {
            table.under = Some(dice.below(CODES.len()));
        }
        for _ in 0..dice.below(8) {
            let row = table.row(dice);
            let key_again = table
                .rows
                .iter()
                .any(|other| other.key == row.key && !row.key.contains(&None));
            if !key_again {
                table.rows.push(row);
            }
        }
        table
    }

    fn row(&self, dice: &mut Dice) -> Row {
        let key = self.columns.iter().map(|column| {
            let most = match column {
                Column::Place => PLACES.len(),
                Column::Code => CODES.len(),
                Column::Day => DAYS.len(),
            };
            (!dice.once_in(12)).then(|| dice.below(most))
        });
        let key = key.collect();
        let from = dice.below(3);
        Row {
            key,
            certain: !dice.once_in(6),
            from: (!dice.once_in(10)).then_some(from),
            last: dice
                .once_in(2)
                .then(|| (!dice.once_in(10)).then(|| from + dice.below(3))),
        }
    }

    fn stands(&self, row: &Row, law: usize) -> Truth {
        let mut all = vec![if row.certain { Truth::Yes } else { Truth::Open }];
        if self.in_force {
            let test = |day: Cell, holds: &dyn Fn(usize) -> bool| match day {
                None => Truth::Open,
                Some(day) if holds(day) => Truth::Yes,
                Some(_) => Truth::No,
            };
            all.push(test(row.from, &|from| from <= law));
            if let Some(last) = row.last {
                all.push(test(last, &|last| law <= last));
            }
        }
        if all.contains(&Truth::No) {
            Truth::No
        } else if all.contains(&Truth::Open) {
            Truth::Open
        } else {
            Truth::Yes
        }
    }

    fn fit(&self, column: Column, cell: Cell, asked: usize) -> Fit {
        let Some(cell) = cell else { return Fit::Maybe };
        match column {
            _ if cell == asked => Fit::Same,
            Column::Code if is_under(cell, asked) => Fit::Finer,
            Column::Code if is_under(asked, cell) && self.nearest == Nearest::Narrowest => {
                Fit::Near(CODES[asked].len() - CODES[cell].len())
            }
            Column::Day if cell < asked && self.nearest == Nearest::Latest => Fit::Near(asked - cell),
            Column::Place | Column::Code | Column::Day => Fit::No,
        }
    }

    fn fits(&self, row: &Row, asked: &[usize]) -> Vec<Fit> {
        let cells = self.columns.iter().zip(&row.key).zip(asked);
        cells
            .map(|((column, cell), asked)| self.fit(*column, *cell, *asked))
            .collect()
    }

    fn is_covered(&self, code: usize) -> bool {
        self.under.is_some_and(|under| code == under || is_under(code, under))
    }

    /// The codes nearer to what is asked than that of a row, of which there is no row at all.
    fn may_be_nearer(&self, row: &Row, asked: &[usize]) -> bool {
        if self.complete {
            return false;
        }
        let at = self.columns.iter().position(|column| *column == Column::Code);
        match (self.nearest, at) {
            (Nearest::Exact, _) => false,
            (Nearest::Latest, at) => !at.is_some_and(|at| self.is_covered(asked[at])),
            (Nearest::Narrowest, at) => {
                let at = at.unwrap();
                let own = row.key[at].unwrap();
                // Also codes of which no table here has a row: those between two levels.
                let all = ["85", "8505", "8505.11", "8505.11.10", "8505.19", "8506", "87", "8703"];
                let nearer = all.iter().filter(|code| {
                    let covers = CODES[asked[at]].starts_with(**code);
                    covers && code.len() > CODES[own].len()
                });
                nearer.into_iter().any(|code| {
                    let number = CODES.iter().position(|known| known == code);
                    let there = self.rows.iter().any(|other| {
                        let same = |place: usize| place == at || other.key[place] == Some(asked[place]);
                        other.key[at].is_some() && other.key[at] == number && (0..asked.len()).all(same)
                    });
                    let covered = number.is_some_and(|number| self.is_covered(number));
                    !there && !covered
                })
            }
        }
    }

    /// The row that is meant, where it is certain.
    fn scan(&self, asked: &[usize], law: usize) -> Option<usize> {
        let mut fitting: Vec<(usize, usize)> = Vec::new();
        let mut unread = false;
        for (number, row) in self.rows.iter().enumerate() {
            let fits = self.fits(row, asked);
            let stands = self.stands(row, law) != Truth::No;
            if fits.contains(&Fit::No) {
                continue;
            }
            if fits.contains(&Fit::Maybe) {
                // A code above the one that is asked is no row for it but where the narrowest wins.
                unread |= stands;
                continue;
            }
            if fits.contains(&Fit::Finer) {
                if stands {
                    return None;
                }
                continue;
            }
            let distance = fits
                .iter()
                .map(|fit| if let Fit::Near(by) = fit { *by } else { 0 })
                .sum();
            fitting.push((distance, number));
        }
        fitting.sort_unstable();
        for (distance, number) in fitting {
            let row = &self.rows[number];
            match self.stands(row, law) {
                Truth::No => {}
                Truth::Open => return None,
                Truth::Yes if distance == 0 => return Some(number),
                Truth::Yes if unread || self.may_be_nearer(row, asked) => return None,
                Truth::Yes => return Some(number),
            }
        }
        None
    }

    #[expect(clippy::too_many_lines, reason = "one text from its beginning to its end")]
    fn rules(&self) -> String {
        let name = |column: &Column| match column {
            Column::Place => "place",
            Column::Code => "code",
            Column::Day => "day",
        };
        let names: Vec<&str> = self.columns.iter().map(name).collect();
        let mut key = names.join(", ");
        match self.nearest {
            Nearest::Exact => {}
            Nearest::Narrowest => key += ", narrowest wins",
            Nearest::Latest => key = key.replace("day", "latest day on or before"),
        }
        let types = [("place", "country"), ("code", "HS"), ("day", "date")];
        let mut text = String::from(
            "ruleset lookups \"Look-ups\"\n  law in force on law\n\ncode HS \"HS\"\n  levels 2, 4, 6, 8 digits\n\n\
             fact law : date \"Law\"\n\nfact place : country \"Place\"\n\nfact code : HS \"Code\"\n\nfact day : date \"Day\"\n\n\
             table t \"T\"\n  columns\n    n : integer\n    ok : boolean\n    since : date\n    until : date or none\n",
        );
        for (name, ty) in types.iter().filter(|(name, _)| names.contains(name)) {
            text += &format!("    {name} : {ty}\n");
        }
        text += &format!("  one row per {key}\n  certain where ok\n");
        if self.in_force {
            text += "  rows in force from since, last day until\n";
        }
        text += if self.complete {
            "  complete\n"
        } else {
            "  incomplete because \"Gaps\"\n"
        };
        if let Some(under) = self.under {
            text += &format!("  complete under HS {}\n", CODES[under]);
        }
        text += &format!("  | n | ok | since | until | {} |\n", names.join(" | "));
        let day = |cell: Cell| cell.map_or("unknown", |day| DAYS[day]).to_owned();
        for (number, row) in self.rows.iter().enumerate() {
            let cells = self
                .columns
                .iter()
                .zip(&row.key)
                .map(|(column, cell)| match (column, cell) {
                    (_, None) => "unknown".to_owned(),
                    (Column::Place, Some(place)) => PLACES[*place].to_owned(),
                    (Column::Code, Some(code)) => format!("HS {}", CODES[*code]),
                    (Column::Day, cell) => day(*cell),
                });
            let cells: Vec<String> = cells.collect();
            let last = row.last.map_or_else(|| "none".to_owned(), day);
            text += &format!(
                "  | {number} | {} | {} | {last} | {} |\n",
                row.certain,
                day(row.from),
                cells.join(" | ")
            );
        }
        text += "\ndecision which \"Which row?\"\n  outcomes, strictest first\n";
        for number in 0..self.rows.len() {
            text += &format!("    row_{number} \"Row\"\n");
        }
        text += "    no_row \"None\"\n  otherwise no_row\n";
        for number in 0..self.rows.len() {
            text += &format!(
                "\nrule is_{number} \"It is this row\"\n  when t({}).n is {number}\n  then which is row_{number}\n",
                names.join(", ")
            );
        }
        text
    }
}

#[test]
fn rows_are_found_as_by_a_plain_scan() {
    let mut settled = 0;
    for seed in 0..400 {
        let mut dice = Dice::new(seed);
        let table = Table::random(&mut dice);
        if table.rows.is_empty() {
            continue;
        }
        let text = table.rules();
        let rules =
            Rules::from_files([("lookups.rule", text.as_str())]).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut evaluator = rules.evaluator();
        for _ in 0..12 {
            let asked: Vec<usize> = table
                .columns
                .iter()
                .map(|column| match column {
                    Column::Place => dice.below(PLACES.len()),
                    Column::Code => dice.below(CODES.len()),
                    Column::Day => dice.below(DAYS.len()),
                })
                .collect();
            let law = dice.below(DAYS.len());
            let mut facts = format!("{{\"law\": \"{}\"", DAYS[law]);
            for (column, asked) in table.columns.iter().zip(&asked) {
                facts += &match column {
                    Column::Place => format!(", \"place\": \"{}\"", PLACES[*asked]),
                    Column::Code => format!(", \"code\": \"{}\"", CODES[*asked]),
                    Column::Day => format!(", \"day\": \"{}\"", DAYS[*asked]),
                };
            }
            facts.push('}');
            let found = match evaluator.outcomes_json(&facts) {
                Ok(outcomes) => outcomes.iter().find_map(|found| found.outcome.map(str::to_owned)),
                Err(_) => None,
            };
            let expected = table.scan(&asked, law).map(|number| format!("row_{number}"));
            settled += usize::from(expected.is_some());
            assert_eq!(found, expected, "seed {seed}, {facts}\n{text}");
        }
    }
    assert!(settled > 500, "only {settled} look-ups found a row");
}
