//! What has expired is forgotten.

use crate::{
    jobs::Worker,
    testing::{PASSWORD, both, origin_at},
};

const OLIVIA: &str = "olivia@harbour.example";

#[test]
fn what_has_expired_is_forgotten_and_the_rest_stays() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.request_sign_up("late@harbour.example", PASSWORD).await;
        crate::jobs::schedule(&world.backend).await.expect("scheduled");
        world.work().await;
        let unchanged = [("sessions", 1), ("devices", 1), ("pending_sign_ups", 1), ("tokens", 2)];
        for (table, rows) in unchanged {
            assert_eq!(world.count(table).await, rows, "{table}");
        }

        world.clock.advance_days(31);
        world.work().await;
        for table in ["sessions", "pending_sign_ups", "tokens", "limits", "sign_in_failures"] {
            assert_eq!(world.count(table).await, 0, "{table}");
        }
        assert_eq!(world.count("devices").await, 1);
        assert_eq!(world.count("outbox").await, 2, "references stay known");
        assert_eq!(world.count("users").await, 1);
        assert_eq!(world.count("jobs WHERE kind = 'purge'").await, 1, "it comes back");

        world.clock.advance_days(400);
        world.work().await;
        assert_eq!(world.count("devices").await, 0);
        assert_eq!(world.count("outbox").await, 0);
    });
}

#[test]
fn that_a_password_is_off_is_never_forgotten() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        for number in 0..2 {
            let at = origin_at(&format!("10.9.{number}.1"));
            let email = crate::testing::address(&format!("person{number}@harbour.example"));
            let guess = crate::testing::secret("a guess");
            let stay = domain::session::Stay::Browser;
            let wrong = crate::usecase::door::sign_in(&world.backend, &at, email, guess, stay);
            assert!(wrong.await.is_err());
        }
        world
            .tamper(
                "UPDATE sign_in_failures SET failures = 100 WHERE address_hash =
                    (SELECT address_hash FROM sign_in_failures ORDER BY address_hash LIMIT 1)",
            )
            .await;
        crate::jobs::schedule(&world.backend).await.expect("scheduled");
        world.clock.advance_days(1000);
        world.work().await;
        assert_eq!(world.count("sign_in_failures").await, 1);
    });
}

#[test]
fn a_worker_does_what_is_due_and_stops_when_told() {
    both(async |world| {
        let worker = Worker::start(&world.backend, &world.post());
        let form = crate::testing::sign_up(OLIVIA);
        let password = crate::testing::secret(PASSWORD);
        let origin = crate::testing::origin();
        crate::usecase::door::request_sign_up(&world.backend, &origin, form, password, None)
            .await
            .expect("accepted");
        world.pigeonhole.arrived(1).await;
        worker.stop().await;
        assert_eq!(world.count("jobs WHERE kind = 'resolve_sign_up'").await, 0);
        assert_eq!(world.count("outbox WHERE sent_at IS NOT NULL").await, 1);
    });
}
