//! Two nodes on one PostgreSQL: what one of them takes away is gone on the other with the next
//! request, and two who take it from each other at the same moment leave somebody in charge.

use std::{env, fs, sync::Barrier, thread};

use backend::{Database, Store, testing::World};

use super::support::{
    http::{Answer, Browser},
    people::Person,
    postgres::EmptyDatabase,
    program::Atrio,
    until,
};

/// How often the two try; `ATRIO_RACES` says how often instead.
const ROUNDS: usize = 20;

/// Of everybody in the demo.
const PASSWORD: &str = "alpine meadow demo 42";

/// The legal representatives of the organization: as intervals have it, and as they are counted.
const REPRESENT: &str = "role_spans r JOIN organizations o ON o.org_id = r.org_id
     WHERE o.name = 'Harbour Press Ltd' AND r.valid_to IS NULL AND r.role = 'legal_representative'";
const COUNTED_TWO: &str =
    "organizations WHERE name = 'Harbour Press Ltd' AND active_representatives = 2";

/// Somebody who is signed in at one of the nodes.
struct Guest {
    browser: Browser,
    org: String,
}

/// A change that waits for its last step.
struct Prepared {
    page: String,
    fields: [(&'static str, String); 4],
}

impl Guest {
    fn enter(node: &Atrio, number: usize, email: &str) -> Self {
        let person = Person { email: email.to_owned(), password: PASSWORD.to_owned() };
        let mut browser = Browser::new(node.port, number);
        let answer = person.signs_in(&mut browser).expect("an answer");
        assert!(answer.leads_to().is_some(), "{answer:?}");
        let home = browser.get("/").expect("an answer");
        let org = home.leads_to().and_then(|it| it.strip_prefix("/o/")).expect("an organization");
        let org = org.to_owned();
        Self { browser, org }
    }

    /// A page of the organization, as soon as this browser may ask again.
    fn open(&mut self, path: &str) -> Answer {
        let path = format!("/o/{}{path}", self.org);
        until("an answer other than 429", || {
            let answer = self.browser.get(&path).expect("an answer");
            (answer.status != 429).then_some(answer)
        })
    }

    /// The id of a member.
    fn id_of(&mut self, name: &str) -> String {
        let page = self.open("/users").body;
        // The name stands elsewhere too, if it is that of whoever looks.
        let link = page.split(&format!(">{name}<")).find_map(|before| {
            let (_, address) = before.rsplit_once("href=\"")?;
            address.strip_suffix('"')?.rsplit_once("/users/")
        });
        link.expect("a member").1.to_owned()
    }

    /// Everything but the last step of making a member this.
    fn prepare(&mut self, user: &str, role: &str) -> Prepared {
        let rights = format!("/users/{user}/rights");
        let page = self.open(&rights).body;
        let (_, seen) = page.split_once("name=\"seen\" value=\"").expect("a moment");
        let seen = seen.split('"').next().expect("a moment").to_owned();
        let fields = [("org", &*self.org), ("user", user), ("seen", &seen), ("role", role)];
        let path = format!("/o/{}{rights}", self.org);
        let chosen = until("an answer other than 429", || {
            let answer = self.browser.submit(&path, "choose_role", &fields).expect("an answer");
            (answer.status != 429).then_some(answer)
        });
        let next = chosen.leads_to().and_then(|it| it.strip_suffix("/products"));
        let begun = next.unwrap_or_else(|| panic!("{chosen:?}"));
        let draft = begun.rsplit('/').next().expect("a draft").to_owned();
        let org = self.org.clone();
        let fields = [("org", org), ("user", user.to_owned()), ("draft", draft), ("seen", seen)];
        Prepared { page: format!("{begun}/summary"), fields }
    }

    /// The last step; whether it happened.
    fn apply(&mut self, Prepared { page, fields }: &Prepared) -> bool {
        let fields: Vec<_> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let answer = until("an answer other than 429 and 503", || {
            let answer = self.browser.submit(page, "change_member", &fields).expect("an answer");
            (![429, 503].contains(&answer.status)).then_some(answer)
        });
        assert!([303, 403, 422].contains(&answer.status), "{answer:?}");
        let user = &fields[1].1;
        match answer.leads_to() {
            None => false,
            Some(next) if next.ends_with(&format!("/users/{user}")) => true,
            Some(_) => panic!("{answer:?}"),
        }
    }

    /// Whether administrators' pages open.
    fn administers(&mut self) -> bool {
        match self.open("/activity").status {
            200 => true,
            403 => false,
            other => panic!("{other}"),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn count(database: &EmptyDatabase, from: &str) -> i64 {
    let database = Database::Postgres { url: database.url().into() };
    let store = Store::connect_read_only(&database).await.expect("the database opens");
    let world = World::new(store);
    let rows = world.count(from).await;
    world.backend.store.close_read_only().await;
    rows
}

#[test]
fn two_representatives_who_demote_each_other_on_two_nodes_leave_one() {
    let rounds = env::var("ATRIO_RACES").ok().and_then(|it| it.parse().ok()).unwrap_or(ROUNDS);
    let database = EmptyDatabase::create("nodes");
    let nodes = Atrio::new().set("DATABASE_URL", database.url());
    let key_file = nodes.beside("secret.key").display().to_string();
    fs::write(&key_file, format!("1 {}\n", "0123456789abcdef".repeat(4))).expect("written");
    let mut one = nodes.set("ATRIO_SECRET_KEY_FILE", &key_file);
    let mut other =
        Atrio::new().set("DATABASE_URL", database.url()).set("ATRIO_SECRET_KEY_FILE", &key_file);
    one.succeeds(["migrate"]);
    one.succeeds(["demo"]);
    one.launch();
    other.launch();

    let mut olivia = Guest::enter(&one, 1, "olivia@harbour.example");
    let mut adam = Guest::enter(&other, 2, "adam@harbour.example");
    let [olivia_id, adam_id] = ["Olivia Hart", "Adam Byrne"].map(|it| olivia.id_of(it));
    let raised = olivia.prepare(&adam_id, "legal_representative");
    assert!(olivia.apply(&raised));
    for round in 0..rounds {
        let prepared =
            [olivia.prepare(&adam_id, "collaborator"), adam.prepare(&olivia_id, "collaborator")];
        let start = Barrier::new(2);
        let [first, second] = thread::scope(|scope| {
            let attempts = [(&mut olivia, &prepared[0]), (&mut adam, &prepared[1])];
            let attempts = attempts.map(|(guest, prepared)| {
                scope.spawn(|| {
                    start.wait();
                    guest.apply(prepared)
                })
            });
            attempts.map(|it| it.join().expect("an answer"))
        });
        assert!(first != second, "round {round}: one of the two, and only one");
        assert_eq!(count(&database, REPRESENT), 1, "round {round}");
        let (winner, loser, lost) = if first {
            (&mut olivia, &mut adam, &adam_id)
        } else {
            (&mut adam, &mut olivia, &olivia_id)
        };
        assert!(winner.administers() && !loser.administers(), "round {round}");
        let raised = winner.prepare(lost, "legal_representative");
        assert!(winner.apply(&raised), "round {round}");
        assert!(loser.administers(), "round {round}: given back, it is there again");
        assert_eq!(count(&database, COUNTED_TWO), 1, "round {round}");
    }
    println!("{rounds} rounds");
    one.succeeds(["check-invariants"]);
    one.succeeds(["verify-history"]);
    other.stop();
    one.stop();
}
