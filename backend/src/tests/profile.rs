//! What people change about themselves.

use domain::{locale::Locale, text::PersonName, theme::Theme};

use crate::{
    Profile, UseCaseError, Zone,
    mail::MailKind,
    testing::{Guest, PASSWORD, World, both, origin, secret},
    usecase::{
        door::{SignInRefusal, sign_in},
        profile::{PasswordRefusal, change_password, change_profile},
    },
};

const OLIVIA: &str = "olivia@harbour.example";
const NEW: &str = "seven quiet lanterns drift";

fn french(before: &Profile) -> Profile {
    Profile {
        first_name: PersonName::parse("Olivie").expect("a name"),
        locale: Locale::Fr,
        zone: Zone::parse("Asia/Tokyo").expect("a zone"),
        theme: Theme::Dark,
        ..before.clone()
    }
}

#[test]
fn a_changed_profile_shows_with_the_next_request() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let after = french(&olivia.identity.profile);
        assert!(change_profile(&world.backend, &olivia.identity, &after).await.expect("own"));
        let again = world.identify(&olivia.signed_in.session).await.expect("signed in");
        assert_eq!(again.profile, after);
        assert!(!change_profile(&world.backend, &olivia.identity, &after).await.expect("own"));
        assert_eq!(world.count("history WHERE act = 'profile_changed'").await, 1);
    });
}

async fn change(
    world: &World,
    guest: &Guest,
    present: &str,
    new: &str,
) -> Result<crate::SecretToken, UseCaseError<PasswordRefusal>> {
    let (present, new) = (secret(present), secret(new));
    change_password(&world.backend, &origin(), &guest.identity, present, new).await
}

#[test]
fn a_new_password_ends_the_other_sessions_and_gives_this_one_a_new_secret() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let elsewhere = world.sign_in_from(&origin(), OLIVIA).await;
        let token = change(world, &olivia, PASSWORD, NEW).await.expect("changed");
        assert!(
            world.identify(&olivia.signed_in.session).await.is_none(),
            "the old secret is dead"
        );
        assert!(
            world.identify(&elsewhere.signed_in.session).await.is_none(),
            "the others have ended"
        );
        assert!(world.identify(&token).await.is_some());

        world.work().await;
        let mail = world.last_mail(MailKind::PasswordChanged, OLIVIA);
        assert!(mail.message.text.contains("(UTC+1)"), "{}", mail.message.text);
        let old = sign_in(
            &world.backend,
            &origin(),
            crate::testing::address(OLIVIA),
            secret(PASSWORD),
            domain::session::Stay::Browser,
        )
        .await;
        assert!(matches!(old, Err(UseCaseError::Refused(SignInRefusal::WrongCredentials))));
    });
}

#[test]
fn without_the_present_password_or_with_a_weak_one_nothing_changes() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let wrong = change(world, &olivia, NEW, NEW).await;
        assert!(matches!(wrong, Err(UseCaseError::Refused(PasswordRefusal::WrongPassword))));
        for weak in ["short", "olivia@harbour.example", "aaaaaaaaaaaaaaaaaaaaaaa"] {
            let refused = change(world, &olivia, PASSWORD, weak).await;
            let Err(UseCaseError::Refused(PasswordRefusal::Password(_))) = refused else {
                panic!("{weak}");
            };
        }
        assert!(world.identify(&olivia.signed_in.session).await.is_some());
        assert_eq!(world.count("history WHERE act = 'password_changed'").await, 0);
    });
}
