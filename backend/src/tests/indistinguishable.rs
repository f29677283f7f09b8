//! What an address with an account and one without have in common: everything one can see.

use domain::session::Stay;

use crate::{
    mail::MailKind,
    testing::{PASSWORD, World, address, both, origin_at, secret, sign_up},
    usecase::door::{request_reset, request_sign_up, sign_in},
};

const OLIVIA: &str = "olivia@harbour.example";
const NOBODY: &str = "nobody@harbour.example";

const TABLES: [&str; 9] = [
    "users",
    "pending_sign_ups",
    "tokens",
    "sessions",
    "limits",
    "sign_in_failures",
    "history",
    "outbox",
    "jobs",
];

async fn rows(world: &World) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in TABLES {
        rows.push(world.count(table).await);
    }
    rows
}

/// What the same step writes and answers, as one comparable value.
async fn trace<T: std::fmt::Debug>(world: &World, step: impl AsyncFnOnce() -> T) -> String {
    let before = rows(world).await;
    let answer = step().await;
    let after = rows(world).await;
    let written: Vec<_> = after.iter().zip(before).map(|(after, before)| after - before).collect();
    format!("{answer:?} {written:?}")
}

#[test]
fn signing_up_looks_the_same() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        let step = async |at: &str, email: &str| {
            let (at, form) = (origin_at(at), sign_up(email));
            let outcome = trace(world, async || {
                request_sign_up(&world.backend, &at, form, secret(PASSWORD), None).await
            });
            outcome.await
        };
        let known = step("198.51.100.1", OLIVIA).await;
        let unknown = step("198.51.100.2", NOBODY).await;
        assert_eq!(known, unknown);
    });
}

#[test]
fn asking_for_a_reset_looks_the_same() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        let step = async |at: &str, email: &str| {
            let at = origin_at(at);
            trace(world, async || request_reset(&world.backend, &at, address(email)).await).await
        };
        let known = step("198.51.100.1", OLIVIA).await;
        let unknown = step("198.51.100.2", NOBODY).await;
        assert_eq!(known, unknown);
    });
}

#[test]
fn a_wrong_password_looks_the_same() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        let step = async |at: &str, email: &str| {
            let at = origin_at(at);
            let guess = async || {
                let (email, guess) = (address(email), secret("a guess"));
                sign_in(&world.backend, &at, email, guess, Stay::Browser).await.map(drop)
            };
            trace(world, guess).await
        };
        for round in 0..12 {
            let known = step(&format!("10.6.{round}.1"), OLIVIA).await;
            let unknown = step(&format!("10.7.{round}.1"), NOBODY).await;
            assert_eq!(known, unknown, "round {round}");
        }
    });
}

#[test]
fn only_the_owner_of_the_address_learns_more() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.clock.advance_minutes(1);
        for (at, email) in [("198.51.100.1", OLIVIA), ("198.51.100.2", NOBODY)] {
            let form = sign_up(email);
            request_sign_up(&world.backend, &origin_at(at), form, secret(PASSWORD), None)
                .await
                .expect("accepted");
        }
        world.work().await;
        world.last_mail(MailKind::HasLogin, OLIVIA);
        world.last_mail(MailKind::ConfirmSignUp, NOBODY);
        assert_eq!(world.mails().len(), 3);
    });
}
