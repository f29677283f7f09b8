//! Worlds for tests: a whole backend on a database of its own, with time and chance held in hand.

#![expect(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "a test whose world cannot be built has to stop; bodies are closures written in place"
)]

mod cast;
mod rows;

use std::{
    env, fs,
    net::IpAddr,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    process,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use domain::{
    code::SixDigits,
    email::Email,
    id::PublicId,
    locale::Locale,
    password::Password,
    session::Stay,
    sign_up::{OrgKind, SignUp},
    text::{OrgName, PersonName},
    time::Timestamp,
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::{
    Backend, Clock, Database, Durability, Entropy, Hasher, Identity, Keys, Origin, OsEntropy,
    Parts, SecretToken, SignedIn, Site, Store,
    jobs::run_due,
    mail::{MailKind, Outgoing, Pigeonhole, Post},
    store::scratch,
    usecase::{door, session},
};

/// When every world begins: 22 November 2026, 10:29 UTC.
pub const NOW: Timestamp = Timestamp::from_millis(1_795_343_340_000);

/// A password that every rule accepts.
pub const PASSWORD: &str = "alpine meadow demo 42";

/// A clock that stands still until it is moved.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// A clock that shows this instant.
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(now.as_millis())))
    }

    /// Moves on, or back.
    pub fn advance_ms(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    /// Moves on by some minutes.
    pub fn advance_minutes(&self, minutes: i64) {
        self.advance_ms(minutes * 60 * 1_000);
    }

    /// Moves on by some days.
    pub fn advance_days(&self, days: i64) {
        self.advance_minutes(days * 24 * 60);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Bytes that look random and come again with the same seed.
pub struct SeededEntropy {
    seed: u64,
    drawn: Mutex<u64>,
}

impl SeededEntropy {
    /// From the environment variable `SEED`, else a new seed; it is printed either way.
    pub fn from_env() -> Self {
        let given = env::var("SEED").ok().and_then(|it| it.parse().ok());
        let seed = given.unwrap_or_else(|| u64::from_be_bytes(crate::entropy::draw(&OsEntropy)));
        println!("SEED={seed}");
        Self { seed, drawn: Mutex::new(0) }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in buffer.chunks_mut(32) {
            let block = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(drawn.to_be_bytes())
                .finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
            *drawn += 1;
        }
    }
}

/// A backend and everything around it.
pub struct World {
    /// The services under test.
    pub backend: Backend,
    /// Their clock.
    pub clock: TestClock,
    /// Where their mails arrive.
    pub pigeonhole: Pigeonhole,
}

/// Runs a test on SQLite and on PostgreSQL, each on a database of its own.
///
/// # Panics
/// If the body does, or if `TEST_POSTGRES_URL` does not name a server that may be used.
pub fn both(body: impl AsyncFn(&World)) {
    on_sqlite(&body);
    on_postgres(&body);
}

/// Runs a test on SQLite.
pub fn on_sqlite(body: impl AsyncFn(&World)) {
    runtime().block_on(async {
        println!("on SQLite");
        let folder = TempDir::new_in(scratch::folder()).expect("folder for the test");
        let world = World::sqlite(&folder).await;
        body(&world).await;
        world.backend.settled().await;
        world.backend.store.close().await;
    });
}

/// Runs a test on PostgreSQL.
pub fn on_postgres(body: impl AsyncFn(&World)) {
    println!("on PostgreSQL");
    let url = env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL names a PostgreSQL server on which databases may be made");
    let server = scratch::Server::at(&url).expect("TEST_POSTGRES_URL is an address");
    let name = database_name();
    let runtime = runtime();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let world = World::new(server.create(&name).await.expect("database for the test"));
            body(&world).await;
            world.backend.settled().await;
            world.backend.store.close().await;
        });
    }));
    runtime.block_on(server.remove(&name)).expect("database removed");
    outcome.unwrap_or_else(|reason| resume_unwind(reason));
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("runtime")
}

fn database_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("atrio_test_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

impl World {
    /// A world on a SQLite file in this folder.
    pub async fn sqlite(folder: &TempDir) -> Self {
        let path = folder.path().join("atrio.sqlite");
        let database = Database::Sqlite { path };
        let store = Store::connect(&database, Durability::Off).await.expect("database");
        store.migrate().await.expect("migrated");
        Self::new(store)
    }

    /// A world on an open, migrated database.
    pub fn new(store: Store) -> Self {
        let clock = TestClock::at(NOW);
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::from_env());
        let parts = Parts {
            store,
            clock: Arc::new(clock.clone()),
            hasher: Hasher::cheap(&*entropy),
            keys: Keys::read(&Keys::generate(&*entropy)).expect("a generated key"),
            entropy,
            site: Site {
                brand: "Alpenhost".to_owned(),
                public_url: "https://console.example".to_owned(),
            },
        };
        let backend = Backend::new(parts).expect("templates parse");
        Self { backend, clock, pigeonhole: Pigeonhole::default() }
    }

    /// The same world with other parts, for what tests seldom change.
    #[must_use]
    pub fn with_backend(&self, change: impl FnOnce(Parts) -> Parts) -> Self {
        let parts = Parts {
            store: self.backend.store.clone(),
            clock: Arc::new(self.clock.clone()),
            entropy: self.backend.entropy.clone(),
            hasher: self.backend.hasher.clone(),
            keys: Keys::read(&Keys::generate(&*self.backend.entropy)).expect("a generated key"),
            site: (*self.backend.site).clone(),
        };
        Self {
            backend: Backend::new(change(parts)).expect("templates parse"),
            clock: self.clock.clone(),
            pigeonhole: self.pigeonhole.clone(),
        }
    }

    /// Where mails go in this world.
    pub fn post(&self) -> Post {
        Post::Pigeonhole(self.pigeonhole.clone())
    }

    /// Does everything that is due: jobs, then mails.
    pub async fn work(&self) {
        run_due(&self.backend, &self.post()).await.expect("background work");
    }

    /// All mails that have left so far.
    pub fn mails(&self) -> Vec<Outgoing> {
        self.pigeonhole.mails()
    }

    /// The last mail of a kind to an address.
    ///
    /// # Panics
    /// If there is none.
    pub fn last_mail(&self, kind: MailKind, to: &str) -> Outgoing {
        let (mails, mailbox) = (self.mails(), address(to).mailbox());
        let found = mails.into_iter().rfind(|it| it.kind == kind && it.to == mailbox);
        found.unwrap_or_else(|| panic!("no mail {} to {to}", kind.as_str()))
    }

    /// Asks for an account, up to the mail.
    pub async fn request_sign_up(&self, email: &str, password: &str) {
        let form = sign_up(email);
        door::request_sign_up(&self.backend, &origin(), form, secret(password), None)
            .await
            .expect("sign-up accepted");
        self.work().await;
    }

    /// Signs somebody up completely, from the form to the first session.
    pub async fn sign_up(&self, email: &str) -> Guest {
        self.sign_up_from(&origin(), email).await
    }

    /// Signs somebody up from a place of their own.
    pub async fn sign_up_from(&self, origin: &Origin, email: &str) -> Guest {
        let form = sign_up(email);
        door::request_sign_up(&self.backend, origin, form, secret(PASSWORD), None)
            .await
            .expect("sign-up accepted");
        self.work().await;
        let token = link_token(&self.last_mail(MailKind::ConfirmSignUp, email));
        let signed_in = door::verify_sign_up(&self.backend, origin, &token, secret(PASSWORD))
            .await
            .expect("sign-up confirmed");
        self.guest(email, signed_in).await
    }

    /// Signs somebody in from the given browser.
    pub async fn sign_in_from(&self, origin: &Origin, email: &str) -> Guest {
        let (address, password) = (address(email), secret(PASSWORD));
        let signed_in = door::sign_in(&self.backend, origin, address, password, Stay::Browser)
            .await
            .expect("signed in");
        self.guest(email, signed_in).await
    }

    /// Asks for a new password, up to the mail; gives the link's secret.
    pub async fn request_reset(&self, email: &str) -> SecretToken {
        door::request_reset(&self.backend, &origin(), address(email)).await.expect("accepted");
        self.work().await;
        link_token(&self.last_mail(MailKind::ResetPassword, email))
    }

    /// Who a session's secret stands for.
    pub async fn identify(&self, token: &SecretToken) -> Option<Identity> {
        session::identify(&self.backend, token).await.expect("identified")
    }

    async fn guest(&self, email: &str, signed_in: SignedIn) -> Guest {
        Guest {
            email: email.to_owned(),
            identity: self.identify(&signed_in.session).await.expect("a session"),
            organization: signed_in.organization.expect("an organization"),
            signed_in,
        }
    }

    /// Changes the database behind everybody's back; gives the number of rows.
    pub async fn tamper(&self, sql: &str) -> u64 {
        self.try_to_tamper(sql).await.expect("tampered")
    }

    /// Tries to change the database behind everybody's back.
    pub async fn try_to_tamper(&self, sql: &str) -> Result<u64, crate::StoreError> {
        let mut tx = self.backend.store.begin().await?;
        let rows = scratch::tamper(&mut tx, sql.to_owned()).await?;
        tx.commit().await?;
        Ok(rows)
    }

    /// Lets nobody into the database any more, on PostgreSQL.
    pub async fn shut_out(&self) {
        let mut tx = self.backend.store.read().await.expect("read");
        let names = scratch::texts(&mut tx, "SELECT current_database()".to_owned()).await;
        drop(tx);
        let name = names.expect("named").remove(0);
        let url = env::var("TEST_POSTGRES_URL").expect("a server");
        let server = scratch::Server::at(&url).expect("an address");
        server.shut_out(&name).await.expect("nobody is in");
    }

    /// Counts rows: what stands after `SELECT COUNT(*) FROM`.
    pub async fn count(&self, from: &str) -> i64 {
        let mut tx = self.backend.store.read().await.expect("read");
        let sql = format!("SELECT COUNT(*) FROM {from}");
        scratch::number(&mut tx, sql).await.expect("counted")
    }
}

/// Somebody who has signed up or in.
pub struct Guest {
    /// The address they sign in with.
    pub email: String,
    /// What their browser got.
    pub signed_in: SignedIn,
    /// Who they are to the backend.
    pub identity: Identity,
    /// Their organization.
    pub organization: PublicId,
}

/// A browser seen for the first time, from the address 203.0.113.7.
pub fn origin() -> Origin {
    origin_at("203.0.113.7")
}

/// A browser seen for the first time, from this address.
pub fn origin_at(address: &str) -> Origin {
    Origin {
        address: address.parse::<IpAddr>().expect("a network address"),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".into(),
        locale: Locale::En,
        session: None,
        device: None,
    }
}

/// What somebody of this address types when signing up.
pub fn sign_up(email: &str) -> SignUp {
    SignUp {
        email: address(email),
        first_name: PersonName::parse("Olivia").expect("a name"),
        last_name: PersonName::parse("Hart").expect("a name"),
        kind: OrgKind::Company,
        org_name: OrgName::parse("Harbour Press Ltd").expect("a name"),
        locale: Locale::En,
    }
}

/// Reads an address.
pub fn address(text: &str) -> Email {
    Email::parse(text).expect("an e-mail address")
}

/// Reads a password.
pub fn secret(text: &str) -> Password {
    Password::read(text).expect("a password")
}

/// The secret in the link of a mail.
///
/// # Panics
/// If there is none.
pub fn link_token(mail: &Outgoing) -> SecretToken {
    let (_, rest) = mail.message.text.split_once("?t=").expect("a link");
    SecretToken::parse(&rest[..SecretToken::LENGTH]).expect("a secret")
}

/// The six digits printed beside the link of a mail.
///
/// # Panics
/// If there are none.
pub fn code(mail: &Outgoing) -> SixDigits {
    let words: Vec<_> = mail.message.text.split([' ', '.', '\n']).collect();
    let is_three = |it: &str| it.len() == 3 && it.bytes().all(|it| it.is_ascii_digit());
    let pair = words.windows(2).find(|it| is_three(it[0]) && is_three(it[1])).expect("a code");
    SixDigits::parse(&pair.concat()).expect("six digits")
}

/// Everything that a SQLite world has on disk, as bytes: for tests that look for secrets.
///
/// # Panics
/// If the store is not a file.
pub fn dump(world: &World) -> Vec<u8> {
    let Store::Sqlite(store) = &world.backend.store else { panic!("a file") };
    let folder = store.path().parent().expect("a folder");
    let files = fs::read_dir(folder).expect("folder").map(|it| it.expect("entry").path());
    files.flat_map(|path| fs::read(path).expect("file")).collect()
}
