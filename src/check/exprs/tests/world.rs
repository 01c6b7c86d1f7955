//! A small pack in which single expressions are read.
//!
//! `base` is the vocabulary, `other` decides once, `own` decides each item and uses both, `third` decides once and uses
//! `own`; a tests file is about `own`. `PROBE` is where the expression stands.

/// The files of the pack; `{probe}` stands for what is tried.
pub(super) const FILES: [(&str, &str); 6] = [
    ("base.rule", BASE),
    ("other.rule", OTHER),
    ("own.rule", OWN),
    ("third.rule", THIRD),
    ("tests.rule", TESTS),
    ("fourth.rule", FOURTH),
];

const BASE: &str = r#"ruleset base "Vocabulary"

code HS "Harmonized System"
  levels 2, 4, 6, 8, 10 digits

code ECCN "Control numbers"
  levels by dots

enum PartyKind "Kind of party"
  military, civil, government, both

enum UseKind "Kind of use"
  medical, relief, other_use

record Article "An article"
  id        : text
  name      : text
  origin    : country
  made_in   : country
  hs        : HS
  eccn      : ECCN or none
  price     : money at least 0
  cost      : money or none
  net_mass  : mass
  width     : length
  share     : percent
  factor    : decimal
  layers    : integer
  bought_on : date
  rare      : boolean
  supplier  : Party or none
  parts     : list of Article

record Party "A party"
  identified by id
  id        : text
  name      : text
  country   : country
  kind      : PartyKind
  branch_of : Party or none
  holders   : list of Holding

record Holding "A share"
  party : Party
  share : percent between 0% and 100%

record Use "A use"
  kind   : UseKind
  node   : length or none
  layers : integer or none

record Shipment "A shipment"
  date        : date
  sent        : date or none
  destination : country
  currency    : currency
  importer    : Party
  end_user    : Party
  uses        : list of Use
  items       : list of Article

fact shipment : Shipment "The shipment"

fact parties : list of Party "The parties"

fact urgent : boolean "Urgent"

definition spoilt means and
"#;

const OTHER: &str = r#"ruleset other "Decides once"
  law in force on shipment.date

use base

decision ban "A ban"
  outcomes, strictest first
    banned "Banned"
    free   "Free"
  otherwise free

rule shared_rule "A rule"
  then ban is banned

flag shared "A flag"
  when urgent

definition known_only_there "A name that only `other` owns"
  means urgent
"#;

const OWN: &str = r#"ruleset own "Decides each item"
  law in force on shipment.date
  decides each item in shipment.items

use base
use other
use fourth

source n61 "A law"
  paragraphs "1"

parameter de_minimis : percent "A share"
  0.1% always

parameter fee : money "A fee"
  5 USD always

parameter start : date "A day"
  2026-01-01 always

definition content(a : Article) : money "Content"
  means a.price

definition is_rare(a : Article) "Rare"
  means a.rare

definition reference_price(a : Article) : money or none "A price, if there is one"
  means a.cost

definition inner(a : Article) : list of Article "What is in it"
  means a.parts

definition held(p : Party, owner : Party) "Held by"
  means p is owner

definition ratio(a : Article) : percent "A share"
  means a.share

definition everybody : list of Party "All"
  means parties

definition exporter : Party "Who exports"
  means shipment.importer

definition broken_type : Artcle "Its type is unknown"
  means shipment

group special "Special countries"
  HK, MO

group magnets "Codes of magnets" of HS
  HS 8505.11

group bad_kinds "Bad kinds" of PartyKind
  military

table listed "Listed parties"
  columns
    name    : text
    country : country
    since   : date
  one row per name, country
  complete
  | name | country | since      |
  | "x"  | CN      | 2026-01-01 |

table codes "Codes"
  columns
    code  : HS
    limit : money
    note  : text or none
  one row per code
  complete
  | code       | limit | note |
  | HS 8505.11 | 5 USD | none |

table loose "Without a key"
  columns
    x : text
  complete
  | x   |
  | "x" |

rule foreign_made "Made abroad"
  when urgent
  then licence is required

exemption relief_goods "Relief"
  sets aside foreign_made
  then licence is exempt

flag military_user "A military user"
  when urgent

flag both "A flag that is also a value"
  when urgent

decision licence "A licence"
  outcomes, strictest first
    required "Needed"
    exempt   "Exempt"
    free     "Free"
    fee      "A fee"
  otherwise free

decision policy "Policy"
  arises only when licence is required
  outcomes, strictest first
    refused  "Refused"
    ordinary "Ordinary"
  otherwise ordinary

reading truce "Which end?"
  lapsed   "Lapsed"
  extended "Extended"

reading scope "How far?"
  narrow "Narrow"
  wide   "Wide"

obligation report "Report"

suspension pause "A pause"
  suspends foreign_made

case base_case "The base case"
  shipment.destination is KR
  urgent is false

case derived from base_case "One more setting"
  urgent is true

case loop_a from loop_b

case loop_b from loop_a

{own}
"#;

const THIRD: &str = r#"ruleset third "Decides once, uses one that decides each"
  law in force on shipment.date

use base
use own

{third}
"#;

const TESTS: &str = r#"tests of own "Tests"

{tests}
"#;

const FOURTH: &str = r#"ruleset fourth "Owns a name that `other` owns too"

flag shared "A flag"
"#;
