//! The demo data: complete, sound, and only where nothing is yet.

use domain::{
    rights::{MoneyRight, Role},
    session::Stay,
};

use crate::{
    UseCaseError,
    testing::{PASSWORD, address, both, origin, origin_at, secret},
    usecase::{
        door::sign_in,
        operate,
        organization::{dashboard, list_mine},
        setup::{DemoRefusal, demo, first_staff_link},
    },
};

#[test]
fn everybody_of_the_demo_signs_in_and_is_what_the_list_says() {
    both(async |world| {
        let accounts = demo(&world.backend).await.expect("empty");
        for (index, account) in accounts.iter().enumerate() {
            assert_eq!(account.password, PASSWORD);
            let origin = origin_at(&format!("198.51.100.{index}"));
            let (email, password) = (address(account.email), secret(account.password));
            let signed_in = sign_in(&world.backend, &origin, email, password, Stay::Browser);
            let session = signed_in.await.expect("signed in").session;
            let who = world.identify(&session).await.expect("a session");
            let mine = list_mine(&world.backend, &who).await.expect("a list");
            assert_eq!(mine.is_empty(), who.staff, "{}", account.email);
            for it in mine {
                dashboard(&world.backend, &who, it.public_id).await.expect("a member");
                let said = account.about.replace(' ', "_");
                assert!(said.contains(it.role.as_str()), "{}: {said}", account.email);
            }
        }
        assert_eq!(accounts.len(), 12);
        let billing = world.count("money_spans WHERE valid_to IS NULL").await;
        assert_eq!(billing, i64::try_from(MoneyRight::ALL.len()).expect("few"));
        let externals = format!("role_spans WHERE role = '{}'", Role::External.as_str());
        assert_eq!(world.count(&externals).await, 1);
        assert!(first_staff_link(&world.backend).await.expect("asked").is_none());
        let broken = operate::check_invariants(&world.backend.store).await.expect("checked");
        assert!(broken.is_empty(), "{} findings", broken.len());
    });
}

#[test]
fn a_database_with_anybody_in_it_is_left_alone() {
    both(async |world| {
        world.sign_up_from(&origin(), "olivia@harbour.example").await;
        let before = world.rows().await;
        let refused = demo(&world.backend).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(DemoRefusal::NotEmpty))));
        assert_eq!(world.rows().await, before);
    });
}
