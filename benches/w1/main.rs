//! W1: how fast records are decided end to end, beside a program written by hand for this one rule.
//!
//! `cargo bench --bench w1` makes 200 000 product facts (`-- 50000` makes so many), writes them to a file, and lets both
//! read it from the disk, decide each record on one thread, and write the same short answers. Every outcome is compared
//! with the exact one. Both run in turn in one process, several rounds, and the best of each counts: figures of different
//! machines or days do not compare, ratios of one run do. docs/performance.md tells what came of it.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    reason = "a benchmark prints, and whatever is wrong ends it"
)]

mod generate;
mod peer;

use std::fs;
use std::fs::File;
use std::hint::black_box;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use generate::Generator;
use peer::Peer;
use rulec::Rules;

/// Records, where no argument says how many.
const RECORDS: usize = 200_000;
/// How often each of the two runs.
const ROUNDS: usize = 3;
/// So many bytes are written at once.
const BUFFER: usize = 1 << 16;
/// The name of the facts in answers.
const NAME: &str = "w1.ndjson";

/// The lists of the pack, for those who do not read the pack.
mod lists {
    pub(crate) const MATERIALS: &str = include_str!("pack/tables/materials.csv");
    pub(crate) const CODES: &str = include_str!("pack/tables/codes.csv");
    pub(crate) const LISTED: &str = include_str!("pack/tables/listed.csv");
}

/// The outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Licence {
    Refused,
    Required,
    Exempt,
    Free,
}

impl Licence {
    const ALL: [Licence; 4] = [Licence::Refused, Licence::Required, Licence::Exempt, Licence::Free];

    fn word(self) -> &'static str {
        match self {
            Licence::Refused => "refused",
            Licence::Required => "required",
            Licence::Exempt => "exempt",
            Licence::Free => "free",
        }
    }

    fn effect(self) -> &'static str {
        match self {
            Licence::Refused => "refusal",
            Licence::Required => "licence",
            Licence::Exempt => "conditional",
            Licence::Free => "free",
        }
    }
}

/// What came of reading all records once.
#[derive(Default)]
struct Run {
    /// Time of the processor.
    time: Duration,
    /// Records read.
    records: usize,
    /// Records whose outcome is not the exact one.
    wrong: usize,
    /// Bytes of the answers.
    written: usize,
    /// The most memory that the process took so far, in KiB: after a tenth of the records, and at the end.
    memory: (u64, u64),
}

fn main() {
    let wanted = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let count: usize = wanted.unwrap_or(RECORDS);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(NAME);
    let (answers, exactly) = generate(&path, count);
    let bytes = fs::metadata(&path).unwrap().len();
    println!("{count} records, {bytes} bytes, {exactly} of them exactly on the threshold");
    for licence in Licence::ALL {
        let times = answers.iter().filter(|answer| **answer == licence).count();
        println!("    {:<8} {times:>8}", licence.word());
    }

    let rules = Rules::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/w1/pack"));
    let rules = rules.map_err(|error| error.to_string()).unwrap();
    let (mut ours, mut theirs) = (Run::default(), Run::default());
    for round in 0..ROUNDS {
        let run = with_rules(&rules, &path, &answers);
        ours = better(round, ours, run);
        let run = by_hand(&path, &answers);
        theirs = better(round, theirs, run);
    }
    report("rulec", &ours, bytes);
    report("by hand", &theirs, bytes);
    let ratio = theirs.time.as_secs_f64() / ours.time.as_secs_f64();
    println!("rulec is {ratio:.2} times as fast as the program written by hand");
    println!(
        "memory: {} KiB at most after a tenth of the records, {} KiB after all",
        ours.memory.0, ours.memory.1
    );
    assert_eq!((ours.records, theirs.records), (count, count), "records were lost");
    assert_eq!(ours.written, theirs.written, "the answers are not the same");
    assert_eq!((ours.wrong, theirs.wrong), (0, 0), "outcomes are wrong");
}

/// Writes the records to a file; their exact answers, and how many lie exactly on the threshold.
fn generate(path: &Path, count: usize) -> (Vec<Licence>, usize) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let mut generator = Generator::new(7);
    let mut exactly = 0;
    let answers = (0..count).map(|_| {
        let (answer, on_threshold) = generator.record(&mut file).unwrap();
        exactly += usize::from(on_threshold);
        answer
    });
    let answers = answers.collect();
    file.flush().unwrap();
    (answers, exactly)
}

/// Decides all records by the rules of the pack.
fn with_rules(rules: &Rules, path: &Path, answers: &[Licence]) -> Run {
    let mut run = Run::default();
    let mut out = Vec::with_capacity(2 * BUFFER);
    let clock = Clock::start();
    let file = BufReader::with_capacity(BUFFER, File::open(path).unwrap());
    let mut evaluator = rules.evaluator();
    let each = |answer: Result<rulec::Outcomes<'_>, Box<rulec::Decision>>| {
        match answer {
            Ok(outcomes) => {
                let found = outcomes.iter().next().and_then(|found| found.outcome);
                if found != answers.get(run.records).map(|answer| answer.word()) {
                    run.wrong += 1;
                }
                outcomes.write_json(&mut out);
            }
            Err(decision) => {
                println!("{}: {:?}", decision.record, decision.errors);
                run.wrong += 1;
            }
        }
        run.records += 1;
        if run.records == answers.len() / 10 {
            run.memory.0 = memory();
        }
        if out.len() > BUFFER {
            run.written += give(&mut out);
        }
    };
    evaluator.outcomes_ndjson(NAME, file, each).unwrap();
    run.written += give(&mut out);
    run.time = clock.time();
    run.memory.1 = memory();
    run
}

/// Decides all records by the program written by hand.
fn by_hand(path: &Path, answers: &[Licence]) -> Run {
    let mut run = Run::default();
    let mut out = Vec::with_capacity(2 * BUFFER);
    let clock = Clock::start();
    let mut file = BufReader::with_capacity(BUFFER, File::open(path).unwrap());
    let peer = Peer::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if file.read_until(b'\n', &mut line).unwrap() == 0 {
            break;
        }
        let found = peer.decide(&line);
        if found != answers.get(run.records).copied() {
            run.wrong += 1;
        }
        run.records += 1;
        if let Some(licence) = found {
            let (word, effect) = (licence.word(), licence.effect());
            writeln!(
                out,
                "{{\"version\":1,\"record\":\"{NAME}:{}\",\"status\":\"decided\",\"decisions\":[{{\"name\":\
                 \"w1.licence\",\"possible\":[\"{word}\"],\"effects\":[\"{effect}\"]}}]}}",
                run.records
            )
            .unwrap();
        }
        if out.len() > BUFFER {
            run.written += give(&mut out);
        }
    }
    run.written += give(&mut out);
    run.time = clock.time();
    run
}

/// Hands what was written on to nobody.
fn give(out: &mut Vec<u8>) -> usize {
    let bytes = black_box(&*out).len();
    out.clear();
    bytes
}

/// The faster of two runs; the memory is that of the first, which nothing came before.
fn better(round: usize, best: Run, run: Run) -> Run {
    assert!(
        round == 0 || best.written == run.written,
        "the second run differs from the first"
    );
    if round == 0 || run.time >= best.time {
        return if round == 0 { run } else { best };
    }
    Run {
        memory: best.memory,
        ..run
    }
}

fn report(name: &str, run: &Run, bytes: u64) {
    let seconds = run.time.as_secs_f64();
    let records = f64::from(u32::try_from(run.records).unwrap()) / seconds;
    let megabytes = f64::from(u32::try_from(bytes / 1000).unwrap()) / 1000.0 / seconds;
    println!(
        "{name:<8} {} records, {} wrong: {records:.0} records/s, {megabytes:.0} MB/s, {:.2} µs a record",
        run.records,
        run.wrong,
        1e6 / records
    );
}

/// Time that this thread had on the processor, where the system tells; else the time that passed.
struct Clock {
    passed: Instant,
    busy: Option<Duration>,
}

impl Clock {
    fn start() -> Clock {
        Clock {
            passed: Instant::now(),
            busy: busy(),
        }
    }

    fn time(&self) -> Duration {
        match (self.busy, busy()) {
            (Some(before), Some(after)) => after.checked_sub(before).unwrap(),
            _ => self.passed.elapsed(),
        }
    }
}

/// Nanoseconds on the processor: the first figure of this file of Linux.
fn busy() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// The most memory that this process took so far, in KiB; 0 where the system does not tell.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
