//! Forms of several pages: what was typed waits for the last page, and that one acts once.

use domain::{
    details::Details,
    draft::{DraftKind, LIFETIME_DAYS, PER_PERSON},
    id::PublicId,
    locale::Locale,
    sign_up::OrgKind,
    text::OrgName,
};

use super::at_once;
use crate::{
    Identity, UseCaseError,
    testing::{World, both},
    usecase::{
        draft::{begin, change, open},
        organization::{create, list_mine},
    },
};

const KIND: DraftKind = DraftKind::Organization;
const OLIVIA: &str = "olivia@harbour.example";
const ADAM: &str = "adam@harbour.example";

/// The body is the name.
pub(super) fn read(body: &str) -> Result<Details, String> {
    Ok(Details {
        name: OrgName::parse(body).map_err(|_| body.to_owned())?,
        kind: OrgKind::Association,
        address: None,
        phone: None,
        tax_number: None,
        website: None,
        locale: Locale::Fr,
    })
}

async fn body(world: &World, who: &Identity, id: PublicId) -> Option<String> {
    match open(&world.backend, who, KIND, id).await {
        Ok(body) => Some(body),
        Err(UseCaseError::NotFound) => None,
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn a_draft_is_its_owners_until_it_expires() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await.identity;
        let adam = world.sign_up(ADAM).await.identity;
        let id = begin(&world.backend, &olivia, KIND, "Rowing").await.expect("begun");
        change(&world.backend, &olivia, KIND, id, |it| format!("{it} Club")).await.expect("kept");
        assert_eq!(body(world, &olivia, id).await.as_deref(), Some("Rowing Club"));

        assert_eq!(body(world, &adam, id).await, None);
        let stolen = change(&world.backend, &adam, KIND, id, |_| "mine".to_owned()).await;
        assert!(matches!(stolen, Err(UseCaseError::NotFound)));
        let made = create(&world.backend, &adam, id, read).await;
        assert!(matches!(made, Err(UseCaseError::NotFound)));
        assert_eq!(body(world, &olivia, id).await.as_deref(), Some("Rowing Club"));

        world.clock.advance_days(LIFETIME_DAYS);
        assert_eq!(body(world, &olivia, id).await, None);
        crate::jobs::schedule(&world.backend).await.expect("scheduled");
        world.work().await;
        assert_eq!(world.count("drafts").await, 0);
    });
}

#[test]
fn a_draft_becomes_one_organization_however_often_it_is_sent() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await.identity;
        let id = begin(&world.backend, &olivia, KIND, "Rowing Club").await.expect("begun");
        let sends = (0..8).map(|_| {
            let (backend, olivia) = (world.backend.clone(), olivia.clone());
            async move { create(&backend, &olivia, id, read).await }
        });
        let made = at_once(sends).await;
        let first = made[0].as_ref().expect("created");
        assert!(made.iter().all(|it| it.as_ref().is_ok_and(|it| it == first)), "{made:?}");
        let mine = list_mine(&world.backend, &olivia).await.expect("listed");
        assert_eq!(mine.len(), 2, "{mine:?}");

        assert_eq!(body(world, &olivia, id).await, None, "it is finished");
        let late = change(&world.backend, &olivia, KIND, id, |_| "Late".to_owned()).await;
        assert!(matches!(late, Err(UseCaseError::NotFound)));
    });
}

#[test]
fn what_cannot_be_read_creates_nothing() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await.identity;
        let id = begin(&world.backend, &olivia, KIND, "\u{202e}").await.expect("begun");
        let refused = create(&world.backend, &olivia, id, read).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(why)) if why == "\u{202e}"));
        assert_eq!(world.count("organizations").await, 1);
        assert_eq!(body(world, &olivia, id).await.as_deref(), Some("\u{202e}"));
    });
}

#[test]
fn the_oldest_of_too_many_drafts_makes_room() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await.identity;
        let mut all = Vec::new();
        for _ in 0..=PER_PERSON {
            world.clock.advance_ms(1);
            all.push(begin(&world.backend, &olivia, KIND, "Rowing").await.expect("begun"));
        }
        assert_eq!(world.count("drafts").await, i64::from(PER_PERSON));
        assert_eq!(body(world, &olivia, all[0]).await, None);
        assert!(body(world, &olivia, all[1]).await.is_some());
    });
}
